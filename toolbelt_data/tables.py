"""Tables: the columns of everything that a corpus holds.

The only place where they are declared; `docs/tables.md` is made from it.
"""

from __future__ import annotations

from .fields import GROUP_FIELDS
from .headings import SECTIONS
from .outline import ROLES
from .schema import Column, Table
from .statements import KINDS

DOCUMENT_KINDS = ("index", "personas", "use_cases", "other")
RESOLUTIONS = ("anchor", "name", "fuzzy", "none")
PERSONA_STATUSES = ("documented", "partial", "placeholder")
SECTION_STATUSES = ("written", "incomplete", "empty", "missing")

_PATH = Column("path", "str", "Document, relative to the source's root.")
_LINE = Column("line", "int", "First line in the document, counted from 1.")
_END_LINE = Column("end_line", "int", "Last line in the document.")
_PLACE = (_PATH, _LINE, _END_LINE)
_TEXT = Column("text", "str", "The source without marker, white space squeezed, markup kept.")

DOCUMENTS = Table(
    "documents",
    "markdown file of the source",
    (
        _PATH,
        Column("kinds", "list", f"What the file holds, of {', '.join(DOCUMENT_KINDS)}."),
        Column("title", "str", "Its first heading that opens nothing else.", null=True),
        Column("bytes", "int", "Size in bytes."),
        Column("lines", "int", "Number of lines; one ends at LF, CRLF or CR only."),
        Column("sha256", "str", "SHA-256 of the bytes, hexadecimal."),
    ),
    ("path",),
)
GROUPS = Table(
    "groups",
    "family of personas in the index",
    (
        Column("group_id", "str", "Readable id, made of the title."),
        Column("title", "str", "The heading without the bracket."),
        Column("roles", "str", "What the heading has in brackets.", null=True),
        Column("description", "str", "The index's sentence about the group.", null=True),
        Column("overview_title", "str", "The title in front of that sentence.", null=True),
        Column("overview_line", "int", "Line of that sentence.", null=True),
        *_PLACE,
    ),
    ("group_id",),
)
GROUP_STATEMENTS = Table(
    "group_statements",
    "bullet of a group's field, its whole text",
    (
        Column("item_id", "str", "`<group>/<field>/<n>`."),
        Column("group_id", "str", "The group."),
        Column("field", "str", "Which field.", values=GROUP_FIELDS),
        Column("ordinal", "int", "Position within the field, from 1."),
        Column("text", "str", "The text after the label, white space squeezed, markup kept."),
        *_PLACE,
    ),
    ("item_id",),
    (("group_id", "groups"),),
)
LISTINGS = Table(
    "listings",
    "sub-persona that the index names",
    (
        Column("item_id", "str", "`<group>/listing/<n>`."),
        Column("group_id", "str", "The group."),
        Column("ordinal", "int", "Position within the group, from 1."),
        Column("name", "str", "The name as it is shown."),
        Column("address", "str", "Where its link leads, as written.", null=True),
        Column("target_path", "str", "Document that its link leads to.", null=True),
        Column("target_anchor", "str", "Heading that its link leads to.", null=True),
        Column("malformed", "bool", "Whether the link is written so that it is not one."),
        Column("persona_id", "str", "The persona meant; null where none is written.", null=True),
        Column("resolution", "str", "How the persona was found.", values=RESOLUTIONS),
        *_PLACE,
    ),
    ("item_id",),
    (("group_id", "groups"), ("persona_id", "personas")),
)
PERSONAS = Table(
    "personas",
    "persona, a `Name:` section",
    (
        Column(
            "persona_id", "str", "GitHub's slug of the name, with the file's stem where shared."
        ),
        Column("name", "str", "The heading without `Name:` and marker."),
        Column("heading", "str", "The heading verbatim."),
        Column("given_name", "str", "First word of the name; null for one word alone.", null=True),
        Column("archetype", "str", "The name's other words without `the`."),
        Column(
            "group_id", "str", "By the listing that names it, else by its file's title.", null=True
        ),
        Column("parent_id", "str", "The persona below which it stands.", null=True),
        Column("level", "int", "Level of its heading, 1 to 6."),
        Column(
            "marker",
            "str",
            "What its heading says of it.",
            null=True,
            values=("forthcoming", "future"),
        ),
        Column(
            "status",
            "str",
            "documented: all five headed sections are written; placeholder: none is; else partial.",
            values=PERSONA_STATUSES,
        ),
        *_PLACE,
    ),
    ("persona_id",),
    (("group_id", "groups"), ("parent_id", "personas")),
)
SECTIONS_TABLE = Table(
    "sections",
    "persona and section, written or not",
    (
        Column("persona_id", "str", "The persona."),
        Column("section", "str", "Which section.", values=SECTIONS),
        Column(
            "heading", "str", "Its first heading, verbatim; null where there is none.", null=True
        ),
        Column("marker", "str", "What its heading says of it.", null=True, values=("incomplete",)),
        Column("statements", "int", "Number of statements."),
        Column(
            "status",
            "str",
            "written; incomplete: marked so; empty: a heading alone; missing: no heading.",
            values=SECTION_STATUSES,
        ),
        Column(
            "form",
            "str",
            "How the heading is written; bullet and paragraph are faults.",
            null=True,
            values=("atx", "setext", "bullet", "paragraph"),
        ),
        _PATH,
        Column("line", "int", "Line of the heading; null where there is none.", null=True),
        Column("end_line", "int", "Last line of the section; null where there is none.", null=True),
    ),
    ("persona_id", "section"),
    (("persona_id", "personas"),),
)
STATEMENTS = Table(
    "statements",
    "statement of a persona's section",
    (
        Column("statement_id", "str", "`<persona>/<section>/<ordinal>`."),
        Column("persona_id", "str", "The persona."),
        Column("section", "str", "Which section.", values=SECTIONS),
        Column("facet", "str", "The sub-heading it stands under.", null=True),
        Column("ordinal", "int", "Position within the section, across its facets, from 1."),
        Column("kind", "str", "How it is written.", values=KINDS),
        _TEXT,
        Column("restates", "list", "Ids of the later statements that it sums up."),
        *_PLACE,
    ),
    ("statement_id",),
    (("persona_id", "personas"),),
)
USE_CASES = Table(
    "use_cases",
    "actor",
    (
        Column("actor_id", "str", "GitHub's slug of the actor."),
        Column("actor", "str", "The heading without `As a`."),
        Column("status", "str", "Whether it has a need.", values=("written", "placeholder")),
        *_PLACE,
    ),
    ("actor_id",),
)
NEEDS = Table(
    "needs",
    "need of an actor",
    (
        Column("need_id", "str", "`<actor>/need/<ordinal>`."),
        Column("actor_id", "str", "The actor."),
        Column("ordinal", "int", "Position below the actor, from 1."),
        _TEXT,
        *_PLACE,
    ),
    ("need_id",),
    (("actor_id", "use_cases"),),
)
LINES = Table(
    "lines",
    "line of a document, every one once",
    (
        _PATH,
        _LINE,
        Column("role", "str", "What the line is.", values=ROLES),
        Column("item_ids", "list", "Ids of the rows that the line went to."),
        Column("text", "str", "The line as it is, without its end; nothing if empty.", null=True),
    ),
    ("path", "line"),
    (("path", "documents"),),
)

UNREAD = Table(
    "unread",
    "document that cannot be read, or not all of it",
    (
        _PATH,
        Column("line", "int", "Line that cannot be read; null for all of it.", null=True),
        Column("found", "str", "What is wrong."),
        Column("mend", "str", "What to do about it."),
    ),
    ("path",),
)
"""Not among the tables of a corpus: it has rows only where reading is told to go on."""

ALL = (
    DOCUMENTS,
    GROUPS,
    GROUP_STATEMENTS,
    LISTINGS,
    PERSONAS,
    SECTIONS_TABLE,
    STATEMENTS,
    USE_CASES,
    NEEDS,
    LINES,
)
"""The tables of a corpus, in the order in which they are shown."""
