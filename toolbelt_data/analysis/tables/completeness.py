"""Tables of completeness: what is written, promised and left out, and who means whom."""

from __future__ import annotations

from ...tables import PERSONA_STATUSES, RESOLUTIONS, SECTION_STATUSES, Column, Table
from ...vocabulary import HEADED_SECTIONS
from .vocabulary import ACTOR_BASES, BACKINGS, LINE, LINK_STATES, PATH, PLACEHOLDER_KINDS

PERSONA_SECTIONS = Table(
    "persona_sections",
    "persona",
    (
        Column("persona_id", "str", "The persona."),
        Column("name", "str", "Its name."),
        Column("group", "str", "Title of its group; null where it is in none.", null=True),
        Column("status", "str", "How complete it is.", values=PERSONA_STATUSES),
        *(
            Column(name, "str", f"Status of its section {name}.", values=SECTION_STATUSES)
            for name in HEADED_SECTIONS
        ),
        Column("statements", "int", "Its statements in all sections, restating ones left out."),
        PATH,
        LINE,
    ),
    ("persona_id",),
    (("persona_id", "personas"),),
)
GROUP_OVERVIEW = Table(
    "group_overview",
    "group, and one for the personas in none",
    (
        Column("group", "str", "Title of the group, or `(in no group)`."),
        Column("description", "str", "The index's sentence about it; null without.", null=True),
        Column("listed", "int", "Sub-personas that the index names."),
        Column("listed_found", "int", "Those of them that are a persona of a document."),
        Column("personas", "int", "Personas in the group, listed or not."),
        Column("documented", "int", "Those with all five headed sections written."),
        Column("partial", "int", "Those with some."),
        Column("placeholder", "int", "Those with none."),
    ),
    ("group",),
)
PLACEHOLDERS = Table(
    "placeholders",
    "persona, section, use case or group that holds the place for one",
    (
        Column("kind", "str", "What it is.", values=PLACEHOLDER_KINDS),
        Column("item_id", "str", "Its id."),
        Column("name", "str", "Persona and section, actor, or group."),
        Column("says", "str", "What the document says of it; null where nothing.", null=True),
        Column("missing", "str", "What is not there."),
        PATH,
        LINE,
    ),
    ("item_id",),
)
LISTING_STATES = Table(
    "listing_states",
    "sub-persona of the index",
    (
        Column("item_id", "str", "Id of the listing."),
        Column("group", "str", "Title of its group."),
        Column("name", "str", "The name in the index."),
        Column("state", "str", "What became of it.", values=(*PERSONA_STATUSES, "unwritten")),
        Column("persona_id", "str", "The persona meant; null where none is written.", null=True),
        Column("persona", "str", "Its name; null where none is written.", null=True),
        Column("resolution", "str", "How it was found.", values=RESOLUTIONS),
        Column("link", "str", "Whether its link arrives.", values=LINK_STATES),
        PATH,
        LINE,
    ),
    ("item_id",),
    (("item_id", "listings"), ("persona_id", "personas")),
)
UNWRITTEN_LISTINGS = Table(
    "unwritten_listings",
    "sub-persona of the index that no document describes",
    (
        Column("item_id", "str", "Id of the listing."),
        Column("group", "str", "Title of its group."),
        Column("name", "str", "The name in the index."),
        Column("promised", "str", "Document that its link leads to; null without one.", null=True),
        Column(
            "document",
            "str",
            "Whether that document is there; null without a link.",
            null=True,
            values=("exists", "missing"),
        ),
        PATH,
        LINE,
    ),
    ("item_id",),
    (("item_id", "listings"),),
)
ACTOR_PERSONAS = Table(
    "actor_personas",
    "actor and persona that it may mean",
    (
        Column("actor_id", "str", "The actor."),
        Column("persona_id", "str", "The persona."),
        Column(
            "basis",
            "str",
            "name: her name or archetype; alias: another word for it, or a role that a listing, a"
            " section or her group gives her; fuzzy: in part, or with a slip.",
            values=ACTOR_BASES,
        ),
        Column("confidence", "float", "How sure, 0.4 to 1. No probability."),
    ),
    ("actor_id", "persona_id"),
    (("actor_id", "use_cases"), ("persona_id", "personas")),
)
ACTOR_BACKING = Table(
    "actor_backing",
    "actor",
    (
        Column("actor_id", "str", "The actor."),
        Column("actor", "str", "The heading without `As a`."),
        Column("status", "str", "Whether it has a need.", values=("written", "placeholder")),
        Column("needs", "int", "Its needs."),
        Column(
            "backing",
            "str",
            "Who stands behind it. written: a persona with some section; placeholder: only"
            " personas with none; promised: only names of the index without a persona.",
            values=BACKINGS,
        ),
        Column("personas", "list", "Names of the personas, the surest first."),
        Column("confidence", "float", "That of the surest; null where there is none.", null=True),
        Column("promised", "list", "Names of the index that it may mean and that have no persona."),
        PATH,
        LINE,
    ),
    ("actor_id",),
    (("actor_id", "use_cases"),),
)
PERSONA_ACTORS = Table(
    "persona_actors",
    "persona",
    (
        Column("persona_id", "str", "The persona."),
        Column("name", "str", "Its name."),
        Column("status", "str", "How complete it is.", values=PERSONA_STATUSES),
        Column("actors", "list", "The actors that mean it, the surest first."),
        Column("needs", "int", "The needs of those actors."),
        Column("confidence", "float", "That of the surest; null where there is none.", null=True),
        PATH,
        LINE,
    ),
    ("persona_id",),
    (("persona_id", "personas"),),
)
