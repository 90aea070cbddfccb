"""Causes: errors sorted by what can be measured of their texts.

Of an error the first cause that applies is given, in the order of the lists;
how often pairs of that trait are judged wrong tells whether it is one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from ..analysis.bearing import Reader

_FEW_WORDS = 4
_LITTLE = 0.3
_GENERAL = 0.6
_NAMED = 3

Trait = Callable[[pd.Series, Reader], bool]


def _disputed(pair: pd.Series, _: Reader) -> bool:
    return bool(pair.disputed)


def _short(pair: pd.Series, reader: Reader) -> bool:
    told = (reader.read(pair.challenge, "challenge"), reader.read(pair.remedy, "remedy"))
    return min(len(one.words) for one in told) <= _FEW_WORDS


def _names_no(kind: str, section: str) -> Trait:
    def trait(pair: pd.Series, reader: Reader) -> bool:
        columns = reader.knowledge.columns(kind)
        evidence = reader.read(pair[section], section).evidence
        return not any(
            one.strong and columns.start <= one.concept < columns.stop for one in evidence
        )

    return trait


def _general(pair: pd.Series, _: Reader) -> bool:
    return bool(pair.said_of_remedy >= _GENERAL)


MISSES: dict[str, Trait] = {
    "reviewers disagree whether it bears": _disputed,
    "no trouble is recognised by a cue": _names_no("troubles", "challenge"),
    "no help is recognised by a cue": _names_no("helps", "remedy"),
    "the help recognised is not known to bear on the trouble recognised": (
        lambda pair, _: bool(pair.bearing < _LITTLE)
    ),
    f"one of the two has {_FEW_WORDS} telling words or fewer": _short,
    "recognised, and weighed too little": lambda pair, _: True,
}
"""Why a pair that bears is said not to, the first that applies."""

FALSE_ALARMS: dict[str, Trait] = {
    "reviewers disagree whether it bears": _disputed,
    "a general remedy, said to bear on most challenges of its persona": _general,
    "a help that bears on a trouble named in passing, or in another sense": (
        lambda pair, _: bool(pair.bearing >= _LITTLE)
    ),
    "no help for the trouble is recognised: alike in words or subject only": lambda pair, _: True,
}
"""Why a pair that does not bear is said to, the first that applies."""


def causes(said: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Sort errors by cause.

    Parameters
    ----------
    said : pandas.DataFrame
        As :func:`toolbelt_data.evaluation.validation.left_out` gives it.
    reader : Reader

    Returns
    -------
    pandas.DataFrame
        One row per kind of error and cause: error (str, miss or false alarm),
        cause (str), errors (int64, those of which it is the first that
        applies), alike (int64, pairs of the trait that could be such an error),
        wrong (int64, how many of those are), examples (list of str, three
        pairs at most: those furthest off).
    """
    share = said.groupby("remedy_id").said.transform("mean")
    said = said.assign(said_of_remedy=share)
    rows = []
    for error, traits, bears in (("miss", MISSES, True), ("false alarm", FALSE_ALARMS, False)):
        could = said[said.bears == bears]
        wrong = (could.said != bears).to_numpy()
        off = np.abs(could.score - bears).to_numpy()
        unexplained = wrong.copy()
        for cause, trait in traits.items():
            alike = np.array([trait(pair, reader) for _, pair in could.iterrows()], bool)
            first = unexplained & alike
            unexplained &= ~alike
            shown = sorted(np.flatnonzero(first), key=lambda at, off=off: -off[at])[:_NAMED]
            rows.append(
                {
                    "error": error,
                    "cause": cause,
                    "errors": int(first.sum()),
                    "alike": int(alike.sum()),
                    "wrong": int((alike & wrong).sum()),
                    "examples": [_pair(could.iloc[at]) for at in shown],
                }
            )
    return pd.DataFrame(rows)


def _pair(pair: pd.Series) -> str:
    return f"{pair.challenge_id} and {pair.remedy_id.split('/', 1)[1]}"
