"""Comparing editions: what a careful reader would say changed.

``data/comparisons.csv`` has it as it was read in the documents before anything was
programmed. To 2025-05-29 the index lost its personas to files of their own; a student
got a text, ten people were added, three of them twice, and three placeholders removed.
To 2025-06-10 eight personas got another given name, in the heading and in the text:
Allison, whom only the index named as the architect, is now the AI/ML engineer, who was
Priya; the architect, Alex in the documents, is Sachiko in both.
"""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from toolbelt_data.analysis import compare
from toolbelt_data.source import embedded_editions

EXPECTED = pd.read_csv(Path(__file__).parent / "data" / "comparisons.csv", keep_default_na=False)
WHOLE = ("document", "group", "persona")


@pytest.fixture(params=["embedded", "real"])
def editions(request):
    """The three editions, restated or as they are."""
    names = embedded_editions()
    if request.param == "embedded":
        return names
    corpus = request.getfixturevalue("shared") / "corpus"
    return [corpus / name for name in names]


@pytest.mark.parametrize("at", [1, 2])
def test_what_changed_is_what_was_read(editions, at):
    """Listings are counted by name, statements and fields by whose they are."""
    both = compare(*editions[at - 1 : at + 1])
    names = [
        dict(zip(side.listings.item_id, side.listings["name"], strict=True))
        for side in (both.old, both.new)
    ]
    found = Counter()
    columns = ["item", "change", "old_id", "new_id", "new_text"]
    for item, change, old, new, text in both.changes[columns].fillna("").itertuples(index=False):
        if item == "listing":
            old, new = names[0].get(old, ""), names[1].get(new, "")
        elif item not in WHOLE:
            old, new = (one.partition("/")[0] for one in (old, new))
        found[item, change, old, text if change in ("moved", "nested") else new] += 1
    expected = EXPECTED[EXPECTED.to == embedded_editions()[at]].drop(columns="to")
    assert found == {tuple(key): rows for *key, rows in expected.itertuples(index=False)}
    doubtful = both.changes[both.changes.doubtful].new_text.tolist()
    assert doubtful == (["Tomo the CTO"] if at == 1 else [])


def test_a_restatement_is_the_same_edition_reworded(shared):
    for name in embedded_editions():
        both = compare(shared / "corpus" / name, name)
        assert set(both.changes.change) == {"reworded"}
        assert not both.changes.doubtful.any()
