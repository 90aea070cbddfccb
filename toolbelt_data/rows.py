"""Rows: the outlines of an edition's documents as the rows of its tables.

Here ids are given, and what one document says of another is looked up.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from .headings import HEADED_SECTIONS, SECTIONS
from .listings import target
from .outline import Outline, Owner, Persona, Section, describe
from .resolution import Candidate, Wanted, group_by_title, groups_by_title, resolve
from .restatements import restated
from .text import slug, words_slug

Row = dict[str, Any]
TableRows = list[Row] | dict[str, list]
"""The rows of a table, or for each column the values of all rows."""

_FOLDERS = ("personas/", "use_cases/")


class Rows:
    """Every table's rows, made of the outlines of one edition.

    Parameters
    ----------
    outlines : mapping of str to Outline
        By the document's path, in the order of the paths.
    files : mapping of str to bytes
        The documents' bytes.
    """

    def __init__(self, outlines: Mapping[str, Outline], files: Mapping[str, bytes]) -> None:
        self.outlines = outlines
        self.files = files
        self.persona_ids = _ids(outlines, lambda o: [slug(p.name.name) for p in o.personas])
        self.group_ids = _ids(outlines, lambda o: [words_slug(g.title) for g in o.groups])
        self.actor_ids = _ids(outlines, lambda o: [slug(a.name) for a in o.actors])

    def tables(self) -> Iterator[TableRows]:
        """Give the rows of each table in the order in which they are shown, one table at a time."""
        listings = list(self.listings())
        yield list(self.documents())
        yield list(self.groups())
        yield list(self.group_statements())
        yield listings
        yield list(self.personas(listings))
        yield list(self.sections())
        yield list(self.statements())
        yield list(self.use_cases())
        yield list(self.needs())
        yield self.lines()

    def documents(self) -> Iterator[Row]:
        """Give a row per document."""
        for path, read in self.outlines.items():
            kinds = [
                kind
                for kind, there in (
                    ("index", read.groups),
                    ("personas", read.personas),
                    ("use_cases", read.actors or path.startswith("use_cases/")),
                )
                if there
            ]
            yield {
                "path": path,
                "kinds": kinds or ["other"],
                "title": read.title,
                "bytes": len(self.files[path]),
                "lines": len(read.lines),
                "sha256": hashlib.sha256(self.files[path]).hexdigest(),
            }

    def groups(self) -> Iterator[Row]:
        """Give a row per group."""
        for path, read in self.outlines.items():
            for group, group_id in zip(read.groups, self.group_ids[path], strict=True):
                about = describe(group.title, read.descriptions)
                yield _place(path, group) | {
                    "group_id": group_id,
                    "title": group.title,
                    "roles": group.roles,
                    "description": about.text if about else None,
                    "overview_title": about.title if about else None,
                    "overview_line": about.line if about else None,
                }

    def group_statements(self) -> Iterator[Row]:
        """Give a row per bullet of a group's field."""
        for path, read in self.outlines.items():
            for group, group_id in zip(read.groups, self.group_ids[path], strict=True):
                count: Counter[str] = Counter()
                for field, piece in group.fields:
                    count[field] += 1
                    yield _place(path, piece) | {
                        "item_id": f"{group_id}/{field}/{count[field]}",
                        "group_id": group_id,
                        "field": field,
                        "ordinal": count[field],
                        "text": piece.text,
                    }

    def listings(self) -> Iterator[Row]:
        """Give a row per sub-persona of the index, with the persona meant."""
        rows = list(self._listed())
        wanted = [Wanted(row["name"], row["target_path"], row["target_anchor"]) for row in rows]
        for row, (persona_id, resolution) in zip(
            rows, resolve(wanted, self._candidates()), strict=True
        ):
            yield row | {"persona_id": persona_id, "resolution": resolution}

    def _listed(self) -> Iterator[Row]:
        """Give a row per sub-persona of the index, without the persona meant."""
        # Whether there is any of these is all that a link's target depends on.
        known = frozenset(path for path in self.outlines if path.startswith(_FOLDERS))
        for path, read in self.outlines.items():
            for group, group_id in zip(read.groups, self.group_ids[path], strict=True):
                for ordinal, (piece, named) in enumerate(group.listings, 1):
                    to, anchor = (
                        target(named.address, path, known) if named.address else (None, None)
                    )
                    yield _place(path, piece) | {
                        "item_id": f"{group_id}/listing/{ordinal}",
                        "group_id": group_id,
                        "ordinal": ordinal,
                        "name": named.name,
                        "address": named.address or None,
                        "target_path": to,
                        "target_anchor": anchor,
                        "malformed": named.malformed,
                    }

    def personas(self, listings: list[Row]) -> Iterator[Row]:
        """Give a row per persona, its group by the listings that mean it."""
        by_listing: dict[str, str] = {}
        for listing in sorted(listings, key=lambda row: row["resolution"] == "fuzzy"):
            if listing["persona_id"]:
                by_listing.setdefault(listing["persona_id"], listing["group_id"])
        titles = groups_by_title(
            (group_id, group.title)
            for path, read in self.outlines.items()
            for group, group_id in zip(read.groups, self.group_ids[path], strict=True)
        )
        by_title = {p: group_by_title(read.title, titles) for p, read in self.outlines.items()}
        for path, persona, persona_id in self._personas():
            ids = self.persona_ids[path]
            yield _place(path, persona) | {
                "persona_id": persona_id,
                "name": persona.name.name,
                "heading": persona.heading,
                "given_name": persona.name.given_name,
                "archetype": persona.name.archetype,
                "group_id": by_listing.get(persona_id) or by_title[path],
                "parent_id": None if persona.parent is None else ids[persona.parent],
                "level": persona.level,
                "marker": persona.name.marker,
                "status": _persona_status(persona),
            }

    def sections(self) -> Iterator[Row]:
        """Give a row per persona and section."""
        for path, persona, persona_id in self._personas():
            count = Counter(statement.section for statement in persona.statements)
            for name in SECTIONS:
                section = persona.sections.get(name)
                yield {
                    "persona_id": persona_id,
                    "section": name,
                    "heading": section.heading if section else None,
                    "marker": "incomplete" if section and section.incomplete else None,
                    "statements": count[name],
                    "status": _section_status(section, count[name]),
                    "form": section.form if section else None,
                    "path": path,
                    "line": section.line if section else None,
                    "end_line": section.end_line if section else None,
                }

    def statements(self) -> Iterator[Row]:
        """Give a row per statement."""
        for path, persona, persona_id in self._personas():
            texts: dict[str, list[str]] = {}
            for statement in persona.statements:
                texts.setdefault(statement.section, []).append(statement.piece.text)
            sums = {name: restated(said) for name, said in texts.items()}
            for statement in persona.statements:
                prefix = f"{persona_id}/{statement.section}"
                summed = sums[statement.section].get(statement.ordinal - 1, [])
                yield _place(path, statement.piece) | {
                    "statement_id": f"{prefix}/{statement.ordinal}",
                    "persona_id": persona_id,
                    "section": statement.section,
                    "facet": statement.facet,
                    "ordinal": statement.ordinal,
                    "kind": statement.piece.kind,
                    "text": statement.piece.text,
                    "restates": [f"{prefix}/{position + 1}" for position in summed],
                }

    def use_cases(self) -> Iterator[Row]:
        """Give a row per actor."""
        for path, read in self.outlines.items():
            for actor, actor_id in zip(read.actors, self.actor_ids[path], strict=True):
                yield _place(path, actor) | {
                    "actor_id": actor_id,
                    "actor": actor.name,
                    "status": "written" if actor.needs else "placeholder",
                }

    def needs(self) -> Iterator[Row]:
        """Give a row per need."""
        for path, read in self.outlines.items():
            for actor, actor_id in zip(read.actors, self.actor_ids[path], strict=True):
                for ordinal, piece in enumerate(actor.needs, 1):
                    yield _place(path, piece) | {
                        "need_id": f"{actor_id}/need/{ordinal}",
                        "actor_id": actor_id,
                        "ordinal": ordinal,
                        "text": piece.text,
                    }

    def lines(self) -> dict[str, list]:
        """Give each column of the lines of every document."""
        found: dict[str, list] = {
            "path": [], "line": [], "role": [], "item_ids": [], "text": [],
        }  # fmt: skip
        for path, read in self.outlines.items():
            found["path"] += [path] * len(read.lines)
            found["line"] += range(1, len(read.lines) + 1)
            found["role"] += read.roles
            found["text"] += read.lines
            before: list[Owner] | None = None
            ids: list[str] = []
            for owners in read.owners:
                if owners is not before:
                    before, ids = owners, [self._item_id(path, owner) for owner in owners]
                found["item_ids"].append(ids)
        return found

    def _item_id(self, path: str, owner: Owner) -> str:
        kind, index, part, ordinal = owner
        if kind in ("persona", "section", "statement"):
            base = self.persona_ids[path][index]
            if kind == "statement":
                return f"{base}/{part}/{ordinal}"
            return f"{base}/{part}" if kind == "section" else base
        if kind in ("actor", "need"):
            base = self.actor_ids[path][index]
            return base if kind == "actor" else f"{base}/need/{ordinal}"
        base = self.group_ids[path][index]
        if kind == "group":
            return base
        return f"{base}/{'listing' if kind == 'listing' else part}/{ordinal}"

    def _personas(self) -> Iterator[tuple[str, Persona, str]]:
        for path, read in self.outlines.items():
            for persona, persona_id in zip(read.personas, self.persona_ids[path], strict=True):
                yield path, persona, persona_id

    def _candidates(self) -> list[Candidate]:
        return [
            Candidate(persona_id, persona.name.name, persona.heading, path)
            for path, persona, persona_id in self._personas()
        ]


