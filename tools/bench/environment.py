"""Environment: a virtual environment filled from a lock, and how large that lock is.

Each has its own, below build/, so that no tool sees the packages of another and
none of ours sees a package that only a test needs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .run import Run, run

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"
_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
_BARE = ("--require-hashes", "--no-deps", "-r")


@dataclass(frozen=True)
class Environment:
    """A virtual environment.

    Attributes
    ----------
    name : str
    lock : pathlib.Path
        What goes into it, with hashes.
    ours : bool
        The package goes into it too, as a checkout.
    """

    name: str
    lock: Path
    ours: bool = False

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return BUILD / "environments" / self.name

    @property
    def wheels(self) -> Path:
        """Where what it is filled from lies."""
        return BUILD / "wheels" / self.name

    @property
    def made(self) -> bool:
        """Whether it is there, of this lock."""
        stamp = self._stamp
        return stamp.exists() and json.loads(stamp.read_text("utf-8"))["lock"] == self._digest

    @property
    def _stamp(self) -> Path:
        return self.folder / "bench.json"

    @property
    def _digest(self) -> str:
        return hashlib.sha256(self.lock.read_bytes()).hexdigest()

    def program(self, name: str) -> Path:
        """Give a program of it."""
        return self.folder / "bin" / name

    def variables(self) -> Mapping[str, str]:
        """Give the variables that its programs run with: nobody's own settings among them."""
        home = BUILD / "home"
        home.mkdir(parents=True, exist_ok=True)
        own = {
            "HOME": str(home),
            "JUPYTER_PREFER_ENV_PATH": "1",
            "LANG": "C.UTF-8",
            "PATH": os.pathsep.join([str(self.folder / "bin"), os.environ.get("PATH", "")]),
            "PYTHONPATH": "",
        }
        return own | {name: os.environ[name] for name in ("TMPDIR",) if name in os.environ}

    def python(self, *words: str | Path) -> Run:
        """Run its Python."""
        return run([self.program("python"), *words], BUILD, self.variables())

    def work(self, *words: str | Path, limit: float = 600) -> Run:
        """Run a module of this bench in it."""
        known = {**self.variables(), "PYTHONPATH": str(ROOT / "tools")}
        return run([self.program("python"), "-m", *words], BUILD, known, limit=limit)

    def make(self) -> None:
        """Make it, where it is not there yet or its lock is another by now."""
        if self.made:
            return
        downloading = self.download().seconds
        self.install(self.folder)
        told = {"lock": self._digest, "downloading": downloading}
        self._stamp.write_text(json.dumps(told), encoding="utf-8")

    def download(self) -> Run:
        """Fetch what its lock names, and nothing else."""
        shutil.rmtree(self.wheels, ignore_errors=True)
        self.wheels.mkdir(parents=True)
        words = ("download", "--quiet", "--no-cache-dir", "--dest", self.wheels, *_BARE, self.lock)
        return run([sys.executable, *_PIP, *words], ROOT)

    def install(self, folder: Path) -> Run:
        """Make an environment of what was fetched, with no network."""
        shutil.rmtree(folder, ignore_errors=True)
        python = folder / "bin" / "python"
        took = run([sys.executable, "-m", "venv", folder], ROOT)
        known = ("--no-index", "--find-links", self.wheels, "--no-cache-dir")
        took += run([python, *_PIP, "install", "--quiet", *known, *_BARE, self.lock], ROOT)
        if self.ours:
            own = ("--no-deps", "--no-build-isolation", "--editable", ROOT)
            took += run([python, *_PIP, "install", "--quiet", *own], ROOT)
        return took

    def told(self) -> dict:
        """Give its packages, the bytes that were fetched for it and that it has, and how long."""
        made = json.loads(self._stamp.read_text("utf-8"))
        return made | {
            "packages": len(list(self.wheels.iterdir())),
            "fetched": _size(self.wheels),
            "size": _size(self.folder / "lib"),
        }

    def version(self, package: str) -> str:
        """Give the version of a package in it."""
        words = f"import importlib.metadata as m; print(m.version({package!r}))"
        return self.python("-c", words).output.strip()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _peer(name: str, *, ours: bool = False) -> Environment:
    return Environment(name, ROOT / "requirements" / "peers" / f"{name}.txt", ours)


REPORT = Environment("report", ROOT / "requirements" / "report.txt", ours=True)
"""What ``make report`` sets up."""

LAB = Environment("lab", ROOT / "requirements" / "lab.txt", ours=True)
"""What ``make lab`` sets up: the same, and JupyterLab."""

MYST_NB = _peer("myst-nb", ours=True)
PLOOMBER = _peer("ploomber", ours=True)
STRICTDOC = _peer("strictdoc")
SPHINX_NEEDS = _peer("sphinx-needs")
DOORSTOP = _peer("doorstop")
ALL = (REPORT, LAB, MYST_NB, PLOOMBER, STRICTDOC, SPHINX_NEEDS, DOORSTOP)
