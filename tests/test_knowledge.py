"""What is known of the field, what was learned from it, and what of such files is refused."""

import csv
import json
import shutil
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import SourceError
from toolbelt_data.analysis import parsed
from toolbelt_data.analysis.bearing import (
    Concept,
    Lexicon,
    Recogniser,
    read_knowledge,
    read_model,
)
from toolbelt_data.analysis.bearing import words as wording
from toolbelt_data.evaluation.examples import read_examples
from toolbelt_data.source import embedded_edition, embedded_editions, package_folder

DATA = package_folder("data")
GOOD = '[one]\nname = "One"\nabout = "One"\n'


def copied(folder, kind, more):
    """Copy the knowledge, with something more in one of its files."""
    shutil.copytree(DATA / "knowledge", folder, ignore=shutil.ignore_patterns("examples"))
    file = folder / f"{kind}.toml"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("troubles", "one = 1\n", "concept one: is no table; write it below [one]"),
        ("troubles", "\n[one\n", "is no TOML:"),
        ("troubles", '\n[one]\nname = "One"\n', 'concept one: about is no text; write about = "…"'),
        ("troubles", f"\n{GOOD}cue = []\n", "concept one: unknown key cue; take it out"),
        ("troubles", f'\n{GOOD}cues = "a"\n', "concept one: cues is no list of texts; write"),
        ("troubles", f"\n{GOOD}hints = [1]\n", "concept one: hints is no list of texts; write"),
        ("troubles", f'\n{GOOD}cues = [""]\n', "concept one: cues has '', which is never found;"),
        ("troubles", f'\n{GOOD}cues = ["Time"]\n', "cues has 'Time', which is never found; write"),
        ("troubles", f'\n{GOOD}cues = ["out of time"]\n', "has 'out of time', which is never"),
        ("troubles", f'\n{GOOD}hints = ["ci/cd"]\n', "hints has 'ci/cd', which is never found"),
        ("helps", f"\n{GOOD}bears_on = {{ no-time = 3 }}\n", "bears_on is no table of 1 and 2;"),
        ("helps", f"\n{GOOD}bears_on = {{ x = 1 }}\n", "bears_on of one names 'x'; use an id of"),
        (
            "subjects",
            f'\n{GOOD}near = ["x"]\n',
            "near of one names 'x'; use an id of subjects.toml",
        ),
    ],
)
def test_knowledge_that_is_no_knowledge_is_refused_in_one_line(tmp_path, kind, more, said):
    file = copied(tmp_path / "knowledge", kind, "")
    # A key before the first table belongs to the file itself.
    text = file.read_text(encoding="utf-8")
    file.write_text(more + text if more.startswith("one") else text + more, encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        read_knowledge(tmp_path / "knowledge")
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{file}: ")
    assert "\n" not in str(refused.value)


def test_a_folder_without_knowledge_is_refused(tmp_path):
    with pytest.raises(SourceError, match="give a folder of knowledge"):
        read_knowledge(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n", ":1: is no file of examples; begin with kind,text,troubles,helps,subjects"),
        ("{}\nwish,x,,,\n", ":2: kind 'wish'; write challenge or remedy"),
        ("{}\nremedy,x,,nothing=1,\n", ":2: 'nothing=1' among helps; write id=1 or id=2"),
        ("{}\nremedy,x,no-time,,\n", ":2: 'no-time' among troubles; write id=1 or id=2"),
        ("{}\nremedy,x,no-time=3,,\n", ":2: 'no-time=3' among troubles; write id=1 or id=2"),
    ],
)
def test_examples_that_are_none_are_refused_by_their_line(tmp_path, text, said):
    file = tmp_path / "a.csv"
    file.write_text(text.format("kind,text,troubles,helps,subjects"), encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        read_examples(tmp_path)
    assert str(refused.value) == f"{file}{said}"


def test_a_folder_without_examples_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no CSV file is in it; give a folder of examples"):
        read_examples(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("entry,weight,tells\ntime,1,nothing=1\n", ":2: is no lexicon: 'nothing'; make it anew"),
        ("entry,weight,tells\ntime,x,\n", ":2: is no lexicon: could not convert string"),
        ("entry,weight,tells\ntime\n", ":2: is no lexicon: "),
        ("a,b\n1,2\n", ":2: is no lexicon: 'tells'; make it anew with `make model`"),
    ],
)
def test_a_lexicon_that_is_none_is_refused(tmp_path, text, said):
    file = tmp_path / "challenge.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        Lexicon.read(file, read_knowledge())
    assert str(refused.value).startswith(f"{file}{said}")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:40],
        lambda text: "[]",
        lambda text: text.replace("wording", "words"),
        lambda text: text.replace("threshold", "limit"),
        lambda text: json.dumps({"bears": json.loads(text)["bears"]}),
    ],
)
def test_a_model_that_is_none_is_refused(tmp_path, change):
    folder = tmp_path / "model"
    shutil.copytree(DATA / "model", folder)
    file = folder / "model.json"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(SourceError, match=r"is no model: .*; make it anew with `make model`"):
        read_model(folder)


# -- kept as JSON ----------------------------------------------------------------------------------


