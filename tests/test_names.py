"""Rules on names: stale ones, misspelled ones, shared ones."""

import pytest

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.checks import CheckSettings, check

ROLE = "## Name: Ada the Admin\n### Role:\n"
INDEX = "## Staff\n- *Common Challenges*: Time.\n- *Sub Personas*: "


def found_in(text, code, **others):
    files = {"personas/README.md": text} | {f"personas/{k}.md": v for k, v in others.items()}
    data = {path: text.encode() for path, text in files.items()}
    corpus = toolbelt_data.load(Edition("test", "", files=data), tolerant=True)
    findings = check(corpus, CheckSettings())
    return findings[findings.code == code]


def lines_of(text, code, **others):
    return found_in(text, code, **others).line.tolist()


@pytest.mark.parametrize(
    ("edition", "names"),
    [
        ("2025-06-10", {"Mary", "Boyd", "Yasmine", "Susan", "Priya", "Allison"}),
        ("2025-05-29", {"Mary"}),
        ("2025-04-04", {"Mary"}),
    ],
)
def test_the_stale_names_of_the_real_editions_are_found_and_no_other(shared, edition, names):
    findings = check(toolbelt_data.load(shared / "corpus" / edition))
    messages = findings[findings.code == "TB401"].message
    assert sorted(messages.str.extract(r"speaks of (\w+)")[0]) == sorted(names)


@pytest.mark.parametrize(
    ("case", "line"),
    [
        ("01-anchor-hides-stale-name", 9),
        ("01-anchor-hides-stale-name/without-link", 9),
        ("02-stale-name-once", 12),
    ],
)
def test_a_stale_name_is_found_beside_the_link_that_still_has_it(shared, case, line):
    findings = check(toolbelt_data.load(shared / "cases/documents" / case))
    stale = findings[findings.code == "TB401"]
    assert stale.line.tolist() == [line]
    assert stale.message.str.endswith("speaks of Otto, in 2 statements").all()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ada sleeps\n- Help people like Otto", True),
        ("Ada sleeps\n- Otto benefits", True),
        ("Ada sleeps\n- This benefits Otto", True),
        ("Ada sleeps", False),
        ("Ada knows the Otto", False),
    ],
)
def test_one_mention_of_the_name_in_the_personas_link_is_enough(words, found):
    index = f"{INDEX}[Ada the Admin](#name-otto-the-admin)\n\n"
    assert bool(lines_of(f"{index}{ROLE}- {words}\n", "TB401")) == found


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("- Mia runs servers\n- sleeps\n", [3]),
        ("- Ada runs servers\n- Mia wants calm nights\n", [4]),
        ("- Ada runs servers and asks Mia\n- Mia answers\n", []),
        ("- Ada writes, Mia reads\n", []),
        ("- I run servers\n- Mia reads\n", []),
        ("- Mia the Mentor answers\n- Ada asks\n", []),
    ],
)
def test_another_personas_name_counts_unless_the_text_is_about_her(words, lines):
    other = "\n## Name: Mia the Mentor\n### Role:\n- Mia teaches\n"
    assert lines_of(f"{ROLE}{words}{other}", "TB401") == lines


@pytest.mark.parametrize(
    "words",
    [
        "Alpha-Omega is there for her. Omega is large. Kubernetes makes her life hard.",
        "The Supplier's customers ask her. Every Vendor has terms she dislikes.",
        "Ada has servers. She likes Python. Python is her tool, and GitHub's pages help her.",
        "Suppliers may call her. Compliance asks her. Suppliers have needs.",
        "It is hard. He has servers. He is alone. They like him.",
        "Tools like Scorecard help her. Projects like Scorecard are hers.",
    ],
)
def test_projects_trades_and_the_own_name_are_not_other_names(words):
    text = f"{ROLE}- Ada is busy\n- {words}\n- suppliers, kubernetes, compliance, python\n"
    assert lines_of(text, "TB401") == []


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Jenkins has jobs that wake her", []),
        ("When Jenkins fails, she restarts. Docker runs. She sighs.", []),
        ("Otto has jobs that wake him\n- Otto sleeps", [3]),
        ("Otto's pager, Otto's phone and Otto's door", [3]),
    ],
)
def test_a_name_is_what_several_statements_call_her_or_what_owns_much(words, lines):
    assert lines_of(f"{ROLE}- {words}\n", "TB401") == lines


def test_a_slip_of_the_own_name_is_found_and_a_possessive_is_not():
    text = "## Name: Ursula the Admin\n### Role:\n- Urusla's team\n- Ursula's team\n- Ursulas\n"
    findings = found_in(text, "TB402")
    assert findings.line.tolist() == [3]
    assert findings.fix.tolist() == ["write Ursula"]


@pytest.mark.parametrize(
    ("listed", "fix"),
    [
        ("Ada the admin", "use one spelling in both places"),
        ("[Ada Admin](a.md)", "use one spelling in both places"),
        ("[Alice the Admin](a.md)", "if they are two personas, describe Alice the Admin too"),
    ],
)
def test_who_lists_another_name_may_mean_another_persona(listed, fix):
    findings = found_in(f"{INDEX}{listed}\n", "TB402", a=f"{ROLE}- x\n")
    assert findings.fix.str.startswith(fix).tolist() == [True]


@pytest.mark.parametrize(
    ("one", "other", "name"),
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
def test_given_names_are_shared_whatever_the_order(one, other, name):
    for first, second in ((one, other), (other, one)):
        text = f"## Name: {first}\n### Role:\n- security, open\n## Name: {second}\n### Role:\n- x\n"
        messages = found_in(text, "TB403").message
        assert [f"shares the name {name} " in m for m in messages] == ([True] if name else [])


def test_one_persona_listed_under_two_spellings_is_not_to_be_renamed():
    groups = f"{INDEX}Olga OSPO\n\n## Guests\n- *Common Challenges*: x\n- *Sub Personas*: "
    findings = found_in(f"{groups}Olga the OSPO\n", "TB403")
    assert findings.empty or findings.fix.tolist() == ["use one spelling in both places"]
    findings = found_in(f"{groups}Olga the Senior OSPO Lead\n", "TB403")
    assert findings.fix.tolist() == ["use one spelling in both places"]


def test_the_same_persona_in_two_files_is_found_under_nearly_the_same_name():
    again = "## Name: Ada the Admnin\n### Role:\n- x\n"
    assert lines_of(f"{ROLE}- x\n", "TB405", other=again) != []
    assert lines_of(f"{ROLE}- x\n", "TB405", other="## Name: Ada the Baker\n") == []
