"""Resolution: which persona a name in the index means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .names import anchor, is_alike, likeness, same_name, same_title

# A link that lands on a persona is believed where given name or archetype agree this well.
_AGREES = 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A persona that a listing may mean."""

    persona_id: str
    name: str
    heading: str
    path: str


def resolve(
    name: str, path: str | None, target_anchor: str | None, candidates: Sequence[Candidate]
) -> tuple[str | None, str]:
    """Find the persona that a listing means.

    Parameters
    ----------
    name : str
        The name shown.
    path, target_anchor : str or None
        Where its link leads.
    candidates : sequence of Candidate
        The edition's personas in the order of their places.

    Returns
    -------
    persona_id : str or None
    resolution : str
        anchor: its link leads there and the name agrees; name: the names are
        the same but for case and punctuation; fuzzy: they are alike; none.

    Notes
    -----
    The words win over the link: a link that lands on a persona of quite
    another name does not make that persona the one that is listed.

    Examples
    --------
    >>> ada = Candidate("ada-the-admin", "Ada the Admin", "Name: Ada the Admin", "a.md")
    >>> resolve("Ada the Admin", "a.md", "name-ada-the-admin", [ada])
    ('ada-the-admin', 'anchor')
    >>> resolve("Ada, the admin", None, None, [ada]), resolve("Bob the Builder", None, None, [ada])
    (('ada-the-admin', 'name'), (None, 'none'))
    """
    named = [c for c in candidates if same_name(name, c.name)]
    for candidate in candidates:
        lands = candidate.path == path and anchor(candidate.heading) == target_anchor
        agrees = candidate in named or (
            not named and max(likeness(name, candidate.name)) >= _AGREES
        )
        if lands and agrees:
            return candidate.persona_id, "anchor"
    if named:
        here = [c for c in named if c.path == path]
        return (here or named)[0].persona_id, "name"
    alike = [c for c in candidates if is_alike(name, c.name, c.path == path)]
    if alike:
        best = max(alike, key=lambda c: (c.path == path, sum(likeness(name, c.name))))
        return best.persona_id, "fuzzy"
    return None, "none"


def group_by_title(title: str | None, groups: Sequence[tuple[str, str]]) -> str | None:
    """Find the group that a file's title names.

    Parameters
    ----------
    title : str or None
    groups : sequence of (str, str)
        Ids and titles.

    Examples
    --------
    >>> group_by_title("Platform Engineer Personas", [("pe", "Platform Engineer")])
    'pe'
    """
    if title is None:
        return None
    return next((group_id for group_id, named in groups if same_title(title, named)), None)
