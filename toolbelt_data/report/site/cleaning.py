"""Cleaning: what a notebook shows, with nothing left that acts or asks the network.

Our own tables escape the words of documents. A notebook of a user's own may
show any HTML, so that everything is cleaned before it stands in a page.
"""

from __future__ import annotations

_TAGS = frozenset(
    """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4 h5 h6
    hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td
    tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905
)
_EVERYWHERE = frozenset({"class", "id", "title", "lang", "dir"})
# A picture keeps its words only: pages show pictures of their own folder, as files.
_OF_TAGS = {
    "a": {"href"},
    "img": {"alt"},
    "th": {"colspan", "rowspan", "scope", "abbr"},
    "td": {"colspan", "rowspan", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start"},
    "details": {"open"},
    "time": {"datetime"},
}
_SCHEMES = frozenset({"http", "https", "mailto"})


def cleaned(html: str) -> str:
    """Keep the markup that shows, and leave out what acts, loads or restyles.

    Parameters
    ----------
    html : str
        What a notebook shows.

    Returns
    -------
    str
        Without script, style, frame, form and SVG elements, without handlers
        and ``style`` attributes, and with links to web, mail or this report only.

    Examples
    --------
    >>> cleaned('<p class="answer" onclick="x()">Nine <script>x()</script>gaps</p>')
    '<p class="answer">Nine gaps</p>'
    >>> cleaned('<a href="javascript:x()">more</a>')
    '<a>more</a>'
    """
    import nh3

    attributes = {tag: set(_EVERYWHERE | _OF_TAGS.get(tag, set())) for tag in _TAGS}
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=attributes,
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
