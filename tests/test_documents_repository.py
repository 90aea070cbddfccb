"""What the documents' own repository uses: the action and the pre-commit hook."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from repositories import git

ROOT = Path(__file__).parent.parent
CAPTURE = {"capture_output": True, "text": True, "check": False}
CHALLENGE = "## Name: Bea the Builder\n### Challenges:\n- No time\n"
GONE = "## Name: Ada the Admin\n### Role:\n- see [this](gone.md)\n"


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "documents"
    (folder / "personas").mkdir(parents=True)
    (folder / "personas" / "a.md").write_text(GONE)
    # What a pull request brings along must not be imported.
    (folder / "toolbelt_data.py").write_text("raise SystemExit(99)")
    (folder / "pandas.py").write_text("raise SystemExit(99)")
    subprocess.run(["git", "init", "-q", folder], check=True)
    return folder


def action():
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def run_action(folder, event="push", **inputs):
    """Run the action's last step as GitHub does, with this Python."""
    given = action()
    step = given["runs"]["steps"][-1]
    values = {name: one["default"] for name, one in given["inputs"].items()} | inputs
    env = {
        name: values[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in step["env"].items()
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    runner = {
        "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_EVENT_NAME": event,
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "PATH": path,
    }  # fmt: skip
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=os.environ | env | runner,
        **CAPTURE,
    )


def toolbelt(folder, *words):
    return subprocess.run(
        [sys.executable, "-P", "-m", "toolbelt_data", *words], cwd=folder, **CAPTURE
    )


def test_the_action_writes_sarif_and_knows_a_baseline(repository):
    run_action(repository, **{"sarif-file": "found.sarif"})
    results = json.loads((repository / "found.sarif").read_text())["runs"][0]["results"]
    assert "TB303" in {result["ruleId"] for result in results}
    toolbelt(repository, "check", "--source", ".", "--write-baseline", "known.json")
    done = run_action(repository, baseline="known.json", source="personas")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_action_annotates_fails_and_has_every_finding_as_code_in_its_summary(repository):
    (repository / "personas" / "b.md").write_text("## Name: Bea\n# <b>`x`</b> [y](z.md)\n" * 15)
    done = run_action(repository)
    assert done.returncode == 1, done.stderr
    assert "::error file=personas/a.md,line=3," in done.stdout
    lines = (repository / "summary.md").read_text().splitlines()
    assert lines[0] == "## Findings"
    assert all(line.startswith("    ") for line in lines[1:] if line)
    assert sum("TB303" in line for line in lines) == 16


def test_the_summary_of_a_pull_request_says_what_it_opens_and_closes(repository):
    git(repository, "add", "personas")
    git(repository, "commit", "-qm", "before")
    (repository / "personas" / "a.md").write_text(GONE.replace("(gone.md)", "(a.md)"))
    (repository / "personas" / "b.md").write_text(CHALLENGE)
    git(repository, "add", "personas")
    git(repository, "commit", "-qm", "after")
    assert run_action(repository, "pull_request").returncode == 0
    summary = (repository / "summary.md").read_text()
    assert "\n## What this change opens and closes\n" in summary
    assert re.search(r"^ +closed +personas/a.md:3 +error TB303 ", summary, re.MULTILINE)
    assert re.search(r"^ +added +personas/b.md:3 +No time ", summary, re.MULTILINE)


def test_no_input_is_written_into_a_script():
    """An input in a script's text could bring commands of its own."""
    for step in action()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hook_runs_and_fails_where_a_document_is_broken(repository):
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
    command, *words = shlex.split(hook["entry"])
    assert command == "toolbelt-data"
    done = toolbelt(repository, *words)
    assert done.returncode == 1
    assert "personas/a.md" in done.stdout
    assert (hook["pass_filenames"], hook["language"]) == (False, "python")


def test_the_examples_of_the_docs_are_what_they_say():
    page = (ROOT / "docs" / "for-maintainers.md").read_text(encoding="utf-8")
    parts = page.split("```yaml\n")[1:]
    workflow, hooks, own = (yaml.safe_load(part.split("```")[0]) for part in parts)
    step = workflow["jobs"]["check"]["steps"][1]
    assert set(step["with"]) <= set(action()["inputs"])
    assert hooks["repos"][0]["hooks"][0]["id"] == own[0]["id"] == "toolbelt-check"
    for name in action()["inputs"]:
        assert f"| `{name}` |" in page
