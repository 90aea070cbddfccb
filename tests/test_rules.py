"""The rules: their examples, the findings of the real documents, and what the examples leave open."""

import re
from pathlib import Path

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Edition, ParameterError
from toolbelt_data.checks import RULES, CheckSettings, check
from toolbelt_data.source import embedded_edition, embedded_editions

ROLE = "## Name: Ada the Admin\n### Role:\n"


def found_in(text, code=None, **others):
    """Check a document, beside others."""
    files = {"personas/README.md": text} | {f"personas/{k}.md": v for k, v in others.items()}
    # A lost character stands for a byte that is not UTF-8.
    data = {path: text.encode().replace(b"\xef\xbf\xbd", b"\xe9") for path, text in files.items()}
    corpus = toolbelt_data.load(Edition("test", "", files=data), tolerant=True)
    findings = check(corpus, CheckSettings())
    return findings if code is None else findings[findings.code == code]


def lines_of(text, code, **others):
    return found_in(text, code, **others).line.tolist()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_fix_of_a_bad_example_is_its_good_one(rule):
    before, after = found_in(rule.bad), found_in(rule.good)
    assert before.code.tolist().count(rule.code) == 1
    assert rule.code not in set(after.code)
    assert set(after.code) - set(before.code) <= {"TB203"}


