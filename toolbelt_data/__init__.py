"""Persona documents of the OpenSSF Security Toolbelt as pandas tables."""

from importlib import import_module

__version__ = "2.0.0"

_MODULES = {
    "Analysis": "analysis",
    "Corpus": "corpus",
    "Edition": "source",
    "NothingToMeasure": "errors",
    "ParameterError": "errors",
    "SchemaError": "errors",
    "SourceError": "errors",
    "ToolbeltError": "errors",
    "check": "checks",
    "compare": "analysis",
    "history": "analysis",
    "load": "corpus",
    "open_edition": "source",
    "refresh": "git",
}
__all__ = ["__version__", *_MODULES]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: importing the package loads nothing heavy."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
