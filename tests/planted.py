"""Planted documents: what an attacker would write, in every field that the project reads."""

import csv
import json

import toolbelt_data

RUN = "window.PLANTED=1"
ELSEWHERE = "https://planted.example/"
SUM = "{{7919*7}}"
"""What a template engine would make 55433 of."""

FRAGMENTS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"' onclick='{RUN}' autofocus onfocus='{RUN}' x='",
    f"<svg onload={RUN}><a xlink:href='javascript:{RUN}'>svg</a><script>{RUN}</script></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img src=x onerror={RUN}>--></math>",
    f"</textarea></title></style></script></noscript><script>{RUN}</script>",
    f"</td></tr></table></code></pre></li></ol><img src=x onerror={RUN}>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script><![CDATA[",
    f"[link](javascript:{RUN})",
    f"[link](<javascript&colon;{RUN}>)",
    f'[link](JaVaScRiPt:{RUN} "onclick={RUN}")',
    f"[link](data:text/html,<script>{RUN}</script>)",
    f'[link]({ELSEWHERE}"onclick="{RUN})',
    f"![picture]({ELSEWHERE}a.png)",
    f"<javascript:{RUN}>",
    f"<a href='javascript:{RUN}'>anchor</a>",
    f"<style>@import url({ELSEWHERE}a.css); body {{ display: none }}</style>",
    f"<div style='position:fixed;inset:0;background:url({ELSEWHERE}b.png)'>styled</div>",
    f'<iframe srcdoc="<script>parent.{RUN[7:]}</script>"></iframe>',
    f"<object data='javascript:{RUN}'></object><embed src='{ELSEWHERE}'>",
    f"<form action='{ELSEWHERE}'><input name=q autofocus onfocus={RUN}><button>go</button></form>",
    f"<base href='{ELSEWHERE}'><link rel=stylesheet href='{ELSEWHERE}c.css'>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;&lt;img src=x onerror={RUN}&gt;",
    f"&amp;lt;img src=x onerror={RUN}&amp;gt;",
    f"&#60;img src=x onerror={RUN}&#62;",
    f"\\u003cimg src=x onerror={RUN}\\u003e\\x3cscript\\x3e{RUN}\\x3c/script\\x3e",
    f"{SUM} ${{7919*7}} #{{7919*7}} <%= 7919*7 %> {{% raw %}} {{# note #}}",
    f"$$\\href{{javascript:{RUN}}}{{formula}}$$ \\(\\unicode{{<img src=x onerror={RUN}>}}\\)",
    f'=HYPERLINK("{ELSEWHERE}", "cell")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\x1b]0;planted\x07\x1b[31mred\x1b[0m\x9b31m",
    "\u202etfel ot thgir\u202c \u2066isolated\u2069 \u200b\ufeff",
    f"before\u2028{RUN}\u2029after\x00\x0b\x0c",
    "::error file=planted::planted",
    "::set-output name=planted::planted%0A::error::planted",
    "##[error]planted",
    '<span class="place">personas/README.md:1</span>',
    "W" * 600,
)
"""Each stands in every field of some persona."""

SHORT = tuple(one for one in FRAGMENTS if len(one) < 200)
FILES = (
    f"<img src=x onerror={RUN}>",
    f'"onclick="{RUN}" x="',
    f"javascript:{RUN}",
    "&lt;b&gt;%2e%0A::error::planted",
    SUM,
    "=1+1",
    "-x",
)
"""Names of files that a file system takes."""


def persona(number, fragment):
    """A persona with a fragment in each of its fields."""
    return "\n".join([
        f"## Name: P{number} {fragment}", "",
        f"### Role: {fragment}", f"- {fragment} role {number}", "",
        "### Background", f"{fragment} stands in a paragraph.", "",
        "### Goals", f"#### {fragment}", f"- {fragment} goal", f"  - {fragment} below", "",
        "### Challenges", f"#### {fragment}", f"- {fragment} needs time {number}",
        f"- OpenSSF Scorecard {fragment}", f"| {fragment} | b |", "|---|---|", f"| {fragment} | d |", "",
        "### How the OpenSSF can help:", f"- {fragment} gives time {number}", f"-{fragment}", "",
        f"```{fragment}", fragment, "```", f"<!-- {fragment} -->", "",
    ])  # fmt: skip


def index(fragments):
    """An index whose titles, fields and listings hold fragments."""
    words = [f"# Personas {fragments[0]}", ""]
    words += [f"- Group {n} {one} - {one}" for n, one in enumerate(fragments)]
    for number, one in enumerate(fragments):
        words += ["", f"## Group {number} {one}"]
        fields = ("Primary Motivation", "Most Valuable Resources", "Common Challenges")
        words += [f"- *{field}*: {one}" for field in fields]
        words += [f"- *Sub Personas*: [L{number} {one}](javascript:{RUN}), M{number} {one}"]
    return "\n".join(words) + "\n"


def use_cases(fragments):
    """Use cases whose actors and needs hold fragments."""
    parts = [f"## As a {one}:\n- I want {one} {n}\n" for n, one in enumerate(fragments)]
    return "# Use Cases\n\n" + "\n".join(parts)


