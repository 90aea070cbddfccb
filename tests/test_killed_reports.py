"""Reports that are killed: the last one stays whole and in its place, whenever it happens."""

import hashlib
import json
import multiprocessing
import os
import random
import signal
import time
from importlib import import_module

import pytest

from toolbelt_data.report.landing import landing

landing_module = import_module("toolbelt_data.report.landing.landing")

KILLS = 60
FILES = 40
FORK = multiprocessing.get_context("fork")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")


def write(folder, generation):
    """Write a report: files of many sizes, and last the manifest with their digests."""
    draw = random.Random(generation)  # noqa: S311
    digests = {}
    for number in range(FILES):
        path = folder / f"part-{number % 4}" / f"{number}.html"
        path.parent.mkdir(exist_ok=True)
        data = draw.randbytes(draw.randrange(1, 60_000))
        path.write_bytes(data)
        digests[path.relative_to(folder).as_posix()] = hashlib.sha256(data).hexdigest()
    known = {"toolbelt-data": "0"}
    content = {"generation": generation, "files": digests, "versions": known}
    (folder / "manifest.json").write_text(json.dumps(content))


def land(target, generation):
    with landing(target) as work:
        write(work, generation)


def whole(target):
    """Give a report's generation where every file that its manifest names is there and right."""
    manifest = json.loads((target / "manifest.json").read_text())
    found = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    assert found == {*manifest["files"], "manifest.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == digest, name
    return manifest["generation"]


def names(folder):
    return {path.name for path in folder.iterdir()}


def timed(target):
    """Say how long a landing takes here."""
    start = time.monotonic()
    land(target, 0)
    return time.monotonic() - start


def test_a_kill_at_any_moment_leaves_a_whole_report(tmp_path):
    """Each kill falls into the writing or the landing; a seed draws the moments."""
    target, draw = tmp_path / "out", random.Random(20250529)  # noqa: S311
    land(target, 0)
    length = timed(target)
    killed, generations = 0, [0]
    for number in range(1, 4 * KILLS):
        process = FORK.Process(target=land, args=(target, number))
        process.start()
        time.sleep(draw.triangular(0, 1.3, 1) * length)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        late = process.exitcode != -signal.SIGKILL
        killed += not late
        # How long a landing takes changes with what else the machine does.
        length *= 0.9 if late else 1.02
        generations.append(whole(target))
        assert generations[-1] in {generations[-2], number}
        assert names(tmp_path) <= {"out", ".out.toolbelt"}
        if killed == KILLS:
            break
    assert killed == KILLS
    land(target, -1)
    assert (whole(target), names(tmp_path)) == (-1, {"out"})


def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def around(function, when, number):
    """Die before or after a function is called for the nth time."""
    calls = []

    def call(*args):
        calls.append(args)
        if when == "before" and len(calls) == number:
            die()
        result = function(*args)
        if when == "after" and len(calls) == number:
            die()
        return result

    return call


def land_and_die(target, step, when, number):
    owner, name = step
    if name == "replace":
        landing_module.exchange = lambda *_: False
    setattr(owner, name, around(getattr(owner, name), when, number))
    land(target, 2)


REPLACE = (type(landing_module.Path()), "replace")
EXCHANGE = (landing_module, "exchange")
REMOVE = (landing_module, "remove")
KEEP = (landing_module, "_keep_names")


@pytest.mark.parametrize(
    ("step", "when", "number", "stands"),
    [
        (EXCHANGE, "before", 1, 1),
        (EXCHANGE, "after", 1, 2),
        (REPLACE, "before", 1, 1),
        (REPLACE, "after", 1, None),
        (REPLACE, "before", 2, None),
        (REPLACE, "after", 2, 2),
        (REMOVE, "before", 1, 2),
        (REMOVE, "after", 1, 2),
        (KEEP, "before", 1, 1),
        (KEEP, "before", 6, 2),
    ],
)
def test_a_kill_beside_each_step_leaves_what_the_next_run_mends(
    tmp_path, step, when, number, stands
):
    """Where two renames are needed the report is aside for a moment, and is put back."""
    target = tmp_path / "out"
    land(target, 1)
    process = FORK.Process(target=land_and_die, args=(target, step, when, number))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert (whole(target) if target.exists() else None) == stands
    land(tmp_path / "other", 3)
    assert whole(target) == (stands or 1)
    assert names(tmp_path) == {"out", "other"}
