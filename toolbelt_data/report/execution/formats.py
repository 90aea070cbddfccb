"""Formats: what reads notebooks, imported without grammars that it never asks for.

Where JupyterLab is installed, jsonschema makes grammars of international
addresses while it is imported, which takes longer than all else that a report
imports. No notebook's schema names such an address. A program that wants
jsonschema to check them imports it before this package's reports.
"""

from __future__ import annotations

import sys

_GRAMMARS = "rfc3987_syntax"

if "jsonschema" not in sys.modules and _GRAMMARS not in sys.modules:
    sys.modules[_GRAMMARS] = None  # type: ignore[assignment]  # jsonschema does without it then
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules[_GRAMMARS]
