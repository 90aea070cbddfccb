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

    from ..analysis import Analysis
    from ..corpus import Corpus
    from ..report.build import Report
    from ..report.shelf.growth import Growth
    from ..source import Edition

_MOST = 10


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
    """Print challenges by coverage; return 1 if more gaps are undecided than the gate allows."""
    from ..analysis.reviews import unplaced
    from .texts import gap_text

    analysis = _analysis(given)
    if analysis.whole.challenges.empty:
        fix = "name a source whose personas do"
        label = analysis.corpus.edition.label
        raise NothingToMeasure(label, "no persona has a challenge", fix)
    if not _printed(given.format, analysis.challenges):
        print(gap_text(analysis))
    if given.reviews and (lost := len(unplaced(analysis.whole.corpus, analysis.reviews))):
        fit = f"{lost} review fits" if lost == 1 else f"{lost} reviews fit"
        _warn(f"{fit} no pair here; toolbelt-data review status lists them")
    undecided = int((analysis.gaps.decision_state != "standing").sum())
    if given.fail_over is None or undecided <= given.fail_over:
        return 0
    unreviewed = int((analysis.challenges.coverage == "unreviewed").sum())
    beside = f"; challenges not reviewed: {unreviewed}" if unreviewed else ""
    _warn(f"--fail-over {given.fail_over}: gaps without a decision: {undecided}{beside}")
    return 1


def compare(given: Namespace) -> None:
    """Print what changed, and what that did to gaps and findings."""
    import pandas as pd

    from .. import analysis
    from ..checks import CheckSettings, check
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
    both = analysis.compare(old, new)
    if both.old.personas.empty and both.new.personas.empty:
        require_read(both.new)
    for advice in dict.fromkeys((both.old.advice, both.new.advice)):
        _warn(advice)
    files = {"reviews": given.reviews, "recommendations": given.recommendations}
    asked = analysis.Analysis(both.new, **files)
    effects = analysis.gap_effects(both, asked.on(both.old).challenges, asked.challenges)
    rows = pd.concat([both.changes, effects.assign(item="gap")], ignore_index=True)
    if not _printed(given.format, rows.assign(number=range(1, len(rows) + 1))):
        settings = CheckSettings.of(both.new.edition.settings)
        findings = [check(corpus, settings) for corpus in (both.old, both.new)]
        print(change_text(both, effects, *findings))


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
    from .texts import history_text

    _refresh(given)
    embedded = "the embedded editions"
    source = _source(given, embedded)
    found = analysis.history(
        source,
        given.revision or None,
        since=given.since,
        changes_only=given.changes_only,
        reviews=given.reviews,
        recommendations=given.recommendations,
    )
    if edge := found.attrs["edge"]:
        _warn(f"the clone is shallow, from {edge[:12]} on; run git fetch --unshallow for the rest")
    if found.empty:
        problem = f"no edition since {given.since}" if given.since else "no commit has a document"
        fix = "name an earlier day" if given.since else "name the folder that holds the documents"
        raise NothingToMeasure(source or embedded, problem, fix)
    if not _printed(given.format, found):
        print(history_text(found))


def tables(given: Namespace) -> None:
    """Write the tables and print the files."""
    from ..notebook import open_both, open_history
    from ..report.collection import all_tables, tables_of_change
    from ..report.files.export import write_tables

    analysis = _analysis(given)
    edition = analysis.corpus.edition
    both = open_both(source=edition.source, revision=edition.revision or "")
    made = all_tables(analysis) + tables_of_change(both, analysis, open_history(analysis))
    for path in write_tables(made, Path(given.out), given.format, edition):
        print(path)


def notebooks(given: Namespace) -> None:
    """Copy the notebooks or write a new one, and print the files."""
    from ..report.notebooks import copy_notebooks
    from ..report.skeleton import write_skeleton

    folder = Path(given.out)
    new = given.new is not None
    for path in [write_skeleton(given.new, folder)] if new else copy_notebooks(folder):
        print(path)


def decide(given: Namespace) -> None:
    """Record a decision about a gap, and print it."""
    from .. import review
    from ..text import visible

    path = review.named_file("decisions", given.decisions)
    words = {name: getattr(given, name) for name in ("owner", "link", "until", "note")}
    kind, day = given.kind.replace("-", " "), date.today().isoformat()
    corpus = _corpus(given)
    said = review.decide(path, corpus, given.challenge, decision=kind, date=day, **words)
    print(visible(said))
    if words["until"] and words["until"] < day:
        _warn(f"--until {words['until']}: is over, so that the decision has expired")


