"""Completeness: how far each persona is written, and what is named and not written."""

import pytest

import toolbelt_data
from toolbelt_data.analysis.completeness import completeness, placeholders
from toolbelt_data.source import Edition

FIELD = "- *Sub Personas*: Zoe the Zookeeper\n"
LISTING = "- *Sub Personas*: Ada the Cook\n"
INDEX = f"## Cooks\n{LISTING}## Bakers\n{LISTING}## Waiters\n{FIELD}"
COOK = "## Name: Ada the Cook\n### Role\n- cooks\n- and bakes\n### Goals\n### Challenges (incomplete)\n- heat\n"


def edition(settings=None, **files):
    encoded = {f"personas/{name}.md": text.encode() for name, text in files.items()}
    return toolbelt_data.load(Edition("test", "", files=encoded, **settings or {}))


def rows(table, *columns):
    return list(table[list(columns)].fillna("").itertuples(index=False, name=None))


def test_each_section_has_its_status():
    (ada,) = completeness(edition(a=INDEX + COOK)).itertuples()
    assert (ada.role, ada.background, ada.goals) == ("written", "missing", "empty")
    assert (ada.challenges, ada.remedies) == ("incomplete", "missing")
    assert (ada.persona, ada.group) == ("Ada the Cook", "Cooks")
    assert (ada.status, ada.statements) == ("partial", 3)
    assert (ada.path, ada.line) == ("personas/a.md", 7)


def test_a_section_that_the_settings_do_not_require_has_no_status(tmp_path):
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "a.md").write_text(COOK)
    (tmp_path / "toolbelt.toml").write_text('[personas]\nrequired = ["role", "goals"]\n')
    corpus = toolbelt_data.load(tmp_path)
    assert completeness(corpus)[["background", "challenges", "remedies"]].isna().all(axis=None)
    # What is begun and not required is unfinished all the same; what is not begun is not missed.
    titles = placeholders(corpus).title.tolist()
    assert titles == ["Ada the Cook: goals", "Ada the Cook: challenges"]


def test_placeholders_say_what_is_missing_and_how_it_is_marked():
    use_cases = (
        "# Use Cases\n## As a Cook\n- [placeholder]\n## As a Guest\n## As a Baker\n- I need time\n"
    )
    corpus = edition(a=INDEX + COOK + "## Name: Bob (forthcoming)\n", b=use_cases)
    assert rows(placeholders(corpus), "kind", "item_id", "says", "missing") == [
        ("persona", "bob", "forthcoming", "every required section"),
        ("section", "ada-the-cook/background", "", "the section and its heading"),
        ("section", "ada-the-cook/goals", "", "every statement"),
        ("section", "ada-the-cook/challenges", "incomplete", "the rest of the section"),
        ("section", "ada-the-cook/remedies", "", "the section and its heading"),
        ("use_case", "cook", "placeholder", "every need"),
        ("use_case", "guest", "", "every need"),
        ("group", "waiters", "", "every persona"),
    ]


def test_a_group_that_only_its_file_gives_a_persona_is_no_placeholder():
    corpus = edition(
        README=f"## Waiters\n{FIELD}## Bakers\n{FIELD}", b="# Waiters\n## Name: Eve the Waiter\n"
    )
    table = placeholders(corpus)
    assert table[table.kind == "group"].title.tolist() == ["Bakers"]


@pytest.mark.parametrize("chosen", [{"groups": "Bakers"}, {"personas": "Ada the Cook"}])
def test_a_narrowed_corpus_has_the_same_rows_of_what_is_left(chosen):
    corpus = edition(a=INDEX + COOK + "## Name: Bob\n")
    for analysis in (completeness, placeholders):
        whole, part = analysis(corpus), analysis(corpus.only(**chosen))
        left = whole.merge(part[list(part.columns[:2])])
        assert part.equals(left)
        assert 0 < len(part) < len(whole)
