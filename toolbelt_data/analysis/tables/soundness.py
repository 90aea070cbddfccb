"""Tables of soundness: findings, and how lines were read."""

from __future__ import annotations

from ...reader import ROLES
from ...tables import Column, Table
from .vocabulary import LINE, PATH, SEVERITIES

FINDINGS = Table(
    "findings",
    "place that is worth mending",
    (
        Column("code", "str", "Code of the rule; [docs/checks.md](checks.md) lists them."),
        Column("rule", "str", "Name of the rule."),
        Column("severity", "str", "How much it matters.", values=SEVERITIES),
        PATH,
        LINE,
        Column("column", "int", "Where on the line it begins, in characters from 1."),
        Column("end_line", "int", "Last line of it."),
        Column("item_id", "str", "The row of a table that it concerns.", null=True),
        Column("message", "str", "What is wrong there."),
        Column("fix", "str", "What to do about it."),
        Column("fingerprint", "str", "Stays the same when lines move."),
        Column("old", "str", "Words that a mend without judgement takes away.", null=True),
        Column("new", "str", "What takes their place; null where the lines go.", null=True),
    ),
    ("fingerprint",),
)
FINDINGS_BY_RULE = Table(
    "findings_by_rule",
    "rule that applies somewhere",
    (
        Column("code", "str", "Code of the rule."),
        Column("rule", "str", "Its name."),
        Column("severity", "str", "How much it matters.", values=SEVERITIES),
        Column("findings", "int", "How often it applies."),
        Column("documents", "int", "In how many documents."),
        Column("patched", "int", "How many of the findings a patch mends."),
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
