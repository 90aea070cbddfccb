"""Mentions: resources are found by their written forms, and plain words are not."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data.analysis import read_catalogue
from toolbelt_data.analysis.mentions import mentions, resources
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.source import Edition

CATALOGUE = read_catalogue()

PLAIN = """
We want a baseline for testing models, and a security baseline for laptops.
Follow best practices when you can. Our badge app stopped working.
A child minder looks after the kids. Call a Child Minder.
I eat guac with chips; the zarf keeps my fingers from burning.
My uncle had to cosign the loan. He agreed to the plan in toto.
An all-star team; she was an allstar at school; the All Star Game is on.
From alpha to beta to omega. Alpha-numeric names, omega-shaped springs.
A balanced scorecard helps; keep a security scorecard for each supplier.
It vexes me; the VEX Robotics team won. Convex hulls and VEXED readers.
The best working group I was ever in; our legal working group disagrees.
Security tooling is hard; supply chain integrity, vulnerability disclosures and malicious packages.
The satellite left its orbit. Bear in mind; BEAR IN MIND that this breaks.
Package analysis, model signing, security insights and a criticality score would help us.
Memory safety is hard in C; we use a compiler with hardening flags, and a hardening guide.
npm best practices are unclear; publish a concise guide. Secure development training is missing.
A case study and a blog post would do; policy summits, Slack and tech talks are far away.
salsa, slsaa and xslsa; OSVALDO maintains the OSVersion library; Sigstorey, in-totos, protobomb.
Write to slsa@example.org or see https://example.org/slsa/scorecard and example.org/slsa.
See [our notes](https://example.org/blog/sigstore) or https://notslsa.dev/ or https://slsa.dev.example.org/.
The repositories https://github.com/ossf/scorecardx and https://github.com/someone/allstar are none.
The page https://example.org/slsa.dev and [this](https://github.com/ossf/toolbelt/blob/main/a.md).
""".strip().splitlines()

TRUE = {
    "Use Scorecard; OpenSSF Scorecards and OpenSSF scorecard": ["openssf-scorecard"] * 3,
    "SLSA-level checks, non-SLSA builds, SLSA’s levels": ["slsa"] * 3,
    "Supply-chain Levels for\u00a0Software Artifacts": ["slsa"],
    "the SLSA verifier beats SLSA": ["slsa-verifier", "slsa"],
    "S2C2F; the Secure Supply Chain Consumption Framework": ["s2c2f"] * 2,
    "Alpha-Omega, Alpha Omega, ALPHA-OMEGA, Alpha‑Omega": ["alpha-omega"] * 4,
    "OSPS Baseline, the Security Baseline, OpenSSF Securty Baseline": ["osps-baseline"] * 3,
    "**OpenSSF** *Security* Baseline": ["osps-baseline"],
    "a Best Practices Badge, a CII badge": ["best-practices-badge"] * 2,
    "OSV, OpenVEX and VEX": ["osv-openvex"] * 3,
    "CVD Guides, and the CVD guide for finders": ["cvd-guides", "cvd-guide-finders"],
    "the Best Practice working group, BEST WG": ["best-practices-wg"] * 2,
    "Vuln Disclosure working groups": ["vulnerability-disclosures"],
    "the Supply Chain Integrity Working Group": ["supply-chain-integrity"],
    "BEAR and ORBIT": ["bear", "orbit"],
    "RSTUF, the Repository Service for TUF": ["rstuf"] * 2,
    "LFD121, Developing Secure Software (LFD121)": ["lfd121"] * 2,
    "`slsa-verifier` and _SLSA_": ["slsa-verifier", "slsa"],
    "in C and C++: Compiler Options Hardening Guide for C and C++.": ["compiler-hardening-guide"],
    "a fi\u017fh and \u017fLSA": ["slsa"],
    "[these checks](https://securityscorecards.dev)": ["openssf-scorecard"],
    "[Scorecard](https://scorecard.dev/#what)": ["openssf-scorecard"],
    "see https://docs.sigstore.dev/cosign/signing, or scorecard.dev.": ["sigstore", "openssf-scorecard"],
    "see <https://www.bestpractices.dev/en/projects/1>": ["best-practices-badge"],
    "[flags](https://best.openssf.org/Compiler-Hardening-Guides/x) of [them](https://best.openssf.org/)": ["compiler-hardening-guide", "best-practices-wg"],
    "git clone https://github.com/ossf/allstar.git": ["allstar"],
    "The OpenSSF blog, its tech talks and Slack": ["blog-and-podcast", "events", "community-channels"],
    "OpenSSF's plan for model signing": ["model-signing"],
}  # fmt: skip


def found_in(text, offered=CATALOGUE, section="Goals"):
    document = f"## Name: Ada the Admin\n### {section}:\n- {text}\n"
    corpus = toolbelt_data.load(Edition("test", "", files={"personas/a.md": document.encode()}))
    found = mentions(corpus, offered)
    return found[found.item == "statement"]


def ids(*given, **options):
    return found_in(*given, **options).resource_id.tolist()


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_name_nothing(text):
    assert ids(text) == []


@pytest.mark.parametrize(("text", "expected"), TRUE.items(), ids=TRUE)
def test_written_forms_are_found(text, expected):
    assert ids(text) == expected


def test_plain_words_name_the_openssfs_where_a_text_says_how_it_helps():
    text = "Blog posts, a scorecard and tech talks"
    assert ids(text) == []
    named = ["blog-and-podcast", "openssf-scorecard", "events"]
    assert ids(text, section="How the OpenSSF can help") == named


def test_plain_words_of_another_organisations_help_name_nothing(tmp_path, documents):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "toolbelt.toml").write_text('[personas]\norganisation = ["CNCF"]\n')
    corpus = documents(a="## Name: Ada\n### How the CNCF can help:\n- Blog posts about SLSA\n")
    assert corpus.statements.section.tolist() == ["remedies"]
    assert mentions(corpus, CATALOGUE).resource_id.tolist() == ["slsa"]


def test_every_form_of_the_catalogue_names_its_resource_and_no_unlike_one_does():
    forms = [
        (row.resource_id, form)
        for row in CATALOGUE.itertuples()
        for form in [*row.aliases, *row.exact, *row.plain]
        + ([row.resource] if row.kind != "working-group" else [])
    ]
    lines = "\n- ".join(f"Use {form}, if you can." for _, form in forms)
    found = found_in(lines, section="How the OpenSSF can help")
    words = found.words.str.rstrip(")")
    assert list(zip(found.resource_id, words, strict=True)) == [
        (one, form.rstrip(")+")) for one, form in forms
    ]
    for row in CATALOGUE[CATALOGUE.unlike.str.len() > 0].itertuples():
        text = "; ".join(f"some {form} there" for form in row.unlike)
        assert row.resource_id not in ids(text, section="How the OpenSSF can help")


def resource(resource_id, name, kind="project", **stated):
    lists = {column.name: [] for column in TABLE["catalogue"].columns if column.kind == "list"}
    base = {"resource_id": resource_id, "resource": name, "kind": kind, "listed": False}
    return lists | base | {"path": "x", "line": 1} | stated


def test_coined_parts_of_a_name_are_forms():
    offered = TABLE["catalogue"].frame(
        [
            resource("two", "Foo Schema & OpenBar"),
            resource("tools", "Bombox / Bom Tools"),
            resource("short", "Long Winded Name (LWN)"),
            resource("care", "Care (Looking After)", "working-group"),
        ]
    )
    assert ids("OpenBar and Foo Schema & OpenBar", offered) == ["two", "two"]
    assert ids("LWN is the Long Winded Name; Bombox", offered) == ["short", "short", "tools"]
    assert ids("The Care working group, the care WG", offered) == ["care", "care"]
    assert ids("Bom Tools, Foo Schema, Care, Looking After, openbar", offered) == []


def test_an_address_of_several_resources_belongs_to_the_one_that_lists_it_or_to_none():
    at = "https://example.org/x"
    rows = [resource(one, f"Aa{one}", url=at) for one in ("a", "b")]
    assert ids(at, TABLE["catalogue"].frame(rows)) == []
    rows[0]["addresses"] = ["example.org/x"]
    assert ids(at, TABLE["catalogue"].frame(rows)) == ["a"]


PIECES = st.sampled_from(
    [*(form for row in CATALOGUE.itertuples() for form in [row.resource, *row.aliases, *row.plain, *row.unlike, *row.addresses]),
     "a", "OpenSSF", "https://", "](", ")", "[", ".", "/", "-", " ", "  ", "**", "_", "é", "working group"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map("".join))
def test_in_any_text_mentions_are_apart_in_order_and_as_written(text):
    for _, found in found_in(text).groupby("item_id"):
        end = 0
        for row in found.itertuples():
            assert row.start >= end
            end = row.start + len(row.words)
            assert row.text[row.start : end] == row.words
            assert not (row.text[: row.start] or " ")[-1].isalnum()
            assert not (row.text[end:] or " ")[0].isalnum()


# Whole editions.

EMBEDDED = """
daniel-the-data-scientist/background/1 model-signing secure model provenance
daniel-the-data-scientist/remedies/2 openssf-scorecard scorecard
daniel-the-data-scientist/remedies/7 slsa slsa
dibby-the-data-engineer/background/1 working-groups openssf working group
dibby-the-data-engineer/remedies/3 openssf-scorecard scorecard
dibby-the-data-engineer/remedies/3 slsa slsa
dibby-the-data-engineer/remedies/4 community-channels slack
siddharth-the-supplier/remedies/1 openssf-scorecard scorecard
siddharth-the-supplier/remedies/2 slsa slsa
siddharth-the-supplier/remedies/2 s2c2f s2c2f
siddharth-the-supplier/remedies/3 best-practices-wg best practice working group
siddharth-the-supplier/remedies/3 lfd121 secure development training
siddharth-the-supplier/remedies/4 osv-openvex osv
siddharth-the-supplier/remedies/4 osv-openvex openvex
siddharth-the-supplier/remedies/4 cvd-guides cvd guides
siddharth-the-supplier/remedies/4 vulnerability-disclosures vuln disclosure working groups
finn-the-finder/remedies/3 lfd121 software security development courses
finn-the-finder/remedies/6 blog-and-podcast blogs
finn-the-finder/remedies/11 openssf-scorecard security scorecard
finn-the-finder/remedies/12 openssf-scorecard security scorecard
pang-the-product-security-engineer/remedies/1 slsa slsa
pang-the-product-security-engineer/remedies/3 blog-and-podcast case studies
pang-the-product-security-engineer/remedies/4 working-groups working groups
guinevere-grc-security-governance-lead/background/1 global-cyber-policy openssf’s work on policy
debbie-the-downstream-contributor/remedies/1 technical-advisory-council openssf governance
debbie-the-downstream-contributor/remedies/1 openssf-scorecard scorecard
debbie-the-downstream-contributor/remedies/1 alpha-omega alpha-omega
debbie-the-downstream-contributor/remedies/1 slsa slsa
debbie-the-downstream-contributor/remedies/1 s2c2f s2c2f
debbie-the-downstream-contributor/remedies/3 openssf-scorecard scorecard
debbie-the-downstream-contributor/remedies/4 allstar allstar
debbie-the-downstream-contributor/remedies/5 alpha-omega alpha-omega
debbie-the-downstream-contributor/remedies/6 slsa slsa
debbie-the-downstream-contributor/remedies/6 s2c2f s2c2f
stanislav-the-student-maintainer/remedies/2 bear office hours
sachiko-the-solution-architect/goals/5 slsa slsa
allison-the-aiml-engineer/goals/5 slsa slsa
open-source-professional/resources/1 blog-and-podcast case studies
open-source-professional/resources/1 events policy summits
open-source-professional/resources/1 osps-baseline openssf security baseline
open-source-professional/resources/1 openssf-scorecard openssf scorecard
security-engineer/resources/1 working-groups working groups
security-engineer/resources/1 events tech talks
security-engineer/resources/1 events policy summits
executive-c-suite/resources/1 blog-and-podcast case studies
executive-c-suite/resources/1 events policy summits
executive-c-suite/resources/1 osps-baseline openssf securty baseline
product-marketing-community-engagement/resources/1 blog-and-podcast case studies
product-marketing-community-engagement/resources/1 blog-and-podcast blog posts
infrastructure-platform-engineer/resources/1 compiler-hardening-guide hardening guides
""".strip().splitlines()


def told(found):
    return [f"{row.item_id} {row.resource_id} {row.words.lower()}" for row in found.itertuples()]


def test_the_embedded_edition_names_what_a_reader_finds():
    assert told(mentions(toolbelt_data.load(), CATALOGUE)) == EMBEDDED


@pytest.mark.parametrize("edition", ["2025-06-10", "2025-05-29", "2025-04-04"])
def test_the_documents_and_their_restatements_name_the_same(shared, edition):
    found = mentions(toolbelt_data.load(shared / "corpus" / edition), CATALOGUE)
    restated = mentions(toolbelt_data.load(edition), CATALOGUE)
    columns = ["item_id", "resource_id"]
    assert Counter(map(tuple, found[columns].values)) == Counter(map(tuple, restated[columns].values))  # fmt: skip


def test_every_line_of_text_is_looked_through(documents):
    found = mentions(
        documents(
            a="# Zarf Fans\nProse about Gemara.\n\n## Name: Minder Mo\nUses gittuf.\n### Challenges:\n"
            "#### With GUAC\n- SLSA\n## As a Sigstore user\n- I need Bomctl\n<!-- OpenBao -->\n"
        ),
        CATALOGUE,
    )
    ours = found.set_index("resource_id")
    assert set(ours.index) == {"zarf", "gemara", "minder", "gittuf", "guac", "slsa", "sigstore", "bomctl"}  # fmt: skip
    assert ours.persona_id.dropna().to_dict() == dict.fromkeys(
        ["minder", "gittuf", "guac", "slsa"], "minder-mo"
    )
    assert ours.section["guac"] == "challenges"


def counted(corpus):
    return resources(corpus, CATALOGUE, mentions(corpus, CATALOGUE)).set_index("resource_id")


def test_texts_count_once_and_summaries_never():
    table = counted(toolbelt_data.load())
    TABLE["resources"].check(table.reset_index())
    assert table.texts["osv-openvex"] == 1
    assert table.loc["openssf-scorecard", ["texts", "personas", "elsewhere"]].tolist() == [7, 5, 1]
    assert table.sections["slsa"] == ["remedies", "goals"]
    assert table.named_by["alpha-omega"] == ["Debbie the Downstream contributor"]
    assert table.personas.is_monotonic_decreasing


def test_what_only_a_summary_names_is_mentioned_and_the_toolbelt_is_never_missing():
    table = counted(toolbelt_data.load())
    assert table.texts["technical-advisory-council"] == 0
    assert table.mentioned["technical-advisory-council"]
    assert set(CATALOGUE.resource_id) - set(table.index) == {"security-toolbelt"}
    assert int(table.mentioned.sum()) == 20
    assert table.mentioned[["community-channels", "events", "blog-and-podcast"]].all()


def test_a_filter_of_the_notebook_does_not_change_what_is_never_mentioned(command, tmp_path):
    done = command(
        "report", "--notebook", "04", "--out", "r", "-p", "personas", "Diana the Weekend Warrior"
    )
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "r" / "2025-06-10" / "04-which-projects-help-whom.html").read_text("utf-8")
    assert "The documents mention 20 of 68 OpenSSF resources, and 48 never." in page
    assert "1 of 1 persona names none." in page


def test_documents_that_name_nothing_leave_every_resource_unmentioned(documents):
    corpus = documents(a="## Name: Ada\n### Goals:\n- Rest\n")
    assert not counted(corpus).mentioned.any()
    assert mentions(toolbelt_data.load(), TABLE["catalogue"].frame([])).empty
