"""The collector: what looks for objects that refer to each other in a circle and to nothing else.

It looks at all that there is whenever so much has come to be. Documents become
very many objects, none of which is in a circle.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Let the collector rest; it goes on after, if it was at work before.

    Examples
    --------
    >>> with paused():
    ...     gc.isenabled()
    False
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# Objects that come to be between two looks; Python's own are 700.
_RARE = (50_000, 20, 100)


@contextmanager
def calmed() -> Iterator[None]:
    """Let the collector look rarely, as in a command that ends soon; after, as before.

    Examples
    --------
    >>> with calmed():
    ...     gc.get_threshold()
    (50000, 20, 100)
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RARE)
    try:
        yield
    finally:
        gc.set_threshold(*before)
