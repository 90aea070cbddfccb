"""Repositories that tests make, with the git command, of the embedded editions."""

import os
import subprocess
from datetime import date, timedelta

from toolbelt_data import embedded

BEGIN = date(2025, 1, 1)


class Repository:
    """A repository in which each commit is a day later than the last."""

    def __init__(self, folder, *words):
        self.folder = folder
        self.day = BEGIN
        subprocess.run(["git", "init", "-q", "-b", "main", *words, folder], check=True)

    def git(self, *words):
        """Run git, and give what it prints."""
        when = f"{self.day.isoformat()}T12:00:00+0200"
        who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
        done = subprocess.run(
            ["git", *who, "-C", self.folder, *map(str, words)],
            check=True,
            capture_output=True,
            env=os.environ | {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when},
        )
        return done.stdout.decode().strip()

    def write(self, files):
        """Write files, and take those away that are None."""
        for path, data in files.items():
            place = self.folder / path
            if data is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data if isinstance(data, bytes) else data.encode())

    def commit(self, subject, files=None):
        """Commit what is written, and give the commit's name."""
        self.day += timedelta(days=1)
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)
        return self.git("rev-parse", "HEAD")

    def branch(self, name, *commits):
        """Make commits on a branch of their own, and come back."""
        self.git("checkout", "-q", "-b", name)
        for subject, files in commits:
            self.commit(subject, files)
        self.git("checkout", "-q", "main")

    def merge(self, subject, *names):
        """Merge branches by a commit, and give its name."""
        self.day += timedelta(days=1)
        self.git("merge", "-q", "--no-ff", "-m", subject, *names)
        return self.git("rev-parse", "HEAD")

    def documents(self):
        """Give the documents that lie there."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for name in ("personas", "use_cases")
            for path in sorted((self.folder / name).rglob("*.md"))
        }


def edition(name=embedded.LATEST):
    """Give the documents of an embedded edition."""
    root = embedded.edition(name)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.md")}


def eventful(folder):
    """Make a repository in which everything happens; give it and the subjects of its editions."""
    made = Repository(folder)
    old, new = edition("2025-04-04"), edition()
    developer, pro, index = (
        f"personas/{name}.md" for name in ("softwaredeveloper", "opensourcepro", "README")
    )
    cases = "use_cases/README.md"
    added = b"\n- Waits for answers that never come\n"
    made.commit("code", {"src/main.py": "print()"})
    made.commit("index", old)
    made.commit("nothing")
    made.commit("picture", {"personas/picture.png": b"\x89PNG"})
    made.commit("split", new)
    made.git("mv", pro, "personas/pro.md")
    made.commit("rename")
    made.branch("code", ("more code", {"src/main.py": "print(1)"}))
    made.commit("other code", {"src/other.py": ""})
    made.merge("merge code", "code")
    made.branch(
        "words", ("first", {developer: new[developer] + b"x"}), ("second", {developer: new[developer] + added})
    )  # fmt: skip
    made.merge("merge words", "words")
    made.branch("far", ("far", {index: new[index] + b"\n- Late word\n"}))
    made.commit("case", {cases: new[cases] + b"\n- I need an answer.\n"})
    made.merge("merge both", "far")
    made.branch("lost", ("lost", {index: "# Nothing\n"}))
    made.day += timedelta(days=1)
    made.git("merge", "-q", "-s", "ours", "-m", "merge none", "lost")
    before = made.documents()
    made.commit("carriage returns", {p: d.replace(b"\n", b"\r\n") for p, d in before.items()})
    made.commit("no carriage returns", before)
    made.commit("break", {index: before[index] + b"\xff"})
    made.commit("break and write", {cases: before[cases] + b"\n- I need a mend.\n"})
    made.commit("mend", {index: before[index], cases: before[cases]})
    (folder / "personas" / "deep").mkdir()
    made.git("mv", "personas/pro.md", "personas/deep/pro.md")
    made.commit("move")
    made.branch("one", ("one", {index: before[index] + b"\n- Left arm\n"}))
    made.branch("two", ("two", {cases: before[cases] + b"\n- I need two arms.\n"}))
    made.merge("octopus", "one", "two")
    made.commit("leave out", {"toolbelt.toml": "exclude = ['use_cases/*']\n"})
    made.commit(
        "rules", {"toolbelt.toml": "exclude = ['use_cases/*']\n[check]\nignore = ['TB506']\n"}
    )
    made.commit("few bytes", {"toolbelt.toml": "max-bytes = 9000\n[check]\nignore = ['TB506']\n"})
    made.commit("few lines", {"toolbelt.toml": "max-lines = 9\n"})
    made.commit("all lines", {"toolbelt.toml": "max-lines = 9000\n"})
    made.commit("no settings", {"toolbelt.toml": "max-"})
    made.commit("settings", {"toolbelt.toml": None})
    after = made.documents()
    made.commit("gone", dict.fromkeys(after))
    made.commit("back", after)
    made.commit("drafts", {"drafts/a.md": "# Draft\n", "README.md": "# Read me\n"})
    return made, [
        "index", "split", "rename", "merge words", "case", "merge both", "carriage returns",
        "no carriage returns", "break", "break and write", "mend", "move", "octopus", "leave out",
        "few bytes", "few lines", "all lines", "no settings", "settings", "gone", "back",
    ]  # fmt: skip
