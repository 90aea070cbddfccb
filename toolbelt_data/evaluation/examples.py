"""Examples: invented statements with what they tell, which the lexicons are learned from."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..analysis.bearing import Knowledge, read_knowledge
from ..errors import SourceError
from ..source import package_folder

_HEADER = ["kind", "text", "troubles", "helps", "subjects"]


@dataclass(frozen=True)
class Example:
    """An invented statement.

    Parameters
    ----------
    kind : str
        challenge or remedy.
    text : str
    tells : numpy.ndarray
        float64, one a concept: 1 what it is about, 0.5 what it touches, else 0.
    """

    kind: str
    text: str
    tells: np.ndarray


def read_examples(folder: str | os.PathLike[str] | None = None) -> list[Example]:
    """Read worked examples.

    Parameters
    ----------
    folder : str or path-like, optional
        With CSV files of the columns kind, text, troubles, helps and subjects;
        the one that travels with the package where it is left out.

    Returns
    -------
    list of Example
        By file name and line.

    Raises
    ------
    SourceError
        Names the line that is no example.

    Examples
    --------
    >>> {example.kind for example in read_examples()} == {"challenge", "remedy"}
    True
    """
    if folder is None:
        folder = package_folder("data") / "knowledge" / "examples"
    knowledge = read_knowledge()
    files = sorted(Path(folder).glob("*.csv"))
    if not files:
        raise SourceError(folder, "no CSV file is in it", "give a folder of examples")
    return [example for file in files for example in _examples(file, knowledge)]


def _examples(file: Path, knowledge: Knowledge) -> Iterator[Example]:
    concepts = {concept: at for at, concept in enumerate(knowledge.concepts)}
    with file.open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        if reader.fieldnames != _HEADER:
            raise SourceError(file, "is no file of examples", f"begin with {','.join(_HEADER)}", 1)
        for record in reader:
            tells = np.zeros(len(concepts))
            if record["kind"] not in ("challenge", "remedy"):
                found = f"kind {record['kind']!r}"
                raise SourceError(file, found, "write challenge or remedy", reader.line_num)
            for kind in _HEADER[2:]:
                for told in filter(None, (record[kind] or "").split(";")):
                    concept, _, strength = told.strip().partition("=")
                    if f"{kind}:{concept}" not in concepts or strength not in ("1", "2"):
                        raise SourceError(
                            file,
                            f"{told.strip()!r} among {kind}",
                            "write id=1 or id=2",
                            reader.line_num,
                        )
                    tells[concepts[f"{kind}:{concept}"]] = int(strength) / 2
            yield Example(record["kind"], record["text"], tells)
