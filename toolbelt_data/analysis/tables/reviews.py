"""Tables of reviews: judgements, what they are of, and what was decided."""

from __future__ import annotations

from ...tables import Column, Table
from .vocabulary import (
    BASES,
    CHANGED,
    DECIDES,
    DISPOSITION_KINDS,
    DISPOSITION_STATES,
    LINE,
    PATH,
    RECOMMENDATION_BASES,
    RECOMMENDATION_KINDS,
    STATES,
    VERDICTS,
)

JUDGEMENTS = Table(
    "judgements",
    "reviewer's judgement of a challenge and a remedy",
    (
        Column("challenge_id", "str", "The challenge, as it was called when it was judged."),
        Column("remedy_id", "str", "The remedy, likewise."),
        Column("reviewer", "str", "Who judged."),
        Column("level", "int", "0 does not bear on it, 1 in part, 2 directly."),
        Column("date", "str", "When, `YYYY-MM-DD`; null where it is not known.", null=True),
        Column("note", "str", "What the reviewer wrote beside it.", null=True),
        Column("challenge_digests", "list", "Digests of the challenge's texts that it holds for."),
        Column("remedy_digests", "list", "Digests of the remedy's texts that it holds for."),
        Column("challenge_text", "str", "The challenge's words; null where not kept.", null=True),
        Column("remedy_text", "str", "The remedy's words; null where not kept.", null=True),
        Column(
            "earlier",
            "str",
            "What it took the place of, oldest first: a JSON array of objects with these columns;"
            " null where nothing.",
            null=True,
        ),
    ),
    ("challenge_id", "remedy_id", "reviewer"),
)
PAIR_LEVELS = Table(
    "pair_levels",
    "challenge and remedy that somebody judged",
    (
        Column("challenge_id", "str", "The challenge, as it was called when it was judged."),
        Column("remedy_id", "str", "The remedy, likewise."),
        Column("level", "int", "Median of the reviewers' levels, the lower one where even."),
        Column("reviewers", "int", "How many judged it."),
        Column("disagreement", "int", "Highest level less lowest, 0 to 2."),
        Column("challenge_digests", "list", "Digests that every one of them accepts."),
        Column("remedy_digests", "list", "Digests that every one of them accepts."),
    ),
    ("challenge_id", "remedy_id"),
)
SUGGESTIONS = Table(
    "suggestions",
    "challenge and remedy of one persona",
    (
        Column("challenge_id", "str", "The challenge."),
        Column("remedy_id", "str", "The remedy."),
        Column("score", "float", "Probability that the remedy bears on the challenge at all."),
        Column("level", "int", "0 does not bear on it, 1 in part, 2 directly."),
        Column("reasons", "list", "What speaks for it, at most three."),
    ),
    ("challenge_id", "remedy_id"),
    (("challenge_id", "statements"), ("remedy_id", "statements")),
)
PAIRS = Table(
    "pairs",
    "challenge and remedy of one persona",
    (
        Column("challenge_id", "str", "The challenge."),
        Column("remedy_id", "str", "The remedy."),
        Column("persona_id", "str", "The persona of both."),
        Column("level", "int", "0 does not bear on it, 1 in part, 2 directly."),
        Column("basis", "str", "Where the level comes from.", values=BASES),
        Column("score", "float", "The suggestion's score, 0 to 1."),
        Column("disagreement", "int", "Between reviewers, 0 to 2; null without any.", null=True),
        Column(
            "restating", "bool", "Whether one of the two sums others up; then it is not counted."
        ),
        Column(
            "challenge_before",
            "str",
            "Of a suspect: what the challenge said when it was judged, or a restatement of that;"
            " null where it is not known.",
            null=True,
        ),
        Column("remedy_before", "str", "Of a suspect: the same of the remedy.", null=True),
    ),
    ("challenge_id", "remedy_id"),
    (
        ("challenge_id", "statements"),
        ("remedy_id", "statements"),
        ("persona_id", "personas"),
    ),
)
SUSPECTS = Table(
    "suspects",
    "pair that was judged when a text of it was another",
    (
        Column("challenge_id", "str", "The challenge."),
        Column("remedy_id", "str", "The remedy."),
        Column("persona_id", "str", "The persona of both."),
        Column("level", "int", "Median of the levels given to the old texts."),
        Column("disagreement", "int", "Highest of them less lowest, 0 to 2."),
        Column("reviewers", "list", "Who gave them."),
        Column("changed", "str", "Which text changed since.", values=CHANGED),
        Column(
            "challenge_before",
            "str",
            "What the challenge said when it was judged last, or a restatement of that; null where"
            " it is not known.",
            null=True,
        ),
        Column("challenge_now", "str", "What it says now."),
        Column("remedy_before", "str", "The same of the remedy.", null=True),
        Column("remedy_now", "str", "What it says now."),
        PATH,
        LINE,
    ),
    ("challenge_id", "remedy_id"),
    (
        ("challenge_id", "statements"),
        ("remedy_id", "statements"),
        ("persona_id", "personas"),
    ),
)
REVIEW_QUEUE = Table(
    "review_queue",
    "pair that a reviewer may judge",
    (
        Column("challenge_id", "str", "The challenge."),
        Column("remedy_id", "str", "The remedy."),
        Column("persona_id", "str", "The persona of both."),
        Column("state", "str", "What is known of it.", values=STATES),
        Column(
            "decides", "str", "What another level of this pair alone would change.", values=DECIDES
        ),
        Column("basis", "str", "Where its level comes from.", values=BASES),
        Column("level", "int", "0 does not bear on it, 1 in part, 2 directly."),
        Column("score", "float", "The suggestion's score, 0 to 1."),
        Column("suggested", "int", "The suggestion's level."),
        Column("levels", "list", "Levels of other reviewers, as `reviewer: level`."),
        Column("disagreement", "int", "Between reviewers, 0 to 2; null without any.", null=True),
        Column(
            "own", "int", "What this reviewer said of the old texts; null where nothing.", null=True
        ),
        Column("challenge_before", "str", "Of a suspect: what was judged, if known.", null=True),
        Column("remedy_before", "str", "The same of the remedy.", null=True),
    ),
    ("challenge_id", "remedy_id"),
    (
        ("challenge_id", "statements"),
        ("remedy_id", "statements"),
        ("persona_id", "personas"),
    ),
)
REVIEW_BY_PERSONA = Table(
    "review_by_persona",
    "persona that has challenges and remedies",
    (
        Column("persona_id", "str", "The persona."),
        Column("name", "str", "Its name."),
        Column("pairs", "int", "Its pairs of challenge and remedy, restating ones left out."),
        Column("judged", "int", "Those that are judged."),
        Column("suspect", "int", "Those that were judged when a text was another."),
        Column("unjudged", "int", "Those that nobody judged."),
        Column("disputed", "int", "Those about which reviewers disagree."),
    ),
    ("persona_id",),
    (("persona_id", "personas"),),
)
REVIEW_BY_REVIEWER = Table(
    "review_by_reviewer",
    "reviewer",
    (
        Column("reviewer", "str", "Who judged."),
        Column("judgements", "int", "How many judgements."),
        Column("current", "int", "Those of texts that stand in these documents."),
        Column("suspect", "int", "Those of texts that changed since."),
        Column("nowhere", "int", "Those that apply to no pair of these documents."),
        Column("last", "str", "Date of the last one; null where none has a date.", null=True),
    ),
    ("reviewer",),
)
DISPOSITIONS = Table(
    "dispositions",
    "challenge about whose gap people decided",
    (
        Column("challenge_id", "str", "The challenge, as it was called then."),
        Column("disposition", "str", "What was decided.", values=DISPOSITION_KINDS),
        Column("link", "str", "Where the work is done; null only if none is.", null=True),
        Column(
            "until", "str", "Last day on which it holds, `YYYY-MM-DD`; null: always.", null=True
        ),
        Column("reviewer", "str", "Who says so."),
        Column("date", "str", "Since when, `YYYY-MM-DD`; null where it is not known.", null=True),
        Column("note", "str", "Why.", null=True),
        Column("challenge_digests", "list", "Digests of the challenge's texts that it holds for."),
        Column("challenge_text", "str", "The challenge's words; null where not kept.", null=True),
    ),
    ("challenge_id",),
)
DISPOSED = Table(
    "disposed",
    "challenge with a disposition",
    (
        Column("challenge_id", "str", "The challenge."),
        Column("disposition", "str", "What was decided.", values=DISPOSITION_KINDS),
        Column(
            "state",
            "str",
            "standing; suspect: the challenge's text changed since; lapsed: its last day is over.",
            values=DISPOSITION_STATES,
        ),
        Column("words", "str", "The disposition in words, with state and date."),
        Column("link", "str", "Where the work is done; null without.", null=True),
        Column("until", "str", "Its last day; null where it has none.", null=True),
        Column("reviewer", "str", "Who says so."),
        Column("date", "str", "Since when; null where it is not known.", null=True),
        Column("note", "str", "Why.", null=True),
        Column("challenge_before", "str", "Of a suspect: what the challenge said.", null=True),
    ),
    ("challenge_id",),
    (("challenge_id", "statements"),),
)
BASIS_OVERVIEW = Table(
    "basis_overview",
    "basis that some pair has",
    (
        Column("basis", "str", "Where the levels come from.", values=BASES),
        Column("pairs", "int", "Pairs that rest on it, those with a restating text left out."),
        Column("direct", "int", "Those whose level is 2."),
        Column("partial", "int", "Those whose level is 1."),
        Column("none", "int", "Those whose level is 0."),
        Column("disputed", "int", "Those about which reviewers disagree."),
    ),
    ("basis",),
)
RECOMMENDATION_REVIEWS = Table(
    "recommendation_reviews",
    "reviewer's verdict on a next step for a challenge",
    (
        Column("challenge_id", "str", "The challenge, by its id when it was reviewed."),
        Column(
            "kind",
            "str",
            "reuse another persona's remedy; point-to a resource of the catalogue; write a new"
            " remedy; or not-a-need: no remedy is due.",
            values=RECOMMENDATION_KINDS,
        ),
        Column(
            "target",
            "str",
            "reuse: id of the remedy; point-to: id of the resource; write: a short slug; null for"
            " not-a-need.",
            null=True,
        ),
        Column("reviewer", "str", "Who reviewed it."),
        Column("verdict", "str", "Whether it is a good next step.", values=VERDICTS),
        Column(
            "note",
            "str",
            "The reason in a sentence. Of write: first the sentence that says what to write.",
            null=True,
        ),
        Column("date", "str", "When, `YYYY-MM-DD`; null if unknown.", null=True),
        Column("challenge_digests", "list", "Digests of the challenge's texts that it holds for."),
        Column("target_digests", "list", "Of reuse: digests of the remedy's texts; else empty."),
    ),
    ("challenge_id", "kind", "target", "reviewer"),
)
RECOMMENDATIONS = Table(
    "recommendations",
    "next step that somebody reviewed for a challenge",
    (
        Column("challenge_id", "str", "The challenge, by its current id."),
        Column("kind", "str", "As in `recommendation_reviews`.", values=RECOMMENDATION_KINDS),
        Column(
            "target",
            "str",
            "As in `recommendation_reviews`, with the remedy's current id.",
            null=True,
        ),
        Column(
            "verdict",
            "str",
            "Median of the reviewers' verdicts, the lower one if even; null below three reviewers.",
            null=True,
            values=VERDICTS,
        ),
        Column("reviewers", "int", "How many reviewed it."),
        Column(
            "basis",
            "str",
            "reviewed: all in these words; outdated: some in an earlier wording.",
            values=RECOMMENDATION_BASES,
        ),
        Column(
            "note",
            "str",
            "That of the first reviewer whose verdict is the median.",
            null=True,
        ),
        PATH,
        LINE,
    ),
    ("challenge_id", "kind", "target"),
    (("challenge_id", "statements"),),
)
