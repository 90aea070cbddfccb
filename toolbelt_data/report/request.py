"""Request: what a report is asked for, settled, pinned and checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ..analysis.catalogue import pinned_catalogue
from ..corpus import Corpus, load, require_read
from ..errors import NothingToMeasure, ParameterError
from ..notebook.parameters import names_of
from ..source import Edition, open_edition, open_named, pinned
from .notebooks import Notebook, find_notebooks, settle
from .redaction import shown_source


@dataclass(frozen=True, slots=True)
class Request:
    """What a report is asked for.

    Attributes
    ----------
    notebooks : list of Notebook
        In the order of the report.
    source : str
        As it was named; empty for the embedded edition.
    catalogue : str
        Pinned where it is an address; empty for the embedded one.
    given : dict of str to object
        Further parameters that were named, editions pinned.
    values : dict of str to dict
        What each notebook's kernel is told, by the notebook's name.
    corpus : Corpus
        Narrowed to the groups and personas that were named.
    compared : str
        The edition to compare with where nobody named one; the one before where empty.
    """

    notebooks: list[Notebook]
    source: str
    catalogue: str
    given: dict[str, Any]
    values: dict[str, dict[str, Any]]
    corpus: Corpus
    compared: str = ""

    @property
    def edition(self) -> Edition:
        """The edition that the report is of."""
        return self.corpus.edition

    @property
    def shown_source(self) -> str:
        """The source without any path of the machine."""
        return shown_source(self.edition)

    @property
    def documents(self) -> dict[str, str]:
        """The digest of each document by its path."""
        return digests_of(self.corpus)

    @property
    def comparing(self) -> str:
        """Name of the notebook that compares two editions; empty where none does."""
        return next((one.name for one in self.notebooks if "old" in one.parameters), "")


def settle_request(
    source: str = "",
    revision: str = "",
    notebooks: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    catalogue: str = "",
) -> Request:
    """Find, read and pin what a report is asked for.

    Parameters
    ----------
    source, revision : str
        As :func:`toolbelt_data.load` takes them; empty for none.
    notebooks : sequence of str
        As :func:`toolbelt_data.report.find_notebooks` takes them.
    parameters : mapping of str to object, optional
        Each goes to the notebooks that declare it.
    catalogue : str
        As :func:`toolbelt_data.analysis.read_catalogue` takes it; empty for none.

    Returns
    -------
    Request

    Raises
    ------
    ParameterError
        Where a parameter is unknown, of the wrong type, or names nothing.
    SourceError
        Where the source, or an edition that is named, cannot be read.
    NothingToMeasure
        Where the source holds no persona.
    ToolbeltError
        Where a notebook is not there.

    Examples
    --------
    >>> request = settle_request(notebooks=["3"], parameters={"groups": "open-source-professional"})
    >>> request.edition.name, len(request.corpus.personas)
    ('2025-06-10', 7)
    """
    given = dict(parameters or {})
    _require_text(**{"--source": source, "--revision": revision, "--catalogue": catalogue}, **given)
    chosen = find_notebooks(notebooks)
    for notebook in chosen:
        _require_text(notebook=notebook.name)
    settle(chosen, given)
    source, revision = given.pop("source", source), given.pop("revision", revision)
    _require_parameters(chosen, source=source, revision=revision)
    edition = open_edition(source or None, revision or None)
    _require_text(edition=edition.name)
    _require_parameters(chosen, revision=edition.revision or "")
    corpus = load(edition)
    require_personas(corpus)
    # Every kernel reads the same commits, though a branch may move meanwhile.
    catalogue = pinned_catalogue(given.pop("catalogue", catalogue))
    read = {"source": source, "revision": edition.revision or "", "catalogue": catalogue}
    given |= _pinned_editions(source, given)
    values = settle(chosen, _known(chosen, read) | given)
    named = {name: names_of(given.get(name, "")) for name in ("groups", "personas")}
    corpus = corpus.only(**named)
    require_personas(corpus, "with these groups and personas")
    return Request(chosen, source, catalogue, given, values, corpus)


def digests_of(corpus: Corpus) -> dict[str, str]:
    """Give the digest of each document by its path."""
    return dict(zip(corpus.documents.path, corpus.documents.sha256, strict=True))


def digest_of(corpus: Corpus) -> str:
    """Give one digest of all documents: of lines "digest, two spaces, path", sorted by path."""
    lines = (f"{own}  {path}\n" for path, own in sorted(digests_of(corpus).items()))
    return sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def require_personas(corpus: Corpus, how: str = "") -> None:
    """Raise where an edition, or what was chosen of it, holds no persona.

    Raises
    ------
    NothingToMeasure
    """
    if not how:
        require_read(corpus, personas=True)
    elif corpus.personas.empty:
        place = corpus.edition.source or corpus.edition.name
        raise NothingToMeasure(place, f"no persona {how}", "choose others")


def _require_text(**given: Any) -> None:
    """Raise where a word, such as a folder's name, is no text, as no page could show it."""
    for name, value in given.items():
        if isinstance(value, str):
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                raise ParameterError(name, f"{value!r} is no UTF-8", "name it otherwise") from None


def _pinned_editions(source: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Name what is compared by its commits, as a branch may move meanwhile."""
    if not given.get("old"):
        return {}
    word = str(given["old"])
    return {"old": pinned(word, open_named(word, source or None), source)}


def _require_parameters(notebooks: Sequence[Notebook], **asked: str) -> None:
    """Raise where a notebook could not be told of the source or revision that is asked for."""
    for notebook in notebooks:
        for name, value in asked.items():
            if value and name not in notebook.parameters:
                raise ParameterError(
                    notebook.path,
                    f"has no parameter {name}, and would show another edition",
                    f'declare {name}: str = "" in its cell tagged parameters, and load by it',
                )


def _known(notebooks: Sequence[Notebook], values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what some notebook declares: one of a user's own may need no source."""
    names = {name for notebook in notebooks for name in notebook.parameters}
    return {name: value for name, value in values.items() if name in names}
