"""The collector: rests while documents are read, as they leave nothing for it."""

import gc

import pytest

import toolbelt_data
from toolbelt_data.collector import paused
from toolbelt_data.reader import read_document


def test_reading_leaves_nothing_for_the_collector():
    texts = [data.decode() for data in toolbelt_data.load().edition.files.values()]
    gc.collect()
    with paused():
        for text in texts:
            read_document(text)
        assert gc.collect() == 0


def test_the_collector_rests_while_documents_are_read(monkeypatch):
    seen = []
    edition = toolbelt_data.open_edition()
    toolbelt_data.corpus.corpus_of(
        edition, lambda text: seen.append(gc.isenabled()) or read_document(text)
    )
    assert seen == [False] * len(edition.files)
    assert gc.isenabled()


def test_the_collector_goes_on_after_an_error_and_rests_where_it_rested():
    with pytest.raises(toolbelt_data.SourceError), paused():
        raise toolbelt_data.SourceError("a.md", "found", "mend")
    assert gc.isenabled()
    gc.disable()
    try:
        with paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
