"""Take the README's pictures of a report of the embedded edition: docs/images/*.png."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
MOST = 250_000
"""Bytes that a picture may have."""
_COLOURS = 128


class Shot(NamedTuple):
    """A picture to take: of which page, in which window, after what was done there."""

    page: str
    width: int = 1200
    height: int = 800
    scheme: str = "light"
    done: Callable | None = None


def _sorted_and_filtered(page) -> None:
    table = page.locator(".controls:has(select) + .scroll").first
    table.locator("th").first.click()
    above = page.locator(".controls:has(select)").first
    above.locator("select").first.select_option("warning")
    above.scroll_into_view_if_needed()
    page.evaluate("y => scrollBy(0, y)", above.bounding_box()["y"] - 120)


def _found(page) -> None:
    page.locator("#found tbody tr").first.wait_for()


SHOTS = {
    "index": Shot("index.html"),
    "index-dark": Shot("index.html", scheme="dark"),
    "table": Shot("07-how-sound-are-the-documents.html", done=_sorted_and_filtered),
    "search": Shot("search.html?q=security+tool", done=_found),
    "phone": Shot("02-which-challenges-lack-a-remedy.html", 390, 844),
}
"""The pictures by their names."""


def main() -> int:
    """Write a report, open its pages, and keep what is to be seen."""
    from playwright.sync_api import sync_playwright

    from toolbelt_data.report.build import build_report

    path = chromium.find()
    if path is None:
        print(chromium.GET_IT, file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = build_report(out=Path(folder)).index.parent.as_uri()
        with sync_playwright() as playwright:
            browser = chromium.start(playwright, path)
            for name, shot in SHOTS.items():
                size = {"width": shot.width, "height": shot.height}
                page = browser.new_page(viewport=size, color_scheme=shot.scheme)
                page.goto(f"{home}/{shot.page}")
                if shot.done:
                    shot.done(page)
                _keep(page.screenshot(), FOLDER / f"{name}.png")
                page.close()
            browser.close()
    return 0


def _keep(data: bytes, path: Path) -> None:
    """Write a picture in few colours, which is a third of the bytes."""
    from PIL import Image

    picture = Image.open(BytesIO(data)).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.relative_to(FOLDER.parent.parent), path.stat().st_size)


if __name__ == "__main__":
    sys.exit(main())
