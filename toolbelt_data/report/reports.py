"""Reports: the folder of reports, the last one, new gaps and findings, removal of old ones."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ToolbeltError

MARK = "toolbelt-data reports"
"""The generator named in the index, so that no other page is replaced."""

SEVERITIES = ("error", "warning", "note")

_STAGING, _PREVIOUS = ".staging-", ".previous-"
# Seconds to wait for another run; a report of 100 editions takes less.
_PATIENCE = 600
_MOST, _LONGEST = 20, 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class Last(NamedTuple):
    """The last report of the same source: the newest with an earlier edition date.

    Attributes
    ----------
    edition, date : str
    revision : str or None
    headlines : dict of str to int
        The numbers of its first page by key.
    gaps, findings : list of str
        Keys of its gaps, fingerprints of its findings.
    """

    edition: str
    date: str
    revision: str | None
    headlines: dict[str, int]
    gaps: list[str]
    findings: list[str]


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Lock a folder of reports, and clean up after a run that was killed.

    Raises
    ------
    ToolbeltError
        If the folder cannot be written, or another run locks it for ten minutes.
    """
    from filelock import FileLock, Timeout

    lock, is_new = out / ".toolbelt.lock", not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=_PATIENCE, fallback_to_soft=False):
            for path in out.glob(f"{_PREVIOUS}*"):
                target = out / path.name.removeprefix(_PREVIOUS)
                if not target.exists():
                    path.rename(target)
            for path in (*out.glob(f"{_STAGING}*"), *out.glob(f"{_PREVIOUS}*")):
                shutil.rmtree(path)
            yield
    except Timeout:
        raise ToolbeltError(out, "another run holds the folder", "wait until it ends") from None
    except OSError as error:
        place, problem = error.filename or out, error.strerror or "cannot be written"
        raise ToolbeltError(place, problem, "correct that, or name another --out") from None
    finally:
        if is_new and out.is_dir() and [*out.iterdir()] == [lock]:
            shutil.rmtree(out)  # nothing was written


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield a folder that takes the target's place once it is complete."""
    staging = target.with_name(f"{_STAGING}{target.name}")
    previous = target.with_name(f"{_PREVIOUS}{target.name}")
    staging.mkdir()
    try:
        yield staging
        if target.exists():
            target.rename(previous)
        staging.rename(target)
        shutil.rmtree(previous, ignore_errors=True)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def read(folder: Path, name: str = "manifest.json") -> dict[str, Any]:
    """Read a report's manifest or run; empty if it is not a report of this version."""
    try:
        found = json.loads((folder / name).read_bytes())
        return found if "new" in found or name == "run.json" else {}
    except (OSError, ValueError, TypeError):
        return {}


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write an object as JSON."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    path.write_bytes(text.encode("utf-8", "backslashreplace"))


