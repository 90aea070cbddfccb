"""What holds of findings for any text: no error, no line without one, no fix that loses words."""

import random
import re

from hypothesis import given, settings
from test_properties import DOCUMENTS

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.checks import CheckSettings, check
from toolbelt_data.checks.formats import fixed, write
from toolbelt_data.cli.arguments import FORMATS


def examined(path, data):
    corpus = toolbelt_data.load(Edition("test", "", files={path: data}), tolerant=True)
    return corpus, check(corpus, CheckSettings())


def holds(data):
    corpus, findings = examined("personas/a.md", data)
    lengths = dict(zip(corpus.documents.path, corpus.documents.lines, strict=True))
    assert findings.fingerprint.is_unique
    assert not findings.message.str.contains("\n").any()
    for row in findings.itertuples():
        last = max(lengths.get(row.path, 1), 1)
        assert 1 <= row.line <= row.end_line <= last
    unplaced = corpus.lines[corpus.lines.role == "unplaced"]
    told = findings[findings.code.isin(["TB102", "TB105", "TB106"])]
    # What is below a heading without "Name:" is that one's fault.
    ends = {
        row: lengths[row.path] if row.code == "TB106" else row.end_line for row in told.itertuples()
    }
    covered = {(row.path, n) for row, end in ends.items() for n in range(row.line, end + 1)}
    assert set(zip(unplaced.path, unplaced.line, strict=True)) <= covered
    for form in FORMATS:
        write(findings, form, corpus.edition)


def words(text):
    return re.findall(r"\w+", text)


@settings(max_examples=30)
@given(DOCUMENTS)
def test_any_text_is_checked_and_written_in_every_format(data):
    holds(data)


@settings(max_examples=30)
@given(DOCUMENTS)
def test_a_fix_removes_no_word(data):
    """Where a link is led elsewhere its address changes; all other words stay."""
    findings = examined("a.md", data)[1]
    fixes = findings[
        findings.old.notna() & ~findings.code.isin(["TB104", "TB302", "TB303", "TB304"])
    ]
    text = data.decode("utf-8", "replace")
    assert words(fixed(text, fixes)) == words(text)


def test_any_bytes_are_a_finding_at_most():
    chance = random.Random(7)  # noqa: S311
    for _ in range(20):
        holds(chance.randbytes(chance.randint(0, 80)))
