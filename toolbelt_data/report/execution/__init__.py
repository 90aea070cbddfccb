"""Execution: notebooks run, each in a kernel of its own, and why one fails."""

from . import formats  # noqa: F401 - before whatever imports jsonschema
from .execution import TIMEOUT, Executed, execute, executing
from .forks import Template, warm

__all__ = ["TIMEOUT", "Executed", "Template", "execute", "executing", "warm"]
