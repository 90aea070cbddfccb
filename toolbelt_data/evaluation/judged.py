"""Judged pairs: what the model is fitted on and measured by."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ..analysis import read_judgements
from ..analysis.bearing import FEATURES, Reader
from ..analysis.judging.matching import Judged
from ..corpus import Corpus


def judged_pairs(corpora: Iterable[Corpus], reader: Reader) -> pd.DataFrame:
    """Give the pairs that reviewers judged as they stand, with their features.

    Parameters
    ----------
    corpora : iterable of Corpus
        Editions; a pair that stands in several is taken from the last one.
    reader : Reader

    Returns
    -------
    pandas.DataFrame
        One row per pair, by persona and ids: persona_id, challenge_id,
        remedy_id, challenge, remedy (str, their texts), level (int64, the
        reviewers' median), disputed (bool, some say that it bears and some that
        it does not), restating (bool, the challenge sums up others) and
        :data:`FEATURES` (float64).
    """
    judgements = read_judgements()
    rows: dict[tuple[str, str], dict] = {}
    for corpus in corpora:
        judged = Judged(judgements, corpus)
        statements = corpus.statements
        for persona, own in statements.groupby("persona_id", sort=False):
            challenges = own[own.section == "challenges"]
            remedies = own[own.section == "remedies"]
            pairs = [
                (one, other, verdict)
                for one in range(len(challenges))
                for other in range(len(remedies))
                if (
                    verdict := judged.look_up(
                        challenges.statement_id.iloc[one], remedies.statement_id.iloc[other]
                    )
                )
                and verdict.basis == "judged"
            ]
            if not pairs:
                continue
            features = reader.features(list(challenges.text), list(remedies.text))
            for one, other, verdict in pairs:
                ids = challenges.statement_id.iloc[one], remedies.statement_id.iloc[other]
                rows[ids] = {
                    "persona_id": persona,
                    "challenge_id": ids[0],
                    "remedy_id": ids[1],
                    "challenge": challenges.text.iloc[one],
                    "remedy": remedies.text.iloc[other],
                    "level": verdict.level,
                    "disputed": 0 < np.count_nonzero(verdict.levels) < len(verdict.levels),
                    "restating": len(challenges.sums_up.iloc[one]) > 0,
                    **dict(zip(FEATURES, features[one, other], strict=True)),
                }
    return pd.DataFrame([rows[ids] for ids in sorted(rows)])
