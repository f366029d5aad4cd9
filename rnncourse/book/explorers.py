"""The {explorer} directive: a numbered figure that a reader can turn.

    ```{explorer} rnncourse.explore.gates:explorer
    :name: fig-lstm-explorer
    :alt: Three charts above each other …
    The caption.
    ```

The function takes nothing and returns a ``rnncourse.explore.Explorer``. Its still pictures and its table of numbers
are in the page, for paper and for browsers without scripts; where scripts run, the explorer's own
(``book/_static/explore/``) puts controls and a live picture in their place. A page loads the scripts of the
explorers that it has and no others.
"""

from __future__ import annotations

import html
import importlib
import json
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from rnncourse.book.drawings import Drawing, DrawingError, drawing_box, prepare
from rnncourse.book.imports import closure
from rnncourse.explore import Explorer

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class explorer_parts(nodes.General, nodes.Element):
    """``script``, ``settings`` and ``table`` of an explorer, after its still pictures."""


class ExplorerDirective(Drawing):
    """``{explorer} module:function``; the body is the caption."""

    option_spec: ClassVar = {
        "name": directives.unchanged,
        "alt": directives.unchanged_required,
        "class": lambda argument: ["explorer", *directives.class_option(argument)],
    }

    def run(self) -> list[nodes.Node]:
        """The figure node; Drawing makes it."""
        self.options.setdefault("class", ["explorer"])
        return super().run()

    def _boxes(self, source: str) -> list[nodes.Node]:
        made = make(source)
        for file in closure({source.partition(":")[0]}):
            self.env.note_dependency(str(file))
        alt, name = " ".join(self.options["alt"].split()), self.options.get("name") or made.script
        boxes: list[nodes.Node] = []
        for only, svg in (("wide", made.wide), ("narrow", made.narrow)):
            box = drawing_box(alt=alt, group=False, classes=[only])
            box += nodes.raw("", prepare(svg[svg.index("<svg") :], f"{name}-{only}-"), format="html")
            boxes.append(box)
        return [*boxes, explorer_parts(script=made.script, settings=made.settings, table=made.table)]


def make(path: str) -> Explorer:
    """Call ``module:function``; DrawingError says what is wrong, for the author."""
    module, colon, function = path.partition(":")
    if not (module and colon and function):
        raise DrawingError("write module:function, as rnncourse.explore.gates:explorer")
    try:
        made = getattr(importlib.import_module(module), function)()
    except Exception as error:
        raise DrawingError(f"{path} raised {type(error).__name__}: {error}") from error
    if not isinstance(made, Explorer):
        raise DrawingError(f"{function}() should return an Explorer, got {type(made).__name__}")
    return made


def visit_parts(self: HTML5Translator, node: explorer_parts) -> None:
    """The table of the still picture's numbers, and the settings as data that no browser runs."""
    head, *rows = node["table"]
    self.body.append('<div class="explorer-table pst-scrollable-table-container"><table class="table">')
    self.body.append(f"<thead><tr>{_cells('th', head)}</tr></thead><tbody>")
    self.body.extend(f"<tr>{_cells('td', row)}</tr>" for row in rows)
    self.body.append("</tbody></table></div>")
    self.body.append(f'<script type="application/json" data-explorer="{node["script"]}">')
    self.body.append(json.dumps(node["settings"], separators=(",", ":")).replace("<", "\\u003c"))
    self.body.append("</script>\n")
    raise nodes.SkipNode


def _cells(tag: str, row: list[str]) -> str:
    return "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row)


def add_files(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """The scripts and the style of the explorers on this page."""
    scripts = {node["script"] for node in doctree.findall(explorer_parts)} if doctree else set()
    if scripts:
        app.add_css_file("explore/explore.css")
    for script in sorted(scripts):
        app.add_js_file(f"explore/{script}.js", type="module")


def setup(app: Sphinx) -> None:
    """Register the directive, its node and what its pages load."""
    app.add_node(explorer_parts, html=(visit_parts, None))
    app.add_directive("explorer", ExplorerDirective)
    app.connect("html-page-context", add_files)
