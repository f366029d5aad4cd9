"""Formulas set when the book is built, by the copy of KaTeX that the book carries (book/_static/katex).

A page holds each formula as it will be seen, and beside it as MathML for those who listen; no script of the reader's
browser has anything to do with it. KaTeX is run by QuickJS, a JavaScript engine that comes as a small wheel. A formula
that KaTeX does not understand is a warning, which fails the build.

sphinxcontrib-katex cannot do it: its stylesheet and fonts come from elsewhere, its script is fixed to its own copy, and
an ``amsmath`` environment reaches the page without delimiters and stays raw.
"""

from __future__ import annotations

import functools
import hashlib
import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import quickjs
from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
KATEX = Path(__file__).parents[2] / "book" / "_static" / "katex" / "katex.min.js"
#: What marks a formula and a display formula on the page.
INLINE, DISPLAY = "math", "math display"

#: Environments that LaTeX knows only at the outermost level, and what stands for them inside KaTeX.
_ENVIRONMENT = re.compile(r"^\s*\\begin\{[a-z]+\*?\}")
#: JSON on the way out: the engine hands over what is one piece, and KaTeX's own string is many pieces tied together.
_CALL = """(tex, display) => JSON.stringify(
  katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: false }))"""


class FormulaError(ValueError):
    """What KaTeX did not understand, for the author."""


@functools.cache
def engine() -> Callable[[str, bool], str]:
    """KaTeX's renderToString, ready to be called."""
    context = quickjs.Context()
    context.eval(KATEX.read_text(encoding="utf-8"))
    return context.eval(_CALL)


@functools.cache
def set_formula(tex: str, display: bool = False) -> str:
    """The HTML of a formula, with MathML for readers of the screen.

    Raises
    ------
    FormulaError : where KaTeX does not understand it, with what it says

    >>> set_formula("h^2")[:51]
    '<span class="katex"><span class="katex-mathml"><mat'
    """
    try:
        return json.loads(engine()(tex, display))
    except quickjs.JSException as error:
        raise FormulaError(str(error).splitlines()[0].removeprefix("ParseError: ")) from error


def set_words(text: str) -> str:
    """The HTML of words with formulas between dollars, as a step of a drawing says them.

    >>> set_words("a < b").startswith("a &lt; b"), "katex" in set_words("the state $h_t$")
    (True, True)
    """
    pieces = text.split("$")
    return "".join(
        f'<span class="{INLINE}">{set_formula(piece)}</span>' if number % 2 else html.escape(piece)
        for number, piece in enumerate(pieces)
    )


def set_says(svg: str) -> str:
    """A drawing whose ``data-says`` are HTML, their formulas set, in place of words with dollars."""
    return re.sub(
        r'\bdata-says="([^"]*)"',
        lambda match: f'data-says="{html.escape(set_words(html.unescape(match[1])))}"',
        svg,
    )


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """``$x$``: a span with the formula."""
    self.body.append(self.starttag(node, "span", "", CLASS=INLINE))
    self.body.append(set_or_warn(self, node, node.astext()))
    self.body.append("</span>")
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """``$$x$$``: the number to the right, the formula in a box of its own that scrolls."""
    self.body.append(self.starttag(node, "div", CLASS="equation"))
    self.body.append(f'<div class="{DISPLAY}">{set_or_warn(self, node, display_tex(node), True)}</div>')
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def set_or_warn(self: HTML5Translator, node: nodes.Element, tex: str, display: bool = False) -> str:
    """The formula's HTML; its text, and a warning, where KaTeX does not understand it."""
    try:
        return set_formula(tex, display)
    except FormulaError as error:
        LOGGER.warning("formula %r: %s", tex, error, location=node, type="formula")
        return self.encode(tex)


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
    """The style of the formulas, and the few lines that the course's own figures need."""
    app.add_css_file("katex/katex.min.css")
    app.add_js_file("course.js", loading_method="defer")


def fingerprint(app: Sphinx, config: Config) -> None:
    """All pages are written anew where this module or the copy of KaTeX is another."""
    files = (Path(__file__).read_bytes(), KATEX.read_bytes())
    config.formulas_set_by = hashlib.sha256(b"".join(files)).hexdigest()


def setup(app: Sphinx) -> None:
    """Register the renderer that ``html_math_renderer: course`` names."""
    app.add_html_math_renderer("course", (visit_math, None), (visit_displaymath, None))
    app.add_config_value("formulas_set_by", "", "html")
    app.connect("config-inited", fingerprint)
    app.connect("builder-inited", add_files)
