"""A bench: documents, notebooks and what these read, to make reports of again and again."""

import json

from notebooks_of_ones_own import write_notebook

from toolbelt_data.report.asked import ask
from toolbelt_data.report.build import build_report
from toolbelt_data.report.request import settle_request

ADA = "# Name: Ada\n\n## Role\n\n- writes code\n\n## Challenges\n\n- time\n"
SOURCE = 'source: str = ""\nrevision: str = ""\n'


def files(folder):
    """Give which file is where, and what it holds."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.stat().st_ino, path.read_bytes()) for path in found}


class Bench:
    """A folder of documents, notebooks and what these read, and reports of it."""

    def __init__(self, folder, **notebooks):
        self.folder, self.names, self.given = folder, list(notebooks), {}
        self.source, self.revision = str(folder / "source" / "toolbelt"), ""
        self.write("source/toolbelt/personas/ada.md", ADA)
        for name, cells in notebooks.items():
            self.notebook(name, *cells)

    def notebook(self, name, declared, code):
        write_notebook(self.folder, SOURCE + declared, code, name=name)

    @property
    def own(self):
        return self.folder / "out" / "toolbelt"

    def write(self, name, words):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)

    def report(self, **more):
        return build_report(
            self.source,
            self.revision,
            out=self.folder / "out",
            notebooks=[str(self.folder / f"{name}.ipynb") for name in self.names],
            parameters=self.given,
            **more,
        )

    def holds(self):
        """Look, without making a report, whether the one in place holds."""
        paths = [str(self.folder / f"{name}.ipynb") for name in self.names]
        request = settle_request(self.source, self.revision, paths, self.given)
        return ask(request, self.folder / "out", self.own, rebuild=False).kept.whole

    def ran(self, **more):
        """Make a report, and name the notebooks that were run for it; None where none was made."""
        report = self.report(**more)
        assert report.failed == {}
        return set(self.names) - set(report.kept) if report.made else None

    def output(self, name):
        node = json.loads((self.own / "notebooks" / f"{name}.ipynb").read_text("utf-8"))
        return "".join(
            line for cell in node["cells"] for o in cell.get("outputs", []) for line in o["text"]
        )
