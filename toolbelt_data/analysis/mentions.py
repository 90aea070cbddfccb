"""Mentions: where the documents name a resource of the OpenSSF, and how often each is named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..corpus import Corpus
from .tables import TABLE

# The documents are the Toolbelt's own, so that it can be neither named nor missing in them.
_OWN = "security-toolbelt"
# Lines whose texts are rows of other tables, or no text.
_ELSEWHERE = ("statement", "group_statement", "need", "blank", "rule", "comment", "code", "html",
              "front_matter", "empty_bullet")  # fmt: skip
# A plain word such as "blog" means the OpenSSF's in a text that names the OpenSSF, in a section
# whose heading does, as in "How the OpenSSF can help", and in this field of a group.
_VALUABLE = "resources"
_OPENSSF = re.compile(r"\b(?:OpenSSF|OSSF)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# The words of an address are no text.
_ADDRESS = re.compile(
    r"\]\([^)\s]*|(?:https?://|\bwww\.)[^\s<>()\[\]\"']+|(?<![\w.+-])[\w.+-]++@[\w.-]+"
    r"|(?<![\w./-])(?:[\w-]+\.)+(?:com|dev|eu|io|net|org|sh)(?![\w-])(?:/[^\s<>()\[\]]*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
_DEEPEST = 10  # parts of an address, and of its host: no known one has more
_COINED = re.compile(r"\S+[A-Z\d]\S*")
_HYPHENS = str.maketrans("‐‑–’", "---'")


def mentions(corpus: Corpus, catalogue: pd.DataFrame) -> pd.DataFrame:
    """Find the resources that the documents name: by name, other written form or address.

    Parameters
    ----------
    corpus : Corpus
    catalogue : pandas.DataFrame
        As :func:`toolbelt_data.analysis.read_catalogue` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per place: item_id, resource_id, words, item, persona_id,
        section, start, summary, text, path, line. Statements come first, then
        those of groups, needs, and all other lines of text, such as headings.

    Examples
    --------
    >>> from toolbelt_data import Analysis
    >>> found = Analysis().mentions
    >>> sorted(set(found.words[found.resource_id == "osv-openvex"]))
    ['OSV', 'OpenVEX']
    """
    find, rows = _finder(catalogue), []
    sections = corpus.sections[corpus.sections.heading.str.contains(_OPENSSF, na=False)]
    offered = {(None, _VALUABLE), *zip(sections.persona_id, sections.section, strict=True)}
    for text in _texts(corpus):
        place = text.get("persona_id"), text.get("section")
        is_offered = place in offered or _OPENSSF.search(text["text"]) is not None
        rows += [
            text | {"resource_id": resource_id, "words": words, "start": start}
            for resource_id, words, start in find(text["text"], is_offered)
        ]
    return TABLE["mentions"].frame(rows)


def resources(corpus: Corpus, catalogue: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the texts and personas that name each resource.

    Parameters
    ----------
    corpus : Corpus
    catalogue, mentions : pandas.DataFrame
        As :func:`toolbelt_data.analysis.read_catalogue` and :func:`mentions` return
        them, of all documents: filters narrow what is shown afterwards.

    Returns
    -------
    pandas.DataFrame
        One row per resource, those that most personas name first, then those
        in most texts; the Toolbelt itself is left out. Columns: resource_id,
        resource (its name), kind, listed, mentioned, texts, personas, named_by,
        sections, elsewhere, serves, url. Summary statements are not counted,
        but a resource that only they name is mentioned.

    Examples
    --------
    >>> from toolbelt_data import Analysis
    >>> Analysis().resources.resource.tolist()[:2]
    ['SLSA', 'OpenSSF Scorecard']
    """
    counted = mentions[~mentions.summary].drop_duplicates(["resource_id", "item", "item_id"])
    of_personas = counted[counted.persona_id.notna()]
    names = of_personas.persona_id.map(corpus.personas.set_index("persona_id").name)
    by = of_personas.assign(persona=names).groupby("resource_id").agg(
        named_by=("persona", lambda column: [*column.unique()]),
        sections=("section", lambda column: [*column.dropna().unique()]),
    )  # fmt: skip
    table = catalogue[catalogue.resource_id != _OWN].merge(by, on="resource_id", how="left")
    for column in by.columns:
        table[column] = table[column].map(lambda value: value if isinstance(value, list) else [])
    ids = table.resource_id
    counts = {
        "texts": counted.resource_id.value_counts(),
        "elsewhere": counted[counted.persona_id.isna()].resource_id.value_counts(),
        "personas": of_personas.groupby("resource_id").persona_id.nunique(),
    }
    for column, number in counts.items():
        table[column] = ids.map(number).fillna(0).astype("int64")
    table["mentioned"] = ids.isin(mentions.resource_id)
    table = table.sort_values(["personas", "texts", "mentioned"], ascending=False, kind="stable")
    return table[TABLE["resources"].names].reset_index(drop=True)


