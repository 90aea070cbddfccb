"""Where a report may land: what is there that is none stays, and so do its own documents."""

import json

import pytest
from notebooks_of_ones_own import write_notebook
from repositories import PERSONA, begin

from toolbelt_data import ToolbeltError, open_edition
from toolbelt_data.report.build import build_report
from toolbelt_data.report.landing import landing
from toolbelt_data.report.place import require_apart


@pytest.fixture
def folder(tmp_path):
    """A source whose folder an application lies in too."""
    place = tmp_path / "mine"
    (place / "personas").mkdir(parents=True)
    (place / "personas" / "a.md").write_text(PERSONA)
    (place / "manifest.json").write_text('{"name": "an app"}')
    return place


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path, 'source: str = ""\nrevision: str = ""', "1 + 1")


@pytest.mark.parametrize("out", [".", "mine/..", "linked"])
def test_a_report_never_takes_the_place_of_its_source(folder, notebook, out):
    (folder.parent / "linked").symlink_to(".")
    with pytest.raises(ToolbeltError) as caught:
        build_report(str(folder), out=folder.parent / out, notebooks=[notebook])
    assert str(caught.value) == (
        f"{folder.parent / out / 'mine'}: holds the source, which the report would replace;"
        " give another --out"
    )
    assert (folder / "personas" / "a.md").read_text() == PERSONA


def test_nor_that_of_a_folder_its_source_lies_in(folder, tmp_path):
    deep = folder / "x" / "mine"
    (deep / "personas").mkdir(parents=True)
    (deep / "personas" / "a.md").write_text(PERSONA)
    with pytest.raises(ToolbeltError, match="holds the source, which the report would replace"):
        require_apart(open_edition(deep), tmp_path / "mine")


@pytest.mark.parametrize("out", ["personas/reports", "use_cases", "personas"])
def test_a_report_never_lies_among_the_documents(folder, out):
    with pytest.raises(ToolbeltError) as caught:
        require_apart(open_edition(folder), folder / out / "mine")
    assert str(caught.value) == (
        f"{folder / out / 'mine'}: lies among the documents, and would be read as some of them;"
        " give another --out"
    )


def test_all_of_a_folder_of_personas_is_documents(folder):
    edition = open_edition(folder / "personas")
    with pytest.raises(ToolbeltError, match="lies among the documents"):
        require_apart(edition, folder / "personas" / "reports" / "personas")
    require_apart(edition, folder / "reports" / "personas")


def test_beside_the_documents_a_report_may_lie(folder):
    require_apart(open_edition(folder), folder / "reports" / "mine")


def test_a_report_of_a_commit_may_lie_anywhere_but_in_the_place_of_the_repository(tmp_path):
    repository = begin(tmp_path / "toolbelt")
    edition = open_edition(repository, "main")
    require_apart(edition, repository / "personas" / "reports" / edition.name)
    with pytest.raises(ToolbeltError, match="holds the source"):
        require_apart(edition, repository)


@pytest.mark.parametrize("said", ['{"name": "an app"}', "{half", '{"versions": {"app": "1"}}'])
def test_a_folder_with_the_manifest_of_something_else_is_no_report(tmp_path, said):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text(said)
    words = "holds something that is not a report"
    with pytest.raises(ToolbeltError, match=words), landing(tmp_path / "out"):
        pass
    assert (tmp_path / "out" / "manifest.json").read_text() == said


def test_a_link_in_the_place_of_the_desk_is_not_followed(tmp_path):
    (tmp_path / "theirs" / "new").mkdir(parents=True)
    (tmp_path / "theirs" / "lock").touch()
    for name in ("out", "other"):
        (tmp_path / f".{name}.toolbelt").symlink_to("theirs")
    with pytest.raises(ToolbeltError) as caught, landing(tmp_path / "out"):
        pass
    assert (
        str(caught.value) == f"{tmp_path / '.out.toolbelt'}: a link, which no run made; remove it"
    )
    with landing(tmp_path / "mine") as work:
        (work / "page.html").touch()
    assert (tmp_path / "theirs" / "new").is_dir()
    assert (tmp_path / ".other.toolbelt").is_symlink()


def test_documents_that_change_meanwhile_make_no_report(folder, tmp_path):
    path = folder / "personas" / "a.md"
    change = f"open({str(path)!r}, 'a').write('- more')"
    notebook = write_notebook(tmp_path, 'source: str = ""\nrevision: str = ""', change)
    with pytest.raises(ToolbeltError) as caught:
        build_report(str(folder), out=tmp_path / "out", notebooks=[notebook])
    assert str(caught.value) == (f"{path}: was changed while the report was made; try again")
    assert not (tmp_path / "out").exists()
    path.write_text(PERSONA)
    again = write_notebook(tmp_path, 'source: str = ""\nrevision: str = ""', "1", name="again")
    report = build_report(str(folder), out=tmp_path / "out", notebooks=[again])
    assert json.loads((report.index.parent / "manifest.json").read_text("utf-8"))["failed"] == {}