def test_codes_names_and_texts_are_well_formed():
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for code, rule in RULES.items():
        assert re.fullmatch(r"TB\d{3}", code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
        assert rule.meaning.endswith(".")
        assert rule.fix[0].islower()
        assert not rule.fix.endswith(".")


# -- the real documents --------------------------------------------------------------------------


@pytest.mark.parametrize("edition", embedded_editions())
def test_embedded_editions_have_the_findings_of_the_real_documents(shared, edition):
    real = check(toolbelt_data.load(shared / "corpus" / edition), CheckSettings())
    own = check(toolbelt_data.load(embedded_edition(edition)), CheckSettings())
    columns = ["code", "path", "line", "end_line", "item_id"]
    pd.testing.assert_frame_equal(real[columns], own[columns])


KNOWN = {
    "2025-06-10": """
        README: TB302:16 TB302:23 TB302:30 TB302:53 TB302:60 TB104:9 TB402:16 TB501:29 TB306:48
        executive: TB103:1 | productmarketing: TB103:1
        securityengineer: TB602:28 TB602:29 TB611:43
        softwaredeveloper: TB401:9 TB402:62 TB208:56
        opensourcepro: TB201:43 TB204:72 TB504:61""",
    "2025-05-29": """
        README: TB104:11 TB302:18 TB402:18 TB206:25 TB304:32 TB305:32 TB406:34 TB501:31 TB501:49
        opensourcepro: TB301:4 TB201:43 TB403:43 TB403:49 TB204:72 TB611:37
        softwaredeveloper: TB301:153 TB401:9 TB402:62 TB503:13 TB604:155 TB608:85 TB208:56""",
    "2025-04-04": """
        README: TB102:46 TB506:7 TB602:171 TB602:172 TB603:111 TB601:52 TB201:144 TB201:284
        TB612:189 TB401:54 TB504:246""",
}


@pytest.mark.parametrize("edition", KNOWN)
def test_faults_that_readers_saw_are_found(shared, edition):
    findings = check(toolbelt_data.load(shared / "corpus" / edition), CheckSettings())
    places = {(Path(r.path).stem, f"{r.code}:{r.line}") for r in findings.itertuples()}
    stem = ""
    for word in KNOWN[edition].replace("|", "").split():
        if word.startswith("TB"):
            assert (stem, word) in places
        stem = stem if word.startswith("TB") else word.rstrip(":")


# -- where each rule applies, and where not ------------------------------------------------------

# Code, document, lines. What does not begin with a heading is below that of Ada's role, from line 3.
CASES = [
    # Any document may have goals, background or roles; other sections are a persona's.
    ("TB106", "# How to add a persona\n\n## Background\n\nx\n\n## Goals\n\n1. y\n", []),
    ("TB106", "# Working group\n\n## Goals\n\nx\n\n## Roles\n\ny\n", []),
    ("TB106", "# Roadmap\n\n## Proposal\n\n### Background\n\nx\n\n### Challenges\n\ny\n", []),
    ("TB106", "# Ada\n## Role\nx\n## Goals\ny\n## Challenges\nz\n", [1]),
    ("TB106", "# P\n## Ada Admin\n### Role\nx\n### How the OpenSSF can help\ny\n", [2]),
    ("TB106", "# Ada the Admin\n## Challenges\nx\n", [1]),
    ("TB106", "## Role\nx\n## Challenges\ny\n", [1]),
    ("TB202", "- x\n### Goals: (incomplete)\n### Challenges:\n", [5]),
    ("TB208", "- sets `${{ secrets.TOKEN }}` and `{braces}`\n- keeps a todo list {1}", []),
    ("TB208", "- asks {who pays?}\n- needs [which tool?]\n- owner TBD", [3, 4, 5]),
    ("TB302", "- [top](#top) and [line](README.md?plain=1#L3) and [line](#L3)", []),
    ("TB302", "- see [her](#nobody)", [3]),
    ("TB302", "- [own](#here) <a id='here'></a> and [that](https://e.org/a.md#b)", []),
    ("TB302", "- [second](#role-1)\n- [third](#role-2)\n## Name: Bea\n### Role\n", [4]),
    ("TB303", "- [rules](../CONTRIBUTING.md) and [that](picture.png)", []),
    ("TB303", "- [that](https://github.com/ossf/scorecard/blob/main/README.md#x)", []),
    ("TB303", "- see [this](gone.md)", [3]),
    ("TB305", "- [x] (#42) done\n- [1], (https://e.org/a)\n- [text][ref] (https://a.org/b)", []),
    ("TB305", '- [the guide](https://e.org/a\n  "title")', []),
    ("TB305", "- a list [x], (with more) and [y] (#)\n- `[code],(#x)` and `[a](#b)`", []),
    ("TB305", "- [her] (#name-ada-the-admin)\n- (her)[#name-ada-the-admin]\n- [a](https://e.org", [3, 4, 5]),
    ("TB401", "- Mia runs servers\n\n## Name: Mia the Mentor\n### Role:\n- Mia teaches", [3]),
    ("TB401", "- Jenkins is old. They use it.\n- Jenkins has plugins, and they break", []),
    ("TB401", "- Alpha-Omega helps her. Omega is large. kubernetes\n- Kubernetes makes her sad.", []),
    ("TB401", "- The Supplier's customers ask her. Every Vendor has terms she dislikes.", []),
    ("TB401", "- Ada likes Python. Python is her tool, and GitHub's pages help her.\n- python", []),
    ("TB401", "- Sunil’s company sells\n- Sunil’s team runs\n- Sunil’s pager rings", [3]),
    ("TB401", "- Élodie runs servers. She is tired.\n- Élodie sleeps", [3]),
    ("TB402", "- Ada works with Adas and Linux\n- Adam helps her", []),
    ("TB402", "## Name: Ursula the Admin\n### Role:\n- Urusla's team\n- Ursula's\n- Ursulas", [3]),
    ("TB504", "- is in Team A\n- knows what she is afraid of", []),
    ("TB504", "- has no time because\n- runs a server and", [3, 4]),
    ("TB505", "- I'm Ada, and I build things\n- is in Phase I with Ada", []),
    ("TB506", "- caching servers\n- coaching servers\n- coaching her\n- patent\n- patient", []),
    ("TB506", "- her enviromnent\n- the environment, an environment", [3]),
    ("TB507", "- knows that that had had to be", []),
    ("TB602", "- x\n*emphasis* first\n--- more\n**bold** words\n✅ ticked", []),
    ("TB602", "- waits for\n-20 ms", []),
    ("TB602", "# Use Cases\n\n## As a Reviewer:\n- one\n-two", [5]),
    ("TB602", "## A\n- *Common Challenges*: Time.\n-*Sub Personas*: Ada\n\n## Name: Ada\n", [3]),
    ("TB604", "- x\n\n```\n##### deep\n```\n\n<!--\n###### deeper\n-->", []),
    ("TB606", "- x\n### Personal Goals:\n- y\n### Project Goals\n- z", []),
    ("TB609", "# Title\n\n<h2>Name: Ada the Admin</h2>\n\n<h3>Role</h3>\n\n- x", []),
    # Of two lines that markdown joins, the second is a thought of its own or goes on with a name.
    ("TB611", "- Praise finders. Who pays for it\n  Perhaps count days\n- x", [4]),
    ("TB611", "- Enthusiast\n  -- I look for flaws", [4]),
    ("TB611", "Calm nights\nQuiet weekends", [4]),
    ("TB611", "- Runs servers.\n  Sleeps.\n- Runs servers,\n  Windows among them", []),
    ("TB611", "- Runs servers  \n  Sleeps\n- Runs servers\n  at night", []),
    ("TB611", "- keeps up with every change that was made to the many rules of the\n  OpenSSF", []),
    ("TB611", f"- see the [guide](https://a.org/{'x' * 90}) of the\n  OpenSSF", []),
    ("TB611", "> Runs servers.\n> Sleeps.\n\nRuns servers.  \nSleeps.", []),
    # Neither is a hard break, however many spaces there are.
    pytest.param("TB611", f"a{' ' * 200_000}b.\nfoo bar.", [3], id="many-spaces"),
    ("TB612", "- x\n#### Name: Bea the Builder\n##### Role:\n- y", []),
    ("TB612", "- x\n#### Name: Cy\n##### Role:\n- x\n### Name: Bea", [7]),
    ("TB613", "- x\n### Challanges:\n- y\n### How the OpenSFF can help\n- z", [4, 6]),
    ("TB613", "- x\n### Pain points\n- y\n### How can Open SSF help?\n- z\n### My Goals", []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "lines"), CASES)
def test_a_rule_applies_on_these_lines(code, text, lines):
    assert lines_of(text if text.startswith("#") else f"{ROLE}{text}\n", code) == lines


def test_every_unplaced_line_has_a_finding():
    text = f"{ROLE}- x\n\n## Notes\nstray\n\nmore\n- x\n### Wishes\nwords\n#### Deep\nw\n"
    corpus = toolbelt_data.load(Edition("t", "", files={"a.md": text.encode()}))
    findings = check(corpus, CheckSettings())
    ranges = findings[findings.code.isin(["TB102", "TB105"])]
    covered = {n for r in ranges.itertuples() for n in range(r.line, r.end_line + 1)}
    assert {*corpus.lines[corpus.lines.role == "unplaced"].line} <= covered != set()


def test_a_document_that_is_too_large_is_a_finding_and_links_to_it_arrive(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text(f"{ROLE}- [it](b.md)\n")
    (tmp_path / "b.md").write_text("x" * 100)
    monkeypatch.setattr("toolbelt_data.source.MAX_BYTES", 99)
    findings = check(toolbelt_data.load(tmp_path, tolerant=True), CheckSettings())
    assert set(findings.code) == {"TB101", "TB203"}
    assert findings[findings.code == "TB101"].path.tolist() == ["b.md"]


@pytest.mark.parametrize(
    "words",
    [
        "می\u200cخواهم", "PDF\u200cها", "ئه\u200c و", "ക്\u200dഷ അവന്\u200d", "র\u200d্য",
        "👩\u200d💻 🏳️\u200d🌈 ❤️\u200d🔥", "🏴\U000e0067\U000e0062\U000e007f", "شرح C++\u200e هنا",
    ],
)  # fmt: skip
def test_characters_that_a_script_or_emoji_needs_are_not_hidden(words):
    assert found_in(f"{ROLE}- {words}\n", "TB104").empty


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("pass\u200cword", "password"), ("pass\u200dword", "password"), ("a\u2028\u2028b", "a b"),
        ("a \u2028b", "a b"), ("a\u200eb", "ab"), ("می\u200cخ a\u200bb", "می\u200cخ ab"),
        ("می\u202eخ", "میخ"), ("x\U000e0041\U000e0042y", "xy"),
    ],
)  # fmt: skip
def test_hidden_characters_are_removed_and_words_stay_apart(words, shown):
    (row,) = found_in(f"{ROLE}- {words}\n", "TB104").itertuples()
    assert words.replace(row.old, row.new) == shown


