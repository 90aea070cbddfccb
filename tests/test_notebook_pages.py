"""Pages of notebooks: what of a notebook's cells a page shows, and how."""

import base64
import json

import nbformat
import pandas as pd
import planted
import pytest
import sites
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from toolbelt_data.report.pages import MOST, Page, Places, finding_of

DOT = base64.b64encode(b"\x89PNG dot").decode()
KNOWN = Places(["personas/x.md"])
OLDER = Places(["personas/old.md"], folder="older")


def page_of(*cells, **about):
    return Page(sites.run(*cells, **about), KNOWN, OLDER, ["mine", "02 other"])


def html_of(*cells, **about):
    """Return all that a page shows, its title left out."""
    shown = [(c.get("words", ""), c.get("code", ""), *c.get("outputs", ())) for c in page_of(*cells, **about).cells]  # fmt: skip
    return "".join(part for cell in shown[1:] for part in cell)


def shows(kind, data, **metadata):
    return new_code_cell(outputs=[new_output("display_data", {kind: data}, metadata=metadata)])


def prints(*texts, name="stdout"):
    return new_code_cell(outputs=[new_output("stream", name=name, text=text) for text in texts])


def tagged(*tags):
    return new_code_cell("code()", metadata={"tags": tags}, outputs=prints("out").outputs)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Euler: $e^{i<x}$", '<code class="math">e^{i&lt;x}</code>'),
        ("$$\\int_0^1 x$$", '<pre class="math">\\int_0^1 x</pre>'),
        ("- [ ] todo\n- [x] done", "☐ todo"),
        ("- [ ] todo\n- [x] done", "☑ done"),
        ("![r](https://example.org/x.png)", '<a href="https://example.org/x.png">r</a>'),
        ("[a](02%20other.ipynb#Which-are-gaps?)", '<a href="02%20other.html#which-are-gaps">a</a>'),
        ("[a](mine.ipynb)", '<a href="mine.html">a</a>'),
        ("[a](missing.ipynb)", "<a>a</a>"),
        ("[a](../docs/gaps.md)", "<a>a</a>"),
        ("[a](#below)", '<a href="#below">a</a>'),
        ("## Who, & why?", '<h2 id="who--why">Who, &amp; why?</h2>'),
        ("# Another title", '<h2 id="another-title">'),
    ],
)
def test_words_are_shown_as_markdown(words, shown):
    assert shown in html_of(new_markdown_cell(words))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (tagged(), "code out"), (tagged("hide-input"), "code out"), (tagged("remove-input"), "out"),
        (tagged("remove-output"), "code"), (tagged("remove-cell"), ""),
        (tagged("remove-cell", "hide-input"), ""),
    ],
)  # fmt: skip
def test_tags_of_a_cell_are_followed(cell, shown):
    html = html_of(cell)
    assert " ".join(word for word in ("code", "out") if word in html) == shown


def test_a_cell_that_may_fail_shows_its_error_and_the_next_goes_on():
    trace = ["\x1b[31mZeroDivisionError\x1b[0m"]
    failed = new_output("error", ename="E", evalue="x", traceback=trace)
    html = html_of(new_code_cell("1/0", outputs=[failed]), prints("goes on"))
    assert '<span class="ansi-red-fg">ZeroDivisionError' in html
    assert "goes on" in html


def test_a_progress_bar_is_its_last_state():
    steps = [f"\rprogress {n}" for n in range(50)]
    assert html_of(prints(*steps, "\n")).count("progress") == 1
    assert "progress 49\n</pre>" in html_of(prints(*steps, "\n"))
    assert "a\nb\n" in html_of(prints("a\r\nb\r\n"))


def test_a_very_large_output_is_cut_and_says_so():
    html = html_of(prints("x" * MOST * 3), name="my big")
    assert len(html) < MOST + 1000
    assert "600,000 characters is cut here" in html
    assert 'href="notebooks/my%20big.ipynb"' in html
    rows = pd.DataFrame({"a": range(50_000)}).to_html()
    assert html_of(shows("text/html", rows)).count("</table>") == 1


def test_pictures_become_files_with_their_words(tmp_path):
    (tmp_path / "pic.png").write_bytes(b"local")
    (tmp_path.parent / "secret.png").write_bytes(b"secret")
    cells = [
        new_markdown_cell("![dot](attachment:dot.png)", attachments={"dot.png": {"image/png": DOT}}),
        new_markdown_cell("![loc](pic.png) ![out](../secret.png) ![gone](attachment:no.png)"),
        shows("text/html", f'<img alt="inline" src="data:image/png;base64,{DOT}">'),
        shows("image/svg+xml", "<svg><script/></svg>", **{"image/svg+xml": {"alt": "a <drawing>"}}),
        shows("image/png", DOT, alt="my own words"),
        shows("image/gif", DOT),
    ]  # fmt: skip
    page = page_of(*cells, folder=tmp_path)
    html = html_of(*cells, folder=tmp_path)
    assert list(page.pictures) == [f"mine-{n}.{end}" for n, end in enumerate(("png", "png", "png", "svg", "png", "gif"), 1)]  # fmt: skip
    assert b"secret" not in page.pictures.values()
    assert page.pictures["mine-2.png"] == b"local"
    for words in ("dot", "loc", "inline", "a &lt;drawing&gt;", "my own words"):
        assert f'alt="{words}"' in html, words
    assert '<img alt="out">' in html


