"""Pictures: drawn from tables of any size, with words that say what they show."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Analysis, notebook
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.source import Edition

SMALL = {
    "nothing": "## Name:\n",
    "no remedy": "## Name: Ada the Admin\n### Challenges\n- Lacks time\n",
    "strange letters": "## G $x_1$\n- Sub Personas: 漢字 \U0001f642\n## Name: 漢字 $y^2$\n### Challenges\n- a\n"
    "### How the OpenSSF can help\n- b\n",
}


def pictures(corpus):
    analysis = Analysis(corpus)
    pairs, challenges, listings = analysis.pairs, analysis.challenges, corpus.listings
    statements = corpus.statements[corpus.statements.sums_up.str.len() == 0]
    yield notebook.section_heat_map(analysis.completeness, statements)
    own = challenges[~challenges.summary]
    yield notebook.coverage_bars(pd.crosstab(own.persona, own.coverage))
    yield notebook.coverage_matrix(pairs[pairs.persona_id == pairs.persona_id.min()], "Ada")
    states = listings.assign(group=listings.group_id, state="unwritten")
    yield notebook.index_squares(states)
    yield notebook.actor_matrix(analysis.use_case_coverage, corpus.personas)
    findings = toolbelt_data.check(corpus)
    numbers = pd.crosstab(findings.path, findings.severity).reset_index()
    columns = ["path", "error", "warning", "note"]
    yield notebook.finding_bars(numbers.reindex(columns=columns, fill_value=0))
    yield notebook.theme_bars(analysis.themes)


@pytest.mark.parametrize("text", SMALL.values(), ids=SMALL)
def test_small_and_strange_editions_are_drawn_without_a_warning(text):
    corpus = toolbelt_data.load(Edition("test", "", files={"a.md": text.encode()}))
    for picture in pictures(corpus):
        assert picture.png().startswith(b"\x89PNG")
        assert picture.alt.endswith(".")


def test_the_words_of_a_picture_hold_its_numbers():
    heat, bars, matrix, squares, actors, findings, _ = pictures(toolbelt_data.load())
    sections = "Heat map of 20 personas by 5 sections. 17 have every section written."
    assert heat.alt.startswith(sections)
    assert "Diana the Weekend Warrior 2 direct, 2 partial, 3 none" in bars.alt
    assert "use_cases/README.md 0 errors, 3 warnings, 0 notes" in findings.alt
    assert matrix.alt == "Ada: in 4 of 12 pairs the remedy addresses the challenge."
    assert "executive-c-suite 3 unwritten" in squares.alt
    assert "Open Source Consumer: Carl the Consumer, Danika the Developer-Consumer;" in actors.alt


def test_a_large_matrix_is_cut_and_its_words_are_not():
    cases = "".join(f"## As a Guest{n} {'x' * 50}\n- a\n" for n in range(30))
    people = "".join(f"## Name: Ada{n} the Cook\n" for n in range(90))
    text = (people + cases).encode()
    *_, picture, _, _ = pictures(toolbelt_data.load(Edition("test", "", files={"a.md": text})))
    width, height = picture.figure.get_size_inches()
    assert (width, height < 25) == (8.2, True)
    assert "Ada89 the Cook" in picture.alt


def theme(name, gaps, covered, personas=1):
    """Make a row of themes."""
    return {
        "theme_id": name,
        "theme": name,
        "personas": personas,
        "challenges": gaps + covered,
        "covered": covered,
        "gaps": gaps,
        "unreviewed": 0,
        "open_with": [],
        "challenge_ids": [],
    }


def test_themes_are_drawn_with_their_numbers_in_words():
    told = TABLE["themes"].frame([theme("Noise", 2, 3, 4), theme("No time", 0, 1)])
    picture = notebook.theme_bars(told)
    assert picture.alt == (
        "Challenges by theme."
        " Noise: 5 challenges of 4 personas, 2 without a remedy;"
        " No time: 1 challenge of 1 persona, 0 without a remedy."
    )
    squares = [patch.get_facecolor() for patch in picture.figure.axes[0].patches]
    assert [squares.count(colour) for colour in dict.fromkeys(squares)] == [2, 4]


def test_no_theme_is_drawn_as_none():
    picture = notebook.theme_bars(TABLE["themes"].frame([]))
    assert picture.alt == "Challenges by theme. None."
    assert picture.png().startswith(b"\x89PNG")


def test_of_many_themes_the_first_are_drawn_however_long():
    told = TABLE["themes"].frame([theme(f"{n} {'long $x_1$ ' * 8}", n, 90) for n in range(40)])
    picture = notebook.theme_bars(told, most=10)
    assert picture.png().startswith(b"\x89PNG")
    assert picture.figure.get_size_inches()[1] < 5
    assert "; 9 long" in picture.alt
    assert "; 10 long" not in picture.alt


def test_the_same_table_gives_the_same_picture():
    one, other = (list(pictures(toolbelt_data.load())) for _ in range(2))
    assert [p.png() for p in one] == [p.png() for p in other]


def test_a_table_of_nothing_says_none():
    shown = notebook.Table(pd.DataFrame({"name": []}, dtype=str), "name")
    assert '<td colspan="1">none</td>' in shown._repr_html_()
