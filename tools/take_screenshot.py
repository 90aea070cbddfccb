"""Take the README's picture of the first page of a report: docs/images/index.png."""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

import chromium

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "index.png"
_WINDOW = {"width": 1200, "height": 900}
_COLOURS = 128


def main() -> int:
    """Write a report, open its first page, and save what is seen, in few colours."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    from toolbelt_data.report.build import build_report

    path = chromium.find()
    if path is None:
        print(chromium.GET_IT, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        index = build_report(out=Path(folder)).index
        browser = chromium.start(playwright, path)
        page = browser.new_page(viewport=_WINDOW)
        page.goto(index.as_uri())
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        browser.close()
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(PICTURE.name, PICTURE.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
