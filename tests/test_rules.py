"""The rules: their examples, the findings of the real documents, and what the examples leave open."""

import re
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Edition, ParameterError
from toolbelt_data.checks import RULES, CheckSettings, check
from toolbelt_data.source import embedded_edition, embedded_editions

ROLE = "## Name: Ada the Admin\n### Role:\n"
INDEX = "## Staff\n- *Common Challenges*: Time.\n- *Sub Personas*: "
PEOPLE = f"{ROLE}- x\n\n## Name: Bea the Builder\n### Role:\n- x\n"


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


# -- the real documents --------------------------------------------------------------------------


@pytest.mark.parametrize("edition", embedded_editions())
def test_embedded_editions_have_the_findings_of_the_real_documents(shared, edition):
    real = check(toolbelt_data.load(shared / "corpus" / edition), CheckSettings())
    own = check(toolbelt_data.load(embedded_edition(edition)), CheckSettings())
    columns = ["code", "path", "line", "end_line", "item_id"]
    pd.testing.assert_frame_equal(real[columns], own[columns])


# Code and line of faults that readers saw, and of two codes every place.
KNOWN = {
    "2025-06-10": """
        README: TB302:16 TB302:23 TB302:30 TB302:53 TB302:60 TB104:9 TB402:16 TB501:29 TB306:48
        executive: TB103:1 | productmarketing: TB103:1
        securityengineer: TB602:28 TB602:29 TB611:43
        softwaredeveloper: TB401:9 TB402:62 TB208:56
        opensourcepro: TB201:43 TB204:72 TB504:61""",
    "2025-05-29": """
        README: TB104:11 TB302:18 TB402:18 TB206:25 TB304:32 TB305:32 TB306:34 TB501:31 TB501:49
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
    stale = findings[findings.code == "TB401"].message.str.extract(r"speaks of (\w+)")[0]
    names = ["Allison", "Boyd", "Mary", "Priya", "Susan", "Yasmine"]
    assert sorted(stale) == (names if edition == "2025-06-10" else ["Mary"])
    slips = findings[findings.code == "TB506"].message.str.extract('"(.*?)"')[0]
    assert edition != "2025-06-10" or slips.tolist() == ["Enthusist", "Securty"]


@pytest.mark.parametrize(
    ("case", "line"),
    [("01-anchor-hides-stale-name", 9), ("01-anchor-hides-stale-name/without-link", 9), ("02-stale-name-once", 12)],
)  # fmt: skip
def test_a_stale_name_is_found_beside_the_link_that_still_has_it(shared, case, line):
    findings = check(toolbelt_data.load(shared / "cases/documents" / case))
    stale = findings[findings.code == "TB401"]
    assert stale.line.tolist() == [line]
    assert stale.message.str.endswith("speaks of Otto, in 2 statements").all()


@pytest.mark.parametrize("case", ["marks", "case"])
def test_anchors_with_marks_and_in_any_case_are_right(shared, case):
    findings = check(toolbelt_data.load(shared / "cases/tools/06-anchors-marks-and-case" / case))
    assert "TB302" not in set(findings.code)


# -- where each rule applies, and where not ------------------------------------------------------

# Code, document, lines. What does not begin with a heading is below that of Ada's role, from line 3.
CASES = [
    # Any document may have goals, background or roles; other sections are a persona's.
    ("TB106", "# How to add a persona\n\n## Background\n\nx\n\n## Goals\n\n1. y\n", []),
    ("TB106", "# Ada\n## Role\nx\n## Goals\ny\n## Challenges\nz\n", [1]),
    ("TB106", "# P\n## Ada Admin\n### Role\nx\n### How the OpenSSF can help\ny\n", [2]),
    ("TB106", "# Ada the Admin\n## Challenges\nx\n", [1]),
    ("TB106", f"{INDEX}Bea\n\n{ROLE}- x\n\n## Bea\nShe builds.\n", [9]),
    ("TB102", f"{ROLE}- x\n\n## Bea\n### Role:\n- y\n### Challenges:\n- z\n## Name: Cy\n\n## Notes\nstray\n", [13]),
    ("TB202", "- x\n### Goals: (incomplete)\n### Challenges:\n", [5]),
    ("TB208", "- sets `${{ secrets.TOKEN }}` and `{braces}`\n- keeps a todo list {1}", []),
    ("TB208", "- asks {who pays?}\n- needs [which tool?]\n- owner TBD", [3, 4, 5]),
    ("TB302", "- [own](#here) <a id='here'></a> and [that](https://e.org/a.md#b)", []),
    ("TB302", "- [second](#role-1)\n- [third](#role-2)\n## Name: Bea\n### Role\n", [4]),
    ("TB304", f"{INDEX}[Corporate Ada](#name-ada-the-admin), Ada, Bea\n\n{PEOPLE}", []),
    ("TB305", "- [x] (#42) done\n- [1], (https://e.org/a)\n- [text][ref] (https://a.org/b)", []),
    ("TB305", '- [the guide](https://e.org/a\n  "title")', []),
    ("TB305", "- [her] (#name-ada-the-admin)\n- (her)[#name-ada-the-admin]\n- [a](https://e.org", [3, 4, 5]),
    ("TB401", "- Mia runs servers\n\n## Name: Mia the Mentor\n### Role:\n- Mia teaches", [3]),
    ("TB401", "- Jenkins is old. They use it.\n- Jenkins has plugins, and they break", []),
    ("TB401", "- Alpha-Omega helps her. Omega is large. kubernetes\n- Kubernetes makes her sad.", []),
    ("TB401", "- The Supplier's customers ask her. Every Vendor has terms she dislikes.", []),
    ("TB401", "- Sunil’s company sells\n- Sunil’s team runs\n- Sunil’s pager rings", [3]),
    ("TB401", "- Mia runs servers\n- sleeps\n{mia}", [3]),
    ("TB401", "- Ada runs servers\n- Mia wants calm nights\n{mia}", [4]),
    # A name that is in the persona's link needs one mention only.
    ("TB401", f"{INDEX}[Ada the Admin](#name-otto-the-admin)\n\n{ROLE}- Ada sleeps\n- Help people like Otto\n", [8]),
    ("TB401", f"{INDEX}[Ada the Admin](#name-otto-the-admin)\n\n{ROLE}- Ada sleeps\n- This benefits Otto\n", [8]),
    ("TB401", f"{INDEX}[Ada the Admin](#name-otto-the-admin)\n\n{ROLE}- Ada knows the Otto\n", []),
    ("TB402", "- Ada works with Adas and Linux\n- Adam helps her", []),
    ("TB402", f"{INDEX}Ada the admin\n\n{ROLE}- x\n", [3]),
    ("TB403", "- x\n## Name: Corporate Ada\n", [4]),
    ("TB403", "- security\n## Name: Security Sam\n## Name: Security Tom\n", []),
    ("TB403", "## Name: Dr. Ada Byron\n## Name: Dr. Bea Stone\n", []),
    ("TB405", "- x\n## Name: Ada the Admnin\n", [4]),
    ("TB306", f"# P\n\n- The Staff - I am\n\n{INDEX}Ada\n", [5]),
    ("TB308", f"{INDEX}Ada the Admin, Ada the Admin\n\n{PEOPLE}", [3]),
    ("TB308", f"{INDEX}Ada\n\n## Guests\n- *Common Challenges*: x\n- *Sub Personas*: Ada\n", []),
    ("TB501", "{copies}one two three four five|One, two **three** four: five!", [7]),
    ("TB501", "{copies}one two three four five|one two three four five six", []),
    ("TB504", "- has no time because\n- runs a server and", [3, 4]),
    ("TB505", "- Ada says “my servers are slow”\n- Ada keeps my servers up", [4]),
    ("TB506", "- caching servers\n- coaching servers\n- coaching her\n- patent\n- patient", []),
    ("TB506", "- her enviromnent\n- the environment, an environment", [3]),
    ("TB506", "- red servers\n- blue servers\n- grey servers\n- pink servers\n- sevrers\n- server", [7]),
    ("TB507", "- knows that that had had to be, no Not\n- the the end", [4]),
    ("TB602", "## A\n- *Common Challenges*: Time.\n-*Sub Personas*: Ada\n\n## Name: Ada\n", [3]),
    ("TB604", "- x\n\n```\n##### deep\n```\n\n<!--\n###### deeper\n-->", []),
    ("TB609", "# Title\n\n<h2>Name: Ada the Admin</h2>\n\n<h3>Role</h3>\n\n- x", []),
    # Of two lines that markdown joins, the second is a thought of its own or goes on with a name.
    ("TB611", "- Praise finders. Who pays for it\n  Perhaps count days\n- x", [4]),
    ("TB611", "Calm nights\nQuiet weekends", [4]),
    ("TB611", "- Runs servers.\n  Sleeps.\n- Runs servers,\n  Windows among them", []),
    ("TB611", f"- see the [guide](https://a.org/{'x' * 90}) of the\n  OpenSSF", []),
    # Neither is a hard break, however many spaces there are.
    pytest.param("TB611", f"a{' ' * 200_000}b.\nfoo bar.", [3], id="many-spaces"),
    ("TB612", "- x\n#### Name: Cy\n##### Role:\n- x\n### Name: Bea", [7]),
    ("TB612", "- x\n#### Name: Bea the Builder\n##### Role:\n- y", []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "lines"), CASES)
def test_a_rule_applies_on_these_lines(code, text, lines):
    if text.startswith("{copies}"):
        fields = "## G{}\n- *Primary Motivation*: motive {}\n- *Common Challenges*: {}\n\n"
        texts = enumerate(text.removeprefix("{copies}").split("|"))
        text = "".join(fields.format(number, number, one) for number, one in texts)
    text = text.replace("{mia}", "\n## Name: Mia the Mentor\n### Role:\n- Mia teaches\n")
    assert lines_of(text if text.startswith("#") else f"{ROLE}{text}\n", code) == lines


def test_a_long_field_takes_memory_in_proportion():
    field = "long words " * 8_000
    text = "".join(f"## G{n}\n- *Primary Motivation*: {n}\n- *Common Challenges*: {field}\n\n" for n in (1, 2))  # fmt: skip
    corpus = toolbelt_data.load(Edition("test", "", files={"a.md": text.encode()}))
    tracemalloc.start()
    findings = check(corpus, CheckSettings())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "TB501" in set(findings.code)
    assert peak < 50 * len(text)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        *((words, words) for words in ("می\u200cخواهم", "ئه\u200c و", "അവന്\u200d", "র\u200d্য", "C++\u200e هنا")),
        *((words, words) for words in ("👩\u200d💻 🏳️\u200d🌈 ❤️\u200d🔥", "🏴\U000e0067\U000e0062\U000e007f")),
        ("pass\u200cword", "password"), ("pass\u200dword", "password"), ("a\u2028\u2028b", "a b"),
        ("a \u2028b", "a b"), ("a\u200eb", "ab"), ("می\u200cخ a\u200bb", "می\u200cخ ab"),
        ("می\u202eخ", "میخ"), ("x\U000e0041\U000e0042y", "xy"),
    ],
)  # fmt: skip
def test_hidden_characters_are_removed_unless_a_script_or_emoji_needs_them(words, shown):
    rows = found_in(f"{ROLE}- {words}\n", "TB104")
    assert len(rows) == (words != shown)
    for row in rows.itertuples():
        assert words.replace(row.old, row.new) == shown


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


# -- links ---------------------------------------------------------------------------------------

HEADINGS = """
## Name: José the Maintainer
## Name: Ada the 🛠️ Admin
## हिन्दी `code` *em*

> ## Quoted Head

- # Listed head

<a name='Own-Thing'></a> <h2 id=other>x</h2>
<a
  id="late">
<h1 align='center'><b>Big</b> Title</h1>

## :rocket: Go & come

Setext
===

## A_b-c – d

## Same
## Same
"""


@pytest.mark.parametrize(
    "address",
    [
        "#name-josé-the-maintainer", "#name-jos%C3%A9-the-maintainer", "#NAME-José-the-Maintainer",
        "#name-ada-the-%EF%B8%8F-admin", "#हिन्दी-code-em", "#quoted-head",
        "#listed-head", "#own-thing", "#Own-Thing", "#other", "#late", "#big-title",
        "#rocket-go--come", "#setext", "#a_b-c--d", "#same", "#same-1", "#user-content-same",
        "#user-content-own-thing", "README.md?plain=1#L3", "README.md#L10-L20", "./README.md#same",
        "README.md/#same", "../personas/README.md#same", "../LICENSE", "picture.png#x", "folder/",
        "../docs/guide.md#x", "#", "#top", "README.md#:~:text=abc", "/personas/README.md#same",
        "mailto:x@y.z", "<README.md#same>", "#same 'title'", "https://example.org/a.md#b",
        "https://github.com/ossf/scorecard/blob/main/README.md#x",
    ],
)  # fmt: skip
def test_a_right_link_is_not_called_broken(address):
    found = set(found_in(f"see [this]({address})\n\n{HEADINGS}").code)
    assert {one for one in found if one.startswith("TB30")} <= {"TB301"}


@pytest.mark.parametrize(
    ("address", "new"),
    [
        ("infra.md#name-olga-the-lead", "deep/leads.md#name-gwen-the-lead"),
        ("./gone.md#x", "deep/leads.md#name-gwen-the-lead"),
        ("deep/leads.md#x", "deep/leads.md#name-gwen-the-lead"),
        ("/personas/deep/gone.md#x", "/personas/deep/leads.md#name-gwen-the-lead"),
        ("https://github.com/o/r/blob/main/personas/infra.md#x",
         "https://github.com/o/r/blob/main/personas/deep/leads.md#name-gwen-the-lead"),
        ("infra.md#name-tess-the-builder", "deep/leads.md#name-gwen-the-lead"),
    ],
)  # fmt: skip
def test_the_fix_of_a_link_names_the_document_that_the_persona_is_in(address, new):
    documents = {
        "deep/leads": "## Name: Gwen the Lead\n### Role\n- x\n",
        "infra": "## Name: Tess the Builder\n### Role\n- x\n",
    }
    found = found_in(f"# P\n\n{INDEX}[Gwen the Lead]({address}), Tess the Builder\n", **documents)
    row = found[found.code.str.startswith("TB30")].iloc[0]
    assert (row.old, row.new) == (address, new)
    same_document = address.partition("#")[0] == new.partition("#")[0]
    assert row.fix.endswith(new.partition("#")[2] if same_document else new)


def test_a_document_that_the_settings_do_not_name_is_not_called_missing(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "toolbelt.toml").write_text('documents = ["docs/personas.md"]\n')
    (tmp_path / "docs/personas.md").write_text(f"{PEOPLE}- [words](glossary.md#x)\n")
    (tmp_path / "docs/glossary.md").write_text("# Glossary\n")
    assert "TB303" not in set(check(toolbelt_data.load(tmp_path)).code)


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
        ('[check]\nignore = ["empty-bullet"]', []),
        ('[check.ignore-in]\n"personas/*.md" = ["TB601"]', []),
        ('[check.ignore-in]\n"personas/b.md" = ["TB601"]', ["note"]),
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
        ("[check]\nignore = [{a = 1}]", "toolbelt.toml: check.ignore: "),
    ],
)
def test_wrong_settings_are_refused_in_a_line(tmp_path, text, words):
    with pytest.raises(ParameterError) as refused:
        settled(tmp_path, text)
    assert str(refused.value).startswith(words)


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
