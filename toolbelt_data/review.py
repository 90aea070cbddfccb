"""Review: sheets that people fill in, and the files of reviews, verdicts and decisions.

By default a sheet shows neither others' answers nor predictions: a rating that
is seen first pulls the next one towards it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from operator import or_
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from . import spreadsheet
from .analysis import Analysis, read_decisions, read_recommendations, read_reviews
from .analysis.recommendations import ENOUGH, placed_verdicts
from .analysis.reviews import default_file, placed_decisions, placed_reviews, read_row
from .analysis.tables import TABLE
from .corpus import Corpus
from .errors import ParameterError, did_you_mean
from .git import is_address
from .source import Edition
from .text import digest

ANSWERS = {"pairs": "rating", "recommendations": "verdict"}
"""The sheets, and the column of each that reviewers fill in."""

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_FILES = {
    "pairs": ("reviews", read_reviews, placed_reviews),
    "recommendations": ("verdicts", read_recommendations, placed_verdicts),
    "decisions": ("decisions", read_decisions, placed_decisions),
}
_ANSWER_COLUMNS = ["rating", "verdict", "decision", "owner", "link", "until"]
_COLUMNS = ["challenge", "remedy", "kind", "step", "verdict", "note", "reviewer", "edition"]
_ENDS = {"challenge": "challenges", "remedy": "remedies", "target": "remedies"}
_AGAIN = "export the sheet again"
_BASES = ("reviewed", "outdated", "unreviewed")


# -- sheets


def pair_sheet(analysis: Analysis, reviewer: str = "", *, show: bool = False) -> pd.DataFrame:
    """Return a sheet of the pairs to review, in the order of :attr:`Analysis.review_queue`.

    Parameters
    ----------
    analysis : Analysis
    reviewer : str, optional
        Pairs that this reviewer has reviewed in the present words are left out.
    show : bool, optional
        Whether to show the probability and others' answers.

    Examples
    --------
    >>> len(pair_sheet(Analysis(), "ann")), len(pair_sheet(Analysis(), "reading-a"))
    (313, 0)
    """
    rows = analysis.review_queue.copy()
    rows["why"] = rows.state.map(_WORDS["why"]).mask(rows.likely_gap, "likely a gap")
    shown = ["challenge", "remedy", "rating", "note", "why", "challenge_before", "remedy_before"]
    return _sheet(analysis, "pairs", rows, shown, reviewer, show)


def step_sheet(analysis: Analysis, reviewer: str = "", *, show: bool = False) -> pd.DataFrame:
    """Return a sheet of the recommendations that need a verdict, those of gaps first.

    Parameters
    ----------
    analysis, reviewer, show
        As :func:`pair_sheet` takes them.

    Examples
    --------
    >>> step_sheet(Analysis(), "ann").why.unique().tolist()
    ['gap', 'partly covered']
    """
    rows = analysis.recommendations.merge(analysis.challenges[["challenge_id", "coverage"]])
    rows["why"] = rows.coverage.map({"none": "gap", "partial": "partly covered"})
    progress = "; reviewed by " + rows.reviewers.astype(str) + f" of {ENOUGH}"
    rows["why"] += progress.where(rows.reviewers < ENOUGH, "")
    # The first sentence of a note is the text to write; the reviewer's reason comes after it.
    first = rows.text.str.split(r"(?<=[.!?])\s+(?=[A-Z])", regex=True).str[0]
    rows["step"] = rows.text.mask(rows.kind == "write", first)
    rows["step"] = rows.step.mask(rows.kind == "not-a-need", "no remedy is needed")
    rows = rows.sort_values(["coverage", "reviewers"], kind="stable")
    shown = ["challenge", "kind", "step", "verdict", "note", "why"]
    return _sheet(analysis, "recommendations", rows, shown, reviewer, show)


def _sheet(
    analysis: Analysis, what: str, rows: pd.DataFrame, shown: list[str], reviewer: str, show: bool
) -> pd.DataFrame:
    corpus, (table, _, place), answer = analysis.whole.corpus, _FILES[what], ANSWERS[what]
    placed = place(corpus, analysis.reviews if what == "pairs" else analysis.verdicts)
    key = [*TABLE[table].key[:-1]]
    placed["others"] = placed.reviewer + ": " + placed[answer].astype(str)
    placed["done"] = (placed.reviewer == reviewer) & placed.current
    by = placed.groupby(key, dropna=False).agg({"others": ", ".join, "done": "any"})
    rows = rows.drop(columns=[answer, "note"], errors="ignore")
    rows = rows.merge(by.reset_index(), on=key, how="left").query("done != True")
    texts = corpus.statements.set_index("statement_id").text
    rows["persona"] = rows.persona_id.map(corpus.personas.set_index("persona_id").name)
    rows["challenge"], rows["remedy"] = rows.challenge_id.map(texts), rows[key[1]].map(texts)
    rows["reviewer"], rows["edition"] = reviewer, corpus.edition.label
    columns = ["persona", *shown, *["probability", "others"] * show, "reviewer", *key, "edition"]
    return rows.reindex(columns=dict.fromkeys(columns)).reset_index(drop=True)


def book(sheets: dict[str, pd.DataFrame], edition: Edition) -> bytes:
    """Return sheets as a workbook, with a legend that names the edition and its source."""
    source = Path(edition.source).resolve().name if edition.source else "embedded"
    source = edition.source if is_address(edition.source) else source
    legend = _WORDS["legend"] | {"edition": edition.label, "source": source}
    sheets = sheets | {"legend": pd.DataFrame(legend.items(), columns=["word", "meaning"])}
    widths = {"challenge": 48, "remedy": 48, "step": 48, "note": 32, "meaning": 100}
    choices = {"rating": "012", "verdict": ["yes", "partly", "no"]}
    return spreadsheet.workbook(sheets, widths, ["reviewer", "edition"], choices)


# -- files


class Store:
    """A file of reviews, verdicts or decisions; rows and columns that nobody touches stay.

    Parameters
    ----------
    what : str
        pairs, recommendations or decisions.
    path : pathlib.Path
        A CSV file; one that does not exist begins as a copy of the package's.
    corpus : Corpus
        Rows whose texts moved get the ids of these documents.
    """

    def __init__(self, what: str, path: Path, corpus: Corpus) -> None:
        table, read, place = _FILES[what]
        if path.suffix.lower() != ".csv":
            raise ParameterError(path, "not a .csv", "end the file's name in .csv")
        file = path if path.exists() else default_file(table)
        self.path, self._was = path, path.read_bytes() if file == path else None
        self.changed, self._names = False, TABLE[table].key
        self._sheet, before = spreadsheet.read_sheet(file, []), read(file)
        self._rows = [*map(or_, self._sheet.to_dict("records"), spreadsheet.records(before))]
        self._at: dict[tuple, tuple[dict[str, Any], bool]] = {}
        self._gone = dict(enumerate(self._rows))
        placed = spreadsheet.records(place(corpus, before))
        # A row whose texts are in two places keeps its ids.
        placed.sort(key=lambda one: self._key(one) != self._key(self._rows[one["row"]]))
        for one in placed:
            if one["row"] in self._gone:
                row = self._gone.pop(one["row"])
                row |= {name: one[name] for name in self._names}
                self._at[self._key(row)] = row, one["current"]

    def _key(self, row: Mapping[str, Any]) -> tuple:
        return tuple(row[name] for name in self._names)

    def put(self, entry: dict[str, Any], *, update: bool = False) -> str:
        """Add an entry or replace the one with its key; return added, replaced or unchanged.

        Raises
        ------
        ParameterError
            If the reviewer has another answer about these texts, unless `update`.
        """
        key = self._key(entry)
        if key not in self._at:
            self._rows.append(entry)
            self.changed = True
            return "added"
        old, current = self._at[key]
        note, was = entry["note"] or "", old["note"] or ""
        same = all(entry[name] == old[name] for name in _ANSWER_COLUMNS if name in entry)
        if current and same and was.startswith(note):
            return "unchanged"
        if current and not update and not (same and note.startswith(was)):
            found = f"{entry['reviewer']} gave another answer about these texts before"
            raise ParameterError(self.path, found, "replace it with --update")
        if same:
            entry = entry | {"note": note or was or None}
            for name in (one for one in entry if one.endswith("_digests")):
                entry[name] = [*dict.fromkeys([*old[name], *entry[name]])]
        old.update(entry)
        self.changed = True
        return "replaced"

    def write(self) -> None:
        """Write the file, all of it or nothing; rows of removed texts give up taken ids."""
        taken = {self._key(row) for at, row in enumerate(self._rows) if at not in self._gone}
        for row in self._gone.values():
            while self._key(row) in taken:
                row["challenge_id"] += "~"
            taken.add(self._key(row))
        columns = [*dict.fromkeys([*self._sheet, *self._rows[0]])]
        rows = pd.DataFrame(self._rows, columns=columns).map(lambda one: None if one == [] else one)
        spreadsheet.write_whole(self.path, spreadsheet.as_csv(rows).encode(), self._was)


# -- import


def take(
    path: Path, analysis: Analysis, files: dict[str, str | None], reviewer: str, day: str,
    *, update: bool = False,
) -> tuple[list[tuple[str, str, str]], list[Store]]:  # fmt: skip
    """Read a filled-in sheet into the files of reviews, without writing them.

    Parameters
    ----------
    path : pathlib.Path
        The sheet, CSV or xlsx.
    analysis : Analysis
        Of the documents that the sheet was exported from.
    files : dict of str to str or None
        Files of reviews and verdicts, by the sheets `pairs` and `recommendations`.
    reviewer : str
        Who filled it in; default: as its rows say.
    day : str
    update : bool, optional
        Whether a new answer about the same texts replaces the reviewer's old one.

    Returns
    -------
    list of (str, str, str)
        Per row its place, its outcome (added, replaced, unchanged, refused or
        blank), and its answer or why it is refused.
    list of Store
        The files that change.

    Raises
    ------
    ToolbeltError
        If a file cannot be read, or none is named for the sheet's answers.
    """
    corpus, label = analysis.whole.corpus, analysis.whole.corpus.edition.label
    strays, fitting = [], 0
    texts = dict(zip(corpus.statements.statement_id, corpus.statements.text, strict=True))
    resources, stores, found = {*analysis.catalogue.resource_id}, {}, []
    sheets = [
        (what, title, spreadsheet.as_frame(path, rows, [answer, "note"]))
        for title, rows in spreadsheet.read_sheets(path).items()
        for what, answer in ANSWERS.items()
        if rows and answer in rows[0][1]
    ]
    if not sheets:
        raise ParameterError(path, "no column rating or verdict", "name a sheet of review export")
    for what, title, sheet in sheets:
        seen: dict[tuple, int] = {}
        for line, filled in sheet.to_dict("index").items():
            cells = dict.fromkeys(_COLUMNS, "") | filled
            place = f"{path}, {title}:{line}" if title else f"{path}:{line}"
            if not cells[ANSWERS[what]] + cells["note"]:
                found.append((place, "blank", ""))
                continue
            if what not in stores:
                stores[what] = Store(what, named_file(what, files[what]), corpus)
            try:
                row = _entry(what, cells, texts, resources, reviewer, day)
                key = tuple(row[name] for name in TABLE[_FILES[what][0]].key)
                if seen.setdefault(key, line) != line:
                    _refuse(f"the same as line {seen[key]}", "keep one of them")
                outcome = stores[what].put(row, update=update)
                words = f"{' '.join(filter(None, key[:-1]))}: {row[ANSWERS[what]]}"
                fitting += 1
            except ParameterError as error:
                outcome, words = "refused", f"{error.found}; {error.fix}"
                strays += [cells["edition"]] * (error.fix == _AGAIN)
            found.append((place, outcome, words))
    if len(strays) > fitting:
        origin = " or ".join(sorted({*strays} - {label, ""})) or "other documents, or older ones"
        words = f"the sheet is of {origin}, and {label} was read; name its --source and --revision"
        found.append((str(path), f"few rows fit ({fitting})" if fitting else "no row fits", words))
    return found, [store for store in stores.values() if store.changed]


def _refuse(found: str, fix: str, place: str = "row") -> NoReturn:
    raise ParameterError(place, found, fix)


def named_file(what: str, file: str | None) -> Path:
    """Return the file of pairs, recommendations or decisions; raise if none is named."""
    if file:
        return Path(file)
    option = {"pairs": "reviews"}.get(what, what)
    fix = f"add --{option} {option}.csv, which may be new; gaps and report take the same option"
    raise ParameterError(f"--{option}", f"no file is named for {what}", fix)


def _entry(
    what: str, cells: dict[str, str], texts: dict[str, str], resources: set[str],
    reviewer: str, day: str,
) -> dict[str, Any]:  # fmt: skip
    """Read a row of a sheet, and check that it is about these documents."""
    row_reviewer, note, step = cells["reviewer"], cells["note"], cells["step"]
    if not (reviewer or row_reviewer):
        _refuse("no reviewer is named", "name one with --reviewer")
    if row_reviewer not in ("", reviewer or row_reviewer):
        _refuse(f"the sheet is {row_reviewer}'s", f"import it without --reviewer {reviewer}")
    writes = cells["kind"] == "write" and not note.startswith(step)
    answers = {
        "reviewer": reviewer or row_reviewer,
        "date": day,
        "note": f"{step} {note}".strip() if writes else note,
        "verdict": cells["verdict"].lower(),
        "challenge_text": cells["challenge"],
        "remedy_text": cells["remedy"],
        "target_text": step if cells["kind"] == "reuse" else "",
    }
    row = read_row(_FILES[what][0], cells | answers, _refuse)
    for end, section in _ENDS.items():
        if text := row.get(f"{end}_text"):
            item = row.get(f"{end}_id") or row[end]
            now = texts.get(item) if f"/{section}/" in item else None
            if now is None:
                _refuse(f"{item!r} is not one of the {section} here", _AGAIN)
            if digest(now) != digest(text):
                _refuse(f"{item} has another text now", _AGAIN)
    persona = row["challenge_id"].partition("/")[0]
    if what == "pairs" and row["remedy_id"].partition("/")[0] != persona:
        _refuse(f"{row['remedy_id']} is another persona's", "rate a remedy of the same persona")
    if row.get("kind") == "point-to" and row["target"] not in resources:
        fix = did_you_mean(row["target"], resources) or "use the id of one in the catalogue"
        _refuse(f"no resource {row['target']!r}", fix)
    return row


# -- status and decisions


def status(analysis: Analysis) -> dict[str, pd.DataFrame]:
    """Count what is reviewed.

    Returns
    -------
    dict of str to pandas.DataFrame
        personas: pairs reviewed, outdated, unreviewed and disputed of each;
        recommendations: how many each has for gaps and partly covered challenges,
        and of what basis; reviewers: how many of their ratings are of present
        texts, of earlier ones, or apply to nothing here; disputed: pairs, and each
        reviewer's rating; nowhere: the ratings that apply to nothing here.

    Examples
    --------
    >>> status(Analysis())["personas"][["pairs", "reviewed"]].sum().tolist()
    [309, 309]
    """
    pairs = analysis.pairs[~analysis.pairs.summary]
    key, disputed = ["challenge_id", "remedy_id"], pairs[pairs.disagreement.fillna(0) > 0]
    people = _counts("pairs", pairs.replace({"basis": {"predicted": "unreviewed"}}), _BASES)
    people["disputed"] = disputed.persona_id.value_counts().reindex(people.index, fill_value=0)
    bases = TABLE["recommendations"].values("basis")
    steps = _counts("recommendations", analysis.recommendations, bases)
    names = analysis.corpus.personas.set_index("persona_id").name
    people, steps = (
        frame.rename(index=names).rename_axis(index="persona", columns=None).reset_index()
        for frame in (people, steps)
    )
    reviews = analysis.reviews.reset_index(drop=True).assign(state="outdated")
    placed = placed_reviews(analysis.whole.corpus, reviews)
    nowhere = reviews.drop(index=placed.row.unique())
    reviews.loc[placed.row[placed.current], "state"] = "current"
    reviews.loc[nowhere.index, "state"] = "nowhere"
    states = ["current", "outdated", "nowhere"]
    reviewers = pd.crosstab(reviews.reviewer, reviews.state).reindex(columns=states, fill_value=0)
    reviewers.insert(0, "ratings", reviewers.sum(axis=1))
    placed["ratings"] = placed.reviewer + " " + placed.rating.astype(str)
    ratings = placed.groupby(key).ratings.agg(", ".join).reset_index()
    return {
        "personas": people,
        "recommendations": steps,
        "reviewers": reviewers.rename_axis(columns=None).reset_index(),
        "disputed": disputed[key].merge(ratings),
        "nowhere": nowhere[[*key, "reviewer", "rating"]],
    }


def _counts(what: str, rows: pd.DataFrame, bases: Sequence[str]) -> pd.DataFrame:
    """Count the rows of each persona, all and by basis."""
    found = pd.crosstab(rows.persona_id, rows.basis)
    found = found.reindex(rows.persona_id.unique(), columns=bases, fill_value=0)
    found.insert(0, what, found.sum(axis=1))
    return found


def decide(path: Path, corpus: Corpus, challenge: str, **fields: str | None) -> str:
    """Record a decision about a challenge, and return a line about it.

    Parameters
    ----------
    path : pathlib.Path
        The file of decisions; it may be new.
    corpus : Corpus
    challenge : str
        Its id, or ``path:line``.
    **fields : str or None
        decision, owner, link, until, date and note, as in the table decisions.

    Raises
    ------
    ToolbeltError
        If the challenge is unknown, the decision incomplete, or the file cannot
        be read or written.
    """
    statements = corpus.statements[corpus.statements.section == "challenges"]
    texts = dict(zip(statements.statement_id, statements.text, strict=True))
    places = dict(
        zip(
            statements.path + ":" + statements.line.astype(str),
            statements.statement_id,
            strict=True,
        )
    )
    item = places.get(challenge, challenge)
    if item not in texts:
        fix = did_you_mean(challenge, [*texts, *places]) or "name its id, or its path:line"
        raise ParameterError(challenge, "not a challenge of these documents", fix)
    fields |= {"challenge_id": item, "challenge_text": texts[item]}
    row = read_row("decisions", fields, partial(_refuse, place=item))
    store = Store("decisions", path, corpus)
    outcome = store.put(row, update=True)
    if store.changed:
        store.write()
    details = [row["decision"], row["owner"], row["link"], row["until"] and f"until {row['until']}"]
    return f"{path}: {outcome}: {item}: {', '.join(filter(None, details))}: {texts[item]}"
