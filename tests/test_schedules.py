"""The page of schedules: the commands that it gives to copy are commands of this program."""

import re
import shlex

from conftest import ROOT

from toolbelt_data.cli import parser


def test_the_service_and_the_line_for_cron_run_a_report_quietly():
    text = (ROOT / "docs" / "schedules.md").read_text("utf-8")
    service, cron = re.findall(r"/opt/toolbelt/.venv/bin/toolbelt-data (report .*)", text)[:2]
    command, quiet = cron.rsplit(" > ", 1)
    assert (quiet, "%" in command) == ("/dev/null", False)  # cron would end the line there
    for words in (service, command):
        given = parser().parse_args(shlex.split(words))
        assert (given.refresh, given.fail_on_growth) == (True, True)
