"""What is written about the project is what it does."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from toolbelt_data.analysis.next_steps import EFFORT
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.cli import parser
from toolbelt_data.notebook.parameters import declared
from toolbelt_data.reader import ROLES

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "reports" / "README.md"]
CONDA_NAMES = {"python-build": "build"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def tracked():
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def words():
    """Every tracked file that is text and ours."""
    for path in tracked():
        if path.is_file() and path.suffix not in (".png", ".ipynb"):
            yield path, path.read_text(encoding="utf-8")


def test_the_pages_made_from_the_code_are_what_it_says():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_and_option_is_in_the_readme():
    text = read("README.md")
    for name, action in options(parser()):
        assert f"toolbelt-data {name}".strip() in text
        strings = set(action.option_strings) - {"--version"}
        assert not strings or any(f"`{option}" in text for option in strings), strings


def options(command, name=""):
    """Yield the options of a command, and of the commands below it, with the command's name."""
    for action in command._actions:
        if isinstance(action.choices, dict):
            for below, own in action.choices.items():
                yield from options(own, f"{name} {below}".strip())
        elif action.dest != "help":
            yield name, action


def test_what_the_page_of_gaps_says_of_steps_coverage_and_bases_holds():
    text = read("docs/gaps.md")
    rows = re.findall(r"^\| ([\w, -]+) \| .* \| (\d) \|$", text, re.MULTILINE)
    said = {kind: int(effort) for kinds, effort in rows for kind in kinds.split(", ")}
    assert said == EFFORT
    words = {
        word
        for row in re.findall(r"^\| ([\w, -]+) \|", text, re.MULTILINE)
        for word in row.split(", ")
    }
    for table, column in (
        ("pairs", "basis"),
        ("challenges", "coverage"),
        ("recommendations", "kind"),
    ):
        assert set(TABLE[table].values(column)) <= words


def test_every_parameter_of_the_notebooks_is_in_the_readme_with_the_notebooks_that_have_it():
    own = {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        cell = next(one for one in cells if "parameters" in one.metadata.get("tags", []))
        for name in declared(cell.source):
            own.setdefault(name, []).append(path.stem[:2])
    rows = re.findall(r"^\| (`[\w`, ]+`) \| ([\d, ]+) \|", read("README.md"), re.MULTILINE)
    said = {
        name.strip("`"): notebooks.split(", ")
        for names, notebooks in rows
        for name in names.split(", ")
    }
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


def requirements(extra=""):
    project = tomllib.loads(read("pyproject.toml"))["project"]
    return project["optional-dependencies"][extra] if extra else project["dependencies"]


def test_conda_and_pip_ask_for_the_same():
    listed = yaml.safe_load(read("environment.yml"))["dependencies"]
    from_pip = next(item["pip"] for item in listed if isinstance(item, dict))
    conda = {item for item in listed if isinstance(item, str)} - {"pip"}
    conda |= {item for item in from_pip if not item.startswith("-")}
    pip = {
        one
        for extra in ("", "evaluation", "lab", "parquet", "report", "test")
        for one in requirements(extra)
    }
    python = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    assert conda == pip | {f"python{python}"}


def test_every_dependency_has_its_line_in_the_readme():
    table = read("README.md")
    for one in [
        one
        for extra in ("", "evaluation", "lab", "parquet", "report", "test")
        for one in requirements(extra)
    ]:
        name = re.split(r"[><=]", one)[0]
        assert re.search(rf"^\| \[?{re.escape(name)}\b", table, re.MULTILINE), name


@pytest.mark.parametrize("name", ["report", "lab", "test"])
def test_a_lock_holds_every_dependency_with_hashes_and_no_address(name):
    text = read(f"requirements/{name}.txt")
    extras = {"report": [""], "lab": ["", "lab"], "test": ["", "test", "parquet", "evaluation"]}[
        name
    ]
    locked = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    assert {re.split(r"[><=]", one)[0] for extra in extras for one in requirements(extra)} <= locked
    assert len(re.findall(r"^[a-z0-9._-]+==.*\\\n    --hash=", text, re.MULTILINE)) == len(
        re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE)
    )
    assert "://" not in text
    assert "index-url" not in text


def test_what_the_action_installs_is_what_a_check_imports():
    locked = set(re.findall(r"^([a-z0-9._-]+)==", read("requirements/check.txt"), re.MULTILINE))
    assert {"pandas", "markdown-it-py"} <= locked
    versions = set(re.findall(r"^[a-z0-9._-]+==\S+", read("requirements/check.txt"), re.MULTILINE))
    assert versions <= set(re.findall(r"^[a-z0-9._-]+==\S+", read("requirements/report.txt"), re.M))


def test_what_is_asked_of_the_build_is_locked():
    wanted = tomllib.loads(read("pyproject.toml"))["build-system"]["requires"]
    assert set(wanted) <= set(read("requirements/build.in").splitlines())
    assert "\nhatchling==" in read("requirements/report.txt")


def test_actions_are_pinned_to_known_commits(shared):
    known = {line.split(",")[1] for line in (shared / "actions.csv").read_text().splitlines()[1:]}
    used = set()
    for path in (*(ROOT / ".github" / "workflows").glob("*.yml"), ROOT / "action.yml"):
        text = path.read_text(encoding="utf-8")
        yaml.safe_load(text)
        used |= set(re.findall(r"uses: \S+@(\S+)", text))
    assert used
    assert used <= known


def test_no_file_names_a_machine_or_how_the_work_is_organised():
    own = Path(__file__).resolve()
    strange = re.compile(r"/work/|/root/|/home/\w|pypi\.org/simple|files\.pythonhosted|TODO:|FIXME")
    found = [
        (path, match.group())
        for path, text in words()
        if path.resolve() != own and path.name != "test_notebooks.py"
        for match in strange.finditer(text)
    ]
    assert found == []


def test_every_role_of_a_line_is_a_word_of_the_reading_page_or_plain():
    text = read("docs/reading.md")
    assert {"unplaced", "prose"} <= set(ROLES)
    assert "`unplaced`" in text


def test_every_example_in_the_pages_runs():
    for page in ("README.md", "docs/checking.md", "docs/gaps.md", "docs/reviewing.md"):
        blocks = re.findall(r"```python\n(.*?)```", read(page), re.DOTALL)
        assert blocks
        for block in blocks:
            exec(compile(ast.parse(block), page, "exec"), {})  # noqa: S102
