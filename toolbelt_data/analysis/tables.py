"""Tables: the columns of what the analyses give."""

from __future__ import annotations

from ..headings import HEADED_SECTIONS
from ..outline import ROLES
from ..schema import Column, Table
from ..tables import PERSONA_STATUSES, RESOLUTIONS, SECTION_STATUSES

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
SEVERITIES = ("error", "warning", "note")
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

_PATH = Column("path", "str", "Document, relative to the source's root.")
_LINE = Column("line", "int", "Line in the document, counted from 1.")

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
        _PATH,
        _LINE,
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
        Column("restates", "list", "Challenges that it sums up; then it is left out of counts."),
        Column("text", "str", "The challenge."),
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
    ),
    ("persona_id",),
    (("persona_id", "personas"),),
)

FINDINGS = Table(
    "findings",
    "place that is worth mending",
    (
        Column("code", "str", "Code of the rule; [docs/checks.md](checks.md) lists them."),
        Column("rule", "str", "Name of the rule."),
        Column("severity", "str", "How much it matters.", values=SEVERITIES),
        _PATH,
        _LINE,
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
        _PATH,
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
        _LINE,
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
        _LINE,
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
        _LINE,
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
        _PATH,
        _LINE,
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
        _PATH,
        _LINE,
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
_NULL_HERE = " Null where the edition cannot be read."
HISTORY = Table(
    "history",
    "edition of the documents, oldest first",
    (
        Column("revision", "str", "Full name of the commit; an embedded edition's name."),
        Column("date", "str", "The committer's day, `YYYY-MM-DD`; empty where there is none."),
        *(
            Column(name, "int", about + _NULL_HERE, null=True)
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
            "First line of the commit's message; null of an embedded edition.",
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
        _LINE,
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

ALL = (
    GAPS,
    PROPOSALS,
    RANKED_GAPS,
    THEMES,
    STEPS,
    PAIRS,
    SUGGESTIONS,
    JUDGEMENTS,
    PAIR_LEVELS,
    SUSPECTS,
    REVIEW_QUEUE,
    REVIEW_BY_PERSONA,
    REVIEW_BY_REVIEWER,
    DISPOSITIONS,
    DISPOSED,
    BASIS_OVERVIEW,
    COVERAGE_BY_PERSONA,
    PERSONA_SECTIONS,
    GROUP_OVERVIEW,
    PLACEHOLDERS,
    LISTING_STATES,
    UNWRITTEN_LISTINGS,
    ACTOR_PERSONAS,
    ACTOR_BACKING,
    PERSONA_ACTORS,
    FINDINGS,
    FINDINGS_BY_RULE,
    FINDINGS_BY_DOCUMENT,
    LINE_ROLES,
    CATALOGUE,
    PERSON_KINDS,
    PROBLEMS,
    MENTIONS,
    PROJECT_OVERVIEW,
    PERSONA_PROJECTS,
    PERSONA_NAMING,
    KINDS_OF_PERSONAS,
    CHANGES,
    CHANGE_COUNTS,
    PERSONA_CHANGES,
    COVERAGE_EFFECTS,
    JUDGEMENT_EFFECTS,
    JUDGEMENT_STATE_COUNTS,
    EDITION_COUNTS,
    HISTORY,
    EVENTS,
)
"""What the analyses give."""
