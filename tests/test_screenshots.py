"""The README's pictures: there, described, and made by the script."""

import re

import pytest
from conftest import ROOT
from take_screenshots import FOLDER, MOST, SHOTS

PICTURES = re.findall(
    r"!\[(.*?)\]\(docs/images/([\w-]+)\.png\)", (ROOT / "README.md").read_text("utf-8")
)


def test_the_readme_shows_pictures_with_words():
    assert 2 <= len(PICTURES) <= 3
    for words, name in PICTURES:
        assert len(words) > 40, name
        assert name in SHOTS


def test_every_picture_is_one_that_the_script_makes():
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.png" for name in SHOTS}


@pytest.mark.parametrize("name", SHOTS)
def test_pictures_are_small_and_of_their_window(name):
    from PIL import Image

    path = FOLDER / f"{name}.png"
    assert path.stat().st_size < MOST
    with Image.open(path) as picture:
        assert picture.size == SHOTS[name][1:3]
