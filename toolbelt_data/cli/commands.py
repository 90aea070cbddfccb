"""Commands: each reads its source, calls the library, prints, and returns the exit status.

Imports are inside the functions, so that each command loads only what it needs.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import NothingToMeasure, ParameterError, SourceError

if TYPE_CHECKING:
    from argparse import Namespace

    import pandas as pd

    from ..analysis import Analysis
    from ..corpus import Corpus
    from ..source import Edition


def check(args: Namespace) -> int:
    """Print the findings; return 1 if one is as severe as the gate."""
    from ..checks import CheckSettings, formats
    from ..checks import check as find
    from ..source import default_source, read_beside

    if args.write_baseline and args.source is None and default_source() is None:
        fix = "name the documents with --source"
        raise ParameterError("--write-baseline", "no source is named", fix)
    if args.write_baseline and args.personas:
        fix = "leave --persona out: a baseline is of all documents"
        raise ParameterError("--write-baseline", "only some personas are chosen", fix)
    corpus = _narrowed(_corpus(args, tolerant=True), args)
    settings = CheckSettings.of(corpus.edition.settings).ignoring(args.ignore)
    findings = find(corpus, settings)
    if args.write_baseline:
        formats.write_baseline(findings, Path(args.write_baseline))
        print(f"{args.write_baseline}: {len(findings)} known findings written")
        return 0
    known: frozenset[str] = frozenset()
    if name := args.baseline or settings.baseline:
        beside = None if args.baseline else read_beside(corpus.edition, name)
        known = formats.read_baseline(Path(name), beside, settings)
    if args.personas:
        known &= {*findings.fingerprint}
    colour = bool(sys.stdout and sys.stdout.isatty()) and "NO_COLOR" not in os.environ
    print(formats.write(findings, args.format, corpus.edition, known, colour), end="")
    new = formats.without(findings, known)
    return int(not formats.severe(new, args.fail_on or settings.fail_on).empty)


def gaps(args: Namespace) -> int:
    """Print challenges by coverage; return 1 if more gaps are undecided than the gate allows."""
    from ..analysis.reviews import unplaced
    from .texts import gap_text

    analysis = _analysis(args)
    if analysis.whole.challenges.empty:
        fix = "name a source whose personas do"
        label = analysis.corpus.edition.label
        raise NothingToMeasure(label, "no persona has a challenge", fix)
    if not _printed(args, analysis.challenges):
        print(gap_text(analysis))
    if args.reviews and (lost := len(unplaced(analysis.whole.corpus, analysis.reviews))):
        warn(f"reviews of no pair here: {lost}; toolbelt-data review status lists them")
    undecided = int((analysis.gaps.decision_state != "standing").sum())
    unreviewed = int((analysis.challenges.coverage == "unreviewed").sum())
    return _fail_over(args.fail_over, undecided, unreviewed)


def decide(args: Namespace) -> None:
    """Record a decision about a challenge, and print it."""
    from .. import review
    from ..text import visible

    path = review.named_file("decisions", args.decisions)
    words = {name: getattr(args, name) for name in ("owner", "link", "until", "note")}
    kind, day = args.kind.replace("-", " "), date.today().isoformat()
    args.decisions = None
    analysis = _analysis(args)
    line = review.decide(path, analysis.corpus, args.challenge, decision=kind, date=day, **words)
    print(visible(line))
    gaps = analysis.gaps
    if args.challenge not in {*gaps.challenge_id, *(gaps.path + ":" + gaps.line.astype(str))}:
        warn(f"{args.challenge}: is not a gap; toolbelt-data gaps lists those")
    if words["until"] and words["until"] < day:
        warn(f"--until {words['until']}: is in the past, so the decision has expired")


def compare(args: Namespace) -> None:
    """Print the changes between two editions, in texts, gaps and findings."""
    import pandas as pd

    from .. import analysis
    from ..checks import CheckSettings, check
    from ..corpus import require_read
    from ..source import open_edition
    from .texts import change_text

    _refresh(args)
    # The newest embedded edition is the working copy only for an edition that is named.
    source = _source(args, "" if args.old is None or args.new is not None else None)
    if args.old is None and source is None:
        fix = "name OLD and NEW, or the repository with --source"
        raise ParameterError("compare", "not in a clone with personas/", fix)
    old = _named(args, args.old or "HEAD", source)
    new = open_edition(source) if args.new is None else _named(args, args.new, source)
    both = analysis.compare(old, new)
    if both.old.personas.empty and both.new.personas.empty:
        require_read(both.new)
    for advice in dict.fromkeys((both.old.advice, both.new.advice)):
        warn(advice)
    newer = analysis.Analysis(both.new, reviews=args.reviews, recommendations=args.recommendations)
    effects = analysis.gap_effects(both, newer.on(both.old).challenges, newer.challenges)
    rows = pd.concat([both.changes, effects.assign(item="gap")], ignore_index=True)
    if not _printed(args, rows.assign(number=range(1, len(rows) + 1))):
        settings = CheckSettings.of(both.new.edition.settings)
        findings = [check(corpus, settings) for corpus in (both.old, both.new)]
        print(change_text(both, effects, *findings))


def _named(args: Namespace, word: str, source: str | None) -> Edition:
    """Open an edition; the current clone does not hide the embedded ones."""
    from ..source import embedded_editions, open_edition, open_named

    try:
        return open_named(word, source)
    except SourceError:
        if args.source is None and word in embedded_editions():
            return open_edition(word)
        raise


def history(args: Namespace) -> None:
    """Print a row per edition."""
    from .. import analysis
    from .texts import history_text

    _refresh(args)
    embedded = "the embedded editions"
    source = _source(args, embedded)
    found = analysis.history(
        source,
        args.revision or None,
        since=args.since,
        changes_only=args.changes_only,
        reviews=args.reviews,
        recommendations=args.recommendations,
    )
    if edge := found.attrs["edge"]:
        warn(f"the clone is shallow, from {edge[:12]} on; run git fetch --unshallow for the rest")
    if found.empty:
        problem = f"no edition since {args.since}" if args.since else "no commit has a document"
        fix = "name an earlier day" if args.since else "name the folder that holds the documents"
        raise NothingToMeasure(source or embedded, problem, fix)
    if not _printed(args, found):
        print(history_text(found))


def tables(args: Namespace) -> None:
    """Write the tables and print the files."""
    from ..analysis import compare, edition_before, history_to
    from ..checks import check as find
    from ..report.downloads import tables_of, write_downloads

    analysis = _analysis(args)
    corpus, edition = analysis.corpus, analysis.corpus.edition
    both = compare(edition_before(edition) or corpus, corpus)
    found = tables_of(analysis, find(corpus), both, history_to(analysis))
    print(*write_downloads(found, Path(args.out), edition, [args.format]), sep="\n")


def notebooks(args: Namespace) -> None:
    """Copy the notebooks or write a new one, and print the files."""
    from ..report.notebooks import copy_notebooks, new_notebook

    folder = Path(args.out)
    paths = copy_notebooks(folder) if args.new is None else [new_notebook(args.new, folder)]
    print(*paths, sep="\n")


def review_export(args: Namespace) -> None:
    """Write or print sheets of pairs and recommendations to review."""
    from .. import review
    from ..spreadsheet import as_csv, write_whole

    out = Path(args.out or "-")
    if args.out and out.suffix.lower() not in (".csv", ".xlsx"):
        raise ParameterError(out, "neither .csv nor .xlsx", "end the name in one of them")
    if args.out and (out.exists() or out.is_symlink()):
        fix = "import it, or name another file"
        raise ParameterError(out, "exists already, perhaps filled in", fix)
    analysis, book = _analysis(args), out.suffix.lower() == ".xlsx"
    make = {"pairs": review.pair_sheet, "recommendations": review.step_sheet}
    every = {
        what: make[what](analysis, args.reviewer, show=args.show)
        for what in (make if book else [args.what])
    }
    sheets = {what: rows.head(args.limit or len(rows)) for what, rows in every.items()}
    if not args.out:
        print(as_csv(sheets[args.what]), end="")
        return
    csv = "" if book else as_csv(sheets[args.what])
    edition = analysis.corpus.edition
    write_whole(out, review.book(sheets, edition) if book else csv.encode("utf-8-sig"))
    counts = (f"{len(rows)} of {len(every[what])} {what}" for what, rows in sheets.items())
    print(f"{out}: {' and '.join(counts)} to review")


def review_import(args: Namespace) -> int:
    """Import a filled-in sheet and print the outcome of each row; return 1 if one is refused."""
    from ..analysis import Analysis
    from ..review import take
    from .texts import coverage_text, import_text

    files = {"pairs": args.reviews, "recommendations": args.recommendations}
    day, path = args.date or date.today().isoformat(), Path(args.sheet)
    analysis = Analysis(_people(args), catalogue=args.catalogue)
    rows, stores = take(path, analysis, files, args.reviewer, day, update=args.update)
    refused = any(outcome == "refused" for _, outcome, _ in rows)
    stores = [] if refused and not args.partial else stores
    print(import_text(path, rows, [store.path for store in stores], bool(stores) or not refused))
    if stores:
        before = _reviewed(analysis.corpus, files).challenges
        for store in stores:
            store.write()
        print(coverage_text(before, _reviewed(analysis.corpus, files).challenges), end="")
    return int(refused)


def _reviewed(corpus: Corpus, files: dict[str, str | None]) -> Analysis:
    """Return the analysis with those files of an import that exist."""
    from ..analysis import Analysis

    reviews, verdicts = (file if file and Path(file).exists() else None for file in files.values())
    return Analysis(corpus, reviews=reviews, recommendations=verdicts)


def review_status(args: Namespace) -> None:
    """Print how far the review is."""
    from .. import review
    from ..spreadsheet import as_json, records
    from .texts import status_text

    analysis = _analysis(args)
    found = review.status(analysis)
    if args.format == "json":
        print(as_json({name: records(frame) for name, frame in found.items()}), end="")
    else:
        print(status_text(analysis.corpus.edition.label, found))


def report(args: Namespace) -> int:
    """Write the report and print where it is; return 2 if a notebook failed, 1 for a gate."""
    from ..report.build import build_report
    from ..report.reports import failed_gates, write_summary

    # SIGTERM from a scheduler is handled like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for path in map(Path, args.summaries):
        if not path.parent.is_dir():
            raise ParameterError(path, "its folder does not exist", "create it, or name another")
        path.unlink(missing_ok=True)  # a run that fails leaves none of an earlier one
    _refresh(args)
    known: frozenset[str] = frozenset()
    if args.baseline:
        from ..checks.formats import read_baseline

        known = read_baseline(Path(args.baseline))
    options = ("reviews", "recommendations", "decisions", "catalogue", "today")
    named = {name: getattr(args, name) for name in options if getattr(args, name)}
    parameters = named | dict(args.parameters)
    result = build_report(
        (args.source if "source" in parameters else _source(args)) or "",
        args.revision,
        Path(args.out),
        args.notebooks,
        parameters,
        jobs=args.jobs,
        rebuild=args.rebuild,
        keep=args.keep,
    )
    print(result.index, flush=True)
    for path in map(Path, args.summaries):
        write_summary(path, result.index, result.manifest)
    warn(result.manifest["advice"])
    if not result.built and sys.stderr.isatty():
        warn(f"{result.index.parent} is up to date; --rebuild builds it anyway")
    for name, words in result.manifest["failed"].items():
        warn(f"{name}.ipynb: {words}; run it in JupyterLab to see where")
    gates = failed_gates(
        result.manifest, args.fail_over, args.fail_on, known, growth=args.fail_on_growth
    )
    for words in gates:
        warn(words)
    return 2 if result.manifest["failed"] else int(bool(gates))


# -- shared by several commands ------------------------------------------------------------------


def _source(args: Namespace, fallback: str | None = None) -> str | None:
    """Return the source of a command; if none is named, print which one is read.

    `fallback` describes what is read if there is no such folder; default: the newest embedded
    edition.
    """
    from ..source import LATEST, Edition, default_source

    if args.source is not None:
        return args.source
    found = default_source()
    if not found and getattr(args, "revision", ""):
        raise ParameterError("--revision", "needs a git repository", "name it with --source")
    label = Edition(LATEST, "", embedded=True).label if fallback is None else fallback
    if found or label:
        warn(f"reading {found or label}")
    return str(found) if found else None


def _corpus(args: Namespace, tolerant: bool = False) -> Corpus:
    """Load the source of a command; print which documents were not read."""
    from ..corpus import load, require_read

    _refresh(args)
    corpus = load(_source(args), args.revision or None, tolerant=tolerant)
    if corpus.unread.empty:
        require_read(corpus)
    warn(corpus.advice)
    return corpus


def _people(args: Namespace) -> Corpus:
    """Load the source of a command that is about personas."""
    from ..corpus import require_read

    corpus = _corpus(args)
    require_read(corpus, personas=True)
    return corpus


def _narrowed(corpus: Corpus, args: Namespace) -> Corpus:
    personas = getattr(args, "personas", [])
    if personas and corpus.personas.empty:
        raise ParameterError("--persona", "this source has no personas", "leave --persona out")
    try:
        return corpus.only(personas=personas)
    except ParameterError as error:
        raise ParameterError("--persona", error.found, error.fix) from None


def _analysis(args: Namespace) -> Analysis:
    """Load the source and the reviews of a command, narrowed to the chosen personas."""
    from ..analysis import Analysis

    names = ("reviews", "recommendations", "decisions", "catalogue", "today")
    files = {name: getattr(args, name, None) for name in names}
    return Analysis(_narrowed(_people(args), args), **files)


def _refresh(args: Namespace) -> None:
    """Fetch the addresses of a command line again if ``--refresh`` is set."""
    if not args.refresh:
        return
    from ..git import is_address, refresh

    named = (getattr(args, name, "") or "" for name in ("source", "catalogue", "old", "new"))
    addresses = dict.fromkeys(filter(is_address, (word.partition("#")[0] for word in named)))
    if not addresses:
        fix = "name one with --source, or leave it out"
        raise ParameterError("--refresh", "no address is named", fix)
    for address in addresses:
        refresh(address)


def _fail_over(most: int | None, undecided: int, unreviewed: int) -> int:
    """Return 1 and print why if more gaps are undecided than allowed."""
    if most is None or undecided <= most:
        return 0
    beside = f"; challenges not reviewed: {unreviewed}" if unreviewed else ""
    warn(f"--fail-over {most}: gaps without a decision: {undecided}{beside}")
    return 1


def _printed(args: Namespace, frame: pd.DataFrame) -> bool:
    """Print a table if the format is JSON or CSV; return whether it is."""
    from ..spreadsheet import as_csv, as_json

    write = {"json": as_json, "csv": as_csv}.get(args.format)
    if write:
        sys.stdout.write(write(frame))
    return write is not None


def warn(words: str) -> None:
    """Print a line on stderr, unless it is empty."""
    if words:
        from ..text import visible

        print(f"toolbelt-data: {visible(words)}", file=sys.stderr)
