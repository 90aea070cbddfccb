"""Limits: how large a document may be before it is refused unread.

Reading takes time and memory in proportion to a document's size, so that a
limit on the size is a limit on both. Bytes bound the time: the slowest markup,
such as brackets that nothing closes, takes some 30 seconds a megabyte. Lines
bound the memory: each is a row of its own, and takes up to 3 kB even where
it holds but one letter. Characters of a line bound what is read as one piece.
"""

from __future__ import annotations

from .errors import SourceError

MAX_BYTES = 10 * 2**20
"""Bytes of one document."""

MAX_LINES = 200_000
"""Lines of one document; the longest real one has some 330."""

MAX_DOCUMENTS = 50_000
"""Documents of a commit; a tree that repeats itself can hold more than any memory does."""

MAX_WIDTH = 1_000_000
"""Characters of one line; the longest real one has 1,004."""

_MEND = "split it, leave it out with exclude, or raise max-{} in [tool.toolbelt]"


def check_size(path: str, size: int, limit: int = MAX_BYTES) -> None:
    """Refuse a document of too many bytes; its size is enough to tell.

    Parameters
    ----------
    path : str
        The document.
    size : int
        Its bytes.
    limit : int, optional
        Bytes that it may have.

    Raises
    ------
    SourceError
        Names the size and the limit.

    Examples
    --------
    >>> check_size("a.md", 7, limit=7)
    >>> check_size("a.md", 8, limit=7)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    toolbelt_data.errors.SourceError: a.md: 8 bytes, at most 7 are read; split it...
    """
    _refuse_beyond(path, size, limit, "bytes")


def check_beside(path: str, size: int) -> None:
    """Refuse a file beside the documents, settings or a baseline, that is larger than a document.

    Parameters
    ----------
    path : str
        The file.
    size : int
        Its bytes.

    Raises
    ------
    SourceError
        Names the size and the limit.

    Examples
    --------
    >>> check_beside("toolbelt.toml", 10 * 2**20)
    """
    if size > MAX_BYTES:
        found = f"{size:,} bytes, at most {MAX_BYTES:,} are read"
        raise SourceError(path, found, "make it smaller")


def check_document(path: str, text: str, limit: int = MAX_LINES, width: int = MAX_WIDTH) -> None:
    r"""Refuse a document of too many lines, or with one that is too long.

    Parameters
    ----------
    path : str
        The document.
    text : str
        What it says; a line ends at LF, CRLF and CR.
    limit : int, optional
        Line ends that it may have.
    width : int, optional
        Characters that a line may have.

    Raises
    ------
    SourceError
        Names the number of lines or characters, and the limit.

    Examples
    --------
    >>> check_document("a.md", "one\r\ntwo\rthree\n", limit=3)
    >>> check_document("a.md", "\n" * 4, limit=3)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    toolbelt_data.errors.SourceError: a.md: 4 lines, at most 3 are read; split it...
    """
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    _refuse_beyond(path, ends, limit, "lines")
    lines = enumerate(text.replace("\r", "\n").split("\n"), 1) if len(text) > width else ()
    for number, line in lines:
        if len(line) > width:
            found = f"a line of {len(line):,} characters, at most {width:,} are read"
            raise SourceError(path, found, _MEND.format("width"), number)


def _refuse_beyond(path: str, number: int, limit: int, what: str) -> None:
    if number > limit:
        raise SourceError(
            path,
            f"{number:,} {what}, at most {limit:,} are read",
            _MEND.format(what),
        )
