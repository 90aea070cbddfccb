"""Pages of a report: what the first page says, and what holds for every page."""

import json
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import sites

import toolbelt_data
from toolbelt_data.report.site import write_site
from toolbelt_data.settings import Settings

PEOPLE = """# Operators

## Name: Ola the Operator
### Role:
- Runs clusters
### Background
- Ten years
### Goals
- Sleep
### Challenges
- Upgrades break workloads
- Certificates expire unnoticed
### How the CNCF can help:
- Publish upgrade checks

## Name: Dev the Developer
### Challenges
- [Local](https://example.org) clusters differ
"""


@pytest.fixture(scope="module")
def folder(once):
    return once("pages", sites.write_embedded)


@pytest.fixture(scope="module")
def pages(folder):
    return sites.pages(folder)


@pytest.fixture(scope="module")
def index(folder):
    """The first page's text by the anchors of its sections."""
    text = (folder / "index.html").read_text("utf-8")
    top, *sections = re.split(r'<h2 id="', text)
    return {"": top} | dict(section.split('"', 1) for section in sections)


@pytest.fixture(scope="module")
def other(once):
    """A report of another organisation: nothing reviewed, a commit on the web, a failed notebook."""

    def make(folder):
        files = {"personas/a.md": PEOPLE.encode()}
        settings = Settings(personas={"organisation": ["CNCF"]})
        about = {"revision": "f" * 40, "address": "https://github.com/a/b/blob/f/", "files": files}
        made = sites.content(
            toolbelt_data.load(toolbelt_data.Edition("e", "", settings=settings, **about)),
            executed=[sites.run(error="cell [2]: <kernel> died")],
            parameters={"old": "main"}, changed={"05: groups": "<b>"},
        )  # fmt: skip
        write_site(made, folder)
        return folder

    return once("other", make)


@pytest.fixture(scope="module")
def brief(other):
    return (other / "index.html").read_text("utf-8")


# -- every page ------------------------------------------------------------------------------------


def test_only_its_own_scripts_act_on_a_page_and_every_link_leads_somewhere(folder):
    wrong, links = sites.wrong_on(folder)
    assert wrong == []
    assert links > 2000
    assert sites.Elements("<p onclick=x>").acts()
    assert sites.Elements("<a href='javascript:x'>").acts()


def test_pages_and_the_report_are_small(folder):
    sizes = {path: path.stat().st_size for path in folder.rglob("*.*") if path.is_file()}
    assert max(size for path, size in sizes.items() if path.suffix == ".html") < 300_000
    assert sum(sizes.values()) < 6_000_000


# -- the first page --------------------------------------------------------------------------------


def test_the_brief_answers_first_and_closes_with_its_limitations(index):
    assert "<h1>10 of 70 reviewed challenges have no remedy.</h1>" in index[""]
    assert [*index] == [
        "", "decide-next", "not-needed", "partial", "personas", "changes", "trend",
        "not-described", "errors", "evidence", "downloads", "method",
    ]  # fmt: skip


def test_four_numbers_say_how_they_changed_since_the_last_report(index):
    tiles = re.findall(r'<li class="tile.*?</li>', index[""], re.DOTALL)
    words = [" ".join(re.sub("<.*?>", " ", tile).split()) for tile in tiles]
    assert words == [
        "10 of 70 reviewed challenges have no remedy −1 since 29 May 2025",
        "20 of 70 reviewed challenges have only a partial remedy",
        "17 of 20 personas are written in full",
        "12 of 73 findings about the documents are errors as on 29 May 2025",
    ]


