"""The report: whole, linked, escaped, and the same for the same edition."""

import csv
import hashlib
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from repositories import Repository, edition

import toolbelt_data
from toolbelt_data import Analysis, ParameterError, ToolbeltError
from toolbelt_data.report.build import build_report
from toolbelt_data.report.landing.landing import landing
from toolbelt_data.report.site.places import Places, linked
from toolbelt_data.source import LATEST, embedded_edition, package_folder

ROOT = Path(__file__).parent.parent

VOID = {"meta", "link", "img", "br", "hr", "input", "wbr", "col"}


class Page(HTMLParser):
    """What a page links to, which anchors it has, and whether its elements close."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.open, self.tags, self.images = [], set(), [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.add(tag)
        self.anchors |= {given["id"]} if "id" in given else set()
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.images += [given.get("alt")] if tag == "img" else []
        assert not any(name.startswith("on") for name in given), given
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def folder(report):
    return report.index.parent


@pytest.fixture(scope="module")
def pages(folder):
    return {
        p.relative_to(folder).as_posix(): Page(p.read_text("utf-8")) for p in folder.rglob("*.html")
    }


def test_a_report_has_every_part(folder):
    found = {path.name for path in folder.iterdir()}
    assert found == {
        "index.html", "01-whom-do-we-serve.html", "02-which-challenges-lack-a-remedy.html",
        "03-which-personas-are-placeholders.html", "04-which-projects-help-whom.html",
        "05-which-use-cases-have-no-persona.html", "06-what-changed.html",
        "07-how-sound-are-the-documents.html", "08-what-should-be-done-next.html", "assets", "figures", "notebooks", "sources",
        "tables", "manifest.json", "run.json", "search.html", "everything.html", "older",
    }  # fmt: skip


def test_every_link_leads_somewhere(folder, pages):
    outside = set()
    for name, page in pages.items():
        assert page.open == [], name
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                outside.add(link)
                continue
            target = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
            assert target.is_file(), (name, link)
            if parts.fragment and target.suffix == ".html":
                there = pages[target.resolve().relative_to(folder.resolve()).as_posix()]
                assert unquote(parts.fragment) in there.anchors, (name, link)
    assert outside == {
        "https://creativecommons.org/licenses/by/4.0/",
        "https://github.com/ossf/toolbelt",
    }


def test_no_style_asks_any_network(folder):
    styles = list(folder.joinpath("assets").glob("*.css"))
    assert len(styles) == 2
    for path in styles:
        assert not re.search(r"url\(|@import", path.read_text("utf-8")), path


def test_every_picture_says_what_it_shows(pages):
    alts = [alt for page in pages.values() for alt in page.images]
    assert len(alts) == 10
    assert all(alt and len(alt) > 40 for alt in alts)


def test_every_row_of_a_document_links_to_its_line(folder, pages):
    gaps = csv.DictReader((folder / "tables" / "gaps.csv").read_text("utf-8").splitlines())
    links = pages["02-which-challenges-lack-a-remedy.html"].links
    for row in gaps:
        assert f"sources/{row['path']}.html#L{row['line']}" in links
    text = (folder / "sources" / "personas" / "softwaredeveloper.md.html").read_text("utf-8")
    assert 'id="L284"' in text
    assert 'id="L285"' not in text


def test_the_first_page_says_what_changed(folder):
    text = (folder / "index.html").read_text("utf-8")
    part = re.search(r'<section class="changed".*?</section>', text, re.DOTALL).group()
    assert "What changed since 2025-05-29" in part
    assert "<li>3 personas removed: Daniel the Data Scientist, Susan the Data Engineer," in part
    assert '<a href="06-what-changed.html">' in part


def test_the_last_point_of_the_trend_is_the_report(folder):
    tables = {
        name: list(
            csv.DictReader((folder / "tables" / f"{name}.csv").read_text("utf-8").splitlines())
        )
        for name in (
            "history",
            "challenges",
            "gaps",
            "personas",
            "findings",
            "listings",
            "statements",
        )
    }
    last = tables["history"][-1]
    own = [row for row in tables["challenges"] if row["summary"] == "False"]
    errors = sum(row["severity"] == "error" for row in tables["findings"])
    assert {name: int(last[name]) for name in ("challenges", "gaps", "covered", "personas")} == {
        "challenges": len(own),
        "gaps": len(tables["gaps"]),
        "covered": sum(row["coverage"] != "none" for row in own),
        "personas": len(tables["personas"]),
    }
    unwritten = sum(not row["persona_id"] for row in tables["listings"])
    assert int(last["listings_unwritten"]) == unwritten
    assert int(last["errors"]) == errors
    assert int(last["statements"]) == sum(row["sums_up"] == "[]" for row in tables["statements"])


def test_the_first_page_quotes_the_answers_and_the_numbers(report, folder):
    text = (folder / "index.html").read_text("utf-8")
    assert len(report.answers) == 8
    for answer in report.answers.values():
        assert answer.split(".")[0].replace("'", "&#39;") in text
    found = re.findall(r'class="value">(\d+)</span> <span class="total">of (\d+)<', text)
    assert found == [
        ("10", "70"),
        ("0", "10"),
        ("17", "20"),
        ("12", "31"),
        ("3", "6"),
        ("48", "68"),
        ("2", "6"),
        ("309", "309"),
        ("12", "73"),
        ("5", "14"),
    ]


def test_the_first_page_says_what_changed_since_when_and_how_to_ask_of_another(tmp_path):
    made = Repository(tmp_path / "toolbelt")
    made.commit("older", edition("2025-04-04"))
    made.commit("newer", edition())
    ends = {path: data + b"\n\n" for path, data in edition().items()}
    made.commit("white space", ends)
    said = {}
    for old in ("", made.git("rev-parse", "HEAD~2")):
        given = {"old": old} if old else {}
        name = "06-what-changed"
        found = build_report(
            str(made.folder), "HEAD", tmp_path / "out", notebooks=[name], parameters=given
        )
        said[bool(old)] = found.index.read_text("utf-8")
    assert "What changed since 2025-01-03-" in said[False]
    assert "gaps opened since 2025-01-03" in said[False]
    assert "Nothing that is compared: white space" in said[False]
    assert "<code>-p old REVISION</code>" in said[False]
    assert "gaps opened since 2025-01-02" in said[True]
    assert "10 personas added: Daniel the Data Scientist" in said[True]
    assert "<code>-p old REVISION</code>" not in said[True]


def test_the_first_page_says_why_it_compares_with_nothing(tmp_path):
    folder = shutil.copytree(embedded_edition(LATEST), tmp_path / "documents")
    found = build_report(str(folder), out=tmp_path / "out", notebooks=["06-what-changed"])
    page = found.index.read_text("utf-8")
    assert "No earlier edition of these documents is known" in page
    assert '<h2 id="what-changed">What changed</h2>' in page


def test_pages_say_that_the_embedded_edition_is_restated(folder):
    for path in folder.glob("*.html"):
        assert "restated, not the original" in path.read_text("utf-8")


def test_the_manifest_names_everything_and_its_digest(folder):
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (manifest["edition"], manifest["source"]) == ("2025-06-10", "embedded")
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(manifest["files"]) == files - {"manifest.json", "run.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    documents = dict(zip(*map(list, toolbelt_data.load().documents[["path", "sha256"]].T.values), strict=True))  # fmt: skip
    assert manifest["documents"] == documents
    for path in folder.glob("*.html"):
        assert f"digest {manifest['digest'][:12]}" in path.read_text("utf-8")


def test_every_key_of_the_manifest_is_documented(folder):
    text = (ROOT / "reports" / "README.md").read_text("utf-8")
    part = text.partition("## The manifest")[2].partition("## ")[0]
    rows = re.findall(r"^\| (`.+?`) \|", part, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == set(json.loads((folder / "manifest.json").read_text("utf-8")))


def test_executed_notebooks_hold_no_trace_of_the_run(folder):
    for path in (folder / "notebooks").glob("*.ipynb"):
        node = nbformat.read(path, as_version=4)
        assert set(node.metadata) == {"kernelspec", "language_info"}
        for cell in node.cells:
            assert set(cell.metadata) <= {"tags"}
        assert str(package_folder("data").parent) not in path.read_text("utf-8")


def test_the_same_edition_gives_the_same_bytes(report, folder, tmp_path, monkeypatch):
    for name, value in {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"}.items():
        monkeypatch.setenv(name, value)  # which its kernels inherit
    again = build_report(out=tmp_path, jobs=1).index.parent
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder)
        if name.as_posix() != "run.json":
            assert (again / name).read_bytes() == path.read_bytes(), name


NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&[x](javascript:alert(3))"


def test_words_of_documents_reach_no_live_markup(tmp_path):
    source = tmp_path / "nasty" / "personas"
    source.mkdir(parents=True)
    parts = "".join(f"### {s}:\n- {NASTY} {s}\n" for s in ("Role", "Goals", "Challenges"))
    index = (
        f"# T{NASTY}\n- G{NASTY} - d{NASTY}\n## G{NASTY}\n- *Common Challenges*: {NASTY}\n"
        f"- *Sub Personas*: L{NASTY}\n## Name: Ada{NASTY}\n{parts}"
        f"#### F{NASTY}\n- x\n### How the OpenSSF can help:\n- {NASTY} help\n## As an A{NASTY}\n-\n"
    )
    (source / "<b onclick=x>&.md").write_text(index, encoding="utf-8")
    found = build_report(str(tmp_path / "nasty"), out=tmp_path / "out", notebooks=["2", "7"])
    for path in found.index.parent.rglob("*.html"):
        page = Page(path.read_text("utf-8"))
        assert "b" not in page.tags, path
        assert not any(link.startswith("javascript:") for link in page.links)
        assert all(alt for alt in page.images)


def notebook(tmp_path, *codes):
    cells = [nbformat.v4.new_code_cell(code) for code in codes]
    cells[0].metadata.tags = ["parameters"]
    node = nbformat.v4.new_notebook(cells=cells)
    node.metadata.kernelspec = {"name": "python3", "display_name": "P", "language": "python"}
    path = tmp_path / "mine.ipynb"
    nbformat.write(node, path)
    return str(path)


def test_a_notebook_of_ones_own_joins_the_report(tmp_path):
    path = notebook(tmp_path, "top: int = 2  # how many", "top * 21")
    found = build_report(out=tmp_path / "out", notebooks=[path], parameters={"top": "3"})
    assert "63" in (found.index.parent / "mine.html").read_text("utf-8")


def test_a_notebook_that_cannot_follow_the_source_is_refused(tmp_path):
    path = notebook(tmp_path, "x: int = 1", "x")
    with pytest.raises(ParameterError) as caught:
        build_report("2025-04-04", out=tmp_path / "out", notebooks=[path])
    assert str(caught.value) == (
        f"{path}: has no parameter source, and would show another edition;"
        ' declare source: str = "" in its cell tagged parameters, and load by it'
    )


def test_a_report_of_one_notebook_links_to_no_other(tmp_path):
    found = build_report(out=tmp_path, notebooks=["2"])
    page = Page((found.index.parent / "02-which-challenges-lack-a-remedy.html").read_text("utf-8"))
    assert not any(link.startswith(("01", "03")) for link in page.links)


def test_rows_link_to_the_web_where_the_revision_has_an_address():
    marked = '<span class="place">a b.md:7</span>'
    assert linked(marked, Places(["a b.md"], "https://github.com/o/r/blob/c/")) == (
        '<a class="place" href="https://github.com/o/r/blob/c/a%20b.md?plain=1#L7">a b.md:7</a>'
    )


def test_narrowed_to_a_persona_the_pages_agree(tmp_path):
    given = {"personas": "Diana the Weekend Warrior"}
    answers = build_report(out=tmp_path, notebooks=["1", "3"], parameters=given).answers
    assert "Of the 1 shown 1 are documented in full" in answers["01-whom-do-we-serve"]
    assert "0 of 1 sub-personas" in answers["03-which-personas-are-placeholders"]


@pytest.mark.parametrize(("today", "standing"), [("2025-12-31", True), ("2026-01-01", False)])
def test_what_was_decided_reaches_tables_and_pages_alike(tmp_path, today, standing):
    gap = Analysis().gaps.iloc[0]
    row = {"challenge_id": gap.challenge_id, "decision": "accepted", "until": "2025-12-31"}
    row |= {"challenge_digests": "", "challenge_text": gap.text}
    path = tmp_path / "decided.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    given = {"decisions": str(path), "today": today}
    found = build_report(out=tmp_path / "out", notebooks=["8"], parameters=given)
    folder = found.index.parent
    rows = csv.DictReader((folder / "tables" / "gaps.csv").read_text("utf-8").splitlines())
    decided = [row["challenge_id"] for row in rows if row["decision_state"] == "standing"]
    assert decided == [gap.challenge_id] * standing
    page = (folder / "08-what-should-be-done-next.html").read_text("utf-8")
    assert "2025-12-31" in page
    assert ("Decide again about" in page) is not standing


def test_nothing_but_a_report_is_replaced(tmp_path):
    target = tmp_path / "out"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")
    with (
        pytest.raises(ToolbeltError, match="holds something that is not a report"),
        landing(target),
    ):
        pass
    assert (target / "thesis.txt").read_text() == "years of work"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_landing_that_fails_leaves_nothing(tmp_path):
    def fail():
        with landing(tmp_path / "out") as work:
            (work / "half").write_text("")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_the_real_documents_make_a_report_too(shared, tmp_path):
    copy = tmp_path / "toolbelt"
    shutil.copytree(shared / "corpus" / "2025-04-04", copy)
    found = build_report(str(copy), out=tmp_path / "out", notebooks=["1", "2", "7"])
    assert found.index == tmp_path / "out" / "toolbelt" / "index.html"
    assert found.answers["02-which-challenges-lack-a-remedy"].startswith(
        "5 of 31 reviewed challenges"
    )
    assert "restated" not in found.index.read_text("utf-8")
