"""The rules: what each finds, what none may miss, and what they say of the real documents."""

import re
from pathlib import Path

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Edition, ParameterError
from toolbelt_data.analysis import check
from toolbelt_data.analysis.checks import RULES, CheckSettings
from toolbelt_data.source import embedded_edition, embedded_editions

EVERYTHING = CheckSettings()
ROLE = "## Name: Ada the Admin\n### Role:\n"


def found_in(text, code=None, **others):
    """Check a document, beside others."""
    files = {"personas/README.md": text} | {f"personas/{k}.md": v for k, v in others.items()}
    data = {path: text.encode("utf-8", "surrogateescape") for path, text in files.items()}
    corpus = toolbelt_data.load(Edition("test", "", files=data), tolerant=True)
    findings = check(corpus, EVERYTHING)
    return findings if code is None else findings[findings.code == code]


def lines_of(text, code, **others):
    return found_in(text, code, **others).line.tolist()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_applies_to_its_bad_example_and_not_to_its_good_one(rule):
    assert len(found_in(rule.bad, rule.code)) == 1
    assert found_in(rule.good, rule.code).empty


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_bad_example_has_no_fault_that_its_rule_is_not_about(rule):
    """The mend takes the fault away and brings no new one."""
    before, after = found_in(rule.bad), found_in(rule.good)
    assert set(after.code) - set(before.code) <= {"TB203"}


