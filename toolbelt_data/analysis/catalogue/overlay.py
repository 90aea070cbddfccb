"""Overlay: one catalogue laid over another by ids."""

from __future__ import annotations

from .own import Parts, Stated


def lay_over(own: Parts, other: Parts) -> Parts:
    """Lay a catalogue over another.

    Parameters
    ----------
    own, other : (dict, dict, dict)
        Offerings, kinds of person and problems, each by its id.

    Returns
    -------
    (dict, dict, dict)
        What `other` states of a thing holds; what it leaves out stays. An
        offering that it calls otherwise, or places elsewhere, keeps its old
        name and address as written forms.
    """
    return tuple(_over(mine, theirs) for mine, theirs in zip(own, other, strict=True))


def foundation_over(own: Parts, other: Parts) -> Parts:
    """Lay the foundation's catalogue over another.

    As :func:`lay_over`; and the foundation says of each offering whether it is
    listed, and can name only the kinds of person and problems that it knows:
    those of ours that it knows nothing of stay.

    Parameters
    ----------
    own, other : (dict, dict, dict)
        Offerings, kinds of person and problems, each by its id.

    Returns
    -------
    (dict, dict, dict)
    """
    offerings, kinds, problems = other
    for key, defined in (("serves", kinds), ("problems", problems)):
        used = {one for stated in offerings.values() for one in stated.get(key, ())}
        for name in offerings.keys() & own[0].keys():
            if key in offerings[name]:
                mine = [one for one in own[0][name].get(key, ()) if one not in used | set(defined)]
                offerings[name][key] = [*offerings[name][key], *mine]
    unlisted = {name: stated | {"listed": False} for name, stated in own[0].items()}
    return lay_over((unlisted, *own[1:]), other)


def _over(own: Stated, other: Stated) -> Stated:
    laid = dict(own)
    for name, stated in other.items():
        old = own.get(name, {})
        new = old | stated
        if old and old["name"] != new["name"]:
            new["exact"] = [*new.get("exact", ()), old["name"]]
        if old.get("url") and old["url"] != new["url"]:
            new["addresses"] = [*new.get("addresses", ()), old["url"]]
        laid[name] = new
    return laid
