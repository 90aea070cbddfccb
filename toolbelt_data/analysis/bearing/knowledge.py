"""Knowledge: which troubles there are, which kinds of help bear on them, and how people say so.

It is data, written by hand in `data/knowledge/`, and knows no document, no
persona and no statement. A concept is a trouble, a kind of help or a subject;
its cues are wordings by which a text shows it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from ...errors import SourceError
from ...source import package_folder
from ...text import squeeze
from ..parsed import parse
from .concepts import Recogniser
from .words import EMPTY

KINDS = ("troubles", "helps", "subjects")
"""The files of a folder of knowledge, and what their concepts are."""

_TEXTS = ("name", "about")
_LISTS = ("cues", "hints")
_CUE_WORD = re.compile(r"[^\W_]+\*?")


@dataclass(frozen=True)
class Concept:
    """A trouble, a kind of help or a subject.

    Parameters
    ----------
    concept_id : str
        Unique among the concepts of its kind.
    name, about : str
        What it is called, and what it means.
    cues, hints : tuple of str
        Wordings that tell it by themselves, and those that only suggest it, as
        :mod:`toolbelt_data.analysis.bearing.concepts` reads them.
    bears_on : mapping of str to int
        Of a help: troubles that it answers (2) or eases (1).
    near : tuple of str
        Of a subject: subjects so close that help with one is of use in the other.
    """

    concept_id: str
    name: str
    about: str
    cues: tuple[str, ...]
    hints: tuple[str, ...]
    bears_on: Mapping[str, int]
    near: tuple[str, ...]

    @property
    def words(self) -> str:
        """Its name as it stands within a sentence."""
        return self.name if self.name[:2].isupper() else self.name[:1].lower() + self.name[1:]


@dataclass(frozen=True)
class Knowledge:
    """What is known of the field.

    Parameters
    ----------
    troubles, helps, subjects : dict of str to Concept
        By id.
    """

    troubles: dict[str, Concept]
    helps: dict[str, Concept]
    subjects: dict[str, Concept]

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """All of them, by kind and id, such as ``troubles:no-time``."""
        return {
            f"{kind}:{name}": concept
            for kind in KINDS
            for name, concept in getattr(self, kind).items()
        }

    @cached_property
    def listed(self) -> tuple[Concept, ...]:
        """All of them, in the order of the columns."""
        return tuple(self.concepts.values())

    @cached_property
    def recogniser(self) -> Recogniser:
        """What finds them in texts."""
        return Recogniser(self.concepts)

    @cached_property
    def strengths(self) -> np.ndarray:
        """How far helps answer troubles: float64, troubles by helps; 0, 0.5 or 1."""
        return np.array(
            [
                [one.bears_on.get(trouble, 0) / 2 for one in self.helps.values()]
                for trouble in self.troubles
            ]
        )

    def columns(self, kind: str) -> slice:
        """Say where the concepts of a kind stand among all."""
        sizes = [len(getattr(self, one)) for one in KINDS]
        at = KINDS.index(kind)
        return slice(sum(sizes[:at]), sum(sizes[: at + 1]))


def read_knowledge(folder: str | os.PathLike[str] | None = None) -> Knowledge:
    """Read what is known of the field.

    Parameters
    ----------
    folder : str or path-like, optional
        With `troubles.toml`, `helps.toml` and `subjects.toml`; the one that
        travels with the package where it is left out.

    Returns
    -------
    Knowledge

    Raises
    ------
    SourceError
        Where a file cannot be read, or a concept of it is not as it should be;
        names the concept.

    Examples
    --------
    >>> knowledge = read_knowledge()
    >>> knowledge.helps["automation"].bears_on["manual-toil"]
    2
    """
    if folder is None:
        return _embedded()
    return _read(Path(folder))


@lru_cache(maxsize=1)
def _embedded() -> Knowledge:
    return _read(package_folder("data") / "knowledge")


def _read(folder: Path) -> Knowledge:
    concepts = {kind: _concepts(folder / f"{kind}.toml") for kind in KINDS}
    for kind, field, target in (
        ("helps", "bears_on", "troubles"),
        ("subjects", "near", "subjects"),
    ):
        file = folder / f"{kind}.toml"
        for concept in concepts[kind].values():
            for other in getattr(concept, field):
                if other not in concepts[target]:
                    found = f"{field} of {concept.concept_id} names {other!r}"
                    raise SourceError(file, found, f"use an id of {target}.toml")
    return Knowledge(**concepts)


def _concepts(file: Path) -> dict[str, Concept]:
    try:
        tables = parse(file, file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(
            file, error.strerror or "cannot be read", "give a folder of knowledge"
        ) from None
    except ValueError as error:
        raise SourceError(file, f"is no TOML: {error}", "mend it there") from None
    return {name: _concept(file, name, table) for name, table in tables.items()}


def _is_findable(word: str) -> bool:
    return word not in EMPTY and word == word.lower() and bool(_CUE_WORD.fullmatch(word))


def _concept(file: Path, name: str, table: object) -> Concept:
    def fault(found: str, mend: str) -> SourceError:
        return SourceError(file, f"concept {name}: {found}", mend)

    if not isinstance(table, dict):
        raise fault("is no table", f"write it below [{name}]")
    unknown = set(table) - {*_TEXTS, *_LISTS, "bears_on", "near"}
    if unknown:
        raise fault(f"unknown key {min(unknown)}", "take it out")
    for key in _TEXTS:
        if not isinstance(table.get(key), str):
            raise fault(f"{key} is no text", f'write {key} = "…"')
    for key in (*_LISTS, "near"):
        words = table.get(key, [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise fault(f"{key} is no list of texts", f'write {key} = ["…"]')
    for key in _LISTS:
        cues = table.get(key, [])
        lost = {word for word in {*" ".join(cues).split()} if not _is_findable(word)}
        for cue in cues:
            if not cue.strip() or (lost and not lost.isdisjoint(cue.split())):
                raise fault(
                    f"{key} has {cue!r}, which is never found",
                    "write words that tell something, in small letters, without signs",
                )
    strengths = table.get("bears_on", {})
    if not isinstance(strengths, dict) or not all(level in (1, 2) for level in strengths.values()):
        raise fault("bears_on is no table of 1 and 2", "write bears_on = { trouble = 1 }")
    return Concept(
        concept_id=name,
        name=table["name"],
        about=table["about"],
        cues=tuple(map(squeeze, table.get("cues", ()))),
        hints=tuple(map(squeeze, table.get("hints", ()))),
        bears_on=strengths,
        near=tuple(table.get("near", ())),
    )
