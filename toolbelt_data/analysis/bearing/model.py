"""Model: a few numbers that turn a pair's features into probabilities."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from ...errors import SourceError
from ...source import package_folder
from .features import FEATURES, Reader
from .knowledge import read_knowledge
from .lexicon import KINDS, Lexicon

MODEL_FILE = "model.json"


@dataclass(frozen=True)
class Scale:
    """A logistic regression over the features.

    Parameters
    ----------
    intercept : float
    coefficients : numpy.ndarray
        float64, one a feature.
    threshold : float
        Probability from which a pair has the level.
    """

    intercept: float
    coefficients: np.ndarray
    threshold: float

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Give probabilities, float64, of features along the last axis."""
        return 1 / (1 + np.exp(-(features @ self.coefficients + self.intercept)))


@dataclass(frozen=True)
class Model:
    """What judges a pair that nobody judged.

    Parameters
    ----------
    lexicons : dict of str to Lexicon
        For challenges and for remedies.
    bears, direct : Scale
        That a remedy bears at all, and that it does directly.
    """

    lexicons: dict[str, Lexicon]
    bears: Scale
    direct: Scale

    def reader(self) -> Reader:
        """Give what reads statements for this model, always the same."""
        return self._reader

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.lexicons)

    def levels(
        self, features: np.ndarray, threshold: float | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Give the probabilities that remedies bear, and the levels 0, 1 and 2.

        Parameters
        ----------
        features : numpy.ndarray
            As :meth:`Reader.features` gives them.
        threshold : float, optional
            Score from which a remedy bears; the model's own where left out.

        Returns
        -------
        scores : numpy.ndarray
            float64, 0 to 1, to four decimals.
        levels : numpy.ndarray
            int64.
        """
        scores = self.bears.probabilities(features).round(4)
        bears = scores >= (self.bears.threshold if threshold is None else threshold)
        direct = self.direct.probabilities(features) >= self.direct.threshold
        return scores, bears.astype("int64") + (bears & direct)

    def written(self) -> dict:
        """Give the numbers that :func:`read_model` reads, ready for JSON."""
        return {
            name: {
                "intercept": scale.intercept,
                "threshold": scale.threshold,
                "coefficients": dict(zip(FEATURES, scale.coefficients.tolist(), strict=True)),
            }
            for name, scale in (("bears", self.bears), ("direct", self.direct))
        }


def read_model(folder: str | os.PathLike[str] | None = None) -> Model:
    """Read a model and its lexicons.

    Parameters
    ----------
    folder : str or path-like, optional
        With `model.json`, `challenge.csv` and `remedy.csv`; the one that
        travels with the package where it is left out.

    Raises
    ------
    SourceError
        Where a file cannot be read or is not as it should be.

    Examples
    --------
    >>> model = read_model()
    >>> bool(0 < model.bears.threshold < 1)
    True
    """
    if folder is None:
        return _embedded()
    return _read(Path(folder))


@lru_cache(maxsize=1)
def _embedded() -> Model:
    return _read(package_folder("data") / "model")


def _read(folder: Path) -> Model:
    knowledge = read_knowledge()
    lexicons = {kind: Lexicon.read(folder / f"{kind}.csv", knowledge) for kind in KINDS}
    file = folder / MODEL_FILE
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
        return Model(lexicons, _scale(written["bears"]), _scale(written["direct"]))
    except OSError as error:
        found = error.strerror or "cannot be read"
        raise SourceError(file, found, "make it with `make model`") from None
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(file, f"is no model: {error}", "make it anew with `make model`") from None


def _scale(written: dict) -> Scale:
    coefficients = [float(written["coefficients"][name]) for name in FEATURES]
    return Scale(float(written["intercept"]), np.array(coefficients), float(written["threshold"]))
