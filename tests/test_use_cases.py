"""Use cases: which personas their actors mean, by careful reading of the editions."""

import pytest

import toolbelt_data
from toolbelt_data.analysis.use_cases import use_case_coverage
from toolbelt_data.source import Edition, embedded_edition

# Read by hand before anything was computed. Debbie maintains a project beside her work, and Diana
# maintains hers alone, though neither is called so in her name; Danika and Otto are consumers of a
# kind, the start-up and the legacy supplier are suppliers of a kind.
COMPLETE = {
    "technology-layperson": {},
    "open-source-consumer": {"carl-the-consumer": "name", "danika-the-developer-consumer": "name"},
    "open-source-maintainer": {
        "ursula-the-upstream-maintainer": "name",
        "stanislav-the-student-maintainer": "name",
        "diana-the-weekend-warrior": "deed",
        "debbie-the-downstream-contributor": "text",
    },
    "open-source-finder": {"finn-the-finder": "name"},
    "open-source-supplier": {
        "siddharth-the-supplier": "name",
        "sammy-the-startup-supplier": "name",
        "larry-the-legacy-supplier": "name",
    },
    "open-source-coordinator": {},
}
OTTO = {"otto-the-organization-consumer": "name"}
READ = {
    "2025-06-10": COMPLETE,
    "2025-05-29": COMPLETE,
    "2025-04-04": COMPLETE
    | {
        "technology-layperson": {"layperson": "name"},
        "open-source-consumer": COMPLETE["open-source-consumer"] | OTTO,
        "open-source-coordinator": {"coordinator": "name"},
    },
}


def meant(corpus):
    """The personas of each actor, in order, with what says so."""
    rows = use_case_coverage(corpus).itertuples()
    return {row.actor_id: dict(zip(row.personas, row.basis, strict=True)) for row in rows}


def edition(personas, *use_cases):
    """An edition of a document with personas, and of others with use cases."""
    files = {"personas/a.md": personas}
    files |= {f"use_cases/{n}.md": text for n, text in enumerate(use_cases)}
    encoded = {path: text.encode() for path, text in files.items()}
    return toolbelt_data.load(Edition("test", "", files=encoded))


def actors(*names):
    return "# Use Cases\n" + "".join(f"## As a {name}\n- I need time\n" for name in names)


def basis(personas, actor):
    """What says that the only actor means the only persona; None if nothing does."""
    (found,) = meant(edition(personas, actors(actor))).values()
    return next(iter(found.values()), None)


@pytest.mark.parametrize("name", READ)
def test_the_editions_give_what_was_read_by_hand_originals_too(shared, name):
    for source in (embedded_edition(name), shared / "corpus" / name):
        assert meant(toolbelt_data.load(source)) == READ[name]


