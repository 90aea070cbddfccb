"""Measure how well a comparison tells what became of personas and statements.

An edition is edited at random, so that the truth is known, and compared with
what it was. Printed are precision and recall by kind of edit, matches shown as
doubtful apart, and how often matches are right by their confidence.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from toolbelt_data import Edition, load
from toolbelt_data.analysis.comparison import DOUBTFUL, Comparison
from toolbelt_data.links import key
from toolbelt_data.source import LATEST, embedded_edition

HEADINGS = {
    "role": "Role",
    "background": "Background",
    "goals": "Goals",
    "challenges": "Challenges",
    "remedies": "How the OpenSSF can help",
}
GIVEN = "Ines Jonas Kofi Lena Mikko Nadia Omar Petra Quentin Rosa Sven Tara".split()  # noqa: SIM905
ARCHETYPES = (
    "Release Manager", "Plugin Author", "Package Curator", "Kernel Hacker", "Site Operator",
    "Build Engineer", "Incident Responder", "Course Teacher", "Licence Reviewer", "Grant Giver",
)  # fmt: skip
SYNONYMS = {
    "wants": "wishes", "to": "so as to", "needs": "requires", "need": "require", "work": "effort",
    "project": "undertaking", "projects": "undertakings", "company": "firm", "make": "render",
    "difficult": "hard", "help": "assist", "security": "safety", "use": "employ", "has": "holds",
    "source": "code", "tools": "instruments", "software": "programs", "community": "circle",
    "who": "that", "which": "that", "because": "since", "also": "too", "many": "several",
}  # fmt: skip
FILLERS = "often really mostly today always certainly in general as a rule".split()  # noqa: SIM905
BINS = ((0.5, DOUBTFUL), (DOUBTFUL, 0.9), (0.9, 1.0), (1.0, 1.01))


class Said(NamedTuple):
    """A statement, with a number that it keeps however it is edited."""

    number: int
    section: str
    facet: str
    text: str
    other: str


class Person(NamedTuple):
    """A persona, with a number that it keeps."""

    number: int
    name: str
    file: str
    said: tuple[Said, ...]


People = list[Person]
Edit = Callable[[random.Random, People, People], People]


def people_of(folder: Path, originals: Path | None, first: int) -> People:
    """Read the personas of an edition, and the same statements in other words where there are."""
    corpus = load(folder)
    other = load(originals / folder.name).statements if originals else corpus.statements
    texts = dict(zip(other.statement_id, other.text, strict=True))
    found = []
    for row in corpus.personas.itertuples():
        own = corpus.statements[corpus.statements.persona_id == row.persona_id]
        said = tuple(
            Said(first + at, one.section, _text(one.facet), one.text, texts[one.statement_id])
            for at, one in zip(own.index, own.itertuples(), strict=True)
        )
        found.append(Person(first + row.Index, row.name, "people", said))
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


# -- edits -----------------------------------------------------------------------------------------


def rename(given: bool, archetype: bool, in_text: bool) -> Edit:
    """Rename half of the personas, those without a text not wholly."""

    def edit(dice: random.Random, people: People, _other: People) -> People:
        return [_renamed(dice, one) if dice.random() < 0.5 else one for one in people]

    def _renamed(dice: random.Random, one: Person) -> Person:
        first, _, rest = one.name.partition(" the ")
        if not one.said and (not rest or (given and archetype)):
            return one
        new = dice.choice(GIVEN) if given or not rest else first
        name = f"{new} the {dice.choice(ARCHETYPES) if archetype or not rest else rest}"
        said = one.said
        if in_text:
            said = tuple(s._replace(text=s.text.replace(first, new)) for s in said)
        return one._replace(name=name, said=said)

    return edit


def reword(share: float, strength: float | None) -> Edit:
    """Reword some of every persona's statements; without a strength by the original's words."""

    def edit(dice: random.Random, people: People, _other: People) -> People:
        return [
            one._replace(said=tuple(_one(dice, said, share, strength) for said in one.said))
            for one in people
        ]

    return edit


def _one(dice: random.Random, said: Said, share: float, strength: float | None) -> Said:
    if dice.random() >= share:
        return said
    return said._replace(text=said.other if strength is None else _said(dice, said.text, strength))


def _said(dice: random.Random, text: str, strength: float) -> str:
    words = []
    for word in text.split():
        if dice.random() >= strength:
            words.append(word)
        elif word.lower() in SYNONYMS:
            words.append(SYNONYMS[word.lower()])
        else:
            how = dice.choice(("drop", "before", "insert"))
            at = len(words) if how != "before" else max(0, len(words) - 1)
            words[at:at] = {"drop": [], "before": [word], "insert": [dice.choice(FILLERS), word]}[
                how
            ]
    return " ".join(words) or text


def reorder(dice: random.Random, people: People, _other: People) -> People:
    """Shuffle the statements of every section."""
    return [one._replace(said=tuple(dice.sample(one.said, len(one.said)))) for one in people]


def move(dice: random.Random, people: People, _other: People) -> People:
    """Move a fifth of the statements to another section or persona."""
    kept: defaultdict[int, list[Said]] = defaultdict(list)
    for one in people:
        for said in one.said:
            if dice.random() >= 0.2:
                kept[one.number].append(said)
                continue
            there = one if dice.random() < 0.5 else dice.choice(people)
            section = dice.choice(list(HEADINGS))
            kept[there.number].append(said._replace(section=section, facet=""))
    return [one._replace(said=tuple(kept[one.number])) for one in people]


def thin(dice: random.Random, people: People, _other: People) -> People:
    """Remove a third of the statements."""
    return [
        one._replace(said=tuple(s for s in one.said if dice.random() > 1 / 3)) for one in people
    ]


def exchange(dice: random.Random, people: People, other: People) -> People:
    """Put a mixture of others in the place of a third of the statements."""
    pool = [said for one in (*people, *other) for said in one.said]
    numbers = iter(range(-1, -100_000, -1))
    return [
        one._replace(
            said=tuple(
                said if dice.random() > 1 / 3 else _invented(dice, said, next(numbers), pool)
                for said in one.said
            )
        )
        for one in people
    ]


def _invented(dice: random.Random, place: Said, number: int, pool: list[Said]) -> Said:
    """Make a statement of the first half of one and the second half of another."""
    one, other = (said.text.split() for said in dice.sample(pool, 2))
    text = " ".join(one[: len(one) // 2] + other[len(other) // 2 :])
    return place._replace(number=number, text=text, other=text)


def replace(dice: random.Random, people: People, other: People) -> People:
    """Remove a third of the personas, and add some of the other edition and invented ones."""
    kept = [one for one in people if dice.random() > 1 / 3]
    names = {key(one.name) for one in people}
    come = [one for one in other if key(one.name) not in names]
    return [*kept, *dice.sample(come, min(2, len(come))), *_strangers(dice, people, other)]


def _strangers(dice: random.Random, people: People, other: People) -> Iterator[Person]:
    pool = [said for one in (*people, *other) for said in one.said]
    for number in range(-3, 0):
        model = dice.choice(people)
        given, _, archetype = model.name.partition(" the ")
        names = f"{given} the {dice.choice(ARCHETYPES)}", f"{dice.choice(GIVEN)} the {archetype}"
        said = tuple(
            _invented(dice, place, 1000 * number - at, pool) for at, place in enumerate(model.said)
        )
        yield Person(number, dice.choice(names), "people", said)


def split(dice: random.Random, people: People, _other: People) -> People:
    """Give the personas to three files."""
    return [one._replace(file=dice.choice("abc")) for one in people]


def both(*edits: Edit) -> Edit:
    """Do one edit after the other."""

    def edit(dice: random.Random, people: People, other: People) -> People:
        for one in edits:
            people = one(dice, people, other)
        return people

    return edit


def edits(restated: bool) -> dict[str, Edit]:
    """Give the kinds of edit by name."""
    found = {
        "nothing": both(),
        "given name": rename(True, False, False),
        "given name, in text too": rename(True, False, True),
        "archetype": rename(False, True, False),
        "whole name": rename(True, True, False),
        "whole name, in text too": rename(True, True, True),
        "reordered": reorder,
        "moved": move,
        "a third removed": thin,
        "a third exchanged": exchange,
        "moved, reworded 30%": both(move, reword(1, 0.3)),
        "personas replaced": replace,
        "split, whole name": both(split, rename(True, True, True)),
    }
    for strength in (0.1, 0.3, 0.5, 0.7):
        found[f"reworded {strength:.0%}"] = reword(1, strength)
    for share in (0.5, 0.67):
        renamed = both(rename(True, True, True), reword(share, 0.5))
        found[f"whole name, {share:.0%} reworded 50%"] = renamed
    found["replaced, renamed, reworded 30%"] = both(
        replace, split, rename(True, True, True), reword(1, 0.3)
    )
    found["everything"] = both(replace, split, rename(True, False, True), move, reword(0.7, 0.3))
    if restated:
        found["restated"] = reword(1, None)
        found["half restated, whole name"] = both(rename(True, True, True), reword(0.5, None))
        found["restated, given name"] = both(rename(True, False, False), reword(1, None))
        found["restated, a third exchanged"] = both(exchange, reword(0.5, None))
        found["restated, moved"] = both(move, reword(1, None))
        found["restated, replaced, split"] = both(replace, split, reword(1, None))
    return found


# -- measures --------------------------------------------------------------------------------------


class Place(NamedTuple):
    """What stands on a line."""

    number: int
    text: str


def written(people: People) -> tuple[Edition, dict[tuple[str, int], Place]]:
    """Write personas as documents, and say what stands where."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    places = {}
    for one in people:
        path = f"{one.file}.md"
        lines[path].append(f"## Name: {one.name}")
        places[path, len(lines[path])] = Place(one.number, one.name)
        for section in ("summary", *HEADINGS):
            if section in HEADINGS:
                lines[path].append(f"### {HEADINGS[section]}")
            facet = ""
            for said in sorted((s for s in one.said if s.section == section), key=_facet):
                if said.facet != facet:
                    facet = said.facet
                    lines[path].append(f"#### {facet}")
                lines[path].append(f"- {said.text}")
                places[path, len(lines[path])] = Place(said.number, said.text)
    files = {path: "\n".join(text).encode() for path, text in lines.items()}
    return Edition("edited", "", files=files), places


