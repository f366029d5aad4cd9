"""The {numeric} directive: a question whose answer is a number that the reader types.

    ```{numeric}
    :name: rnn-n-count

    How many weights and biases has a cell of 64 units that reads 10 numbers a step?

    - [x] {calc}`10*64 + 64**2 + 64:,d`
      One matrix for the input, one for the state, one bias.
    - [ ] {calc}`10*64 + 64:,d`
      You left out the state's own matrix.
    ```

It is written as a {question} is, and each of its choices begins with the number, from ``{calc}`` or from the lab.
The numbers are not shown before one answers. A script puts a field in: what is typed is compared with each of them,
to within half of the last digit that is printed, and the explanation that belongs to it opens. Without scripts, and
in print, the answer and the usual mistakes stand in one ``<details>``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from rnncourse.book.questions import Question, QuestionError, choice, choice_text, question, visit_question

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
_NUMBER = re.compile(r"([−-]?\d[\d,]*(?:\.(\d+))?)(?:\s*×\s*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")
_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


class numeric(question):
    """A question to be answered with a number."""


class answers(nodes.General, nodes.Element):
    """The right number and the usual wrong ones, shut in until they are asked for."""


class answer(nodes.General, nodes.Element):
    """One number with its explanation; ``right`` says whether it is the one."""


class answer_text(nodes.General, nodes.TextElement):
    """The number, as it is printed, with what stands behind it."""


class Numeric(Question):
    """``{numeric}``: a {question} whose choices are numbers, of which one is right."""

    def make(self, text: list[nodes.Node], choices: list[choice]) -> numeric:
        """The question's node; the right number comes first in what is shut in."""
        if sum(one["right"] for one in choices) != 1:
            raise QuestionError("should mark one number as right")
        ordered = sorted(choices, key=lambda one: not one["right"])
        return numeric("", *text, answers("", *map(_answer, ordered)))


def _answer(one: choice) -> answer:
    shown = next(child for child in one if isinstance(child, choice_text))
    rest = [child for child in one if child is not shown]
    return answer("", answer_text("", "", *shown.children), *rest, right=one["right"])


def value(shown: str) -> tuple[float, float]:
    """A printed number's value, and half of its last digit.

    >>> value("12,345"), value("0.36 nats"), value("−1.5 × 10⁻³")
    ((12345.0, 0.5), (0.36, 0.005), (-0.0015, 5e-05))
    """
    found = _NUMBER.search(shown.replace("\\N{NO-BREAK SPACE}", " "))
    if not found:
        raise ValueError(f"{shown!r} has no number in it: begin with {{calc}} or {{glue:text}}")
    power = int((found[3] or "0").translate(_LOWERED))
    number = float(found[1].replace(",", "").replace("−", "-"))
    return float(f"{number}e{power}"), float(f"0.5e{power - len(found[2] or '')}")


def visit_answers(self: HTML5Translator, node: answers) -> None:
    """What is closed at first; the numbers are checked here, where those of the lab have come."""
    try:
        (right, near), *others = (value(one.next_node(answer_text).astext()) for one in node)
        if any(abs(other - right) <= near for other, _ in others):
            LOGGER.warning("{numeric} a wrong number is the right one, as printed", location=node.parent)
    except ValueError as error:
        LOGGER.warning("{numeric} %s", error, location=node.parent)
    self.body.append(
        '<details class="choice answers"><summary><span class="text">Show the answer</span></summary>\n'
    )


def visit_answer(self: HTML5Translator, node: answer) -> None:
    """An explanation that knows its number."""
    shown = node.next_node(answer_text).astext()
    number, near = value(shown) if _NUMBER.search(shown) else (0.0, 0.0)
    kind = "right" if node["right"] else "wrong"
    self.body.append(f'<div class="explanation {kind}" data-value="{number!r}" data-near="{near!r}">')


def visit_answer_text(self: HTML5Translator, node: answer_text) -> None:
    """The verdict before the number."""
    self.body.append('<p class="verdict">' + ("Right: " if node.parent["right"] else "Not so: "))


def add_script(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """The few lines that make the fields, on pages that need them."""
    if doctree is not None and next(doctree.findall(numeric), None) is not None:
        app.add_js_file("numeric.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    app.add_node(numeric, html=(visit_question, lambda self, node: self.body.append("</div>\n")))
    app.add_node(answers, html=(visit_answers, lambda self, node: self.body.append("</details>\n")))
    app.add_node(answer, html=(visit_answer, lambda self, node: self.body.append("</div>\n")))
    app.add_node(answer_text, html=(visit_answer_text, lambda self, node: self.body.append(".</p>")))
    app.add_directive("numeric", Numeric)
    app.connect("html-page-context", add_script)
