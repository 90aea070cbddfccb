"""Clones and refreshes that are killed: what they leave is told, and cleared once it is old."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from repositories import PERSONA, begin, commit, git

from toolbelt_data import SourceError, open_edition, refresh
from toolbelt_data.source.remains import STALE


@pytest.fixture
def origin(tmp_path, monkeypatch):
    """A repository with a cache of its own, large enough that git is at work for a while."""
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    made = begin(tmp_path / "toolbelt")
    (made / "data").write_bytes(os.urandom(4_000_000))
    commit(made, "2025-01-03")
    return made


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def start(function, origin):
    """Start a process that does one thing, in a group of its own."""
    program = f"import toolbelt_data as t; print(1, flush=True); t.{function}({origin.as_uri()!r})"
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process, after):
    """Kill a process and all that it started, a while after it has begun its work."""
    process.stdout.readline()
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def grow_old(folder):
    """Set all that lies in a folder two days back."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (time.time() - 2 * STALE,) * 2)


def left(cache):
    """Give what nobody has finished."""
    kinds = ("*.????????", "*/*.lock", "*/refs/**/*.lock", "*/objects/**/tmp_*")
    return [path for kind in kinds for path in cache.glob(kind)]


def test_clones_that_are_killed_leave_nothing_that_is_taken_for_one(origin, cache):
    for number in range(8):
        kill(start("open_edition", origin), number / 50)
        assert all(open_edition(path).files for path in cache.glob("*") if "." not in path.name)
    assert list(open_edition(origin.as_uri()).files) == ["personas/a.md"]


def test_a_clone_that_was_killed_is_cleared_after_a_day_and_others_are_not(origin, cache):
    kill(start("open_edition", origin), 0)
    young = cache / f"toolbelt-{'0' * 16}.abcd1234"
    (young / "objects").mkdir(parents=True)
    others = [cache / name for name in ("mine.txt", "notes.abcd1234", ".hidden-0123.x")]
    for path in others:
        path.mkdir()
    old = cache / f"else-{'1' * 16}.abcd1234"
    (old / "objects" / "pack").mkdir(parents=True)
    busy = cache / f"busy-{'2' * 16}.abcd1234"
    (busy / "objects" / "pack").mkdir(parents=True)
    grow_old(cache)
    os.utime(young)
    os.utime(busy / "objects" / "pack")
    open_edition(origin.as_uri())
    assert not old.exists()
    assert all(path.exists() for path in (young, busy, *others))
    assert left(cache) == [*cache.glob("*.abcd1234")]


def test_refreshes_that_are_killed_stop_nobody_for_longer_than_a_day(origin, cache):
    open_edition(origin.as_uri())
    for number in range(8):
        (origin / "data").write_bytes(os.urandom(2_000_000))
        name = commit(origin, "2025-02-02", a=f"{PERSONA}{number}")
        git(origin, "branch", f"b{number}")
        kill(start("refresh", origin), number / 40)
        assert list(open_edition(origin.as_uri()).files) == ["personas/a.md"]
    grow_old(cache)
    refresh(origin.as_uri())
    assert open_edition(origin.as_uri()).revision == name
    assert left(cache) == []


@pytest.mark.parametrize("lock", ["refs/heads/main.lock", "HEAD.lock", "packed-refs.lock"])
def test_a_lock_is_told_and_gone_after_a_day(origin, cache, monkeypatch, lock):
    monkeypatch.setattr(
        "toolbelt_data.source.git._SETTINGS",
        ("core.filesRefLockTimeout=10", "core.packedRefsTimeout=10"),
    )
    git(origin, "branch", "old")
    open_edition(origin.as_uri())
    (place,) = cache.iterdir()
    (place / lock).parent.mkdir(parents=True, exist_ok=True)
    (place / lock).touch()
    git(origin, "branch", "-D", "old")
    git(origin, "checkout", "-q", "-b", "next")
    name = commit(origin, "2025-02-02", b=PERSONA)
    git(origin, "branch", "-f", "main", name)
    with pytest.raises(SourceError) as refused:
        refresh(origin.as_uri())
    assert str(refused.value) == (
        f"{origin.as_uri()}: cannot be fetched: its clone is locked;"
        f" try again, or remove {place}/{lock} where nobody else is fetching"
    )
    os.utime(place / lock, (time.time() - 2 * STALE,) * 2)
    refresh(origin.as_uri())
    assert open_edition(origin.as_uri()).revision == name


def test_a_lock_that_another_holds_for_a_while_is_waited_for(origin, cache):
    open_edition(origin.as_uri())
    (place,) = cache.iterdir()
    lock = place / "refs" / "heads" / "main.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    name = commit(origin, "2025-02-02", b=PERSONA)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: (time.sleep(3), lock.unlink()))
        refresh(origin.as_uri())
    assert open_edition(origin.as_uri()).revision == name


def test_two_that_clone_and_refresh_at_once_twenty_times_do_not_break_each_other(origin):
    (origin / "data").unlink()
    commit(origin, "2025-01-04")
    program = (
        "import toolbelt_data as t\n"
        "for _ in range(10):\n"
        f"    t.refresh({origin.as_uri()!r})\n"
        f"    print(len(t.open_edition({origin.as_uri()!r}).files))\n"
    )
    with ThreadPoolExecutor(2) as pool:
        running = [
            pool.submit(
                subprocess.run,
                [sys.executable, "-c", program],
                capture_output=True,
                text=True,
                check=False,
            )
            for _ in range(2)
        ]
        for number in range(8):
            git(origin, "branch", f"b{number}")
            commit(origin, "2025-02-02", a=f"{PERSONA}{number}")
    for one in running:
        assert (one.result().stdout, one.result().stderr) == ("1\n" * 10, "")
