"""The catalogue: what the embedded one holds, and how another is laid over it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from toolbelt_data import SourceError, ToolbeltError
from toolbelt_data.analysis import catalogue, catalogue_date, person_kinds, problems
from toolbelt_data.analysis.catalogue import foundation, own
from toolbelt_data.analysis.catalogue.foundation import read_foundation
from toolbelt_data.errors import NothingToMeasure
from toolbelt_data.source import package_folder

GROUP = """working_group:
  id: care
  name: Care for Projects
  url: https://example.org/care
  kind: working-group
projects:
- id: slsa
  name: SLSA
  url: https://example.org/slsa
  description: >-
    Steps that
    somebody counts.
  kind: project
  categories: [specification]
  personas:
  - id: gardener
    note: Grows things.
  problems:
  - id: weeds
- id: shed
  name: Shed (S2)
  kind: project
"""


@pytest.fixture
def written(tmp_path):
    """Write a catalogue as the foundation keeps it, and give its folder."""

    def write(**files):
        folder = tmp_path / "community" / "data"
        for name, content in files.items():
            part, _, stem = name.partition("__")
            path = folder / {"wg": "working-groups", "de": "definitions"}[part] / f"{stem}.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder.parent

    return write


def test_every_offering_tells_what_it_is_whom_it_serves_and_what_it_bears_on():
    table = catalogue()
    assert len(table) == 68
    assert table.project_id.is_unique
    assert table.name.is_unique
    assert set(table.kind) == set(own.KINDS)
    for column in ("categories", "serves", "problems", "subjects"):
        assert (table[column].str.len() > 0).all(), column
    # What is archived, or published nothing yet, bears on nothing, so that nobody is sent there.
    silent = table[table.bears_on.str.len() == 0]
    assert set(silent.project_id) == {
        "fuzzingbrain",
        "secure-agentic-framework",
        "securing-critical-projects-wg",
    }
    assert set(table[table.helps.str.len() == 0].project_id) < set(silent.project_id)
    assert table.description.str.len().between(40, 220).all()
    assert table.url.str.startswith("https://").all()


def test_what_offerings_refer_to_is_defined():
    table = catalogue()
    served = {one for serves in table.serves for one in serves}
    eased = {one for eases in table.problems for one in eases}
    assert served == set(person_kinds().kind_id)
    assert eased == set(problems().problem_id)
    groups = set(table.project_id[table.kind == "working-group"])
    assert set(table.working_group.dropna()) <= groups
    assert len(groups) == 10


def test_no_two_offerings_are_called_the_same():
    table = catalogue()
    for columns in (["name", "aliases", "exact"], ["name", "aliases", "exact", "beside"]):
        called = Counter(
            (form.lower())
            for row in table.itertuples()
            for form in {
                one.lower()
                for column in columns
                for one in ([row.name] if column == "name" else getattr(row, column))
            }
        )
        assert [form for form, count in called.items() if count > 1] == []


def test_concepts_that_nobody_knows_are_refused(tmp_path):
    file = tmp_path / "own.toml"
    head = '[[offering]]\nid = "tool"\nname = "Tool"\nkind = "project"\n'
    for line, found in {
        'bears_on = ["no-tim"]': "bears_on of tool names 'no-tim'; use an id of troubles.toml",
        'helps = ["zzz"]': "helps of tool names 'zzz'; use an id of helps.toml",
        'subjects = ["no-time"]': "subjects of tool names 'no-time'; use an id of subjects.toml",
    }.items():
        file.write_text(head + line, encoding="utf-8")
        with pytest.raises(SourceError) as caught:
            catalogue(file)
        assert str(caught.value) == f"{file}:1: {found}"


def test_the_date_of_the_catalogue_is_kept():
    assert catalogue_date() == "2026-08-11"


def test_a_row_says_where_it_stands():
    text = (package_folder("data") / "catalogue.toml").read_text(encoding="utf-8").split("\n")
    for row in catalogue().itertuples():
        assert text[row.line - 1] == "[[offering]]"
        assert f'id = "{row.project_id}"' in text[row.line : row.line + 3]


# The foundation's own.


def test_the_foundations_catalogue_is_read_whole(shared):
    offerings, kinds, eased = read_foundation(shared / "catalogue")
    projects = [one for one in offerings.values() if one["kind"] == "project"]
    assert (len(offerings), len(kinds), len(eased)) == (37, 6, 8)
    assert len(projects) == 27
    assert sum(one["working_group"] is None for one in projects) == 10
    assert sum("serves" in one for one in projects) == 18
    assert all(("serves" in one) == ("problems" in one) for one in projects)


@pytest.mark.parametrize("below", ["", "data", "data/working-groups", "data/definitions"])
def test_it_is_found_from_its_root_or_from_below(shared, below):
    assert int(catalogue(shared / "catalogue" / below).listed.sum()) == 37


def test_the_embedded_catalogue_has_every_entry_of_the_foundations(shared):
    mine, laid = catalogue(), catalogue(shared / "catalogue")
    assert laid.project_id.tolist() == mine.project_id.tolist()
    assert laid.listed.tolist() == mine.listed.tolist()
    assert laid.working_group.fillna("").tolist() == mine.working_group.fillna("").tolist()
    unlisted = set(laid.project_id[~laid.listed])
    assert {"allstar", "s2c2f", "alpha-omega"} <= unlisted


def test_what_the_foundation_states_holds_and_the_written_forms_stay_ours(shared):
    mine = catalogue().set_index("project_id")
    laid = catalogue(shared / "catalogue").set_index("project_id")
    for name, row in laid[laid.listed].iterrows():
        assert row.aliases == mine.aliases[name]
        assert row.path.startswith("working-groups/")
        assert set(mine.addresses[name]) <= set(row.addresses)
    assert laid.name["bear"].startswith("BEAR (")
    assert "BEAR" in laid.exact["bear"]
    assert laid.description["slsa"] != mine.description["slsa"]
    assert laid.description["allstar"] == mine.description["allstar"]


def test_kinds_of_person_and_problems_are_named_as_the_foundation_does(shared):
    for give in (person_kinds, problems):
        mine, laid = give(), give(shared / "catalogue")
        assert laid.name.tolist() == mine.name.tolist()
    assert person_kinds(shared / "catalogue").words.tolist() == person_kinds().words.tolist()


def test_an_entry_that_names_two_things_keeps_the_aliases_of_both(shared):
    laid = catalogue(shared / "catalogue").set_index("project_id")
    assert laid.name["osv-openvex"] == "OSV Schema & OpenVEX"
    assert {"OSV Schema", "OpenVEX"} <= set(laid.aliases["osv-openvex"])


def test_a_further_entry_is_added_and_what_is_left_out_stays(written):
    mine = catalogue().set_index("project_id")
    laid = catalogue(written(wg__care=GROUP)).set_index("project_id")
    assert laid.index.tolist() == [*mine.index, "shed", "care"]
    slsa = laid.loc["slsa"]
    assert slsa.description == "Steps that somebody counts."
    assert slsa.bears_on == mine.bears_on["slsa"]
    assert (slsa.working_group, slsa.url) == ("care", "https://example.org/slsa")
    assert "https://slsa.dev/" in slsa.addresses
    assert (slsa.path, slsa.line) == ("working-groups/care.yml", 7)
    assert laid.loc["shed"].serves == []
    assert laid.listed[laid.listed].index.tolist() == ["slsa", "shed", "care"]


def test_ids_that_nothing_defines_are_facts_and_ours_that_it_cannot_know_stay(written):
    slsa = catalogue(written(wg__care=GROUP)).set_index("project_id").loc["slsa"]
    assert slsa.serves[0] == "gardener"
    assert slsa.problems[0] == "weeds"
    folder = written(de__personas="- {id: developer, name: Dev}\n- {id: ospo, name: O}\n")
    assert "developer" not in catalogue(folder).set_index("project_id").serves["slsa"]
    assert "security" in catalogue(folder).set_index("project_id").serves["slsa"]


def test_a_file_without_projects_or_group_is_read(written):
    folder = written(wg__a="working_group: {id: a, name: A}\nprojects:\n", wg__b="projects: []\n")
    assert list(read_foundation(folder)[0]) == ["a"]


def test_a_catalogue_in_toml_is_laid_over_by_ids(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[offering]]\nid = "slsa"\nname = "Salsa"\n\n'
        '[[offering]]\nid = "own"\nname = "Our own"\nkind = "guide"\naliases = ["ours"]\n',
        encoding="utf-8",
    )
    laid = catalogue(path).set_index("project_id")
    assert laid.name["slsa"] == "Salsa"
    assert "SLSA" in laid.exact["slsa"]
    assert laid.listed.equals(catalogue().set_index("project_id").listed.reindex(laid.index, fill_value=False))  # fmt: skip
    assert (laid.kind["own"], laid.path["own"], laid.line["own"]) == ("guide", "mine.toml", 5)


# What cannot be read.

BAD = {
    "no yaml": ("projects: [a\n", 2, "no YAML: expected ',' or ']', but got '<stream end>'; mend it"),
    "a tab": ("projects:\n\t- id: a\n", 2, "no YAML: found character '\\t' that cannot start any token; mend it"),
    "two documents": ("projects: []\n---\nprojects: []\n", 2, "no YAML: but found another document; mend it"),
    "words": ("projects\n", 1, "no table of names and values; state working_group or projects"),
    "nothing": ("", 1, "no table of names and values; state working_group or projects"),
    "another table": ("teams: []\n", 1, "neither working_group nor projects; state one of them"),
    "no list": ("projects: {id: a}\n", 1, "no list; write one entry after -"),
    "no entry": ("projects:\n- a\n", 2, "an entry that is no table; give it id: and name:"),
    "no id": ("projects:\n- name: A\n", 2, "no id; give it one"),
    "an empty id": ("projects:\n- {id: '', name: A}\n", 2, "no id; give it one"),
    "no name": ("projects:\n- id: a\n", 2, "no name; give it one"),
    "a number": ("projects:\n- id: a\n  name: 7\n", 3, "name has 7, which is no text; put it in quotes"),
    "a date": ("projects:\n- id: a\n  name: 2026-13-45\n", 3, "'2026-13-45' cannot be read: month must be in 1..12; put it in quotes"),
    "a truth": ("projects:\n- id: a\n  name: A\n  url: yes\n", 4, "url has True, which is no text; put it in quotes"),
    "a list of numbers": ("projects:\n- id: a\n  name: A\n  categories: [1]\n", 4, "categories has 1, which is no text; put it in quotes"),
    "no list of kinds": ("projects:\n- id: a\n  name: A\n  personas: developer\n", 4, "serves is no list; write one item a line, each with -"),
    "a kind without id": ("projects:\n- id: a\n  name: A\n  personas: [{note: x}]\n", 4, "serves has None, which is no text; put it in quotes"),
    "a name twice": ("projects:\n- id: a\n  name: A\n  name: B\n", 4, "name twice in one entry; keep one of them"),
    "an alias": ("projects:\n- &a {id: a, name: A}\n- *a\n", 3, "an alias, *a; write it out"),
    "a tag": ("projects:\n- id: a\n  name: !!python/name:os.system x\n", 3, "'x' cannot be read: could not determine a constructor for the tag 'tag:yaml.org,2002:python/name:os.system'; put it in quotes"),
    "too deep": ("projects: " + "[" * 5000, None, "nested too deep to be read; flatten it"),
    "deep": ("projects:\n- id: a\n  name: A\n  note: " + "[" * 60 + "]" * 60 + "\n", 4, "more than 50 levels deep; flatten it"),
    "latin": (b"projects:\n- id: \xe9\n", None, "not UTF-8 at byte 16; save the file as UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_told_with_file_and_line(written, text, line, said):
    folder = written(wg__bad=text)
    with pytest.raises(SourceError) as caught:
        catalogue(folder)
    path = folder / "data" / "working-groups" / "bad.yml"
    assert str(caught.value) == f"{path}{f':{line}' if line else ''}: {said}"


def test_an_id_in_two_files_is_told_with_both_places(written):
    folder = written(
        wg__a="projects:\n- {id: x, name: X}\n", wg__b="projects:\n\n- {id: x, name: Y}\n"
    )
    groups = folder / "data" / "working-groups"
    with pytest.raises(SourceError) as caught:
        catalogue(folder)
    assert str(caught.value) == (
        f"{groups / 'b.yml'}:3: a second entry x; keep one of them: the first is at {groups / 'a.yml'}:2"
    )


def test_a_few_lines_that_stand_for_billions_are_refused_at_once(written):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 10)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(SourceError, match=r"bad\.yml:2: an alias, \*a; write it out"):
        catalogue(written(wg__bad=bomb))


def test_a_file_that_is_too_large_is_refused_unread(written, monkeypatch):
    monkeypatch.setattr(own, "MAX_BYTES", 10)
    with pytest.raises(SourceError, match=r"bad\.yml: 12 bytes, at most 10 are read; split it"):
        read_foundation(written(wg__bad="projects: []"))


def test_too_many_files_are_refused(written, monkeypatch):
    monkeypatch.setattr(foundation, "_MAX_FILES", 1)
    with pytest.raises(SourceError, match="2 files, at most 1 are read; name another folder"):
        read_foundation(written(wg__a="projects: []", wg__b="projects: []"))


def test_a_link_that_leads_out_is_refused(written, tmp_path):
    folder = written(wg__a="projects: []")
    (tmp_path / "secret.yml").write_text("projects: []", encoding="utf-8")
    (folder / "data" / "working-groups" / "z.yml").symlink_to(tmp_path / "secret.yml")
    with pytest.raises(SourceError, match=r"z\.yml: a link that leads out of the catalogue; put"):
        catalogue(folder)


def test_a_folder_without_a_catalogue_and_an_empty_one_hold_nothing(written, tmp_path):
    with pytest.raises(NothingToMeasure, match="no working-groups/ in it, nor in data/"):
        catalogue(tmp_path)
    with pytest.raises(NothingToMeasure, match="a catalogue without any entry; name another"):
        catalogue(written(wg__a="projects: []"))


TOML = {
    "no toml": ("[[offering]\n", None, "no TOML: "),
    "another table": ("[[thing]]\nid = 'a'\n", None, "no table 'thing' is known; use [[offering]], [[kind]] and [[problem]]"),
    "one table": ("[offering]\nid = 'a'\n", None, "offering is no list of tables; write [[offering]]"),
    "another key": ("\n[[offering]]\nid = 'a'\nname = 'A'\ncolour = 'x'\n", 2, "no key 'colour' is known; use id, name, kind,"),
    "another kind": ("[[offering]]\nid = 'a'\nname = 'A'\nkind = 'thing'\n", 1, "kind 'thing' of a is not known; use project, framework,"),
    "no words": ("[[offering]]\nid = 'a'\nname = 3\n", 1, "name has 3, which is no text; put it in quotes"),
    "no truth": ("[[offering]]\nid = 'a'\nname = 'A'\nlisted = 'no'\n", 1, "listed is 'no'; write true or false"),
    "one id twice": ("[[kind]]\nid = 'a'\nname = 'A'\n[[kind]]\nid = 'a'\nname = 'B'\n", 4, "a second kind a; keep one of them"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), TOML.values(), ids=TOML)
def test_what_is_wrong_in_toml_is_told(tmp_path, text, line, said):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        catalogue(path)
    assert str(caught.value).startswith(f"{path}{f':{line}' if line else ''}: {said}")


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "nowhere"])
def test_no_name_of_a_file_breaks_it(name):
    with pytest.raises(ToolbeltError):
        catalogue(name)


def test_the_commands_lay_it_over_for_tables_and_report(command, written, tmp_path):
    written(wg__care=GROUP)
    done = command("tables", "--out", "t", "--format", "json", "--catalogue", "community")
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads((tmp_path / "t" / "catalogue.json").read_text(encoding="utf-8"))
    assert [row["path"] for row in rows if row["project_id"] == "shed"] == [
        "working-groups/care.yml"
    ]
    words = ["report", "--notebook", "04", "--catalogue", "community/data", "--out", "r"]
    done = command(*words)
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "r" / "2025-06-10" / "04-which-projects-help-whom.html").read_text("utf-8")
    assert "with another laid over it, has 70 offerings; 3 of them" in page
    assert "Shed (S2)" in page


def test_a_file_is_called_as_the_folder_was_named(command, written):
    written(wg__bad="teams: []\n")
    done = command("tables", "--out", "t", "--catalogue", "community")
    place = Path("community", "data", "working-groups", "bad.yml")
    assert (done.returncode, done.stderr) == (
        2,
        f"toolbelt-data: {place}:1: neither working_group nor projects; state one of them\n",
    )
