"""Gap text: gaps for people at a terminal, by persona."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from ..findings.visible import visible
from ..spreadsheet import records


def gap_text(corpus: Corpus, gaps: pd.DataFrame, proposals: pd.DataFrame) -> str:
    """Write gaps with their classes, proposals and what was decided.

    Parameters
    ----------
    corpus : Corpus
    gaps : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gaps` gives it, without what only sums
        up others.
    proposals : pandas.DataFrame
        As :func:`toolbelt_data.analysis.propose` gives it.

    Returns
    -------
    str
        Lines, the last of them a count.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import counted, gaps, pairs, propose
    >>> corpus = load()
    >>> found = counted(gaps(corpus))
    >>> text = gap_text(corpus, found, propose(corpus, pairs(corpus), []))
    >>> text.splitlines()[-1].split(":")[0]
    '12 of 70 challenges have no remedy'
    """
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    offered: dict[str, list[dict]] = {}
    for row in records(proposals):
        offered.setdefault(row["challenge_id"], []).append(row)
    without = gaps[gaps.coverage == "none"]
    lines: list[str] = []
    for persona, own in without.groupby("persona_id", sort=False):
        lines.append(visible(names[persona]))
        for row in records(own):
            lines.append(
                f"  {row['class']:<9} {visible(row['path'])}:{row['line']}  {_short(row['text'])}"
            )
            if row["disposition"]:
                lines.append(f"{'':>12}decided: {visible(row['disposition'])}")
            lines += [_proposal(one) for one in offered.get(row["challenge_id"], [])]
        lines.append("")
    lines.append(_count(gaps, without))
    guessed = int((gaps.basis == "suggested").sum())
    if guessed:
        lines.append(
            f"the coverage of {guessed} is suggested, not judged; suggestions overlook most gaps,"
            f" and {int(gaps.doubtful.sum())} that count as covered are doubtful"
        )
    return "\n".join(lines) + "\n"


def _proposal(row: dict) -> str:
    why = f" ({'; '.join(row['reasons'])})" if row["reasons"] else ""
    return (
        f"{'':>12}{row['kind']} {visible(row['proposal'])}: {_short(row['text'], 70)}{visible(why)}"
    )


def _count(gaps: pd.DataFrame, without: pd.DataFrame) -> str:
    classes = without["class"].value_counts()
    parts = [f"{count} {name}" for name, count in classes.items()]
    decided = int(without.decided.sum())
    if decided:
        parts.append(f"{decided} decided")
    told = f": {', '.join(parts)}" if parts else ""
    return f"{len(without)} of {len(gaps)} challenges have no remedy{told}"


def _short(text: str, most: int = 100) -> str:
    shown = visible(text)
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"
