"""Restated: what the embedded editions say, found by the digest of a text.

A judgement that travels with the package keeps digests and no texts. Where its
text is gone from the documents, this tells what it was, in the restatement's
words.
"""

from __future__ import annotations

from functools import cache

from ...corpus import load
from ...source import embedded_edition, embedded_editions
from ...text import digest


@cache
def restated_texts() -> dict[str, str]:
    """Give the texts of the statements of all embedded editions by their digests.

    Examples
    --------
    >>> "No  time" in restated_texts()
    False
    """
    return {
        digest(text): text
        for name in embedded_editions()
        for text in load(embedded_edition(name)).statements.text
    }
