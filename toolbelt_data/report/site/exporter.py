"""The exporter: nbconvert's, with this report's templates and without a second parse.

nbconvert reads each finished page again to give pictures the words that they
lack and to let outputs be reached by keyboard. The templates here do both, and
reading a page again takes longer than writing it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML


class Exporter(HTMLExporter):
    """Makes a page of a notebook, with the templates of a folder."""

    def __init__(self, templates: Path) -> None:
        super().__init__(
            template_name="toolbelt",
            extra_template_basedirs=[str(templates)],
            exclude_anchor_links=True,
        )
        self.register_preprocessor("nbconvert.preprocessors.ExtractOutputPreprocessor", True)

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any] | None = None, **more: Any
    ) -> tuple[str, dict[str, Any]]:
        """Give a page, and the pictures that it shows among the resources."""
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name"))
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer=lexer, parent=self))
        return TemplateExporter.from_notebook_node(self, nb, resources, **more)