def _facet(said: Said) -> str:
    return said.facet


class Counts(NamedTuple):
    """How many matches there are to find; by confidence those found, and those of them right."""

    there: int
    found: Counter
    right: Counter

    def plus(self, other: Counts) -> Counts:
        """Add two counts."""
        return Counts(self.there + other.there, self.found + other.found, self.right + other.right)

    def share(self, certain: bool) -> tuple[float, float]:
        """Give precision and recall, of all or of those not doubtful."""
        found, right = (
            sum(n for sure, n in side.items() if not certain or sure >= DOUBTFUL)
            for side in (self.found, self.right)
        )
        return right / found if found else 1.0, right / self.there if self.there else 1.0


NONE = Counts(0, Counter(), Counter())


def measured(before: People, after: People) -> tuple[Counts, Counts]:
    """Compare personas with what they were."""
    sides = [written(before), written(after)]
    found = Comparison(*(load(edition) for edition, _ in sides))
    then, now = (places for _, places in sides)
    people = found.personas
    sure = {one.new.id: one.confidence for one in people.identities}
    personas = [(one.old, one.new, one.confidence) for one in people.identities]
    statements = [
        (one.old, one.new, min(one.confidence, sure.get(people.owners[1][one.new.id].id, 1.0)))
        for one in people.texts
    ]
    numbers = [{one.number for one in side} for side in (before, after)]
    texts = [{said.number for one in side for said in one.said} for side in (before, after)]
    return (
        _counts(len(numbers[0] & numbers[1]), personas, then, now),
        _counts(len(texts[0] & texts[1]), statements, then, now),
    )


