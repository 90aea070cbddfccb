"""Engine: papermill's own, writing a notebook once rather than twice a cell.

A notebook grows with each cell, and what is written of it each time too:
that took most of what a report's driver does while notebooks run.
"""

from __future__ import annotations

from typing import Any

import nbformat
from papermill.engines import NBClientEngine, papermill_engines
from papermill.iorw import write_ipynb

NAME = "toolbelt-data"
"""What papermill knows it by."""


class WritesOnce(NBClientEngine):
    """Executes a notebook; papermill writes it afterwards."""

    @classmethod
    def execute_notebook(
        cls,
        nb: nbformat.NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        **settings: Any,
    ) -> nbformat.NotebookNode:
        """Execute a notebook, and write it as far as it came where no end is reached."""
        try:
            # How a stream comes in pieces depends on the machine; joined it is the same each time.
            return super().execute_notebook(
                nb, kernel_name, output_path=None, coalesce_streams=True, **settings
            )
        except Exception:
            if output_path:
                write_ipynb(nb, output_path)
            raise


papermill_engines.register(NAME, WritesOnce)
