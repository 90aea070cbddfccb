"""The report before: which one it is, and what a report is compared with by it."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from repositories import Repository, edition

from toolbelt_data.report.headlines import Headline
from toolbelt_data.report.last import Last, compared_with, copy_compared, last_report
from toolbelt_data.report.request import settle_request
from toolbelt_data.source import embedded_edition


def settled_with(request, last, work):
    """Settle what a request is compared with, and copy it to where it is looked for."""
    settled = compared_with(request, last, work)
    copy_compared(settled, last, work)
    return settled


EDITION = edition()
NUMBER = Headline(9, 44, "challenges have no OpenSSF remedy", "02", "gaps")


def shelve(out, request, name="", written="2026-11-14T06:00:00+00:00", **changes):
    """Lay down what a report of a request leaves: manifest, run and documents."""
    folder = out / (name or request.edition.name)
    manifest = {
        "edition": folder.name,
        "source": request.shown_source,
        "revision": request.edition.revision,
        "date": request.edition.date,
        "parameters": request.values,
        "headlines": [vars_of(NUMBER)],
        "documents": request.documents,
        "versions": {"toolbelt-data": "0"},
    }
    folder.mkdir(parents=True)
    for path, data in request.edition.files.items():
        (folder / "sources" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "sources" / path).write_bytes(data)
        (folder / "sources" / f"{path}.html").write_text("a page")
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))
    (folder / "run.json").write_text(json.dumps({"finished": written}))
    return folder


def vars_of(line):
    return {name: getattr(line, name) for name in line.__slots__}


@pytest.fixture
def folder(tmp_path):
    """Lay out documents in a plain folder, those of the older edition."""
    place = tmp_path / "toolbelt"
    write(place, edition("2025-04-04"))
    return place


def write(place, files):
    shutil.rmtree(place, ignore_errors=True)
    for path, data in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(data)


def asked(source="", **more):
    return settle_request(str(source), notebooks=["6"], **more)


def test_where_no_report_lies_none_came_before(tmp_path):
    assert last_report(asked(), tmp_path / "out") is None


def test_the_newest_of_the_same_source_and_of_other_documents_is_the_last(tmp_path):
    out = tmp_path / "out"
    shelve(out, asked("2025-04-04"))
    found = last_report(asked(), out)
    assert (found.edition, found.headlines, found.written) == (
        "2025-04-04",
        (NUMBER,),
        "2026-11-14",
    )
    assert found.documents == out / "2025-04-04" / "sources"


def test_a_report_of_another_source_or_of_other_people_is_not_the_last(tmp_path):
    out = tmp_path / "out"
    shelve(out, asked("2025-04-04"), source="toolbelt")
    few = {"06-what-changed": {"groups": "maintainer"}}
    shelve(out, asked("2025-04-04"), "2025-04-05", parameters=few)
    assert last_report(asked(), out) is None


def test_a_report_of_a_later_edition_is_not_the_last(tmp_path):
    shelve(tmp_path / "out", asked())
    assert last_report(asked("2025-04-04"), tmp_path / "out") is None


def test_a_report_of_the_same_documents_hands_on_what_it_followed(tmp_path):
    out, request = tmp_path / "out", asked()
    last = Last("toolbelt", "", "2026-11-07", (NUMBER,), out)
    own = shelve(out, request, last=last.as_data())
    shelve(out, asked("2025-04-04"))
    found = last_report(request, out)
    assert found == replace(last, documents=own / "older" / "toolbelt-2026-11-07")


def test_a_report_of_the_same_documents_that_followed_none_follows_none(tmp_path):
    out = tmp_path / "out"
    shelve(out, asked())
    shelve(out, asked("2025-04-04"))
    assert last_report(asked(), out) is None


def test_a_folder_that_changed_is_compared_with_what_the_report_holds(tmp_path, folder):
    out, work = tmp_path / "out", tmp_path / "work"
    shelve(out, asked(folder))
    write(folder, edition())
    request = asked(folder)
    found = settled_with(request, last_report(request, out), work)
    copies = work / "older" / "toolbelt-2026-11-14"
    assert found.compared == str(copies)
    assert found.values["06-what-changed"]["old"] == str(copies)
    kept = {p.relative_to(copies).as_posix() for p in copies.rglob("*") if p.is_file()}
    assert kept == set(edition("2025-04-04"))


def test_an_embedded_edition_is_compared_with_by_its_name(tmp_path):
    shelve(tmp_path / "out", asked("2025-04-04"))
    found = settled_with(asked(), last_report(asked(), tmp_path / "out"), tmp_path / "work")
    assert found.compared == str(embedded_edition("2025-04-04"))


def test_an_embedded_edition_that_was_mended_is_compared_with_what_the_report_holds(tmp_path):
    request, out = asked(), tmp_path / "out"
    changed = dict.fromkeys(request.documents, "0" * 64)
    shelve(out, request, documents=changed)
    found = settled_with(request, last_report(request, out), tmp_path / "work")
    assert found.compared == str(tmp_path / "work" / "older" / "2025-06-10-2026-11-14")


def test_a_revision_is_compared_with_by_its_commit(tmp_path):
    made = Repository(tmp_path / "toolbelt")
    made.commit("older", edition("2025-04-04"))
    older = made.git("rev-parse", "HEAD")
    made.commit("between", edition("2025-04-04") | {"personas/new.md": b"## Name: Zoe\n"})
    made.commit("newer", edition())
    first = asked(made.folder, revision=older)
    shelve(tmp_path / "out", first)
    request = asked(made.folder, revision="HEAD")
    found = settled_with(request, last_report(request, tmp_path / "out"), tmp_path / "work")
    assert found.compared == older
    assert not (tmp_path / "work").exists()


def test_a_revision_that_is_gone_is_compared_with_by_what_the_report_holds(tmp_path):
    made = Repository(tmp_path / "toolbelt")
    made.commit("older", edition("2025-04-04"))
    first = asked(made.folder, revision="HEAD")
    shelve(tmp_path / "out", first, revision="1" * 40)
    made.commit("newer", edition())
    request = asked(made.folder, revision="HEAD")
    found = settled_with(request, last_report(request, tmp_path / "out"), tmp_path / "work")
    assert found.compared == str(tmp_path / "work" / "older" / first.edition.name)


def test_who_names_an_edition_is_not_overruled(tmp_path):
    shelve(tmp_path / "out", asked("2025-04-04"))
    request = asked(parameters={"old": "2025-04-04"})
    last = last_report(request, tmp_path / "out")
    assert last is not None
    assert compared_with(request, last, tmp_path / "work") is request


def test_a_number_says_how_it_moved_since_the_last_report():
    last = Last("a", "", "2026-11-14", (NUMBER, replace(NUMBER, anchor="kept", value=3)), Path())
    now = [
        replace(NUMBER, value=11),
        replace(NUMBER, value=3, anchor="kept"),
        replace(NUMBER, anchor="new"),
    ]
    assert [line.change for line in last.moved(now)] == ["+2 since 2026-11-14", "", ""]
    assert last.moved([replace(NUMBER, value=8)])[0].change == "−1 since 2026-11-14"
    dated = replace(last, edition="2026-10-31-1234567")
    assert dated.moved([replace(NUMBER, value=8)])[0].change == "−1 since 2026-10-31"


def test_a_report_without_copies_of_its_documents_is_not_compared_with(tmp_path, folder):
    shelved = shelve(tmp_path / "out", asked(folder))
    for path in edition("2025-04-04"):
        (shelved / "sources" / path).unlink()
    write(folder, edition())
    request = asked(folder)
    last = last_report(request, tmp_path / "out")
    assert compared_with(request, last, tmp_path / "work") is request


@pytest.mark.parametrize(
    ("edition", "name"),
    [
        ("..", "last"),
        ("../../etc", "-..-etc"),
        ("/etc", "-etc"),
        (".", "last"),
        ("a\0b\n", "a-b-"),
        ("x" * 300, "x" * 60),
        ("\ud800", "-ud800"),
        (["..", 5], "last"),
    ],
)
def test_what_a_manifest_calls_an_edition_leads_nowhere_else(tmp_path, folder, edition, name):
    shelve(tmp_path / "out", asked(folder), edition=edition)
    write(folder, EDITION)
    request, work = asked(folder), tmp_path / "work"
    last = last_report(request, tmp_path / "out")
    settled = settled_with(request, last, work)
    assert settled.compared == str(work / "older" / f"{name}-2026-11-14")
    assert [path.name for path in (work / "older").iterdir()] == [f"{name}-2026-11-14"]
    json.dumps(last.as_data(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("kind", ["folder", "address", "option"])
def test_what_a_manifest_calls_a_revision_is_no_other_source(tmp_path, folder, kind):
    other = Repository(tmp_path / "other")
    other.commit("secret", {"personas/secret.md": "## Name: Secret\n"})
    named = {"folder": f"{other.folder}#main", "address": other.folder.as_uri(), "option": "--all"}
    shelve(tmp_path / "out", asked(folder), revision=named[kind])
    write(folder, EDITION)
    request, work = asked(folder), tmp_path / "work"
    settled = settled_with(request, last_report(request, tmp_path / "out"), work)
    assert settled.compared == str(work / "older" / "toolbelt")


def test_of_a_report_only_its_documents_are_taken_over(tmp_path, folder):
    shelved = shelve(tmp_path / "out", asked(folder))
    (tmp_path / "secret.md").write_text("## Name: Secret\n")
    people = shelved / "sources" / "personas"
    (people / "linked.md").symlink_to(tmp_path / "secret.md")
    os.mkfifo(people / "pipe.md")
    (people / "kept.html").mkdir()
    (people / "kept.html" / "b.md").write_text("## Name: Bo\n")
    write(folder, EDITION)
    request, work = asked(folder), tmp_path / "work"
    settled = settled_with(request, last_report(request, tmp_path / "out"), work)
    copied = Path(settled.compared)
    found = {p.relative_to(copied).as_posix() for p in copied.rglob("*") if p.is_file()}
    assert found == {*edition("2025-04-04"), "personas/kept.html/b.md"}
    (shelved / "sources").rename(tmp_path / "moved")
    (shelved / "sources").symlink_to(tmp_path / "moved")
    again = compared_with(request, last_report(request, tmp_path / "out"), tmp_path / "again")
    assert again is request
