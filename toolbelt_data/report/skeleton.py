"""Skeleton: a new notebook that asks one question, runs at once, and can join a report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ..errors import ParameterError, ToolbeltError
from ..spreadsheet import write_whole

_NAME = re.compile(r"\w[\w-]*")
_CELLS = (
    (
        "",
        """# {title}

Who asks this, and of which data. It says what is written, and not whether that is true.""",
    ),
    (
        "parameters",
        """source: str = ""  # folder or git address of the documents; empty: the embedded edition
revision: str = ""  # commit, tag, branch or date; empty: the folder as it lies, or the newest""",
    ),
    (
        "code",
        """from toolbelt_data import Analysis
from toolbelt_data import notebook as nb

nb.check_parameters()""",
    ),
    ("", "## Which edition is this, and what does it hold?"),
    (
        "code",
        """corpus = nb.open_corpus(source, revision)
analysis = Analysis(corpus)
nb.provenance(corpus)""",
    ),
    (
        "",
        """## Which challenges have no remedy?

One finding per section: a question, a few lines, a table or picture, a sentence about it.""",
    ),
    (
        "code",
        """challenges = analysis.challenges[~analysis.challenges.summary]
nb.Table(analysis.gaps, "persona text place", text="Challenge")""",
    ),
    (
        "code",
        """number = nb.count_of(len(challenges), "challenge has", "challenges have")
nb.Reading(f"{len(analysis.gaps)} of {number} no remedy.")""",
    ),
    ("", "## Answer"),
    (
        "answer",
        """nb.Answer(
    f"{len(analysis.gaps)} of {number} no remedy.",
    "Say here what that is worth, and where to look next.",
)""",
    ),
)


def write_skeleton(name: str, folder: Path) -> Path:
    """Write a notebook to begin with.

    Parameters
    ----------
    name : str
        Of the file, such as ``09-who-writes-tests``; letters, digits, hyphens
        and low lines. The question is made of it.
    folder : pathlib.Path
        Made where it is missing.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ParameterError
        Where the name is none of a notebook.
    ToolbeltError
        Where it is there already, or cannot be written.
    """
    stem = name.removesuffix(".ipynb")
    if not _NAME.fullmatch(stem):
        raise ParameterError("--new", f"{name!r} is no name", "use letters, digits and hyphens")
    path = folder / f"{stem}.ipynb"
    if path.exists():
        raise ToolbeltError(path, "is there already", "take another name")
    words = re.sub(r"^\d+-", "", stem).replace("-", " ").replace("_", " ")
    text = json.dumps(_notebook(f"{words[:1].upper()}{words[1:]}?"), ensure_ascii=False, indent=1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ToolbeltError(
            folder, error.strerror or "cannot be written", "give a folder that can be written"
        ) from None
    write_whole(path, f"{text}\n".encode())
    return path


def _notebook(title: str) -> dict[str, Any]:
    return {
        "cells": [
            _cell(number, kind, words.replace("{title}", title))
            for number, (kind, words) in enumerate(_CELLS, 1)
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(number: int, kind: str, words: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "code" if kind else "markdown",
        "id": f"cell-{number:02}",
        "metadata": {"tags": [kind]} if kind not in ("", "code") else {},
        "source": words.splitlines(keepends=True),
    }
    return cell | {"execution_count": None, "outputs": []} if kind else cell
