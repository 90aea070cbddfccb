"""Written forms: how offerings are called in texts, and where a text calls one.

A form is found between word borders, so that no longer word holds it; where
two overlap the longer one counts. Forms that are plain words as well count
with their capital letters only, or only beside another offering.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

_WORD = re.compile(r"[^\W_]+")
# What leads elsewhere: its words are an address and no text.
_TARGET = re.compile(
    r"\]\([^)\s]*|(?:https?://|\bwww\.)[^\s<>()\[\]\"']+"
    r"|(?<![\w@.-])[\w@.-]*\w\.(?:com|dev|eu|io|net|org|sh)(?![\w-])(?:\.\w[\w.-]*)?(?:/[^\s<>()\[\]]*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_BRACKETS = re.compile(r"(.+?) \(([^()]+)\)")
_HOST = re.compile(r"(?://)?[\w.-]*\Z")
_LONGEST_HOST = 100
# "SLSA and a scorecard of our own": one of several, and no name.
_ONE_OF_MANY = re.compile(
    r"\b(?:an?|any|each|every|her|his|its|my|no|our|some|their|your)[\s*_`]+\Z", re.IGNORECASE
)
_LONGEST_BEFORE = 16
_GROUP = "working-group"
_GROUP_ENDS = ("working group", "working groups", "WG", "SIG")


class Found(NamedTuple):
    """A place in a text that calls an offering.

    Attributes
    ----------
    project_id : str
    surface : str
        The words or the address, as they stand there.
    start : int
        Where they begin, in characters from 0.
    """

    project_id: str
    surface: str
    start: int


class _Form(NamedTuple):
    written: str
    words: list[str]
    project_id: str
    how: str
    address: bool

    def may_stand(self, told: Sequence[str], at: int) -> bool:
        """Tell whether a text's words from here on are those of the form, as far as ASCII tells."""
        own = told[at : at + len(self.words)]
        if own == self.words or len(own) < len(self.words):
            return own == self.words
        return not "".join([*own, *self.words]).isascii()

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """Find the form where it begins; its pattern is made once a text has its words."""
        pattern = (
            _address_pattern(self.written) if self.address else _pattern(self.written, self.how)
        )
        return pattern.match(text, start)


class WrittenForms:
    """Finds the offerings of a catalogue in texts.

    Parameters
    ----------
    catalogue : pandas.DataFrame
        As :func:`toolbelt_data.analysis.catalogue` gives it.

    Examples
    --------
    >>> from toolbelt_data.analysis import catalogue
    >>> forms = WrittenForms(catalogue())
    >>> [found.surface for found in forms.find("Allstar, and a scorecard of my own")]
    ['Allstar']
    """

    def __init__(self, catalogue: pd.DataFrame) -> None:
        self._by_word: dict[str, list[_Form]] = defaultdict(list)
        rows = list(catalogue.itertuples(index=False))
        for row in rows:
            for how, forms in _forms(row).items():
                for form in dict.fromkeys(forms):
                    self._add(form, row.project_id, how)
        for address, project_id in _addresses(rows):
            self._add(address, project_id, "address")

    def find(self, text: str) -> list[Found]:
        """Find what a text calls, in its order.

        An address counts where the text does not call the same offering in
        words, as a link's text and target mostly do.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Found
        """
        found = _apart(self._candidates(text))
        sure = {form.project_id for form, _ in found if form.how in ("any", "exact")}
        named = sure | {form.project_id for form, _ in found if form.how == "address"}
        said = [
            (form, match)
            for form, match in found
            if form.how in ("any", "exact")
            or (form.how == "address" and form.project_id not in sure)
            or (form.how == "beside" and named - {form.project_id} and _is_a_name(text, match))
        ]
        return [Found(form.project_id, match[0], match.start()) for form, match in said]

    def _add(self, form: str, project_id: str, how: str) -> None:
        words = [word.lower() for word in _WORD.findall(form)]
        if words:
            address = how == "address" or (how == "unlike" and "/" in form)
            self._by_word[words[0]].append(_Form(form, words, project_id, how, address))

    def _candidates(self, text: str) -> Iterator[tuple[_Form, re.Match[str]]]:
        targets = chain((match.span() for match in _TARGET.finditer(text)), [(len(text),) * 2])
        begin, end = next(targets)
        words = list(_WORD.finditer(text))
        told = [word[0].lower() for word in words]
        for at, word in enumerate(words):
            start = word.start()
            while end <= start:
                begin, end = next(targets)
            inside = begin <= start
            for form in self._by_word.get(told[at], ()):
                skipped = (inside and not form.address) or not form.may_stand(told, at)
                match = None if skipped else form.match(text, start)
                if match and (not form.address or _begins_host(text, start)):
                    yield form, match


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    return not _ONE_OF_MANY.search(text[max(match.start() - _LONGEST_BEFORE, 0) : match.start()])


