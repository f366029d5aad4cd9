"""Numbers in choices and explanations are given by their question, or computed when the book is built.

A number that stands in a choice, and neither in the text of its question nor in a role that computes it ({calc},
``\\calc`` in formulas, {glue:text} for those of the lab), was worked out by somebody and typed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from tests.book.conftest import ROOT

#: What is typed and nothing that could be computed: by question, the numbers, and what they are.
TYPED = {
    "bidirectional-q-ceiling": {
        "75": "somebody's hope",
        "95": "by its definition",
        "100": "by its definition",
    },
    "bptt-q-epsilon": {"16": "float64's digits"},
    "conventions-q-keras": {"4": "in a formula"},
    "deep-q-shared": {"1.0": "a version"},
    "deep-q-carried": {"0.5": "a setting of the lab"},
    "gru-q-same": {"12": "two indices"},
    "lstm-q-count": {"4": "how many sets there are"},
    "lstm-q-half": {"0.99": "somebody's guess"},
    "mnist-q-count": {"128": "a setting of article 001", "28": "a setting of article 001"},
    "mnist-q-interval": {"95": "by its definition"},
    "rnn-q-column": {"0.1": "read from a matrix", "0.3": "read from a matrix"},
    "variants-q-projection": {"4": "in a formula"},
    "variants-n-projection": {"4": "in a formula"},
}
_BLOCK = re.compile(r"^```\{(question|numeric)\}\n:name: (\S+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_ROLE = re.compile(r"\{[\w:.-]+\}`[^`]*`|\\calc\{[^}]*\}|`[^`]+`")
_PLACE = re.compile(r"chapter \d+|section [\d.]+|\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?<!,)")


class Asked(NamedTuple):
    """A question in its source."""

    kind: str
    name: str
    text: str
    choices: str


def asked() -> list[Asked]:
    """Every question of the book."""
    found = []
    for page in sorted((ROOT / "book").rglob("*.md")):
        for kind, name, body in _BLOCK.findall(page.read_text(encoding="utf-8")):
            text, _, choices = body.partition("\n- [")
            found.append(Asked(kind, name, text, f"- [{choices}"))
    return found


def typed(one: Asked) -> set[str]:
    """The numbers that stand in the choices and were neither given nor computed; 0 to 3 are words in figures."""
    given = set(_NUMBER.findall(one.text))
    found = set(_NUMBER.findall(_PLACE.sub(" ", _ROLE.sub(" ", one.choices))))
    return found - given - set("0123")


@pytest.mark.parametrize("one", asked(), ids=lambda one: one.name)
def test_no_number_of_a_choice_is_worked_out_by_hand(one):
    assert typed(one) == set(TYPED.get(one.name, ()))


@pytest.mark.parametrize("one", [one for one in asked() if one.kind == "numeric"], ids=lambda one: one.name)
def test_a_number_to_be_typed_is_computed(one):
    lines = re.findall(r"^- \[[ x]\] (.*)$", one.choices, re.MULTILINE)
    assert len(lines) >= 3
    assert [line for line in lines if not line.startswith(("{calc}`", "{glue:text}`"))] == []


def test_every_chapter_asks_for_a_number_and_names_are_used_once():
    names = [one.name for one in asked()]
    assert len(names) == len(set(names)) > 85
    written = {page.parent.name for page in (ROOT / "book").glob("*/lab.ipynb")}
    chapters = {page.name for page in (ROOT / "exercises").iterdir()} & written
    pages = {
        page.parent.name
        for page in (ROOT / "book").glob("*/*.md")
        if "```{numeric}" in page.read_text("utf-8")
    }
    assert chapters <= pages


def test_a_typed_number_is_found():
    one = Asked(
        "question",
        "x",
        "Is it 64?",
        "- [x] 4,096\n  64 of {calc}`64`, $\\calc{2}$; chapter 12.\n- [ ] 128, `7`",
    )
    assert typed(one) == {"4,096", "128"}
