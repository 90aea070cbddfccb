"""The shelf: which reports lie there, what the page beside them says, and which of them go."""

import base64
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import time
from html.parser import HTMLParser

import pytest
from filelock import FileLock
from shelves import PAGE, headline, write_report

from toolbelt_data import ToolbeltError
from toolbelt_data.report.shelf.growth import Before
from toolbelt_data.report.shelf.keeper import LOCK, keep_shelf
from toolbelt_data.report.shelf.listing import MARK, page_of
from toolbelt_data.report.shelf.shelf import before, moved, read_report, read_shelf

NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'"


class Page(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.words.append(data)


def written(day, hour=0):
    return f"2026-01-{day:02}T{hour:02}:00:00+00:00"


def names(shelf):
    return [one.name for one in shelf]


def test_reports_lie_with_the_last_written_first(tmp_path):
    write_report(tmp_path, "b", written=written(2))
    write_report(tmp_path, "a", written=written(3))
    write_report(tmp_path, "c", written="2026-01-03T01:00:00+02:00")
    assert names(read_shelf(tmp_path)) == ["a", "c", "b"]


def test_a_report_of_the_project_is_read(report):
    found = read_report(report.index.parent)
    manifest = json.loads((report.index.parent / "manifest.json").read_text("utf-8"))
    assert found.whole
    assert (found.edition, found.source, found.day) == ("2025-06-10", "embedded", "2025-06-10")
    assert found.files == set(manifest["files"])
    assert found.failed == {}
    assert len(found.headlines) == len(manifest["headlines"]) > 0


def test_what_is_no_report_is_left_out(tmp_path):
    write_report(tmp_path, "mine")
    write_report(tmp_path, ".hidden")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "manifest.json").write_text('{"name": "an app", "versions": {"app": "1"}}')
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "manifest.json").write_text("{half")
    (tmp_path / "index.html").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    elsewhere = write_report(tmp_path / "thesis", "elsewhere")
    write_report(tmp_path, "linked")
    (tmp_path / "linked" / "manifest.json").unlink()
    (tmp_path / "linked" / "manifest.json").symlink_to(elsewhere / "manifest.json")
    assert names(read_shelf(tmp_path)) == ["mine"]


@pytest.mark.parametrize("text", ["{half", "[]", "\xff", "[" * 100_000, "{}", ""])
def test_a_broken_manifest_is_listed_with_what_is_known(tmp_path, text):
    folder = write_report(tmp_path, "broken", written=written(5))
    (folder / "manifest.json").write_bytes(text.encode("latin-1"))
    found = read_report(folder)
    assert not found.whole
    page = page_of([found])
    assert "Its manifest cannot be read." in page
    assert "2026-01-05 00:00 UTC" in page
    assert 'href="broken/index.html"' in page


@pytest.mark.parametrize("value", [None, 7, "x", [1, {"value": "9"}], {"a": {}}, [{"value": True}]])
def test_a_manifest_with_other_values_is_listed_without_them(tmp_path, value):
    folder = write_report(tmp_path, "odd")
    said = json.loads((folder / "manifest.json").read_text("utf-8"))
    said = {**dict.fromkeys([*said, "failed"], value), "versions": said["versions"]}
    (folder / "manifest.json").write_text(json.dumps(said))
    (folder / "run.json").write_text('{"finished": "never"}')
    found = read_report(folder)
    assert found.whole
    assert found.headlines == ()
    assert page_of([found]).count("<article") == 1


def test_a_report_without_its_run_has_the_time_of_its_folder(tmp_path):
    folder = write_report(tmp_path, "a")
    (folder / "run.json").unlink()
    os.utime(folder, (0, 86_400))
    assert read_report(folder).written.isoformat() == "1970-01-02T00:00:00+00:00"


