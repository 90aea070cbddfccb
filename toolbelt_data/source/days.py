"""Days: what a committer's calendar showed, by the words that git keeps."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_RAW = re.compile(r"\s*(?P<seconds>\d+)\s+(?P<zone>[+-]\d+)")
_LATEST, _FARTHEST = 2**63, 2**31 - 1


def day_of(raw: str) -> str:
    """Give the day of a commit, in the zone of whoever committed.

    Parameters
    ----------
    raw : str
        Seconds and zone, as a commit and ``git --date=raw`` have them.

    Returns
    -------
    str
        ``YYYY-MM-DD``; empty where they are no time, or one that no calendar of
        four digits has. A time too large for git is 1970-01-01, as git says.

    Examples
    --------
    >>> day_of("1741129200 +1300"), day_of("1741129200 +0000"), day_of("-5 +0000")
    ('2025-03-05', '2025-03-04', '')
    """
    found = _RAW.match(raw)
    if found is None:
        return ""
    seconds, zone = _number(found["seconds"]), _number(found["zone"][1:])
    if seconds >= _LATEST:
        seconds = 0
    hours, minutes = divmod(zone if zone < _FARTHEST else 0, 100)
    ahead = timedelta(hours=hours, minutes=minutes)
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
        moment += -ahead if found["zone"][0] == "-" else ahead
    except (OverflowError, ValueError, OSError):
        return ""
    return moment.date().isoformat()


def _number(digits: str) -> int:
    """Read a number, as far as it matters: Python refuses thousands of digits."""
    return int(digits.lstrip("0")[:25] or "0")
