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
    "filelock", "itables", "nh3", "xlsxwriter",
)  # fmt: skip


def loaded_after(code):
    return {name.partition(".")[0] for name in modules_after(code)}


def modules_after(code):
    program = f"{code}\nimport sys\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "from toolbelt_data import *",
        "import toolbelt_data; toolbelt_data.load()",
        "from toolbelt_data.analysis import *",
        "from toolbelt_data.cli import parser; parser()",
        "from toolbelt_data.cli import main; main(['check', '--format', 'sarif'])",
    ],
)
def test_importing_brings_nothing_heavy(code):
    assert loaded_after(code).isdisjoint(HEAVY)


def test_loading_brings_pandas_and_the_parser():
    assert {"pandas", "markdown_it"} <= loaded_after("from toolbelt_data import load")


@pytest.mark.parametrize("words", ["--help", "--version", "gaps --help", "report --help"])
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


def test_reports_bring_no_grammars_of_addresses():
    loaded = loaded_after("import toolbelt_data.report.making, papermill")
    assert {"jsonschema", "papermill"} <= loaded
    assert loaded.isdisjoint({"lark", "rfc3987_syntax"})


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_no_module_imports_what_stands_on_it(path):
    if path.name == "__main__.py":
        return
    own = ORDER.index(part_of(path))
    assert all(ORDER.index(part) <= own for part in imports_of(path))


@pytest.mark.parametrize(
    ("module", "imported"),
    [("git", {"errors"}), ("settings", {"errors"}), ("source", {"errors", "git", "settings"})],
)
def test_sources_know_nothing_of_what_documents_say(module, imported):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            assert {node.module or node.names[0].name} <= imported


def test_no_library_code_has_a_bare_assert():
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(node, ast.Assert) for node in ast.walk(tree)), path
