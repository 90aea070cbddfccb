"""Repositories that tests make, with git itself."""

import os
import subprocess

PERSONA = "## Name: Ada the Admin\n### Role:\n- Admin\n"


def git(folder, *words, day="2025-01-02", **variables):
    """Run git as somebody, at noon of a day."""
    when = {f"GIT_{who}_DATE": f"{day}T12:00:00+0000" for who in ("COMMITTER", "AUTHOR")}
    done = subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-C", str(folder),
         *map(str, words)],
        check=True, capture_output=True, text=True, env=os.environ | when | variables,
    )  # fmt: skip
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
