"""The embedded editions say what the real ones say, in other words."""

import subprocess
import sys
from collections import defaultdict

import pytest

import toolbelt_data
from toolbelt_data.source import embedded_edition, embedded_editions, package_folder

SAME = {
    "documents": ["path", "kinds", "title", "lines"],
    "groups": ["group_id", "title", "roles", "line", "end_line"],
    "group_statements": ["item_id", "line", "end_line"],
    "listings": ["item_id", "name", "target_path", "target_anchor", "persona_id", "resolution"],
    "personas": ["persona_id", "heading", "group_id", "parent_id", "status", "line", "end_line"],
    "sections": ["persona_id", "section", "heading", "statements", "status", "form", "line"],
    "statements": ["statement_id", "facet", "kind", "sums_up", "line", "end_line"],
    "use_cases": ["actor_id", "actor", "status", "line", "end_line"],
    "needs": ["need_id", "line", "end_line"],
    "lines": ["path", "line", "role", "item_ids"],
}


@pytest.fixture(scope="module")
def pairs(shared):
    return [
        (toolbelt_data.load(shared / "corpus" / name), toolbelt_data.load(embedded_edition(name)))
        for name in embedded_editions()
    ]


def texts(corpus):
    for frame in (corpus.statements, corpus.group_statements, corpus.needs):
        yield from frame.text


@pytest.mark.parametrize("name", SAME)
def test_a_table_is_the_same_but_for_its_words(pairs, name):
    for real, restated in pairs:
        one, other = getattr(real, name)[SAME[name]], getattr(restated, name)[SAME[name]]
        assert one.to_csv() == other.to_csv()


def test_texts_are_equal_where_the_originals_are_and_long_ones_are_restated(pairs):
    there, back = defaultdict(set), defaultdict(set)
    for real, restated in pairs:
        for one, other in zip(texts(real), texts(restated), strict=True):
            there[one].add(other)
            back[other].add(one)
            assert one != other or len(one.split()) <= 8
    assert all(len(found) == 1 for found in [*there.values(), *back.values()])


def test_nothing_of_the_project_repeats_the_originals(shared):
    tool = shared / "tools" / "verbatim.py"
    found = subprocess.run(
        [sys.executable, tool],
        cwd=package_folder("data").parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.stdout, found.returncode) == ("", 0)


def test_the_label_and_the_notice_say_that_it_is_restated():
    assert toolbelt_data.load().edition.label.endswith("(embedded: restated, not the original)")
    notice = (package_folder("data") / "NOTICE").read_text(encoding="utf-8")
    assert "https://github.com/ossf/toolbelt" in notice
