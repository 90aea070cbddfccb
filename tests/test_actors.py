"""Actors: which personas stand behind a use case, by careful reading of the editions."""

import tomllib

import nbformat
import papermill
import pytest

import toolbelt_data
from toolbelt_data.analysis import actor_backing, actor_personas, persona_actors
from toolbelt_data.analysis.roles import roles, singular
from toolbelt_data.source import embedded_edition, package_folder

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
FINDER = {("finn-the-finder", "name")}
COMPLETE = {
    "technology-layperson": set(),
    "open-source-consumer": CONSUMER,
    "open-source-maintainer": MAINTAINER,
    "open-source-finder": FINDER,
    "open-source-supplier": SUPPLIER,
    "open-source-coordinator": set(),
}
READ = {
    "2025-06-10": COMPLETE,
    "2025-05-29": COMPLETE,
    "2025-04-04": {
        "technology-layperson": {("layperson", "name")},
        "open-source-consumer": CONSUMER | {("otto-the-organization-consumer", "fuzzy")},
        "open-source-maintainer": MAINTAINER,
        "open-source-finder": FINDER,
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
    assert found(toolbelt_data.load(embedded_edition(name))) == READ[name]


@pytest.fixture
def edition(tmp_path):
    """Write personas and use cases side by side and load them."""

    def make(personas, *use_cases):
        for folder, texts in (("personas", [personas]), ("use_cases", use_cases)):
            (tmp_path / folder).mkdir(exist_ok=True)
            for number, text in enumerate(texts):
                (tmp_path / folder / f"{number}.md").write_text(text, encoding="utf-8")
        return toolbelt_data.load(tmp_path)

    return make


def actors(*names):
    return "# Use Cases\n" + "".join(f"## As a {name}\n- I need time\n" for name in names)


def pairs(corpus):
    links = actor_personas(corpus)
    return [(row.persona_id, row.basis, row.confidence) for row in links.itertuples()]


@pytest.mark.parametrize("name", READ)
def test_the_originals_give_the_same(shared, name):
    real = toolbelt_data.load(shared / "corpus" / name)
    restated = toolbelt_data.load(embedded_edition(name))
    assert actor_personas(real).to_csv() == actor_personas(restated).to_csv()


@pytest.mark.parametrize(
    ("actor", "persona", "expected"),
    [
        ("Kernel Maintainer", "Ada the Kernel Maintainer", [("name", 1.0)]),
        ("Ada the Kernel Maintainer", "Ada the Kernel Maintainer", [("name", 1.0)]),
        ("Newcomer such as Ada the Admin", "Ada the Admin", [("name", 1.0)]),
        ("Layperson", "Layperson", [("name", 1.0)]),
        ("Open Source Kernel Maintainers", "Ada the Kernel Maintainer", [("name", 0.95)]),
        ("Maintainer of kernels", "Ada the Kernel Maintainer", [("name", 0.95)]),
        ("Maintainer or Vendor", "Ada the Maintainer", [("name", 0.85)]),
        ("Programmer", "Ada the Developer", [("alias", 0.85)]),
        ("Software Engineer", "Ada the Developer", [("alias", 0.85)]),
        ("member of the public", "Layperson", [("alias", 0.85)]),
        ("Security Researcher", "Ada the Bug/Bounty Hunter", [("alias", 0.77)]),
        ("Maintainer", "Ada the Kernel Maintainer", [("fuzzy", 0.75)]),
        ("Consumer", "Ada the Developer-Consumer", [("fuzzy", 0.75)]),
        ("Platform Engineer", "Ada the Cloud and Platform Engineer", [("fuzzy", 0.9)]),
        ("Cloud Engineer", "Ada the Cloud and Platform Engineer", [("fuzzy", 0.9)]),
        ("Vendor", "Ada the Startup Supplier", [("fuzzy", 0.65)]),
        ("Kernel Maintainer", "Ada the Maintainer", [("fuzzy", 0.55)]),
        ("Open Source Maintaner", "Ada the Maintainer", [("fuzzy", 0.76)]),
        ("Ada the Kernal Maintainer", "Ada the Kernel Maintainer", [("fuzzy", 0.8)]),
        ("Software Engineer", "Ada the Test Engineer", [("fuzzy", 0.45)]),
        ("Employee", "Ada the Employer", []),
        ("Kernel Maintainer", "Ada the Compiler Maintainer", []),
        ("Security Engineer", "Ada the Test Engineer", []),
        ("Journalist", "Ada the Maintainer", []),
        ("Infrastructure Engineer", "Ada IT (Infrastructure Engineer)", [("fuzzy", 0.9)]),
        ("Vulnerability Finder (hacker, researcher)", "Ada the Hacker", [("name", 0.85)]),
        ("In-house developer", "Ada the Developer", [("fuzzy", 0.55)]),
        ("Open-Source Maintainer", "Ada the Maintainer", [("name", 0.95)]),
        ("Marketing Coordinator of events", "Coordinator", [("fuzzy", 0.55)]),
    ],
)
def test_words_that_agree_and_words_that_do_not(edition, actor, persona, expected):
    found = pairs(edition(f"## Name: {persona}\n", actors(actor)))
    assert [(basis, confidence) for _, basis, confidence in found] == expected


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("### Role\n- Maintainer at a bank", [("alias", 0.76)]),
        ("### Role\n- Student and part-time maintainer", [("alias", 0.72)]),
        ("### Role\n- Baker\n- Cook\n- Maintainer", [("alias", 0.57)]),
        ("### Role\n- maintains three packages", [("alias", 0.7)]),
        ("### Role\n- Baker who maintains three packages", [("alias", 0.7)]),
        ("### Role\n- Maintainer who sells", [("fuzzy", 0.6)]),
        ("### Role\n- Maintainer selling bread", [("fuzzy", 0.6)]),
        ("A maintainer, slow and steady", [("alias", 0.76)]),
        ("### Background\n- By night she is a maintainer", [("alias", 0.62)]),
        ("### Background\n- Her maintainer status pays nothing", [("alias", 0.62)]),
        ("### Background\n- She is not a maintainer, and knows one", []),
        ("### Background\n- Maintainers annoy her", []),
        ("### Challenges\n- As a maintainer, no time", []),
    ],
)
def test_what_is_told_of_a_persona_counts_by_its_place(edition, section, expected):
    corpus = edition(f"## Name: Ada the Baker\n{section}\n", actors("Open Source Maintainer"))
    assert [pair[1:] for pair in pairs(corpus)] == expected


