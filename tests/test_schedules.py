"""The page of schedules: what it gives to copy can be read by those who are to read it."""

import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
from shelves import write_report

from toolbelt_data.cli import parser
from toolbelt_data.report.shelf.growth import Before
from toolbelt_data.report.shelf.summary import as_data

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "schedules.md").read_text("utf-8")
SERVICE, TIMER = re.findall(r"```ini\n(.*?)```", TEXT, re.DOTALL)
(CRON,) = re.findall(r"```crontab\n(.*?)```", TEXT, re.DOTALL)
COMMAND = "/opt/toolbelt/.venv/bin/toolbelt-data"


def unit(text):
    """Read a unit; no key stands twice in what the page gives."""
    found = RawConfigParser()
    found.optionxform = str
    found.read_string(text)
    return found


def given_by(line):
    words = shlex.split(line)
    assert words[0] == COMMAND
    return parser().parse_args(words[1:])


def test_the_service_runs_a_command_that_there_is():
    given = given_by(unit(SERVICE)["Service"]["ExecStart"])
    assert (given.command, given.keep, given.refresh, given.fail_on_growth) == (
        "report",
        26,
        True,
        True,
    )
    assert str(given.out) == "/var/lib/toolbelt/reports"


def test_the_service_may_write_where_its_command_does_and_nowhere_else():
    service = unit(SERVICE)["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    places = service["ReadWritePaths"].split()
    given = given_by(service["ExecStart"])
    variables = dict(one.split("=") for one in service["Environment"].split())
    for place in (given.out, *given.summaries, variables["HOME"], variables["TOOLBELT_CACHE"]):
        assert any(Path(place).is_relative_to(one) for one in places), place


def test_the_timer_makes_up_for_what_it_missed():
    timer = unit(TIMER)["Timer"]
    assert timer["Persistent"] == "true"
    assert timer["OnCalendar"] == "Mon 05:17"


def test_systemd_reads_the_units_without_a_word(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze, to read the units: install systemd")
    # The command and its user are not on this machine: those that are stand in for them.
    service = SERVICE.replace(COMMAND, shutil.which("true")).replace("User=toolbelt", "User=daemon")
    (tmp_path / "toolbelt-report.service").write_text(service, encoding="utf-8")
    (tmp_path / "toolbelt-report.timer").write_text(TIMER, encoding="utf-8")
    words = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]
    units = [tmp_path / "toolbelt-report.service", tmp_path / "toolbelt-report.timer"]
    done = subprocess.run([*words, *units], capture_output=True, text=True, check=False)
    own = [line for line in done.stderr.splitlines() if "toolbelt-report" in line]
    assert (done.returncode, own) == (0, [])
    bad = service.replace("ProtectSystem=strict", "ProtectSystem=maybe").replace(
        "PrivateTmp", "PrivateTemp"
    )
    units[0].write_text(bad, encoding="utf-8")
    done = subprocess.run([*words, *units], capture_output=True, text=True, check=False)
    assert "PrivateTemp" in done.stderr


def test_the_line_for_cron_is_one_that_says_nothing_without_news():
    *settings, line = CRON.strip().splitlines()
    assert all(re.fullmatch(r"[A-Z]+=\S+", one) for one in settings)
    *when, user, command = line.split(maxsplit=6)
    assert all(re.fullmatch(r"\d+|\*", one) for one in when)
    assert (len(when), user) == (5, "toolbelt")
    command, quiet = command.rsplit(" > ", 1)
    assert quiet == "/dev/null"
    assert "%" not in command  # cron would end the line there
    assert given_by(command).fail_on_growth


def test_the_members_of_the_summary_are_all_told(tmp_path):
    write_report(tmp_path, "a")
    told = re.search(r"\| member \|.*?\n\n", TEXT, re.DOTALL).group()
    names = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (.*?) \|", told, re.MULTILINE)))
    assert set(names) == set(as_data(Before().growth(tmp_path / "a")))


def test_the_gates_are_all_told():
    for option in ("--fail-over", "--fail-on ", "--fail-on-growth", "--keep", "--summary"):
        assert f"`{option}" in TEXT
