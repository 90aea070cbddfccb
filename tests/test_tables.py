"""Tables: declared once, and what does not fit is refused."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import SchemaError, tables
from toolbelt_data.corpus import Corpus
from toolbelt_data.report.collection import all_tables
from toolbelt_data.tables import Column, Table

PETS = Table(
    "pets",
    "pet",
    (
        Column("name", "str", "Its name."),
        Column("kind", "str", "What it is.", values=("cat", "dog")),
        Column("age", "int", "In years.", null=True),
        Column("toys", "list", "What it plays with."),
    ),
    ("name",),
)


def test_rows_become_the_declared_types():
    frame = PETS.frame([{"name": "Mo", "kind": "cat", "toys": ["ball"]}])
    assert frame.dtypes.astype(str).to_dict() == {
        "name": "str",
        "kind": "str",
        "age": "Int64",
        "toys": "object",
    }


def test_no_rows_make_a_table_with_every_column():
    assert PETS.frame([]).columns.tolist() == ["name", "kind", "age", "toys"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"name": None, "kind": "cat"}], "table pets:1: column name has a null; fill it"),
        ([{"name": "a", "kind": "cat"}, {"name": "b", "kind": "cow"}], "table pets:2: column kind has 'cow'; use one of cat, dog"),
        ([{"name": "a", "kind": "cat"}] * 2, "table pets:2: two rows have name ('a',); keep one of them"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_named(rows, said):
    with pytest.raises(SchemaError) as caught:
        PETS.frame(row | {"toys": []} for row in rows)
    assert str(caught.value) == said


def test_a_column_of_another_type_or_none_at_all_is_named():
    frame = PETS.frame([{"name": "a", "kind": "cat", "age": 3, "toys": []}])
    with pytest.raises(SchemaError, match="column age is of type float64; make it Int64"):
        PETS.check(frame.astype({"age": "float64"}))
    with pytest.raises(SchemaError, match="no column kind"):
        PETS.check(frame.drop(columns="kind"))


def test_every_table_of_an_edition_fits_its_declaration():
    made = all_tables(toolbelt_data.Analysis())
    assert len(made) == 28
    for table, frame in made:
        table.check(frame)


def test_every_foreign_key_leads_to_a_row():
    made = {table.name: (table, frame) for table, frame in all_tables(toolbelt_data.Analysis())}
    followed = 0
    for table, frame in made.values():
        for column, other in table.foreign:
            target, rows = made[other]
            assert set(frame[column].dropna()) <= set(rows[target.key[0]]), (table.name, column)
            followed += 1
    assert followed > 10


def test_a_corpus_holds_every_table_that_is_declared():
    names = list(Corpus.__dataclass_fields__)
    assert names[1:-3] == [table.name for table in tables.ALL]


def test_a_corpus_is_frozen_and_shows_itself():
    corpus = toolbelt_data.load()
    with pytest.raises(AttributeError):
        corpus.personas = pd.DataFrame()
    assert "20 personas" in repr(corpus)
    assert "<td>20</td>" in corpus._repr_html_()


def test_what_a_corpus_shows_of_a_document_is_escaped(documents, tmp_path):
    shown = documents(**{"<b>": "## Name: Ada\n"})._repr_html_()
    assert "personas/&lt;b&gt;.md:1" in shown
    assert "<b>" not in shown
    assert str(tmp_path) not in shown


def test_a_corpus_is_narrowed_by_id_or_name_and_unknown_names_are_told():
    corpus = toolbelt_data.load()
    by_name = corpus.only(groups=["Open Source Professional"])
    by_id = corpus.only(groups=["open-source-professional"])
    assert by_name.personas.persona_id.tolist() == by_id.personas.persona_id.tolist()
    assert set(by_name.statements.persona_id) <= set(by_name.personas.persona_id)
    assert len(by_name.listings) == 7
    one = corpus.only(personas=["carl the consumer"])
    assert one.personas.name.tolist() == ["Carl the Consumer"]
    with pytest.raises(toolbelt_data.ParameterError, match="'nobody' is not one of the personas"):
        corpus.only(personas=["nobody"])


def test_a_tuple_is_a_row_in_the_order_of_the_columns():
    rows = [
        {"name": "Mo", "kind": "cat", "age": 3, "toys": ["ball"]},
        {"name": "Bo", "kind": "dog", "age": None, "toys": ["ball"]},
    ]
    made = PETS.frame(tuple(row.values()) for row in rows)
    pd.testing.assert_frame_equal(made, PETS.frame(rows))


@pytest.mark.parametrize(
    ("column", "values", "made"),
    [
        (Column("n", "int", ""), [1, 2.0], [1, 2]),
        (Column("n", "int", "", null=True), [1, float("nan"), None], [1, pd.NA, pd.NA]),
        (Column("n", "bool", ""), [True, False], [True, False]),
        (Column("n", "float", "", null=True), [1, None], [1.0, pd.NA]),
        (Column("n", "str", "", null=True), ["a", None, float("nan")], ["a", pd.NA, pd.NA]),
        (Column("n", "list", ""), [["a"], ["b"]], [["a"], ["b"]]),
    ],
)
def test_values_that_mean_the_declared_type_become_it(column, values, made):
    table = Table("some", "one", (Column("key", "int", ""), column), ("key",))
    frame = table.frame({"key": key, "n": value} for key, value in enumerate(values))
    table.check(frame)
    assert frame.n.astype("object").where(frame.n.notna(), pd.NA).tolist() == made


def test_a_whole_number_is_not_made_of_a_fraction():
    table = Table("some", "one", (Column("n", "int", ""),), ("n",))
    with pytest.raises(SchemaError, match=r"column n has 1\.5; make it a whole number"):
        table.frame([{"n": 1.5}])
