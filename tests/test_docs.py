"""What is written about the project is what it does."""

import ast
import doctest
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from toolbelt_data.report.notebooks import find_notebooks

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "reports" / "README.md"]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_pages_made_from_the_code_are_what_it_says():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_docs.py", "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_page_for_analysts_has_every_parameter_with_the_notebooks_that_declare_it():
    own = {}
    for notebook in find_notebooks():
        for name in notebook.parameters:
            own.setdefault(name, []).append(notebook.name[:2])
    page = read("docs/for-analysts.md")
    rows = re.findall(r"^\| (`[\w`, ]+`) \| ([\d, ]+) \|", page, re.MULTILINE)
    said = {one.strip("`"): books.split(", ") for names, books in rows for one in names.split(", ")}
    assert said == {n: list_ for n, list_ in own.items() if n not in ("source", "revision")}


def test_every_make_target_in_the_docs_exists():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8")))
        assert named <= targets, page


def test_every_link_between_pages_leads_somewhere():
    for page in PAGES:
        text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in re.findall(r"\]\((?!https?://)([^)#]+)", text):
            assert (page.parent / link).exists(), (page, link)


PROJECT = tomllib.loads(read("pyproject.toml"))
EXTRAS = {"": PROJECT["project"]["dependencies"], **PROJECT["project"]["optional-dependencies"]}
EVERY = {one for dependencies in EXTRAS.values() for one in dependencies}


def name_of(dependency):
    return re.split(r"[><=\[]", dependency)[0]


def test_conda_and_pip_ask_for_the_same():
    listed = yaml.safe_load(read("environment.yml"))["dependencies"]
    from_pip = next(item["pip"] for item in listed if isinstance(item, dict))
    conda = {item for item in listed if isinstance(item, str)} - {"pip"}
    conda |= {item for item in from_pip if not item.startswith("-")}
    assert conda == EVERY | {f"python{PROJECT['project']['requires-python']}"}


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("report", ["", "report"]),
        ("lab", ["", "lab"]),
        ("test", ["", "test", "parquet", "evaluation"]),
    ],
)
def test_a_lock_holds_every_dependency_with_hashes_and_no_address(name, extras):
    text = read(f"requirements/{name}.txt")
    locked = re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)
    assert {name_of(one) for extra in extras for one in EXTRAS[extra]} <= {*locked}
    assert len(re.findall(r"^[a-z0-9._-]+==.*\\\n    --hash=", text, re.MULTILINE)) == len(locked)
    assert "://" not in text
    assert "index-url" not in text


def test_what_the_action_installs_is_what_a_check_imports():
    locked = set(re.findall(r"^([a-z0-9._-]+)==", read("requirements/check.txt"), re.MULTILINE))
    assert {"pandas", "markdown-it-py"} <= locked


def test_no_file_names_a_machine_or_how_the_work_is_organised():
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode().split("\0")  # fmt: skip
    strange = re.compile(r"/work/|/root/|/home/\w|pypi\.org/simple|files\.pythonhosted|TODO:|FIXME")
    texts = {
        name: read(name)
        for name in names
        if name and (ROOT / name).is_file() and not name.endswith((".png", ".ipynb"))
    }
    mine = ("tests/test_docs.py", "tests/test_notebooks.py")
    assert [name for name, text in texts.items() if name not in mine and strange.search(text)] == []


def test_every_example_in_the_pages_runs():
    pages = ("for-analysts", "for-maintainers", "gaps", "reviewing")
    for page in ("README.md", *(f"docs/{name}.md" for name in pages)):
        blocks = re.findall(r"```python\n(.*?)```", read(page), re.DOTALL)
        assert blocks
        for block in blocks:
            examples = doctest.DocTestParser().get_doctest(block, {}, page, page, 0)
            if examples.examples:
                assert doctest.DocTestRunner().run(examples).failed == 0
            else:
                exec(compile(ast.parse(block), page, "exec"), {})  # noqa: S102
