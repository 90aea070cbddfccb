"""Execution: notebooks run, each in a kernel of its own, and why one fails."""

from . import formats  # noqa: F401 - before whatever imports jsonschema
from .execution import Executed, executing, read_executed

__all__ = ["Executed", "executing", "read_executed"]
