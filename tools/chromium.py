"""Chromium: where it is on this machine, and how it is started for tests and screenshots."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
GET_IT = (
    "needs chromium: run tools/install-chromium as root on Debian or Ubuntu,"
    " or set TOOLBELT_CHROMIUM to the path of a Chrome"
)
# No name resolves and no port but this machine's answers: what a page asks outside, fails.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find() -> str | None:
    """Find the browser: the one that TOOLBELT_CHROMIUM names, else the first by its usual names."""
    named = os.environ.get("TOOLBELT_CHROMIUM")
    if named:
        return named
    there = next(filter(None, map(shutil.which, NAMES)), None)
    return there or (ON_A_MAC if Path(ON_A_MAC).is_file() else None)


def start(playwright: Playwright, path: str) -> Browser:
    """Start the browser without a window and without any network."""
    return playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
