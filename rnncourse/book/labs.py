"""The outputs that a lab stores: what a run printed, to be read without running and compared with every run.

    python -m rnncourse.book.labs      stores the outputs of the last build in book/<chapter>/lab.ipynb

Pictures are not stored, only the sentence that describes them; nor are the values that a lab keeps for its pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from nbformat import NotebookNode

from rnncourse.errors import CourseError

#: Where the book's build keeps what ran.
CACHE = "_build/.jupyter_cache"
#: Data that is drawn anew at every build, and not stored.
PICTURES = ("text/html", "image/svg+xml", "image/png")
_KEPT = "application/papermill.record/"


def written(root: Path) -> list[Path]:
    """The labs of the book, relative to ``root``."""
    return sorted(path.relative_to(root) for path in (root / "book").glob("*/lab.ipynb"))


def executed(root: Path, lab: Path) -> NotebookNode:
    """The lab as the last build ran it: from jupyter-cache, since MyST-NB writes out no outputs that it found there.

    Raises CourseError where there is no such run, because the lab or what it uses changed since or never ran.
    """
    now = nbformat.read(root / lab, as_version=4)
    for cell in code_cells(now):
        cell.outputs = []
    try:
        _, ran = get_cache(root / CACHE).merge_match_into_notebook(now)
    except KeyError:
        raise CourseError(
            f"{lab} has not run since it changed; build the book first: rnncourse build"
        ) from None
    return ran


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that run, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def stored_outputs(cell: NotebookNode) -> list[NotebookNode]:
    """What of a run cell's outputs is stored: text, with neighbouring pieces of one stream joined."""
    kept: list[NotebookNode] = []
    for output in cell.outputs:
        if output.output_type == "stream":
            if kept and kept[-1].output_type == "stream" and kept[-1].name == output.name:
                kept[-1].text += output.text
            else:
                kept.append(nbformat.v4.new_output("stream", name=output.name, text=output.text))
        elif output.output_type in ("display_data", "execute_result"):
            data = {kind: value for kind, value in output.data.items() if kind not in PICTURES}
            if data and not any(kind.startswith(_KEPT) for kind in data):
                kept.append(nbformat.v4.new_output("display_data", data=data))
        else:
            kept.append(output)
    return kept


def store(root: Path) -> list[Path]:
    """Write the outputs of the last build into the labs; return those that changed."""
    changed = []
    for lab in written(root):
        path = root / lab
        notebook, ran = nbformat.read(path, as_version=4), executed(root, lab)
        for cell, ran_cell in zip(code_cells(notebook), code_cells(ran), strict=True):
            cell.outputs, cell.execution_count = stored_outputs(ran_cell), None
        text = nbformat.writes(notebook) + "\n"
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            changed.append(lab)
    return changed


def main() -> int:
    try:
        changed = store(Path.cwd())
    except CourseError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for lab in changed:
        print(f"{lab}: outputs stored")
    return 0


if __name__ == "__main__":
    sys.exit(main())
