"""Tables of offerings: the catalogue, and who names what."""

from __future__ import annotations

from ...tables import PERSONA_STATUSES, Column, Table
from .vocabulary import LINE, MENTION_ITEMS, PATH

CATALOGUE = Table(
    "catalogue",
    "offering of the OpenSSF",
    (
        Column("project_id", "str", "Its id, the one that the foundation's catalogue uses."),
        Column("name", "str", "Its name; capital letters count where it is looked for."),
        Column("aliases", "list", "Further written forms, whatever their capital letters."),
        Column("exact", "list", "Further written forms whose capital letters count."),
        Column("beside", "list", "Written forms that count beside another offering only."),
        Column("unlike", "list", "Longer words that hold a form and mean something else."),
        Column("addresses", "list", "Where it lives on the web, besides `url`."),
        Column("kind", "str", "What it is, such as project, guide or working-group."),
        Column("categories", "list", "What it consists of, in the foundation's words."),
        Column("url", "str", "Its address; null where none is known.", null=True),
        Column("working_group", "str", "Id of its group; null where it is in none.", null=True),
        Column("serves", "list", "Ids of the kinds of person that it is for."),
        Column("problems", "list", "Ids of the problems that it is there to ease."),
        Column("bears_on", "list", "Troubles that it eases, by the ids of `data/knowledge/`."),
        Column("helps", "list", "Ways in which it helps, by the ids of `data/knowledge/`."),
        Column("subjects", "list", "What it is about, by the ids of `data/knowledge/`."),
        Column("description", "str", "What it is in a sentence; null without.", null=True),
        Column("listed", "bool", "Whether the foundation's own catalogue has it."),
        Column("path", "str", "File that states it, within its catalogue."),
        LINE,
    ),
    ("project_id",),
)
PERSON_KINDS = Table(
    "person_kinds",
    "kind of person that offerings serve",
    (
        Column("kind_id", "str", "Its id."),
        Column("name", "str", "Its name."),
        Column("description", "str", "Who that is; null without.", null=True),
        Column("words", "list", "Words in a persona's name, role or group that tell one."),
        Column("path", "str", "File that states it, within its catalogue."),
        LINE,
    ),
    ("kind_id",),
)
PROBLEMS = Table(
    "problems",
    "problem that offerings are there to ease",
    (
        Column("problem_id", "str", "Its id."),
        Column("name", "str", "Its name."),
        Column("description", "str", "What it is; null without.", null=True),
        Column("troubles", "list", "Troubles that it shows in, by the ids of `data/knowledge/`."),
        Column("subjects", "list", "What it is about, by the ids of `data/knowledge/`."),
        Column("path", "str", "File that states it, within its catalogue."),
        LINE,
    ),
    ("problem_id",),
)
MENTIONS = Table(
    "mentions",
    "place in a text that calls an offering",
    (
        Column("item_id", "str", "Id of the text."),
        Column("project_id", "str", "The offering."),
        Column("surface", "str", "The words or the address, as they stand there."),
        Column("item", "str", "What the text is.", values=MENTION_ITEMS),
        Column("persona_id", "str", "Whose it is; null where it is no persona's.", null=True),
        Column(
            "section",
            "str",
            "Section of the statement, or field of the group's; null elsewhere.",
            null=True,
        ),
        Column("start", "int", "Where it begins in the text, in characters from 0."),
        Column("restating", "bool", "Whether the text sums others up; then it is not counted."),
        Column("text", "str", "The text."),
        PATH,
        LINE,
    ),
    ("item", "item_id", "start"),
    (("project_id", "catalogue"), ("persona_id", "personas")),
)
PROJECT_OVERVIEW = Table(
    "project_overview",
    "offering of the OpenSSF",
    (
        Column("project_id", "str", "The offering."),
        Column("name", "str", "Its name."),
        Column("kind", "str", "What it is, such as project, guide or working-group."),
        Column("listed", "bool", "Whether the foundation's own catalogue has it."),
        Column("texts", "int", "Texts that call it, restating ones left out."),
        Column("personas", "int", "Personas with such a text."),
        Column("named_by", "list", "Their names."),
        Column("sections", "list", "Sections of these texts."),
        Column("elsewhere", "int", "Texts that call it and are no persona's."),
        Column("serves", "list", "Ids of the kinds of person that it is for."),
        Column("could_serve", "int", "Personas of one of these kinds."),
        Column("url", "str", "Its address; null where none is known.", null=True),
    ),
    ("project_id",),
    (("project_id", "catalogue"),),
)
PERSONA_PROJECTS = Table(
    "persona_projects",
    "persona and offering that some text of its calls",
    (
        Column("persona_id", "str", "The persona."),
        Column("persona", "str", "Its name."),
        Column("project_id", "str", "The offering."),
        Column("project", "str", "Its name."),
        Column("texts", "int", "Texts of the persona that call it, restating ones left out."),
        Column("sections", "list", "Sections of these texts."),
        Column("surfaces", "list", "How they call it."),
    ),
    ("persona_id", "project_id"),
    (("persona_id", "personas"), ("project_id", "catalogue")),
)
PERSONA_NAMING = Table(
    "persona_naming",
    "persona",
    (
        Column("persona_id", "str", "The persona."),
        Column("name", "str", "Its name."),
        Column("status", "str", "How complete it is.", values=PERSONA_STATUSES),
        Column("projects", "list", "Names of the offerings that it calls."),
        Column("texts", "int", "Its texts that call one, restating ones left out."),
        Column("kinds", "list", "Ids of the kinds of person that it is of."),
        Column("for_it", "int", "Offerings that are for one of these kinds."),
        PATH,
        LINE,
    ),
    ("persona_id",),
    (("persona_id", "personas"),),
)
KINDS_OF_PERSONAS = Table(
    "kinds_of_personas",
    "persona and kind of person that it is of",
    (
        Column("persona_id", "str", "The persona."),
        Column("kind_id", "str", "The kind of person."),
        Column("word", "str", "The word that tells so."),
        Column("said_in", "str", "Where that stands.", values=("name", "role", "group")),
    ),
    ("persona_id", "kind_id"),
    (("persona_id", "personas"), ("kind_id", "person_kinds")),
)
