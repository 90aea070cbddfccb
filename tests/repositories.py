"""Repositories that tests make, with the git command."""

import os
import subprocess
from datetime import date, timedelta

from toolbelt_data.source import LATEST, embedded_edition

BEGIN = date(2025, 1, 1)
PERSONA = "## Name: Ada the Admin\n### Role:\n- Admin\n"


def git(folder, *words, day="2025-01-02", zone="+0000", **variables):
    """Run git as somebody at noon of a day, and give what it prints."""
    when = {f"GIT_{who}_DATE": f"{day}T12:00:00{zone}" for who in ("COMMITTER", "AUTHOR")}
    who = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
    done = subprocess.run(
        ["git", *who, "-C", str(folder), *map(str, words)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | when | variables,
    )
    return done.stdout.strip()


def begin(folder, **files):
    """Make a repository with one commit, and give its folder."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "2025-01-02", **(files or {"a": PERSONA}))
    return folder


def commit(folder, day, variables=None, **files):
    """Commit documents on a day, and give the commit's name."""
    (folder / "personas").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "personas" / f"{name}.md").write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", day, day=day, **(variables or {}))
    return git(folder, "rev-parse", "HEAD")


class Repository:
    """A repository in which each commit is a day later than the last."""

    def __init__(self, folder, *words):
        self.folder = folder
        self.day = BEGIN
        subprocess.run(["git", "init", "-q", "-b", "main", *words, folder], check=True)

    def git(self, *words):
        """Run git, and give what it prints."""
        return git(self.folder, *words, day=self.day.isoformat(), zone="+0200")

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


def edition(name=LATEST):
    """Give the documents of an embedded edition."""
    root = embedded_edition(name)
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
    made.commit("case", {cases: new[cases] + b"\n- I need an answer.\n"})
    made.branch("lost", ("lost", {index: "# Nothing\n"}))
    made.day += timedelta(days=1)
    made.git("merge", "-q", "-s", "ours", "-m", "merge none", "lost")
    before = made.documents()
    made.commit("carriage returns", {p: d.replace(b"\n", b"\r\n") for p, d in before.items()})
    made.commit("no carriage returns", before)
    made.commit("break", {index: before[index] + b"\xff"})
    made.commit("fix", {index: before[index]})
    made.commit("leave out", {"toolbelt.toml": "exclude = ['use_cases/*']\n"})
    made.commit("no settings", {"toolbelt.toml": "docu"})
    made.commit("settings", {"toolbelt.toml": None})
    after = made.documents()
    made.commit("gone", dict.fromkeys(after))
    made.commit("back", after)
    return made, [
        "index", "split", "rename", "merge words", "case", "carriage returns", "no carriage returns",
        "break", "fix", "leave out", "no settings", "settings", "gone", "back",
    ]  # fmt: skip