@pytest.mark.parametrize("line", ["-a b", "*a b", "•a b", "• a b", "▪\ufe0f a b", "4.A b"])
def test_the_fix_of_a_bullet_is_one_that_markdown_knows(line):
    (row,) = found_in(f"{ROLE}- one\n{line}\n", "TB602").itertuples()
    assert re.fullmatch(r"(?:[-*]|4\.) [aA] b", line.replace(row.old, row.new))


@pytest.mark.parametrize(
    ("lines", "lost"),
    [
        ("", ["Goals", "How the CNCF can help"]),
        ("### Goals\n- x\n### How the CNCF can help\n- y\n", []),
        ("### Goals\n- x\n### Support\n- y\n", []),
    ],
)
def test_settings_say_which_sections_are_required_and_what_they_are_called(tmp_path, lines, lost):
    (tmp_path / "toolbelt.toml").write_text(
        '[personas]\nrequired = ["role", "goals", "remedies"]\norganisation = ["CNCF"]\n'
        'sections.remedies = ["Support"]\n'
    )
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "a.md").write_text(f"{ROLE}- x\n{lines}")
    messages = check(toolbelt_data.load(tmp_path)).message.tolist()
    assert re.findall('"(.*?)"', " ".join(messages)) == lost
    assert len(messages) == bool(lost)


