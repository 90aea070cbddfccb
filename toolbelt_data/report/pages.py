"""Pages of notebooks: an executed notebook's cells as sanitised HTML.

Outputs may contain words of documents, so all HTML is sanitised: no script, frame, form or event
handler, and links only to the web and within the report.
"""

from __future__ import annotations

import base64
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from ..text import slug

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from .execute import Executed

MOST = 200_000
"""Characters that a page shows of one cell's outputs, so that a browser can open it."""

# Tags that only show content; others act, load or restyle.
_TAGS = """a abbr b blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4
h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td
tfoot th thead time tr u ul var wbr""".split()  # noqa: SIM905
_EVERYWHERE = {"class", "id", "title", "lang", "dir", "style"}
_CELLS = {"colspan", "rowspan", "scope", "abbr", "headers"}
_OF_TAGS = {"a": {"href"}, "img": {"alt", "src"}, "th": _CELLS, "td": _CELLS, "details": {"open"}}
_STYLES = {"background-color", "color", "font-style", "font-weight", "white-space"}
_PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
# Characters from which a text needs a wide column, and a word may break anywhere.
_LONG_TEXT, _LONG_WORD = 60, 24
_SHOWN = ("text/html", *_PICTURES, "text/markdown", "text/latex", "text/plain")
_SCHEMES = ("http", "https", "mailto")
_FIGURE = Markup('<figure tabindex="0"><img src="{}" alt="{}"></figure>')
_CUT = Markup(
    '<p class="cut">This output of {} characters is cut here;'
    ' <a href="notebooks/{}.ipynb">the notebook</a> has all of it.</p>'
)
_REGION = '<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>'
# Attributes are as nh3 writes them.
_ANCHOR = re.compile(r'<a((?: [\w:-]+="[^"]*")*)>(.*?)</a>', re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_PLACE = re.compile(r"(?P<path>.+):(?P<line>\d+)(?P<older> \(.*\))?")
_CELL = re.compile(r"<td((?: [^>]*)?)>(.*?)</td>", re.DOTALL)
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?(?:e[-+]\d+)?%?|NaN|nan|&lt;NA&gt;")
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_STYLER_ID = re.compile(r'\sid="(T_\w+)"')
_TASK = re.compile(r'<input class="task-list-item-checkbox" type="checkbox" disabled( checked)?/>')
# Control sequences of terminals.
_TERMINAL = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_CONTROL = dict.fromkeys([*range(9), *range(11, 27), *range(28, 32), *range(127, 160)])
# Bytes that most systems allow in a file's name, less those of an extension.
_LONGEST = 240


def file_name(name: str) -> str:
    """Return a name that every file system takes; a long one ends in its digest.

    Examples
    --------
    >>> file_name("finn-the-finder"), len(file_name("W" * 600))
    ('finn-the-finder', 116)
    """
    data = name.encode("utf-8", "surrogateescape")
    return f"{name[:99]}-{sha256(data).hexdigest()[:16]}" if len(data) > _LONGEST else name


class Places:
    """The documents of one edition, and the links to their lines.

    Parameters
    ----------
    documents : iterable of str
        Paths of the documents.
    address : str
        Where the web shows them; empty: they are linked to pages of the report.
    folder : str
        Folder of the report's pages of them.

    Examples
    --------
    >>> Places(["personas/a.md"]).href("personas/a.md", 7)
    'sources/personas/a.md.html#L7'
    """

    def __init__(self, documents: Iterable[str], address: str = "", folder: str = "sources"):
        self.documents = frozenset(documents)
        self.address, self.folder = address, folder
        self.named = Counter(path.rpartition("/")[2] for path in self.documents)

    def page(self, path: str) -> str:
        """Return the path of the report's page of a document.

        Examples
        --------
        >>> Places([]).page("a.md"), Places([]).page("a.md.html/b.md")
        ('sources/a.md.html', 'sources/a.md.html_/b.md.html')
        """
        # A folder may not have the name of the page beside it.
        *folders, name = re.sub(r"(\.html_*)(?=/)", r"\1_", path).split("/")
        return "/".join([self.folder, *folders, f"{file_name(name)}.html"])

    def short(self, path: str) -> str:
        """Return the name of a document; its path if another document has the same name."""
        name = path.rpartition("/")[2]
        return path if self.named[name] > 1 else name

    def href(self, path: str, line: int | str | None = None) -> str:
        """Return the link to a document or to a line of it; empty if it is not known."""
        if path not in self.documents:
            return ""
        if self.address:
            return f"{self.address}{quote(path)}" + ("" if line is None else f"?plain=1#L{line}")
        return page_path(self.page(path)) + ("" if line is None else f"#L{line}")


def finding_of(node: NotebookNode) -> str:
    """Return the first sentence of the output tagged `finding`, else of the first output."""
    cells = sorted(node.cells, key=lambda cell: "finding" not in tags(cell))
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        shown = output.get("data", {}).get("text/markdown", "").strip()
        alt = output.get("metadata", {}).get("image/svg+xml", {}).get("alt", "")
        if alt or (shown and shown[0] not in "#|-<"):
            words = alt or words_of(_markdown(shown.split("\n\n")[0]))
            return re.split(r"(?<=[.!?]) ", words)[0]
    return ""


def words_of(html: str) -> str:
    """Return the words of markup.

    Examples
    --------
    >>> words_of("Who <em>&amp;</em> why")
    'Who & why'
    """
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


class Page:
    """The page of an executed notebook.

    Parameters
    ----------
    run : Executed
    places, older : Places
        Of this edition, and of the one compared with.
    names : collection of str
        Names of the notebooks that have a page.

    Attributes
    ----------
    cells : list of dict
        Each with words (of markdown), or with code, number and outputs: HTML.
    sections : list of (str, str)
        Anchors and words of its headings.
    pictures : dict of str to bytes
        Files for the folder of figures.
    titled : bool
        Whether a cell has the page's main heading.
    """

    def __init__(
        self,
        run: Executed,
        places: Places,
        older: Places | None = None,
        names: Collection[str] = (),
    ):
        self.run, self.places, self.older, self.names = run, places, older, names
        self.sections: list[tuple[str, str]] = []
        self.pictures: dict[str, bytes] = {}
        self.titled = False
        self._seen: Counter[str] = Counter()
        self._attachments: dict[str, dict[str, str]] = {}
        self.cells = [self._cell(one) for one in run.node.cells if "remove-cell" not in tags(one)]

    def _cell(self, cell: NotebookNode) -> dict[str, Any]:
        from nbconvert.filters.highlight import Highlight2HTML

        self._attachments = cell.get("attachments", {})
        if cell.cell_type == "markdown":
            return {"words": self._markup(_markdown(cell.source))}
        if cell.cell_type == "raw":
            return {"words": _pre(cell.source)}
        about = self.run.node.metadata.get("language_info", {})
        language = about.get("pygments_lexer") or about.get("name") or "python"
        hidden = "remove-input" in tags(cell) or not cell.source.strip()
        return {
            "code": "" if hidden else Markup(Highlight2HTML(language)(cell.source)),  # noqa: S704
            "number": cell.execution_count,
            "outputs": () if "remove-output" in tags(cell) else [*self._outputs(cell.outputs)],
        }

    def _outputs(self, outputs: list[NotebookNode]) -> Iterator[Markup]:
        left = MOST
        for output in _joined(outputs):
            kind, text = _shown(output)
            if kind in _PICTURES:
                about = output.metadata.get(kind, {})
                alt = about.get("alt") or output.metadata.get("alt", "No description was given.")
                source = self._picture(_bytes(text, kind), _PICTURES[kind])
                yield _FIGURE.format(source, alt)
            elif text and left:
                yield self._output(kind, text[:left])
                if len(text) >= left:
                    yield _CUT.format(f"{len(text):,}", quote(self.run.notebook.name))
                left = max(left - len(text), 0)

    def _output(self, kind: str, text: str) -> Markup:
        if kind == "text/html":
            return self._markup(_inlined(text))
        if kind == "text/markdown":
            return self._markup(_markdown(text))
        if kind == "text/latex":
            return _math(text.strip().strip("$").removeprefix("\\displaystyle"))
        return _pre(text, kind)

    def _markup(self, html: str) -> Markup:
        import nh3

        html = nh3.clean(
            html,
            tags={*_TAGS},
            attributes={tag: _EVERYWHERE | _OF_TAGS.get(tag, set()) for tag in _TAGS},
            attribute_filter=self._attribute,
            url_schemes={*_SCHEMES, "data", "attachment"},
            filter_style_properties=_STYLES,
            link_rel=None,
        )
        html = _HEADING.sub(self._heading, _ANCHOR.sub(self._link, html))
        return Markup(_TABLE.sub(self._table, html))  # noqa: S704

    def _attribute(self, _: str, name: str, value: str) -> str | None:
        """Make pictures files of the report, and add dark text to a background without a colour."""
        if name == "src":
            return self._local(value) or None
        if name == "style":
            value = value if any(one in value for one in _STYLES) else ""
            inkless = "background-color" in value and not re.search("(?<!-)color", value)
            return (value + "; color: #1f2328" * inkless) or None
        return value

    def _local(self, address: str) -> str:
        """Read a picture from an attachment, a data URL or a file beside the notebook."""
        scheme, _, rest = address.partition(":")
        if scheme in ("attachment", "data"):
            found = dict([rest.split(";base64,")]) if rest.count(";base64,") == 1 else {}
            found = found if scheme == "data" else self._attachments.get(unquote(rest), {})
            kind = next((one for one in _PICTURES if one in found), "")
            return self._picture(_bytes(found[kind], ""), _PICTURES[kind]) if kind else ""
        folder = Path(self.run.notebook.path).resolve().parent
        path = (folder / unquote(address).replace("\0", "")).resolve()
        ending = path.suffix.lower().removeprefix(".").replace("jpeg", "jpg")
        beside = path.is_relative_to(folder) and path.is_file() and ending in _PICTURES.values()
        return self._picture(path.read_bytes(), ending) if beside else ""

    def _picture(self, data: bytes, ending: str) -> str:
        """Add a picture to the folder of figures, and return its address."""
        name = f"{self.run.notebook.name}-{len(self.pictures) + 1}.{ending}"
        self.pictures[name] = data
        return f"figures/{quote(name)}"

    def _link(self, match: re.Match[str]) -> str:
        """Link a place to its line and a notebook to its page; remove links to other files."""
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}
        href, place = attributes.pop("href", ""), _PLACE.fullmatch(attributes.get("title", ""))
        page = re.fullmatch(r"(?:\./)?([^/#?]+)\.ipynb(?:#(.*))?", href)
        if place and "place" in attributes.get("class", "").split():
            of = self.older if place["older"] else self.places
            href = of.href(place["path"], place["line"]) if of else ""
        elif page:
            anchor = f"#{slug(unquote(page[2]).replace('-', ' '))}" if page[2] else ""
            href = f"{page[1]}.html{anchor}" if unquote(page[1]) in self.names else ""
        elif href.partition(":")[0] not in _SCHEMES and not href.startswith("#"):
            href = ""
        attributes |= {"href": href} if href else {}
        markup = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<a{markup}>{match[2]}</a>"

    def _heading(self, match: re.Match[str]) -> str:
        """Add GitHub's anchor to a heading; lower a second main heading."""
        level = "2" if match[1] == "1" and self.titled else match[1]
        self.titled |= level == "1"
        words = words_of(match[2])
        anchor = slug(words)
        self._seen[anchor] += 1
        anchor += f"-{self._seen[anchor] - 1}" if self._seen[anchor] > 1 else ""
        if level == "2":
            self.sections.append((anchor, words))
        return f'<h{level} id="{escape(anchor)}">{match[2]}</h{level}>'

    def _table(self, match: re.Match[str]) -> str:
        """Put a table into a scrolling region named by its caption or by the heading above."""
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", match[0], re.DOTALL)
        above = self.sections[-1][1] if self.sections else "this page"
        name = f"Table: {words_of(caption[1]) if caption else above}"
        self._seen[name] += 1
        name += f", {self._seen[name]}" if self._seen[name] > 1 else ""
        table = match[0].replace("<th></th>", "<td></td>")  # an empty header cell is not one
        return _REGION.format(escape(name), _CELL.sub(self._table_cell, table))

    def _table_cell(self, match: re.Match[str]) -> str:
        """Link a place in a cell, and mark a number or a long text."""
        attributes, words = match[1], match[2].strip()
        if _NUMBER.fullmatch(words) and "class=" not in attributes:
            return f'<td class="number"{attributes}>{words}</td>'
        place = _PLACE.fullmatch(unescape(words)) if ":" in words else None
        href = self.places.href(place["path"], place["line"]) if place else ""
        if href:
            return f'<td{attributes}><a class="place" href="{escape(href)}">{words}</a></td>'
        plain = words_of(words)
        longest = max(map(len, plain.split()), default=0)
        long = (len(plain) > _LONG_TEXT or longest > _LONG_WORD) and "class=" not in attributes
        return match[0].replace("<td", '<td class="long"', 1) if long else match[0]


