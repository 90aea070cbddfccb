"""What holds for any two editions: everything is matched, gone or new, once."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import Comparison, changes_of, compare
from toolbelt_data.analysis.tables import TABLE

NAMES = st.sampled_from(
    ["Ada the Admin", "Ada the Operator", "Bea the Admin", "Bea (forthcoming)", "Layperson", "ada the ADMIN", "", "李雷"]
)  # fmt: skip
WORDS = st.lists(
    st.sampled_from("no time for tools and alerts at night she signs every release 没有时间 ** ! x".split()),  # noqa: SIM905
    max_size=7,
).map(" ".join)  # fmt: skip
HEADINGS = st.sampled_from(
    ["### Goals", "### Challenges", "### Pain Points:", "#### Personal", "#### Company", "### How the OpenSSF can help"]
)  # fmt: skip
BITS = st.one_of(
    WORDS.map("- {}".format),
    WORDS.map("- {}".format),
    HEADINGS,
    NAMES.map("## Name: {}".format),
    NAMES.map("##### Name: {}".format),
    st.tuples(NAMES, NAMES).map(lambda two: "## Group\n- *Sub Personas*: {}, [{}](b.md)".format(*two)),
    WORDS.map("## Operators\n- *Common Challenges*: {}".format),
    WORDS.map("## As a Buyer:\n- {}".format),
    st.text(max_size=8),
)  # fmt: skip
DOCUMENTS = st.dictionaries(
    st.sampled_from(["personas/a.md", "personas/b.md", "personas/c/a.md", "use_cases/README.md"]),
    st.lists(BITS, max_size=14).map("\n".join),
    min_size=1,
    max_size=3,
)
SWAPPED = {"added": "removed", "removed": "added", "filled": "emptied", "emptied": "filled"}
TABLES = {
    "persona": ("personas", "persona_id"),
    "statement": ("statements", "statement_id"),
    "group": ("groups", "group_id"),
    "group_statement": ("group_statements", "item_id"),
    "listing": ("listings", "item_id"),
    "use_case": ("use_cases", "actor_id"),
    "need": ("needs", "need_id"),
    "document": ("documents", "path"),
}


def load(documents):
    return toolbelt_data.load(
        Edition("made", "", files={path: text.encode() for path, text in documents.items()})
    )


def ids(corpus, item):
    table, column = TABLES[item]
    return set(getattr(corpus, table)[column])


def matched(both):
    """Give the pairs of ids that are one, by kind."""
    found = {"listing": [(one.old.id, one.new.id) for one in both.listings]}
    kinds = (
        (both.personas, "persona", "statement"),
        (both.groups, "group", "group_statement"),
        (both.use_cases, "use_case", "need"),
    )
    for kind, holder, text in kinds:
        found[holder] = [(one.old.id, one.new.id) for one in kind.identities]
        found[text] = [(one.old.id, one.new.id) for one in kind.texts]
    return found


@settings(max_examples=50)
@given(DOCUMENTS, DOCUMENTS)
def test_everything_is_matched_gone_or_new_and_its_ids_are_there(old, new):
    both = Comparison(load(old), load(new))
    rows = changes_of(both)
    TABLE["changes"].check(rows)
    assert rows.number.tolist() == list(range(1, len(rows) + 1))
    assert rows.confidence.between(0.5, 1).all()
    for item, pairs in matched(both).items():
        own = rows[rows["item"] == item]
        sides = (
            (both.old, "removed", [one for one, _ in pairs], own.old_id),
            (both.new, "added", [other for _, other in pairs], own.new_id),
        )
        for corpus, gone, of_pairs, named in sides:
            left = named[own.change == gone].tolist()
            assert Counter([*of_pairs, *left]) == Counter(ids(corpus, item))
            assert set(named.dropna()) <= ids(corpus, item)
        told = own[own.old_id.notna() & own.new_id.notna()]
        assert set(zip(told.old_id, told.new_id, strict=True)) <= set(pairs)


@settings(max_examples=30)
@given(DOCUMENTS)
def test_an_edition_and_itself_have_no_change(documents):
    assert compare(load(documents), load(dict(reversed(documents.items())))).empty


@settings(max_examples=40)
@given(DOCUMENTS, DOCUMENTS)
def test_backwards_the_same_things_are_one(old, new):
    old, new = load(old), load(new)
    there, back = Comparison(old, new), Comparison(new, old)
    backwards = matched(back)
    for item, pairs in matched(there).items():
        assert {(other, one) for one, other in pairs} == set(backwards[item]), item
    changes = [
        Counter(zip(rows["item"], rows.change, strict=True))
        for rows in (changes_of(there), changes_of(back))
    ]
    assert changes[0] == Counter(
        {(item, SWAPPED.get(change, change)): n for (item, change), n in changes[1].items()}
    )


@settings(max_examples=40)
@given(DOCUMENTS, DOCUMENTS)
def test_the_order_of_files_makes_no_difference(old, new):
    turned = [dict(reversed(one.items())) for one in (old, new)]
    one, other = compare(load(old), load(new)), compare(*map(load, turned))
    assert one.equals(other)
