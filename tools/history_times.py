"""Measure how long a history takes: seconds, ratio to one load, and memory.

Run it as ``python tools/history_times.py [COMMITS ...]``. Repositories are made
of the embedded edition, each commit changing one document: a statement is
reworded, one is added, a line moves, or an earlier content comes back.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from toolbelt_data import load
from toolbelt_data.analysis import history
from toolbelt_data.source import embedded_edition

ROUNDS = 3
MANY = 100
DAY = 86_400
BEGIN = 1_577_836_800


def contents(number: int) -> list[tuple[str, bytes]]:
    """Give the changes: which document each commit writes, and what it holds then."""
    root = embedded_edition()
    documents = {
        path.relative_to(root).as_posix(): path.read_bytes().decode().split("\n")
        for path in sorted(root.rglob("*.md"))
    }
    before = {path: [lines] for path, lines in documents.items()}
    changes = [(path, "\n".join(lines).encode()) for path, lines in documents.items()]
    for turn in range(number - len(changes)):
        path = list(documents)[turn % len(documents)]
        lines = list(documents[path])
        bullets = [n for n, line in enumerate(lines) if line.lstrip().startswith(("-", "*"))]
        place = bullets[turn * 7 % len(bullets)]
        kind = turn // len(documents) % 4
        if kind == 0:
            lines[place] += f" (as of review {turn})"
        elif kind == 1:
            lines.insert(place + 1, f"- Waits {turn} days for an answer about security tooling")
        elif kind == 2:
            lines.insert(bullets[turn * 3 % len(bullets)], lines.pop(place))
        else:
            lines = before[path][-2]
        before[path].append(lines)
        documents[path] = lines
        changes.append((path, "\n".join(lines).encode()))
    return changes


def make(folder: Path, number: int) -> None:
    """Make a repository of so many commits."""
    words = []
    for turn, (path, data) in enumerate(contents(number)):
        who = f"Writer <writer@example.org> {BEGIN + turn * DAY} +0000"
        message = f"Change {turn}".encode()
        words += [
            f"commit refs/heads/main\ncommitter {who}\ndata {len(message)}\n".encode(),
            message,
            f"\nM 100644 inline {path}\ndata {len(data)}\n".encode(),
            data,
            b"\n",
        ]
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    subprocess.run(
        ["git", "-C", folder, "fast-import", "--quiet"], input=b"".join(words), check=True
    )


def measured(run, rounds: int = ROUNDS) -> tuple[float, float]:
    """Give the median seconds of some runs, by the clock and of all processors."""
    taken = []
    for _ in range(rounds):
        begun, spent = time.perf_counter(), processors()
        run()
        taken.append((time.perf_counter() - begun, processors() - spent))
    return tuple(statistics.median(one) for one in zip(*taken, strict=True))


def processors() -> float:
    """Give the seconds that this process and its children have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure, and print a line each."""
    with tempfile.TemporaryDirectory() as name:
        for number in map(int, sys.argv[1:] or ("10", "100", "1000")):
            folder = Path(name, str(number))
            make(folder, number)
            one, of_one = measured(lambda folder=folder: load(folder, "main"))
            rounds = ROUNDS if number <= MANY else 1
            for jobs in (1, os.cpu_count()):
                took, used = measured(lambda f=folder, j=jobs: history(f, "main", jobs=j), rounds)
                print(
                    f"{number} commits, {jobs} jobs: {took:.2f} s, {took / number * 1000:.0f} ms a"
                    f" commit, {took / one:.0f} loads of {one * 1000:.0f} ms; of processors"
                    f" {used:.2f} s, {used / of_one:.0f} loads",
                    flush=True,
                )
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"peak memory so far: {own:.0f} MiB, of the largest child {child:.0f} MiB")


if __name__ == "__main__":
    main()