def documents(fragments=FRAGMENTS, files=FILES):
    """Paths and contents of a source that holds the fragments everywhere."""
    keys = ("title", "author", "description", "tags", "layout", fragments[1])
    front = "\n".join(["---", *(f"{key}: {fragments[0]}" for key in keys), "---", ""])
    found = {
        "personas/README.md": index(fragments),
        "use_cases/README.md": use_cases(fragments),
        f"use_cases/{files[0]}.md": use_cases(fragments[:3]),
    }
    shares = [fragments[at :: len(files)] for at in range(len(files))]
    for at, (name, own) in enumerate(zip(files, shares, strict=True)):
        folder = f"personas/{files[-1]}" if at % 2 else "personas"
        people = (persona(f"{at}-{n}", one) for n, one in enumerate(own))
        found[f"{folder}/{name}.md"] = front + "\n".join(people)
    return {path: text.encode("utf-8") for path, text in found.items()}


def write_documents(folder):
    """Write the documents below a folder, and planted settings; give the folder."""
    for path, data in documents().items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (folder / "toolbelt.toml").write_text(settings(), encoding="utf-8")
    return folder


def settings(fragments=SHORT):
    """Settings whose patterns are fragments, which no document's path fits."""
    names = [json.dumps(one) for one in fragments]
    rules = [f"{name} = ['TB601']" for name in names]
    return "\n".join([f"exclude = [{', '.join(names)}]", "[check.ignore-in]", *rules, ""])


def reviews(folder, source):
    """Write reviews of the documents by reviewers that are planted, and give the file."""
    corpus = toolbelt_data.load(source)
    texts = dict(zip(corpus.statements.statement_id, corpus.statements.text, strict=True))
    rows = []
    for number, one in enumerate(corpus.personas.persona_id):
        pair = [f"{one}/challenges/1", f"{one}/remedies/1"]
        who = SHORT[number % len(SHORT)].replace("\x00", "")
        if number % 2 and all(name in texts for name in pair):
            rows.append([*pair, who, number % 3, "", who, *(texts[name] for name in pair), "", ""])
    columns = ("challenge_id", "remedy_id", "reviewer", "rating", "date", "note",
               "challenge_text", "remedy_text", "challenge_digests", "remedy_digests")  # fmt: skip
    return _sheet(folder / f"{FILES[0]}.csv", columns, rows)


def decisions(folder, source):
    """Write decisions about the documents' gaps that are planted, and give the file."""
    corpus = toolbelt_data.load(source)
    own = corpus.statements[corpus.statements.section == "challenges"]
    rows = [
        [row.statement_id, "in progress", who, f"{ELSEWHERE}{who}", "", "", who, row.text, ""]
        for row, who in zip(own.itertuples(), 9 * [w.replace("\x00", "") for w in SHORT], strict=False)
    ]  # fmt: skip
    columns = ("challenge_id", "decision", "owner", "link", "until", "date", "note",
               "challenge_text", "challenge_digests")  # fmt: skip
    return _sheet(folder / f"{FILES[1]}.csv", columns, rows)


def catalogue(folder):
    """Write a catalogue whose resources are planted, and give the file."""
    parts = []
    for number, one in enumerate(SHORT):
        words = json.dumps(one.replace("\x00", "").replace("\x9b", ""), ensure_ascii=True)
        name = json.dumps(f"Planted Thing {number} " + json.loads(words))
        parts.append(
            f'[[resource]]\nid = "planted-{number}"\nname = {name}\nkind = "project"\n'
            f"description = {words}\naliases = [{words}]\nworking_group = {words}\n"
        )
    path = folder / f"{FILES[2]}.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def _sheet(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def write_site(folder):
    """Write the pages of planted documents, reviews, decisions, catalogue and notebook."""
    import nbformat
    import sites

    from toolbelt_data.report.site import Content
    from toolbelt_data.report.site import write_site as write

    folder.mkdir(parents=True, exist_ok=True)
    source = write_documents(folder / FILES[-2])
    analysis = toolbelt_data.Analysis(
        toolbelt_data.load(source),
        reviews=reviews(folder, source),
        decisions=decisions(folder, source),
        catalogue=catalogue(folder),
    )
    cells = [nbformat.v4.new_markdown_cell(f"## {one}\n\n{one}") for one in FRAGMENTS]
    run = sites.run(*cells, name=FILES[0], title=FRAGMENTS[0], error=FRAGMENTS[1])
    write(
        Content(
            analysis,
            toolbelt_data.check(analysis.corpus),
            comparison=toolbelt_data.compare(toolbelt_data.load(), analysis.corpus),
            executed=[run],
            parameters={"source": FRAGMENTS[0], FRAGMENTS[2]: FRAGMENTS[1]},
            changed={FRAGMENTS[1]: FRAGMENTS[2]},
            source=FRAGMENTS[0],
            address="https://github.com/" + FRAGMENTS[2],
        ),
        folder / "site",
    )
    return folder / "site"
