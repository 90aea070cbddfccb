"""What grew since the report before: the numbers, the summary, the gates of ``report``."""

import json
import shutil

import pytest
from markdown_it import MarkdownIt
from notebooks_of_ones_own import write_notebook
from shelves import finding, gap, headline, write_report

from toolbelt_data import ParameterError, ToolbeltError
from toolbelt_data.report.shelf.growth import Before, Holdings
from toolbelt_data.report.shelf.summary import (
    as_data,
    as_markdown,
    code,
    require_place,
    write_summary,
)

SOURCE = 'source: str = ""  # documents'
NASTY = "@team [x](javascript:alert(1)) ``` <img src=x> ![a](https://example.org/a.png) #7\u202e"
ADA = "# T\n## Name: Ada the Admin\n### Role:\n- Admin\n### Challenges:\n{}\n"


def growth(tmp_path, then, now, **manifest):
    """Compare a report with the one before; each is its gaps and its findings."""
    if then is not None:
        write_report(tmp_path, "then", "2025-01-01", gaps=then[0], findings=then[1])
    earlier = Before.on(tmp_path)
    folder = write_report(
        tmp_path,
        "now",
        written="2026-02-01T00:00:00+00:00",
        gaps=now[0],
        findings=now[1],
        **manifest,
    )
    return earlier.growth(folder)


def test_the_counts_are_those_of_the_tables(report):
    held = Holdings.of(report.index.parent)
    assert held.counts["gaps"] == held.counts["undecided gaps"] == 10
    assert held.counts["challenges"] == 70
    assert held.counts["errors"] + held.counts["warnings"] + held.counts["notes"] == len(
        held.findings
    )


def test_what_sums_up_others_or_was_decided_does_not_count(tmp_path):
    rows = [gap("a"), gap("b", decided=True), gap("c", summary=True), gap("d", coverage="direct")]
    found = growth(tmp_path, None, (rows, [finding("1"), finding("2", "note")])).now.counts
    assert found == {
        "challenges": 3, "unreviewed challenges": 0, "gaps": 2, "undecided gaps": 1, "errors": 1, "warnings": 0, "notes": 1,
    }  # fmt: skip


def test_a_first_report_grew_in_nothing(tmp_path):
    found = growth(tmp_path, None, ([gap("a")], [finding("1")]))
    assert (found.grew, len(found.new_gaps), len(found.new_findings)) == ([], 0, 0)
    assert as_data(found)["attention"] is False
    assert as_data(found)["before"] is None
    assert "No report of this source lies beside it" in as_markdown(found)


@pytest.mark.parametrize(
    ("then", "now", "grew"),
    [
        (([], []), ([gap("a")], []), ["undecided gaps"]),
        (([gap("a")], []), ([gap("b")], []), []),
        (([gap("a", decided=True)], []), ([gap("a")], []), ["undecided gaps"]),
        (([], []), ([gap("a", decided=True)], []), []),
        (([], [finding("1", "note")]), ([], [finding("1", "error")]), ["errors"]),
        (([], []), ([], [finding("1", "warning"), finding("2", "note")]), ["warnings", "notes"]),
        (([], [finding("1")]), ([], []), []),
    ],
)
def test_more_is_told_and_less_is_not(tmp_path, then, now, grew):
    found = growth(tmp_path, then, now)
    assert found.grew == grew
    assert as_data(found)["attention"] is bool(grew)


def test_what_came_is_named_even_where_as_much_went(tmp_path):
    then = [gap("stays"), gap("goes")], [finding("1"), finding("2")]
    now = [gap("stays"), gap("comes"), gap("comes")], [finding("2"), finding("3")]
    found = growth(tmp_path, then, now)
    assert found.new_gaps.text.tolist() == ["comes", "comes"]
    assert found.new_findings.fingerprint.tolist() == ["3"]


def test_a_report_that_is_replaced_is_the_one_before(tmp_path):
    write_report(tmp_path, "same", gaps=[gap("a")])
    earlier = Before.on(tmp_path)
    shutil.rmtree(tmp_path / "same")
    later = "2026-02-01T00:00:00+00:00"
    folder = write_report(tmp_path, "same", written=later, gaps=[gap("a"), gap("b")])
    assert earlier.growth(folder).grew == ["undecided gaps"]


def test_a_report_without_its_tables_is_nothing_to_compare_with(tmp_path):
    folder = write_report(tmp_path, "then", "2025-01-01")
    (folder / "tables" / "challenges.csv").write_text("other,columns\n1,2\n")
    assert growth(tmp_path, None, ([gap("a")], [])).last is None
    with pytest.raises(ToolbeltError) as caught:
        Holdings.of(folder)
    place = folder / "tables" / "challenges.csv"
    assert str(caught.value) == f"{place}: is no such table; write the report anew"


