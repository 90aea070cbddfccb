"""The catalogue: what the embedded one holds, and how another is laid over it."""

import tomllib

import pytest

from toolbelt_data import SourceError
from toolbelt_data.analysis import read_catalogue
from toolbelt_data.analysis.catalogue import KINDS, MAX_BYTES
from toolbelt_data.errors import NothingToMeasure
from toolbelt_data.source import package_folder

GROUP = """working_group: {id: care, name: Care for Projects, kind: working-group}
projects:
- id: slsa
  name: SLSA
  url: https://example.org/slsa
  description: >-
    Steps that
    somebody counts.
  personas: [{id: gardener, note: Grows things.}]
- {id: shed, name: Shed (S2)}
"""


@pytest.fixture
def written(tmp_path):
    """Write a catalogue as the foundation keeps it, and return its folder."""

    def write(**files):
        folder = tmp_path / "community" / "data" / "working-groups"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            content = text if isinstance(text, bytes) else text.encode()
            (folder / f"{name}.yml").write_bytes(content)
        return folder.parent.parent

    return write


def by_id(*source):
    return read_catalogue(*source).set_index("resource_id")


def test_every_resource_states_what_it_is_whom_it_serves_and_what_it_helps_with():
    table = by_id()
    assert len(table) == 69
    assert table.index.is_unique
    assert set(table.kind) == set(KINDS)
    assert (table.serves.str.len() > 0).all()
    # What is archived, published nothing yet or names a whole helps with no theme.
    silent = {"fuzzingbrain", "secure-agentic-framework", "securing-critical-projects-wg"}
    assert set(table.index[table.themes.str.len() == 0]) == silent | {"working-groups"}
    assert table.description.str.len().between(40, 220).all()
    assert table.url.str.startswith("https://").all()


def test_the_ids_that_resources_refer_to_exist():
    table = by_id()
    assert set(table.working_group.dropna()) <= set(table.index[table.kind == "working-group"])
    for column, file in {"themes": "themes", "helps": "helps"}.items():
        text = (package_folder("data") / "knowledge" / f"{file}.toml").read_text("utf-8")
        assert set(table[column].explode().dropna()) <= set(tomllib.loads(text))


# The foundation's own.


@pytest.mark.parametrize("below", ["", "data"])
def test_the_foundations_catalogue_has_no_entry_that_the_embedded_one_lacks(shared, below):
    mine, laid = by_id(), by_id(shared / "catalogue" / below)
    assert laid.index.tolist() == mine.index.tolist()
    assert int(laid.listed.sum()) == 37
    for column in ("listed", "kind", "working_group", "serves", "aliases", "themes"):
        assert laid[column].equals(mine[column]), column
    assert laid.path[laid.listed].str.startswith("working-groups/").all()


def test_what_an_entry_states_replaces_ours_and_what_it_leaves_out_stays(written):
    mine, laid = by_id(), by_id(written(care=GROUP, none="projects:\n- {id: zarf, name: Zarf}\n"))
    assert laid.index.tolist() == [*mine.index, "shed", "care"]
    slsa = laid.loc["slsa"]
    assert slsa.description == "Steps that somebody counts."
    assert (slsa.working_group, slsa.url) == ("care", "https://example.org/slsa")
    assert slsa.serves == ["gardener", *mine.serves["slsa"]]
    assert slsa.themes == mine.themes["slsa"]
    assert (slsa.path, slsa.line) == ("working-groups/care.yml", 3)
    assert laid.working_group.isna()["zarf"]
    assert (laid.kind["shed"], laid.serves["shed"]) == ("project", [])
    assert set(laid.index[laid.listed]) == {"slsa", "shed", "care", "zarf"}


def test_a_catalogue_in_toml_is_laid_over_by_ids(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[resource]]\nid = "slsa"\nname = "Salsa"\n\n'
        '[[resource]]\nid = "own"\nname = "Our own"\nkind = "guide"\naliases = ["ours"]\n'
    )
    laid = by_id(path)
    assert laid.resource["slsa"] == "Salsa"
    assert "SLSA" in laid.exact["slsa"]
    assert laid.listed["slsa"]
    assert (laid.kind["own"], laid.path["own"], laid.line["own"]) == ("guide", "mine.toml", 5)
    assert by_id().resource["slsa"] == "SLSA"


# What cannot be read.

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = {
    "no yaml": ("projects: [a\n", ":2: not YAML: expected ',' or ']', but got '<stream end>'; fix the syntax"),
    "another table": ("teams: []\n", ": no working_group or projects; state one of them"),
    "no id": ("projects:\n- name: A\n", ":2: an entry without id or name; add both"),
    "a text for a list": ("projects:\n- {id: a, name: A, personas: b}\n", ":2: serves is not a list of texts; write one"),
    "an id twice": ("projects:\n- {id: a, name: A}\n- {id: a, name: B}\n", ":3: a second entry a; keep one of them"),
    "aliases that stand for billions": (BOMB, ":2: not YAML: an alias is not read; fix the syntax"),
    "too deep": ("projects: " + "[" * 5000, ": nested too deep; flatten it"),
    "latin": (b"projects:\n- id: \xe9\n", ":2: not UTF-8 (0xe9 at byte 16); save the file as UTF-8"),
    "too large": (b"#" * (MAX_BYTES + 1), ": more than 1,048,576 bytes; split the catalogue"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), YAML.values(), ids=YAML)
def test_what_is_wrong_in_yaml_is_one_line_with_its_place(written, text, said):
    folder = written(bad=text)
    with pytest.raises(SourceError) as caught:
        read_catalogue(folder)
    assert str(caught.value) == f"{folder / 'data' / 'working-groups' / 'bad.yml'}{said}"


TOML = {
    "no toml": ("[[resource]\n", ": not TOML: "),
    "another key": ("\n[[resource]]\nid = 'a'\nname = 'A'\nalias = ['x']\n", ":2: key 'alias' is not known; did you mean aliases"),
    "another kind": ("[[resource]]\nid = 'a'\nname = 'A'\nkind = 'x'\n", ":1: kind 'x' is not known; use one of project, framework,"),
    "another theme": ("[[resource]]\nid = 'a'\nname = 'A'\nthemes = ['no-tim']\n", ":1: themes 'no-tim' is not known; did you mean no-time"),
    "no truth": ("[[resource]]\nid = 'a'\nname = 'A'\nlisted = 'no'\n", ":1: listed is not a truth value; write true or false"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), TOML.values(), ids=TOML)
def test_what_is_wrong_in_toml_is_one_line_with_its_place(tmp_path, text, said):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SourceError) as caught:
        read_catalogue(path)
    assert str(caught.value).startswith(f"{path}{said}")


def test_links_are_not_followed_and_a_folder_without_entries_is_refused(written, tmp_path):
    with pytest.raises(NothingToMeasure, match="no files in working-groups/"):
        read_catalogue(tmp_path)
    folder = written(empty="projects: []")
    (tmp_path / "secret.yml").write_text("projects:\n- {id: a, name: A}\n")
    (folder / "data" / "working-groups" / "z.yml").symlink_to(tmp_path / "secret.yml")
    with pytest.raises(NothingToMeasure, match="a catalogue without any entry"):
        read_catalogue(folder)