def test_each_gap_has_a_card_with_a_step_its_basis_and_what_to_do(index):
    cards = re.findall(r'<article class="card" id="(.*?)">(.*?)</article>', index["decide-next"], re.DOTALL)  # fmt: skip
    assert {name for name, _ in cards} == {*toolbelt_data.Analysis().gaps.challenge_id}
    card = dict(cards)["grear-grc-data-governance-analyst/challenges/3"]
    for words in (
        'href="personas/grear-grc-data-governance-analyst.html"',
        "<h3>Tooling to assess the risk of third-party ML components is limited</h3>",
        'href="sources/personas/dataoperationspractitioner.md.html#L125"',
        '<strong>Reuse</strong> <a href="personas/daniel-the-data-scientist.html#remedies/2">',
        "Reviewers say yes (reading-a, reading-b, reading-c): Automatic risk ratings",
        "<details><summary>2 more reviewed</summary>",
        'class="copy" href="#grear-grc-data-governance-analyst/challenges/3"',
        "toolbelt-data decide grear-grc-data-governance-analyst/challenges/3 in-progress",
    ):
        assert words in card, words
    idea = dict(cards)["chinmay-the-cloud-platform-admin/challenges/2"]
    assert '<details class="ideas"><summary>1 idea of the program, not reviewed' in idea


def test_a_gap_opens_as_an_issue_that_is_filled_in(index):
    found = re.search(r'href="(https://github.com/ossf/toolbelt/issues/new.*?)"', index["decide-next"])[1]  # fmt: skip
    asked = parse_qs(urlsplit(found.replace("&amp;", "&")).query)
    assert asked["title"][0].startswith("Challenge without a remedy: ")
    assert "Recommended: " in asked["body"][0]


def test_the_command_of_a_card_records_a_decision_that_the_next_report_shows(
    told, documents, tmp_path
):
    corpus, challenge = documents(a=PEOPLE), "dev-the-developer/challenges/1"
    words = ["--owner", "Ann", "--source", "source", "--decisions", tmp_path / "d.csv"]
    told("decide", challenge, "in-progress", *words)
    analysis = toolbelt_data.Analysis(corpus, decisions=tmp_path / "d.csv")
    made = sites.Content(analysis, toolbelt_data.check(corpus))
    text = sites.first_page(tmp_path, made)
    card = re.findall(r'<article class="card".*?</article>', text, re.DOTALL)[-1]
    assert "Decision: <strong>in progress</strong>, Ann</p>" in card


def test_what_changed_says_first_what_it_means_for_the_gaps(index):
    assert "No new gaps since 29 May 2025 (10 open)." in index["changes"]
    assert "Gap removed: Noura the Data Governance Analyst" in index["changes"]
    assert 'href="older/personas/dataoperationspractitioner.md.html#L258"' in index["changes"]
    assert "<details><summary>4 more changes</summary>" in index["changes"]


def test_the_trend_ends_with_the_edition_and_says_so_in_a_caption(tmp_path):
    made = sites.content("2025-05-29", history=toolbelt_data.history())
    text = sites.first_page(tmp_path, made)
    drawn = text.partition('<h2 id="trend">')[2].partition("</section>")[0]
    assert "up to 29 May 2025" in drawn
    assert "2025-06-10" not in drawn


def test_errors_come_with_their_fixes_and_each_finding_has_an_address(folder, index):
    findings = toolbelt_data.check(toolbelt_data.load())
    for row in findings[findings.severity == "error"].itertuples():
        assert f'id="finding-{row.fingerprint}"' in index["errors"]
    assert "change the anchor to #name-allison-the-aiml-engineer" in index["errors"]
    assert 'id="finding-' in (folder / "personas" / "carl-the-consumer.html").read_text("utf-8")


def test_a_report_of_some_personas_counts_only_them_and_says_so(tmp_path):
    corpus = toolbelt_data.load().only(personas="Diana the Weekend Warrior")
    made = sites.content(corpus, parameters={"personas": "Diana the Weekend Warrior"}, history=toolbelt_data.history())  # fmt: skip
    assert write_site(made, tmp_path)["findings"] == len(
        re.findall("<tr id=", (tmp_path / "personas/diana-the-weekend-warrior.html").read_text())
    )
    text = (tmp_path / "index.html").read_text("utf-8")
    assert "<h1>3 of 7 reviewed challenges have no remedy.</h1>" in text
    assert "All its numbers count only 1 persona: Diana the Weekend Warrior." in text
    assert text.count('<article class="card"') == 3
    assert 'id="trend"' not in text
    assert "Ursula the Upstream Maintainer’s remedy" in text
    assert 'href="personas/ursula' not in text


