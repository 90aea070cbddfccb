"""The workflows: linted, pinned, and their scripts run against stand-ins."""

import csv
import json
import os
import re
import shutil
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
    """Give every step of every workflow and of the action, with the file that it stands in."""
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


def test_zizmor_would_find_something(tmp_path):
    bad = (ROOT / ".github" / "workflows" / "report.yml").read_text("utf-8")
    bad = bad.replace('exit "$STATUS"', "exit ${{ inputs.source }}")
    (tmp_path / "bad.yml").write_text(bad, encoding="utf-8")
    done = tool("zizmor", "--offline", "--format", "json", tmp_path / "bad.yml")
    assert "template-injection" in done.stdout


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("vendor.github-workflows", WORKFLOWS), ("vendor.github-actions", [ROOT / "action.yml"])],
)
def test_workflows_and_the_action_have_the_form_that_github_reads(schema, paths):
    done = tool("check-jsonschema", "--builtin-schema", schema, *paths)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_to_a_commit_with_its_version_beside():
    for path in (*WORKFLOWS, ROOT / "action.yml"):
        lines = re.findall(r"uses: (.*)", path.read_text("utf-8"))
        assert lines or path.name == "action.yml"
        for line in lines:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), (path, line)


def test_every_action_is_a_known_one_at_its_known_commit(shared):
    with (shared / "actions.csv").open(encoding="utf-8", newline="") as file:
        known = {row["action"]: (row["commit"], row["version"]) for row in csv.DictReader(file)}
    for path in (*WORKFLOWS, ROOT / "action.yml", ROOT / "docs" / "checking.md"):
        used = re.findall(r"uses: ([\w/-]+)@([0-9a-f]{40}) # (\S+)", path.read_text("utf-8"))
        for name, *pin in used:
            assert known.get(name) == tuple(pin), (path, name)


def test_no_word_from_outside_is_written_into_a_script():
    seen = 0
    for path, step in steps():
        for script in (step.get("run"), step.get("with", {}).get("script")):
            if script:
                assert "${{" not in script, (path, step)
                seen += 1
    assert seen >= 8


def test_each_job_may_do_what_it_needs_and_no_more():
    assert REPORT["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "report": {"contents": "read", "actions": "read"},
        "publish": {"pages": "write", "id-token": "write"},
        "tell": {"issues": "write"},
        "gates": {},
    }
    assert all(job["timeout-minutes"] <= 30 for job in JOBS.values())
    assert REPORT["concurrency"] == {"group": "report", "cancel-in-progress": False}


