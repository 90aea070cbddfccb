"""A corpus as JupyterLab shows it: what it is, what it holds, and nothing that runs."""

from html.parser import HTMLParser

import toolbelt_data

PLANTED = '<script>alert(1)</script><img src=x onerror="alert(1)">'


class Shown(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.words = set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words.append(data)


def test_a_corpus_says_what_it_is_what_it_holds_and_how_to_go_on():
    words = Shown(toolbelt_data.load()._repr_html_()).words
    text = " ".join(words)
    assert "Corpus of 2025-06-10 (embedded: restated, not the original)" in text
    assert "335 statement of a persona's section" in text
    assert "20 personas: 17 documented, 2 placeholder, 1 partial" in text
    assert "Carl the Consumer partial personas/opensourcepro.md:49" in text
    assert "corpus.personas" in text
    assert "corpus.only(personas=…)" in text


def test_nothing_of_a_document_is_markup_and_no_style_is_set(documents):
    corpus = documents(a=f"## Name: Ada {PLANTED}\n", **{"<b>": "## Name: Bea\n"})
    assert len(corpus.personas) == 2
    shown = Shown(corpus._repr_html_())
    assert shown.tags == {
        "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "code",
    }  # fmt: skip
    assert shown.attributes == {"scope"}
    assert any("alert(1)" in word for word in shown.words)


def test_a_corpus_without_personas_shows_itself(documents):
    shown = Shown(documents(a="# Nothing\n")._repr_html_())
    assert "0 personas: none" in shown.words


def test_a_corpus_names_no_path_of_the_machine(documents, tmp_path):
    assert str(tmp_path) not in documents(a="## Name: Ada\n")._repr_html_()
