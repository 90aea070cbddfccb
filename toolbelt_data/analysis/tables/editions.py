"""Tables of editions: what changed, what that means, and the history."""

from __future__ import annotations

from ...tables import Column, Table
from .vocabulary import (
    BASES,
    CHANGES_OF,
    COVERAGES,
    EFFECTS,
    ITEMS,
    JUDGEMENT_STATES,
    LINE,
    NULL_HERE,
)

HISTORY = Table(
    "history",
    "edition of the documents, oldest first",
    (
        Column("revision", "str", "Full name of the commit; an embedded edition's name."),
        Column("date", "str", "The committer's day, `YYYY-MM-DD`; empty where there is none."),
        *(
            Column(name, "int", about + NULL_HERE, null=True)
            for name, about in (
                ("personas", "Personas."),
                ("documented", "Those of whom all five headed sections are written."),
                ("partial", "Those of whom some are."),
                ("placeholders", "Those of whom none is."),
                ("statements", "Statements, without those that sum others up."),
                ("challenges", "Challenges, likewise."),
                ("covered", "Challenges that have a remedy, in part or directly."),
                ("gaps", "Challenges that have none."),
                ("listings_unwritten", "Sub-personas of the index that no document describes."),
                ("errors", "Findings of severity error, by the edition's own settings."),
                ("warnings", "Findings of severity warning, likewise."),
                ("notes", "Findings of severity note, likewise."),
            )
        ),
        Column(
            "subject",
            "str",
            "First line of the commit's message, 200 characters at most; null of an embedded"
            " edition.",
            null=True,
        ),
        Column("error", "str", "Why the edition cannot be read; null where it can.", null=True),
    ),
    ("revision",),
)
CHANGES = Table(
    "changes",
    "change from one edition to another",
    (
        Column("number", "int", "Its place in this table, from 1."),
        Column("change", "str", "What happened.", values=CHANGES_OF),
        Column("item", "str", "To what kind of thing.", values=ITEMS),
        Column("old_id", "str", "Its id then; null where it is new.", null=True),
        Column("new_id", "str", "Its id now; null where it is gone.", null=True),
        Column(
            "whose",
            "str",
            "Persona, group or use case that it is or belongs to; null of a document.",
            null=True,
        ),
        Column("old_path", "str", "Document then.", null=True),
        Column("old_line", "int", "Line then.", null=True),
        Column("new_path", "str", "Document now.", null=True),
        Column("new_line", "int", "Line now.", null=True),
        Column(
            "old_text",
            "str",
            "What it said then, or where it stood, or how far it was"
            " written; null where it is new.",
            null=True,
        ),
        Column("new_text", "str", "The same now; null where it is gone.", null=True),
        Column(
            "confidence",
            "float",
            "How sure it is that the two are one, 0.5 to 1; 1 of what is added or removed.",
        ),
        Column("doubtful", "bool", "Whether a reader should look: the confidence is below 0.75."),
    ),
    ("number",),
)
CHANGE_COUNTS = Table(
    "change_counts",
    "kind of thing that changed",
    (
        Column("item", "str", "The kind of thing.", values=ITEMS),
        *(Column(change, "int", f"How many were {change}.") for change in CHANGES_OF),
        Column("doubtful", "int", "Changes whose match is doubtful."),
    ),
    ("item",),
)
PERSONA_CHANGES = Table(
    "persona_changes",
    "persona of either edition",
    (
        Column("number", "int", "Its place in this table, from 1."),
        Column("name", "str", "Its name now, or its last one."),
        Column(
            "old_name",
            "str",
            "Its name then; null if the same, or new.",
            null=True,
        ),
        Column("state", "str", "What became of it.", values=("stayed", "added", "removed")),
        Column("kept", "int", "Statements that stayed word by word."),
        Column("reworded", "int", "Statements that were reworded."),
        Column("added", "int", "Statements that came."),
        Column("removed", "int", "Statements that went."),
    ),
    ("number",),
)
COVERAGE_EFFECTS = Table(
    "coverage_effects",
    "challenge of either edition, restating ones left out",
    (
        Column("number", "int", "Its place in this table, from 1."),
        Column("effect", "str", "What happened to its coverage.", values=EFFECTS),
        Column("old_id", "str", "The challenge then; null where it is new.", null=True),
        Column("new_id", "str", "The challenge now; null where it is gone.", null=True),
        Column("whose", "str", "Name of its persona."),
        Column("old_coverage", "str", "Then.", null=True, values=COVERAGES),
        Column("new_coverage", "str", "Now.", null=True, values=COVERAGES),
        Column("old_basis", "str", "What that rested on.", null=True, values=BASES),
        Column("new_basis", "str", "What it rests on.", null=True, values=BASES),
        Column("reasons", "list", "What changed that may have moved it."),
        Column("text", "str", "The challenge, as it is now or was last."),
        Column("path", "str", "Document, of the later edition that has it."),
        LINE,
    ),
    ("number",),
)
JUDGEMENT_EFFECTS = Table(
    "judgement_effects",
    "pair of a challenge and a remedy of either edition, restating ones left out",
    (
        Column("number", "int", "Its place in this table, from 1."),
        Column(
            "old_state",
            "str",
            "What was known of it then; null where the pair is new.",
            null=True,
            values=JUDGEMENT_STATES[:3],
        ),
        Column("new_state", "str", "What is known of it now.", values=JUDGEMENT_STATES),
        Column("old_challenge_id", "str", "The challenge then.", null=True),
        Column("old_remedy_id", "str", "The remedy then.", null=True),
        Column("new_challenge_id", "str", "The challenge now.", null=True),
        Column("new_remedy_id", "str", "The remedy now.", null=True),
        Column("old_level", "int", "Its level then.", null=True),
        Column("new_level", "int", "Its level now.", null=True),
    ),
    ("number",),
)
EDITION_COUNTS = Table(
    "edition_counts",
    "number of an edition",
    (
        Column("measure", "str", "What is counted."),
        Column("old", "int", "Then."),
        Column("new", "int", "Now."),
        Column("change", "int", "Now less then."),
        Column(
            "good",
            "str",
            "Which way is good news: more, fewer; null for neither.",
            null=True,
            values=("more", "fewer"),
        ),
    ),
    ("measure",),
)
EVENTS = Table(
    "events",
    "edition that moved the numbers of a history",
    (
        Column("number", "int", "Its number, from 1, oldest first."),
        Column("revision", "str", "The commit, or the name of an embedded edition."),
        Column("date", "str", "Its day, `YYYY-MM-DD`."),
        Column("subject", "str", "First line of the commit's message.", null=True),
        Column("words", "str", "What came, went and changed."),
        Column("moved", "list", "The numbers that moved, from what to what."),
    ),
    ("number",),
)
JUDGEMENT_STATE_COUNTS = Table(
    "judgement_state_counts",
    "state that pairs were in",
    (
        Column("old_state", "str", "What was known of them then; new: they were no pair."),
        *(Column(state, "int", f"How many are {state} now.") for state in JUDGEMENT_STATES),
    ),
    ("old_state",),
)
