"""Reports as they lie on a shelf, written without executing anything."""

import json
from dataclasses import asdict
from itertools import count

from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.report.headlines import Headline
from toolbelt_data.spreadsheet import as_csv
from toolbelt_data.tables import FINDINGS

_NUMBERS = count(1)
PAGE = "02-which-challenges-lack-a-remedy"


def headline(value, words="challenges have no OpenSSF remedy", anchor="which", alarming=True):
    return Headline(value, 44, words, PAGE, anchor, alarming)


def gap(text, decided=False, coverage="none", summary=False):
    return {
        "challenge_id": f"ada/challenges/{next(_NUMBERS)}", "persona_id": "ada", "persona": "Ada",
        "text": text, "coverage": coverage, "basis": "reviewed", "remedies": [], "unreviewed": 0,
        "likely_gap": False, "not_a_need": False, "summary": summary,
        "decision": "accepted" if decided else None,
        "decision_state": "standing" if decided else None, "path": "personas/a.md", "line": 7,
    }  # fmt: skip


def finding(fingerprint, severity="error", message="a link leads nowhere"):
    return {
        "code": "TB301", "rule": "broken-link", "severity": severity, "path": "personas/a.md",
        "line": 9, "column": 1, "end_line": 9, "item_id": None, "message": message, "fix": "correct it",
        "fingerprint": fingerprint, "old": None, "new": None,
    }  # fmt: skip


def write_report(
    out,
    name,
    day="2025-05-29",
    written="2026-01-01T00:00:00+00:00",
    headlines=(),
    gaps=(),
    findings=(),
    **manifest,
):
    """Write a folder that is a report to whoever reads a shelf."""
    folder = out / name
    (folder / "tables").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>A report</h1>", encoding="utf-8")
    (folder / f"{PAGE}.html").write_text("<h1>A page</h1>", encoding="utf-8")
    tables = ((TABLE["challenges"], gaps), (FINDINGS, findings))
    for table, rows in tables:
        text = as_csv(table.frame(rows))
        (folder / "tables" / f"{table.name}.csv").write_text(text, encoding="utf-8", newline="\n")
    (folder / "tables" / "datapackage.json").write_text("{}", encoding="utf-8")
    files = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    said = {
        "edition": name,
        "source": "https://example.org/toolbelt",
        "revision": "0123456789abcdef0123456789abcdef01234567",
        "date": day,
        "parameters": {},
        "versions": {"toolbelt-data": "0.1.0"},
        "headlines": [asdict(one) for one in headlines],
        "files": dict.fromkeys(files, "0" * 64),
    } | manifest
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    (folder / "run.json").write_text(json.dumps({"finished": written}), encoding="utf-8")
    return folder
