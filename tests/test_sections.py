"""The counts of the real documents, and of the embedded ones that restate them."""

import csv
import re

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data.source import embedded_edition
from toolbelt_data.vocabulary import SECTIONS

EDITIONS = ("2025-04-04", "2025-05-29", "2025-06-10")

TWICE = "dataoperationspractitioner"
MARKER = re.compile(r" \((forthcoming|future)\)$")


@pytest.fixture(params=["corpus", "embedded"])
def corpora(request):
    """Each edition, as it is and as it is restated."""
    if request.param == "embedded":
        return {name: toolbelt_data.load(embedded_edition(name)) for name in EDITIONS}
    shared = request.getfixturevalue("shared")
    return {name: toolbelt_data.load(shared / "corpus" / name) for name in EDITIONS}


def expected(shared):
    with (shared / "expected" / "sections.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_persona_stands_at_its_line_and_level(corpora, shared):
    for name, corpus in corpora.items():
        found = corpus.personas[["path", "name", "line", "level"]].to_dict("records")
        assert found == [
            {
                "path": row["path"],
                "name": MARKER.sub("", row["persona"]),
                "line": int(row["line"]),
                "level": int(row["level"]),
            }
            for row in sorted(expected(shared), key=lambda row: (row["path"], int(row["line"])))
            if row["edition"] == name
        ]


def test_every_section_has_its_number_of_statements(corpora, shared):
    for row in expected(shared):
        corpus = corpora[row["edition"]]
        people = corpus.personas
        persona = people[(people.path == row["path"]) & (people.line == int(row["line"]))].iloc[0]
        own = corpus.sections[corpus.sections.persona_id == persona.persona_id]
        counts = own.set_index("section").statements.to_dict()
        assert counts == {section: int(row[section]) for section in SECTIONS}, row["persona"]


def test_every_statement_stands_in_its_section_at_its_line(corpora, shared):
    place = ["edition", "path", "line", "persona_line", "section", "facet", "ordinal"]
    expected = pd.read_csv(shared / "expected" / "statements.csv")
    # The one known fault of what is expected: the end of a pasted program text.
    expected.text = expected.text.str.removesuffix(' """')
    found = pd.concat(
        corpus.statements.merge(
            corpus.personas[["persona_id", "line"]].rename(columns={"line": "persona_line"}),
            on="persona_id",
            validate="many_to_one",
        ).assign(edition=name)
        for name, corpus in corpora.items()
    )
    original = not corpora["2025-04-04"].edition.embedded
    columns = [*place, "text"] if original else place
    rows = [frame[columns].astype(str).sort_values(place) for frame in (found, expected)]
    assert rows[0].to_csv(index=False) == rows[1].to_csv(index=False)


def test_every_facet_is_found(corpora, shared):
    for row in expected(shared):
        corpus = corpora[row["edition"]]
        own = corpus.statements[
            (corpus.statements.path == row["path"]) & corpus.statements.facet.notna()
        ]
        people = corpus.personas
        persona = people[(people.path == row["path"]) & (people.line == int(row["line"]))].iloc[0]
        own = own[own.persona_id == persona.persona_id]
        facets = sorted({f"{s.section}: {s.facet}" for s in own.itertuples()})
        assert "; ".join(facets) == row["facets"], row["persona"]


def test_the_index_and_the_use_cases_are_read(corpora):
    sizes = {
        name: (len(corpus.groups), len(corpus.listings), len(corpus.use_cases), len(corpus.needs))
        for name, corpus in corpora.items()
    }
    assert sizes == {
        "2025-04-04": (5, 17, 6, 20),
        "2025-05-29": (7, 28, 6, 20),
        "2025-06-10": (7, 31, 6, 20),
    }
    # The newest index introduces five of its seven groups.
    described = [corpus.groups.description.notna().sum() for corpus in corpora.values()]
    assert described == [5, 7, 5]
    for corpus in corpora.values():
        needs = corpus.needs.actor_id.value_counts(sort=False).tolist()
        assert needs == [3, 7, 10]
        assert corpus.use_cases.status.tolist() == ["written"] * 3 + ["placeholder"] * 3
        fields = corpus.group_statements.groupby("group_id").field.apply(list)
        assert all(
            own == ["motivation", "resources", "challenges", "suggestions"] for own in fields
        )


def test_only_what_a_reader_cannot_place_is_unplaced(corpora):
    found = {
        name: corpus.lines[corpus.lines.role == "unplaced"][["path", "line"]].values.tolist()
        for name, corpus in corpora.items()
    }
    script = "personas/dataoperationspractitioner.md"
    pasted = (136, 137, 139, 141, 142, 143, 145, 146, 149)
    assert found == {
        "2025-04-04": [["personas/README.md", 46]],
        "2025-05-29": [[script, line] for line in pasted],
        # It announces a second way to group the personas.
        "2025-06-10": [["personas/README.md", 46]],
    }


def test_listings_mean_the_personas_that_a_reader_would_say(corpora):
    def meant(name):
        listings = corpora[name].listings
        found = listings[listings.persona_id.notna()]
        return {row.name: (row.persona_id, row.resolution) for row in found.itertuples(index=False)}

    assert meant("2025-04-04") == {
        "Ursula the Upstream Maintainer": ("ursula-the-upstream-maintainer", "name"),
        "Diana the Weekend Warrior": ("diana-the-weekend-warrior", "name"),
        "Debbie the Downstream Contributor": ("debbie-the-downstream-contributor", "name"),
        "Stansilav the Student": ("stanislav-the-student-maintainer", "fuzzy"),
        "Finn the Finder": ("finn-the-finder", "name"),
    }
    assert meant("2025-05-29") == {
        "Ursula the Upstream Maintainer": ("ursula-the-upstream-maintainer", "anchor"),
        "Diana the Weekend Warrior": ("diana-the-weekend-warrior", "anchor"),
        "Debbie the Downstream Contributor": ("debbie-the-downstream-contributor", "anchor"),
        "Stansilav the Student": ("stanislav-the-student-maintainer", "anchor"),
        "Allison the Solutions Architect": ("alex-the-solution-architect", "fuzzy"),
        "Priya the AI/ML Engineer": ("priya-the-aiml-engineer", "anchor"),
        "Marcus the Test Engineer": ("marcus-the-test-engineer", "anchor"),
        "Finn the Finder": ("finn-the-finder", "name"),
        "Yasmine the Security Governance Lead": ("yasmine-the-security-governance-lead", "name"),
        "Boyd the Product Security Engineer": ("boyd-the-product-security-engineer", "anchor"),
        "Ravi the Cloud Platform Admin": ("ravi-the-cloud-platform-admin", "anchor"),
        "Ophelia the IT Infrastructure Engineer": (
            "ophelia-the-it-infrastructure-engineer",
            "anchor",
        ),
        # These stand twice in their file; the anchor is that of the first.
        "Daniel the Data Scientist": (f"daniel-the-data-scientist-{TWICE}", "anchor"),
        "Susan the Data Engineer": (f"susan-the-data-engineer-{TWICE}", "anchor"),
        "Noura the Data Governance Analyst": (
            f"noura-the-data-governance-analyst-{TWICE}",
            "anchor",
        ),
    }
    # Most were renamed, and their links still lead to the old names.
    assert meant("2025-06-10") == {
        "Ursula the Upstream Maintainer": ("ursula-the-upstream-maintainer", "anchor"),
        "Diana the Weekend Warrior": ("diana-the-weekend-warrior", "anchor"),
        "Debbie the Downstream Contributor": ("debbie-the-downstream-contributor", "anchor"),
        "Stansilav the Student": ("stanislav-the-student-maintainer", "anchor"),
        "Sachiko the Solutions Architect": ("sachiko-the-solution-architect", "fuzzy"),
        "Allison the AI/ML Engineer": ("allison-the-aiml-engineer", "name"),
        "Timmy the Test Engineer": ("timmy-the-test-engineer", "name"),
        "Daniel the Data Scientist": ("daniel-the-data-scientist", "anchor"),
        "Dibby the Data Engineer": ("dibby-the-data-engineer", "name"),
        "Chinmay the Cloud Platform Admin": ("chinmay-the-cloud-platform-admin", "name"),
        "Ophelia IT (Infrastructure Engineer)": ("ophelia-it-infrastructure-engineer", "name"),
        "Ophelia the IT Infrastructure Engineer": ("ophelia-it-infrastructure-engineer", "name"),
        "Finn the Finder": ("finn-the-finder", "anchor"),
        "Guinevere GRC (Security Governance Lead": (
            "guinevere-grc-security-governance-lead",
            "name",
        ),
        "Pang the Product Security Engineer": ("pang-the-product-security-engineer", "name"),
        "Grear GRC (Data Governance Analyst)": ("grear-grc-data-governance-analyst", "name"),
    }


def test_the_malformed_link_is_a_listing_with_the_target_it_was_meant_to_have(corpora):
    listings = corpora["2025-05-29"].listings
    row = listings[listings.malformed].iloc[0]
    assert (row["name"], row.target_path, row.target_anchor) == (
        "Yasmine the Security Governance Lead",
        "personas/securityengineer.md",
        "name-finn-the-finder",
    )


def test_personas_belong_to_groups_and_parents(corpora):
    people = corpora["2025-04-04"].personas.set_index("persona_id")
    assert people.parent_id.dropna().to_dict() == {
        "sammy-the-startup-supplier": "siddharth-the-supplier",
        "larry-the-legacy-supplier": "siddharth-the-supplier",
        "danika-the-developer-consumer": "carl-the-consumer",
        "otto-the-organization-consumer": "carl-the-consumer",
    }
    groups = corpora["2025-05-29"].personas.group_id.value_counts().to_dict()
    assert groups == {
        "software-developer-maintainer": 8,
        "open-source-professional": 4,
        "data-operations-practitioner": 3,
        "security-engineer": 3,
        "infrastructure-platform-engineer": 2,
    }
    groups = corpora["2025-06-10"].personas.group_id.value_counts().to_dict()
    assert groups == {
        "software-developer-maintainer": 9,
        "open-source-professional": 5,
        "security-engineer": 3,
        "infrastructure-platform-engineer": 2,
        "data-operations-practitioner": 1,
    }
    assert corpora["2025-06-10"].personas.group_ids.map(len).value_counts().to_dict() == {
        1: 16,
        2: 4,
    }


def test_statuses_are_those_of_the_definition(corpora):
    people = corpora["2025-04-04"].personas.set_index("persona_id")
    assert people.status.value_counts().to_dict() == {
        "documented": 6,
        "placeholder": 6,
        "partial": 1,
    }
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


def test_prose_that_sums_up_its_list_is_told(corpora):
    for corpus in corpora.values():
        sums = corpus.statements[corpus.statements.sums_up.str.len() > 0]
        found = {
            row.statement_id: [int(item.rpartition("/")[2]) for item in row.sums_up]
            for row in sums.itertuples()
        }
        debbie = "debbie-the-downstream-contributor"
        assert found == {
            f"{debbie}/goals/1": [2, 3, 4, 5],
            f"{debbie}/challenges/1": [2, 3, 4, 5],
            f"{debbie}/remedies/1": [2, 3, 5, 6, 7],
        }
