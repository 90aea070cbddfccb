"""Write the pages of docs/ that are made from the code.

With ``--check`` nothing is written, and the exit status is 1 where a page is
not what the code says.
"""

import sys
from argparse import Action, ArgumentParser, HelpFormatter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from toolbelt_data import Edition, load
from toolbelt_data import tables as corpus_tables
from toolbelt_data.analysis import tables as analysis_tables
from toolbelt_data.checks import RULES, CheckSettings, Rule, check
from toolbelt_data.cli import parser
from toolbelt_data.report.downloads import HOW
from toolbelt_data.source import embedded_edition, embedded_editions
from toolbelt_data.tables import VERSION, Table

DOCS = Path(__file__).parent.parent / "docs"


def _head(title: str, source: str) -> list[str]:
    return [f"# {title}", "", f"<!-- Written by `make docs` from {source}. -->", ""]


def tables_page() -> str:
    """Describe every table and column."""
    words = [
        *_head("Tables", "toolbelt_data/tables.toml and toolbelt_data/analysis/tables.toml"),
        f"Version {VERSION} of the schema. A column's type is its pandas dtype: `str` and"
        " `Int64` columns may hold nulls where *may be null* says so, `object` columns hold lists"
        " of strings.",
        *("", "## In files", ""),
        "A report's `tables/`, and `toolbelt-data tables`, have them in files, with a"
        " `datapackage.json` that says of each column what is said here, and has the digest of each"
        " file; frictionless and other readers of Data Packages read them with their types.",
        "",
        *(f"- {kind}: {how}" for kind, how in HOW.items()),
        "",
        "A table is called as its file or its sheet; the sheet of `history` is `history_2`, as"
        " Excel reserves that name.",
        *("", "## Of a corpus", ""),
        "`toolbelt_data.load()` gives them as attributes.",
        "",
        *(line for table in (*corpus_tables.ALL, corpus_tables.UNREAD) for line in _table(table)),
        "## Of the analyses",
        "",
        "They are attributes of `toolbelt_data.Analysis`; `compare`, `gap_effects` and `history`"
        " return those of editions.",
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
    head = [f"### {table.name}", "", f"One row per {table.row}. Key: {key}.", ""]
    return [*head, "| column | type | meaning |", "|---|---|---|", *rows, ""]


def counts() -> pd.DataFrame:
    """Count the findings of each embedded edition by code."""
    found = {
        name: check(load(embedded_edition(name)), CheckSettings()).code.value_counts()
        for name in embedded_editions()
    }
    return pd.DataFrame(found).reindex(sorted(RULES)).fillna(0).astype(int)


def rules_page() -> str:
    """List the rules with their counts."""
    number = counts()
    rows = [
        f"| [{rule.code}](checks/{rule.code}.md) {rule.name} | {rule.meaning} | {rule.severity}"
        f" | {'yes' if examined(rule).old.notna().any() else ''}"
        f" | {' | '.join(str(n) for n in number.loc[rule.code])} |"
        for _, rule in sorted(RULES.items())
    ]
    sums = " | ".join(f"{n}" for n in number.sum())
    words = [
        *_head("Rules", "toolbelt_data/checks/rules.toml"),
        f"The {len(RULES)} rules of `toolbelt-data check`; [the page for"
        " maintainers](for-maintainers.md) describes how to use it."
        " Codes of 1xx concern documents and their lines, 2xx what is unwritten, 3xx"
        " index and links, 4xx names, 5xx texts, 6xx markup. *Patch*: `--format patch` can fix it."
        " The last columns count the findings in the three embedded editions.",
        "",
        f"| rule | meaning | severity | patch | {' | '.join(number.columns)} |",
        f"|---|---|---|---|{'---:|' * len(number.columns)}",
        *rows,
        f"| all | | | | {sums} |",
    ]
    return "\n".join(words) + "\n"


def rule_page(rule: Rule) -> str:
    """Describe a rule, with its findings in its example."""
    found = examined(rule)
    said = [f"{row.line}: {row.message}\n   → {row.fix}" for row in found.itertuples()]
    words = [
        *_head(f"{rule.code} {rule.name}", "toolbelt_data/checks/rules.toml"),
        f"**{rule.severity.capitalize()}.** {rule.meaning}",
        "",
        f"**Fix.** {_sentence(rule.fix)}",
        "",
        *("## Example", "", *_fenced(rule.bad), "", "```text", *said, "```"),
        *("", "Fixed:", "", *_fenced(rule.good), ""),
        f'Switch it off with `ignore = ["{rule.code}"]`'
        " in the [settings](../for-maintainers.md#settings).",
    ]
    return "\n".join(words) + "\n"


def examined(rule: Rule) -> pd.DataFrame:
    """Return what a rule finds in its example."""
    data = rule.bad.encode("utf-8", "surrogateescape")
    corpus = load(Edition("example", "", files={"personas/README.md": data}), tolerant=True)
    found = check(corpus, CheckSettings())
    return found[found.code == rule.code]


def _fenced(text: str) -> list[str]:
    shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    shown = shown.replace("\u2028", "&#x2028;")
    return ["```markdown", *shown.rstrip("\n").split("\n"), "```"]


def commands_page() -> str:
    """List every command with its options."""
    top = parser()
    words = [*_head("Commands", "the help of the commands"), top.epilog]
    for command in _commands(top):
        words += ["", f"## {command.prog}", "", _sentence(command.description), ""]
        words += ["| option | meaning |", "|---|---|"]
        shown = [action for action in command._actions if action.dest != "help"]
        words += [_option(action, command._get_formatter()) for action in shown]
    return "\n".join(words) + "\n"


def _commands(command: ArgumentParser) -> Iterator[ArgumentParser]:
    below = [one for one in command._actions if isinstance(one.choices, dict)]
    if not below:
        yield command
    for action in below:
        for own in action.choices.values():
            yield from _commands(own)


def _option(action: Action, formatter: HelpFormatter) -> str:
    value = action.metavar or action.dest.upper()
    value = " ".join(value) if isinstance(value, tuple) else value
    names = ", ".join(action.option_strings)
    shown = f"{names} {'' if action.nargs == 0 else value}".strip().replace("|", "\\|")
    return " | ".join(["", f"`{shown}`", _sentence(formatter._expand_help(action)), ""]).strip()


def _sentence(words: str) -> str:
    words = words.replace("<", "&lt;")
    return f"{words[0].upper()}{words[1:].removesuffix('.')}."


PAGES = {"tables.md": tables_page, "checks.md": rules_page, "commands.md": commands_page} | {
    f"checks/{code}.md": partial(rule_page, rule) for code, rule in RULES.items()
}


def main() -> int:
    """Write the pages, or compare them."""
    stale = [
        f"checks/{path.name}"
        for path in (DOCS / "checks").glob("*.md")
        if f"checks/{path.name}" not in PAGES
    ]
    for name, page in PAGES.items():
        path, words = DOCS / name, page()
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(words, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != words:
            stale.append(name)
    for name in stale:
        print(f"docs/{name}: not what the code says; run make docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