def test_a_listing_and_a_parent_lend_their_words(edition):
    index = "## Group\n- *Sub Personas*: Ada the Cook\n"
    listed = edition(index + "## Name: Ada the Pastry Cook\n", actors("Cook"))
    assert pairs(listed) == [("ada-the-pastry-cook", "alias", 0.85)]
    people = "## Name: Ada the Cook\n### Role\n- Cook\n#### Name: Bob the Barista\n"
    assert pairs(edition(people, actors("Cook"))) == [
        ("ada-the-cook", "name", 1.0),
        ("bob-the-barista", "alias", 0.62),
    ]


GROUP = "## {0}\n- *Sub Personas*: Ada the Welder, Bob the Baker\n## Name: Ada the Welder\n## Name: Bob the Baker\n"


@pytest.mark.parametrize(
    ("title", "actor", "confidence"),
    [
        ("Artisan", "Artisans", [0.65, 0.65]),
        ("Craftsperson", "Craftspeople", [0.62, 0.62]),
        ("Craftsperson / Artisan", "Artisan", [0.5, 0.5]),
        ("Workshop (Apprentice, Artisan, etc.)", "Artisan", [0.45, 0.45]),
        ("Craftsperson", "Cook", []),
    ],
)
def test_a_group_speaks_for_its_personas(edition, title, actor, confidence):
    found = pairs(edition(GROUP.format(title), actors(actor)))
    assert [pair[1:] for pair in found] == [("alias", one) for one in confidence]


def test_a_group_is_silent_where_one_of_its_personas_speaks(edition):
    found = pairs(edition(GROUP.format("Welder / Baker"), actors("Baker")))
    assert found == [("bob-the-baker", "name", 1.0)]


def test_a_group_that_is_named_in_full_means_them_all(edition):
    found = pairs(edition(GROUP.format("Welder / Baker"), actors("Welder/Baker")))
    assert [persona for persona, *_ in found] == ["ada-the-welder", "bob-the-baker"]


def test_namesakes_in_two_files_are_both_meant(documents, tmp_path):
    (tmp_path / "source" / "use_cases").mkdir(parents=True)
    (tmp_path / "source" / "use_cases" / "a.md").write_text(actors("Cook"))
    corpus = documents(a="## Name: Ada the Cook\n", b="## Name: Ada the Cook\n")
    assert [persona for persona, *_ in pairs(corpus)] == ["ada-the-cook-a", "ada-the-cook-b"]


@pytest.mark.parametrize(
    "actor",
    [
        "word " * 400,
        "maintainer " * 400,
        "x" * 100_000,
        "🙂",
        "漢字",
        "...",
        "$x_1$ [a](b.md)",
        "of of of",
    ],
)
def test_an_odd_actor_is_read_and_means_nobody(edition, actor):
    corpus = edition("## Name: Ada the Cook\n", actors(actor))
    links = actor_personas(corpus)
    assert links.empty
    assert actor_backing(corpus, links).backing.isin(["none"]).all()


