"""History: how an edition's counts move over the past of its documents."""

from .history import history

__all__ = ["history"]
