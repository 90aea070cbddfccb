"""Show: a table as readable HTML whose places link to the documents.

JupyterLab removes style sheets from notebooks that it does not trust, and overrules them in those
that it does; styles of cells stay. Colours are left to the theme.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from difflib import SequenceMatcher
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from pandas.api.types import is_bool_dtype, is_list_like, is_numeric_dtype

from .. import tables
from ..analysis.tables import ALL
from ..corpus import Corpus
from ..errors import ParameterError, did_you_mean
from ..source import Edition

# The default columns of each table.
_DEFAULTS = {
    "groups": "title description roles place",
    "listings": "name group_id persona_id resolution target_path place",
    "personas": "name status group_id place",
    "sections": "persona_id section status statements place",
    "statements": "persona_id section text place",
    "challenges": "persona text coverage basis decision decision_state owner place",
    "pairs": "challenge_id remedy_id rating basis probability",
    "recommendations": "persona_id kind text verdict basis note place",
    "themes": "theme personas challenges covered gaps unreviewed",
    "next_steps": "position step why closes settles effort place",
    "review_queue": "challenge_id remedy_id state rating basis probability",
    "completeness": "persona group status statements place",
    "placeholders": "kind title says missing place",
    "use_case_coverage": "actor status needs coverage personas listings place",
    "catalogue": "resource kind url description",
    "mentions": "resource_id words text place",
    "resources": "resource kind texts personas named_by sections",
    "changes": "item change whose old_text new_text old_place new_place",
    "gap_effects": "change whose text old_coverage new_coverage causes old_place new_place",
    "history": "date personas documented challenges covered gaps unreviewed errors warnings",
    "findings": "severity code message fix place",
}
# Columns whose words are a status, and those words; a report colours them.
_STATUS_COLUMN = re.compile(
    "(?:old_|new_)?coverage|basis|status|(?:decision_)?state|severity|verdict"
    "|role|background|goals|challenges|remedies"
)
_STATUS = re.compile(
    "direct|partial|none|unreviewed|reviewed|outdated|predicted|error|warning|note|documented"
    "|placeholder|written|incomplete|empty|missing|unwritten|promised|yes|partly"
)
_PLACES = {"place": "", "old_place": "old_", "new_place": "new_"}
_DATES = {"date", "until", "today"}
_PLACE = re.compile(r"(?:.*/)?([^/]+:\d+)")
# A long word may break after these.
_LONG, _BREAKS = re.compile(r"\S{40,}"), re.compile(r"([/_-]+)")
_WORD = re.compile(r"\S+|\s+")
# Rows from which a table scrolls in a box: as many as a screen has.
_TALL = 20
# Below this likeness two texts have too little in common for marks to help; comparing longer ones
# takes quadratic time.
_LEAST_ALIKE, _MOST_WORDS = 0.3, 2000


class Shown:
    """A table as a notebook displays it: HTML, and text for viewers without it."""

    def __init__(self, html: str, text: str) -> None:
        self._html, self._text = html, text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text


def show(
    frame: pd.DataFrame | pd.Series,
    columns: str | Iterable[str] | None = None,
    caption: str = "",
    *,
    corpus: Corpus | None = None,
    old: Corpus | None = None,
) -> Shown:
    """Show a table with full texts and with links to the places of its rows.

    Parameters
    ----------
    frame : pandas.DataFrame or Series
        A named index becomes columns, any other is left out. `path` and `line` become `place`;
        differences between `old_text` and `new_text` are marked.
    columns : str or iterable of str, optional
        Names of columns in order, between spaces or as a list. Default: for a table of this
        package its main columns that are not empty, and those that were added to it; else all.
    caption : str, optional
    corpus : Corpus, optional
        The edition that places link to. Default: the notebook's variable `corpus`.
    old : Corpus, optional
        The edition that `old_place` links to.

    Returns
    -------
    Shown

    Raises
    ------
    ParameterError
        If there is no such column; suggests the nearest.

    Examples
    --------
    >>> show(pd.DataFrame({"path": ["personas/a.md"], "line": [3], "name": ["Ada"]}), "name place")
    name           place
     Ada personas/a.md:3
    """
    frame = _with_places(frame)
    names = _columns(frame, columns)
    rows = frame[names]
    if corpus is None and "IPython" in sys.modules:
        shell = sys.modules["IPython"].get_ipython()
        corpus = shell and shell.user_ns.get("corpus")
    cells = {
        name: _cells(rows[name], getattr(old if name == "old_place" else corpus, "edition", None))
        for name in names
    }
    if {"old_text", "new_text"} <= {*names}:
        marked = [marked_words(*texts) for texts in zip(rows.old_text, rows.new_text, strict=True)]
        for side, name in enumerate(("old_text", "new_text")):
            cells[name] = [f"<td{_style()}>{both[side]}</td>" for both in marked]
    titles = [escape(name[:1].upper() + name[1:].replace("_", " ")) for name in names]
    styles = [_style(_is_number(rows[name])) for name in names]
    head = "".join(map('<th scope="col"{}>{}</th>'.format, styles, titles))
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells.values(), strict=True))
    about = f"<caption>{escape(caption)}</caption>" if caption else ""
    html = f"{about}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    html = f'<table class="toolbelt">{html}</table>' if len(rows) else "<p>No rows.</p>"
    if len(rows) > _TALL:
        html = f'<div class="tall" style="max-height:36em;overflow:auto">{html}</div>'
    short = {"index": False, "max_colwidth": 60, "max_rows": _TALL}
    text = rows.map(_plain).to_string(**short) if len(rows) else "No rows."
    return Shown(html, f"{caption}\n{text}" if caption else text)


def marked_words(old: Any, new: Any) -> tuple[str, str]:
    """Mark the words that only one of two texts has, as escaped HTML.

    Examples
    --------
    >>> marked_words("no time", "no <time>")
    ('no <del>time</del>', 'no <ins>&lt;time&gt;</ins>')
    """
    sides = [_WORD.findall(_plain(text)) for text in (old, new)]
    matcher = SequenceMatcher(None, *sides, autojunk=False)
    if max(map(len, sides)) > _MOST_WORDS or matcher.ratio() < _LEAST_ALIKE:
        return _escaped(_plain(old)), _escaped(_plain(new))
    marked = ["", ""]
    for how, *bounds in matcher.get_opcodes():
        for side, mark in enumerate(("del", "ins")):
            words = _escaped("".join(sides[side][slice(*bounds[2 * side : 2 * side + 2])]))
            marked[side] += words if how == "equal" or not words else f"<{mark}>{words}</{mark}>"
    return marked[0], marked[1]


def _with_places(frame: pd.DataFrame | pd.Series) -> pd.DataFrame:
    if isinstance(frame, pd.Series):
        frame = frame.to_frame("value" if frame.name is None else frame.name)
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    names = [name if isinstance(name, tuple) else (name,) for name in frame.columns]
    frame = frame.set_axis([" ".join(map(str, name)).strip() for name in names], axis=1)
    for place, prefix in _PLACES.items():
        path, line = f"{prefix}path", f"{prefix}line"
        if place not in frame and {path, line} <= {*frame.columns}:
            frame = frame.assign(**{place: frame[path] + ":" + frame[line].astype("str")})
    return frame


def _columns(frame: pd.DataFrame, columns: str | Iterable[str] | None) -> list[str]:
    known = [*frame.columns]
    if columns is None:
        for table in (*tables.ALL, *ALL):
            if table.name in _DEFAULTS and {*table.names} <= {*known}:
                default = _DEFAULTS[table.name].split()
                default += [name for name in known if name not in {*table.names, *_PLACES}]
                return [name for name in default if any(map(_plain, frame[name]))] or default
        prefixes = [prefix for place, prefix in _PLACES.items() if place in known]
        hidden = {"end_line", *(prefix + end for prefix in prefixes for end in ("path", "line"))}
        return [name for name in known if name not in hidden]
    if isinstance(columns, str):
        columns = [columns] if columns in known else columns.split()
    for name in (names := [*columns]):
        if name not in known:
            fix = did_you_mean(name, known) or f"use one of {', '.join(known)}"
            raise ParameterError("show", f"no column {name!r}", fix)
    return names


def _cells(values: pd.Series, edition: Edition | None) -> list[str]:
    name, number = str(values.name), _is_number(values)
    if name in _PLACES:
        style = _style(fixed=True)
        return [f"<td{style}>{_link(_plain(one), edition, name)}</td>" for one in values]
    style, has_status = _style(number, name in _DATES), _STATUS_COLUMN.fullmatch(name)
    cells = []
    for value in values:
        parts = value if is_list_like(value) else [_plain(value)]
        words = "<br>".join(map(_escaped, parts))
        status = has_status and _STATUS.fullmatch(words)
        kind = f' class="status {words}"' if status else ' class="number"' if number else ""
        cells.append(f"<td{kind}{style}>{words}</td>")
    return cells


def _link(place: str, edition: Edition | None, column: str) -> str:
    found, href, title = _PLACE.fullmatch(place), "", place
    if not found:
        return escape(place)
    path, _, line = place.rpartition(":")
    if column == "old_place" and edition:
        title = f"{place} ({edition.name})"
    if edition and edition.address:
        href = f"{edition.address.rstrip('/')}/{quote(path)}#L{line}"
    elif edition and not edition.revision:
        with suppress(ValueError):  # another drive than the notebook's
            href = quote(Path(os.path.relpath(edition.root / path)).as_posix())
    href = f' href="{escape(href)}"' if href else ""
    return f'<a class="place"{href} title="{escape(title)}">{escape(found[1])}</a>'


def _escaped(text: object) -> str:
    return _LONG.sub(lambda word: _BREAKS.sub(r"\1<wbr>", word[0]), escape(str(text)))


def _style(number: bool = False, fixed: bool = False) -> str:
    side = "right" if number else "left"
    return f' style="text-align:{side};vertical-align:top{";white-space:nowrap;width:1%" * fixed}"'


def _is_number(values: pd.Series) -> bool:
    return is_numeric_dtype(values) and not is_bool_dtype(values)


def _plain(value: Any) -> str:
    if is_list_like(value):
        return " | ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if pd.isna(value):
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)
