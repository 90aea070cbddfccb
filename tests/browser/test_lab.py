"""JupyterLab as `make lab` starts it, in a real browser: it lands, shows, runs and answers."""

import json
import os
import secrets
import shlex
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest

from browser.watching import SIZES, opened, watched

ROOT = Path(__file__).parent.parent.parent
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# Every cell is in the page, and what is saved by itself would be saved at once.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "docmanager-extension/plugin": {"autosaveInterval": 1},
}
# Whether each cell with code in it has been run and none is at it.
RUN = """panel => {
    const cells = [...document.querySelector(panel).querySelectorAll(".jp-CodeCell")];
    const said = cells.map(cell => cell.querySelector(".jp-InputPrompt").textContent);
    return cells.length > 2 && said.every(words => /^\\[\\d+\\]:$/.test(words));
}"""
# Outputs that are wider than their place, and how the cells of tables are aligned.
LAID_OUT = """panel => {
    const all = (what) => [...document.querySelector(panel).querySelectorAll(what)];
    const wide = all(".jp-OutputArea-output").filter(one => one.scrollWidth > one.clientWidth);
    const sides = all("table.toolbelt td").map(cell =>
        getComputedStyle(cell).textAlign + (cell.className === "number" ? " number" : ""));
    return [wide.map(one => one.innerText.slice(0, 60)), [...new Set(sides)].sort()];
}"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A copy of what JupyterLab shows and runs."""
    base = tmp_path_factory.mktemp("lab") / "clone"
    for name in ("toolbelt_data", "notebooks", "data", "tools/lab"):
        shutil.copytree(ROOT / name, base / name)
    return base


@pytest.fixture(scope="module")
def lab(clone):
    """The address of a JupyterLab with a token, in folders of its own."""
    make = ["make", "--dry-run", "--no-print-directory", "lab", f"VENV={ROOT / '.venv'}"]
    said = subprocess.run(make, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines = said.replace("\\\n", " ").splitlines()
    command = shlex.split(next(line for line in lines if "jupyter lab" in line))
    command += ["--no-browser", "--port=0", "--ip=127.0.0.1"]
    command += ["--allow-root"] * (hasattr(os, "getuid") and os.getuid() == 0)
    base = clone.parent
    for name, values in SETTINGS.items():
        path = base / "LAB_SETTINGS" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    given = {f"JUPYTER_{name}": str(base / name) for name in names}
    given |= {"JUPYTERLAB_SETTINGS_DIR": str(base / "LAB_SETTINGS"), "PYTHONPATH": str(clone)}
    given |= {"JUPYTERLAB_WORKSPACES_DIR": str(base / "w"), "IPYTHONDIR": str(base / "ipython")}
    given["JUPYTER_TOKEN"] = token = secrets.token_hex(16)
    with (base / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=clone, env=os.environ | given, stdout=log, stderr=log)  # fmt: skip
        try:
            yield f"{_address(process, base)}?token={token}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _address(process, base):
    """Wait for the server's file that says where it is."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        for path in (base / "RUNTIME_DIR").glob("jpserver-*.json"):
            with suppress(ValueError):  # it is being written
                return json.loads(path.read_text("utf-8"))["url"]
        time.sleep(0.1)
    raise RuntimeError((base / "log").read_text("utf-8"))


def choose(page, menu, item):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def run_all(page):
    """Run every cell of the notebook that is shown, and wait for the last."""
    from playwright.sync_api import TimeoutError as TooLate

    page.wait_for_selector(f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status=idle]")
    choose(page, "Edit", "Clear Outputs of All Cells")
    for patience in (60_000, 120_000):
        choose(page, "Run", "Run All Cells")
        # A kernel that was not connected yet runs none of what it was asked for.
        with suppress(TooLate):
            page.wait_for_function(RUN, arg=PANEL, timeout=patience)
            break
    page.wait_for_function(RUN, arg=PANEL, timeout=1_000)
    wrong = page.locator(f"{PANEL} [data-mime-type*=error], {PANEL} [data-mime-type*=stderr]")
    assert wrong.all_inner_texts() == []


def test_it_lands_shows_runs_and_leaves_notebooks_alone(browser, lab, clone):
    home, two = lab.partition("?")[0], "notebooks/02-which-challenges-lack-a-remedy.ipynb"
    with watched(browser, home, **SIZES["laptop"]) as (page, watch):
        page.set_default_timeout(120_000)
        opened(page, watch, lab)
        page.wait_for_url("**/notebooks/start.ipynb*")
        run_all(page)
        assert page.locator(f"{PANEL} code:has-text('corpus.personas')").count()

        opened(page, watch, f"{home}lab/tree/{two}")
        page.wait_for_selector(f"{PANEL} h1:has-text('lack an OpenSSF remedy')")
        page.locator(f"{PANEL} [data-mime-type='image/png'] img").nth(2).wait_for()
        aligned = ["left", "right number"]
        wide, sides = page.evaluate(LAID_OUT, PANEL)
        assert (wide, [*{*sides} - {*aligned}]) == ([], [])
        # Not trusted before it ran: pictures are PNG, then SVG.
        assert page.locator(f"{PANEL} [data-mime-type='image/svg+xml']").count() == 0
        page.wait_for_selector(f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status=idle]")
        page.wait_for_timeout(3_000)
        assert clone.joinpath(two).read_bytes() == (ROOT / two).read_bytes()
        run_all(page)
        assert page.locator(f"{PANEL} [data-mime-type='image/svg+xml']").count() >= 3
        wide, sides = page.evaluate(LAID_OUT, PANEL)
        assert (wide, [*{*sides} - {*aligned}]) == ([], [])

        page.keyboard.press("Control+s")
        while clone.joinpath(two).read_bytes() == (ROOT / two).read_bytes():
            page.wait_for_timeout(100)
        saved, shipped = (nbformat.read(folder / two, as_version=4) for folder in (clone, ROOT))
        assert [cell.source for cell in saved.cells] == [cell.source for cell in shipped.cells]
        page.locator(f"{PANEL} a.place").first.click()
        page.wait_for_selector(".jp-MarkdownViewer, .jp-FileEditor")

        assert page.locator(".Toastify__toast").count() == 0
        # JupyterLab warns of itself; what counts is that it asks nobody else.
        assert [fault for fault in watch.faults if " request: " in fault] == []