def test_the_report_before_is_of_the_same_source_and_people_and_not_younger(tmp_path):
    some = {"02": {"personas": "Ada"}}
    write_report(tmp_path, "old", "2025-01-01", written(9))
    write_report(tmp_path, "middle", "2025-02-01", written(1))
    write_report(tmp_path, "young", "2025-04-01", written(2))
    write_report(tmp_path, "other", "2025-03-01", written(3), source="embedded")
    write_report(tmp_path, "narrow", "2025-03-01", written(4), parameters=some)
    own = read_report(write_report(tmp_path, "own", "2025-03-01", written(5)))
    others = [one for one in read_shelf(tmp_path) if one.name != "own"]
    assert before(own, others).name == "middle"
    assert before(own, [one for one in others if one.name == "young"]) is None


def test_a_number_says_how_far_it_moved(tmp_path):
    then = headline(9), headline(3, "use cases state no need", "other")
    now = headline(11), headline(3, "use cases state no need", "other"), headline(1, "new", "new")
    last = read_report(write_report(tmp_path, "last", headlines=then))
    own = read_report(write_report(tmp_path, "own", written=written(2), headlines=now))
    assert [change for _, change in moved(own, last)] == [2, 0, None]
    page = page_of([own, last])
    assert re.findall(r'<span class="change( \w+)?">(.*?)</span>', page) == [(" worse", "+2")]
    assert f'href="own/{PAGE}.html#which"' in page
    assert 'Compared with the report of <a href="last/index.html">last</a>' in page
    better = page_of(
        [read_report(write_report(tmp_path, "next", written=written(3), headlines=then)), own]
    )
    assert '<span class="change better">−2</span>' in better


def test_a_report_in_which_a_notebook_failed_is_red_and_says_which(tmp_path):
    folder = write_report(tmp_path, "a", failed={PAGE: "ZeroDivisionError: division by zero"})
    page = page_of([read_report(folder)])
    assert 'class="card report troubled"' in page
    assert f'<a href="a/{PAGE}.html">{PAGE}</a>: ZeroDivisionError: division by zero' in page
    assert "1 notebook failed:" in page
    fine = page_of([read_report(write_report(tmp_path, "b"))])
    assert "report troubled" not in fine


def test_nothing_of_a_manifest_becomes_markup(tmp_path):
    nasty = headline(1, NASTY, NASTY)
    name = "<b onclick=x>&'"
    said = {
        "edition": NASTY, "source": NASTY, "revision": NASTY,
        "parameters": {"a": {"groups": NASTY}}, "failed": {NASTY: NASTY},
    }  # fmt: skip
    folder = write_report(tmp_path, name, NASTY, headlines=[nasty], **said)
    write_report(tmp_path, "other", NASTY, headlines=[nasty], **said)
    page = Page(page_of(read_shelf(tmp_path)))
    assert {"script", "img", "b"}.isdisjoint(page.tags)
    assert NASTY in page.words
    inside = [link for link in page.links if link != "#content"]
    assert inside
    assert all(link.startswith((f"{quoted(name)}/", "other/")) for link in inside)
    assert read_report(folder).whole


def quoted(name):
    return "".join(c if c.isalnum() else f"%{ord(c):02X}" for c in name)


def test_the_page_allows_its_own_style_and_nothing_else(tmp_path):
    text = page_of([read_report(write_report(tmp_path, "a"))])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "script" not in Page(text).tags
    assert not re.search(r"url\(|@import", style)


def test_the_page_is_written_and_written_anew(tmp_path):
    own = write_report(tmp_path, "a")
    assert keep_shelf(tmp_path, own) == ([], [], True)
    first = (tmp_path / "index.html").read_text("utf-8")
    assert "1 report lies here" in first
    write_report(tmp_path, "b")
    keep_shelf(tmp_path, own)
    assert "2 reports lie here" in (tmp_path / "index.html").read_text("utf-8")
    assert {p.name for p in tmp_path.iterdir()} == {"a", "b", "index.html", LOCK}


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_an_index_of_somebody_elses_stays(tmp_path, kind):
    own = write_report(tmp_path / "out", "a")
    place = tmp_path / "out" / "index.html"
    theirs = tmp_path / "theirs.html"
    theirs.write_text(f'<meta name="generator" content="{MARK}">')
    if kind == "file":
        place.write_text("<h1>Mine</h1>")
    elif kind == "link":
        place.symlink_to(theirs)
    else:
        place.mkdir()
    kept = theirs.read_text()
    assert not keep_shelf(tmp_path / "out", own).listed
    assert theirs.read_text() == kept
    assert kind != "file" or place.read_text() == "<h1>Mine</h1>"


