"""What importing costs, and which way the data flows."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import toolbelt_data

PACKAGE = Path(toolbelt_data.__file__).parent
# Each part may import those before it and none after: source to report.
ORDER = ("", "checks", "analysis", "review", "notebook", "report", "cli")
HEAVY = (
    "matplotlib", "IPython", "sklearn", "scipy", "pydantic", "jsonschema", "frictionless",
    "papermill", "nbconvert", "nbformat", "jinja2", "openpyxl", "jupyter_client", "yaml",
    "filelock", "nh3", "xlsxwriter",
)  # fmt: skip


def loaded_after(code):
    words = [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize(
    "code",
    [
        "from toolbelt_data.analysis import *; from toolbelt_data import *; load()",
        "from toolbelt_data.cli import main; main(['check', '--format', 'sarif'])",
    ],
)
def test_importing_brings_nothing_heavy(code):
    assert loaded_after(code).isdisjoint(HEAVY)


@pytest.mark.parametrize("words", ["--help", "report --help"])
def test_help_brings_nothing_that_documents_need(words):
    asked = (
        f"from toolbelt_data.cli import main\ntry: main({words.split()})\nexcept SystemExit: pass"
    )
    needed = {"pandas", "numpy", "markdown_it", "rapidfuzz"}
    assert loaded_after(asked).isdisjoint(needed)


def part_of(path):
    """Give the part that a module belongs to; sources are part of the loader."""
    folder = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return folder if folder in ORDER else ""


def imports_of(path):
    """Parts of the package that a module names in its imports, wherever they stand in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = path.parent
        for _ in range(node.level - 1):
            base = base.parent
        names = (node.module or "").split(".") if node.module else [a.name for a in node.names]
        yield part_of(base.joinpath(names[0], "x"))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_no_module_imports_what_stands_on_it(path):
    if path.name == "__main__.py":
        return
    own = ORDER.index(part_of(path))
    assert all(ORDER.index(part) <= own for part in imports_of(path))
