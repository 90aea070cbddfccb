"""Cells: what a spreadsheet makes of a text, and how to keep it from that.

A spreadsheet runs a cell that begins like a formula. In CSV and xlsx such a
cell gets one apostrophe in front; whoever reads the file strips one.
"""

from __future__ import annotations

import re
from typing import Any

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_LONGEST = 32_767
# Characters that XML, and so xlsx, cannot hold.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def guard(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run, or would strip one from.

    Examples
    --------
    >>> guard("=1+1"), guard("plain"), guard("'quoted'")
    ("'=1+1", 'plain', "''quoted'")
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


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

    Examples
    --------
    >>> for_xlsx("a\x07b"), len(for_xlsx("x" * 40_000))
    ('a\ufffdb', 32767)
    """
    text = _NOT_IN_XML.sub("\ufffd", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def as_text(worksheet: Any) -> None:
    """Keep what stands guarded in a worksheet from becoming a formula again."""
    for row in worksheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
