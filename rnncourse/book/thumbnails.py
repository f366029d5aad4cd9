"""Every numbered figure as a file of its own, ``_images/figures/<name>.svg``, for the list of all figures.

In a page a drawing takes its colours from the style sheet. A file is on its own, so it carries them: those of the
light theme, and those of the dark one for a page that is dark.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from rnncourse.book.drawings import drawing_box

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "_images/figures"
_NAMESPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
_BLOCK = r'html\[data-theme="{theme}"\][^{{]*\{{([^}}]*)\}}'
_FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'


def picture_file(name: str) -> str:
    """Where the picture of a figure lies in the built book."""
    return f"{FOLDER}/{name}.svg"


def on_its_own(svg: str, style_sheet: str) -> str:
    """An SVG that was part of a page, as a file: its namespaces, its colours in light and dark.

    >>> on_its_own('<svg viewBox="0 0 9 9"><g/></svg>', "").count("xmlns")
    2
    """
    head, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    for name, value in _NAMESPACES.items():
        if f"{name}=" not in head:
            head += f' {name}="{value}"'
    light, dark = (colours(style_sheet, theme) for theme in ("light", "dark"))
    style = f"svg{{{light}background:var(--rc-paper,#fff);color:var(--rc-ink,#000);font-family:{_FONT}}}"
    style += f"@media (prefers-color-scheme: dark){{svg{{{dark}}}}}"
    return f"{head}><style>{style}</style>{rest[1:]}"


def colours(style_sheet: str, theme: str) -> str:
    """The course's colours of a theme, as the style sheet declares them."""
    found = re.search(_BLOCK.format(theme=theme), style_sheet)
    return "".join(f"{one};" for one in re.findall(r"--rc-[\w-]+: #\w+", found[1])) if found else ""


@lru_cache
def _style_sheet(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def write_pictures(app: Sphinx, doctree: nodes.document, document: str) -> None:
    """Write the pictures of a page that is about to be written; of two for one figure, the wide one."""
    if app.builder.format != "html":
        return
    for figure in doctree.findall(nodes.figure):
        box = next(figure.findall(drawing_box), None)
        if box is None or not figure["ids"]:
            continue
        found = re.search(r"<svg.*</svg>", "".join(n.astext() for n in box.findall(nodes.raw)), re.DOTALL)
        if not found:
            continue
        target = Path(app.outdir, picture_file(figure["ids"][0]))
        target.parent.mkdir(parents=True, exist_ok=True)
        sheet = _style_sheet(Path(app.srcdir, "book", "_static", "course.css"))
        target.write_text(on_its_own(found[0], sheet), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Write when all of a page is resolved, a lab's figures too."""
    app.connect("doctree-resolved", write_pictures)
