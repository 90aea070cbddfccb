"""Kill reports while they are made, at moments drawn by a seed, and look at what is left.

The real command is killed with its whole process group. After each kill the
last report has to be whole by every digest of its manifest, the list of
reports too, nothing but hidden work may lie beside them, and no kernel may stay
alive. At the end a run goes to its end, and has to leave nothing of all that.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import nbformat
import psutil

PHASES = ("starting", "executing", "writing", "landing", "listing")
"""What a run does, in order: until it holds its place, in kernels, in files, at the swap, after."""

WEIGHTS = (1, 3, 5, 9, 4)
"""How often a kill is to fall into each."""

_SHELF = {"index.html", ".toolbelt-reports.lock"}
# Seconds: kernels look once a second whether their parent lives, and start for a while.
_PATIENCE = 30
_POLL = 0.001
# linux/prctl.h: orphans become children of this process, as under a service manager.
_PR_SET_CHILD_SUBREAPER = 36


class Place:
    """A folder with reports, and what runs leave in it and in their temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.out = folder / "out"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.tiny = folder / "tiny.ipynb"
        cells = [nbformat.v4.new_code_cell(code, id=f"c{n}") for n, code in enumerate(_TINY)]
        cells[0].metadata.tags = ["parameters"]
        node = nbformat.v4.new_notebook(cells=cells)
        node.metadata.kernelspec = {"name": "python3", "display_name": "P", "language": "python"}
        nbformat.write(node, self.tiny)

    def start(self, number: int, everything: bool = False) -> subprocess.Popen:
        """Start a run, known by a number in its manifest; with all notebooks, or a tiny one."""
        words = ["--notebook", str(self.tiny), "-p", "number", str(number)]
        for path in sorted(_NOTEBOOKS.glob("[0-9]*.ipynb")) if everything else ():
            words += ["--notebook", str(path)]
        return subprocess.Popen(
            [sys.executable, "-m", "toolbelt_data", "report", "--out", str(self.out), *words],
            env=os.environ | {"TMPDIR": str(self.temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(self, number: int) -> dict[str, float]:
        """Let a run go to its end; give the seconds that each phase took."""
        process = self.start(number)
        spent: Counter[str] = Counter()
        before = time.monotonic()
        while process.poll() is None:
            phase = self.phase(process.pid, number)
            time.sleep(_POLL)
            now = time.monotonic()
            spent[phase] += now - before
            before = now
        if process.returncode:
            raise RuntimeError(f"a run that nobody killed ended with {process.returncode}")
        return spent

    def phase(self, pid: int, number: int) -> str:
        """Say what a run does; by what lies in its folder, as somebody who looks sees it."""
        try:
            (desk,) = self.out.glob(".*.toolbelt")
            if json.loads((desk / "holder.json").read_text("utf-8"))["process"] != pid:
                return "starting"
            made = {path.name for path in (desk / "new").iterdir()}
        except (OSError, ValueError):
            return "listing" if self.stands() == number else "starting"
        if "run.json" in made:
            return "landing"
        return "writing" if made - {"notebooks", "older"} else "executing"

    def reports(self) -> list[Path]:
        """Give the folders of reports."""
        return sorted(path for path in self.out.glob("[!.]*") if path.name != "index.html")

    def stands(self) -> int | None:
        """Give the number of the run whose report is in place."""
        try:
            (report,) = self.reports()
            manifest = json.loads((report / "manifest.json").read_text("utf-8"))
            return manifest["parameters"]["tiny"]["number"]
        except (OSError, ValueError, KeyError):
            return None

    def faults(self) -> list[str]:
        """Say what is wrong with what a reader of the folder sees."""
        found = [fault for report in self.reports() for fault in faults_of(report)]
        try:
            page = (self.out / "index.html").read_text("utf-8")
        except (OSError, ValueError):
            page = ""
        if not page.rstrip().endswith("</html>"):
            found.append("index.html: not whole")
        found += [f"{one.name}: not listed" for one in self.reports() if one.name not in page]
        return found if len(self.reports()) == 1 else [*found, "not one report"]

    def left(self) -> list[str]:
        """Name what is there beside reports and their list."""
        beside = {path.name for path in self.out.iterdir()} - {p.name for p in self.reports()}
        return sorted(beside - _SHELF) + sorted(p.name for p in self.temporary.iterdir())


_NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
_TINY = ('number: int = 0\nsource: str = ""', "number * 2")


def faults_of(report: Path) -> list[str]:
    """Hold a report against its manifest: every file that it names, and no other."""
    try:
        known = json.loads((report / "manifest.json").read_text("utf-8"))["files"]
        json.loads((report / "run.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        return [f"{report.name}: {error}"]
    there = {p.relative_to(report).as_posix(): p for p in report.rglob("*") if p.is_file()}
    names = known.keys() | {"manifest.json", "run.json"}
    found = [f"{name}: there or named, not both" for name in sorted(names ^ there.keys())]
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}
    both = sorted(known.keys() & there.keys())
    return found + [f"{name}: another digest" for name in both if digests[name] != known[name]]


def adopt_orphans() -> bool:
    """Let what a killed run leaves alive become a child of this process, where Linux does that."""
    if sys.platform != "linux":
        return False
    return ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0


def end_of_orphans() -> tuple[float, list[psutil.Process]]:
    """Wait for what a killed run left alive; give the seconds, and what does not end."""
    start = time.monotonic()
    _, alive = psutil.wait_procs(psutil.Process().children(recursive=True), timeout=_PATIENCE)
    for process in alive:
        process.kill()
    return time.monotonic() - start, alive


def kill(place: Place, number: int, after: str, wait: float, everything: bool) -> str:
    """Kill a run some seconds after a phase began; give the phase it was in, or nothing."""
    process = place.start(number, everything)
    late = PHASES[PHASES.index(after) :]
    while process.poll() is None and place.phase(process.pid, number) not in late:
        time.sleep(_POLL)
    time.sleep(wait)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    if process.wait() != -signal.SIGKILL:
        return ""
    return place.phase(process.pid, number)


def main() -> int:
    """Kill as often as is asked for, and print what was seen."""
    command = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    command.add_argument("kills", type=int, nargs="?", default=60)
    command.add_argument("--all", type=int, default=0, help="kills of runs with all notebooks")
    command.add_argument("--seed", type=int, default=20250529)
    given = command.parse_args()
    draw = random.Random(given.seed)  # noqa: S311
    adopting = adopt_orphans()
    fell: Counter[str] = Counter()
    stood: Counter[str] = Counter()
    kept, slowest, number = [], 0.0, 0
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        place = Place(Path(folder))
        place.run(-2)
        lengths = place.run(-1)
        last = -1
        while fell.total() < given.kills + given.all:
            number += 1
            everything = fell.total() >= given.kills
            (after,) = draw.choices(PHASES, WEIGHTS)
            phase = kill(place, number, after, draw.random() * lengths[after], everything)
            seconds, alive = end_of_orphans()
            slowest = max(slowest, seconds)
            kept += [one.pid for one in alive]
            faults += [f"after kill {number} while {phase}: {fault}" for fault in place.faults()]
            hidden = [name for name in place.left() if not name.startswith((".", "toolbelt-"))]
            faults += [f"after kill {number} while {phase}: {name} is left" for name in hidden]
            now = place.stands()
            if now not in (last, number):
                faults.append(f"after kill {number} while {phase}: {now} stands")
            if phase:
                fell[phase] += 1
                stood["new" if now == number else "last"] += 1
            last = now
            print(f"{number}: {phase or 'too late'}, {now} stands", file=sys.stderr, flush=True)
        remains = place.left()
        place.run(0)
        faults += [f"after the last run: {name} is left" for name in place.left()]
        faults += place.faults()
    print("seconds:", ", ".join(f"{phase} {lengths[phase]:.2f}" for phase in PHASES))
    print(f"kills: {fell.total()};", ", ".join(f"{phase} {fell[phase]}" for phase in PHASES))
    print(f"in place after a kill: the last report {stood['last']}, the new one {stood['new']}")
    if adopting:
        print(f"kernels left alive: {len(kept)}; the others ended within {slowest:.1f} s")
    print(f"left before the last run, and cleared by it: {len(remains)}")
    print(f"faults: {len(faults)}", *faults, sep="\n")
    return int(bool(faults or kept))


if __name__ == "__main__":
    sys.exit(main())
