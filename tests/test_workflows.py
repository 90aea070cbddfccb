"""The workflows: linted, pinned, and their scripts run against stand-ins."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent
REPORT = yaml.safe_load((ROOT / ".github" / "workflows" / "report.yml").read_text("utf-8"))
JOBS = REPORT["jobs"]
SUMMARY = "# Report\n\nEOF\nstatus=0\n`@team` ${{ secrets.X }} $(touch pwned)\n"


def steps():
    for path in WORKFLOWS:
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values():
            for step in job["steps"]:
                yield path.name, step
    for step in yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]:
        yield "action.yml", step


def script_of(job, name):
    return next(step for step in JOBS[job]["steps"] if step.get("name") == name)["run"]


def tool(*words):
    return subprocess.run(
        [BIN / words[0], *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_zizmor_finds_nothing_at_its_strictest():
    words = ["--offline", "--persona", "auditor", "--no-ignores", "--strict-collection"]
    done = tool("zizmor", *words, "--format", "json", *WORKFLOWS, "action.yml")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("vendor.github-workflows", WORKFLOWS), ("vendor.github-actions", [ROOT / "action.yml"])],
)
def test_workflows_and_the_action_have_the_form_that_github_reads(schema, paths):
    done = tool("check-jsonschema", "--builtin-schema", schema, *paths)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_a_known_one_at_its_known_commit(shared):
    with (shared / "actions.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["action"], row["commit"], row["version"]) for row in csv.DictReader(file)}
    for path in (*WORKFLOWS, ROOT / "action.yml", ROOT / "docs" / "for-maintainers.md"):
        for line in re.findall(r"uses: (.*)", path.read_text("utf-8")):
            pin = re.fullmatch(r"([\w/-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
            own = path.suffix == ".md" and not pin  # the page's example of this project's action
            assert own or pin.groups() in known, (path, line)


def test_every_script_can_be_read_and_has_no_word_from_outside():
    for path, step in steps():
        for script in (step.get("run"), step.get("with", {}).get("script")):
            assert "${{" not in (script or ""), (path, step)
        words = {"input": step.get("run", ""), "text": True, "capture_output": True}
        done = subprocess.run(["bash", "-n"], check=False, **words)
        assert (done.returncode, done.stderr) == (0, ""), path


@pytest.fixture
def shell(tmp_path):
    """Run a script as a runner does, with stand-ins for commands that write down their words."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "reports").mkdir()
    for name in ("output", "step"):
        (tmp_path / name).touch()

    def run(script, commands=None, **environment):
        for name, body in (commands or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
            path.chmod(0o755)
        places = {"RUNNER_TEMP": ".", "GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "step"}
        places = {name: str(tmp_path / place) for name, place in places.items()}
        path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-e", "-c", script], cwd=tmp_path, env={"PATH": path, **places, **environment},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


WRITES = r"""
printf '%s\n' "$@" > words
cp summary.in summary.md
echo '{"attention": true}' > summary.json
exit "$STATUS"
"""


def outputs(text):
    """Read what a step passes on, as a runner reads it."""
    several = re.findall(r"^(\w+)<<(\w+)\n(.*?)\n\2$", text, re.DOTALL | re.MULTILINE)
    single = re.findall(r"^(\w+)=(.*)$", text.split("<<")[0], re.MULTILINE)
    return dict(single) | {name: words for name, _, words in several}


@pytest.fixture
def write_report(shell, tmp_path):
    """Run the step that writes the report, with a stand-in for the command."""
    (tmp_path / "summary.in").write_text(SUMMARY, encoding="utf-8")
    script = script_of("report", "Write the report")

    def run(command=WRITES, **inputs):
        given = {"SOURCE": "s", "REVISION": "", "OLD": "", "FAIL_OVER": "", "STATUS": "0"} | inputs
        done = shell(script, {".venv/bin/toolbelt-data": command}, **given)
        words = tmp_path / "words"
        return done, words.read_text("utf-8").splitlines() if words.exists() else []

    return run


@pytest.mark.parametrize("status", ["0", "1", "2"])
def test_the_report_is_kept_whatever_its_gates_say(write_report, tmp_path, status):
    hostile = {"SOURCE": "https://x/y; touch pwned", "REVISION": "$(touch pwned)"}
    done, words = write_report(STATUS=status, **hostile)
    assert (done.returncode, done.stderr) == (0, "")
    found = outputs((tmp_path / "output").read_text("utf-8"))
    assert found == {"status": status, "attention": "true", "summary": SUMMARY.rstrip("\n")}
    assert (tmp_path / "step").read_text("utf-8") == SUMMARY
    assert words[:5] == ["report", "--source", hostile["SOURCE"], "--revision", hostile["REVISION"]]
    assert not (tmp_path / "pwned").exists()


def test_the_words_of_the_workflow_are_those_of_the_command(write_report):
    from toolbelt_data.cli import parser

    _, words = write_report(REVISION="r", OLD="2025-01-31", FAIL_OVER="7")
    given = parser().parse_args(words)
    assert (given.source, given.revision, given.fail_over) == ("s", "r", 7)
    assert given.parameters == [["old", "2025-01-31"]]
    assert (str(given.out), given.keep, len(given.summaries)) == ("reports", 26, 2)
