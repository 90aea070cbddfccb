"""The counts of the real documents, and of the embedded ones that restate them."""

from pathlib import Path

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data.source import embedded_edition, embedded_editions

PERSON = ["path", "persona", "line", "level"]


@pytest.fixture(params=["corpus", "embedded"])
def corpora(request):
    """Each edition, as it is and as it is restated."""
    if request.param == "embedded":
        return {name: toolbelt_data.load(embedded_edition(name)) for name in embedded_editions()}
    shared = request.getfixturevalue("shared")
    return {name: toolbelt_data.load(shared / "corpus" / name) for name in embedded_editions()}


def of_all(corpora, table):
    """Return a table of every edition, one below the other."""
    return pd.concat(getattr(one, table).assign(edition=name) for name, one in corpora.items())


def test_every_persona_stands_at_its_line_and_level(corpora, shared):
    expected = pd.read_csv(shared / "expected" / "sections.csv")
    expected.persona = expected.persona.str.replace(r" \((forthcoming|future)\)$", "", regex=True)
    found = of_all(corpora, "personas").rename(columns={"name": "persona"})
    both = [
        one[["edition", *PERSON]].sort_values(["edition", "path", "line"])
        for one in (found, expected)
    ]
    assert both[0].to_csv(index=False) == both[1].to_csv(index=False)


def test_every_statement_stands_in_its_section_at_its_line(corpora, shared):
    place = ["edition", "path", "line", "persona_line", "section", "facet", "ordinal"]
    expected = pd.read_csv(shared / "expected" / "statements.csv")
    # The one known fault of what is expected: the end of a pasted program text.
    expected.text = expected.text.str.removesuffix(' """')
    people = of_all(corpora, "personas").rename(columns={"line": "persona_line"})
    found = of_all(corpora, "statements").merge(
        people[["edition", "persona_id", "persona_line"]], validate="many_to_one"
    )
    original = not corpora["2025-04-04"].edition.embedded
    columns = [*place, "text"] if original else place
    rows = [frame[columns].astype(str).sort_values(place) for frame in (found, expected)]
    assert rows[0].to_csv(index=False) == rows[1].to_csv(index=False)


def test_the_index_and_the_use_cases_are_read(corpora):
    def sizes(corpus):
        tables = corpus.groups, corpus.listings, corpus.use_cases, corpus.needs
        return [*map(len, tables), corpus.groups.description.notna().sum()]

    assert {name: sizes(corpus) for name, corpus in corpora.items()} == {
        "2025-04-04": [5, 17, 6, 20, 5],
        "2025-05-29": [7, 28, 6, 20, 7],
        "2025-06-10": [7, 31, 6, 20, 5],
    }
    for corpus in corpora.values():
        assert corpus.needs.actor_id.value_counts(sort=False).tolist() == [3, 7, 10]
        assert corpus.use_cases.status.tolist() == ["written"] * 3 + ["placeholder"] * 3
        fields = corpus.group_statements.groupby("group_id").field.agg(" ".join)
        assert set(fields) == {"motivation resources challenges suggestions"}


def test_only_what_a_reader_cannot_place_is_unplaced(corpora):
    found = {
        name: corpus.lines[corpus.lines.role == "unplaced"][["path", "line"]].values.tolist()
        for name, corpus in corpora.items()
    }
    script = "personas/dataoperationspractitioner.md"
    pasted = (136, 137, 139, 141, 142, 143, 145, 146, 149)
    # In the newest a line announces a second way to group the personas.
    announced = [["personas/README.md", 46]]
    assert list(found.values()) == [announced, [[script, n] for n in pasted], announced]


def test_listings_mean_the_personas_that_a_reader_would_say(corpora):
    columns = ["edition", "name", "persona_id", "resolution"]
    expected = pd.read_csv(Path(__file__).parent / "data" / "listings.csv")
    by = ["edition", "name"]
    found = of_all(corpora, "listings").dropna(subset="persona_id")
    found = found[columns].drop_duplicates(by, keep="last")
    both = [one.sort_values(by).to_csv(index=False) for one in (found, expected[columns])]
    assert both[0] == both[1]


def test_personas_belong_to_groups_and_parents(corpora):
    people = corpora["2025-04-04"].personas.set_index("persona_id")
    assert people.parent_id.dropna().to_dict() == {
        "sammy-the-startup-supplier": "siddharth-the-supplier",
        "larry-the-legacy-supplier": "siddharth-the-supplier",
        "danika-the-developer-consumer": "carl-the-consumer",
        "otto-the-organization-consumer": "carl-the-consumer",
    }
    groups = {
        "software-developer-maintainer": [8, 9],
        "open-source-professional": [4, 5],
        "data-operations-practitioner": [3, 1],
        "security-engineer": [3, 3],
        "infrastructure-platform-engineer": [2, 2],
    }
    for at, name in enumerate(("2025-05-29", "2025-06-10")):
        found = corpora[name].personas.group_id.value_counts().to_dict()
        assert found == {group: counts[at] for group, counts in groups.items()}
    assert corpora["2025-06-10"].personas.group_ids.map(len).tolist().count(2) == 4


def test_statuses_are_those_of_the_definition(corpora):
    people = corpora["2025-04-04"].personas.set_index("persona_id")
    counts = people.status.value_counts().to_dict()
    assert counts == {"documented": 6, "placeholder": 6, "partial": 1}
    assert people.status["carl-the-consumer"] == "partial"
    assert people.marker.dropna().to_dict() == {
        "sammy-the-startup-supplier": "forthcoming",
        "larry-the-legacy-supplier": "forthcoming",
        "layperson": "future",
        "coordinator": "future",
    }
    sections = corpora["2025-04-04"].sections.set_index(["persona_id", "section"])
    assert sections.status["carl-the-consumer", "remedies"] == "incomplete"
    assert sections.status["layperson", "goals"] == "empty"
    assert sections.status["sammy-the-startup-supplier", "goals"] == "missing"
    assert sections.form["ursula-the-upstream-maintainer", "remedies"] == "bullet"