def test_codes_and_names_are_given_once_and_are_well_formed():
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    assert len(RULES) >= 20
    for rule in RULES:
        assert re.fullmatch(r"TB\d{3}", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
        assert all(text.endswith((".", ")")) for text in (rule.what, rule.why, rule.mend))


@pytest.mark.parametrize("edition", embedded_editions())
def test_the_real_documents_have_the_findings_that_the_table_counts(shared, edition):
    """The docs count the embedded editions, which restate the real ones with their faults."""
    real = check(toolbelt_data.load(shared / "corpus" / edition), EVERYTHING)
    own = check(toolbelt_data.load(embedded_edition(edition)), EVERYTHING)
    columns = ["code", "path", "line", "end_line", "item_id"]
    pd.testing.assert_frame_equal(real[columns], own[columns])


def test_every_fault_that_the_issue_names_is_found_where_a_reader_sees_it(shared):
    """Known faults of the real documents, by reading: code, file, line."""
    known = {
        "2025-06-10": [
            *(("TB302", "README", line) for line in (16, 23, 30, 53, 60)), ("TB104", "README", 9),
            ("TB402", "README", 16), ("TB501", "README", 29), ("TB306", "README", 48),
            ("TB103", "executive", 1), ("TB103", "productmarketing", 1),
            ("TB602", "securityengineer", 28), ("TB602", "securityengineer", 29),
            ("TB401", "softwaredeveloper", 9), ("TB402", "softwaredeveloper", 62),
            ("TB208", "softwaredeveloper", 56), ("TB201", "opensourcepro", 43),
            ("TB204", "opensourcepro", 72), ("TB504", "opensourcepro", 61),
        ],
        "2025-05-29": [
            ("TB104", "README", 11), ("TB302", "README", 18), ("TB402", "README", 18),
            ("TB206", "README", 25), ("TB304", "README", 32), ("TB305", "README", 32),
            ("TB406", "README", 34), ("TB501", "README", 31),
            ("TB501", "README", 49), ("TB301", "opensourcepro", 4),
            ("TB301", "softwaredeveloper", 153), ("TB201", "opensourcepro", 43),
            ("TB403", "opensourcepro", 43), ("TB403", "opensourcepro", 49),
            ("TB204", "opensourcepro", 72), ("TB611", "opensourcepro", 37),
            ("TB401", "softwaredeveloper", 9), ("TB402", "softwaredeveloper", 62),
            ("TB503", "softwaredeveloper", 13), ("TB604", "softwaredeveloper", 155),
            ("TB608", "softwaredeveloper", 85), ("TB208", "softwaredeveloper", 56),
        ],
        "2025-04-04": [
            ("TB102", "README", 46), ("TB506", "README", 7), ("TB602", "README", 171),
            ("TB602", "README", 172), ("TB603", "README", 111), ("TB601", "README", 52),
            ("TB201", "README", 144), ("TB201", "README", 284), ("TB612", "README", 189),
            ("TB301", "README", 318), ("TB401", "README", 54), ("TB504", "README", 246),
        ],
    }  # fmt: skip
    for edition, faults in known.items():
        findings = check(toolbelt_data.load(shared / "corpus" / edition), EVERYTHING)
        places = {(r.code, Path(r.path).stem, r.line) for r in findings.itertuples()}
        assert set(faults) <= places


def test_every_unplaced_line_has_a_finding():
    text = (
        f"{ROLE}- Runs servers\n\n## Notes\nstray\n\nmore\n- x\n### Wishes\nwords\n#### Deep\nw\n"
    )
    corpus = toolbelt_data.load(Edition("t", "", files={"a.md": text.encode()}))
    findings = check(corpus, EVERYTHING)
    lost = corpus.lines[corpus.lines.role == "unplaced"]
    assert not lost.empty
    ranges = findings[findings.code.isin(["TB102", "TB105"])]
    for line in lost.line:
        assert ((ranges.line <= line) & (ranges.end_line >= line)).any(), line


def test_a_document_that_is_not_utf8_is_a_finding_and_is_read_all_the_same():
    findings = found_in(f"{ROLE}- Ren\udce9e\n", "TB101")
    assert findings.message.tolist() == ["not UTF-8 (0xe9 at byte 38)"]
    assert findings.line.tolist() == [3]


def test_a_file_that_cannot_be_opened_or_is_too_large_is_a_finding(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text(f"{ROLE}- Runs servers\n")
    (tmp_path / "b.md").write_text("x" * 100)
    monkeypatch.setattr("toolbelt_data.source.MAX_BYTES", 99)
    findings = check(toolbelt_data.load(tmp_path, tolerant=True), EVERYTHING)
    told = findings[findings.code == "TB101"]
    assert told[["path", "message", "fix"]].to_numpy().tolist() == [
        [
            "b.md",
            "100 bytes, at most 99 are read",
            "split it, or exclude it in toolbelt.toml",
        ]
    ]


# -- names ---------------------------------------------------------------------------------------


def test_another_personas_name_in_a_body_is_found_at_its_first_use():
    other = "\n## Name: Mia the Mentor\n### Role:\n- Mia teaches\n"
    text = f"{ROLE}- Mia runs servers\n- sleeps\n{other}"
    assert lines_of(text, "TB401") == [3]


@pytest.mark.parametrize(
    "words",
    [
        "Alpha-Omega is there for her. Omega is large. Kubernetes makes her life hard.",
        "The Supplier's customers ask her. Every Vendor has terms she dislikes.",
        "Ada has servers. She likes Python. Python is her tool, and GitHub's pages help her.",
        "Suppliers may call her. Compliance asks her. Suppliers have needs.",
    ],
)
def test_projects_trades_and_the_own_name_are_no_other_name(words):
    text = f"{ROLE}- Ada is busy\n- {words}\n- suppliers, kubernetes, compliance, python\n"
    assert lines_of(text, "TB401") == []


def test_a_slip_of_the_own_name_is_found_and_a_possessive_is_none():
    text = "## Name: Ursula the Admin\n### Role:\n- Urusla's team\n- Ursula's team\n- Ursulas\n"
    assert lines_of(text, "TB402") == [3]


@pytest.mark.parametrize(
    ("one", "other", "shared_name"),
    [
        ("Ada the Admin", "Ada the Auditor", "Ada"),
        ("Ada the Admin", "Corporate Ada", "Ada"),
        ("Sam Security CISO", "Sam the Student", "Sam"),
        ("Security Sam", "Security Tom", None),
        ("Ada the Admin", "Bea the Builder", None),
        ("Open Source Maintainer", "Open Source Consumer", None),
        ("Dr. Ada Byron", "Dr. Bea Stone", None),
    ],
)
def test_given_names_are_shared_whatever_the_order(one, other, shared_name):
    """Security and open also stand small in the text: such words are no names."""
    for first, second in ((one, other), (other, one)):
        text = f"## Name: {first}\n### Role:\n- security, open\n## Name: {second}\n### Role:\n- x\n"
        messages = found_in(text, "TB403").message
        assert [f"shares the name {shared_name} " in m for m in messages] == (
            [True] if shared_name else []
        )


def test_the_same_persona_in_two_files_is_found_under_nearly_the_same_name():
    again = "## Name: Ada the Admnin\n### Role:\n- x\n"
    assert lines_of(f"{ROLE}- x\n", "TB405", other=again) != []
    assert lines_of(f"{ROLE}- x\n", "TB405", other="## Name: Ada the Baker\n") == []


# -- links ---------------------------------------------------------------------------------------

PEOPLE = "## Name: Ada the Admin\n### Role:\n- x\n## Name: Bea the Builder\n### Role:\n- x\n"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("see [Ada](#name-ada-the-admin)", set()),
        ("see [Ada the Admin](#name-bea-the-builder)", {"TB304"}),
        ("see [her](#nobody)", {"TB302"}),
        ("see [this](gone.md)", {"TB303"}),
        ("see [this](picture.png) and [that](https://example.org/a.md#b)", set()),
        ("see [that](https://github.com/ossf/scorecard/blob/main/README.md#x)", set()),
        ("see [that](https://github.com/o/r/blob/main/personas/gone.md#x)", set()),
        ("see [this] (#name-ada-the-admin)", {"TB305"}),
        ("see (this)[#name-ada-the-admin]", {"TB305"}),
        ("see [this](https://example.org/a", {"TB305"}),
        ("a list [x], (with more) and [y] (#)", set()),
        ("`[code],(#x)` and `[a](#b)`", set()),
        ("[top](#personas) and [own](#here) <a id='here'></a>", set()),
    ],
)
def test_links_of_any_line_are_followed(words, codes):
    findings = found_in(f"# Personas\n\n{words}\n\n{PEOPLE}")
    assert {code for code in findings.code if code.startswith("TB30")} - {"TB301"} == codes


