"""Replace the digests of restated statements that were corrected since the last commit.

Reviews hold for texts by their digests. Run it after correcting a restatement in
`data/editions/` and before committing, so that the reviews hold for the corrected text.
"""

from pathlib import Path

from toolbelt_data import embedded, load
from toolbelt_data.text import digest


def replaced(name: str) -> dict[str, str]:
    """Map the digest of each statement of an edition that changed to its new digest."""
    folder = embedded.edition(name)
    before, now = (
        load(folder, revision).statements.set_index("statement_id").text
        for revision in ("HEAD", None)
    )
    both = before.index.intersection(now.index)
    return {digest(before[item]): digest(now[item]) for item in both if before[item] != now[item]}


def main() -> None:
    """Rewrite the files of reviews."""
    digests = {old: new for name in embedded.editions() for old, new in replaced(name).items()}
    for name in ("judgements.csv", "recommendations.csv"):
        file: Path = embedded.folder("data") / name
        text = file.read_text(encoding="utf-8")
        for old, new in digests.items():
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8", newline="")
    print(f"{len(digests)} digests replaced")


if __name__ == "__main__":
    main()
