"""Work: a part of what the package does, measured from within a process of its own.

What is imported, and documents that only go before, are no part of the figures.
The last line that it prints has them as JSON.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from toolbelt_data import Analysis, Corpus, load

# Linux counts memory in KiB, macOS in bytes.
_MEMORY_UNIT = 1024 if sys.platform == "linux" else 1


def read_whole(source: Path) -> Callable[[], Corpus]:
    """Read documents into all of a corpus's tables."""
    return lambda: load(source)


def parse_only(source: Path) -> Callable[[], int]:
    """Parse the same bytes with markdown-it-py, and do nothing with what it gives."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    texts = [path.read_bytes() for path in sorted(source.rglob("*.md"))]
    return lambda: sum(len(parser.parse(text.decode("utf-8"))) for text in texts)


def rate_pairs(source: Path) -> Callable[[], object]:
    """Rate every pair of a persona, by reviews or by prediction."""
    corpus = load(source)
    return lambda: Analysis(corpus).pairs


def recommend(source: Path) -> Callable[[], object]:
    """Recommend next steps for each challenge without a direct remedy."""
    analysis = Analysis(load(source))
    analysis.challenges  # noqa: B018 - computed before the clock starts
    return lambda: analysis.recommendations


WORKS = {
    "read": read_whole,
    "parse": parse_only,
    "pairs": rate_pairs,
    "recommend": recommend,
}


def main(work: str, source: Path) -> dict:
    """Do a work once, and give its figures."""
    prepared = WORKS[work](source)
    gc.collect()
    before = _now()
    done = prepared()
    seconds, cpu, memory = (now - then for now, then in zip(_now(), before, strict=True))
    return {
        "seconds": seconds,
        "cpu": cpu,
        "memory": before[2] + memory,
        "added": memory,
        "rows": done if isinstance(done, int) else len(getattr(done, "statements", done)),
    }


def _now() -> tuple[float, float, float]:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MEMORY_UNIT
    return time.perf_counter(), time.process_time(), most


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
