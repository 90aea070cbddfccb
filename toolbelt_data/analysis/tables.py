"""Tables: the columns of what the analyses return, declared in ``tables.toml``."""

from __future__ import annotations

from pathlib import Path

from ..tables import FINDINGS, read_tables

TABLE = read_tables(Path(__file__).with_suffix(".toml"))
"""The tables of analyses by name, in the order in which they are shown."""

ALL = (*TABLE.values(), FINDINGS)
"""What the analyses and the check return."""

BASES = TABLE["pairs"].values("basis")
PROPOSAL_KINDS = TABLE["proposals"].values("kind")
STEP_KINDS = TABLE["steps"].values("kind")
COVERAGES = TABLE["gaps"].values("coverage")
CLASSES = TABLE["gaps"].values("class")
CHANGED = TABLE["suspects"].values("changed")
STATES = TABLE["review_queue"].values("state")
DECIDES = TABLE["review_queue"].values("decides")
DISPOSITION_KINDS = TABLE["dispositions"].values("disposition")
ACTOR_BASES = TABLE["actor_personas"].values("basis")
CHANGES_OF = TABLE["changes"].values("change")
ITEMS = TABLE["changes"].values("item")
EFFECTS = TABLE["coverage_effects"].values("effect")
JUDGEMENT_STATES = TABLE["judgement_effects"].values("new_state")
RECOMMENDATION_KINDS = TABLE["recommendations"].values("kind")
VERDICTS = TABLE["recommendations"].values("verdict")