def _apart(
    candidates: Iterable[tuple[_Form, re.Match[str]]],
) -> list[tuple[_Form, re.Match[str]]]:
    """Keep the longest of those that overlap, in the order of the text."""
    ranks = ("unlike", "any", "exact", "address", "beside")
    kept: list[tuple[_Form, re.Match[str]]] = []
    taken: set[int] = set()
    for form, match in sorted(
        candidates, key=lambda one: (-len(one[1][0]), ranks.index(one[0].how), one[1].start())
    ):
        place = range(*match.span())
        if taken.isdisjoint(place):
            taken.update(place)
            kept.append((form, match))
    return sorted(kept, key=lambda one: one[1].start())


def _forms(row: Any) -> dict[str, list[str]]:
    """Give an offering's forms by how they count; parts of its name are forms too."""
    bracket = _BRACKETS.fullmatch(row.name)
    base = bracket[1] if bracket else row.name
    if row.kind == _GROUP:
        ends = [f"{base} {end}" for end in _GROUP_ENDS]
        names: list[str] = []
    else:
        ends = []
        # "Protobom / SBOM Tools" says what it is after its name; "A & B" names two things.
        parts = re.split(r" [&/] ", base)
        names = [row.name, base, base.split(" / ")[0], *filter(_is_coined, parts)]
        names += [bracket[2]] if bracket and _is_coined(bracket[2]) else []
    return {
        "any": [*row.aliases, *ends],
        "exact": [*(name for name in names if name not in row.beside), *row.exact],
        "beside": row.beside,
        "unlike": row.unlike,
    }


def _is_coined(word: str) -> bool:
    """Tell a word that is nothing but a name by a capital letter or digit inside it."""
    return bool(re.fullmatch(r"\S+", word) and re.search(r"\S[A-Z\d]", word))


def _addresses(rows: list[Any]) -> Iterator[tuple[str, str]]:
    """Give each address with its offering.

    Where several offerings have an address it is the one's that lists it; one
    at which several merely live tells none of them.
    """
    listed = [(_bare(one), row.project_id) for row in rows for one in row.addresses]
    lived = [(_bare(row.url), row.project_id) for row in rows if isinstance(row.url, str)]
    known = {address for address, _ in listed}
    owners = set(listed) | {one for one in lived if one[0] not in known}
    count = Counter(address for address, _ in owners)
    return ((one, project) for one, project in sorted(owners) if one and count[one] == 1)


def _bare(address: str) -> str:
    return _SCHEME.sub("", address).rstrip("/").lower()


@lru_cache(maxsize=16_384)
def _pattern(form: str, how: str) -> re.Pattern[str]:
    """Make a pattern: any white space or emphasis between words, any hyphen for a hyphen."""
    words = [
        "".join("[-‐‑–]" if c == "-" else "['’]" if c in "'’" else re.escape(c) for c in word)
        for word in form.split()
    ]
    flags = re.IGNORECASE if how in ("any", "unlike") else re.NOFLAG
    return re.compile(r"(?<![^\W_])" + r"[\s*_`]{1,9}".join(words) + r"(?![^\W_])", flags)


@lru_cache(maxsize=16_384)
def _address_pattern(address: str) -> re.Pattern[str]:
    return re.compile(re.escape(address) + r"(?![\w-]|\.(?!git\b)\w)", re.IGNORECASE)


def _begins_host(text: str, start: int) -> bool:
    """Tell whether an address stands where a host or a part of its name may begin."""
    before = text[max(start - _LONGEST_HOST, 0) : start]
    run = _HOST.search(before)
    lead = run[0].removeprefix("//") if run else ""
    led = before[: len(before) - len(run[0])] if run else before
    if lead and not lead.endswith("."):
        return False
    return (run is not None and run[0].startswith("//")) or not led.endswith(("/", "@"))
