"""Run notebooks on the embedded edition and save their outputs, and nothing else of the run."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main() -> int:
    """Refresh the notebooks named."""
    for path in map(Path, sys.argv[1:]):
        node = nbformat.read(path, as_version=4)
        folder = {"metadata": {"path": str(path.parent)}}
        arguments = ["--log-level=CRITICAL"]
        client = NotebookClient(
            node, record_timing=False, resources=folder, extra_arguments=arguments
        )
        client.execute()
        node.metadata = METADATA
        for cell in node.cells:
            cell.metadata = {
                name: cell.metadata[name] for name in ("tags",) if name in cell.metadata
            }
        nbformat.write(node, path)
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
