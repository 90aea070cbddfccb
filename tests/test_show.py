"""Tables and plots of notebooks: readable, linked, escaped, and the same each time."""

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Analysis, Edition, ParameterError, compare
from toolbelt_data.analysis import by_day
from toolbelt_data.notebook import bars, coverage_bars, show, squares, svg, trend
from toolbelt_data.source import package_folder

RUN = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def analysis():
    return Analysis()


def html(frame, *given, **named):
    return show(frame, *given, **named)._repr_html_()


def heads(text):
    return re.findall(r"<th [^>]*>(.*?)</th>", text)


def test_every_table_is_shown_with_default_columns_that_it_has(analysis):
    for frame in [*analysis.corpus.tables().values(), *analysis.tables().values()]:
        assert 0 < len(heads(html(frame.head(3)))) <= 9


def test_default_columns_leave_out_what_is_empty_and_add_what_was_added(analysis):
    gaps = analysis.gaps
    usual = ["Persona", "Text", "Coverage", "Basis", "Place"]
    assert heads(html(gaps)) == usual
    assert heads(html(gaps.assign(mine=1))) == [*usual, "Mine"]
    assert "Owner" in heads(html(gaps.assign(owner="Ada")))


@pytest.mark.parametrize(
    ("frame", "titles"),
    [
        (pd.DataFrame({"a b": [1], "path": ["x.md"], "line": [2], "end_line": [3]}), "A b,Place"),
        (pd.Series([1, 2], name="n"), "N"),
        (pd.DataFrame({"kind": ["a", "b"], "n": [1, 2]}).groupby("kind").n.agg(["sum"]), "Kind,Sum"),
        (pd.crosstab(pd.Series(["a"], name="x"), pd.Series(["b"], name="y")), "X,B"),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "sum")])), "A sum"),
    ],
)  # fmt: skip
def test_any_frame_is_shown_with_named_indexes_as_columns(frame, titles):
    assert heads(html(frame)) == titles.split(",")


def test_columns_are_chosen_in_a_string_or_a_list_and_a_wrong_one_names_the_nearest(analysis):
    frame = pd.DataFrame({"a b": [1], "persona": ["Ada"], "text": ["t"]})
    assert heads(html(frame, "text persona")) == ["Text", "Persona"]
    assert heads(html(frame, ["text", "a b"])) == ["Text", "A b"]
    assert heads(html(frame, "a b")) == ["A b"]
    with pytest.raises(ParameterError, match=r"no column 'persna'; did you mean persona\?"):
        show(frame, "text persna")


def test_cells_carry_their_style_and_only_statuses_a_status():
    frame = pd.DataFrame(
        {"coverage": ["none"], "text": ["none"], "n": [0.5], "date": ["2025-01-02"], "ok": [True]}
    )
    found = html(frame)
    left, right = "text-align:left;vertical-align:top", "text-align:right;vertical-align:top"
    assert f'<td class="status none" style="{left}">none</td>' in found
    assert f'<td style="{left}">none</td>' in found
    assert f'<td class="number" style="{right}">0.50</td>' in found
    assert f'<td style="{left};white-space:nowrap;width:1%">2025-01-02</td>' in found
    assert ">yes</td>" in found
    assert "color" not in found


def test_texts_are_whole_and_escaped_wherever_they_stand():
    long = f"{RUN} {'word ' * 200}"
    frame = pd.DataFrame({"text": [long], "remedies": [[RUN, "b"]], RUN: [RUN], "path": [RUN]})
    found = html(frame.assign(line=1, old_text=RUN, new_text=f"a {RUN}"), caption=RUN)
    assert "<img" not in found
    assert "word " * 199 in found
    assert "onerror=alert(1)&gt;<br>b" in found


def test_a_place_is_a_short_link_at_the_pinned_revision_or_to_the_file(analysis, monkeypatch):
    frame = pd.DataFrame({"path": ["personas/a b.md"], "line": [3]})
    place = 'title="personas/a b.md:3">a b.md:3</a>'
    assert f'<a class="place" {place}' in html(frame)
    address = "https://example.org/blob/0123"
    files = {"personas/a.md": b"## Name: Ada\n"}
    pinned = toolbelt_data.load(Edition("e", "", "0123", address=address, files=files))
    link = f'<a class="place" href="{address}/personas/a%20b.md#L3" {place}'
    assert link in html(frame, corpus=pinned)
    monkeypatch.chdir(package_folder("notebooks"))
    found = html(frame, corpus=analysis.corpus)
    assert 'href="../data/editions/2025-06-10/personas/a%20b.md"' in found


def test_changes_show_both_places_and_what_differs():
    comparison = compare("2025-05-29", "2025-06-10")
    changes = comparison.changes.query("change == 'renamed'")
    found = html(changes, old=comparison.old, corpus=comparison.new)
    assert re.search(r'title="personas/[a-z]+\.md:\d+ \(2025-05-29\)"', found)
    assert "<del>Susan</del>" in found
    assert "<ins>Dibby</ins>" in found


def test_a_tall_table_stands_in_a_box_and_none_is_a_sentence():
    frame = pd.DataFrame({"n": range(30)})
    assert html(frame).startswith('<div class="tall" style="max-height')
    assert html(frame.head(5)).startswith("<table")
    assert html(frame.head(0)) == "<p>No rows.</p>"
    assert "29" in repr(show(frame))


@pytest.fixture(scope="module")
def charts(analysis):
    many = pd.DataFrame(
        {"error": range(90), RUN: 1}, index=[f"$x_{n}$ 漢字 <b>" for n in range(90)]
    )
    return {
        "coverage": coverage_bars(analysis.challenges),
        "trend": trend(by_day(toolbelt_data.history())),
        "many": bars(many, f"Many {RUN}", "findings"),
        "squares": squares(pd.DataFrame({"a": ["none", None], "b": ["direct", "none"]}), "Two"),
        "nothing": bars(pd.DataFrame(), "Nothing", "things"),
        "no trend": trend(by_day(toolbelt_data.history()).head(0)),
        "no squares": squares(pd.DataFrame(), "Nothing"),
    }


def test_a_drawing_is_responsive_accessible_and_the_same_each_time(charts):
    for chart in charts.values():
        drawing = svg(chart)
        root = ET.fromstring(drawing)  # noqa: S314
        assert {"viewBox", "role"} <= {*root.attrib}
        assert not {"width", "height"} & {*root.attrib}
        assert root[0].text == chart.alt
        assert drawing == svg(chart)
        assert "<img" not in drawing
    assert svg(charts["trend"]) == svg(trend(by_day(toolbelt_data.history())))


def test_what_is_not_reviewed_is_hatched_and_counted_apart(analysis):
    challenges = analysis.challenges.query("not summary").head(3).copy()
    challenges["coverage"] = ["none", "unreviewed", "unreviewed"]
    challenges["likely_gap"] = [False, False, True]
    chart = coverage_bars(challenges)
    title = "1 of 1 reviewed challenges have no remedy; 2 challenges are not reviewed yet"
    assert chart.alt.startswith(title)
    assert {bar.get_hatch() for bar in chart.axes[0].patches} == {"", "////"}
