"""Persona documents of the OpenSSF Security Toolbelt as pandas tables."""

import lazy_loader

_FROM = {
    "corpus": ["Corpus", "load"],
    "errors": ["NothingToMeasure", "ParameterError", "SchemaError", "SourceError", "ToolbeltError"],
    "source": ["Edition", "open_edition", "refresh"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
__version__ = "0.1.0"
