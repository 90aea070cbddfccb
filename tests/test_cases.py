"""Ways of writing: a document a case, and beside it what becomes of each of its lines.

The expected file has a line for each line of the document: its role, the id of
what it went to, and, on the first line of a statement, the statement's text.
"""

from pathlib import Path

import pytest

import toolbelt_data

CASES = Path(__file__).parent / "cases"


def account(corpus):
    """Say of each line what became of it."""
    texts = {}
    for frame, key in (
        (corpus.statements, "statement_id"),
        (corpus.needs, "need_id"),
        (corpus.group_statements, "item_id"),
    ):
        for row in frame.itertuples():
            texts[getattr(row, key), row.line] = row.text
    for row in corpus.lines.itertuples():
        parts = [row.role, " ".join(row.item_ids)]
        parts += [texts[item, row.line] for item in row.item_ids if (item, row.line) in texts]
        yield " | ".join(part for part in parts if part)


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.md")), ids=lambda p: p.stem)
def test_every_line_becomes_what_is_expected(path, tmp_path):
    (tmp_path / "case.md").write_bytes(path.read_bytes())
    found = list(account(toolbelt_data.load(tmp_path)))
    assert found == path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