OTHERS = [
    ("Software Engineer", "Ada the Test Engineer"), ("Journalist", "Ada the Maintainer"),
    ("Kernel Maintainer", "Ada the Compiler Maintainer"), ("Employee", "Ada the Employer"),
    ("Linux Kernel Maintainer", "Ada the BSD Kernel Maintainer\n### Role\n- Linux Shell Maintainer"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "persona"),
    [
        ("Ada the Kernel Maintainer", "Ada the Kernel Maintainer"),
        ("Open Source Kernel Maintainers", "Ada the Kernel Maintainer"),
        ("Maintainer of kernels", "Ada the Kernel Maintainer"),
        ("Open-Source Maintainer", "Ada the Maintainer"),
        ("Maintainer or Vendor", "Ada the Maintainer"),
        ("Vulnerability Finder (hacker, researcher)", "Ada the Hacker"),
        ("member of the public", "Layperson"),
        ("Security Researcher", "Ada the Bug/Bounty Hunter"),
        ("Maintainer", "Ada the Kernel Maintainer"),
        ("Data Engineer", "Ada the Data and Platform Engineer"),
        ("Kernel Maintainer", "Ada the Maintainer"),
        ("Agencies", "The Agency"),
        *OTHERS,
    ],
)
def test_an_actor_means_a_persona_of_the_same_head_noun_or_family(actor, persona):
    is_meant = (actor, persona) not in OTHERS
    assert basis(f"## Name: {persona}\n", actor) == ("name" if is_meant else None)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("### Role\n- Maintainer at a bank", "role"),
        ("### Role\n- Baker\n- Cook\n- Maintainer", "roles"),
        ("### Role\n- Baker\n- Cook\n- Maintainer that bakes", None),
        ("### Role\n- Maintainer selling bread", "role"),
        ("### Role\n- maintains three packages", "deed"),
        ("### Role\n- Baker who maintains three packages", "deed"),
        ("A maintainer, slow and steady", "role"),
        ("### Background\n- By night she is a maintainer", "text"),
        ("### Background\n- She is not a maintainer, and knows one", None),
        ("### Background\n- Maintainer of a package once", None),
        ("### Challenges\n- As a maintainer, no time", None),
    ],
)
def test_sections_say_what_a_persona_is(section, expected):
    assert basis(f"## Name: Ada the Baker\n{section}\n", "Open Source Maintainer") == expected


def test_the_index_and_the_persona_above_say_what_a_persona_is():
    index = "## Group\n- *Sub Personas*: Ada the Cook\n"
    assert basis(index + "## Name: Ada the Pastry Cook\n", "Cook") == "index"
    people = "## Name: Ada the Cook\n### Role\n- Cook\n#### Name: Bob the Barista\n"
    found = meant(edition(people, actors("Cook")))["cook"]
    assert [*found.items()] == [("ada-the-cook", "name"), ("bob-the-barista", "parent")]


@pytest.mark.parametrize(
    ("title", "actor", "expected"),
    [
        ("Artisan", "Artisans", "group"),
        ("Craftsperson / Artisan", "Craftsperson/Artisan", "group"),
        ("Craftsperson / Artisan", "Artisan", None),
        ("Workshop (Artisan, etc.)", "Artisan", None),
    ],
)
def test_a_group_of_one_role_says_what_its_personas_are(title, actor, expected):
    people = "- *Sub Personas*: Ada the Welder\n## Name: Ada the Welder\n"
    assert basis(f"## {title}\n{people}", actor) == expected


def test_coverage_tells_placeholders_and_promises_apart():
    index = "## Kitchen\n- *Sub Personas*: Bob the Baker\n"
    people = "## Name: Ada the Cook\n### Role\n- Cooks\n## Name: Eve the Waiter (forthcoming)\n"
    table = use_case_coverage(edition(index + people, actors("Cook", "Waiter", "Baker", "Guest")))
    assert table.coverage.tolist() == ["written", "placeholder", "promised", "none"]
    assert table.listings.tolist() == [[], [], ["Bob the Baker"], []]


@pytest.mark.parametrize(
    "actor", ["word " * 400, "of " * 9_000, "x" * 100_000, "🙂", "漢字", "...", "$x_1$ [a](b.md)"]
)
@pytest.mark.parametrize("persona", ["Ada the Cook", "", "🙂"])
def test_an_odd_actor_means_nobody(actor, persona):
    assert basis(f"## Name: {persona}\n", actor) is None


@pytest.mark.parametrize(
    ("persona", "actor"),
    [("Ada{n} the Cook", "Sort{n} Cook"), ("A the Sort{n} Cook", "Cook"), ("A the X Sort{n} Cook", "X Cook")],
)  # fmt: skip
def test_many_actors_and_personas_of_one_noun_take_linear_time(persona, actor):
    """Two thousand of each: four million pairs would take minutes."""
    people = "".join(f"## Name: {persona.format(n=n)}\n" for n in range(2_000))
    corpus = edition(people, actors(*(actor.format(n=n) for n in range(2_000))))
    assert set(use_case_coverage(corpus).personas.str.len()) == {100}
