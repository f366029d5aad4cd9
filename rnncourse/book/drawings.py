"""The {drawing} directive: a numbered figure whose picture is drawn by code.

    ```{drawing} rnncourse.plotting.diagrams.rnn:unrolled
    :name: rnn-unrolled
    :alt: Three copies of one cell in a row, an arrow from each state to the next.
    The cell unrolled over three steps: one set of weights, used three times.
    ```

The function takes nothing and returns an SVG. The SVG goes into the page itself, so its ``currentColor``
and ``var(--…)`` follow the page from light to dark. ``:narrow: module:function`` names another drawing for
phones.

A picture that a lab makes is shown by the name it was glued under:

    ```{drawing} lab.ipynb::echo_accuracy
    :name: rnn-echo
    :alt: Accuracy against delay, one line a state size …
    The caption.
    ```
"""

from __future__ import annotations

import html
import importlib
import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.ext.glue.utils import create_pending_glue_ref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from rnncourse.book.formulas import FormulaError, set_says
from rnncourse.book.imports import closure
from rnncourse.book.slim import slim

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)


class drawing_box(nodes.General, nodes.Element):
    """What holds the picture: ``alt`` is its text for those who do not see it."""


class Drawing(SphinxDirective):
    """``{drawing} module:function`` or ``{drawing} lab.ipynb::name``; the body is the caption."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {
        "name": directives.unchanged,
        "alt": directives.unchanged_required,
        "narrow": directives.unchanged_required,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """The figure node, or nothing and a warning, which fails the build."""
        source = self.arguments[0]
        try:
            if not self.options.get("alt", "").strip():
                raise DrawingError("a drawing needs :alt:, a sentence that says what is to be seen")
            boxes = self._boxes(source)
        except (DrawingError, FormulaError) as error:
            LOGGER.warning("{drawing} %s: %s", source, error, location=self.get_location(), type="drawing")
            return []
        figure = nodes.figure("", *boxes, classes=["drawing", *self.options.get("class", [])])
        self.set_source_info(figure)
        self.add_name(figure)
        figure += self._caption()
        return [figure]

    def _boxes(self, source: str) -> list[nodes.Node]:
        alt = " ".join(self.options["alt"].split())
        if "::" in source:
            notebook, _, key = source.partition("::")
            box = drawing_box(alt=alt, group=False, prefix=f"{self.options.get('name') or key}-")
            box += create_pending_glue_ref(self.state.document, *self.get_source_info(), notebook, key)
            return [box]
        boxes = []
        for path, only in ((source, "wide"), (self.options.get("narrow"), "narrow")):
            if not path:
                continue
            svg = draw(path)
            for file in closure({path.partition(":")[0]}):
                self.env.note_dependency(str(file))
            name = self.options.get("name") or path.rpartition(":")[2]
            box = drawing_box(alt=alt, group="<a " in svg)
            if "narrow" in self.options:
                box["classes"].append(only)
            box += nodes.raw("", set_says(prepare(svg, f"{name}-{only}-")), format="html")
            boxes.append(box)
        return boxes

    def _caption(self) -> list[nodes.Node]:
        parsed = self.parse_content_to_nodes()
        if not parsed:
            return []
        if not isinstance(parsed[0], nodes.paragraph):
            raise self.error("the caption of a drawing begins with a paragraph")
        caption = nodes.caption(parsed[0].rawsource, "", *parsed[0].children)
        self.set_source_info(caption)
        return [caption, nodes.legend("", *parsed[1:])] if parsed[1:] else [caption]


class DrawingError(Exception):
    """Why there is no picture, for the author."""


def draw(path: str) -> str:
    """Call ``module:function`` and return its SVG; DrawingError says what is wrong and where."""
    module, colon, function = path.partition(":")
    if not (module and colon and function):
        raise DrawingError("write module:function, as rnncourse.plotting.diagrams.rnn:unrolled")
    try:
        loaded = importlib.import_module(module)
    except Exception as error:
        raise DrawingError(
            f"the module {module} cannot be imported: {type(error).__name__}: {error}"
        ) from error
    if not callable(getattr(loaded, function, None)):
        raise DrawingError(f"the module {module} has no function {function}")
    try:
        svg = getattr(loaded, function)()
    except Exception as error:
        raise DrawingError(f"{function}() raised {type(error).__name__}: {error}") from error
    if not isinstance(svg, str) or "<svg" not in svg:
        raise DrawingError(f"{function}() should return an SVG as a string, got {type(svg).__name__}")
    return svg[svg.index("<svg") :]


def prepare(svg: str, prefix: str, pixels: float = 1) -> str:
    """Make an SVG fit to share a page: its ids get ``prefix``, its width becomes its natural width at most.

    ``pixels`` is how many make one of its units: 4/3 for a plot, which counts in points.

    >>> prepare('<svg viewBox="0 0 9 9"><g id="a"/><use href="#a"/></svg>', "p-")
    '<svg style="--drawing-width: 9px" viewBox="0 0 9 9"><g id="p-a"/><use href="#p-a"/></svg>'
    """
    names = set(re.findall(r'\bid="([^"]+)"', svg))
    for name in sorted(names, key=len, reverse=True):
        quoted = re.escape(name)
        svg = re.sub(rf'\bid="{quoted}"', f'id="{prefix}{name}"', svg)
        svg = re.sub(rf'href="#{quoted}"', f'href="#{prefix}{name}"', svg)
        svg = re.sub(rf"url\(#{quoted}\)", f"url(#{prefix}{name})", svg)
        svg = re.sub(rf'(aria-(?:labelledby|describedby))="{quoted}"', rf'\1="{prefix}{name}"', svg)
    box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) [\d.]+"', svg)
    if not box:
        raise DrawingError('the <svg> needs a viewBox="0 0 width height"')
    head, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    head = re.sub(r'\s(?:width|height|style|role|aria-label)="[^"]*"', "", head)
    return head.replace("<svg", f'<svg style="--drawing-width: {float(box[1]) * pixels:g}px"', 1) + rest


class KeepTheGluedPicture(SphinxPostTransform):
    """Of what a lab glued, the SVG alone goes into the figure: its caption and its text are the page's."""

    default_priority = 6  # right after the glue is resolved, before any other choice of format

    def run(self, **options: object) -> None:
        """Replace the lab's HTML in each box by its SVG, with ids of its own."""
        for box in self.document.findall(drawing_box):
            for raw in [node for node in box.children if isinstance(node, nodes.raw) and "prefix" in box]:
                found = re.search(r"<svg.*</svg>", raw.astext(), re.DOTALL)
                try:
                    if not found:
                        raise DrawingError(
                            "what the lab glued holds no <svg>; glue what plotting.show returned"
                        )
                    svg = prepare(slim(found[0], "z"), box["prefix"], pixels=4 / 3)
                    box.replace(raw, nodes.raw("", svg, format="html"))
                except DrawingError as error:
                    LOGGER.warning("{drawing} %s", error, location=box.parent, type="drawing")


def visit_box(self: HTML5Translator, node: drawing_box) -> None:
    """A picture is one image with a name; one that holds links is a group, so that they can be reached."""
    role = "group" if node["group"] else "img"
    classes = " ".join(["drawing-box", *node["classes"]])
    self.body.append(f'<div class="{classes}" role="{role}" aria-label="{html.escape(node["alt"])}">')


def depart_box(self: HTML5Translator, node: drawing_box) -> None:
    """Close what ``visit_box`` opened."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_node(drawing_box, html=(visit_box, depart_box))
    app.add_directive("drawing", Drawing)
    app.add_post_transform(KeepTheGluedPicture)
    app.setup_extension("rnncourse.book.explorers")  # drawings that a reader can turn
