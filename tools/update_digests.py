"""Replace the digests of restated challenges and remedies that were corrected.

Reviews hold for texts by their digests. Run it after correcting restatements in
`data/editions/` and before committing them: what changed is told by comparison
with the last commit.
"""

import re

from toolbelt_data import load
from toolbelt_data.source import (
    Edition,
    embedded_edition,
    embedded_editions,
    open_edition,
    package_folder,
)
from toolbelt_data.text import digest

FILES = ("reviews.csv", "recommendations.csv", "decisions.csv")


def texts(edition: Edition) -> dict[str, str]:
    """Return the challenges and remedies of an edition by their ids."""
    statements = load(edition).statements
    chosen = statements[statements.section.isin(["challenges", "remedies"])]
    return dict(zip(chosen.statement_id, chosen.text, strict=True))


def main() -> None:
    """Rewrite the files of reviews, or stop where that would not be safe."""
    digests: dict[str, str] = {}
    standing: set[str] = set()
    for name in embedded_editions():
        folder = embedded_edition(name)
        before, now = texts(open_edition(folder, "HEAD")), texts(open_edition(folder))
        if list(before) != list(now):
            raise SystemExit(f"{name}: statements were added or removed; only correct their texts")
        standing |= {digest(text) for text in now.values()}
        digests |= {
            digest(text): digest(now[item]) for item, text in before.items() if now[item] != text
        }
    if left := digests.keys() & standing:
        raise SystemExit(f"{', '.join(sorted(left))}: corrected in one place and not in another")
    files = {package_folder("data") / name: "" for name in FILES}
    for file in files:
        files[file] = file.read_text(encoding="utf-8")
    known = set(re.findall(r"\b[0-9a-f]{16}\b", "".join(files.values())))
    if lost := digests.keys() - known:
        raise SystemExit(
            f"{', '.join(sorted(lost))}: not in {' or '.join(FILES)}; if these texts were corrected"
            " before, restore the files as committed and run this again"
        )
    for file, text in files.items():
        changed = re.sub(r"\b[0-9a-f]{16}\b", lambda found: digests.get(found[0], found[0]), text)
        file.write_text(changed, encoding="utf-8", newline="")
    print(f"Digests replaced: {len(digests)}")


if __name__ == "__main__":
    main()
