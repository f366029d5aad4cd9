"""Formulas set in the reader's browser by the copy of KaTeX that the book carries (book/_static/katex).

sphinxcontrib-katex cannot do it: its stylesheet and fonts come from elsewhere, its script is fixed to its
own copy, and an ``amsmath`` environment reaches the page without delimiters and stays raw. Each formula is
one element here, set by ``katex.render`` from its own text, so no other text of the page can be taken for a
formula. The scripts are deferred: the page is readable before they run, and a display formula lies in a box
that scrolls when it is wider than the screen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

#: What the page's script renders, and what marks a display formula.
INLINE, DISPLAY = "math", "math display"

#: Environments that LaTeX knows only at the outermost level, and what stands for them inside KaTeX.
_ENVIRONMENT = re.compile(r"^\s*\\begin\{[a-z]+\*?\}")


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """``$x$``: a span with the TeX text, replaced by the formula when the page has loaded."""
    self.body.append(self.starttag(node, "span", "", CLASS=INLINE))
    self.body.append(self.encode(node.astext()))
    self.body.append("</span>")
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """``$$x$$``: the number to the right, the formula in a box of its own that scrolls."""
    self.body.append(self.starttag(node, "div", CLASS="equation"))
    self.body.append(f'<div class="{DISPLAY}">{self.encode(display_tex(node))}</div>')
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def display_tex(node: nodes.math_block) -> str:
    r"""The TeX of a display formula; loose lines joined by ``\\`` are aligned, as Sphinx does for LaTeX.

    Numbered environments (``align``) are set without KaTeX's own numbers: Sphinx counts.
    """
    tex = node.astext().strip()
    if _ENVIRONMENT.match(tex):
        return re.sub(r"\\(begin|end)\{(align|gather|equation|alignat)\}", r"\\\1{\2*}", tex)
    if "\\\\" in tex and "\\begin" not in tex:
        return f"\\begin{{aligned}}{tex}\\end{{aligned}}"
    return tex


def add_files(app: Sphinx) -> None:
    """KaTeX and the few lines that call it, once a page."""
    app.add_css_file("katex/katex.min.css")
    app.add_js_file("katex/katex.min.js", loading_method="defer")
    app.add_js_file("course.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the renderer that ``html_math_renderer: course`` names."""
    app.add_html_math_renderer("course", (visit_math, None), (visit_displaymath, None))
    app.connect("builder-inited", add_files)
