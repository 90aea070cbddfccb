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