def test_the_second_heading_of_the_same_words_has_an_anchor_of_its_own():
    text = (
        f"{PEOPLE}### Role:\n- [first](#role), [second](#role-1), [third](#role-2), [no](#role-3)\n"
    )
    assert found_in(text, "TB302").message.str.contains("#role-3").tolist() == [True]


def test_a_link_to_a_document_that_cannot_be_read_is_not_called_missing(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text(f"{ROLE}- [it](b.md)\n")
    (tmp_path / "b.md").write_text("x" * 100)
    monkeypatch.setattr("toolbelt_data.source.MAX_BYTES", 99)
    findings = check(toolbelt_data.load(tmp_path, tolerant=True), EVERYTHING)
    assert set(findings.code) == {"TB101", "TB203"}


# -- markup --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("-no space", 1), ("*no space", 1), ("- space", 0), ("*emphasis* first", 0),
        ("--- more", 0), ("**bold** words", 0), ("•bullet", 1),
    ],
)  # fmt: skip
def test_a_bullet_without_space_is_told_from_emphasis(line, count):
    assert len(found_in(f"{ROLE}- one\n{line}\n", "TB602")) == count


def test_bullets_without_space_are_found_in_use_cases_and_in_the_index_too():
    cases = "# Use Cases\n\n## As a Reviewer:\n- one\n-two\n"
    index = "## Admins\n- *Common Challenges*: Time.\n-*Sub Personas*: Ada the Admin\n"
    assert lines_of(cases, "TB602") == [5]
    assert lines_of(f"{index}\n{ROLE}- x\n", "TB602") == [3]


def test_headings_in_code_and_in_comments_are_no_headings():
    text = f"{ROLE}- x\n\n```\n##### deep\n```\n\n<!--\n###### deeper\n-->\n"
    assert found_in(text, "TB604").empty


def test_a_qualified_section_beside_another_is_no_repeated_one():
    text = f"{ROLE}- x\n### Personal Goals:\n- y\n### Project Goals\n- z\n"
    assert found_in(text, "TB606").empty


def test_a_persona_below_another_is_not_among_its_sections():
    text = f"{ROLE}- x\n#### Name: Bea the Builder\n##### Role:\n- y\n"
    assert found_in(text, "TB612").empty


# -- settings and fingerprints ----------------------------------------------------------------------


def settled(tmp_path, text):
    (tmp_path / "personas").mkdir(exist_ok=True)
    (tmp_path / "personas" / "a.md").write_text(f"{ROLE}- \n- x\n")
    (tmp_path / "toolbelt.toml").write_text(text)
    return check(toolbelt_data.load(tmp_path))


def test_settings_switch_rules_off_everywhere_or_in_some_files(tmp_path):
    assert "TB601" in set(settled(tmp_path, "").code)
    assert "TB601" not in set(settled(tmp_path, '[check]\nignore = ["TB601"]').code)
    assert "TB601" not in set(settled(tmp_path, '[check]\nignore = ["empty-bullet"]').code)
    within = '[check.ignore-in]\n"personas/{}.md" = ["TB601"]'
    assert "TB601" not in set(settled(tmp_path, within.format("*")).code)
    assert "TB601" in set(settled(tmp_path, within.format("b")).code)