def test_a_failed_notebook_is_worth_a_look(tmp_path):
    found = growth(tmp_path, ([], []), ([], []), failed={"04-x": "KeyError: 'a'"})
    assert as_data(found)["failed"] == ["04-x"]
    assert as_data(found)["attention"] is True
    assert "### Notebooks that failed (1)\n\n- `04-x`: `KeyError: 'a'`" in as_markdown(found)


def test_the_summary_says_what_grew_and_what_came(tmp_path):
    now = [gap("a"), gap("b")], [finding("1")]
    found = growth(tmp_path, ([gap("a")], []), now)
    text = as_markdown(found)
    assert "**More than in the report before: undecided gaps, errors.**" in text
    assert "| undecided gaps | 2 | 1 |" in text
    assert "### New gaps (1)\n\n- `b` `personas/a.md:7`" in text
    assert "- error `TB301` `a link leads nowhere` `personas/a.md:9`" in text
    assert text.endswith("Compared with the report of `then`.\n")


def test_the_summary_has_the_headline_numbers_and_how_far_they_moved(tmp_path):
    write_report(tmp_path, "then", "2025-01-01", headlines=[headline(9)])
    earlier = Before.on(tmp_path)
    folder = write_report(tmp_path, "now", headlines=[headline(7)])
    text = as_markdown(earlier.growth(folder))
    assert "- **7** of 44 (-2) `challenges have no OpenSSF remedy`" in text


def test_texts_of_documents_stay_texts_in_the_summary(tmp_path):
    now = [gap(NASTY), gap("`" + NASTY + "`")], [finding("1", message=NASTY)]
    found = growth(tmp_path, ([], []), now, failed={NASTY: NASTY}, edition=NASTY)
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(as_markdown(found))
    inline = [one for token in tokens for one in token.children or ()]
    assert {one.type for one in inline} <= {
        "text",
        "code_inline",
        "strong_open",
        "strong_close",
        "softbreak",
    }
    assert not any("@" in one.content for one in inline if one.type == "text")
    spans = [one.content for one in inline if one.type == "code_inline"]
    assert sum("@team [x](javascript:alert(1)) ```" in span for span in spans) >= 5
    assert not any("\u202e" in span for span in spans)


def test_a_code_span_holds_no_line_of_its_own():
    assert code("a\n\n# b\x1b[31m") == "`a # b [31m`"
    assert code("") == "` `"
    assert len(code("x" * 5000)) == 302


def test_a_summary_has_an_end(tmp_path):
    rows = [gap(f"{number} {'漢' * 400}") for number in range(500)]
    found = [finding(str(number), message="漢" * 400) for number in range(500)]
    failed = {f"{number}{'漢' * 400}": "漢" * 400 for number in range(100)}
    text = as_markdown(growth(tmp_path, ([], []), (rows, found), failed=failed))
    assert "- and 480 more" in text
    assert len(text.encode()) < 61_000
    assert text.endswith("The rest stands in the report.\n")


def test_a_summary_is_markdown_or_json_by_its_name(tmp_path):
    found = growth(tmp_path, ([], []), ([gap("a")], []))
    write_summary(found, tmp_path / "s.md")
    write_summary(found, tmp_path / "s.json")
    assert (tmp_path / "s.md").read_text("utf-8") == as_markdown(found)
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == {
        "version": 1,
        "edition": "now",
        "source": "https://example.org/toolbelt",
        "revision": "0123456789abcdef0123456789abcdef01234567",
        "index": "now/index.html",
        "before": "then",
        "counts": found.now.counts,
        "counts_before": found.then.counts,
        "grew": ["undecided gaps"],
        "failed": [],
        "attention": True,
    }


def test_a_summary_without_a_folder_is_refused(tmp_path):
    with pytest.raises(ParameterError) as caught:
        require_place(tmp_path / "no" / "s.md")
    assert str(caught.value) == (
        f"{tmp_path / 'no' / 's.md'}: its folder is not there; make it, or name another file"
    )


@pytest.fixture
def documents_of(tmp_path):
    """Write the documents of a source that the command is to read."""

    def write(*challenges):
        folder = tmp_path / "docs" / "personas"
        folder.mkdir(parents=True, exist_ok=True)
        lines = "\n".join(f"- {one}" for one in challenges)
        (folder / "a.md").write_text(ADA.format(lines), encoding="utf-8")

    return write


