"""Documents that were read wrongly once, each with what is right."""

import pytest

import toolbelt_data


@pytest.fixture
def case(shared):
    """Load a case by its number."""

    def load(number):
        (folder,) = (shared / "cases" / "documents").glob(f"{number}-*")
        return toolbelt_data.load(folder)

    return load


def found(corpus, code):
    findings = toolbelt_data.check(corpus)
    return findings[findings.code == code]


def test_an_open_bracket_does_not_swallow_the_names_after_it(case):
    corpus = case("04")
    names = ["Gwen (Build Lead", "Carl Caretaker", "Dora Deployer", "Tess the Builder"]
    assert corpus.listings.name.tolist() == names
    assert found(corpus, "TB206").message.str.contains("Carl|Dora").sum() == 2


def test_a_link_without_its_first_bracket_is_malformed(case):
    corpus = case("05")
    tess = corpus.listings.iloc[1]
    assert (tess["name"], tess.malformed) == ("Tess the Builder", True)
    assert tess.address == "builders.md#name-tess-the-builder"
    assert found(corpus, "TB305").line.tolist() == [5]


def test_a_persona_belongs_to_every_group_that_lists_it(case):
    corpus = case("07")
    ivo = corpus.personas.set_index("persona_id").loc["ivo-the-operator"]
    assert (ivo.group_id, ivo.group_ids) == ("infra", ["infra", "developers"])
    assert corpus.only(groups="Developers").personas.name.tolist() == corpus.personas.name.tolist()


def test_a_plain_name_line_opens_a_persona(case):
    corpus = case("08")
    assert corpus.personas.name.tolist() == ["Finn the Finder", "Carl the Customer"]
    texts = corpus.statements.groupby("persona_id").text.agg(list)
    assert texts["finn-the-finder"] == ["Looks for flaws", "Publish a contact list"]
    assert texts["carl-the-customer"] == ["Buys software", "Sleep well", "Nobody answers his mail"]


def test_persona_with_a_colon_opens_a_persona_and_the_rest_is_named(case):
    corpus = case("10")
    assert corpus.personas.name.tolist() == ["Ada, the Admin"]
    assert "personas/b.md" in corpus.advice


def test_a_document_that_is_not_read_is_named(case):
    assert "personas/other2.md" in case("11").advice


def test_labels_in_bold_above_headings_open_sections(case):
    sections = case("12").sections.set_index("section").status
    assert sections[["role", "background", "goals", "challenges"]].tolist() == ["written"] * 4


def test_another_organisations_remedies_are_advised_to_be_set(case):
    assert found(case("14"), "TB105").fix.str.contains("organisation").all()


def test_an_ordinary_document_is_not_taken_for_personas(case):
    corpus = case("15")
    assert found(corpus, "TB106").empty
    assert corpus.advice == ""


def test_a_joiner_that_belongs_to_the_spelling_is_not_found(case):
    assert found(case("18"), "TB104").empty


def test_pasted_program_text_is_not_part_of_a_remedy(shared):
    corpus = toolbelt_data.load(shared / "corpus" / "2025-05-29")
    rows = corpus.statements[corpus.statements.path.str.contains("dataoperations")]
    (row,) = rows[rows.line == 132].itertuples()
    assert (row.end_line, row.text.endswith('"')) == (132, False)


def test_a_heading_with_seven_hashes_is_a_facet(documents):
    corpus = documents(a="## Name: Ada\n### Goals\n- x\n####### Home\n- y\n")
    assert corpus.statements.facet.fillna("").tolist() == ["", "Home"]


def test_the_rest_of_a_heading_that_is_only_a_label_is_not_a_statement(documents):
    corpus = documents(a="## Name: Ada\n### Role: I am a…\n- doctor\n### Goals: Sleep\n")
    assert corpus.statements.text.tolist() == ["doctor", "Sleep"]


def test_a_part_of_an_edition_has_the_findings_of_the_whole_that_concern_it():
    whole = toolbelt_data.load()
    all_of_them = toolbelt_data.check(whole)
    found = 0
    for name in whole.personas.name:
        part = whole.only(personas=name)
        own = toolbelt_data.check(part)
        found += len(own)
        assert set(own.fingerprint) <= set(all_of_them.fingerprint)
        assert set(part.statements.persona_id) <= set(part.personas.persona_id)
    assert found > 20


def test_texts_of_lines_are_never_null(documents):
    assert documents(a="## Name: Ada\n\n- x\n").lines.text.tolist() == ["## Name: Ada", "", "- x"]
