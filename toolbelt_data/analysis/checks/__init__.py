"""Checks: what is worth mending in the documents, as a table of findings."""

from .check import check
from .rule import Rule
from .rules import RULES
from .settings import CheckSettings

__all__ = ["RULES", "CheckSettings", "Rule", "check"]