def _place(path: str, item: Any) -> Row:
    return {"path": path, "line": item.line, "end_line": item.end_line}


def _section_status(section: Section | None, statements: int) -> str:
    if section is None:
        return "written" if statements else "missing"
    if not statements:
        return "empty"
    return "incomplete" if section.incomplete else "written"


def _persona_status(persona: Persona) -> str:
    count = Counter(statement.section for statement in persona.statements)
    written = [
        _section_status(persona.sections.get(name), count[name]) == "written"
        for name in HEADED_SECTIONS
    ]
    return "documented" if all(written) else "partial" if any(written) else "placeholder"


def _ids(outlines: Mapping[str, Outline], slugs: Any) -> dict[str, list[str]]:
    """Give ids that are unique in the edition, and stay when another file comes.

    A slug that stands alone is the id. One that stands twice takes its file's
    stem, or its whole path where files of one stem hold it, and a number where
    one file does.
    """
    wanted = [(path, name or "unnamed") for path, read in outlines.items() for name in slugs(read)]
    count = Counter(name for _, name in wanted)
    holders = Counter((name, PurePosixPath(path).stem) for path, name in set(wanted))
    taken = {name for name, number in count.items() if number == 1}
    numbers: Counter[str] = Counter()
    found: dict[str, list[str]] = {path: [] for path in outlines}
    for path, name in wanted:
        if count[name] > 1:
            stem = PurePosixPath(path).stem
            whole = PurePosixPath(path).with_suffix("").as_posix().replace("/", " ")
            name = f"{name}-{slug(stem if holders[name, stem] == 1 else whole)}"
            name = _new(name, taken, numbers)
            taken.add(name)
        found[path].append(name)
    return found


def _new(name: str, taken: Collection[str], numbers: Counter[str]) -> str:
    """Add to a name that is taken the first number that makes it new.

    `numbers` keeps the last number of each name: what was taken stays so.
    """
    new = f"{name}-{numbers[name]}" if numbers[name] else name
    while new in taken:
        numbers[name] += 1
        new = f"{name}-{numbers[name]}"
    return new
