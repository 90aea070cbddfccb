"""Rules on links: which are called broken, which never, and where a fix leads."""

import pytest

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.checks import CheckSettings, check

ROLE = "### Role:\n- x\n"
PEOPLE = f"## Name: Ada the Admin\n{ROLE}\n## Name: Bea the Builder\n{ROLE}"
INDEX = "# Personas\n\n## Staff\n- *Common Challenges*: Time.\n- *Sub Personas*: "


def found_in(text, **others):
    files = {"personas/README.md": text} | {f"personas/{k}.md": v for k, v in others.items()}
    data = {path: text.encode() for path, text in files.items()}
    corpus = toolbelt_data.load(Edition("test", "", files=data), tolerant=True)
    findings = check(corpus, CheckSettings())
    return findings[findings.code.str.startswith("TB30")]


def codes(text, **others):
    return set(found_in(text, **others).code) - {"TB301"}


@pytest.mark.parametrize(
    "address",
    [
        "#name-josé-the-maintainer", "#name-jos%C3%A9-the-maintainer", "#NAME-José-the-Maintainer",
        "#name-ada-the-️-admin", "#name-ada-the-%EF%B8%8F-admin", "#हिन्दी-code-em", "#quoted-head",
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
    headings = (
        f"## Name: José the Maintainer\n{ROLE}\n## Name: Ada the 🛠️ Admin\n{ROLE}\n"
        "## हिन्दी `code` *em*\n\n> ## Quoted Head\n\n- # Listed head\n\n"
        "<a name='Own-Thing'></a> <h2 id=other>x</h2>\n<a\n  id=\"late\">\n"
        "<h1 align='center'><b>Big</b> Title</h1>\n\n"
        "## :rocket: Go & come\n\nSetext\n===\n\n## A_b-c – d\n\n## Same\n## Same\n"
    )
    assert codes(f"see [this]({address})\n\n{headings}") == set()


@pytest.mark.parametrize("case", ["marks", "case"])
def test_anchors_with_marks_and_in_any_case_are_right(shared, case):
    findings = check(toolbelt_data.load(shared / "cases/tools/06-anchors-marks-and-case" / case))
    assert "TB302" not in set(findings.code)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("see [Ada the Admin](#name-bea-the-builder)", "TB304"),
        ("see [her](#nobody)", "TB302"),
        ("see [her](#same-2)", "TB302"),
        ("see [this](gone.md)", "TB303"),
        ("see [this] (#name-ada-the-admin)", "TB305"),
        ("see (this)[#name-ada-the-admin]", "TB305"),
        ("see [this](https://example.org/a", "TB305"),
        ("see Ada, this](#name-ada-the-admin)", "TB305"),
        ("a list [x], (with more) and [y] (#) and [1], (a.md)", None),
        ("`[code],(#x)` and `[a](#b)`", None),
        ("see [this](https://example.org/a\n'title')", None),
        ("see [this\nand that](#name-ada-the-admin)", None),
    ],
)
def test_broken_crossed_and_malformed_links(words, code):
    text = f"# Personas\n\n{words}\n\n## Same\n## Same\n\n{PEOPLE}"
    assert codes(text) == ({code} if code else set())


def test_a_document_that_the_settings_do_not_name_is_not_called_missing(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "toolbelt.toml").write_text('documents = ["docs/personas.md"]\n')
    (tmp_path / "docs/personas.md").write_text(f"{PEOPLE}- [words](glossary.md#x)\n")
    (tmp_path / "docs/glossary.md").write_text("# Glossary\n")
    assert "TB303" not in set(check(toolbelt_data.load(tmp_path)).code)


@pytest.mark.parametrize(
    ("address", "new"),
    [
        ("infra.md#name-olga-the-lead", "deep/leads.md#name-gwen-the-lead"),
        ("./gone.md#x", "deep/leads.md#name-gwen-the-lead"),
        ("deep/leads.md#x", "deep/leads.md#name-gwen-the-lead"),
        ("/personas/infra.md#x", "/personas/deep/leads.md#name-gwen-the-lead"),
        ("/personas/deep/gone.md#x", "/personas/deep/leads.md#name-gwen-the-lead"),
        (
            "https://github.com/o/r/blob/main/personas/infra.md#x",
            "https://github.com/o/r/blob/main/personas/deep/leads.md#name-gwen-the-lead",
        ),
        ("infra.md#name-tess-the-builder", "deep/leads.md#name-gwen-the-lead"),
    ],
)
def test_the_fix_of_a_link_names_the_document_that_the_persona_is_in(address, new):
    documents = {
        "deep/leads": f"## Name: Gwen the Lead\n{ROLE}",
        "infra": f"## Name: Tess the Builder\n{ROLE}",
    }
    index = f"{INDEX}[Gwen the Lead]({address}), Tess the Builder"
    found = found_in(f"{index}\n", **documents).iloc[0]
    assert (found.old, found.new) == (address, new)
    same_document = address.partition("#")[0] == new.partition("#")[0]
    assert found.fix.endswith(new.partition("#")[2] if same_document else new)


def test_a_persona_in_the_document_of_the_link_needs_no_path():
    text = f"{INDEX}[Ada the Admin](gone.md#x), Bea the Builder\n\n{PEOPLE}"
    assert found_in(text).new.tolist() == ["#name-ada-the-admin"]


def test_a_second_copy_of_a_listed_persona_is_not_missing_from_the_index():
    text = f"{INDEX}Ada the Admin\n\n{PEOPLE}"
    findings = found_in(text, more=f"## Name: Ada the Admin\n{ROLE}")
    assert findings.item_id.tolist() == ["bea-the-builder"]


def test_a_persona_may_be_listed_in_two_groups():
    other = "\n## Guests\n- *Common Challenges*: Time.\n- *Sub Personas*: "
    for groups, count in ((other, 0), (", ", 1)):
        findings = found_in(f"{INDEX}Ada the Admin{groups}Ada the Admin\n\n{PEOPLE}")
        assert (findings.code == "TB308").sum() == count


def test_a_link_by_another_name_of_the_persona_is_not_crossed():
    text = f"{INDEX}[Corporate Ada](#name-ada-the-admin), Ada the Admin, Bea the Builder\n\n"
    assert codes(f"{text}{PEOPLE}") == set()
