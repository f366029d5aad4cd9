"""The {question} directive: a question whose every choice opens its own explanation.

    ```{question}
    :name: rnn-q-parameters

    Someone doubles the length of the sequences. How does the number of parameters change?

    - [ ] It doubles.
      You count one cell a step: there is one cell, used $T$ times.
    - [x] It stays.
      The weights are shared over time.
    ```

The last list of the body holds the choices; ``[x]`` marks a right one. In an item the first line is the
choice and the rest its explanation; a choice of several lines ends with an empty line. Choices are
``<details>``: they work without scripts, and print open. Right and wrong are said in words, colour only
repeats it. A question whose answer is a number to be typed is a {numeric} (``numeric.py``); numbers that follow
from those of the question are computed by {calc} (``calc.py``).
"""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
_MARK = re.compile(r"^\[([ xX])\]\s+")


class question(nodes.General, nodes.Element):
    """A question with its ``number`` on the page."""


class choice(nodes.General, nodes.Element):
    """One choice: ``right`` says whether it is; children are a choice_text and the explanation's blocks."""


class choice_text(nodes.General, nodes.TextElement):
    """The line that is always seen; ``letter`` goes before it."""


class QuestionError(Exception):
    """What is wrong with a question's source, for the author."""


class Question(SphinxDirective):
    """``{question}``: its body is the question, then a list of choices."""

    has_content = True
    option_spec: ClassVar = {"name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """The question node, or nothing and a warning, which fails the build."""
        try:
            text, choices = split(self.parse_content_to_nodes())
            node = self.make(text, choices)
        except QuestionError as error:
            LOGGER.warning("{%s} %s", self.name, error, location=self.get_location(), type="question")
            return []
        node["number"] = self.env.new_serialno("question") + 1
        self.set_source_info(node)
        self.add_name(node)
        if not node["ids"]:
            node["ids"] = [f"question-{node['number']}"]
        return [node]

    def make(self, text: list[nodes.Node], choices: list[choice]) -> question:
        """The question's node from its parts."""
        return question("", *text, *choices)


def split(body: list[nodes.Node]) -> tuple[list[nodes.Node], list[choice]]:
    """Take the question's text and its choices from what the body parsed to."""
    if not body or not isinstance(body[-1], nodes.bullet_list):
        raise QuestionError("should end with a list of choices, each begun by [x] or [ ]")
    if len(body) == 1:
        raise QuestionError("has choices and no question before them")
    choices = [make_choice(item, letter) for item, letter in zip(body[-1], ascii_lowercase, strict=False)]
    if len(choices) < 2:
        raise QuestionError("has one choice: give at least two")
    if not any(one["right"] for one in choices):
        raise QuestionError("marks no choice as right: put [x] before it")
    return body[:-1], choices


def make_choice(item: nodes.list_item, letter: str) -> choice:
    """A choice from its list item: the first line, or the first paragraph where others follow it."""
    first = item[0] if item.children else None
    if not isinstance(first, nodes.paragraph) or not isinstance(first[0], nodes.Text):
        raise QuestionError(f"({letter}) should begin with [x] or [ ] and the choice")
    mark = _MARK.match(first[0])
    if not mark:
        raise QuestionError(f"({letter}) should begin with [x] or [ ], got {first.astext()[:40]!r}")
    first[0] = nodes.Text(_MARK.sub("", first[0]))
    shown, explanation = list(first.children), list(item.children[1:])
    if not explanation:
        shown, rest = at_first_line_break(shown)
        explanation = [nodes.paragraph("", "", *rest)] if rest else []
    if not explanation:
        raise QuestionError(
            f"({letter}) {first.astext()[:40]!r} has no explanation: indent it on the line below"
        )
    return choice("", choice_text("", "", *shown, letter=letter), *explanation, right=mark[1] in "xX")


def at_first_line_break(children: list[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Cut inline nodes in two where the author's first line ends."""
    for i, node in enumerate(children):
        if isinstance(node, nodes.Text) and "\n" in node:
            head, _, tail = node.partition("\n")
            before, after = [nodes.Text(head)] if head else [], [nodes.Text(tail)] if tail else []
            return children[:i] + before, after + children[i + 1 :]
    return children, []


def visit_question(self: HTML5Translator, node: question) -> None:
    """A group named by its heading."""
    label = f"{node['ids'][0]}-label"
    kind = "question numeric" if type(node).__name__ == "numeric" else "question"
    self.body.append(self.starttag(node, "div", CLASS=kind, role="group", **{"aria-labelledby": label}))
    self.body.append(f'<p class="question-label" id="{label}">Question {node["number"]}</p>\n')


def visit_choice(self: HTML5Translator, node: choice) -> None:
    """Closed at first; whether it is right is seen only when it is opened."""
    self.body.append(f'<details class="choice {"right" if node["right"] else "wrong"}">')


def visit_choice_text(self: HTML5Translator, node: choice_text) -> None:
    """The letter and the choice."""
    self.body.append(f'<summary><span class="letter">{node["letter"]}</span><span class="text">')


def depart_choice_text(self: HTML5Translator, node: choice_text) -> None:
    """Open the explanation with its verdict."""
    verdict = "Right." if node.parent["right"] else "Not so."
    self.body.append(f'</span></summary><div class="explanation"><p class="verdict">{verdict}</p>')


def setup(app: Sphinx) -> None:
    """Register the directive and its nodes, and those that go with it: {numeric} and {calc}."""
    app.add_node(question, html=(visit_question, lambda self, node: self.body.append("</div>\n")))
    app.add_node(choice, html=(visit_choice, lambda self, node: self.body.append("</div></details>\n")))
    app.add_node(choice_text, html=(visit_choice_text, depart_choice_text))
    app.add_directive("question", Question)
    for part in ("calc", "numeric"):
        app.setup_extension(f"rnncourse.book.{part}")
