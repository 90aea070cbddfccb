"""After a restatement is corrected, `make digests` lets the reviews hold for the new text."""

import shutil

import update_digests
from repositories import git

from toolbelt_data import embedded, load
from toolbelt_data.analysis import pairs, read_judgements, read_recommendations, recommendations

OLD = b"policy drift is real, and detecting it is hard"
NEW = b"policy drift is real, and noticing it is hard"
DOCUMENT = "personas/infrastructureandplatformengineer.md"


def test_reviews_hold_for_a_corrected_restatement(tmp_path, monkeypatch):
    shutil.copytree(embedded.folder("data"), tmp_path / "data")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "-q", "-m", "before")
    document = tmp_path / "data" / "editions" / embedded.LATEST / DOCUMENT
    assert OLD in document.read_bytes()
    document.write_bytes(document.read_bytes().replace(OLD, NEW))
    corpus = load(document.parents[1])
    files = [tmp_path / "data" / f"{name}.csv" for name in ("judgements", "recommendations")]

    def outdated():
        found = pairs(corpus, read_judgements(files[0])).basis
        steps = recommendations(corpus, read_recommendations(files[1])).basis
        return (found != "judged").sum(), (steps != "reviewed").sum()

    assert min(outdated()) > 0
    monkeypatch.setattr(embedded, "folder", lambda name: tmp_path / name)
    update_digests.main()
    assert outdated() == (0, 0)
