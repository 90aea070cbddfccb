"""The bench: what it tells other tools, what it counts, and what it writes. Nothing is timed."""

import doctest
import importlib
import json
import pkgutil
import re
import sys
from dataclasses import replace

import bench
import nbformat
import pytest
from bench import results as kept_results
from bench.__main__ import main
from bench.documents import write_documents
from bench.environment import ALL as ENVIRONMENTS
from bench.environment import Environment
from bench.items import Items, name_of
from bench.page import page
from bench.results import measure, require_whole
from bench.run import BenchError, Run, own_figures, run
from bench.section import Goal, Row, Section, ratio
from bench.sections import ALL as SECTIONS
from bench.sections import next_report
from bench.state import is_made, mark, state
from bench.tracer import (
    TRACERS,
    Tracer,
    tell_doorstop,
    tell_sphinx_needs,
    tell_strictdoc,
)
from bench.work import WORKS
from conftest import ROOT
from repositories import Repository

import toolbelt_data
from toolbelt_data import Analysis
from toolbelt_data.analysis import read_reviews

MODULES = sorted(
    one.name
    for one in pkgutil.walk_packages(bench.__path__, "bench.")
    if one.name != "bench.__main__"
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_bench_are_so(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


# Runs


def test_a_run_is_a_process_of_its_own_and_says_what_it_held(tmp_path):
    words = "held = bytearray(200 * 2**20); print(len(held))"
    done = run([sys.executable, "-c", words], tmp_path)
    assert done.output == "209715200\n"
    assert done.memory > 200 * 2**20
    assert done.seconds > 0
    assert done.cpu > 0


def test_what_a_run_starts_counts_too(tmp_path):
    inner = "held = bytearray(200 * 2**20)"
    words = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    assert run([sys.executable, "-c", words], tmp_path).memory > 200 * 2**20


def test_a_run_that_fails_says_what_was_run_and_what_it_said(tmp_path):
    with pytest.raises(BenchError, match="exit status 3: …no such thing"):
        run([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"], tmp_path)


def test_an_exit_status_may_mean_that_the_work_is_done(tmp_path):
    assert run([sys.executable, "-c", "raise SystemExit(1)"], tmp_path, good=(0, 1)).output == ""


def test_a_run_is_ended_at_its_limit(tmp_path):
    done = run([sys.executable, "-c", "import time; time.sleep(600)"], tmp_path, limit=0.5)
    assert done.over
    assert done.seconds >= 0.5


def test_runs_in_turn_add_up_and_the_largest_holds_the_most():
    both = Run(1.0, 2.0, 30.0, "a") + Run(0.5, 1.0, 20.0, "b", over=True)
    assert both == Run(1.5, 3.0, 30.0, "ab", over=True)


def test_a_work_gives_its_own_figures():
    told = {"seconds": 1.0, "cpu": 0.5, "memory": 7, "added": 3, "rows": 9}
    done = own_figures(Run(60, 60, 60, f"a warning\n{json.dumps(told)}\n"))
    assert (done.seconds, done.cpu, done.memory, done.added) == (1.0, 0.5, 7, 3)


@pytest.mark.parametrize("work", WORKS)
def test_each_work_does_something(work, tmp_path):
    source = toolbelt_data.source.embedded_edition()
    known = {"PYTHONPATH": f"{ROOT / 'tools'}:{ROOT}"}
    done = run([sys.executable, "-m", "bench.work", work, source], tmp_path, known)
    assert json.loads(done.output.splitlines()[-1])["rows"] > 0
    assert own_figures(done).cpu > 0


# Documents and the tools that are told of them


@pytest.fixture(scope="module")
def traced(tmp_path_factory):
    place = tmp_path_factory.mktemp("traced")
    return place, write_documents(place, 165)


def test_documents_have_as_many_items_as_were_asked_for(traced):
    place, items = traced
    sections = toolbelt_data.load(place / "source").statements.section
    assert sections.isin(["challenges", "remedies"]).sum() == len(items.texts) == 165
    assert Items.read(place / "items.json") == items


def test_documents_of_no_size_are_those_of_the_embedded_edition(tmp_path):
    items = write_documents(tmp_path)
    own = toolbelt_data.load().statements
    assert (
        list(items.texts.values())
        == own[own.section.isin(["challenges", "remedies"])].text.tolist()
    )


def test_every_pair_is_reviewed_and_what_is_told_is_what_gaps_say(traced):
    place, items = traced
    found = Analysis(place / "source", reviews=place / "reviews.csv").challenges
    assert set(found.basis) == {"reviewed"}
    covered = {challenge for covered in items.covers.values() for challenge in covered}
    assert (
        set(found[found.coverage == "none"].challenge_id) == set(items.of("challenges")) - covered
    )


@pytest.fixture
def few():
    texts = {
        "ada/challenges/1": "No budget *at all*",
        "ada/challenges/2": "No time",
        "bob/remedies/1": "Free tools: [a](b)",
    }
    return Items(texts, {"bob/remedies/1": ["ada/challenges/1"]})


def test_strictdoc_is_told_what_covers_what(few, tmp_path):
    tell_strictdoc(few, tmp_path / "in")
    assert (tmp_path / "in" / "ada.sdoc").read_text() == (
        "[DOCUMENT]\nTITLE: ada\n\n"
        "[REQUIREMENT]\nUID: ada-challenges-1\nSTATEMENT: >>>\nNo budget *at all*\n<<<\n\n"
        "[REQUIREMENT]\nUID: ada-challenges-2\nSTATEMENT: >>>\nNo time\n<<<\n"
    )
    assert (
        (tmp_path / "in" / "bob.sdoc")
        .read_text()
        .endswith("<<<\nRELATIONS:\n- TYPE: Parent\n  VALUE: ada-challenges-1\n")
    )


def test_sphinx_needs_is_told_what_covers_what_and_texts_are_no_markup(few, tmp_path):
    tell_sphinx_needs(few, tmp_path / "in")
    assert "\n   No budget \\*at all\\*\n" in (tmp_path / "in" / "ada.rst").read_text()
    assert (tmp_path / "in" / "bob.rst").read_text() == (
        "bob\n===\n\n.. remedy:: bob-remedies-1\n   :id: bob-remedies-1\n"
        "   :links: ada-challenges-1\n\n   Free tools\\: [a](b)\n"
    )
    index = (tmp_path / "in" / "index.rst").read_text()
    assert index.endswith(".. toctree::\n\n   ada\n   bob\n")


def test_doorstop_is_told_what_covers_what(few, tmp_path):
    tell_doorstop(few, tmp_path / "in")
    remedy = json.loads((tmp_path / "in" / "remedies" / "remedies-00001.yml").read_text())
    assert remedy["links"] == ["challenges-00001"]
    assert remedy["header"] == "bob-remedies-1"
    settings = json.loads((tmp_path / "in" / "remedies" / ".doorstop.yml").read_text())
    assert settings["settings"]["parent"] == "challenges"


def test_each_answer_is_read_back(few, tmp_path):
    told, out = tmp_path / "doorstop", tmp_path / "out"
    tell_doorstop(few, told)
    (out / "sdoc").mkdir(parents=True)
    (out / "sdoc" / "ada.sdoc").write_text("[REQUIREMENT]\nUID: ada-challenges-2\nSTATEMENT: x\n")
    (out / "html").mkdir()
    (out / "html" / "ada.html").write_text('<a data-uid="ada-challenges-2">x</a>')
    versions = {"versions": {"": {"needs": {"ada-challenges-2": {}}}}}
    (out / "needs.json").write_text(json.dumps(versions))
    said = "WARNING: challenges: challenges-00002: no links from child document: remedies\n"
    for tracer in TRACERS:
        assert set(tracer.answer(out, said)) == {"ada-challenges-2"}, tracer.name


class Here(Environment):
    """This environment, whatever is asked for."""

    def program(self, name):
        return sys.executable


def asked(answer):
    here = Here("here", ROOT / "requirements" / "report.txt")
    words = ["python", "-c", f"print({answer!r})"]
    return Tracer(
        "A tool", here, "tool", None, lambda _told, _out: words, lambda _out, said: said.split()
    )


def test_a_tool_that_gives_another_answer_is_not_measured(few, tmp_path):
    right = "ada-challenges-2"
    asked(right).require(tmp_path, tmp_path / "out", few, ["ada/challenges/2"])
    with pytest.raises(BenchError, match=r"A tool: another answer than ours: .'ada/challenges/1'"):
        asked(f"{right} ada-challenges-1").require(
            tmp_path, tmp_path / "out", few, ["ada/challenges/2"]
        )


def test_names_of_items_differ(traced):
    _, items = traced
    assert len({name_of(item) for item in items.texts}) == len(items.texts)


# What changes between two reports


def test_a_changed_notebook_is_a_notebook_still(tmp_path):
    [path] = next_report.notebooks(tmp_path / "own", few=True)[:1]
    before = nbformat.read(path, as_version=4)
    next_report.change_notebook(path)
    after = nbformat.read(path, as_version=4)
    nbformat.validate(after)
    pairs = zip(before.cells, after.cells, strict=True)
    changed = [(one.source, other.source) for one, other in pairs if one.source != other.source]
    assert [f"# Looked at again.\n{one}" for one, _ in changed] == [other for _, other in changed]
    assert len(changed) == 1


def test_one_review_changes_its_rating_and_nothing_else(tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_bytes((ROOT / "data" / "reviews.csv").read_bytes())
    next_report.change_review(path)
    before, after = read_reviews(), read_reviews(path)
    assert (before.rating != after.rating).tolist() == [True] + [False] * (len(before) - 1)
    assert before.drop(columns="rating").equals(after.drop(columns="rating"))


def test_a_changed_document_has_one_line_of_text_more(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# Name: Ada\n")
    next_report.change_document(path)
    assert path.read_text().split("\n") == ["# Name: Ada", "", "Written on the next day.", ""]


# Sections


def cases_of(section, place, *, quick=False):
    return [case for case, _ in section.steps(place, quick)]


def invented(section, place, **figures):
    """Every case of a section, with figures that grow from one to the next."""
    kept = {"memory": 2**20, "over": False}
    return {
        case: [
            kept | {"seconds": float(n), "cpu": float(n), "added": float(n)} | figures
            for _ in range(5)
        ]
        for n, case in enumerate(cases_of(section, place), start=1)
    }


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: one.name)
def test_every_case_has_a_row_and_every_row_a_case(section, tmp_path):
    cases = invented(section, tmp_path)
    rows = section.rows(cases)
    assert sorted(row.case for row in rows) == sorted(cases)
    own = {row.over for row in rows if row.over and ":" not in row.over}
    assert own <= set(cases)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: one.name)
def test_a_try_is_a_part_of_the_whole(section, tmp_path):
    tried = cases_of(section, tmp_path / "tried", quick=True)
    assert set(tried) <= set(cases_of(section, tmp_path / "whole"))
    assert tried


def fake(steps, **more):
    words = {"title": "A title", "words": "Words.", "environments": ()}
    return Section("fake", steps=steps, rows=lambda _: [], **{**words, **more})


def test_cases_take_turns_and_each_round_begins_with_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_results, "BUILD", tmp_path)
    told = []

    def steps(place, quick):
        told.append(list(place.iterdir()))
        (place / "left").touch()
        for case in "ab":
            yield case, lambda case=case: told.append(case) or Run(1, 1, 1)

    result = measure(fake(steps, rounds=2), quick=False)
    assert told == [[], "a", "b", [], "a", "b"]
    assert {case: len(runs) for case, runs in result["cases"].items()} == {"a": 2, "b": 2}


def test_what_is_over_its_limit_is_not_run_again(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_results, "BUILD", tmp_path)

    def steps(place, quick):
        yield "long", lambda: Run(9, 9, 9, over=True)
        yield "short", lambda: Run(1, 1, 1)

    cases = measure(fake(steps), quick=False)["cases"]
    assert {case: len(runs) for case, runs in cases.items()} == {"long": 1, "short": 5}


# What was made


def test_what_was_made_holds_for_its_state_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("bench.state.state", lambda: "abc")
    assert not is_made(tmp_path)
    mark(tmp_path)
    assert is_made(tmp_path)
    monkeypatch.setattr("bench.state.state", lambda: "def")
    assert not is_made(tmp_path)


def test_what_was_made_amid_changes_is_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr("bench.state.state", lambda: "abc with changes")
    mark(tmp_path)
    assert not is_made(tmp_path)


def test_a_state_is_the_last_commit_of_what_is_measured_and_says_what_changed(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("bench.state.ROOT", tmp_path)
    repository = Repository(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("a")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "data")
    now = repository.git("rev-parse", "HEAD")[:10]
    (tmp_path / "b.txt").write_text("b")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "something else")
    assert state() == now
    (tmp_path / "data" / "a.txt").write_text("b")
    assert state() == f"{now} with changes"


# The page


def result_of(cases, **more):
    told = {"date": "2026-01-02", "state": "abc", "machine": {"cores": "2"}, "versions": {}}
    return {**told, "facts": {}, "cases": cases, **more}


def one_run(seconds, **more):
    return {"seconds": seconds, "cpu": 1.0, "memory": 2**20, "over": False, **more}


def small(rows, **more):
    return Section(
        name="small",
        title="Small",
        words="Words.",
        environments=(),
        steps=None,
        rows=lambda _: rows,
        **more,
    )


def test_a_page_says_whether_each_goal_is_met_and_ratios_come_first():
    section = small(
        [Row("a", "ours", "b", 0.5), Row("c", "ours twice", "b", 0.5), Row("b", "theirs")],
        goals=lambda _cases, _facts: [Goal("how it grows", 1.04, 1.05)],
    )
    cases = {
        "a": [one_run(1.0), one_run(3.0), one_run(2.0)],
        "b": [one_run(8.0)],
        "c": [one_run(6.0)],
    }
    text = page([section], {"small": result_of(cases, versions={"tool": "1.2"})})
    assert "| Small: ours | **0.250 ×** | ≤ 0.5 × | yes |" in text
    assert "| Small: ours twice | **0.750 ×** | ≤ 0.5 × | **no** |" in text
    assert "| Small: how it grows | **1.04** | ≤ 1.05 | yes |" in text
    assert "| **0.250 ×** | ours | 2.0 s (1.0 s to 3.0 s) | 1.0 s | 1 MiB | 3 |" in text
    assert "|  | theirs | 8.0 s | 1.0 s | 1 MiB | 1 |" in text
    assert "Versions: tool 1.2." in text
    assert "| date | 2026-01-02 |" in text


def test_a_ratio_may_be_to_another_section_and_is_missing_where_that_is():
    row = Row("a", "", "other:b", 0.5)
    cases = {"a": [one_run(1.0)]}
    assert ratio(row, "seconds", cases, {"other": {"b": [one_run(4.0)]}}) == 0.25
    assert ratio(row, "seconds", cases, {}) is None
    text = page([small([row])], {"small": result_of(cases)})
    assert "| not measured | ≤ 0.5 × | |" in text


def test_what_was_ended_has_no_median_and_says_so():
    cases = {"a": [one_run(150.2, over=True)]}
    text = page([small([Row("a", "ours")])], {"small": result_of(cases)})
    assert "| ours | over 150 s | – | – | 1 |" in text


def test_a_page_of_every_section_has_every_row_and_every_goal(tmp_path):
    facts = {
        "set-up": {
            name: {"fetched": 1e6, "size": 2e6, "packages": 3, "downloading": 4.0}
            for name in (one.name for one in ENVIRONMENTS)
        },
        "suggestions": {"statements": 178},
    }
    results = {
        section.name: result_of(
            invented(section, tmp_path / section.name), facts=facts.get(section.name, {})
        )
        for section in SECTIONS
    }
    text = page(SECTIONS, results)
    for section in SECTIONS:
        assert f"\n## {section.title}\n" in text
        for row in section.rows(results[section.name]["cases"]):
            assert f"| {row.what} | " in text
    assert "not measured" not in text
    assert len(re.findall(r"\| (?:yes|\*\*no\*\*) \|", text)) == 9
    assert "| 1,000 × | 178,000 | " in text


def test_half_a_table_is_not_published():
    whole = {"a": result_of({}), "b": result_of({})}
    require_whole(["a", "b"], whole)
    with pytest.raises(BenchError, match=r"^not measured: c; run make bench without SECTION$"):
        require_whole(["a", "b", "c"], whole)
    with pytest.raises(BenchError, match=r"^sections are of more than one state; run make bench"):
        require_whole(["a", "b"], whole | {"b": result_of({}, state="def")})
    with pytest.raises(BenchError, match=r"^sections are of more than one machine; run make bench"):
        require_whole(["a", "b"], whole | {"b": result_of({}, machine={"cores": "4"})})


def test_a_section_that_is_not_there_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["nowhere"])
    assert "nowhere: no section; there are report, again, " in capsys.readouterr().err


# Environments


@pytest.mark.parametrize("one", ENVIRONMENTS, ids=lambda one: one.name)
def test_each_environment_comes_from_a_lock_with_hashes_and_no_address(one):
    text = one.lock.read_text()
    pinned = re.findall(r"^[a-z0-9._-]+(?:\[[a-z,]+\])?==.*$", text, re.MULTILINE)
    assert pinned
    assert all(line.endswith("\\") for line in pinned)
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("one", [e for e in ENVIRONMENTS if e.ours], ids=lambda one: one.name)
def test_a_lock_that_our_notebooks_run_from_has_all_that_they_need(one):
    locks = (ROOT / "requirements" / "report.txt").read_text(), one.lock.read_text()
    ours, theirs = (set(re.findall(r"^[a-z0-9._-]+==\S+", text, re.MULTILINE)) for text in locks)
    assert ours <= theirs, "run make lock"


def test_packages_whose_versions_are_told_are_locked():
    for section in SECTIONS:
        for where, package in section.versions:
            assert re.search(rf"^{re.escape(package)}==", where.lock.read_text(), re.MULTILINE)


def test_a_tool_sees_nobodys_settings(monkeypatch):
    monkeypatch.setenv("TOOLBELT_SOMETHING", "1")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    variables = ENVIRONMENTS[0].variables()
    assert "TOOLBELT_SOMETHING" not in variables
    assert "/somewhere" not in variables.values()
    assert variables["HOME"].endswith("build/bench/home")


def test_what_takes_long_is_not_run_again(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_results, "BUILD", tmp_path)

    def steps(place, quick):
        yield "any", lambda: Run(1, 1, 1)

    assert len(measure(fake(steps, slow=-1), quick=False)["cases"]["any"]) == 1


def test_one_section_that_fails_keeps_no_other_from_being_measured(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(kept_results, "BUILD", tmp_path)

    def steps(place, quick):
        yield "any", lambda: Run(1, 1, 1)

    def failing(place, quick):
        yield "any", lambda: run([sys.executable, "-c", "raise SystemExit('no way')"], place)

    bad, good = fake(failing), fake(steps)
    sections = [replace(bad, name="bad"), replace(good, name="good")]
    monkeypatch.setattr("bench.__main__.ALL", sections)
    monkeypatch.setattr("bench.__main__.PAGE", tmp_path / "page.md")
    assert main([]) == 2
    said = capsys.readouterr().err
    assert "bench: bad: " in said
    assert "no way" in said
    assert (tmp_path / "results" / "good.json").exists()
    assert not (tmp_path / "page.md").exists()


def test_what_is_measured_already_is_not_measured_again(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_results, "BUILD", tmp_path)
    monkeypatch.setattr("bench.__main__.ROOT", tmp_path)
    monkeypatch.setattr("bench.__main__.PAGE", tmp_path / "page.md")
    told = []

    def steps(place, quick):
        yield "any", lambda: told.append(1) or Run(1, 1, 1)

    monkeypatch.setattr("bench.__main__.ALL", [fake(steps, rounds=1)])
    for words, times in (([], 1), ([], 1), (["fake"], 2)):
        assert main(words) == 0
        assert len(told) == times
    path = tmp_path / "results" / "fake.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"state": "another"}))
    assert main([]) == 0
    assert len(told) == 3
    assert "## A title" in (tmp_path / "page.md").read_text()
