"""Notebooks that a test writes to join a report."""

import nbformat


def write_notebook(folder, *codes, name="mine"):
    """Write a notebook of cells of code; the first declares the parameters."""
    cells = [nbformat.v4.new_code_cell(code, id=f"c{n}") for n, code in enumerate(codes)]
    cells[0].metadata.tags = ["parameters"]
    node = nbformat.v4.new_notebook(cells=cells)
    node.metadata.kernelspec = {"name": "python3", "display_name": "P", "language": "python"}
    path = folder / f"{name}.ipynb"
    nbformat.write(node, path)
    return str(path)