def tags(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join the parts of a stream."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].get("name") == output.name:
            joined[-1]["text"] += output.text
        else:
            joined.append(output.copy())
    return joined


def _shown(output: NotebookNode) -> tuple[str, str]:
    """Return kind and content of an output; a carriage return overwrites a line."""
    if output.output_type == "error":
        return "stderr", "\n".join(output.traceback)
    if output.output_type == "stream":
        lines = output.text.split("\n")
        return output.name, "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    kind = next((one for one in _SHOWN if one in output.data), "")
    return kind, output.data.get(kind, "")


def _bytes(data: str, kind: str) -> bytes:
    return data.encode() if kind == "image/svg+xml" else base64.b64decode(data)


def _inlined(html: str) -> str:
    """Move a pandas Styler's rules from a style sheet with random ids to the cells."""
    styles: dict[str, str] = defaultdict(str)
    for selectors, style in _RULE.findall("".join(_STYLE.findall(html))):
        for one in selectors.split(","):
            styles[one.strip().removeprefix("#")] += " ".join(style.split())
    return _STYLER_ID.sub(lambda match: f' style="{escape(styles[match[1]])}"', html)


def _markdown(text: str) -> str:
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    class Renderer(IPythonRenderer):
        """Show formulas as they are written, and pictures from the web as links."""

        def inline_math(self, body: str) -> str:
            return f'<code class="math">{escape(body)}</code>'

        def block_math(self, body: str) -> str:
            return _math(body)

        def latex_environment(self, name: str, body: str) -> str:
            return _math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

        def image(self, text: str, url: str, title: str | None = None) -> str:
            if re.match("https?:", url):
                return f'<a href="{escape(url)}">{text or escape(url)}</a>'
            return f'<img src="{escape(url)}" alt="{text}">'

    html = MarkdownWithMath(Renderer(escape=False, exclude_anchor_links=True)).render(text)
    return _TASK.sub(lambda match: "☑ " if match[1] else "☐ ", html)


def _math(body: str) -> Markup:
    return Markup('<pre class="math">{}</pre>').format(body.strip())


def _pre(text: str, kind: str = "stdout") -> Markup:
    from nbconvert.filters.ansi import ansi2html

    shown = ansi2html(_TERMINAL.sub("", text).translate(_CONTROL)).replace("\x1b", "")
    kind = kind.rpartition("/")[2]
    return Markup(f'<pre class="stream {kind}" tabindex="0">{shown}</pre>')  # noqa: S704


def page_path(*parts: str) -> str:
    """Return a path below the report's folder as a link; names may contain undecodable bytes."""
    return quote("/".join(parts).encode("utf-8", "surrogateescape"))
