"""JupyterLab as `make lab` starts it, in a real browser: it lands, runs and answers."""

import json
import os
import secrets
import shlex
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from browser.watching import SIZES, opened, watched
from toolbelt_data.source import package_folder

ROOT = Path(__file__).parent.parent.parent
START = "start.ipynb"
# Every cell is in the page; who opens it wants news and updates, which the command does not ask for.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "true", "checkForUpdates": True},
}
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# Whether each cell with code in it has been run and none is at it.
RUN = """panel => {
    const cells = [...document.querySelector(panel).querySelectorAll(".jp-CodeCell")];
    const said = cells.map(cell => cell.querySelector(".jp-InputPrompt").textContent);
    return cells.length > 2 && said.every(words => /^\\[\\d+\\]:$/.test(words));
}"""


def command(notebooks):
    """The command of `make lab`, on other notebooks."""
    said = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "lab"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    whole = said.replace("\\\n", " ")
    line = next(line for line in whole.splitlines() if "jupyter lab" in line)
    words = [word for word in shlex.split(line) if not word.startswith("--notebook-dir")]
    words += [f"--notebook-dir={notebooks}", "--no-browser", "--port=0", "--ip=127.0.0.1"]
    root = ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    return words + root


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab with a token, in folders of its own."""
    base = tmp_path_factory.mktemp("lab")
    shutil.copytree(package_folder("notebooks"), base / "notebooks")
    for name, values in SETTINGS.items():
        path = base / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    folders = {
        "JUPYTERLAB_SETTINGS_DIR": base / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": base / "workspaces",
        "JUPYTER_CONFIG_DIR": base / "config",
        "JUPYTER_DATA_DIR": base / "data",
        "JUPYTER_RUNTIME_DIR": base / "runtime",
        "IPYTHONDIR": base / "ipython",
    }
    given = {name: str(folder) for name, folder in folders.items()}
    given["JUPYTER_TOKEN"] = token = secrets.token_hex(16)
    log = (base / "log").open("wb")
    process = subprocess.Popen(
        command(base / "notebooks"), cwd=ROOT, env=os.environ | given, stdout=log, stderr=log
    )
    try:
        yield f"{_address(process, base)}?token={token}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _address(process, base):
    """Wait for the server's file that says where it is."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        for path in (base / "runtime").glob("jpserver-*.json"):
            try:
                return json.loads(path.read_text("utf-8"))["url"]
            except ValueError:  # it is being written
                continue
        time.sleep(0.1)
    raise RuntimeError((base / "log").read_text("utf-8"))


def run_all(page):
    """Run every cell of the notebook that is shown, and wait for the last."""
    from playwright.sync_api import TimeoutError as TooLate

    page.wait_for_selector(f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status=idle]")
    for patience in (40_000, 120_000):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        # A kernel that was not connected yet runs none of what it was asked for.
        with suppress(TooLate):
            page.wait_for_function(RUN, arg=PANEL, timeout=patience)
            break
    page.wait_for_function(RUN, arg=PANEL, timeout=1_000)
    wrong = page.locator(f"{PANEL} [data-mime-type*=error], {PANEL} [data-mime-type*=stderr]")
    assert wrong.all_inner_texts() == []


def test_it_lands_on_the_start_notebook_and_a_question_answers(browser, lab):
    home = lab.partition("?")[0]
    with watched(browser, home, **SIZES["laptop"]) as (page, watch):
        page.set_default_timeout(120_000)
        opened(page, watch, lab)
        page.wait_for_url(f"**/{START}*")
        run_all(page)
        assert page.locator(f"{PANEL} .jp-RenderedHTMLCommon table").count() >= 2
        assert "of 70 challenges" in page.inner_text(f"{PANEL} .answer")
        opened(page, watch, f"{home}lab/tree/02-which-challenges-lack-a-remedy.ipynb")
        page.wait_for_selector(f"{PANEL} h1:has-text('Which challenges lack an OpenSSF remedy')")
        page.evaluate(
            "document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook').scrollTo(0, 0)"
        )
        page.get_by_role("menuitem", name="Edit", exact=True).click()
        page.get_by_role("menuitem", name="Clear Outputs of All Cells", exact=True).click()
        page.wait_for_selector(f"{PANEL} .answer", state="detached")
        run_all(page)
        assert page.inner_text(f"{PANEL} .answer").startswith("10 of 70 reviewed")
        for what, about in (("news", "news"), ("update", "notification")):
            answer = page.request.get(f"{home}lab/api/{what}")
            assert answer.ok
            assert not answer.json()[about]
        # JupyterLab warns of itself; what counts is that it asks nobody else.
        assert [fault for fault in watch.faults if " request: " in fault] == []
