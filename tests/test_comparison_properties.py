"""What holds for any two editions: everything is matched, added or removed, once."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import compare
from toolbelt_data.analysis.tables import TABLE

NAMES = st.sampled_from(["Ada the Admin", "Ada the Operator", "Bea the Admin", "Bea (future)", "ada the ADMIN", "", "李雷"])  # fmt: skip
WORDS = st.lists(st.sampled_from(["no time for tools", "and alerts", "at night", "没有时间", "**", "!"]), max_size=3).map(" ".join)  # fmt: skip
LINES = st.one_of(
    WORDS.map("- {}".format),
    st.sampled_from(["### Goals", "### Challenges", "#### Personal", "#### Company"]),
    st.builds("{} Name: {}".format, st.sampled_from(["##", "#####"]), NAMES),
    st.builds("## Group (CEO, {0})\n- *Sub Personas*: {0}, [{1}](b.md)".format, NAMES, NAMES),
    st.builds("## {0}s\n- *Common Challenges*: {1}\n## As a {0}:\n- {1}".format, NAMES, WORDS),
    st.text(max_size=8),
)
PATHS = st.sampled_from(["personas/a.md", "personas/b.md", "use_cases/README.md"])
DOCUMENTS = st.dictionaries(PATHS, st.lists(LINES, max_size=14).map("\n".join), min_size=1)
SWAPPED = {"added": "removed", "removed": "added", "filled": "emptied", "emptied": "filled"}
IDS = {
    "persona": ("personas", "persona_id"),
    "statement": ("statements", "statement_id"),
    "listing": ("listings", "item_id"),
    "need": ("needs", "need_id"),
    "document": ("documents", "path"),
}


def load(documents):
    files = {path: text.encode() for path, text in documents.items()}
    return toolbelt_data.load(Edition("made", "", files=files))


@settings(max_examples=12)
@given(DOCUMENTS, DOCUMENTS)
def test_everything_is_matched_removed_or_added_and_backwards_the_same(old, new):
    both = compare(load(old), load(new))
    TABLE["changes"].check(both.changes)
    assert both.changes.confidence.between(0.5, 1).all()
    for item, (table, column) in IDS.items():
        rows, matched = both.changes[both.changes["item"] == item], both.matches[item]
        for corpus, change, named, pairs in (
            (both.old, "removed", rows.old_id, list(matched)),
            (both.new, "added", rows.new_id, [other for other, _ in matched.values()]),
        ):
            left = named[rows.change == change].tolist()
            assert Counter([*pairs, *left]) == Counter(getattr(corpus, table)[column])
    back = compare(both.new, both.old)
    told = [
        Counter(zip(one.changes["item"], one.changes.change, strict=True)) for one in (both, back)
    ]
    assert told[0] == {
        (item, SWAPPED.get(change, change)): n for (item, change), n in told[1].items()
    }


@settings(max_examples=8)
@given(DOCUMENTS)
def test_an_edition_and_itself_have_no_change(documents):
    assert compare(load(documents), load(dict(reversed(documents.items())))).changes.empty
