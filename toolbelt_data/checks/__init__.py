"""Checks: what is wrong in the documents, as a table of findings."""

from .check import SEVERITIES, CheckSettings, check
from .rule import RULES, Rule

__all__ = ["RULES", "SEVERITIES", "CheckSettings", "Rule", "check"]
