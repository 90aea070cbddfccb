"""Measure how long a history takes: seconds, ratio to one load, and memory.

Run it as ``python tools/history_times.py [COMMITS ...]``. Repositories are made
of the embedded edition, each commit changing one document: a statement is
reworded, one is added, a line moves, or an earlier content comes back.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from toolbelt_data import embedded, load
from toolbelt_data.analysis import history

ROUNDS = 3
DAY = 86_400
BEGIN = 1_577_836_800


def contents(number: int) -> list[tuple[str, bytes]]:
    """Give the changes: which document each commit writes, and what it holds then."""
    root = embedded.edition()
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


def seconds(run) -> float:
    """Give the median of some runs."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    """Measure, and print a line each."""
    with tempfile.TemporaryDirectory() as name:
        for number in map(int, sys.argv[1:] or ("10", "100", "1000")):
            folder = Path(name, str(number))
            make(folder, number)
            one = seconds(lambda folder=folder: load(folder, "main"))
            rows = len(history(folder, "main", jobs=1))
            for jobs in (1, None):
                took = seconds(lambda f=folder, j=jobs: history(f, "main", jobs=j))
                print(
                    f"{number} commits, {rows} rows, jobs {jobs}: {took:.2f} s,"
                    f" {took / rows * 1000:.0f} ms a row, {took / one:.1f} loads of"
                    f" {one * 1000:.0f} ms"
                )
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        peak = resource.getrusage(who).ru_maxrss / 1024
        print(
            f"peak memory, {'this process' if who == resource.RUSAGE_SELF else 'a child'}:"
            f" {peak:.0f} MiB"
        )


if __name__ == "__main__":
    main()
