"""Write the pages of docs/ that are made from the code.

With ``--check`` nothing is written, and the exit status is 1 where a page is
not what the code says.
"""

import sys
from pathlib import Path

from toolbelt_data import schema
from toolbelt_data import tables as corpus_tables
from toolbelt_data.analysis import tables as analysis_tables
from toolbelt_data.schema import Table

DOCS = Path(__file__).parent.parent / "docs"


def tables_page() -> str:
    """Describe every table and column."""
    words = [
        "# Tables",
        "",
        "<!-- Written by `make docs` from toolbelt_data/tables.py and "
        "toolbelt_data/analysis/tables.py. -->",
        "",
        f"Version {schema.VERSION} of the schema. A column's type is its pandas dtype: `str` and"
        " `Int64` columns may hold nulls where *may be null* says so, `object` columns hold lists"
        " of strings. In CSV a list is a JSON array and a null is empty.",
        "",
        "## Of a corpus",
        "",
        "`toolbelt_data.load()` gives them as attributes.",
        "",
        *(line for table in corpus_tables.ALL for line in _table(table)),
        "## Of the analyses",
        "",
        "Functions of `toolbelt_data.analysis` give them.",
        "",
        *(line for table in analysis_tables.ALL for line in _table(table)),
    ]
    return "\n".join(words).rstrip() + "\n"


def _table(table: Table) -> list[str]:
    rows = []
    for column in table.columns:
        about = column.about
        if column.values:
            about += f" One of {', '.join(column.values)}."
        if column.null:
            about += " *May be null.*"
        rows.append(f"| `{column.name}` | {column.dtype} | {about.replace('|', chr(92) + '|')} |")
    key = ", ".join(f"`{name}`" for name in table.key)
    return [
        f"### {table.name}",
        "",
        f"One row per {table.row}. Key: {key}.",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
        *rows,
        "",
    ]


PAGES = {"tables.md": tables_page}


def main() -> int:
    """Write the pages, or compare them."""
    stale = []
    for name, page in PAGES.items():
        path, words = DOCS / name, page()
        if "--check" not in sys.argv:
            path.write_text(words, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != words:
            stale.append(name)
    for name in stale:
        print(f"docs/{name}: not what the code says; run make docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
