"""Vocabulary: the closed lists that columns of several analyses take their values from."""

from __future__ import annotations

from ...tables import Column

BASES = ("judged", "suspect", "suggested")
PROPOSAL_KINDS = ("borrow", "cite")
STEP_KINDS = ("judge", "decide", "borrow", "cite", "mend", "write", "find", "describe")
COVERAGES = ("direct", "partial", "none")
CLASSES = ("covered", "unwritten", "borrow", "cite", "open")
CHANGED = ("challenge", "remedy", "both")
STATES = ("suspect", "unjudged", "disputed", "settled")
DECIDES = ("gap", "coverage", "nothing")
DISPOSITION_KINDS = ("accepted", "out of scope", "in progress")
DISPOSITION_STATES = ("standing", "suspect", "lapsed")
LINK_STATES = ("none", "good", "malformed", "no document", "no heading")
MENTION_ITEMS = (
    "statement",
    "group_statement",
    "need",
    "persona",
    "use_case",
    "group",
    "listing",
)
PLACEHOLDER_KINDS = ("persona", "section", "use_case", "group")
ACTOR_BASES = ("name", "alias", "fuzzy")
BACKINGS = ("written", "placeholder", "promised", "none")
CHANGES_OF = (
    "added",
    "removed",
    "renamed",
    "moved",
    "nested",
    "filled",
    "emptied",
    "reworded",
)
ITEMS = (
    "document",
    "group",
    "group_statement",
    "listing",
    "persona",
    "section",
    "facet",
    "statement",
    "use_case",
    "need",
)
EFFECTS = (
    "opened",
    "new gap",
    "closed",
    "gap removed",
    "weaker",
    "stronger",
    "new",
    "removed",
    "same",
)
JUDGEMENT_STATES = ("judged", "suspect", "unjudged", "gone")
RECOMMENDATION_KINDS = ("reuse", "point-to", "write", "not-a-need")
VERDICTS = ("no", "partly", "yes")
RECOMMENDATION_BASES = ("reviewed", "outdated")
PATH = Column("path", "str", "Document, relative to the source's root.")
LINE = Column("line", "int", "Line in the document, counted from 1.")
NULL_HERE = " Null where the edition cannot be read."
