"""After a restatement is corrected, `make digests` lets the reviews hold for the new text."""

import importlib
import shutil

import pytest
import update_digests
from repositories import git

from toolbelt_data import load
from toolbelt_data.analysis import Analysis, read_recommendations
from toolbelt_data.analysis.recommendations import reviewed
from toolbelt_data.source import LATEST, package_folder

DRIFT = "Between dev/staging/prod, policy drift is real, and detecting it is hard"
PLATFORM = "infrastructureandplatformengineer"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the data in a repository of its own, which the tool works on."""
    shutil.copytree(package_folder("data"), tmp_path / "data")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "-q", "-m", "before")
    for module in ("update_digests", "toolbelt_data.source", "toolbelt_data.analysis.reviews"):
        module = importlib.import_module(module)
        monkeypatch.setattr(module, "package_folder", lambda name: tmp_path / name)
    return tmp_path / "data"


def corrected(data, old, new, editions=("2025-05-29", "2025-06-10"), document=PLATFORM):
    """Replace words of a document in some editions."""
    for name in editions:
        path = data / "editions" / name / "personas" / f"{document}.md"
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new).encode())


def outdated(data):
    """How many pairs and steps of the newest edition are not reviewed in these words."""
    corpus = load(data / "editions" / LATEST)
    found = Analysis(corpus, reviews=data / "reviews.csv").pairs
    verdicts = read_recommendations(data / "recommendations.csv")
    steps = reviewed(corpus, verdicts)
    known = len(verdicts[["challenge_id", "kind", "target"]].drop_duplicates())
    return (found.basis != "reviewed").sum(), known - (steps.basis == "reviewed").sum()


def test_reviews_hold_for_a_corrected_restatement(data, capsys):
    corrected(data, "detecting it", "noticing it")
    assert min(outdated(data)) > 0
    update_digests.main()
    assert outdated(data) == (0, 0)
    assert capsys.readouterr().out == "Digests replaced: 1\n"


def test_a_statement_more_is_no_correction(data):
    corrected(data, f"- {DRIFT}", f"- Something new\n- {DRIFT}")
    before = [(data / name).read_bytes() for name in update_digests.FILES]
    with pytest.raises(SystemExit, match="2025-05-29: statements were added or removed;"):
        update_digests.main()
    assert [(data / name).read_bytes() for name in update_digests.FILES] == before
