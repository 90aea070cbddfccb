"""Mentions: true names are found, and plain words are not."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data.analysis import (
    catalogue,
    kinds_of_personas,
    mentions,
    person_kinds,
    persona_naming,
    persona_projects,
    project_overview,
)
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.analysis.written_forms import WrittenForms

FORMS = WrittenForms(catalogue())

PLAIN = """
The baseline of our metrics moved last year.
We want a baseline for testing models.
Follow best practices when you can.
Best practices change from year to year.
A security best practice is to review code.
The team wears a badge at the door.
Our badge app stopped working.
A child minder looks after the kids while I patch.
They minded the gap and were reminded of it.
Call a Child Minder.
I eat guac with chips during the stand-up.
The guacamole was fine.
The zarf keeps my fingers from burning.
My uncle had to cosign the loan.
He agreed to the plan in toto.
An all-star team of maintainers.
She was an allstar at school.
The All Star Game is on.
The alpha release breaks the API.
From alpha to beta to omega.
Take omega 3 every day.
Our scorecard for vendors has ten rows.
A balanced scorecard helps managers.
Balanced Scorecard is a method of management.
We publish scorecards each quarter.
Keep a security scorecard for each supplier.
Our security scorecards are in a spreadsheet.
It vexes me that nobody answers.
The VEX Robotics team won.
To vex one's upstream is unwise.
The working group met on Tuesday.
Working groups take too long.
The best working group I was ever in.
Our legal working group and the AI working group disagree.
Security tooling is hard to set up.
Supply chain integrity matters to us.
Vulnerability disclosures arrive at night.
We are securing critical projects first.
Securing software repositories is my job.
Global cyber policy changes fast.
The satellite left its orbit.
Bear in mind that bears hibernate.
BEAR IN MIND that this breaks.
Package analysis takes an hour.
Malicious packages scare me.
Model signing would help us.
Security insights come from logs.
A criticality score would be handy.
We need a security baseline for laptops.
Memory safety is hard in C.
We use a compiler with hardening flags.
npm best practices are unclear to me.
We need SBOM everywhere in our plant.
Publish a concise guide for newcomers.
Developing secure software is what we do.
Secure development training is missing.
The secure development training we hold is dull.
Trusted publishers of books sell well.
Fuzzing finds too many bugs.
The toolbelt in my garage is full.
A siren wakes the on-call person.
A case study and a blog post would do.
Policy summits and tech talks are far away.
Alpha-numeric names, omega-shaped springs.
salsa, slsaa and xslsa are no names.
OSVALDO maintains the OSVersion library.
Convex hulls and VEXED readers.
A gematria of Gemarathon runners.
Sigstorey, OpenBaobab, in-totos and protobomb are nothing.
The S2C2 frame and the C2F layer.
Write to slsa@example.org or see https://example.org/slsa/scorecard.
See [our notes](https://example.org/blog/sigstore) for more.
The page https://notslsa.dev/ is somebody else's.
The page https://slsa.dev.example.org/ is somebody else's.
The repository https://github.com/ossf/scorecardx is none.
The repository https://github.com/someone/allstar is a fork.
The page https://example.org/slsa.dev is none.
""".strip().splitlines()

TRUE = {
    "Use Scorecard to compare": ["openssf-scorecard"],
    "OpenSSF Scorecards and OpenSSF scorecard": ["openssf-scorecard"] * 2,
    "disclose it in security scorecard": ["openssf-scorecard"],
    "tools like slsa, scorecard and guac": ["slsa", "openssf-scorecard", "guac"],
    "SLSA and a scorecard of our own": ["slsa"],
    "SLSA-level checks, non-SLSA builds, SLSA’s levels": ["slsa"] * 3,
    "Supply-chain Levels for\u00a0Software Artifacts": ["slsa"],
    "the SLSA verifier beats SLSA": ["slsa-verifier", "slsa"],
    "S2C2F; the Secure Supply Chain Consumption Framework": ["s2c2f"] * 2,
    "Allstar and AllStar": ["allstar"] * 2,
    "Alpha-Omega, Alpha Omega, ALPHA-OMEGA, Alpha‑Omega": ["alpha-omega"] * 4,
    "OSPS Baseline": ["osps-baseline"],
    "the Security Baseline": ["osps-baseline"],
    "the OpenSSF Baseline": ["osps-baseline"],
    "OpenSSF Securty Baseline": ["osps-baseline"],
    "**OpenSSF** *Security* Baseline": ["osps-baseline"],
    "a Best Practices Badge": ["best-practices-badge"],
    "the best practices badge": ["best-practices-badge"],
    "a CII badge": ["best-practices-badge"],
    "OSV, OpenVEX and VEX": ["osv-openvex"] * 3,
    "CVD Guides": ["cvd-guides"],
    "the CVD guide for finders": ["cvd-guide-finders"],
    "the Best Practice working group": ["best-practices-wg"],
    "BEST WG": ["best-practices-wg"],
    "Vuln Disclosure working groups": ["vulnerability-disclosures"],
    "the Supply Chain Integrity Working Group": ["supply-chain-integrity"],
    "the Security Tooling WG": ["security-tooling"],
    "BEAR and ORBIT": ["bear", "orbit"],
    "Minder, Zarf, GUAC, Gemara": ["minder", "zarf", "guac", "gemara"],
    "Cosign, Rekor and sigstore": ["sigstore"] * 3,
    "in-toto and In-toto": ["in-toto"] * 2,
    "RSTUF, the Repository Service for TUF": ["rstuf"] * 2,
    "LFD121, Developing Secure Software (LFD121)": ["lfd121"] * 2,
    "what the Best Practices WG writes and the secure development training": ["best-practices-wg", "lfd121"],
    "gittuf bomctl SBOMit protobom OpenBao": ["gittuf", "bomctl", "sbomit", "protobom", "openbao"],
    "SBOM Everywhere": ["sbom-everywhere"],
    "OpenSSF Slack": ["community-channels"],
    "`slsa-verifier` and _SLSA_": ["slsa-verifier", "slsa"],
    "[these checks](https://securityscorecards.dev)": ["openssf-scorecard"],
    "[Scorecard](https://scorecard.dev/#what)": ["openssf-scorecard"],
    "see https://docs.sigstore.dev/cosign/signing.": ["sigstore"],
    "see scorecard.dev.": ["openssf-scorecard"],
    "<https://www.bestpractices.dev/en/projects/1>": ["best-practices-badge"],
    "[flags](https://best.openssf.org/Compiler-Hardening-Guides/x) of [them](https://best.openssf.org/)": ["compiler-hardening-guide", "best-practices-wg"],
    "git clone https://github.com/ossf/allstar.git": ["allstar"],
    "[finders](https://github.com/ossf/oss-vulnerability-guide/blob/main/finder-guide.md)": ["cvd-guide-finders"],
    "our [page](https://github.com/ossf/toolbelt/blob/main/personas/README.md)": [],
}  # fmt: skip


def called(text, forms=FORMS):
    return [found.project_id for found in forms.find(text)]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_call_nothing(text):
    assert FORMS.find(text) == []


@pytest.mark.parametrize(("text", "projects"), TRUE.items(), ids=TRUE)
def test_true_forms_are_found(text, projects):
    assert called(text) == projects


def test_every_offering_is_found_by_each_of_its_forms():
    for row in catalogue().itertuples():
        names = [] if row.kind == "working-group" else [row.name]
        for form in [*names, *row.aliases, *row.exact]:
            found = FORMS.find(f"Use {form}, if you can.")
            assert [(one.project_id, one.surface) for one in found] == [(row.project_id, form)]
        for form in row.unlike:
            assert row.project_id not in called(f"Some {form} there."), form
        for form in row.beside:
            beside = "SLSA" if row.project_id != "slsa" else "GUAC"
            assert row.project_id not in called(f"Use {form}, if you can.")
            assert row.project_id in called(f"Use {beside} and {form}, if you can."), form


def test_a_place_is_told_by_its_words_and_where_they_begin():
    text = "Projects like [Scorecard](https://scorecard.dev) and S2C2F"
    for found in FORMS.find(text):
        assert text[found.start : found.start + len(found.surface)] == found.surface
    assert [found.surface for found in FORMS.find(text)] == ["Scorecard", "S2C2F"]


def offering(**given):
    lists = {column.name: [] for column in TABLE["catalogue"].columns if column.kind == "list"}
    base = {"kind": "project", "listed": False, "path": "x", "line": 1, "name": "X y z"}
    return lists | base | given


def test_parts_of_a_name_that_nobody_gave_aliases_are_forms_where_they_are_coined():
    rows = [
        offering(project_id="two", name="Foo Schema & OpenBar"),
        offering(project_id="tools", name="Bombox / Bom Tools"),
        offering(project_id="short", name="Long Winded Name (LWN)"),
        offering(project_id="care", name="Care (Looking After)", kind="working-group"),
    ]
    forms = WrittenForms(TABLE["catalogue"].frame(rows))
    assert called("OpenBar and Foo Schema & OpenBar", forms) == ["two", "two"]
    assert called("Bombox", forms) == ["tools"]
    assert called("LWN is the Long Winded Name", forms) == ["short", "short"]
    assert called("The Care working group, the care WG", forms) == ["care", "care"]
    for text in (
        "Bom Tools",
        "Foo Schema",
        "Care",
        "openbar",
        "Looking After",
        "Tools",
        "long winded name",
    ):
        assert called(text, forms) == []


def test_an_address_at_which_several_live_is_the_ones_that_lists_it_or_nobodys():
    at = "https://example.org/x"
    rows = [offering(project_id=one, name=f"Aa{one}", url=at) for one in ("a", "b")]
    assert called(at, WrittenForms(TABLE["catalogue"].frame(rows))) == []
    rows[0]["addresses"] = ["example.org/x"]
    assert called(at, WrittenForms(TABLE["catalogue"].frame(rows))) == ["a"]


def test_a_catalogue_of_nothing_finds_nothing():
    assert mentions(toolbelt_data.load(), TABLE["catalogue"].frame([])).empty


WORDS = st.sampled_from(
    [*(form for row in catalogue().itertuples() for form in [row.name, *row.aliases, *row.exact, *row.beside, *row.unlike, *row.addresses]),
     "a", "the", "https://", "](", ")", "[", ".", "/", "-", " ", "  ", "**", "_", "\n", "é", "working group"]
)  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=12).map("".join))
def test_in_any_text_names_stand_apart_in_order_and_as_they_are_written(text):
    end = 0
    for found in FORMS.find(text):
        assert found.start >= end
        end = found.start + len(found.surface)
        assert text[found.start : end] == found.surface
        assert not (text[: found.start] or " ")[-1].isalnum()
        assert not (text[end:] or " ")[0].isalnum()


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_a_text_is_read_the_same_between_others(text):
    alone = [found.surface for found in FORMS.find(text)]
    assert [found.surface for found in FORMS.find(f"Nothing here: {text} , and so on")] == alone


# Whole editions.

EMBEDDED = """
daniel-the-data-scientist/remedies/2 openssf-scorecard Scorecard
daniel-the-data-scientist/remedies/7 slsa SLSA
dibby-the-data-engineer/remedies/3 openssf-scorecard Scorecard
dibby-the-data-engineer/remedies/3 slsa SLSA
siddharth-the-supplier/remedies/1 openssf-scorecard Scorecard
siddharth-the-supplier/remedies/2 slsa SLSA
siddharth-the-supplier/remedies/2 s2c2f S2C2F
siddharth-the-supplier/remedies/3 best-practices-wg Best Practice working group
siddharth-the-supplier/remedies/3 lfd121 secure development training
siddharth-the-supplier/remedies/4 osv-openvex OSV
siddharth-the-supplier/remedies/4 osv-openvex OpenVEX
siddharth-the-supplier/remedies/4 cvd-guides CVD Guides
siddharth-the-supplier/remedies/4 vulnerability-disclosures Vuln Disclosure working groups
finn-the-finder/remedies/11 openssf-scorecard security scorecard
finn-the-finder/remedies/12 openssf-scorecard security scorecard
pang-the-product-security-engineer/remedies/1 slsa SLSA
debbie-the-downstream-contributor/remedies/1 openssf-scorecard Scorecard
debbie-the-downstream-contributor/remedies/1 alpha-omega Alpha-Omega
debbie-the-downstream-contributor/remedies/1 slsa SLSA
debbie-the-downstream-contributor/remedies/1 s2c2f S2C2F
debbie-the-downstream-contributor/remedies/3 openssf-scorecard Scorecard
debbie-the-downstream-contributor/remedies/4 allstar Allstar
debbie-the-downstream-contributor/remedies/5 alpha-omega Alpha-Omega
debbie-the-downstream-contributor/remedies/6 slsa SLSA
debbie-the-downstream-contributor/remedies/6 s2c2f S2C2F
sachiko-the-solution-architect/goals/5 slsa SLSA
allison-the-aiml-engineer/goals/5 slsa SLSA
open-source-professional/resources/1 osps-baseline OpenSSF Security Baseline
open-source-professional/resources/1 openssf-scorecard OpenSSF Scorecard
executive-c-suite/resources/1 osps-baseline OpenSSF Securty Baseline
""".strip().splitlines()


def lines(found):
    return [f"{row.item_id} {row.project_id} {row.surface}" for row in found.itertuples()]


def test_the_embedded_edition_calls_what_a_reader_finds():
    found = mentions(toolbelt_data.load())
    assert lines(found) == EMBEDDED
    assert found.restating.sum() == 4
    assert set(found.item) == {"statement", "group_statement"}


@pytest.mark.parametrize(
    ("edition", "number", "most", "statements"),
    [
        ("2025-06-10", 30, {"slsa": 8, "openssf-scorecard": 8, "s2c2f": 3}, 17),
        ("2025-05-29", 30, {"slsa": 8, "openssf-scorecard": 8, "s2c2f": 3}, 17),
        ("2025-04-04", 23, {"openssf-scorecard": 6, "slsa": 3, "s2c2f": 3}, 11),
    ],
)
def test_the_documents_and_their_restatements_call_the_same(
    shared, edition, number, most, statements
):
    found = mentions(toolbelt_data.load(shared / "corpus" / edition))
    restated = mentions(toolbelt_data.load(edition))
    assert Counter(lines(found)) == Counter(lines(restated))
    count = Counter(found.project_id)
    assert (len(found), len(count)) == (number, 11)
    assert {project: count[project] for project in most} == most
    assert found[found.item == "statement"].item_id.nunique() == statements


def test_the_foundations_catalogue_finds_the_same(shared):
    corpus = toolbelt_data.load()
    theirs = catalogue(shared / "catalogue")
    assert lines(mentions(corpus, theirs)) == EMBEDDED
    plain = WrittenForms(theirs)
    assert [text for text in PLAIN if plain.find(text)] == []


def test_every_kind_of_text_is_looked_through(documents):
    corpus = documents(
        a="# P\n- Zarf Fans - we like GUAC\n## Zarf Fans\n- *Common Challenges*: OpenBao\n"
        "- *Sub Personas*: Minder Mo, Bomctl Bo\n## Name: Minder Mo\nUses gittuf.\n### Role:\n- SLSA\n"
        "## As a Sigstore user\n- I need Gemara\n"
    )
    found = mentions(corpus)
    assert set(found.item) >= {"statement", "group_statement", "persona", "group", "listing"}
    assert {"zarf", "guac", "openbao", "minder", "bomctl", "gittuf", "slsa"} <= set(found.project_id)  # fmt: skip
    people = found[found.project_id.isin(["minder", "gittuf", "slsa"]) & (found.item != "listing")]
    assert set(people.persona_id) == {"minder-mo"}


def tables(corpus):
    offerings = catalogue()
    found, kinds = mentions(corpus, offerings), kinds_of_personas(corpus)
    return offerings, found, kinds


def test_texts_are_counted_once_and_those_that_sum_others_up_never():
    corpus = toolbelt_data.load()
    offerings, found, kinds = tables(corpus)
    overview = project_overview(corpus, offerings, found, kinds).set_index("project_id")
    assert len(overview) == len(offerings)
    assert overview.texts["osv-openvex"] == 1
    assert overview.loc["openssf-scorecard", ["texts", "personas", "elsewhere"]].tolist() == [
        7,
        5,
        1,
    ]
    assert overview.sections["slsa"] == ["remedies", "goals"]
    assert overview.named_by["alpha-omega"] == ["Debbie the Downstream contributor"]
    assert int((overview.texts == 0).sum()) == 57
    pairs = persona_projects(corpus, offerings, found)
    assert pairs.texts.sum() == 22
    assert pairs.surfaces[pairs.project_id == "osv-openvex"].tolist() == [["OSV", "OpenVEX"]]
    naming = persona_naming(corpus, offerings, found, kinds)
    assert naming.texts.tolist() == [2, 1, 0, 0, 0, 4, 0, 0, 0, 2, 1, 0, 4, 0, 0, 0, 0, 1, 1, 0]
    assert (naming.for_it > 0).all()


def test_a_narrowed_corpus_is_counted_by_itself():
    corpus = toolbelt_data.load().only(personas=["Diana the Weekend Warrior"])
    offerings, found, kinds = tables(corpus)
    assert persona_projects(corpus, offerings, found).empty
    assert (project_overview(corpus, offerings, found, kinds).personas == 0).all()


def test_kinds_are_told_by_name_role_and_group_and_not_by_stories(documents):
    corpus = documents(
        a="# P\n## Executive / C-Suite (CEO, OSPO lead)\n- *Sub Personas*: Charli\n"
        "## Name: Charli\n### Role:\n- Student\n"
        "- Talks all day long to every developer and security engineer whom she meets in the hall\n"
        "## Name: Ann the Prioritizer\n### Role:\n- Educators and their registry-like things\n"
    )
    found = kinds_of_personas(corpus, person_kinds())
    rows = [tuple(row)[1:] for row in found.itertuples(index=False) if row.persona_id == "charli"]
    assert rows == [("executive", "Executive", "group"), ("student", "Student", "role")]
    assert set(found.persona_id[found.kind_id == "educator"]) == set()
    assert isinstance(found, pd.DataFrame)
