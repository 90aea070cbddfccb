"""Persona documents of the OpenSSF Security Toolbelt as pandas tables."""

from .corpus import Corpus, load
from .errors import NothingToMeasure, ParameterError, SchemaError, SourceError, ToolbeltError
from .source import Edition, open_edition, refresh

__all__ = [
    "Corpus",
    "Edition",
    "NothingToMeasure",
    "ParameterError",
    "SchemaError",
    "SourceError",
    "ToolbeltError",
    "load",
    "open_edition",
    "refresh",
]
__version__ = "0.1.0"
