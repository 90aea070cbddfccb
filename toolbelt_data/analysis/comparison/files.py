"""Files: which document of then stands under which path now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from ...corpus import Corpus

SAME_DOCUMENT = 0.5
"""Share of its lines that a document still has where it moved."""

MOST = 20
"""Documents that may have a line in common for it to tell one from another."""

# What documents have that are written to one template.
_TEMPLATE = ("section", "facet")


def moved_documents(old: Corpus, new: Corpus) -> dict[str, tuple[str, float]]:
    """Find documents whose path changed.

    Parameters
    ----------
    old, new : Corpus

    Returns
    -------
    dict
        For each path of then that is gone, where the document stands now, and
        which share of both has the same lines. Headings of sections and facets
        tell nothing, nor lines that more than 20 of the documents have that
        came or went.
    """
    paths = [set(corpus.documents.path) for corpus in (old, new)]
    then = _lines(old, paths[0] - paths[1])
    now = _lines(new, paths[1] - paths[0])
    having: defaultdict[str, list[str]] = defaultdict(list)
    for path, lines in now.items():
        for line in lines:
            having[line].append(path)
    common: Counter[tuple[str, str]] = Counter()
    for one, lines in then.items():
        for line in lines:
            common.update((one, other) for other in having.get(line, ()))
    ranked = sorted(
        (-2 * number / (len(then[one]) + len(now[other])), one, other)
        for (one, other), number in common.items()
    )
    found: dict[str, tuple[str, float]] = {}
    taken = set()
    for share, one, other in ranked:
        if -share >= SAME_DOCUMENT and one not in found and other not in taken:
            found[one] = other, -share
            taken.add(other)
    return found


def _lines(corpus: Corpus, paths: set[str]) -> dict[str, set[str]]:
    """Give the lines of some documents that tell them apart, spaces around left out."""
    here = corpus.lines[corpus.lines.path.isin(paths) & ~corpus.lines.role.isin(_TEMPLATE)]
    found: Mapping[str, set[str]] = {
        path: {line for text in part.text if (line := text.strip())}
        for path, part in here.groupby("path", sort=False)
    }
    number = Counter(line for lines in found.values() for line in lines)
    return {path: {line for line in lines if number[line] <= MOST} for path, lines in found.items()}
