"""Excerpts: what two long texts differ in, in a line each."""

from __future__ import annotations

_BEFORE = 24


def cut(text: str, room: int) -> str:
    """Shorten a text to so many characters.

    Examples
    --------
    >>> cut("Too many alerts", 10)
    'Too many…'
    """
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def differing(old: str, new: str, room: int) -> tuple[str, str]:
    """Give of each text the part around the first word that differs.

    Parameters
    ----------
    old, new : str
    room : int
        Characters that each may have.

    Returns
    -------
    tuple of str
        Of then and of now. Whole texts where both have room; else what both
        begin with is left out, a few words aside.

    Examples
    --------
    >>> for text in differing("a " * 40 + "day is hard", "a " * 40 + "week is hard", 40):
    ...     print(text)
    …a a a a a a a a a a a a day is hard
    …a a a a a a a a a a a a week is hard
    """
    differ = (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    same = next(differ, min(len(old), len(new)))
    end = old.rfind(" ", 0, same) + 1
    if max(len(old), len(new)) <= room or end <= _BEFORE:
        return cut(old, room), cut(new, room)
    start = old.rfind(" ", 0, end - _BEFORE) + 1
    lead = "…" if start else ""
    return tuple(cut(lead + text[start:], room) for text in (old, new))