def _texts(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Yield every text that may name a resource."""
    for row in corpus.statements.itertuples(index=False):
        yield _text("statement", row.statement_id, row) | {
            "persona_id": row.persona_id, "section": row.section, "summary": len(row.sums_up) > 0,
        }  # fmt: skip
    for row in corpus.group_statements.itertuples(index=False):
        yield _text("group_statement", row.item_id, row) | {"section": row.field}
    for row in corpus.needs.itertuples(index=False):
        yield _text("need", row.need_id, row)
    personas = {*corpus.personas.persona_id}
    for row in corpus.lines[~corpus.lines.role.isin(_ELSEWHERE)].itertuples(index=False):
        persona_id, _, section = (row.item_ids[0] if row.item_ids else "").partition("/")
        owner = {"persona_id": persona_id, "section": section or None}
        owner = owner if persona_id in personas else {}
        yield _text("line", f"{row.path}:{row.line}", row) | owner


def _text(item: str, item_id: str, row: Any) -> dict[str, Any]:
    place = {"text": row.text, "path": row.path, "line": row.line}
    return {"item": item, "item_id": item_id, "summary": False, **place}


def _finder(catalogue: pd.DataFrame) -> Any:
    """Return a function that finds resources in a text: (id, words, start) in its order."""
    rows = list(catalogue.itertuples(index=False))
    addresses, by_word = _addresses(rows), defaultdict(list)
    for row in rows:
        for form, how in _forms(row):
            if words := _words(form):
                owner = None if how == "unlike" else row.resource_id
                by_word[words[0]].append((words, _same(form, how), how, owner))
    for forms in by_word.values():
        forms.sort(key=lambda form: -len(form[0]))

    def find(text: str, is_offered: bool) -> list[tuple[str, str, int]]:
        targets = [(match.start(), match[0]) for match in _ADDRESS.finditer(text)]
        text = _ADDRESS.sub(lambda match: "\0" * len(match[0]), text)
        places, tokens = [word.span() for word in _WORD.finditer(text)], _words(text)
        found, at = [], 0
        while at < len(tokens):
            size = 1
            for words, form, how, owner in by_word.get(tokens[at], ()):
                if tokens[at : at + len(words)] == words and (is_offered or how != "plain"):
                    start, end = places[at][0], places[at + len(words) - 1][1]
                    if _same(text[start:end], how) == form:
                        found.append((owner, text[start:end], start))
                        size = len(words)
                        break
            at += size
        # A link's text and target mostly name the same resource: that is one mention.
        named = {owner for owner, _, _ in found}
        for start, address in targets:
            bare = address.removeprefix("](").rstrip(".,;:!?")
            if (owner := _owner(bare, addresses)) not in named:
                found.append((owner, bare, start + address.index(bare)))
        return sorted((one for one in found if one[0]), key=lambda one: one[2])

    return find


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _same(text: str, how: str) -> str:
    """Normalise white space, emphasis, hyphens and, unless `how` is exact, case."""
    words = [match.span() for match in _WORD.finditer(text)]
    text = re.sub(r"[\s*_`]+", " ", text[words[0][0] : words[-1][1]].translate(_HYPHENS))
    return text if how == "exact" else text.casefold()


def _forms(row: Any) -> Iterator[tuple[str, str]]:
    """Yield a resource's written forms, each with how it is searched."""
    base, _, bracket = row.resource.removesuffix(")").partition(" (")
    if row.kind == "working-group":
        ends = ("working group", "working groups", "WG", "SIG")
        yield from ((f"{base} {end}", "aliases") for end in ends)
    else:
        # "Protobom / SBOM Tools" explains its name; "OSV Schema & OpenVEX" names two things.
        coined = filter(_COINED.fullmatch, [*re.split(r" [&/] ", base), bracket])
        names = (row.resource, base, base.split(" / ")[0], *coined)
        yield from ((name, "exact") for name in names)
    for how in ("aliases", "exact", "plain", "unlike"):
        yield from ((form, how) for form in getattr(row, how))


def _addresses(rows: list[Any]) -> dict[str, str | None]:
    """Return the resource of each address; a shared one has the resource that lists it, or none."""
    lived = [(_bare(row.url), row.resource_id) for row in rows if isinstance(row.url, str)]
    count = Counter(address for address, _ in {*lived})
    found = {address: name for address, name in lived if count[address] == 1}
    for key, value in (("addresses", True), ("unlike", False)):
        for row in rows:
            for one in getattr(row, key):
                found[_bare(one)] = row.resource_id if value else None
    return found


def _bare(address: str) -> str:
    address = re.split(r"[?#]", address, maxsplit=1)[0]
    return _SCHEME.sub("", address, count=1).rstrip("/").casefold()


def _owner(address: str, addresses: dict[str, str | None]) -> str | None:
    """Return the resource at an address: the closest above it, or above its host."""
    host, *parts = _bare(address).removesuffix(".git").split("/", _DEEPEST)
    names = host.rsplit(".", _DEEPEST)
    for first in range(len(names) - 1):
        for end in range(len(parts), -1, -1):
            above = "/".join([".".join(names[first:]), *parts[:end]])
            if above in addresses:
                return addresses[above]
    return None