def test_what_is_kept_of_toml_files_is_what_make_model_makes(tmp_path):
    parsed.keep(tmp_path)
    made, kept = (
        {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
        for folder in (tmp_path / parsed.FOLDER, DATA / "model" / parsed.FOLDER)
    )
    assert made == kept, "run make model"
    assert set(made) == {f"{file.stem}.json" for file in parsed.files()}


def test_what_is_kept_is_not_parsed_again(monkeypatch):
    monkeypatch.setattr(tomllib, "loads", None)
    for file in parsed.files():
        assert parsed.parse(file, file.read_text(encoding="utf-8"))


def test_a_changed_file_is_parsed_anew():
    file = DATA / "knowledge" / "troubles.toml"
    text = file.read_text(encoding="utf-8")
    assert parsed.parse(file, f"{text}\n{GOOD}")["one"]["name"] == "One"
    with pytest.raises(ValueError, match="Expected"):
        parsed.parse(file, f"{text}\n[one")


@pytest.mark.parametrize("kept", [None, "", "[]", "{}", "{", '{"sha256": 1}'])
def test_a_package_without_kept_files_parses_them(tmp_path, monkeypatch, kept):
    file = DATA / "knowledge" / "roles.toml"
    text = file.read_text(encoding="utf-8")
    whole = parsed.parse(file, text)
    monkeypatch.setattr(parsed, "package_folder", lambda name: tmp_path)
    if kept is not None:
        (tmp_path / "model" / parsed.FOLDER).mkdir(parents=True)
        (tmp_path / "model" / parsed.FOLDER / "roles.json").write_text(kept)
    assert parsed.parse(file, text) == whole


@pytest.mark.parametrize("name", ["model.json", "challenge.csv", "remedy.csv"])
def test_a_model_without_one_of_its_files_is_refused(tmp_path, name):
    folder = tmp_path / "model"
    shutil.copytree(DATA / "model", folder)
    (folder / name).unlink()
    with pytest.raises(SourceError, match=rf"{name}: .*; make it with `make model`"):
        read_model(folder)


# -- cues ------------------------------------------------------------------------------------------


def found(cue, text, hint=False):
    cues = {"hints" if hint else "cues": (cue,)}
    concept = Concept("one", "One", "", **{"cues": (), "hints": (), **cues}, bears_on={}, near=())
    return [one.words for one in Recogniser({"troubles:one": concept}).evidence(text)]


@pytest.mark.parametrize(
    ("cue", "text", "words"),
    [
        ("no time", "There is no time.", ["no time"]),
        ("no time", "There is no real spare time.", ["no real spare time"]),
        ("no time", "There is no more real spare time.", []),
        ("no time", "Time? No.", []),
        ("no time", "No, not a moment of the time", ["no not moment time"]),
        ("fund*", "Unfunded; seeks FUNDING", ["funding"]),
        ("fund", "seeks funding", []),
        ("lack* fund*", "It lacks any funds", ["lacks any funds"]),
        ("time", "time, and time again", ["time"]),
        ("time", "", []),
        ("time", "…!?", []),
    ],
)
def test_a_cue_is_found_in_order_and_near(cue, text, words):
    assert found(cue, text) == words


def test_a_hint_weighs_less_than_a_cue():
    knowledge = read_knowledge()
    recogniser = Recogniser(knowledge.concepts)
    weights = recogniser.weights("We have no time, and a sprint")
    assert 0 < recogniser.weights("sprint").max() < weights.max() <= 1


# -- words -----------------------------------------------------------------------------------------


@given(st.text(max_size=400))
@example("\u2028[[[ <!-- x")
@example("不 时间 нет времени")
def test_any_text_has_words_stems_parts_and_grams(text):
    told = wording.words(text)
    assert len(told) <= wording.LONGEST
    assert all(word and word not in wording.EMPTY for word in told)
    assert wording.stems(text) == sorted({wording.stem(word) for word in told})
    assert all(0 < len(wording.stem(word)) <= 7 for word in told)
    parts = wording.parts(text)
    assert parts
    assert len(parts) == 1 or all(len(part.split()) >= 5 for part in parts)
    assert all(3 <= len(gram) <= 5 for gram in wording.grams(told))
    assert bool(wording.grams(told)) == bool(told)


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "ab cd " * 160_000, ". " * 500_000, " - " * 300_000, "<a " * 300_000,
     "[" * 20_000, " " * 1_000_000, "automatic" * 100_000, "\u200b" * 300_000],
    ids=["word", "words", "stops", "dashes", "tags", "brackets", "blanks", "cue", "nothing"],
)  # fmt: skip
def test_a_huge_text_is_read_as_far_as_a_statement_goes(text):
    features = read_model().reader().features([text], [text])
    assert features.shape == (1, 1, 6)
    assert abs(features).max() < 10


# -- nothing is keyed to a document ----------------------------------------------------------------


@pytest.fixture(scope="module")
def editions():
    return [toolbelt_data.load(embedded_edition(name)) for name in embedded_editions()]


def test_no_word_that_tells_is_the_name_of_a_persona(editions):
    names = {
        name.lower() for corpus in editions for name in corpus.personas.given_name.dropna()
    }  # fmt: skip
    known = {wording.stem(name) for name in names} | names
    for kind in ("challenge", "remedy"):
        with (DATA / "model" / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            assert known.isdisjoint(row["entry"] for row in csv.DictReader(file))
    cues = {cue for one in read_knowledge().listed for cue in one.cues + one.hints}
    assert known.isdisjoint(word.rstrip("*") for cue in cues for word in cue.split())
    told = {word for one in read_examples() for word in wording.words(one.text)}
    assert names.isdisjoint(told)


def test_no_cue_and_no_example_is_the_text_of_a_statement(editions):
    texts = {
        " ".join(wording.words(text)) for corpus in editions for text in corpus.statements.text
    }
    cues = {cue for one in read_knowledge().listed for cue in one.cues + one.hints}
    assert {text for text in texts if " " in text}.isdisjoint(cues)
    assert texts.isdisjoint(" ".join(wording.words(one.text)) for one in read_examples())