def test_parameters_and_changed_defaults_are_named(brief):
    assert "<code>old=main</code>" in brief
    assert "<code>05: groups=&lt;b&gt;</code>" in brief
    assert "All its numbers" not in brief


def test_a_failed_notebook_is_named_in_red_before_all_else(other, brief):
    for text in (brief, (other / "mine.html").read_text("utf-8")):
        assert text.index('class="failed" role="alert"') < text.index("<h1")
        assert "cell [2]: &lt;kernel&gt; died" in text


def test_where_nothing_is_reviewed_predictions_lead_marked_as_such(brief):
    assert "<h1>2 challenges are not reviewed yet, 1 of them a likely gap; 1 belongs to personas without any remedy.</h1>" in brief  # fmt: skip
    sections = re.findall('<h2 id="(.*?)"', brief)
    assert sections[:3] == ["how-to-review", "likely-gaps", "decide-next"]
    assert "toolbelt-data review export" in brief
    assert '<span class="mark predicted">predicted</span>' in brief


def test_page_texts_name_the_organisation_of_the_settings(other):
    words = " ".join(page.words for page in sites.pages(other).values())
    assert "How the CNCF can help" in words
    assert "OpenSSF" not in words


def test_nothing_empty_is_shown(tmp_path, documents):
    made = sites.content(documents(a="## Name: Ada the Admin\n### Role:\n- Admin\n"))
    text = sites.first_page(tmp_path, made)
    assert "<h1>No persona states a challenge yet.</h1>" in text
    assert re.findall('<h2 id="(.*?)"', text)[-1] == "method"
    assert not re.search(r"\b0 |>none<|<ul>\s*</ul>|<tbody>\s*</tbody>|<p>\s*</p>", text)


# -- personas, documents and the search ------------------------------------------------------------


def test_a_persona_has_a_page_with_all_about_it(folder, pages):
    page = pages["personas/diana-the-weekend-warrior.html"]
    statements = toolbelt_data.load().statements
    own = statements[statements.persona_id == "diana-the-weekend-warrior"].statement_id
    sections = {"role", "background", "goals", "challenges", "remedies", "matrix"}
    assert {one.partition("/")[2] for one in own} | sections <= page.ids()
    text = (folder / "personas/diana-the-weekend-warrior.html").read_text("utf-8")
    card = re.search(r'<article class="card" id="challenges/2">.*?</article>', text, re.DOTALL)[0]
    assert '<span class="mark partial">partial</span> <a href="#remedies/1">' in card
    assert "<strong>Reuse</strong>" in card
    assert '<span class="mark nothing">none</span>' in text
    assert "Open Source Maintainer" in text.partition('id="use-cases"')[2]
    assert 'id="resources"' in (folder / "personas/finn-the-finder.html").read_text("utf-8")


def test_rows_lead_to_the_pinned_revision_where_the_web_shows_it(brief):
    assert 'href="https://github.com/a/b/blob/f/personas/a.md?plain=1#L18"' in brief


def test_everything_can_be_found_and_leads_where_it_stands(folder, pages):
    text = (folder / "assets" / "search-rows.js").read_text("ascii")
    data = json.loads(text.removeprefix("window.toolbeltRows=").removesuffix(";\n"))
    analysis = toolbelt_data.Analysis()
    kinds = [data["kinds"][row[0]] for row in data["rows"]]
    wanted = {
        "persona": analysis.corpus.personas,
        "gap": analysis.gaps,
        "need": analysis.corpus.needs,
    }
    assert {kind: kinds.count(kind) for kind in wanted} == {k: len(v) for k, v in wanted.items()}
    assert {"finding", "resource", "statement", "section of a notebook"} <= {*kinds}
    for _, _, _, page, place, there in data["rows"]:
        assert bool(place) == bool(there)
        for link in (page, there):
            path, _, anchor = link.partition("#")
            if link and not link.startswith("https:"):
                assert not anchor or unquote(anchor) in pages[path].ids(), link
