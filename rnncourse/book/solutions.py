"""The worked-solutions page of a chapter, made from the instructor's notebook before the contents are read.

``solutions/rnn/rnn.ipynb`` gives ``book/rnn/solutions.ipynb``: each task by its heading, the solution
without its markers, the explanation. No test, visible or hidden, reaches the page. The page is generated,
never edited, and written only when it changed, so that Sphinx does not read it again for nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from sphinx.errors import ExtensionError

from rnncourse.curriculum import CHAPTERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_MARKER = re.compile(r"^[ \t]*(?:#+|<!--)[ \t]*(?:BEGIN|END) (?:SOLUTION|EXPLANATION)\b.*\n?", re.MULTILINE)
_HIDDEN = re.compile(
    r"^[ \t]*(?:#+|<!--)[ \t]*BEGIN (?P<what>HIDDEN TESTS|MARK SCHEME)\b.*?"
    r"^[ \t]*(?:#+|<!--)[ \t]*END (?P=what)\b[^\n]*\n?",
    re.MULTILINE | re.DOTALL,
)
_HEADING = re.compile(r"^(#{1,6}) +(.+)$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)


def solutions_page(master: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """The page for assignment ``name`` as a notebook without outputs."""
    title = next((chapter.title for chapter in CHAPTERS if chapter.name == name), name)
    cells = [
        _markdown(
            "solutions-start",
            f"# Worked solutions: {title[0].lower()}{title[1:]}\n\n"
            f"The exercises themselves are [on their own page](../../exercises/{name}/{name}.ipynb). "
            "Read a solution after your own attempt, passed or not: it is one way among several, "
            "and what it says about the mistakes is worth more than its lines.",
        )
    ]
    waiting: list[tuple[int, str]] = []  # headings whose section has shown nothing yet
    for cell in master.cells:
        source = _HIDDEN.sub("", cell.source)
        shown = None
        if cell.cell_type == "markdown":
            if "explanation" in cell.metadata.get("tags", []):
                shown = _markdown(cell.get("id"), _MARKER.sub("", source).strip())
            for level, text in headings(source) if shown is None else []:
                waiting = [*((above, t) for above, t in waiting if above < level), (level, text)]
        elif is_solution(cell):
            shown = nbformat.v4.new_code_cell(_MARKER.sub("", source).strip(), id=cell.get("id"))
        if shown is None or not shown.source:
            continue
        if waiting:
            lines = "\n\n".join(f"{'#' * level} {text}" for level, text in waiting)
            cells.append(_markdown(f"{cell.get('id')}-task", lines))
            waiting = []
        cells.append(shown)
    page = nbformat.v4.new_notebook(cells=cells)
    page.metadata = {key: master.metadata[key] for key in ("kernelspec",) if key in master.metadata}
    return page


def is_solution(cell: nbformat.NotebookNode) -> bool:
    """Whether a code cell holds what the learner writes."""
    return cell.cell_type == "code" and bool(cell.metadata.get("nbgrader", {}).get("solution"))


def headings(markdown: str) -> list[tuple[int, str]]:
    """(level, text) of the headings below the notebook's own title, code blocks left out."""
    found = ((len(m[1]), m[2].strip()) for m in _HEADING.finditer(_FENCE.sub("", markdown)))
    return [(level, text) for level, text in found if level > 1]


def _markdown(cell_id: str | None, source: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(source, id=(cell_id or "cell")[:64])


def write_pages(root: Path) -> list[Path]:
    """Write every chapter's page that is new or changed; return those written."""
    written = []
    for master in sorted(root.glob("solutions/*/*.ipynb")):
        name = master.parent.name
        if master.stem != name or not (root / "book" / name).is_dir():
            continue
        try:
            notebook = nbformat.read(master, as_version=4)
        except Exception as error:
            relative = master.relative_to(root)
            raise ExtensionError(f"{relative} is not a readable notebook: {error}") from error
        text = nbformat.writes(solutions_page(notebook, name)) + "\n"
        page = root / "book" / name / "solutions.ipynb"
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            written.append(page)
    return written


def setup(app: Sphinx) -> None:
    """Write the pages before the table of contents is read."""

    def before_the_contents(app: Sphinx, config: Config) -> None:
        write_pages(Path(app.srcdir))

    app.connect("config-inited", before_the_contents, priority=100)
