"""Build: a report of one edition, from its documents to its first page.

Imports that only a build needs are inside functions: a report that is up to date returns at once.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import __version__, git
from ..errors import NothingToMeasure, ParameterError, ToolbeltError
from ..settings import FOLDERS, matches
from ..source import Edition, embedded_edition, open_edition, open_named, package_folder, pinned
from . import reports
from .notebooks import Notebook, find_notebooks, settle, shown

if TYPE_CHECKING:
    import pandas as pd

    from ..analysis import Analysis, Comparison
    from .site import Content

_LIBRARIES = ("pandas", "markdown-it-py", "matplotlib", "papermill", "ipykernel")
_NAMED = ("reviews", "recommendations", "decisions", "catalogue")
"""The parameters that name a file."""


class Report(NamedTuple):
    """A report that was written or already up to date.

    Attributes
    ----------
    index : pathlib.Path
        Its first page.
    manifest : dict
        ``manifest.json``: headlines, gaps, findings, new ones, errors of failed notebooks.
    built : bool
        Whether anything was written.
    """

    index: Path
    manifest: dict[str, Any]
    built: bool = True


class _Request(NamedTuple):
    edition: Edition
    notebooks: list[Notebook]
    parameters: dict[str, Any]

    @property
    def day(self) -> str | None:
        return self.edition.date or (self.edition.name if self.edition.embedded else None)

    @property
    def identity(self) -> str:
        edition = self.edition
        source = edition.source if git.is_address(edition.source) else str(edition.root.resolve())
        return sha256(("embedded" if edition.embedded else source).encode()).hexdigest()

    @property
    def shown(self) -> dict[str, Any]:
        parameters = {name: shown(value) for name, value in self.parameters.items()}
        return {
            name: str(one) if isinstance(one, date) else one for name, one in parameters.items()
        }


def build_report(
    source: str = "",
    revision: str = "",
    out: Path = Path("reports"),
    notebooks: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    *,
    jobs: int | None = None,
    timeout: int = 600,
    rebuild: bool = False,
    keep: int | None = None,
) -> Report:
    """Execute the notebooks on an edition and write its report.

    A report that is up to date is not rebuilt.

    Parameters
    ----------
    source, revision : str
        As :func:`toolbelt_data.load` takes them. Default: the newest embedded edition.
    out : pathlib.Path
        The folder of reports; this one gets a folder in it, named after the edition.
    notebooks : sequence of str
        Names or paths. Default: those of the package.
    parameters : mapping of str to object, optional
        Each goes to the notebooks that declare it.
    jobs : int, optional
        How many notebooks run at once. Default: one per core.
    timeout : int, optional
        Seconds that a cell may take.
    rebuild : bool, optional
        Whether to write a report that is up to date again.
    keep : int, optional
        How many reports stay in the folder, the newest. Default: all.

    Returns
    -------
    Report
        A notebook that failed is part of it, with its error.

    Raises
    ------
    ParameterError
        If a parameter is unknown or of another type.
    SourceError, NothingToMeasure
        If the source cannot be read, or has no persona.
    ToolbeltError
        If the folder cannot be written, or an input was changed meanwhile. The last report
        stays after any error.
    """
    started = datetime.now(UTC)

    def settled() -> _Request:
        return _settle(source, revision, notebooks, dict(parameters or {}))

    request = settled()
    with reports.locked(out):
        target = _target(out, request)
        about = {"date": request.day, "parameters": request.shown}
        last = reports.last_report(out, request.identity, about)
        digest = _digest(request, last)
        manifest = reports.read(target)
        built = rebuild or not _is_up_to_date(target, manifest, request, digest)
        if built:
            with reports.staged(target) as folder:
                written, seconds = _write(request, last, folder, jobs, timeout)
                manifest = {"digest": digest} | about | written | {"files": _files(folder)}
                if _digest(settled(), last) != digest:
                    place, problem = request.edition.root, "changed while the report was built"
                    raise ToolbeltError(place, problem, "run it again")
                reports.write(folder / "manifest.json", manifest)
                reports.write(folder / "run.json", _run(request, started, seconds))
        if keep:
            reports.remove_older(out, keep, target)
        if built or keep:
            reports.write_index(out)
    return Report(target / "index.html", manifest, built)


def _settle(
    source: str, revision: str, names: Sequence[str], parameters: dict[str, Any]
) -> _Request:
    """Find, check and pin the inputs of a report, so that every kernel reads the same."""
    notebooks = find_notebooks(names)
    source, revision = parameters.pop("source", source), parameters.pop("revision", revision)
    settle(notebooks, parameters)
    edition = open_edition(source or None, revision or None)
    for name in _NAMED:
        word = parameters.get(name)
        if word and not git.is_address(word):
            parameters[name] = str(Path(word).resolve())
    if git.is_address(parameters.get("catalogue") or ""):
        from ..analysis.catalogue import pinned_catalogue

        parameters["catalogue"] = pinned_catalogue(parameters["catalogue"])
    if old := parameters.get("old"):
        parameters["old"] = _absolute(pinned(old, open_named(old, source or None), source))
    if source:
        parameters["source"] = _absolute(source)
    if edition.revision:
        parameters["revision"] = edition.revision
    for one in notebooks:
        for name in ("source", "revision"):
            if name in parameters and name not in one.parameters:
                fix = f'declare {name}: str = "" in its cell tagged parameters'
                raise ParameterError(one.path, f"has no parameter {name}", fix)
    return _Request(edition, notebooks, parameters)


def _absolute(word: str) -> str:
    """Return a source with an absolute path, so that it means the same from any folder."""
    place, mark, revision = word.partition("#")
    is_folder = not git.is_address(place) and Path(place).is_dir()
    return str(Path(place).resolve()) + mark + revision if is_folder else word


def _target(out: Path, request: _Request) -> Path:
    """Return the folder of a report; two sources of one name get different folders."""
    edition = request.edition
    target = out / edition.name
    if reports.read(target, "run.json").get("identity", request.identity) != request.identity:
        target = out / f"{edition.name}-{request.identity[:7]}"
    place, root = target.resolve(), edition.root.resolve()
    if root.is_relative_to(place):
        raise ToolbeltError(target, "contains the source", "name another --out")
    if not edition.revision and place.is_relative_to(root):
        inside = place.relative_to(root)
        patterns = edition.settings.documents
        page = (inside / "sources" / "a.md").as_posix()
        if matches(page, patterns) or edition.whole or inside.parts[:1] in [(f,) for f in FOLDERS]:
            raise ToolbeltError(target, "is among the documents", "name another --out")
    if target.exists() and any(target.iterdir()) and not (target / "manifest.json").exists():
        raise ToolbeltError(target, "is not a report", "move it away, or name another --out")
    return target


def _is_up_to_date(
    target: Path, manifest: Mapping[str, Any], request: _Request, digest: str
) -> bool:
    shipped = package_folder("notebooks").resolve()
    return (
        manifest.get("digest") == digest
        and not manifest["failed"]
        and all(one.path.resolve().parent == shipped for one in request.notebooks)
        and all((target / path).is_file() for path in manifest["files"])
    )


def _digest(request: _Request, last: reports.Last | None) -> str:
    """Return one digest of everything that a report depends on."""
    edition, package = request.edition, Path(__file__).parents[1]
    read = {"documents": edition.files, "settings": repr(edition.settings), "last": last}
    read |= {"edition": (edition.name, edition.address), "parameters": request.shown}
    read |= {
        name: _bytes(request.parameters[name]) for name in _NAMED if name in request.parameters
    }
    if old := request.parameters.get("old"):
        read["old"] = open_named(old, request.parameters.get("source")).files
    if not edition.revision and not edition.embedded and git.prefix(edition.root) is not None:
        read["head"] = git.find(edition.root, "HEAD")
    read["notebooks"] = [(one.name, one.path.read_bytes()) for one in request.notebooks]
    places = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    read["libraries"] = sorted(path.name for one in places for path in one.glob("*.dist-info"))
    read["python"] = platform.python_version()
    seen = sha256(repr(sorted(read.items(), key=lambda item: item[0])).encode("utf-8", "replace"))
    for root in (package, package_folder("data")):
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            if "__pycache__" not in path.parts:
                seen.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return seen.hexdigest()


def _bytes(word: str) -> bytes | str:
    """Return the content of a file or of all files of a folder; an address is returned as it is."""
    path = Path(word)
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file())
        return b"".join(one.read_bytes() for one in files)
    return path.read_bytes() if path.is_file() else word


def _files(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


def _versions() -> dict[str, str]:
    libraries = {name: version(name) for name in _LIBRARIES}
    return {"toolbelt-data": __version__, "python": platform.python_version()} | libraries


def _run(request: _Request, started: datetime, seconds: dict[str, float]) -> dict[str, Any]:
    return {
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": seconds,
        "identity": request.identity,
        "host": platform.node(),
        "platform": platform.platform(),
    }


def _write(
    request: _Request, last: reports.Last | None, folder: Path, jobs: int | None, timeout: int
) -> tuple[dict[str, Any], dict[str, float]]:
    """Write every file but manifest and run; return the manifest, and seconds by notebook."""
    from . import kernels

    kernels.warm()
    from ..analysis import Analysis
    from ..corpus import load, require_read
    from .execute import execute
    from .site import Content, write_site

    edition, parameters = request.edition, request.parameters
    corpus = load(edition)
    require_read(corpus, personas=True)
    narrowed = corpus.only(
        groups=parameters.get("groups", ""), personas=parameters.get("personas", "")
    )
    if narrowed.personas.empty:
        raise NothingToMeasure(edition.label, "no persona is left", "choose other groups")
    files = {name: parameters.get(name) for name in (*_NAMED, "today")}
    analysis = Analysis(narrowed, **files)
    earlier, values = _earlier(request, last)
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(_tables, request, analysis, earlier, folder / "tables")
        executed = execute(
            request.notebooks, values, folder / "notebooks", jobs, timeout, progress=True
        )
        findings, comparison, past, effects = coming.result()
    address = edition.address.partition("/blob/")[0]
    content = Content(
        analysis, findings, comparison, past, executed, last,
        parameters=request.shown, changed=_changed(request), source=_source(edition),
        address=address,
    )  # fmt: skip
    headlines = write_site(content, folder)
    manifest = {
        "edition": edition.name,
        "source": content.source,
        "revision": edition.revision,
        "last": last and last.edition,
        "versions": _versions(),
        "headlines": headlines,
        "failed": {run.notebook.name: run.error for run in executed if run.error},
        "advice": corpus.advice,
        **_keys(content, effects),
    }
    return manifest, {run.notebook.name: round(run.seconds, 3) for run in executed}


def _tables(
    request: _Request, analysis: Analysis, earlier: Edition | None, folder: Path
) -> tuple[pd.DataFrame, Comparison | None, pd.DataFrame, pd.DataFrame | None]:
    """Write the tables; return findings, comparison, history and effects on gaps."""
    from ..analysis import compare, history_to
    from ..checks import check
    from .downloads import tables_of, write_downloads

    corpus = analysis.whole.corpus
    findings = check(corpus)
    both = compare(earlier, corpus) if earlier else None
    past = history_to(analysis, request.parameters.get("since", ""))
    tables = tables_of(analysis, findings, both, past)
    write_downloads(tables, folder, request.edition, ("csv", "xlsx"))
    effects = {table.name: frame for table, frame in tables}.get("gap_effects")
    return findings, both, past, effects


def _source(edition: Edition) -> str:
    if edition.embedded:
        return "embedded"
    return edition.source if git.is_address(edition.source) else edition.root.resolve().name


def _earlier(
    request: _Request, last: reports.Last | None
) -> tuple[Edition | None, dict[str, dict[str, Any]]]:
    """Return the edition to compare with: `old`, else the last report's, else the one before."""
    from ..analysis import edition_before

    source, word = request.parameters.get("source"), request.parameters.get("old")
    if last and not word:
        with suppress(ToolbeltError):  # such as a clone that reaches less far back
            named = last.revision or str(embedded_edition(last.edition))
            open_named(named, source)
            word = named
    takes = word and any("old" in one.parameters for one in request.notebooks)
    values = settle(request.notebooks, request.parameters | ({"old": word} if takes else {}))
    return open_named(word, source) if word else edition_before(request.edition), values


