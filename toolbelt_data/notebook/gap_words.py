"""Gap words: what the classes of gaps mean, for a sentence that counts them."""

from __future__ import annotations

import pandas as pd

_WORDS = {
    "unwritten": "unwritten, the persona's remedies being missing, empty or incomplete",
    "borrow": "to be served by another persona's remedy",
    "cite": "to be served by an offering that exists",
    "open": "truly open",
}


def told_classes(gaps: pd.DataFrame) -> str:
    """Count gaps by class, in words.

    Parameters
    ----------
    gaps : pandas.DataFrame
        Gaps, as :func:`toolbelt_data.analysis.gaps` gives them.

    Returns
    -------
    str
        Empty where there is none.

    Examples
    --------
    >>> told_classes(pd.DataFrame({"class": ["open", "cite", "open"]}))
    '1 to be served by an offering that exists; 2 truly open'
    """
    count = gaps["class"].value_counts()
    return "; ".join(f"{count[name]} {words}" for name, words in _WORDS.items() if name in count)