def review_export(given: Namespace) -> None:
    """Write or print sheets of pairs and recommendations to review."""
    from .. import review
    from ..spreadsheet import as_csv, write_whole

    analysis, out = _analysis(given), Path(given.out or "-")
    if given.out and out.suffix.lower() not in (".csv", ".xlsx"):
        raise ParameterError(out, "neither .csv nor .xlsx", "end the name in one of them")
    if given.out and (out.exists() or out.is_symlink()):
        fix = "import it, or name another file"
        raise ParameterError(out, "is there already, perhaps filled in", fix)
    book = out.suffix.lower() == ".xlsx"
    make = {"pairs": review.pair_sheet, "recommendations": review.step_sheet}
    every = {
        what: make[what](analysis, given.reviewer, show=given.show)
        for what in (make if book else [given.what])
    }
    sheets = {what: rows.head(given.limit or len(rows)) for what, rows in every.items()}
    if not given.out:
        print(as_csv(sheets[given.what]), end="")
        return
    edition = analysis.corpus.edition
    csv = as_csv(sheets[given.what]).encode("utf-8-sig") if not book else b""
    write_whole(out, review.book(sheets, edition) if book else csv)
    counts = (f"{len(rows)} of {len(every[what])} {what}" for what, rows in sheets.items())
    print(f"{out}: {' and '.join(counts)} to review")


def review_import(given: Namespace) -> int:
    """Import a filled-in sheet and print what became of each row; return 1 if one is refused."""
    from collections import Counter

    from ..analysis import Analysis
    from ..review import take
    from ..text import visible

    files = {"pairs": given.reviews, "recommendations": given.recommendations}
    day = given.date or date.today().isoformat()
    analysis = Analysis(_people(given), catalogue=given.catalogue)
    rows, stores = take(
        Path(given.sheet), analysis, files, given.reviewer, day, update=given.update
    )
    counts = Counter(outcome for _, outcome, _ in rows)
    written = given.partial or not counts["refused"]
    would = {} if written else {"added": "would add", "replaced": "would replace"}
    for place, outcome, words in rows:
        if outcome != "blank":
            print(visible(f"{place}: {would.get(outcome, outcome)}: {words}"))
    said = ", ".join(f"{would.get(one, one)} {number}" for one, number in counts.items())
    end = "; nothing to write"
    if stores and written:
        for store in stores:
            store.write()
        end = f"; written to {' and '.join(str(store.path) for store in stores)}"
    elif stores:
        end = "; nothing is written: correct the refused rows, or use --partial"
    print(visible(f"{given.sheet}: {said or 'no rows'}{end}"))
    return int(counts["refused"] > 0)


def review_status(given: Namespace) -> None:
    """Print how far the review is."""
    from .. import review
    from ..spreadsheet import as_json, records
    from ..text import visible

    analysis = _analysis(given)
    found = review.status(analysis)
    if given.format == "json":
        print(as_json({name: records(frame) for name, frame in found.items()}), end="")
        return
    total = found["personas"].sum(numeric_only=True)
    states = ", ".join(f"{number} {name}" for name, number in total.items() if number)
    print(f"{visible(analysis.corpus.edition.label)}: {states or 'no pairs'}")
    titles = {
        "disputed": "Pairs about which reviewers disagree",
        "nowhere": "Reviews that apply to nothing in these documents",
    }
    for name, frame in found.items():
        if len(frame):
            shown = frame.head(_MOST if name in titles else len(frame)).astype(str).map(visible)
            print(f"\n{titles.get(name, '')}", shown.to_string(index=False), sep="\n")
            if len(shown) < len(frame):
                print(f"and {len(frame) - len(shown)} more; --format json has all")


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
    options = ("reviews", "recommendations", "decisions", "today")
    named = {name: getattr(given, name) for name in options if getattr(given, name)}
    parameters = named | dict(given.parameters)
    source = given.source if "source" in parameters else _source(given)
    made = build_report(
        source or "",
        given.revision,
        out,
        given.notebooks,
        parameters,
        jobs=given.jobs,
        catalogue=given.catalogue,
        rebuild=given.rebuild,
    )
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
        unreviewed = growth.now.counts["unreviewed challenges"]
        beside = f"; challenges not reviewed: {unreviewed}" if unreviewed else ""
        yield f"--fail-over {given.fail_over}: gaps without a decision: {undecided}{beside}"
    findings = len(severe(without(growth.now.findings, known), given.fail_on or "never"))
    if findings:
        number = f"{findings} finding{'s' * (findings != 1)}"
        yield f"--fail-on {given.fail_on}: {number} this severe"
    if given.fail_on_growth and growth.grew:
        yield f"--fail-on-growth: more than in the last report: {', '.join(growth.grew)}"


def _outcomes(made: Report) -> Iterator[str]:
    if not made.made:
        yield f"{made.index.parent}: nothing has changed; --rebuild rebuilds it anyway"
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


def _people(given: Namespace) -> Corpus:
    """Load the source of a command that is about personas."""
    from ..corpus import require_read

    corpus = _corpus(given)
    require_read(corpus, personas=True)
    return corpus


def _analysis(given: Namespace) -> Analysis:
    """Load the source of a command and what people said of it, of the chosen personas."""
    from ..analysis import Analysis

    names = ("reviews", "recommendations", "decisions", "catalogue", "today")
    files = {name: getattr(given, name, None) for name in names}
    return Analysis(_narrowed(_people(given), getattr(given, "personas", [])), **files)


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
