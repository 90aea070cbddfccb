"""Landing: a report takes its place whole, written by one run at a time."""

from .landing import landing

__all__ = ["landing"]