@pytest.fixture
def reported(told, tmp_path):
    """Run the command with one small notebook of one's own."""
    write_notebook(tmp_path, SOURCE, "1")

    def run(*words):
        return told("report", "--source", "docs", "--notebook", "mine.ipynb", *words)

    return run


def test_the_gates_are_held_after_the_report_is_there(reported, documents_of, tmp_path):
    documents_of("The cafeteria closes early")
    first = reported("--fail-over", "1", "--fail-on", "error", "--fail-on-growth")
    index = "reports/docs/index.html"
    assert (first.returncode, first.stdout, first.stderr) == (0, f"{index}\n", "")
    assert (tmp_path / "reports" / "index.html").is_file()
    assert reported("--summary", "no/s.md").returncode == 2

    documents_of(
        "The cafeteria closes early", "Nobody waters the plants", "[x](missing.md) leads nowhere"
    )
    words = ["--fail-over", "1", "--fail-on", "error", "--fail-on-growth", "--summary", "s.json"]
    second = reported(*words)
    found = json.loads((tmp_path / "s.json").read_text("utf-8"))
    gaps, errors = found["counts"]["undecided gaps"], found["counts"]["errors"]
    assert gaps > 1
    assert errors > 0
    assert "undecided gaps" in found["grew"]
    assert (second.returncode, second.stdout) == (1, f"{index}\n")
    assert second.stderr.splitlines() == [
        f"toolbelt-data: --fail-over 1: gaps without a decision: {gaps}",
        f"toolbelt-data: --fail-on error: {errors} finding{'s' * (errors != 1)} this severe",
        f"toolbelt-data: --fail-on-growth: more than in the last report: {', '.join(found['grew'])}",
    ]


def test_the_gates_count_as_the_commands_that_have_them(reported, documents_of, told, tmp_path):
    documents_of("The cafeteria closes early", "[x](missing.md) leads nowhere")
    reported("--summary", "s.json")
    counts = json.loads((tmp_path / "s.json").read_text("utf-8"))["counts"]
    gaps, findings = (
        counts["undecided gaps"],
        json.loads(told("check", "--source", "docs", "--format", "json").stdout),
    )
    for limit, status in ((gaps, 0), (gaps - 1, 1)):
        assert told("gaps", "--source", "docs", "--fail-over", limit).returncode == status
    by = [one["severity"] for one in findings["findings"]]
    assert [counts[f"{one}s"] for one in ("error", "warning", "note")] == [
        by.count(one) for one in ("error", "warning", "note")
    ]
    told("check", "--source", "docs", "--write-baseline", "known.json")
    assert reported("--fail-on", "note", "--baseline", "known.json").returncode == 0
    assert reported("--fail-on", "note").returncode == 1
    missing = reported("--fail-on", "note", "--baseline", "nowhere.json")
    assert missing.stderr == (
        "toolbelt-data: nowhere.json: No such file or directory; write it with --write-baseline\n"
    )


def test_older_reports_go_and_the_file_of_somebody_elses_is_said(reported, documents_of, tmp_path):
    documents_of("x")
    write_report(tmp_path / "reports", "old", written="2020-01-01T00:00:00+00:00")
    noted = write_report(tmp_path / "reports", "noted", written="2020-01-02T00:00:00+00:00")
    (noted / "notes.txt").write_text("x")
    done = reported("--keep", "1")
    assert done.returncode == 0
    assert done.stderr == (
        "toolbelt-data: reports/noted: holds files of somebody else; not removed\n"
    )
    assert not (tmp_path / "reports" / "old").exists()
    assert noted.is_dir()


def test_a_notebook_that_fails_leaves_the_summary_and_the_list(reported, documents_of, tmp_path):
    documents_of("x")
    write_notebook(tmp_path, SOURCE, "1 / 0")
    done = reported("--summary", "s.json", "--fail-over", "0")
    assert done.returncode == 2
    first, second = done.stderr.splitlines()
    assert first.startswith("toolbelt-data: mine.ipynb: cell [2] failed with ZeroDivisionError")
    assert second == "toolbelt-data: --fail-over 0: gaps without a decision: 1"
    assert json.loads((tmp_path / "s.json").read_text("utf-8"))["failed"] == ["mine"]
    page = (tmp_path / "reports" / "index.html").read_text("utf-8")
    assert 'class="card report troubled"' in page
    assert '<a href="docs/mine.html">mine</a>: cell [2] failed with ZeroDivisionError' in page
