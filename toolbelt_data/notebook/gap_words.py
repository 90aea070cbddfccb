"""Gap words: what the classes of gaps mean, for a sentence that counts them."""

from __future__ import annotations

import pandas as pd

_WORDS = {
    "unwritten": "unwritten, the persona's remedies being missing, empty or incomplete",
    "borrow": "for which another persona's remedy is proposed",
    "cite": "for which an offering is proposed that exists",
    "open": "for which nothing was found",
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
    '1 for which an offering is proposed that exists; 2 for which nothing was found'
    """
    count = gaps["class"].value_counts()
    return "; ".join(f"{count[name]} {words}" for name, words in _WORDS.items() if name in count)
