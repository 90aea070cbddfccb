"""Run the notebooks on the embedded edition and keep their outputs, nothing else of the run."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


def main() -> int:
    """Refresh the notebooks named, or all."""
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb"))
    for path in chosen:
        node = nbformat.read(path, as_version=4)
        client = NotebookClient(
            node,
            kernel_name="python3",
            record_timing=False,
            extra_arguments=["--log-level=CRITICAL"],
            resources={"metadata": {"path": str(FOLDER)}},
        )
        client.execute()
        node.metadata = {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        nbformat.write(node, path)
        print(path.relative_to(FOLDER.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