def test_every_shell_script_can_be_read():
    for path, step in steps():
        if "run" in step:
            done = subprocess.run(
                ["bash", "-n"], input=step["run"], text=True, capture_output=True, check=False
            )
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
        return subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=tmp_path,
            env={
                "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
                "RUNNER_TEMP": str(tmp_path),
                "GITHUB_OUTPUT": str(tmp_path / "output"),
                "GITHUB_STEP_SUMMARY": str(tmp_path / "step"),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


WRITES = r"""
printf '%s\n' "$@" > words
cp summary.in summary.md
echo '{"attention": true}' > summary.json
exit "$STATUS"
"""


def outputs(text):
    """Read what a step gives on, as a runner reads it."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        name, several, end = line.partition("<<")
        if several and "=" not in name:
            inside = []
            for one in lines:
                if one == end:
                    break
                inside.append(one)
            found[name] = "\n".join(inside)
        else:
            name, _, found[name] = line.partition("=")[0], None, line.partition("=")[2]
    return found


@pytest.mark.parametrize("status", ["0", "1", "2"])
def test_the_report_is_kept_whatever_its_gates_say(shell, tmp_path, status):
    (tmp_path / "summary.in").write_text(SUMMARY, encoding="utf-8")
    inputs = {
        "SOURCE": "https://x/y; touch pwned",
        "REVISION": "$(touch pwned)",
        "OLD": "",
        "FAIL_OVER": "",
    }
    script = script_of("report", "Write the report")
    done = shell(script, {".venv/bin/toolbelt-data": WRITES}, STATUS=status, **inputs)
    assert (done.returncode, done.stderr) == (0, "")
    said = outputs((tmp_path / "output").read_text("utf-8"))
    assert said == {"status": status, "attention": "true", "summary": SUMMARY.rstrip("\n")}
    assert (tmp_path / "step").read_text("utf-8") == SUMMARY
    words = (tmp_path / "words").read_text("utf-8").splitlines()
    assert words[:5] == ["report", "--source", inputs["SOURCE"], "--revision", inputs["REVISION"]]
    assert not (tmp_path / "pwned").exists()


def test_the_words_of_the_workflow_are_those_of_the_command(shell, tmp_path):
    from toolbelt_data.cli import parser

    (tmp_path / "summary.in").write_text(SUMMARY, encoding="utf-8")
    inputs = {"SOURCE": "s", "REVISION": "r", "OLD": "2025-01-31", "FAIL_OVER": "7", "STATUS": "0"}
    shell(script_of("report", "Write the report"), {".venv/bin/toolbelt-data": WRITES}, **inputs)
    given = parser().parse_args((tmp_path / "words").read_text("utf-8").splitlines())
    assert (given.source, given.revision, given.fail_over) == ("s", "r", 7)
    assert given.parameters == [["old", "2025-01-31"]]
    assert (str(given.out), given.keep, len(given.summaries)) == ("reports", 26, 2)


def test_without_a_report_the_job_fails_as_the_command_did(shell):
    inputs = {"SOURCE": "s", "REVISION": "", "OLD": "", "FAIL_OVER": ""}
    done = shell(
        script_of("report", "Write the report"), {".venv/bin/toolbelt-data": "exit 3"}, **inputs
    )
    assert done.returncode == 3


GH = """
if [ "$1 $2" = "run list" ]; then printf '9\\n8\\n'; exit 0; fi
echo "$3" >> asked
[ "$3" = "$HAS" ] && echo kept > reports/kept
"""


@pytest.mark.parametrize(("has", "asked"), [("9", "9"), ("8", "9 8"), ("none", "9 8")])
def test_the_reports_of_before_come_from_the_last_run_that_kept_them(shell, tmp_path, has, asked):
    script = script_of("report", "Take them from the run before, where they are not cached")
    done = shell(script, {"bin/gh": GH}, HAS=has, BRANCH="main")
    assert done.returncode == 0
    assert (tmp_path / "asked").read_text().split() == asked.split()
    assert (tmp_path / "reports" / "kept").exists() is (has != "none")


def test_a_list_of_runs_that_cannot_be_had_stops_nothing(shell):
    script = script_of("report", "Take them from the run before, where they are not cached")
    done = shell(script, {"bin/gh": "exit 1"}, BRANCH="main")
    assert done.returncode == 0
    assert "nothing to compare with" in done.stdout


@pytest.mark.parametrize("status", ["0", "1", "2"])
def test_the_gates_end_as_the_report_did(shell, status):
    assert shell(script_of("gates", "End as the report ended"), STATUS=status).returncode == int(
        status
    )


STAND_IN = """
const fs = require('fs');
const state = JSON.parse(fs.readFileSync(process.env.STATE, 'utf8'));
const github = {
  paginate: async (call, words) => call(words),
  rest: { issues: {
    listForRepo: async ({ owner, repo, state: wanted, creator }) =>
      state.issues.filter((one) => owner === 'o' && repo === 'r' && one.state === wanted
        && one.user === creator),
    create: async ({ title, body }) => {
      const data = { number: state.issues.length + 1, title, body, state: 'open',
        user: 'github-actions[bot]', comments: [] };
      state.issues.push(data);
      return { data };
    },
    createComment: async ({ issue_number, body }) => {
      state.issues.find((one) => one.number === issue_number).comments.push(body);
    },
  } },
};
const context = { repo: { owner: 'o', repo: 'r' } };
const core = { notice: (words) => console.log(words) };
const script = fs.readFileSync(process.env.SCRIPT, 'utf8');
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('github', 'context', 'core', script)(github, context, core).then(() =>
  fs.writeFileSync(process.env.STATE, JSON.stringify(state)));
"""


@pytest.fixture
def tell(tmp_path):
    """Run the script that tells, against issues that stay from run to run."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, to run the script of the workflow: install nodejs")
    step = JOBS["tell"]["steps"][0]
    (tmp_path / "script.js").write_text(step["with"]["script"], encoding="utf-8")
    (tmp_path / "stand-in.js").write_text(STAND_IN, encoding="utf-8")
    state = tmp_path / "state.json"
    state.write_text('{"issues": []}')

    def run(issues=None, **given):
        if issues is not None:
            state.write_text(json.dumps({"issues": issues}))
        said = {"RESULT": "success", "SUMMARY": SUMMARY, "SITE": "", "RUN": "https://x/run"} | given
        assert said.keys() == step["env"].keys()
        places = {"STATE": str(state), "SCRIPT": str(tmp_path / "script.js")}
        words = [node, tmp_path / "stand-in.js"]
        subprocess.run(words, env={**said, **places}, cwd=tmp_path, check=True)
        return json.loads(state.read_text())["issues"]

    return run


def test_one_issue_is_opened_and_then_commented_on(tell):
    assert [len(one["comments"]) for one in tell()] == [0]
    assert [len(one["comments"]) for one in tell()] == [1]
    (issue,) = tell(SITE="https://x/site", SUMMARY="more")
    assert issue["body"] == (f"<!-- toolbelt-data report -->\n{SUMMARY}\n\n[run](https://x/run)\n")
    assert issue["comments"][1] == "more\n\n[run](https://x/run) · [reports](https://x/site)\n"


def test_once_it_is_closed_another_is_opened(tell):
    (issue,) = tell()
    assert [one["state"] for one in tell([issue | {"state": "closed"}])] == ["closed", "open"]


def test_issues_of_others_are_left_alone(tell):
    mark = "<!-- toolbelt-data report -->"
    theirs = {"number": 1, "state": "open", "user": "somebody", "body": mark, "comments": []}
    other = {
        "number": 2,
        "state": "open",
        "user": "github-actions[bot]",
        "body": None,
        "comments": [],
    }
    pull = other | {"number": 3, "body": mark, "pull_request": {}}
    found = tell([theirs, other, pull])
    assert [len(one["comments"]) for one in found] == [0, 0, 0, 0]
    assert found[3]["body"].startswith(mark)


def test_a_report_that_could_not_be_written_is_told(tell):
    (issue,) = tell(RESULT="failure", SUMMARY="")
    assert "No report could be written; the one before stays as it was." in issue["body"]


def test_nothing_is_told_where_nothing_grew():
    condition = JOBS["tell"]["if"]
    assert "needs.report.outputs.attention == 'true'" in condition
    assert "needs.report.result != 'success'" in condition
    assert JOBS["tell"]["needs"] == ["report", "publish"]