# -- tables ----------------------------------------------------------------------------------------


def test_plain_frames_are_sorted_filtered_and_linked_as_others_are():
    frame = pd.DataFrame({"a place": ["personas/x.md:12", "personas/y.md:1"], "n": [1, 2.5]})
    html = html_of(new_markdown_cell("## Rows"), shows("text/html", frame.to_html()))
    assert 'role="region" tabindex="0" aria-label="Table: Rows"><table' in html
    assert '<td><a class="place" href="sources/personas/x.md.html#L12">personas/x.md:12</a>' in html
    assert "<td>personas/y.md:1</td>" in html
    assert '<td class="number">2.5</td>' in html
    assert "a place</th>" in html


@pytest.mark.parametrize(
    ("title", "href"),
    [
        ("personas/x.md:12", "sources/personas/x.md.html#L12"),
        ("personas/old.md:3 (2025-05-29)", "older/personas/old.md.html#L3"),
        ("personas/unknown.md:3", ""),
    ],
)
def test_a_place_leads_to_what_its_title_says(title, href):
    html = html_of(shows("text/html", f'<a class="place" href="../x.md" title="{title}">x</a>'))
    assert (f'href="{href}"' in html) == bool(href)
    assert "../x.md" not in html


def test_a_styler_keeps_its_colours_and_loses_its_random_ids():
    frame = pd.DataFrame({"a b": [1, 9]}, index=["none", "open"])
    styled = [frame.style.highlight_max(color="yellow").to_html() for _ in range(2)]
    assert styled[0] != styled[1]
    one, two = (html_of(shows("text/html", html)) for html in styled)
    assert one == two
    assert 'style="background-color:yellow;color:#1f2328"' in one
    assert "a b" in one


def test_no_word_of_a_cell_makes_it_a_status():
    plain = pd.DataFrame({"a": ["none", "open"]}).to_html()
    assert "mark" not in html_of(shows("text/html", plain))
    shown = '<table><tbody><tr><td class="status none">none</td></tr></tbody></table>'
    assert shown in html_of(shows("text/html", shown))


# -- findings and safety ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        ([shows("text/markdown", "**Ten** gaps. More words.")], "Ten gaps."),
        ([shows("text/markdown", "## Heading"), shows("text/markdown", "At last")], "At last"),
        ([shows("image/svg+xml", "<svg/>", **{"image/svg+xml": {"alt": "A chart. a.md: 1"}})], "A chart."),
        ([prints("only printed")], ""),
    ],
)  # fmt: skip
def test_a_notebooks_finding_is_its_first_sentence(cells, finding):
    assert finding_of(sites.run(*cells).node) == finding


def test_the_output_that_is_tagged_is_the_finding():
    chosen = shows("text/markdown", "This one.")
    chosen.metadata.tags = ["finding"]
    assert finding_of(sites.run(shows("text/markdown", "Not this."), chosen).node) == "This one."


@pytest.mark.parametrize("fragment", planted.FRAGMENTS)
def test_nothing_that_a_notebook_shows_acts(fragment):
    kinds = ("text/html", "text/markdown", "text/plain", "text/latex")
    error = new_output("error", ename=fragment, evalue=fragment, traceback=[fragment])
    cells = [
        new_markdown_cell(f"text {fragment}\n\n{fragment}"), new_raw_cell(fragment),
        new_code_cell(fragment, outputs=[error]), prints(fragment),
        *(shows(kind, fragment) for kind in kinds),
        shows("text/html", f'<table><tr><td title="{fragment}">{fragment}</td></tr></table>'),
        shows("text/html", f"<style>#T_a {{ {fragment} }}</style><p id='T_a'>x</p>"),
        shows("image/png", DOT, alt=fragment),
    ]  # fmt: skip
    assert sites.Elements(html_of(*cells)).acts() == []


def test_a_notebook_of_every_kind_of_output_is_shown(shared):
    """The notebook of the shared cases, with outputs as a kernel gives them, is read without fail."""
    node = nbformat.reads(json.dumps(json.loads((shared / "cases/tools/08-own-notebooks/outputs.ipynb").read_text("utf-8"))), 4)  # fmt: skip
    run = sites.run(*node.cells, folder=shared / "cases/tools/08-own-notebooks")
    page = Page(run, KNOWN)
    assert len(page.cells) == len(node.cells) + 1
    assert len(page.pictures) >= 1