def _changed(request: _Request) -> dict[str, Any]:
    """Return the defaults that shipped notebooks changed: the package's are all empty."""
    shipped = {path.name for path in package_folder("notebooks").glob("*.ipynb")}
    return {
        name: shown(one.default)
        for book in request.notebooks
        if book.path.name in shipped
        for name, one in book.parameters.items()
        if one.default and name not in request.parameters
    }


def _keys(content: Content, effects: pd.DataFrame | None) -> dict[str, Any]:
    """Return gaps by persona and text, findings by fingerprint, and which of them are new."""
    from .brief import findings_of

    analysis, last, both = content.analysis, content.last, content.comparison
    gaps = {
        f"{row.persona_id}: {row.text}": {
            "place": f"{row.path}:{row.line}",
            "decided": row.decision_state == "standing",
        }
        for row in analysis.gaps.itertuples()
    }
    findings = {
        row.fingerprint: {
            "severity": row.severity,
            "text": f"{row.code} {row.message}",
            "place": f"{row.path}:{row.line}",
        }
        for row in findings_of(content).itertuples()
    }
    new: dict[str, list[str]] = {"gaps": [], "findings": []}
    if last:
        known = {*last.gaps, *(key for key, gap in gaps.items() if gap["decided"])}
        if both and both.old.edition.name == last.edition:
            # Gaps that no change of a document opened, such as newly reviewed ones, are not new.
            opened = {*effects.new_id[effects.change.isin(["opened", "added"])]}
            others = analysis.gaps[~analysis.gaps.challenge_id.isin(opened)]
            known |= {*(others.persona_id + ": " + others.text)}
        new["gaps"] = [key for key in gaps if key not in known]
        new["findings"] = [key for key in findings if key not in {*last.findings}]
    return {"gaps": gaps, "findings": findings, "new": new}