def test_the_newest_stay_by_when_they_were_written(tmp_path):
    for day in range(1, 6):
        write_report(tmp_path, f"r{day}", f"2025-01-{9 - day:02}", written(day))
    kept = keep_shelf(tmp_path, tmp_path / "r5", 3)
    assert [path.name for path in kept.gone] == ["r2", "r1"]
    assert {p.name for p in tmp_path.iterdir()} == {"r3", "r4", "r5", "index.html", LOCK}
    assert 'href="r2/' not in (tmp_path / "index.html").read_text("utf-8")


def test_the_one_just_written_stays_whatever_its_time(tmp_path):
    own = write_report(tmp_path, "own", written=written(1))
    write_report(tmp_path, "later", written=written(9))
    assert [p.name for p in keep_shelf(tmp_path, own, 1).gone] == ["later"]
    assert own.is_dir()


def test_nothing_goes_where_nothing_is_said(tmp_path):
    for day in range(1, 6):
        write_report(tmp_path, f"r{day}", written=written(day))
    assert keep_shelf(tmp_path, tmp_path / "r1").gone == []
    assert len(read_shelf(tmp_path)) == 5


def test_only_what_was_made_here_goes(tmp_path):
    out = tmp_path / "out"
    own = write_report(out, "own", written=written(9))
    outside = write_report(tmp_path, "outside", written=written(1))
    (out / "link").symlink_to(outside)
    (out / "thesis").mkdir()
    (out / "thesis" / "manifest.json").write_text('{"name": "years of work"}')
    broken = write_report(out, "broken", written=written(1))
    (broken / "manifest.json").write_text("{half")
    noted = write_report(out, "noted", written=written(2))
    (noted / "notes.txt").write_text("what the board said")
    tidy = write_report(out, "tidy", written=written(3))
    (tidy / ".DS_Store").write_text("")
    (tidy / "sources").symlink_to(outside)
    kept = keep_shelf(out, own, 1)
    assert ([p.name for p in kept.gone], [p.name for p in kept.held]) == (["tidy"], ["noted"])
    assert {p.name for p in out.iterdir()} == {
        "own", "link", "thesis", "broken", "noted", "index.html", LOCK,
    }  # fmt: skip
    assert (outside / "index.html").is_file()


def test_a_report_that_another_run_writes_anew_stays(tmp_path):
    own = write_report(tmp_path, "own", written=written(9))
    busy = write_report(tmp_path, "busy")
    code = (
        "import sys, time, pathlib; from toolbelt_data.report.landing.holding import holding\n"
        "with holding(pathlib.Path(sys.argv[1])): print(flush=True); time.sleep(600)"
    )
    words = [sys.executable, "-c", code, str(busy)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        kept = keep_shelf(tmp_path, own, 1)
        holder.kill()
    assert kept.gone == []
    assert busy.is_dir()
    assert [path.name for path in keep_shelf(tmp_path, own, 1).gone] == ["busy"]


def test_what_a_killed_removal_left_goes_with_the_next(tmp_path):
    own = write_report(tmp_path, "own")
    left = tmp_path / ".2025-01-01.toolbelt-gone"
    left.mkdir()
    (left / "half").write_text("")
    keep_shelf(tmp_path, own)
    assert not left.exists()


def test_half_a_list_that_a_killed_run_left_goes_with_the_next(tmp_path):
    own = write_report(tmp_path, "own")
    (tmp_path / ".index.html.4711").write_text("<!doctype")
    (tmp_path / ".index.html.mine").write_text("theirs")
    keep_shelf(tmp_path, own)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"own", "index.html", ".index.html.mine", LOCK}


def add(out, number):
    """Write a report and list it, as a run does at its end."""
    keep_shelf(out, write_report(out, f"r{number}"))


