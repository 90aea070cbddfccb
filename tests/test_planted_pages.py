"""Pages that are made of planted words: their markup is ours, whatever the words are."""

import planted
import pytest
import sites


@pytest.fixture(scope="module")
def folder(once):
    """The pages of a report in which everything that is read is planted."""
    return once("planted", planted.write_site)


@pytest.fixture(scope="module")
def pages(folder):
    return sites.pages(folder)


def test_nothing_that_is_planted_acts_on_any_page_or_leads_astray(folder, pages):
    assert len(pages) > 50
    wrong, _ = sites.wrong_on(folder)
    assert [one for one in wrong if not str(one[1]).endswith((".ipynb", ".json"))] == []
    assert not any("55433" in page.words for page in pages.values())


def test_what_is_planted_can_be_read_as_it_is(pages):
    words = " ".join(" ".join(page.words.split()) for page in pages.values())
    for fragment in planted.FRAGMENTS:
        shown = " ".join(fragment.replace("\x00", "\ufffd").split())
        assert shown in words, fragment