def _counts(there: int, matches: list, then: dict, now: dict) -> Counts:
    found, right = Counter(), Counter()
    became = {place.number: place.text for place in now.values()}
    for old, new, confidence in matches:
        places = then[old.path, old.line], now[new.path, new.line]
        sure = round(confidence, 2)
        found[sure] += 1
        # Of two equal texts either is right.
        same = places[0].number == places[1].number or (
            isinstance(places[1].text, str) and became.get(places[0].number) == places[1].text
        )
        right[sure] += same
    return Counts(there, found, right)


def main() -> int:
    """Print the measures."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--originals", type=Path, help="folder of the editions in other words")
    words.add_argument("--rounds", type=int, default=10, help="edits of each kind and edition")
    given = words.parse_args()
    # The later two have the same personas under other names: of them it is not known who is new.
    editions = [
        people_of(embedded_edition(name), given.originals, 10_000 * at)
        for at, name in enumerate(("2025-04-04", LATEST), 1)
    ]
    total = [NONE, NONE]
    print(f"{'':34}{'personas':^32}{'statements':^32}")
    print(f"{'edit':34}" + f"{'all: P':>8}{'R':>7}{'sure: P':>9}{'R':>7} " * 2)
    for name, edit in edits(bool(given.originals)).items():
        counts = [NONE, NONE]
        for number in range(given.rounds):
            dice = random.Random(f"{name} {number}")  # noqa: S311
            for people, other in (editions, editions[::-1]):
                new = measured(people, edit(dice, people, other))
                counts = [one.plus(more) for one, more in zip(counts, new, strict=True)]
        total = [one.plus(more) for one, more in zip(total, counts, strict=True)]
        print(f"{name:34}" + "".join(map(_row, counts)))
    print(f"{'together':34}" + "".join(map(_row, total)))
    for what, counts in zip(("personas", "statements"), total, strict=True):
        for low, high in BINS:
            found, right = (
                sum(n for sure, n in side.items() if low <= sure < high)
                for side in (counts.found, counts.right)
            )
            share = f"{right / found:.3f}" if found else "-"
            confidence = f"{what}, confidence {low:.2f} to {min(high, 1):.2f}"
            print(f"{confidence}: {right} of {found} right, {share}")
    return 0


def _row(counts: Counts) -> str:
    every, sure = counts.share(False), counts.share(True)
    return f"{every[0]:8.3f}{every[1]:7.3f}{sure[0]:9.3f}{sure[1]:7.3f} "


if __name__ == "__main__":
    raise SystemExit(main())
