"""Reports: which one is the last, what is new, and which stay."""

import json

import pytest

from toolbelt_data.report.reports import (
    failed_gates,
    last_report,
    locked,
    read,
    remove_older,
    write_index,
    write_summary,
)

HEADLINES = {"gaps": 2, "reviewed": 7, "unreviewed": 3, "errors": 1}


def gap(decided=False):
    return {"place": "personas/a.md:7", "decided": decided}


def finding(severity="error", text="TB301 a link leads nowhere"):
    return {"severity": severity, "text": text, "place": "personas/a.md:9"}


def manifest_of(name, date, **more):
    new = {"gaps": [], "findings": []}
    about = {"edition": name, "date": date, "revision": None, "source": "docs", "parameters": {}}
    parts = {"headlines": HEADLINES, "gaps": {}, "findings": {}, "new": new, "last": None}
    return about | parts | {"failed": {}, "advice": "", "files": {"index.html": ""}} | more


def write_report(out, name, date, identity="one", finished="2026-01-01", **more):
    """Write a folder that is a report to whoever looks for reports."""
    folder = out / name
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<h1>A report</h1>")
    manifest = manifest_of(name, date, **more)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    run = {"identity": identity, "finished": finished}
    (folder / "run.json").write_text(json.dumps(run))
    return folder


@pytest.mark.parametrize(
    ("date", "more", "found"),
    [
        ("2025-01-01", {}, None),
        ("2025-02-01", {}, "january"),
        ("2025-03-01", {}, "february"),
        (None, {}, "march"),
        (None, {"parameters": {"groups": "a"}}, "part"),
    ],
)
def test_the_last_report_is_the_newest_of_the_source_with_an_earlier_date(
    tmp_path, date, more, found
):
    write_report(tmp_path, "january", "2025-01-01", finished="2026-09-09", gaps={"a": gap()})
    write_report(tmp_path, "february", "2025-02-01")
    write_report(tmp_path, "march", "2025-03-01")
    write_report(tmp_path, "part", "2025-04-01", parameters={"groups": "a"})
    write_report(tmp_path, "elsewhere", "2025-04-01", identity="two")
    write_report(tmp_path, "now", None)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("{")
    last = last_report(tmp_path, "one", manifest_of("x", date, **more))
    assert (last and last.edition) == found
    if found == "january":
        assert (last.headlines, last.gaps) == (HEADLINES, ["a"])


NEW = manifest_of(
    "june",
    "2025-06-01",
    last="may",
    gaps={"a: old": gap(), "a: new `x` @b": gap(), "a: decided": gap(decided=True)},
    findings={"f1": finding(), "f2": finding("note", "TB1 a\n# b")},
    new={"gaps": ["a: new `x` @b"], "findings": ["f2"]},
)


@pytest.mark.parametrize(
    ("gates", "said"),
    [
        ({"fail_over": 2}, []),
        (
            {"fail_over": 1},
            ["--fail-over 1: gaps without a decision: 2; challenges not reviewed: 3"],
        ),
        ({"fail_on": "note"}, ["--fail-on note: findings this severe: 2"]),
        ({"fail_on": "error", "known": {"f1"}}, []),
        ({"growth": True}, ["--fail-on-growth: new gaps: 1, new findings: 1 since may"]),
    ],
)
def test_each_gate_says_at_which_count_it_fails(gates, said):
    assert failed_gates(NEW, **gates) == said


def test_the_summary_says_what_is_new_and_texts_stay_texts(tmp_path):
    for name, manifest in (("s.md", NEW), ("s.json", NEW), ("old.json", manifest_of("x", None))):
        write_summary(tmp_path / name, tmp_path / "june" / "index.html", manifest)
    new, old = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("s", "old"))
    assert (new["attention"], old["attention"], new["index"]) == (True, False, "june/index.html")
    assert (tmp_path / "s.md").read_text() == (
        "## Report of `june`, `docs`\n\n"
        "2 of 7 reviewed challenges have no remedy.\n\n"
        "### New gaps since `may` (1)\n\n"
        "- `` a: new `x` @b `` `personas/a.md:7`\n\n"
        "### New findings since `may` (1)\n\n"
        "- `TB1 a # b` `personas/a.md:9`\n"
    )


def test_a_long_summary_is_cut(tmp_path):
    gaps = {f"{number}: {'x' * 1_000}": gap() for number in range(100)}
    many = NEW | {"gaps": gaps, "new": {"gaps": [*gaps], "findings": []}}
    write_summary(tmp_path / "s.md", tmp_path / "june" / "index.html", many)
    text = (tmp_path / "s.md").read_text()
    assert "- and 80 more" in text
    assert len(text) < 10_000


def test_the_newest_reports_stay_and_whatever_holds_another_file(tmp_path):
    for month in range(1, 6):
        write_report(tmp_path, f"r{month}", f"2025-0{month}-01")
    (tmp_path / "r1" / "notes.txt").write_text("mine")
    (tmp_path / "plain").mkdir()
    remove_older(tmp_path, 2, tmp_path / "r3")
    assert {path.name for path in tmp_path.iterdir()} == {"r1", "r3", "r5", "plain"}


def test_the_index_lists_every_report_and_no_markup_of_a_name(tmp_path):
    write_report(tmp_path, "<b>june", "2025-06-01", failed={"02": "x"})
    write_report(tmp_path, "may", "2025-05-01", last="april")
    write_index(tmp_path)
    text = (tmp_path / "index.html").read_text()
    assert '<a href="%3Cb%3Ejune/index.html">&lt;b&gt;june</a>' in text
    assert text.index("june") < text.index("may/index.html")
    assert "0 since april" in text


def test_an_index_of_somebody_elses_stays(tmp_path):
    (tmp_path / "index.html").write_text("mine")
    write_report(tmp_path, "june", "2025-06-01")
    write_index(tmp_path)
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_killed_run_is_cleared_up_after(tmp_path):
    write_report(tmp_path, ".previous-june", "2025-06-01")
    write_report(tmp_path, ".previous-may", "2025-05-01")
    write_report(tmp_path, "may", "2025-05-01")
    (tmp_path / ".staging-june").mkdir()
    with locked(tmp_path):
        pass
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {".toolbelt.lock", "june", "may"}
    assert read(tmp_path / "june")["edition"] == ".previous-june"
