"""Mentions: resources are found by their written forms, and plain words are not."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
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
A balanced scorecard helps; keep a security scorecard for each supplier.
It vexes me; the VEX Robotics team won. Convex hulls and VEXED readers.
The best working group I was ever in; our legal working group disagrees.
Package analysis, model signing, security insights and a criticality score would help us.
Memory safety is hard in C; we use a compiler with hardening flags, and a hardening guide.
npm best practices are unclear; publish a concise guide. Secure development training is missing.
salsa, slsaa and xslsa; OSVALDO maintains the OSVersion library; Sigstorey, in-totos, protobomb.
Write to slsa@example.org or see https://example.org/slsa/scorecard and example.org/slsa.
See [our notes](https://example.org/blog/sigstore) or https://notslsa.dev/ or https://slsa.dev.example.org/.
The repositories https://github.com/ossf/scorecardx and https://github.com/someone/allstar are none.
The page https://example.org/slsa.dev and [this](https://github.com/ossf/toolbelt/blob/main/a.md).
""".strip().splitlines()

TRUE = {
    "Use Scorecard; OpenSSF Scorecards and OpenSSF scorecard": ["openssf-scorecard"] * 3,
    "Supply-chain Levels for\u00a0Software Artifacts": ["slsa"],
    "the SLSA verifier beats SLSA": ["slsa-verifier", "slsa"],
    "S2C2F; the Secure Supply Chain Consumption Framework": ["s2c2f"] * 2,
    "OSPS Baseline, the Security Baseline, OpenSSF Securty Baseline": ["osps-baseline"] * 3,
    "**OpenSSF** *Security* Baseline": ["osps-baseline"],
    "a Best Practices Badge, a CII badge": ["best-practices-badge"] * 2,
    "OSV, OpenVEX and VEX": ["osv-openvex"] * 3,
    "CVD Guides, and the CVD guide for finders": ["cvd-guides", "cvd-guide-finders"],
    "the Best Practice working group, BEST WG": ["best-practices-wg"] * 2,
    "RSTUF, the Repository Service for TUF": ["rstuf"] * 2,
    "LFD121, Developing Secure Software (LFD121)": ["lfd121"] * 2,
    "`slsa-verifier` and _SLSA_": ["slsa-verifier", "slsa"],
    "in C and C++: Compiler Options Hardening Guide for C and C++.": ["compiler-hardening-guide"],
    "[these checks](https://securityscorecards.dev)": ["openssf-scorecard"],
    "[Scorecard](https://scorecard.dev/#what)": ["openssf-scorecard"],
    "see https://docs.sigstore.dev/cosign/signing, or scorecard.dev.": ["sigstore", "openssf-scorecard"],
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


PIECES = st.sampled_from(
    [*(form for row in CATALOGUE.itertuples() for form in [row.resource, *row.aliases, *row.plain, *row.unlike, *row.addresses]),
     "a", "OpenSSF", "https://", "](", ")", "[", ".", "/", "-", " ", "  ", "**", "_", "é", "working group"]
)  # fmt: skip


@settings(max_examples=60)
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

EMBEDDED = (Path(__file__).parent / "data" / "mentions.txt").read_text("utf-8").splitlines()


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


def test_texts_count_once_and_summaries_never_and_the_toolbelt_is_never_missing():
    corpus = toolbelt_data.load()
    table = resources(corpus, CATALOGUE, mentions(corpus, CATALOGUE)).set_index("resource_id")
    TABLE["resources"].check(table.reset_index())
    assert table.loc["openssf-scorecard", ["texts", "personas", "elsewhere"]].tolist() == [7, 5, 1]
    assert table.sections["slsa"] == ["remedies", "goals"]
    assert table.named_by["alpha-omega"] == ["Debbie the Downstream contributor"]
    # Only a summary names it.
    assert table.loc["technical-advisory-council", ["texts", "mentioned"]].tolist() == [0, True]
    assert set(CATALOGUE.resource_id) - set(table.index) == {"security-toolbelt"}
    assert int(table.mentioned.sum()) == 20
    assert table.mentioned[["community-channels", "events", "blog-and-podcast"]].all()
