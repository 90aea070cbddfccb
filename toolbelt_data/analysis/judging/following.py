"""Following: where a statement that somebody decided about stands now.

What was decided is kept with the statement's id and digests of its texts. A
statement is looked for by its text; then, where its old text is known, by a
text that reworded it; then by its id, unless something else stands there now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from ...text import digest
from ..wording import ENTIRELY_NEW, alike, reworded
from .restated import restated_texts


class Kept(NamedTuple):
    """A statement as it was when something was decided about it.

    Attributes
    ----------
    item_id : str
    digests : tuple of str
        Of the texts that the decision holds for.
    text : str or None
        Its words, where they were kept.
    """

    item_id: str
    digests: tuple[str, ...]
    text: str | None

    def wording(self) -> str | None:
        """Give its words: those kept, or those of the embedded edition that has its digest."""
        if self.text:
            return self.text
        return next((restated_texts()[d] for d in self.digests if d in restated_texts()), None)


class Following:
    """Finds where statements of then stand now.

    Parameters
    ----------
    statements : pandas.DataFrame
        Those of now, of one section.
    kept : iterable of Kept
        All those of then: a statement of now whose text is one of theirs is
        no rewording of another.
    """

    def __init__(self, statements: pd.DataFrame, kept: Iterable[Kept]) -> None:
        self.texts: dict[str, str] = dict(
            zip(statements.statement_id, statements.text, strict=True)
        )
        self.digests = {item: digest(text) for item, text in self.texts.items()}
        self._at: defaultdict[str, list[str]] = defaultdict(list)
        for item, found in self.digests.items():
            self._at[found].append(item)
        kept = set(kept)
        self._known = {found for one in kept for found in one.digests}
        free = {i: text for i, text in self.texts.items() if self.digests[i] not in self._known}
        # What was said is looked up only where something could be a rewording of it.
        gone = self._gone(kept) if free else {}
        self._reworded = reworded(gone, free) if gone else {}

    def _gone(self, kept: Iterable[Kept]) -> dict[str, list[str]]:
        """Give the wordings, where they are known, of statements that stand nowhere now."""
        gone: defaultdict[str, list[str]] = defaultdict(list)
        for one in sorted((one for one in kept if not self.standing(one)), key=str):
            if wording := one.wording():
                gone[one.item_id].append(wording)
        return gone

    def standing(self, kept: Kept) -> list[str]:
        """Give the statements that have its text."""
        return [item for found in dict.fromkeys(kept.digests) for item in self._at.get(found, ())]

    def places(self, kept: Kept) -> dict[str, float]:
        """Give the statements that it may be now, and how alike they are, the surest first.

        A likeness of 0 says that nothing but the id speaks for it.
        """
        found = dict.fromkeys(self.standing(kept), 1.0)
        if not found and kept.item_id in self._reworded:
            item, likeness = self._reworded[kept.item_id]
            found[item] = likeness
        same = kept.item_id
        if same in self.texts and same not in found and self.digests[same] not in self._known:
            wording = kept.wording()
            likeness = alike(wording, self.texts[same]) if wording else 0.0
            if wording is None or likeness >= ENTIRELY_NEW:
                found[same] = likeness
        return found