def test_settings_change_how_much_a_rule_matters(tmp_path):
    findings = settled(tmp_path, '[check.severity]\nTB601 = "error"')
    assert findings[findings.code == "TB601"].severity.tolist() == ["error"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[check]\nignore = ["TB999"]', "toolbelt.toml: check.ignore: 'TB999' is no rule;"),
        ("[check]\nignor = []", "toolbelt.toml: check: unknown setting 'ignor'; use ignore,"),
        ("[check.severity]\nTB601 = 'loud'", "toolbelt.toml: check.severity.TB601: 'loud' is none"),
        ("[check]\nfail-on = 'all'", "toolbelt.toml: check.fail-on: 'all' is none of them; use"),
        ("[check]\nignore = 'TB601'", "toolbelt.toml: check.ignore: 'TB601' is not a list of"),
        ("exlude = []", "toolbelt.toml: unknown setting 'exlude'; use documents, exclude,"),
        ("x = [", "toolbelt.toml: not TOML: "),
    ],
)
def test_settings_that_are_none_are_refused_in_a_line(tmp_path, text, words):
    with pytest.raises(ParameterError) as refused:
        settled(tmp_path, text)
    assert str(refused.value).startswith(words)


def test_an_excluded_document_is_in_no_table(tmp_path):
    settled(tmp_path, "exclude = ['personas/draft*']")
    (tmp_path / "personas" / "draft-b.md").write_text(ROLE)
    assert toolbelt_data.load(tmp_path).documents.path.tolist() == ["personas/a.md"]


def test_fingerprints_stay_when_lines_move_and_other_findings_come():
    before = found_in(f"{ROLE}- \n- x\n- y and\n")
    after = found_in(f"# Title\n\nNew prose.\n\n{ROLE}- first\n- \n- \n- x\n- y and\n")
    assert set(before.fingerprint) <= set(after.fingerprint)
    assert before.fingerprint.is_unique
    assert after.fingerprint.is_unique


def test_fingerprints_of_the_same_fault_in_two_places_differ():
    two = found_in(f"{ROLE}- \n- \n", "TB601")
    assert two.fingerprint.nunique() == 2


# -- sections that are begun without a heading ---------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "form"),
    [
        ("- Challenges:", "TB603", "bullet"),
        ("  - Challenges:", "TB603", "bullet"),
        ("-Challenges:", "TB603", "bullet"),
        ("**Challenges:**", "TB609", "paragraph"),
        ("###Challenges", "TB607", "paragraph"),
    ],
)
def test_a_section_without_a_heading_is_told_by_how_it_is_begun(line, code, form):
    text = f"{ROLE}- x\n{line}\n- No time\n"
    corpus = toolbelt_data.load(Edition("t", "", files={"a.md": text.encode()}))
    sections = corpus.sections.set_index("section")
    assert (sections.form["challenges"], sections.line["challenges"]) == (form, 4)
    findings = check(corpus, EVERYTHING)
    told = findings[findings.code.isin(["TB603", "TB607", "TB609"])]
    assert told[["code", "line"]].to_numpy().tolist() == [[code, 4]]


def test_a_persona_among_sections_is_found_past_one_that_stands_deeper():
    text = f"{ROLE}- x\n#### Name: Cy the Cook\n##### Role:\n- x\n### Name: Bea the Builder\n"
    assert lines_of(text, "TB612") == [7]


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("### Challanges:", 1), ("### Backgroud", 1), ("### How the OpenSFF can help", 1),
        ("### Pain points", 0), ("### Personal Challenges", 0), ("### How can Open SSF help?", 0),
    ],
)  # fmt: skip
def test_a_misspelled_section_is_read_and_told(heading, count):
    assert len(found_in(f"{ROLE}- x\n{heading}\n- y\n", "TB613")) == count


