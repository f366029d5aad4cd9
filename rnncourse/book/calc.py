r"""Numbers computed when the book is built: ``{calc}`4 * (10 + 64 + 1) * 64:,d` ``, or ``$\calc{0.8 ** 2:.2f}$``.

What stands before the last colon is arithmetic, behind it a format as Python has it, d for what comes out whole.
Numbers that a lab computes come from the lab, ``{glue:text}``; this is for those that a reader works out on paper.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from rnncourse.book.glued import format_glued

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
_IN_FORMULA = re.compile(r"\\calc\{([^{}]*)\}")
_BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_FUNCTIONS = {
    "ln": math.log,
    "log2": math.log2,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
    "ceil": math.ceil,
    "floor": math.floor,
    "min": min,
    "max": max,
}
_NAMES = {"e": math.e, "pi": math.pi}


def evaluate(expression: str) -> float:
    """The value of an arithmetic expression.

    >>> evaluate("4 * (10*64 + 64**2 + 64)"), evaluate("-ln(1/4) / ln(2)")
    (19200, 2.0)

    Raises
    ------
    ValueError : it is no arithmetic, uses a name that is not known here, or has no value
    """
    try:
        return _value(ast.parse(expression.strip(), mode="eval").body)
    except (SyntaxError, ArithmeticError, TypeError) as error:
        raise ValueError(f"{expression.strip()!r} has no value: {error}") from None


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.Name(id=name) if name in _NAMES:
            return _NAMES[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*map(_value, given))
    raise ValueError(
        f"{ast.unparse(node)!r} is no arithmetic: numbers, + - * / // % **, {', '.join(_FUNCTIONS)}"
    )


def computed(text: str) -> str:
    """``expression`` or ``expression:format`` as it is set in print; without a format it must come out whole.

    >>> computed("64 * 128:,d"), computed("1/3:.2f"), computed("2 - 5")
    ('8,192', '0.33', '−3')
    """
    expression, _, form = text.partition(":")
    value = evaluate(expression)
    form = form.strip() or "d"
    if form.endswith("d"):
        if abs(value - round(value)) > 1e-9:
            raise ValueError(
                f"{expression.strip()!r} is {value}, not a whole number: give a format, as in :.2f"
            )
        value = round(value)
    return format_glued(repr(value), form)


class Calc(SphinxRole):
    """The role ``{calc}``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The number as text, or nothing and a warning, which fails the build."""
        try:
            return [nodes.Text(computed(self.text))], []
        except ValueError as error:
            LOGGER.warning("{calc} %s", error, location=self.get_location(), type="calc")
            return [], []


class CalcInFormulas(SphinxTransform):
    r"""Each ``\calc{…}`` in a formula becomes its number."""

    default_priority: ClassVar = 5

    def apply(self, **kwargs: object) -> None:
        """Rewrite the formulas that hold one."""
        for kind in (nodes.math, nodes.math_block):
            for node in self.document.findall(kind):
                if "\\calc{" in node.astext():
                    self._rewrite(node)

    def _rewrite(self, node: nodes.Element) -> None:
        try:
            tex = _IN_FORMULA.sub(lambda found: in_tex(computed(found[1])), node.astext())
        except ValueError as error:
            LOGGER.warning("\\calc %s", error, location=node, type="calc")
            return
        node.children = []
        node += nodes.Text(tex)


def in_tex(number: str) -> str:
    """A printed number as TeX: a comma between thousands has no space behind it.

    >>> in_tex("−1,024")
    '-1{,}024'
    """
    return number.replace("−", "-").replace(",", "{,}")


def setup(app: Sphinx) -> None:
    """Register the role and the transform."""
    app.add_role("calc", Calc())
    app.add_transform(CalcInFormulas)
