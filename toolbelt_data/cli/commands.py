"""Commands: each reads its source, asks the library, prints, and returns the exit status.

Imports stand inside of the functions, so that each command loads only what it needs.
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
    from collections.abc import Iterator

    import pandas as pd

    from ..corpus import Corpus
    from ..report.build import Report
    from ..report.shelf.growth import Growth
    from ..source import Edition


def check(given: Namespace) -> int:
    """Print the findings; return 1 if one is as severe as the gate."""
    from ..checks import CheckSettings, formats
    from ..checks import check as find
    from ..source import default_source, read_beside

    if given.write_baseline and given.source is None and default_source() is None:
        fix = "name the documents with --source"
        raise ParameterError("--write-baseline", "no source is named", fix)
    if given.write_baseline and given.personas:
        fix = "leave --persona out: a baseline is of all documents"
        raise ParameterError("--write-baseline", "only some personas are chosen", fix)
    corpus = _narrowed(_corpus(given, tolerant=True), given.personas)
    settings = CheckSettings.of(corpus.edition.settings).ignoring(given.ignore)
    findings = find(corpus, settings)
    if given.write_baseline:
        formats.write_baseline(findings, Path(given.write_baseline))
        print(f"{given.write_baseline}: {len(findings)} known findings written")
        return 0
    known: frozenset[str] = frozenset()
    if name := given.baseline or settings.baseline:
        beside = None if given.baseline else read_beside(corpus.edition, name)
        known = formats.read_baseline(Path(name), beside, settings)
    if given.personas:
        known &= {*findings.fingerprint}
    colour = bool(sys.stdout and sys.stdout.isatty()) and "NO_COLOR" not in os.environ
    print(formats.write(findings, given.format, corpus.edition, known, colour), end="")
    new = formats.without(findings, known)
    return int(not formats.severe(new, given.fail_on or settings.fail_on).empty)


def gaps(given: Namespace) -> int:
    """Print the gaps; return 1 if more are undecided than the gate allows."""
    from .. import analysis
    from ..analysis.judging.matching import Judged
    from ..corpus import require_read
    from .texts import gap_text

    corpus = _corpus(given)
    require_read(corpus, personas=True)
    if not (corpus.statements.section == "challenges").any():
        fix = "name a source whose personas do"
        raise NothingToMeasure(corpus.edition.label, "no persona has a challenge", fix)
    chosen = _narrowed(corpus, given.personas).personas.persona_id
    judgements = analysis.read_judgements(given.judgements)
    levels = analysis.pairs(corpus, judgements)
    offerings = analysis.catalogue(given.catalogue)
    decided = analysis.read_dispositions(given.dispositions)
    proposed = analysis.propose(corpus, levels, analysis.unserved(corpus, levels), offerings)
    found = analysis.gaps_of(
        corpus, levels, proposals=proposed, dispositions=decided, today=given.today
    )
    found = found[found.persona_id.isin(chosen)].reset_index(drop=True)
    if not _printed(given.format, found):
        print(gap_text(corpus, analysis.counted(found), proposed))
        lost = len(Judged(judgements, corpus).nowhere) if given.judgements else 0
        if lost:
            print(
                f"judgements that fit no pair here: {lost};"
                f" toolbelt-data review status --judgements {given.judgements} lists them"
            )
    return int(given.fail_over is not None and len(analysis.undecided(found)) > given.fail_over)


def compare(given: Namespace) -> None:
    """Print what changed."""
    from ..analysis import changes_of, load_both
    from ..corpus import require_read
    from ..source import open_edition
    from .texts import change_text

    _refresh(given)
    # The newest embedded edition is the working copy only for an edition that is named.
    source = _source(given, "" if given.old is None or given.new is not None else None)
    if given.old is None and source is None:
        fix = "name OLD and NEW, or the repository with --source"
        raise ParameterError("compare", "not in a clone with personas/", fix)
    old = _named(given, "HEAD" if given.old is None else given.old, source)
    new = open_edition(source) if given.new is None else _named(given, given.new, source)
    both = load_both(old, new)
    if both.old.personas.empty and both.new.personas.empty:
        require_read(both.new)
    for advice in dict.fromkeys((both.old.advice, both.new.advice)):
        _warn(advice)
    changes = changes_of(both)
    if not _printed(given.format, changes):
        print(change_text(both, changes, given.judgements))


def _named(given: Namespace, word: str, source: str | None) -> Edition:
    """Open an edition; the clone that one stands in does not hide the embedded ones."""
    from ..source import embedded_editions, open_edition, open_named

    try:
        return open_named(word, source)
    except SourceError:
        if given.source is None and word in embedded_editions():
            return open_edition(word)
        raise


def history(given: Namespace) -> None:
    """Print a row per edition."""
    from .. import analysis
    from ..spreadsheet import write_whole
    from .texts import history_text

    _refresh(given)
    embedded = "the embedded editions"
    source = _source(given, embedded)
    judgements = analysis.read_judgements(given.judgements)
    found = analysis.history(
        source, given.revision or None, since=given.since, judgements=judgements, jobs=given.jobs
    )
    if edge := found.attrs["edge"]:
        _warn(f"the clone is shallow, from {edge[:12]} on; run git fetch --unshallow for the rest")
    if found.empty:
        problem = f"no edition since {given.since}" if given.since else "no commit has a document"
        fix = "name an earlier day" if given.since else "name the folder that holds the documents"
        raise NothingToMeasure(source or embedded, problem, fix)
    if given.picture:
        from ..notebook import trend

        drawn = trend(found, analysis.history_events(found, source))
        write_whole(Path(given.picture), drawn.png())
    if not _printed(given.format, found):
        print(history_text(found))


def tables(given: Namespace) -> None:
    """Write the tables and print the files."""
    from ..analysis import read_judgements
    from ..analysis.suggestions import THRESHOLD
    from ..corpus import require_read
    from ..notebook import open_both, open_history
    from ..report.collection import all_tables, tables_of_change
    from ..report.files.export import write_tables

    corpus = _corpus(given)
    require_read(corpus, personas=True)
    both = open_both(source=corpus.edition.source, revision=corpus.edition.revision or "")
    past = open_history(both.new, read_judgements(), THRESHOLD)
    made = all_tables(corpus, catalogue_source=given.catalogue) + tables_of_change(both, past)
    for path in write_tables(made, Path(given.out), given.format, corpus.edition):
        print(path)


def notebooks(given: Namespace) -> None:
    """Copy the notebooks or write a new one, and print the files."""
    from ..report.notebooks import copy_notebooks
    from ..report.skeleton import write_skeleton

    folder = Path(given.out)
    new = given.new is not None
    for path in [write_skeleton(given.new, folder)] if new else copy_notebooks(folder):
        print(path)


def review_export(given: Namespace) -> None:
    """Write or print a sheet of pairs to review."""
    from ..analysis import review_queue
    from ..review import as_csv, form, write_form

    corpus, store = _reviewed(given)
    queue = review_queue(corpus, store.judgements, reviewer=given.reviewer)
    chosen = _narrowed(corpus, given.personas).personas.persona_id
    queue = queue[queue.persona_id.isin(chosen)]
    rows = form(corpus, queue.head(given.limit or len(queue)), given.reviewer, show=given.show)
    if given.out:
        write_form(rows, Path(given.out))
        print(f"{given.out}: {len(rows)} of {len(queue)} pairs to judge")
    else:
        print(as_csv(rows), end="")


def review_import(given: Namespace) -> int:
    """Import a filled-in sheet and print what became of each row; return 1 if one is refused."""
    from collections import Counter

    from ..review import Intake
    from ..review.form import NEEDED
    from ..spreadsheet import read_sheet

    corpus, store = _reviewed(given, begin=True)
    day = given.date or date.today().isoformat()
    intake = Intake(corpus, store, day, given.reviewer, update=given.update)
    taken = intake.take(read_sheet(Path(given.sheet), NEEDED))
    counts = Counter(row.outcome for row in taken)
    refused = counts["refused"] > 0
    if store.changed and refused and not given.partial:
        end = "; nothing is written: fix the refused rows, or use --partial"
    elif store.changed:
        store.write()
        end = f"; begun with the {len(store.judgements)} of the package" if store.begun else ""
    else:
        end = "; nothing to write"
    for row in taken:
        print(f"{given.sheet}:{row.line}: {row.outcome}: {row.words}")
    outcomes = (f"{counts[one]} {one}" for one in ("added", "replaced", "unchanged", "refused"))
    print(f"{store.path}: {', '.join(outcomes)}{end}")
    return int(refused)


def review_status(given: Namespace) -> None:
    """Print how far the review is."""
    from ..review import as_text, status
    from ..spreadsheet import as_json

    corpus, store = _reviewed(given)
    found = status(corpus, store.judgements)
    print((as_json if given.format == "json" else as_text)(found), end="")


def report(given: Namespace) -> int:
    """Write the report and print where it is; return 2 if a notebook failed, 1 for a gate."""
    # A scheduler that ends the run is heard as a person is who presses Ctrl-C.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _report(given)
    finally:
        signal.signal(signal.SIGTERM, before)


def _report(given: Namespace) -> int:
    from ..report.build import build_report

    _refresh(given)
    out, summaries = Path(given.out), [Path(name) for name in given.summaries]
    known: frozenset[str] = frozenset()
    if given.baseline:
        from ..checks.formats import read_baseline

        known = read_baseline(Path(given.baseline))
    if summaries:
        from ..report.shelf.summary import require_place, write_summary

        for path in summaries:
            require_place(path)
    # What is in place is read only if something depends on it: an unchanged report ends at once.
    earlier = None
    compared = bool(summaries or given.fail_on_growth)
    if compared or given.fail_over is not None or given.fail_on not in (None, "never"):
        from ..report.shelf.growth import Before

        earlier = Before.on(out) if compared else Before()
    parameters = dict(given.parameters)
    source = given.source if "source" in parameters else _source(given)
    options = given.jobs, given.force, given.catalogue, given.timeout, given.afresh
    made = build_report(source or "", given.revision, out, given.notebooks, parameters, *options)
    own, kept, gates = made.index.parent, None, []
    try:
        print(made.index, flush=True)
        growth = earlier.growth(own) if earlier else None
        for path in summaries if growth else ():
            write_summary(growth, path)
        if made.made or given.keep is not None or not _is_listed(own):
            from ..report.shelf.keeper import keep_shelf

            kept = keep_shelf(out, own, given.keep)
        gates = [*_failed_gates(given, growth, known)] if growth else []
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"{own} is written, and what comes after is not") from None
    _warn(made.advice)
    if kept and sys.stderr and sys.stderr.isatty():
        for path in kept.gone:
            print(f"{path}: removed", file=sys.stderr)
    held = kept.held if kept else ()
    stay = (f"{path}: holds files of somebody else; not removed" for path in held)
    for words in (*_outcomes(made), *stay, *gates):
        _warn(words)
    return 2 if made.failed else int(bool(gates))


def _is_listed(own: Path) -> bool:
    """Tell whether the list of reports links to one; an earlier run may have been killed."""
    from urllib.parse import quote

    try:
        listed = own.with_name("index.html").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return f'href="{quote(os.fsencode(own.name), safe="")}/index.html"' in listed


def _failed_gates(given: Namespace, growth: Growth, known: frozenset[str]) -> Iterator[str]:
    from ..checks.formats import severe, without

    undecided = growth.now.counts["undecided gaps"]
    if given.fail_over is not None and undecided > given.fail_over:
        yield f"--fail-over {given.fail_over}: {undecided} gaps are undecided"
    findings = len(severe(without(growth.now.findings, known), given.fail_on or "never"))
    if findings:
        number = f"{findings} finding{'s' * (findings != 1)}"
        yield f"--fail-on {given.fail_on}: {number} this severe"
    if given.fail_on_growth and growth.grew:
        yield f"--fail-on-growth: more than in the last report: {', '.join(growth.grew)}"


def _outcomes(made: Report) -> Iterator[str]:
    if not made.made:
        yield f"{made.index.parent}: nothing has changed; --afresh rebuilds it anyway"
    elif made.kept:
        yield f"{len(made.kept)} of {len(made.answers)} notebooks are unchanged; not run again"
    for name, words in made.failed.items():
        yield f"{name}.ipynb: {words}; run it in JupyterLab to see where"


def _source(given: Namespace, fallback: str | None = None) -> str | None:
    """Return the source of a command; if none is named, print which one is read.

    `fallback` describes what is read if no folder stands in; default: the newest embedded edition.
    """
    from ..source import LATEST, Edition, default_source

    if given.source == "":
        fix = "leave it out for the embedded edition, or name a folder"
        raise ParameterError("--source", "is empty", fix)
    if given.source is not None:
        return given.source
    found = default_source()
    if not found and getattr(given, "revision", ""):
        raise ParameterError("--revision", "needs a git repository", "name it with --source")
    label = Edition(LATEST, "", embedded=True).label if fallback is None else fallback
    if found or label:
        _warn(f"reading {found or label}")
    return str(found) if found else None


def _corpus(given: Namespace, tolerant: bool = False) -> Corpus:
    """Load the source of a command; print which documents were not read."""
    from ..corpus import load, require_read

    _refresh(given)
    corpus = load(_source(given), given.revision or None, tolerant=tolerant)
    if corpus.unread.empty:
        require_read(corpus)
    _warn(corpus.advice)
    return corpus


def _narrowed(corpus: Corpus, personas: list[str]) -> Corpus:
    if personas and corpus.personas.empty:
        raise ParameterError("--persona", "this source has no personas", "leave --persona out")
    try:
        return corpus.only(personas=personas)
    except ParameterError as error:
        raise ParameterError("--persona", error.found, error.fix) from None


def _reviewed(given: Namespace, begin: bool = False) -> tuple:
    """Load the source and the file of judgements."""
    from ..corpus import require_read
    from ..review import Store

    corpus = _corpus(given)
    require_read(corpus, personas=True)
    return corpus, Store(Path(given.judgements) if given.judgements else None, begin=begin)


def _refresh(given: Namespace) -> None:
    """Fetch the addresses that a command line names again, if it asks for that."""
    if not given.refresh:
        return
    from ..git import is_address, refresh

    named = (getattr(given, name, "") or "" for name in ("source", "catalogue", "old", "new"))
    addresses = dict.fromkeys(filter(is_address, (word.partition("#")[0] for word in named)))
    if not addresses:
        fix = "name one with --source, or leave it out"
        raise ParameterError("--refresh", "no address is named", fix)
    for address in addresses:
        refresh(address)


def _printed(form: str, frame: pd.DataFrame) -> bool:
    """Print a table as JSON or CSV; return whether it was one of these formats."""
    from ..spreadsheet import as_csv, as_json

    if form in ("json", "csv"):
        sys.stdout.write(as_json(frame) if form == "json" else as_csv(frame))
    return form in ("json", "csv")


def _warn(words: str) -> None:
    """Print a line on stderr, unless it is empty."""
    if words:
        from ..text import visible

        print(f"toolbelt-data: {visible(words)}", file=sys.stderr)
