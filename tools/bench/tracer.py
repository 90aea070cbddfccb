"""Tracer: a tool that traces requirements, told of challenges and what covers them.

A challenge becomes a requirement and a remedy what covers it, in a file for each
persona where the tool has such files. Each says in its own way, by one command,
which challenges nothing covers.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from .environment import DOORSTOP, SPHINX_NEEDS, STRICTDOC, Environment
from .items import Items, name_of
from .run import BenchError, Run, run

LIMIT = 300
_SPHINX = """\
extensions = ["sphinx_needs"]
needs_types = [
    {"directive": "challenge", "title": "Challenge", "prefix": ""},
    {"directive": "remedy", "title": "Remedy", "prefix": ""},
]
needs_id_regex = "^[a-z0-9-]+$"
needs_builder_filter = "type == 'challenge' and not links_back"
"""


@dataclass(frozen=True)
class Tracer:
    """A tool, and how it is told and asked.

    Attributes
    ----------
    name : str
        As a row of the page calls it.
    environment : Environment
    package : str
        Whose version is given.
    tell : callable
        Writes its input into a folder.
    words : callable
        Gives the words of its command, of input and output.
    answer : callable
        Reads from the output folder, and from what was printed, which are not covered.
    """

    name: str
    environment: Environment
    package: str
    tell: Callable[[Items, Path], None]
    words: Callable[[Path, Path], list[str | Path]]
    answer: Callable[[Path, str], Iterable[str]]

    @property
    def folder(self) -> str:
        """The folder of its input, which several ways of asking it share."""
        return self.package

    def ask(self, told: Path, out: Path) -> Run:
        """Run it as it is run first: with nothing kept of a run before."""
        shutil.rmtree(out, ignore_errors=True)
        program, *words = self.words(told, out)
        command = [self.environment.program(str(program)), *words]
        return run(command, told, self.environment.variables(), limit=LIMIT)

    def require(self, told: Path, out: Path, items: Items, uncovered: Iterable[str]) -> None:
        """Refuse a tool that gives another answer: it would not be the same work.

        Raises
        ------
        BenchError
        """
        # What it writes into its input at first is no part of what is measured later.
        done = self.ask(told, out)
        if done.over:
            return
        names = {name_of(item): item for item in items.texts}
        said = {names.get(name, name) for name in self.answer(out, done.output)}
        if said != set(uncovered):
            other = sorted(said ^ set(uncovered))
            raise BenchError(f"{self.name}: another answer than ours: {other[:5]}")


def tell_strictdoc(items: Items, folder: Path) -> None:
    """Write a document a persona, with a requirement an item."""
    folder.mkdir(parents=True)
    for persona, own in items.by_persona().items():
        lines = ["[DOCUMENT]", f"TITLE: {persona}"]
        for item in own:
            lines += ["", "[REQUIREMENT]", f"UID: {name_of(item)}"]
            lines += ["STATEMENT: >>>", items.texts[item], "<<<"]
            if covered := items.covers.get(item):
                lines.append("RELATIONS:")
                lines += [
                    line
                    for one in covered
                    for line in ("- TYPE: Parent", f"  VALUE: {name_of(one)}")
                ]
        _write(folder / f"{persona}.sdoc", lines)


def tell_sphinx_needs(items: Items, folder: Path) -> None:
    """Write a page a persona, with a need an item."""
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(_SPHINX, encoding="utf-8")
    personas = items.by_persona()
    index = ["Personas", "========", "", ".. toctree::", "", *(f"   {one}" for one in personas)]
    _write(folder / "index.rst", index)
    for persona, own in personas.items():
        lines = [persona, "=" * len(persona)]
        for item in own:
            kind = "challenge" if "/challenges/" in item else "remedy"
            # The text as it is: nothing in it is markup of this tool's.
            text = re.sub(r"([\\*`|_<>:])", r"\\\1", items.texts[item])
            lines += ["", f".. {kind}:: {name_of(item)}", f"   :id: {name_of(item)}"]
            if covered := items.covers.get(item):
                lines.append(f"   :links: {', '.join(name_of(one) for one in covered)}")
            lines += ["", f"   {text}"]
        _write(folder / f"{persona}.rst", lines)


def tell_doorstop(items: Items, folder: Path) -> None:
    """Write a document of challenges and one of remedies, with a file an item."""
    numbers: dict[str, str] = {}
    for kind, parent in (("challenges", None), ("remedies", "challenges")):
        place = folder / kind
        place.mkdir(parents=True)
        settings = {"digits": 5, "prefix": kind, "sep": "-"} | (
            {"parent": parent} if parent else {}
        )
        _write(place / ".doorstop.yml", [json.dumps({"settings": settings})])
        for number, item in enumerate(items.of(kind), start=1):
            numbers[item] = f"{kind}-{number:05}"
            told = {
                "active": True,
                "derived": False,
                "header": name_of(item),
                "level": f"1.{number}",
                "links": [numbers[one] for one in items.covers.get(item, [])],
                "normative": True,
                "ref": "",
                "reviewed": None,
                "text": items.texts[item],
            }
            _write(place / f"{numbers[item]}.yml", [json.dumps(told, ensure_ascii=False)])
    run(["git", "init", "--quiet"], folder)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _strictdoc(form: str) -> Callable[[Path, Path], list[str | Path]]:
    asked = '("challenges" in node["UID"] and not node.has_child_requirements)'
    words = ("--formats", form, "--filter-nodes", asked)
    return lambda told, out: ["strictdoc", "export", told, "--output-dir", out, *words]


def _in_sdoc(out: Path, _: str) -> list[str]:
    text = "\n".join(path.read_text("utf-8") for path in (out / "sdoc").rglob("*.sdoc"))
    return re.findall(r"^UID: (\S+)$", text, re.MULTILINE)


def _in_html(out: Path, _: str) -> set[str]:
    pages = [path for path in (out / "html").rglob("*.html") if path.stem == path.stem.lower()]
    text = "\n".join(path.read_text("utf-8") for path in pages)
    return set(re.findall(r'data-uid="([^"]+-challenges-\d+)"', text))


def _in_needs(out: Path, _: str) -> list[str]:
    versions = json.loads((out / "needs.json").read_text("utf-8"))["versions"]
    return [name for version in versions.values() for name in version["needs"]]


def _in_doorstop(out: Path, said: str) -> list[str]:
    told = out.parent / "doorstop"
    numbers = re.findall(r"(challenges-\d+): no links from child document", said)
    found = [(told / "challenges" / f"{number}.yml").read_text("utf-8") for number in numbers]
    return [re.search(r"[\w-]+-challenges-\d+", text)[0] for text in found]


TRACERS = (
    Tracer("StrictDoc, in its own format", STRICTDOC, "strictdoc", tell_strictdoc,
           _strictdoc("sdoc"), _in_sdoc),
    Tracer("StrictDoc, as HTML", STRICTDOC, "strictdoc", tell_strictdoc,
           _strictdoc("html"), _in_html),
    Tracer("sphinx-needs", SPHINX_NEEDS, "sphinx-needs", tell_sphinx_needs,
           lambda told, out: ["sphinx-build", "-q", "-b", "needs", told, out], _in_needs),
    Tracer("Doorstop", DOORSTOP, "doorstop", tell_doorstop,
           lambda _told, _out: ["doorstop", "--no-reformat"], _in_doorstop),
)  # fmt: skip
