"""Scripts: what every page shares, so that it works from a file and asks no network.

DataTables comes out of the wheel of itables, where it is a module. Browsers
load no module from a file, so that it becomes a plain script here.
"""

from __future__ import annotations

import re
from pathlib import Path

from ...errors import ToolbeltError

ASSETS = Path(__file__).parent / "assets"
_NAME = r"[A-Za-z_$][\w$]*"
_EXPORT = re.compile(rf"\bexport\{{((?:{_NAME} as {_NAME},?)+)\}};")
_IMPORT = re.compile(r"(?:^|[;}\n])import[\s{*\"']|\bimport\.meta\b|\bexport (?:default|const)\b")
# What a page's own script asks the bundle for.
_NEEDED = "jQuery"
BUNDLE = "toolbeltBundle"
"""The name by which pages know what the bundle gives."""


def write_assets(folder: Path) -> None:
    """Write the style sheets and scripts that every page shares.

    Raises
    ------
    ToolbeltError
        Where the bundle of itables is of a shape that is not known.
    """
    from importlib.resources import files

    from pygments.formatters import HtmlFormatter

    folder.mkdir(parents=True)
    for asset in sorted(ASSETS.iterdir()):
        (folder / asset.name).write_bytes(asset.read_bytes())
    bundle = files("itables").joinpath("html/dt_bundle.js").read_text(encoding="utf-8")
    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    made = {
        "tables.js": plain_script(bundle),
        "code.css": f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n",
    }
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def plain_script(module: str) -> str:
    """Turn a bundled module into a script that any page can load.

    Parameters
    ----------
    module : str
        One module without imports, which closes with what it gives.

    Returns
    -------
    str
        The same in a function; what it gave is in one object of the window.
        Comments stay, licences among them.

    Raises
    ------
    ToolbeltError
        Where the module is of another shape.

    Examples
    --------
    >>> print(plain_script("var a=1;export{a as jQuery};"))
    (function(){"use strict";
    var a=1;window.toolbeltBundle={"jQuery":a};
    })();
    <BLANKLINE>
    """
    found = list(_EXPORT.finditer(module))
    given = (
        dict(reversed(pair.split(" as ")) for pair in found[0][1].split(",") if pair)
        if len(found) == 1
        else {}
    )
    if _NEEDED not in given or _IMPORT.search(module):
        raise ToolbeltError(
            "itables/html/dt_bundle.js",
            f"is no single module that gives {_NEEDED}",
            "install the release of itables that the lock names",
        )
    names = ",".join(f'"{name}":{value}' for name, value in given.items())
    start, end = found[0].span()
    body = f"{module[:start]}window.{BUNDLE}={{{names}}};{module[end:]}"
    return f'(function(){{"use strict";\n{body.rstrip()}\n}})();\n'
