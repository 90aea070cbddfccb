"""SARIF 2.1.0: findings for code scanning.

The standard is OASIS's "Static Analysis Results Interchange Format"; what
GitHub reads of it: rules with help, one location a result, and the partial
fingerprint by which a result is known again.
"""

from __future__ import annotations

import json
from urllib.parse import quote

import pandas as pd

from .. import __version__
from ..analysis.checks import RULES, Rule
from .place import Place
from .visible import visible_json

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def write(findings: pd.DataFrame, place: Place) -> str:
    """Write findings as a log with one run."""
    positions = {rule.code: number for number, rule in enumerate(RULES)}
    driver = {
        "name": "toolbelt-data",
        "version": __version__,
        "rules": [_rule(rule) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, positions, place) for row in findings.itertuples()],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return visible_json(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _rule(rule: Rule) -> dict:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {
            "text": f"{rule.why} {rule.mend}",
            "markdown": f"**Why.** {rule.why}\n\n**Mend.** {rule.mend}",
        },
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(row, positions: dict[str, int], place: Place) -> dict:
    region = {"startLine": row.line, "startColumn": row.column, "endLine": row.end_line}
    uri = {"uri": quote(place.prefix + row.path)}
    result = {
        "ruleId": row.code,
        "ruleIndex": positions[row.code],
        "level": row.severity,
        "message": {"text": f"{row.message}; {row.fix}"},
        "locations": [{"physicalLocation": {"artifactLocation": uri, "region": region}}],
        "partialFingerprints": {"toolbeltData/v1": row.fingerprint},
    }
    if not pd.isna(row.item_id):
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": row.item_id}]
    return result
