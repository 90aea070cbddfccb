"""Names of documents and of what is asked for: each has a page of its own, or is told in a line."""

from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from notebooks_of_ones_own import write_notebook

from toolbelt_data import ParameterError
from toolbelt_data.report import build_report
from toolbelt_data.report.site.places import Places

NAMES = (
    "a.md", "A.md", "a.md.html/b.md", "a.md_.html/c.md", "index.md", "con.md", "-x.md", ".h.md",
    "..md", "\u00e9.md", "e\u0301.md", "a?b#c%d.md", "two\nlines.md", "quo\"te's.md", "<b>.md",
    "C:|*\\ .md", f"{'x' * 252}.md", f"{'x' * 251}y.md", "sources/personas/a.md",
)  # fmt: skip


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if tag == "a" and name == "href"]


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path, 'source: str = ""\nrevision: str = ""', "1 + 1")


def test_every_document_has_a_page_of_its_own_beside_its_copy(tmp_path, notebook):
    texts = {}
    for number, name in enumerate(NAMES):
        place = tmp_path / "toolbelt" / "personas" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        texts[f"personas/{name}"] = f"## Name: Number {number} of all\n"
        place.write_text(texts[f"personas/{name}"])
    report = build_report(str(tmp_path / "toolbelt"), out=tmp_path / "out", notebooks=[notebook])
    folder = report.index.parent
    places = Places(texts)
    linked = {unquote(one) for one in Links(report.index.read_text("utf-8")).found}
    for path, text in texts.items():
        assert (folder / "sources" / path).read_text() == text
        page = f"sources/{places.page(path)}"
        assert text.strip() in (folder / page).read_text("utf-8")
        assert page in linked
        assert unquote(places.href(path, 1)) == f"{page}#L1"
    assert len({places.page(path) for path in texts}) == len(NAMES)


@pytest.mark.parametrize("which", ["source", "catalogue", "parameter", "notebook"])
def test_a_word_that_is_no_text_is_told_in_a_line(tmp_path, notebook, which):
    odd = tmp_path / "s\udcff"
    (odd / "personas").mkdir(parents=True)
    (odd / "personas" / "a.md").write_text("## Name: Ada\n")
    asked = {
        "source": {"source": str(odd)},
        "catalogue": {"catalogue": "\udcff"},
        "parameter": {"parameters": {"source": "\udcff"}},
        "notebook": {"notebooks": [str((tmp_path / "mine.ipynb").rename(tmp_path / "n\udcff.ipynb"))]},
    }  # fmt: skip
    with pytest.raises(ParameterError, match="is no UTF-8; name it otherwise") as caught:
        build_report(out=tmp_path / "out", **({"notebooks": [notebook]} | asked[which]))
    assert str(caught.value).isprintable()
    assert not (tmp_path / "out").exists()