def _all(out: Path) -> list[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """List folder, manifest and run of each report, the newest edition first."""
    folders = [one for one in out.iterdir() if not one.name.startswith(".") and one.is_dir()]
    every = [(one, read(one), read(one, "run.json")) for one in sorted(folders)]
    found = [one for one in every if one[1] and "identity" in one[2]]
    return sorted(found, key=lambda one: (_day(one[1]), one[2]["finished"]), reverse=True)


def _day(manifest: Mapping[str, Any]) -> str:
    return manifest["date"] or "9999"  # a folder as it is now


def _scope(manifest: Mapping[str, Any]) -> list[Any]:
    return [manifest["parameters"].get(name) for name in ("groups", "personas")]


def last_report(out: Path, identity: str, manifest: Mapping[str, Any]) -> Last | None:
    """Find the last report of the same source and scope before a new one.

    Parameters
    ----------
    out : pathlib.Path
        The folder of reports.
    identity : str
        The digest that identifies the source.
    manifest : mapping
        Date and parameters of the new report.
    """
    for _, one, run in _all(out):
        same = run["identity"] == identity and _scope(one) == _scope(manifest)
        if same and _day(one) < _day(manifest):
            about = (one[name] for name in ("edition", "date", "revision", "headlines"))
            return Last(*about, list(one["gaps"]), list(one["findings"]))
    return None


def remove_older(out: Path, keep: int, current: Path) -> None:
    """Remove all reports but the newest, except those with files that no report wrote."""
    others = [one for one in _all(out) if one[0].name != current.name]
    for folder, manifest, _ in others[keep - 1 :]:
        known = {*manifest["files"], "manifest.json", "run.json"}
        files = (path for path in folder.rglob("*") if path.is_file())
        if all(path.relative_to(folder).as_posix() in known for path in files):
            shutil.rmtree(folder)


def write_index(out: Path) -> None:
    """Write ``index.html``, which links every report; a page of another origin is not replaced."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    place = out / "index.html"
    if place.exists() and MARK.encode() not in place.read_bytes()[:4096]:
        return
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    reports = [(path.name, manifest, run) for path, manifest, run in _all(out)]
    text = environment.get_template("reports.html.j2").render(mark=MARK, reports=reports)
    beside = place.with_name(".index.html")
    beside.write_bytes(text.encode("utf-8", "backslashreplace"))
    os.replace(beside, place)  # noqa: PTH105


def failed_gates(
    manifest: Mapping[str, Any],
    fail_over: int | None = None,
    fail_on: str | None = None,
    known: Collection[str] = (),
    *,
    growth: bool = False,
) -> list[str]:
    """Return a line for each gate that a report fails.

    Parameters
    ----------
    manifest : mapping
    fail_over : int, optional
        Most gaps without a decision.
    fail_on : str, optional
        Least severity of a finding that fails; never, or None, for no such gate.
    known : collection of str
        Fingerprints of findings that do not count.
    growth : bool, optional
        Whether to fail for a gap or a finding that the last report does not have.
    """
    lines = []
    undecided = sum(not gap["decided"] for gap in manifest["gaps"].values())
    if fail_over is not None and undecided > fail_over:
        unreviewed = manifest["headlines"]["unreviewed"]
        beside = f"; challenges not reviewed: {unreviewed}" if unreviewed else ""
        lines.append(f"--fail-over {fail_over}: gaps without a decision: {undecided}{beside}")
    if fail_on in SEVERITIES:
        worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        found = [
            one
            for key, one in manifest["findings"].items()
            if one["severity"] in worst and key not in known
        ]
        if found:
            lines.append(f"--fail-on {fail_on}: findings this severe: {len(found)}")
    new = {name: len(keys) for name, keys in manifest["new"].items() if keys}
    if growth and new:
        counts = ", ".join(f"new {name}: {count}" for name, count in new.items())
        lines.append(f"--fail-on-growth: {counts} since {manifest['last']}")
    return lines


def write_summary(path: Path, index: Path, manifest: Mapping[str, Any]) -> None:
    """Write new gaps and findings as markdown, or as JSON if the file's name ends in .json.

    Raises
    ------
    ToolbeltError
        If the file cannot be written.
    """
    new, failed = manifest["new"], manifest["failed"]
    names = ("edition", "source", "revision", "last", "headlines", "failed", "new")
    data = {name: manifest[name] for name in names}
    data |= {"index": f"{index.parent.name}/{index.name}"}
    data["attention"] = bool(failed or new["gaps"] or new["findings"])
    try:
        if path.suffix == ".json":
            write(path, data)
        else:
            path.write_bytes(_markdown(manifest).encode("utf-8", "backslashreplace"))
    except OSError as error:
        problem = error.strerror or "cannot be written"
        raise ToolbeltError(path, problem, "name another --summary") from None


def _markdown(manifest: Mapping[str, Any]) -> str:
    new, gaps, findings = manifest["new"], manifest["gaps"], manifest["findings"]
    last, n = manifest["last"], manifest["headlines"]
    since = f" since {_code(last)}" if last else ""
    parts = [
        f"## Report of {_code(manifest['edition'])}, {_code(manifest['source'])}",
        f"{n['gaps']} of {n['reviewed']} reviewed challenges have no remedy.",
        _list("Notebooks that failed", (f"{_code(k)}: {_code(v)}" for k, v in failed.items()))
        if (failed := manifest["failed"])
        else "",
        _list(f"New gaps{since}", (_item(key, gaps[key]["place"]) for key in new["gaps"])),
        _list(
            f"New findings{since}",
            (_item(findings[one]["text"], findings[one]["place"]) for one in new["findings"]),
        ),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _list(title: str, lines: Iterable[str]) -> str:
    found = list(lines)
    more = [f"- and {len(found) - _MOST} more"] if len(found) > _MOST else []
    shown = [f"- {line}" for line in found[:_MOST]]
    return "\n".join([f"### {title} ({len(found)})", "", *shown, *more]) if found else ""


def _item(text: str, place: str) -> str:
    return f"{_code(text)} {_code(place)}"


def _code(text: str) -> str:
    """Put a text of a document into a code span, so that it is not markup, a mention or a link."""
    text = _CONTROL.sub(" ", text).strip() or " "
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}" if len(fence) > 1 else f"`{text}`"
