"""Page: what was measured, in words and tables of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from .causes import FALSE_ALARMS, MISSES
from .intervals import DRAWS
from .quoted import GOAL, LABELLED, ORIGINALS, OTHERS
from .results import MODEL, Results


def page(results: Results) -> str:
    """Write the page of the documentation.

    Parameters
    ----------
    results : Results
        Of the embedded editions.
    """
    model = results.methods.loc[MODEL]
    numbers = results.numbers
    reached = (
        f"average precision {model.average_precision:.2f} and F1 {model.f1:.2f}, and for gaps an F1"
        f" of {model.gap_f1:.2f}"
    )
    without = results.contributions.set_index("variant").average_precision
    plain = next(name for name in without.index if name.startswith("no knowledge"))
    return "\n".join(
        [
            "# How well suggestions judge",
            "",
            "<!-- Written by `make docs` from toolbelt_data/evaluation. -->",
            "",
            "`suggest` gives each pair of challenge and remedy that nobody judged a probability"
            " that the remedy bears on the challenge. This page says how far that can be trusted."
            " `make evaluate` measures it anew; with `SOURCE=folder`, on the texts of that folder.",
            "",
            "## In short",
            "",
            f"**The goal is not reached.** It was average precision {GOAL['average_precision']:.2f}"
            f" and F1 {GOAL['f1']:.2f} on personas that were never seen. Measured is {reached}. Two"
            f" reviewers agree with F1 {numbers['agreement']:.2f}; calling every pair a link gives"
            f" {results.methods.f1['every pair']:.2f}.",
            "",
            "- Read a suggestion as a question to a reviewer. Sort by score, and do not count.",
            f"- Do not read gaps off suggestions: of {numbers['gaps']} gaps among"
            f" {numbers['challenges']} challenges, it finds {numbers['gaps_found']}. One remedy"
            " that is wrongly said to bear hides a gap.",
            "- What is known of the field adds next to nothing to likeness of wording: average"
            f" precision {without.iloc[0]:.3f} with it, and {without[plain]:.3f} without. What it"
            " gives is the reasons, which name a trouble and a help.",
            "- Over likeness of words the gain in F1 is sure, and that in average precision is not:"
            " its interval holds 0.",
            f"- Levels are weak: *direct* reaches F1 {numbers['direct_f1']:.2f}.",
            "",
            "## What was written when",
            "",
            "Troubles, helps, subjects, their cues, what bears on what, and the worked examples"
            " were written first, from knowledge of the field, without reading the persona"
            " documents. Words were then learned from the examples. Only then the model was"
            " fitted: one number a feature, on the reviewers' judgements. The themes of the"
            " examples were chosen with some of these personas in mind, and the features and"
            " penalties on their pairs, so the figures flatter a little.",
            "",
            "Each persona's pairs are judged by a model that was fitted, calibrated and given its"
            " threshold on the other personas alone. Baselines choose their thresholds likewise."
            f" Intervals hold 95 of 100 of {DRAWS:,} draws of personas. There are eighteen"
            " personas, those of the newest embedded edition, and the intervals are wide; a gain"
            " whose interval holds 0 may be none.",
            "",
            figures(results),
            "## On the originals",
            "",
            "The same on the documents themselves, whose wording differs, with a model learned from"
            f" the restatements: average precision {ORIGINALS['average_precision']:.2f}, F1"
            f" {ORIGINALS['f1']:.2f}, gap F1 {ORIGINALS['gap_f1']:.2f}, Brier score"
            f" {ORIGINALS['brier']:.2f}. A test holds these figures where the originals are at"
            " hand.",
            "",
            "## Measured elsewhere",
            "",
            "On 320 pairs of 18 personas, each with its best threshold; quoted, not measured here."
            " The thresholds were chosen in hindsight: compare them with one another, not with the"
            " tables above.",
            "",
            *_table(
                ("method", "average precision", "F1"),
                ((name, f"{one:.2f}", f"{other:.2f}") for name, one, other in OTHERS),
            ),
            "",
            "## Why it falls short, and what would help",
            "",
            "- **Recognition.** Where a person names what each statement tells, instead of the"
            f" lexicons, the same features reach average precision {LABELLED[0]} and F1"
            f" {LABELLED[1]} (quoted; the labels were not kept). So the larger part of what is"
            " missing is in reading; the rest is in the scheme itself, which stays below the goal"
            " even then.",
            "- **General remedies.** Help that bears on nearly every trouble somewhat is the"
            " largest cause of false alarms. Reviewers ask whether it was meant for this"
            " challenge; the features do not know.",
            "- **Generous cues.** Most pairs that do not bear have some help that is known to bear"
            " on some trouble. Cues say what is mentioned, not what a statement is for.",
            "- **Few judgements.** Eighteen personas fit six numbers and little more. Judgements of"
            " further personas would narrow the intervals, and let gaps have a threshold of their"
            " own. `toolbelt-data review` asks for the pairs that teach most.",
            "",
        ]
    )


def figures(results: Results) -> str:
    """Write the tables.

    Parameters
    ----------
    results : Results
    """
    numbers = results.numbers
    pairs, bears = len(results.pairs), results.pairs.bears
    return "\n".join(
        [
            "## Against baselines",
            "",
            f"{pairs} pairs of {len(results.personas)} personas, of which {bears.sum()} bear;"
            f" {numbers['challenges']} challenges, of which {numbers['gaps']} are gaps (those that"
            " sum up others are left out). In brackets the interval.",
            "",
            *_table(
                ("method", "average precision", "F1", "gap F1", "precision", "recall"),
                (
                    (
                        name,
                        *(_ranged(row, of) for of in ("average_precision", "f1", "gap_f1")),
                        f"{row.precision:.2f}",
                        f"{row.recall:.2f}",
                    )
                    for name, row in results.methods.iterrows()
                ),
            ),
            "",
            "How far the model is above each, on the same draws:",
            "",
            *_table(
                ("above", "average precision", "F1"),
                (
                    (name, *(_ranged(row, of, "+.2f") for of in ("average_precision", "f1")))
                    for name, row in results.gain.iterrows()
                ),
            ),
            "",
            f"Level 2, *direct*, which {numbers['direct_share']:.2f} of the pairs have: average"
            f" precision {numbers['direct_average_precision']:.2f}, F1 {numbers['direct_f1']:.2f}.",
            "",
            "## By persona",
            "",
            "The largest first. One of few remedies is easier to rank, and decides little.",
            "",
            *_table(
                ("persona", "pairs", "bear", "average precision", "F1"),
                (
                    (
                        name,
                        f"{row.pairs:.0f}",
                        f"{row.share:.2f}",
                        f"{row.average_precision:.2f}",
                        f"{row.f1:.2f}",
                    )
                    for name, row in results.personas.iterrows()
                ),
            ),
            "",
            "## Whether probabilities hold",
            "",
            f"Brier score {numbers['brier']:.3f}; giving every pair the share that bears would have"
            f" {numbers['brier_of_share']:.3f}.",
            "",
            *_table(
                ("score", "pairs", "mean score", "share that bears"),
                (
                    (
                        f"{row.low:.1f} to {row.high:.1f}",
                        row.pairs,
                        f"{row.score:.2f}",
                        f"{row.share:.2f}",
                    )
                    for row in results.reliability.itertuples()
                ),
            ),
            "",
            "## What each part gives",
            "",
            "The same with parts of the model taken out. Differences of a few hundredths are within"
            " chance.",
            "",
            *_table(
                ("variant", "average precision", "mean of personas", "F1"),
                (
                    (
                        row.variant,
                        f"{row.average_precision:.3f}",
                        f"{row.by_persona:.3f}",
                        f"{row.f1:.3f}",
                    )
                    for row in results.contributions.itertuples()
                ),
            ),
            "",
            "## Errors by cause",
            "",
            *_causes(results.causes),
        ]
    )


def _causes(causes: pd.DataFrame) -> Iterable[str]:
    for error, title, of in (
        ("miss", "Misses: pairs that bear and are said not to", MISSES),
        ("false alarm", "False alarms: pairs that do not bear and are said to", FALSE_ALARMS),
    ):
        own = causes[causes.error == error].set_index("cause").loc[list(of)]
        yield from (
            f"{title}, {own.errors.sum()} in all, each with the first cause that applies. The last"
            " two numbers say, of all pairs like that, how many are judged wrong.",
            "",
            *_table(
                ("cause", "errors", "wrong", "of pairs like that", "for example"),
                (
                    (name, row.errors, row.wrong, row.alike, "; ".join(row.examples))
                    for name, row in own.iterrows()
                ),
            ),
            "",
        )


def _ranged(row: pd.Series, of: str, shape: str = ".2f") -> str:
    low, high = row[f"{of}_low"], row[f"{of}_high"]
    return f"{row[of]:{shape}} ({low:{shape}} to {high:{shape}})"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    ruler = ["---", *["---:"] * (len(head) - 1)]
    lines = [head, ruler, *rows]
    return [f"| {' | '.join(map(str, cells))} |" for cells in lines]