# -- what a linter must not say ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            "TB305",
            "- [x] (#42) done\n- [1], (https://example.org/a)\n- [text][ref] (https://a.org/b)",
        ),
        ("TB305", '- [the guide](https://e.org/a\n  "title")'),
        ("TB302", "- [top](#top) and [line](README.md?plain=1#L3) and [line](#L3)"),
        ("TB303", "- [rules](../CONTRIBUTING.md)"),
        ("TB402", "- Ada works with Adas and Linux\n- Adam helps her"),
        ("TB401", "- Jenkins is old. They still use it.\n- Jenkins has plugins, and they break"),
        ("TB504", "- is in Team A\n- knows what she is afraid of"),
        ("TB505", "- I'm Ada, and I build things\n- is in Phase I with Ada"),
        ("TB506", "- caching servers\n- coaching servers\n- coaching her\n- patent\n- patient"),
        ("TB208", "- sets `${{ secrets.TOKEN }}` and `{braces}`\n- keeps a todo list"),
        ("TB507", "- knows that that had had to be"),
        ("TB602", "- waits for\n-20 ms"),
    ],
)
def test_what_only_looks_like_a_fault_is_none(code, lines):
    assert found_in(f"{ROLE}{lines}\n", code).message.tolist() == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("TB401", "- Sunil’s company sells\n- Sunil’s team runs\n- Sunil’s pager rings"),
        ("TB401", "- Élodie runs servers. She is tired."),
        ("TB504", "- has no time because\n- runs a server and"),
        ("TB505", "- Ada keeps my servers up"),
        ("TB506", "- her enviromnent\n- the environment"),
        ("TB208", "- asks {who pays?}"),
    ],
)
def test_what_looks_unlike_the_examples_is_a_fault_all_the_same(code, lines):
    assert len(found_in(f"{ROLE}{lines}\n", code)) > 0


def test_hard_breaks_and_quotations_show_as_lines():
    assert found_in(f"{ROLE}Runs servers.  \nSleeps.\n", "TB611").empty
    assert found_in(f"{ROLE}> Runs servers.\n> Sleeps.\n", "TB611").empty


def test_people_of_like_trades_are_not_one():
    for other in ("Ada the Security Admin", "Ada the Adman", "Bea the Admin"):
        assert found_in(f"{ROLE}- x\n", "TB405", other=f"## Name: {other}\n").empty, other


def test_a_given_name_alone_that_links_to_its_persona_means_her():
    index = "## Staff\n- *Common Challenges*: x\n- *Sub Personas*: [Ada](#name-ada-the-admin)\n\n"
    codes = set(found_in(f"{index}{ROLE}- x\n").code)
    assert codes & {"TB206", "TB301", "TB304", "TB403"} == set()


def test_links_to_another_repository_are_not_followed():
    own = "https://github.com/ossf/toolbelt/blob/main/personas/README.md"
    other = "https://github.com/acme/other/blob/main/personas/gone.md"
    text = f"# People\n\n[a]({own}) [b]({own}) [c]({other})\n\n{ROLE}- x\n"
    assert found_in(text, "TB303").empty


def test_a_link_to_an_excluded_document_arrives(tmp_path):
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "a.md").write_text(f"{ROLE}- [draft](draft.md)\n")
    (tmp_path / "personas" / "draft.md").write_text(ROLE)
    (tmp_path / "toolbelt.toml").write_text("exclude = ['personas/draft.md']\n")
    corpus = toolbelt_data.load(tmp_path)
    assert len(corpus.documents) == 1
    assert "TB303" not in set(check(corpus).code)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("TB604", "{0}- x\n##### Deep\n{1}- x\n", "{0}- x\n{1}- x\n##### Deep\n"),
        ("TB102", "{0}- x\n## Notes\nwiki\n{1}- x\n", "{0}- x\n{1}- x\n## Notes\nwiki\n"),
        ("TB208", "{0}- cost TBD of audits\n", "{0}- owner TBD for keys\n"),
        ("TB303", "{0}- [Vik](gone.md)\n", "{0}- [Wim](gone.md)\n"),
    ],
)
def test_the_same_fault_elsewhere_has_another_fingerprint(code, before, after):
    """A baseline that knows the one must not hide the other."""
    other = "## Name: Bea the Builder\n### Role:\n"
    one, two = (found_in(text.format(ROLE, other), code) for text in (before, after))
    assert len(one) == len(two) == 1
    assert set(one.fingerprint).isdisjoint(two.fingerprint)


@pytest.mark.parametrize("given", ['[["TB101"]]', "[{a = 1}]", "[3]"])
def test_codes_that_are_no_words_are_refused(tmp_path, given):
    with pytest.raises(ParameterError, match="is not a code; write a code"):
        settled(tmp_path, f"[check]\nignore = {given}")