def test_runs_at_once_lose_no_entry(tmp_path):
    fork = multiprocessing.get_context("spawn")
    runs = [fork.Process(target=add, args=(tmp_path, number)) for number in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0] * 3
    text = (tmp_path / "index.html").read_text("utf-8")
    assert sorted(set(re.findall(r'<h2><a href="(r\d)/', text))) == [f"r{n}" for n in range(3)]


def test_a_run_that_does_not_end_is_said_in_a_line(tmp_path):
    own = write_report(tmp_path, "a")
    with FileLock(tmp_path / LOCK), pytest.raises(ToolbeltError) as caught:
        keep_shelf(tmp_path, own, patience=0.1)
    assert str(caught.value) == (
        f"{tmp_path / LOCK}: another run has been listing the reports for too long;"
        " end it, try again"
    )


def test_a_killed_run_holds_nobody_up(tmp_path):
    own = write_report(tmp_path, "a")
    code = "import sys, time, filelock; filelock.FileLock(sys.argv[1]).acquire(); print(flush=True); time.sleep(60)"
    words = [sys.executable, "-c", code, str(tmp_path / LOCK)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        holder.kill()
    started = time.monotonic()
    assert keep_shelf(tmp_path, own).listed
    assert time.monotonic() - started < 20


def test_a_folder_that_cannot_be_written_is_said_in_a_line(tmp_path, full_disk):
    own = write_report(full_disk, "a")
    first = keep_shelf(full_disk, own)
    assert first.listed
    kept = (full_disk / "index.html").read_bytes()
    for number in range(400):
        try:
            (full_disk / f"fill{number}").write_bytes(b"x" * 4096)
        except OSError:
            break
    with pytest.raises(ToolbeltError) as caught:
        keep_shelf(full_disk, own)
    assert (
        str(caught.value)
        == f"{full_disk / 'index.html'}: No space left on device; name another file"
    )
    assert (full_disk / "index.html").read_bytes() == kept


@pytest.fixture
def full_disk(tmp_path):
    """Give a disk of a few hundred kilobytes, which only root can make."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    words = [mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", place]
    if (
        mount is None
        or os.geteuid()
        or subprocess.run(words, check=False, capture_output=True).returncode
    ):
        pytest.skip("needs root and mount, to make a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


def test_numbers_and_pages_that_a_manifest_only_claims_do_no_harm(tmp_path):
    claimed = [
        {"value": 1, "total": 2, "words": "\ud800", "page": "x" * 300, "anchor": "\ud800"},
        {"value": 1, "total": 2, "words": "nul", "page": "a\0b", "anchor": "a"},
        {"value": 1, "total": 2, "words": "half", "page": PAGE, "anchor": "\ud800"},
        {"value": 10**4000, "total": 2, "words": "big", "page": PAGE, "anchor": "a"},
    ]
    write_report(tmp_path, "a", edition="\ud800", failed={"\ud800": "why"})
    said = json.loads((tmp_path / "a" / "manifest.json").read_text("utf-8"))
    (tmp_path / "a" / "manifest.json").write_text(json.dumps(said | {"headlines": claimed}))
    (tmp_path / "a").rename(tmp_path / "a\udcff")
    shelf = read_shelf(tmp_path)
    assert [line.words for line in shelf[0].headlines] == ["\\ud800", "nul", "half"]
    assert keep_shelf(tmp_path, tmp_path / "a\udcff").listed
    page = (tmp_path / "index.html").read_text("utf-8")
    assert f'href="a%FF/{PAGE}.html#%5Cud800"' in page
    assert page.count('href="a%FF/index.html"') >= 3


def test_a_manifest_larger_than_any_is_not_read(tmp_path):
    folder = write_report(tmp_path, "a")
    with (folder / "manifest.json").open("r+b") as file:
        file.truncate(65 * 2**20)
    assert [one.whole for one in read_shelf(tmp_path)] == [False]


def test_a_pipe_in_the_place_of_a_table_is_not_waited_for(tmp_path):
    folder = write_report(tmp_path, "a")
    (folder / "tables" / "challenges.csv").unlink()
    os.mkfifo(folder / "tables" / "challenges.csv")
    assert Before.on(tmp_path).shelf == []
