"""Tables: declared once, and what does not fit is refused."""

import pytest

import toolbelt_data
from toolbelt_data import SchemaError
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


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"name": None, "kind": "cat"}], "table pets:1: column name has a null; fill it"),
        ([{"name": "a", "kind": "cat"}, {"name": "b", "kind": "cow"}], "table pets:2: column kind has 'cow'; use one of cat, dog"),
        ([{"name": "a", "kind": "cat", "age": 1.5}], "table pets:1: column age has 1.5; make it a whole number"),
        ([{"name": "a", "kind": "cat"}] * 2, "table pets:2: two rows have name ('a',); keep one of them"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_named(rows, message):
    with pytest.raises(SchemaError) as caught:
        PETS.frame(row | {"toys": []} for row in rows)
    assert str(caught.value) == message


def test_every_table_of_an_edition_fits_its_declaration_and_keys_lead_to_rows(tables_of_edition):
    made = {table.name: (table, frame) for table, frame in tables_of_edition}
    assert len(made) == 27
    for table, frame in made.values():
        table.check(frame)
        for column, other in table.foreign:
            target, rows = made[other]
            assert set(frame[column].dropna()) <= set(rows[target.key[0]]), (table.name, column)


def test_a_corpus_shows_its_tables_and_columns_escaped():
    files = {"personas/a.md": b"## Name: <b>Ada</b>\n"}
    shown = toolbelt_data.load(toolbelt_data.Edition("<i>", "", files=files))._repr_html_()
    assert "<code>corpus.personas</code>" in shown
    assert "persona_id, name, heading" in shown
    assert "<i>" not in shown


def test_a_corpus_is_narrowed_by_id_or_name_and_unknown_names_are_refused():
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
