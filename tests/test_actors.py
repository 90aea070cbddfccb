"""Actors: which personas stand behind a use case, by careful reading of both editions."""

import pytest

import toolbelt_data
from toolbelt_data import embedded
from toolbelt_data.analysis import actor_personas

# Read by hand before anything was computed. Debbie maintains a project beside her work, and Diana
# maintains hers alone, though neither is called so in her name; Danika and Otto are consumers of a
# kind, the start-up and the legacy supplier are suppliers of a kind.
CONSUMER = {("carl-the-consumer", "name"), ("danika-the-developer-consumer", "fuzzy")}
MAINTAINER = {
    ("ursula-the-upstream-maintainer", "fuzzy"),
    ("stanislav-the-student-maintainer", "fuzzy"),
    ("diana-the-weekend-warrior", "alias"),
    ("debbie-the-downstream-contributor", "alias"),
}
SUPPLIER = {
    ("siddharth-the-supplier", "name"),
    ("sammy-the-startup-supplier", "fuzzy"),
    ("larry-the-legacy-supplier", "fuzzy"),
}
READ = {
    "2025-05-29": {
        "technology-layperson": set(),
        "open-source-consumer": CONSUMER,
        "open-source-maintainer": MAINTAINER,
        "open-source-finder": set(),
        "open-source-supplier": SUPPLIER,
        "open-source-coordinator": set(),
    },
    "2025-04-04": {
        "technology-layperson": {("layperson", "name")},
        "open-source-consumer": CONSUMER | {("otto-the-organization-consumer", "fuzzy")},
        "open-source-maintainer": MAINTAINER,
        "open-source-finder": {("finn-the-finder", "name")},
        "open-source-supplier": SUPPLIER,
        "open-source-coordinator": {("coordinator", "name")},
    },
}


def found(corpus, confidence=0.5):
    links = actor_personas(corpus)
    links = links[links.confidence >= confidence]
    return {
        actor: {(row.persona_id, row.basis) for row in links[links.actor_id == actor].itertuples()}
        for actor in corpus.use_cases.actor_id
    }


@pytest.mark.parametrize("name", READ)
def test_the_embedded_editions_give_what_was_read_by_hand(name):
    assert found(toolbelt_data.load(embedded.edition(name))) == READ[name]