@pytest.mark.parametrize(
    ("line", "code", "form"),
    [
        ("- Challenges:", "TB603", "bullet"), ("  - Challenges:", "TB603", "bullet"),
        ("-Challenges:", "TB603", "bullet"), ("**Challenges:**", "TB609", "paragraph"),
        ("###Challenges", "TB607", "paragraph"),
    ],
)  # fmt: skip
def test_a_section_without_a_heading_is_named_by_how_it_begins(line, code, form):
    text = f"{ROLE}- x\n{line}\n- No time\n"
    corpus = toolbelt_data.load(Edition("t", "", files={"a.md": text.encode()}))
    section = corpus.sections.set_index("section").loc["challenges"]
    assert (section.form, section.line) == (form, 4)
    findings = check(corpus, CheckSettings())
    assert findings[findings.line == 4].code.tolist() == [code]


@pytest.mark.parametrize(
    ("one", "other", "shared_name"),
    [
        ("Ada the Admin", "Corporate Ada", "Ada"), ("Sam Security CISO", "Sam the Student", "Sam"),
        ("Security Sam", "Security Tom", None), ("Dr. Ada Byron", "Dr. Bea Stone", None),
        ("Open Source Maintainer", "Open Source Consumer", None),
    ],
)  # fmt: skip
def test_given_names_are_shared_whatever_the_order(one, other, shared_name):
    """Security and open also appear in small letters: such words are not names."""
    for first, second in ((one, other), (other, one)):
        text = f"## Name: {first}\n### Role:\n- security, open\n## Name: {second}\n### Role:\n- x\n"
        messages = found_in(text, "TB403").message
        assert [f"{shared_name} " in m for m in messages] == ([True] if shared_name else [])


