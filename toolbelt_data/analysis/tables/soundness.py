"""Tables of soundness: findings, and how lines were read."""

from __future__ import annotations

from ...checks import SEVERITIES
from ...reader import ROLES
from ...tables import Column, Table
from .vocabulary import PATH

FINDINGS_BY_RULE = Table(
    "findings_by_rule",
    "rule that applies somewhere",
    (
        Column("code", "str", "Code of the rule."),
        Column("rule", "str", "Its name."),
        Column("severity", "str", "How much it matters.", values=SEVERITIES),
        Column("findings", "int", "How often it applies."),
        Column("documents", "int", "In how many documents."),
        Column("patched", "int", "How many of the findings a patch fixes."),
        Column("about", "str", "What it looks for."),
    ),
    ("code",),
)
FINDINGS_BY_DOCUMENT = Table(
    "findings_by_document",
    "document",
    (
        PATH,
        Column("lines", "int", "Number of lines."),
        Column("error", "int", "Findings of that severity."),
        Column("warning", "int", "Findings of that severity."),
        Column("note", "int", "Findings of that severity."),
        Column("per_100_lines", "float", "Findings for each 100 lines; 0 without lines."),
    ),
    ("path",),
    (("path", "documents"),),
)
LINE_ROLES = Table(
    "line_roles",
    "role that a line has",
    (
        Column("role", "str", "What the lines are.", values=ROLES),
        Column("lines", "int", "How many lines."),
        Column("documents", "int", "In how many documents."),
    ),
    ("role",),
)
