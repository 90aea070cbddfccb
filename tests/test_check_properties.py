"""What holds of findings for any text: no error, no line without one, no fix that loses words."""

import random
import re

import pytest
from hypothesis import given, settings
from test_properties import TEXTS

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.checks import CheckSettings, check
from toolbelt_data.checks.formats import fixed, write
from toolbelt_data.cli.arguments import FORMATS
from toolbelt_data.source import embedded_edition, embedded_editions

SETTINGS = CheckSettings()
REAL = {
    path: data.decode()
    for name in embedded_editions()
    for path, data in toolbelt_data.open_edition(embedded_edition(name)).files.items()
}


def examined(files):
    data = {
        path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()
    }
    corpus = toolbelt_data.load(Edition("test", "", files=data), tolerant=True)
    return corpus, check(corpus, SETTINGS)


def holds(files):
    corpus, findings = examined(files)
    lengths = dict(zip(corpus.documents.path, corpus.documents.lines, strict=True))
    assert findings.fingerprint.is_unique
    assert not findings.message.str.contains("\n").any()
    for row in findings.itertuples():
        last = max(lengths.get(row.path, 1), 1)
        assert 1 <= row.line <= row.end_line <= last
    unplaced = corpus.lines[corpus.lines.role == "unplaced"]
    told = findings[findings.code.isin(["TB102", "TB105"])]
    covered = {(r.path, n) for r in told.itertuples() for n in range(r.line, r.end_line + 1)}
    assert set(zip(unplaced.path, unplaced.line, strict=True)) <= covered
    for form in FORMATS:
        write(findings, form, corpus.edition)
    return corpus, findings


def words(text):
    return re.findall(r"\w+", text)


@settings(max_examples=80)
@given(TEXTS)
def test_any_text_is_checked_and_written_in_every_format(data):
    holds({"personas/a.md": data})


@settings(max_examples=80)
@given(TEXTS)
def test_a_fix_removes_no_word(data):
    """Where a link is led elsewhere its address changes; all other words stay."""
    findings = examined({"a.md": data})[1]
    fixes = findings[
        findings.old.notna() & ~findings.code.isin(["TB104", "TB302", "TB303", "TB304"])
    ]
    text = data.decode("utf-8", "replace")
    assert words(fixed(text, fixes)) == words(text)


@pytest.mark.parametrize("seed", range(25))
def test_spoilt_real_documents_are_checked(seed):
    chance = random.Random(seed)  # noqa: S311
    files = {}
    for path, text in REAL.items():
        lines = text.split("\n")
        for _ in range(chance.randint(0, 6)):
            place = chance.randrange(len(lines))
            lines[place] = chance.choice(
                ["", "-", lines[place][2:], lines[place] + "{x?}", "## Wishes", "#" + lines[place],
                 lines[place].replace("](", "],("), " " + lines[place], chance.choice(lines)]
            )  # fmt: skip
        files[path] = "\n".join(lines)
    holds(files)


def test_any_bytes_are_a_finding_at_most():
    chance = random.Random(7)  # noqa: S311
    for _ in range(60):
        holds({"personas/a.md": chance.randbytes(chance.randint(0, 80))})


def test_the_order_of_files_makes_no_difference():
    one = examined(dict(sorted(REAL.items())))[1]
    other = examined(dict(sorted(REAL.items(), reverse=True)))[1]
    assert one.equals(other)


def test_another_document_takes_no_finding_of_a_document_away():
    """But for findings of what was not there and is now, and of words once rare."""
    alone = examined({"personas/README.md": REAL["personas/README.md"]})[1]
    both = examined(
        {
            "personas/README.md": REAL["personas/README.md"],
            "use_cases/b.md": REAL["use_cases/README.md"],
        }
    )[1]
    assert set(alone.fingerprint) <= set(both.fingerprint)
