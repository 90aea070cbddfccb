"""Tables of gaps: which there are, what would serve them, and what to do first."""

from __future__ import annotations

from ...tables import Column, Table
from .vocabulary import BASES, CLASSES, COVERAGES, LINE, PATH, PROPOSAL_KINDS, STEP_KINDS

GAPS = Table(
    "gaps",
    "challenge",
    (
        Column("challenge_id", "str", "The challenge."),
        Column("persona_id", "str", "Whose it is."),
        Column("coverage", "str", "Highest level among its pairs.", values=COVERAGES),
        Column(
            "basis",
            "str",
            "Least certain source among the pairs that decide; null where there is no remedy.",
            null=True,
            values=BASES,
        ),
        Column(
            "remedies",
            "list",
            "Ids of the remedies that bear on it, the best first: by level, then those that sum up"
            " no others, then by score.",
        ),
        Column("score", "float", "Highest score among its pairs; null without any.", null=True),
        Column(
            "doubtful",
            "bool",
            "Whether its coverage is a suggestion with so low a score that it may be a gap.",
        ),
        Column(
            "class",
            "str",
            "covered; unwritten: the persona's remedies are missing, empty or marked incomplete;"
            " borrow: another persona's remedy would serve it; cite: an offering of the OpenSSF"
            " would; else open.",
            values=CLASSES,
        ),
        Column(
            "proposals",
            "list",
            "Of a gap: ids of remedies to borrow and of offerings to cite, the best first.",
        ),
        Column(
            "disposition",
            "str",
            "What was decided about it, and whether that still stands; null where nothing.",
            null=True,
        ),
        Column("decided", "bool", "Whether a disposition stands; then the gap is no news."),
        Column("sums_up", "list", "Challenges that it sums up; then it is left out of counts."),
        Column("text", "str", "The challenge."),
        PATH,
        LINE,
    ),
    ("challenge_id",),
    (("challenge_id", "statements"), ("persona_id", "personas")),
)
PROPOSALS = Table(
    "proposals",
    "gap and what would serve it",
    (
        Column("challenge_id", "str", "The challenge that has no remedy."),
        Column("rank", "int", "Its place among the challenge's proposals, from 1."),
        Column("kind", "str", "Borrow a remedy, or cite an offering.", values=PROPOSAL_KINDS),
        Column("proposal", "str", "Id of the remedy, or of the offering."),
        Column("score", "float", "How well it would serve, 0 to 1; ranks, and is no probability."),
        Column("reasons", "list", "What speaks for it."),
        Column("text", "str", "The remedy, or the offering's name and description."),
        PATH,
        LINE,
    ),
    ("challenge_id", "rank"),
    (("challenge_id", "gaps"),),
)
RANKED_GAPS = Table(
    "ranked_gaps",
    "gap, those first that deserve a look",
    (
        Column("rank", "int", "Its place, from 1."),
        Column("challenge_id", "str", "The challenge."),
        Column("name", "str", "Name of the persona."),
        Column("text", "str", "The challenge."),
        Column("class", "str", "As in `gaps`.", values=CLASSES),
        Column("basis", "str", "As in `gaps`.", null=True, values=BASES),
        Column("disposition", "str", "What was decided; null where nothing.", null=True),
        Column("trouble", "str", "The trouble it tells of that most personas share.", null=True),
        Column("shared", "int", "How many personas tell of that trouble."),
        Column(
            "nearest",
            "str",
            "The persona's own remedy with the highest score, which does not bear on it.",
            null=True,
        ),
        Column("proposals", "list", "What would serve it, the best first."),
        Column("reasons", "list", "What speaks for the first of these."),
        PATH,
        LINE,
    ),
    ("challenge_id",),
    (("challenge_id", "gaps"),),
)
STEPS = Table(
    "steps",
    "thing to do next",
    (
        Column("rank", "int", "Its place, from 1."),
        Column("kind", "str", "What is to be done.", values=STEP_KINDS),
        Column("step", "str", "What is to be done, in a sentence."),
        Column("why", "str", "What speaks for it."),
        Column(
            "answers",
            "float",
            "Challenges that it would answer: a proposal's by its score, half of those whose answer"
            " it only makes sure.",
        ),
        Column("settles", "int", "Challenges, findings or listings that it deals with."),
        Column("effort", "int", "1 an hour or two, 2 a day or two, 3 weeks and other people."),
        Column("item_ids", "list", "What it deals with; of findings their fingerprints."),
        PATH,
        LINE,
    ),
    ("rank",),
)
THEMES = Table(
    "themes",
    "trouble that challenges tell of",
    (
        Column("trouble_id", "str", "The trouble."),
        Column("name", "str", "Its name."),
        Column("personas", "int", "Personas with a challenge that tells of it."),
        Column("challenges", "int", "Challenges that tell of it, restating ones left out."),
        Column("covered", "int", "Those with a remedy."),
        Column("gaps", "int", "Those without one."),
        Column("open_with", "list", "Names of the personas whose challenge it leaves without one."),
        Column("challenge_ids", "list", "The challenges, the clearest first."),
    ),
    ("trouble_id",),
)
COVERAGE_BY_PERSONA = Table(
    "coverage_by_persona",
    "persona that has a challenge",
    (
        Column("persona_id", "str", "The persona."),
        Column("name", "str", "Its name."),
        Column("direct", "int", "Challenges with a direct remedy, restating ones left out."),
        Column("partial", "int", "Challenges with a partial remedy at best."),
        Column("none", "int", "Challenges without a remedy: the gaps."),
        Column("remedies", "int", "Remedies, restating ones left out."),
        Column("idle", "int", "Remedies that bear on no challenge, restating ones left out."),
    ),
    ("persona_id",),
    (("persona_id", "personas"),),
)