def test_the_same_persona_in_two_files_is_found_under_nearly_the_same_name():
    again = "## Name: Ada the Admnin\n### Role:\n- x\n"
    assert lines_of(f"{ROLE}- x\n", "TB405", other=again) != []
    for other in ("Ada the Baker", "Ada the Security Admin", "Ada the Adman", "Bea the Admin"):
        assert found_in(f"{ROLE}- x\n", "TB405", other=f"## Name: {other}\n").empty, other


def test_a_given_name_alone_that_links_to_its_persona_means_her():
    index = "## Staff\n- *Common Challenges*: x\n- *Sub Personas*: [Ada](#name-ada-the-admin)\n\n"
    assert {*found_in(f"{index}{ROLE}- x\n").code} & {"TB206", "TB301", "TB304", "TB403"} == set()


def test_links_to_another_repository_are_not_followed():
    own = "https://github.com/ossf/toolbelt/blob/main/personas/README.md"
    other = "https://github.com/acme/other/blob/main/personas/gone.md"
    assert found_in(f"# People\n\n[a]({own}) [b]({own}) [c]({other})\n\n{ROLE}- x\n", "TB303").empty


# -- settings and fingerprints -------------------------------------------------------------------


def settled(tmp_path, text):
    (tmp_path / "personas").mkdir(exist_ok=True)
    (tmp_path / "personas" / "a.md").write_text(f"{ROLE}- \n- [draft](draft.md)\n")
    (tmp_path / "personas" / "draft.md").write_text(ROLE)
    (tmp_path / "toolbelt.toml").write_text(text)
    return check(toolbelt_data.load(tmp_path))


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("", ["note"]),
        ('[check]\nignore = ["TB601"]', []),
        ('[check]\nignore = ["empty-bullet"]', []),
        ('[check.ignore-in]\n"personas/*.md" = ["TB601"]', []),
        ('[check.ignore-in]\n"personas/b.md" = ["TB601"]', ["note"]),
        ('[check.severity]\nTB601 = "error"', ["error"]),
        ('[check.severity]\nempty-bullet = "error"', ["error"]),
    ],
)
def test_settings_switch_rules_off_or_change_their_severity(tmp_path, text, severity):
    findings = settled(tmp_path, text)
    assert findings[findings.code == "TB601"].severity.tolist() == severity


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[check]\nignore = ["TB999"]', "toolbelt.toml: check.ignore: there is no rule 'TB999'"),
        ("[check]\nignor = []", "toolbelt.toml: check: unknown setting 'ignor'; use ignore,"),
        ("[check.severity]\nTB601 = 'loud'", "toolbelt.toml: check.severity.TB601: unknown value"),
        ("[check]\nfail-on = 'all'", "toolbelt.toml: check.fail-on: unknown value 'all'; use"),
        ("[check]\nignore = 'TB601'", "toolbelt.toml: check.ignore: 'TB601' is not a list of"),
        ("[check]\nignore = [{a = 1}]", "toolbelt.toml: check.ignore: "),
        ("exlude = []", "toolbelt.toml: unknown setting 'exlude'; use documents, exclude,"),
        ("x = [", "toolbelt.toml: not TOML: "),
    ],
)
def test_wrong_settings_are_refused_in_a_line(tmp_path, text, words):
    with pytest.raises(ParameterError) as refused:
        settled(tmp_path, text)
    assert str(refused.value).startswith(words)


def test_an_excluded_document_is_in_no_table_and_links_to_it_arrive(tmp_path):
    findings = settled(tmp_path, "exclude = ['personas/draft*']")
    assert {*findings.path} == {"personas/a.md"}
    assert "TB303" not in {*findings.code}


def test_fingerprints_stay_when_lines_move_and_other_findings_come():
    before = found_in(f"{ROLE}- \n- x\n- y and\n")
    after = found_in(f"# Title\n\nNew prose.\n\n{ROLE}- first\n- \n- \n- x\n- y and\n")
    assert set(before.fingerprint) <= set(after.fingerprint)
    assert before.fingerprint.is_unique
    assert after.fingerprint.is_unique


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