def test_a_long_actor_still_names_a_persona(edition):
    corpus = edition("## Name: Ada the Cook\n", actors("person like Ada the Cook " + "word " * 400))
    assert pairs(corpus) == [("ada-the-cook", "name", 1.0)]


def test_actors_of_two_documents_and_twice_in_one_are_all_there(edition):
    corpus = edition("## Name: Ada the Cook\n", actors("Cook", "Cook"), actors("Cook"))
    links = actor_personas(corpus)
    assert links.actor_id.tolist() == corpus.use_cases.actor_id.tolist()
    assert set(links.persona_id) == {"ada-the-cook"}
    assert persona_actors(corpus, links).needs.tolist() == [3]


def test_without_use_cases_or_personas_the_tables_are_empty_or_say_nobody(edition):
    people = edition("## Name: Ada the Cook\n")
    links = actor_personas(people)
    assert (len(links), len(actor_backing(people, links))) == (0, 0)
    assert persona_actors(people, links).actors.tolist() == [[]]
    nobody = edition("# Nothing\n", actors("Cook"))
    links = actor_personas(nobody)
    assert (len(links), len(persona_actors(nobody, links))) == (0, 0)
    assert actor_backing(nobody, links).backing.tolist() == ["none"]


def test_backing_tells_placeholders_and_promises_apart(edition):
    index = "## Kitchen\n- *Sub Personas*: Bob the Baker\n"
    people = "## Name: Ada the Cook\n### Role\n- Cooks\n## Name: Eve the Waiter (forthcoming)\n"
    corpus = edition(index + people, actors("Cook", "Waiter", "Baker", "Guest"))
    backing = actor_backing(corpus, actor_personas(corpus))
    assert backing.backing.tolist() == ["written", "placeholder", "promised", "none"]
    assert backing.promised.tolist() == [[], [], ["Bob the Baker"], []]


def test_a_higher_confidence_leaves_fewer_and_a_wrong_one_is_told():
    corpus = toolbelt_data.load()
    links = actor_personas(corpus)
    assert persona_actors(corpus, links, 0.9).actors.str.len().sum() == 3
    for function in (actor_backing, persona_actors):
        with pytest.raises(toolbelt_data.ParameterError) as caught:
            function(corpus, links, 1.5)
        assert str(caught.value) == "parameter confidence: 1.5; give a number from 0 to 1"


def test_a_document_more_changes_no_pair_of_the_others(edition):
    people = "## Name: Ada the Cook\n## Name: Bob the Baker\n"
    before = pairs(edition(people, actors("Cook", "Baker")))
    after = pairs(edition(people, actors("Cook", "Baker"), actors("Waiter")))
    assert before == after


def test_every_role_word_stands_in_one_family():
    file = package_folder("data") / "knowledge" / "roles.toml"
    families = tomllib.loads(file.read_text(encoding="utf-8"))["families"]
    words = [word for family in families.values() for word in family]
    forms = {tuple(singular(part) for part in word.split()) for word in words}
    assert len(words) == len(forms)
    assert list(families) == sorted(families)
    for word in words:
        assert roles(word) != []
        assert word == word.lower()


def test_many_of_one_role_are_found_by_words_and_cut(edition):
    """Two thousand of each: with each other they would be four million pairs."""
    people = "".join(f"## Name: Ada{n} the Cook\n" for n in range(2_000))
    links = actor_personas(edition(people, actors(*(f"Sort{n} Cook" for n in range(2_000)))))
    assert len(links) == 1_000_000
    assert set(links.actor_id.value_counts()) == {500}


@pytest.mark.parametrize(
    ("personas", "use_cases", "answer"),
    [
        (
            "## Name: Ada the Cook\n",
            "# Use Cases\n",
            "1 of 1 personas have no use case: Ada the Cook.",
        ),
        ("# Nothing\n", actors("Cook"), "1 of 1 use cases have no persona behind them: Cook."),
    ],
    ids=["no use case", "no persona"],
)
def test_the_notebook_answers_where_one_side_is_missing(
    edition, tmp_path, personas, use_cases, answer
):
    edition(personas, use_cases)
    path = package_folder("notebooks") / "05-which-use-cases-have-no-persona.ipynb"
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(path, out, {"source": str(tmp_path)}, progress_bar=False)
    *_, last = (cell for cell in nbformat.read(out, 4).cells if cell.cell_type == "code")
    assert answer in last.outputs[0].data["text/plain"]
