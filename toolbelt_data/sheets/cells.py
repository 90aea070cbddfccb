"""Cells: what a spreadsheet makes of a text, and how to keep it from that.

A spreadsheet runs a cell that begins like a formula. In CSV and xlsx such a
cell gets one apostrophe in front; whoever reads the file strips one.
"""

from __future__ import annotations

import re
from typing import Any

# Programs pass over white space before a formula's sign, and some read the wide signs too.
_RISKY = re.compile(r"['\t\r\n]|\s*[=+\-@＝＋－＠]")
_LONGEST = 32_767
# Characters that XML, and so xlsx, cannot hold, or not for long: it makes CR another end of a line.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def guard(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run, or would strip one from.

    Examples
    --------
    >>> guard("=1+1"), guard(" =1"), guard("plain"), guard("'quoted'")
    ("'=1+1", "' =1", 'plain', "''quoted'")
    """
    return f"'{value}" if isinstance(value, str) and _RISKY.match(value) else value


def unguard(value: Any) -> Any:
    """Take back what :func:`guard` did.

    Examples
    --------
    >>> unguard(guard("=1+1"))
    '=1+1'
    """
    return value[1:] if isinstance(value, str) and value.startswith("'") else value


def for_xlsx(text: str) -> str:
    r"""Replace what XML cannot hold, and cut what a cell cannot: the other formats have it whole.

    A cell takes 32,767 units of UTF-16, of which an emoji takes two.

    Examples
    --------
    >>> for_xlsx("a\x07b"), len(for_xlsx("x" * 40_000))
    ('a\ufffdb', 32767)
    """
    text = _NOT_IN_XML.sub("\ufffd", text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def as_cell(text: str) -> str:
    """Guard a text for a workbook, and make it one that a cell holds.

    Examples
    --------
    >>> as_cell("=1"), as_cell("<r>not markup</r>")
    ("'=1", "'<r>not markup</r>")
    """
    # The library that writes workbooks takes such a text for markup that is finished.
    return for_xlsx(f"'{text}" if text.startswith("<r>") else guard(text))
