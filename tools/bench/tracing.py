"""Tools that trace requirements, asked which challenges have no remedy.

A challenge becomes a requirement and a remedy what covers it; reviews say which covers which.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from .run import BenchError, Run, run

_SPHINX = """\
extensions = ["sphinx_needs"]
needs_types = [{"directive": one, "title": one, "prefix": ""} for one in ("challenge", "remedy")]
needs_id_regex = "^[a-z0-9-]+$"
needs_builder_filter = "type == 'challenge' and not links_back"
"""


class Item(NamedTuple):
    """A challenge or a remedy, with the names of the challenges that a remedy covers."""

    name: str
    persona: str
    section: str
    text: str
    covers: list[str]


class Tool(NamedTuple):
    """A tool: what writes its input, its command, and what reads which challenges it names."""

    write: Callable[[list[Item], Path], None]
    command: list[str]
    answer: Callable[[Path, str], Iterable[str]]

    def ask(self, programs: Path, folder: Path) -> Run:
        """Run it in the folder of its input, with nothing left from an earlier run."""
        shutil.rmtree(folder / "out", ignore_errors=True)
        return run([programs / self.command[0], *self.command[1:]], folder)

    def require(self, programs: Path, folder: Path, items: list[Item]) -> None:
        """Write its input, and raise BenchError if it names other challenges than we do."""
        folder.mkdir()
        self.write(items, folder)
        found = {*self.answer(folder, self.ask(programs, folder).output)}
        covered = {name for item in items for name in item.covers}
        expected = {item.name for item in items if item.section == "challenges"} - covered
        if found != expected:
            raise BenchError(f"{self.command[0]}: another answer: {sorted(found ^ expected)[:5]}")


def read_items(tables: Path) -> list[Item]:
    """Return the challenges and remedies of tables that were written as JSON."""
    statements, challenges = (
        json.loads((tables / f"{name}.json").read_text("utf-8"))
        for name in ("statements", "challenges")
    )
    covers: dict[str, list[str]] = {}
    for row in challenges:
        for remedy in row["remedies"]:
            covers.setdefault(remedy, []).append(_name(row["challenge_id"]))
    return [
        Item(_name(row["statement_id"]), row["persona_id"], row["section"], row["text"],
             covers.get(row["statement_id"], []))
        for row in statements
        if row["section"] in ("challenges", "remedies")
    ]  # fmt: skip


def _name(item: str) -> str:
    return item.replace("/", "-")


def _by_persona(items: list[Item]) -> dict[str, list[Item]]:
    return {key: [*own] for key, own in groupby(items, key=lambda item: item.persona)}


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _strictdoc(items: list[Item], folder: Path) -> None:
    for persona, own in _by_persona(items).items():
        lines = ["[DOCUMENT]", f"TITLE: {persona}"]
        for item in own:
            lines += ["", "[REQUIREMENT]", f"UID: {item.name}", "STATEMENT: >>>", item.text, "<<<"]
            lines += ["RELATIONS:"] if item.covers else []
            lines += [f"- TYPE: Parent\n  VALUE: {name}" for name in item.covers]
        _write(folder / f"{persona}.sdoc", lines)


def _strictdoc_answer(folder: Path, _: str) -> list[str]:
    text = "\n".join(path.read_text("utf-8") for path in (folder / "out").rglob("*.sdoc"))
    return re.findall(r"^UID: (\S+)$", text, re.MULTILINE)


def _sphinx_needs(items: list[Item], folder: Path) -> None:
    _write(folder / "conf.py", [_SPHINX])
    personas = _by_persona(items)
    index = ["Personas", "========", "", ".. toctree::", "", *(f"   {one}" for one in personas)]
    _write(folder / "index.rst", index)
    for persona, own in personas.items():
        lines = [persona, "=" * len(persona)]
        for item in own:
            kind = "challenge" if item.section == "challenges" else "remedy"
            lines += ["", f".. {kind}:: {item.name}", f"   :id: {item.name}"]
            lines += [f"   :links: {', '.join(item.covers)}"] if item.covers else []
            lines += ["", "   " + re.sub(r"([\\*`|_<>:])", r"\\\1", item.text)]
        _write(folder / f"{persona}.rst", lines)


def _sphinx_needs_answer(folder: Path, _: str) -> list[str]:
    versions = json.loads((folder / "out" / "needs.json").read_text("utf-8"))["versions"]
    return [name for version in versions.values() for name in version["needs"]]


def _doorstop(items: list[Item], folder: Path) -> None:
    numbers: dict[str, str] = {}
    for kind, parent in (("challenges", {}), ("remedies", {"parent": "challenges"})):
        (folder / kind).mkdir()
        settings = {"digits": 5, "prefix": kind, "sep": "-"} | parent
        _write(folder / kind / ".doorstop.yml", [json.dumps({"settings": settings})])
        for number, item in enumerate([one for one in items if one.section == kind], start=1):
            numbers[item.name] = f"{kind}-{number:05}"
            content = {"active": True, "derived": False, "normative": True, "reviewed": None}
            content |= {"header": item.name, "level": f"1.{number}", "ref": "", "text": item.text}
            content["links"] = [numbers[name] for name in item.covers]
            place = folder / kind / f"{numbers[item.name]}.yml"
            _write(place, [json.dumps(content, ensure_ascii=False)])
    run(["git", "init", "--quiet"], folder)


def _doorstop_answer(folder: Path, output: str) -> list[str]:
    numbers = re.findall(r"(challenges-\d+): no links from child document", output)
    texts = [(folder / "challenges" / f"{one}.yml").read_text("utf-8") for one in numbers]
    return [json.loads(text)["header"] for text in texts]


_UNCOVERED = '("challenges" in node["UID"] and not node.has_child_requirements)'
TOOLS = {
    "strictdoc": Tool(
        _strictdoc,
        ["strictdoc", "export", ".", "--output-dir", "out", "--formats", "sdoc",
         "--filter-nodes", _UNCOVERED],
        _strictdoc_answer,
    ),
    "sphinx-needs": Tool(
        _sphinx_needs, ["sphinx-build", "-q", "-b", "needs", ".", "out"], _sphinx_needs_answer
    ),
    "doorstop": Tool(_doorstop, ["doorstop", "--no-reformat"], _doorstop_answer),
}  # fmt: skip
"""The tools by their names."""
