"""The page that a learner gets back, built from data; nothing that a learner wrote is ever taken for HTML."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from rnncourse.curriculum import CHAPTERS
from rnncourse.grading import wording
from rnncourse.grading.assignment import Cell
from rnncourse.grading.by_hand import ByHand
from rnncourse.grading.colouring import coloured
from rnncourse.grading.results import Result, TestResult

TEMPLATES = Path(__file__).parent / "templates"

#: Characters of one cell that are shown, and of a page that are coloured: a page costs the same for everyone.
_LONGEST_CODE, _COLOURED = 20_000, 60_000


class Notebook(Protocol):
    """What a page needs of a notebook: its name, and cells in order with id, role, source and exercise."""

    name: str
    cells: tuple[Cell, ...]


def render(notebook: Notebook, result: Result, code: Mapping[str, str], hand: ByHand | None = None) -> str:
    """One page, a pure function of its arguments.

    Parameters
    ----------
    notebook : the master's, as an ``assignment.Master`` or in a bundle
    code : what the learner handed in, the source by the solution cell's id; empty where nothing could be read
    hand : points and comments by a person, and what lateness costs; points take the place of the tests'
    """
    hand = hand or ByHand()
    tests = [
        replace(test, score=hand.points.get(test.id, test.score))
        for test in result.tests
        if test.notebook == notebook.name
    ]
    style, policy = _style()
    left, exercises = _COLOURED, []
    for name in _exercises(notebook):
        exercise = _exercise(notebook, name, tests, code.get(name, ""), left)
        exercises.append(exercise | {"comment": hand.comments.get(name, "")})
        left -= len(code.get(name, "")[:_LONGEST_CODE])
    not_one_ran = all(test.status == "not-run" for test in tests)
    none_ran = not code and not_one_ran
    nothing_came = none_ran and result.status == "missing"
    page = _template().render(
        result=result,
        title=_first_heading(notebook),
        exercises=exercises,
        tests=len(tests),
        none_ran=none_ran,
        nothing_came=nothing_came,
        score=sum(test.score for test in tests),
        most=sum(test.max_score for test in tests),
        by_hand=hand.points,
        late=hand.late,
        notes=_notes(result),
        status=wording.of_submission(result.status),
        adds=not nothing_came and not (not_one_ran and result.status in wording.ON_THE_WAY),
        words=wording.of_test,
        style=style,
        policy=policy,
    )
    return visible(page)


#: Control characters by their pictures, as U+2402 for U+0002; what stands for an unreadable character by a box.
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"}
_PICTURES |= dict.fromkeys((*range(0x7F, 0xA0), 0xFFFD), 0x25AF)


def visible(page: str) -> str:
    """The text with a sign that can be seen for every control character: HTML allows none, and they steer terminals.

    >>> visible("a\\x02b")
    'a␂b'
    """
    return page.translate(_PICTURES)


#: A word or a few between asterisks, as the hints have them; a product such as a * b or x*y*z is none.
_EMPHASIS = re.compile(r"(?<![\w*])\*([^\W\d_](?:[^*`\n]*[^\W_])?)\*(?![\w*])")


def parts(text: str) -> list[tuple[str, str]]:
    """Split a hint at its backticks and asterisks into ("code", "em" or "", text).

    >>> parts("use `a*b*c` *here*, not 2 * b")
    [('', 'use '), ('code', 'a*b*c'), ('', ' '), ('em', 'here'), ('', ', not 2 * b')]
    """
    found = []
    for index, part in enumerate(text.split("`")):
        if index % 2:
            found.append(("code", part))
        else:
            found += [("em" if odd % 2 else "", piece) for odd, piece in enumerate(_EMPHASIS.split(part))]
    return [(tag, piece) for tag, piece in found if piece]


def read_again(hints: list[str]) -> list[str]:
    """Where the book explains what these hints speak of: each place once, in the words of its chapter.

    >>> read_again(["See Eq. 2.1.", "see Eq. 2.1 and Fig. 2.2"])
    ['Eq. 2.1 in chapter 2, The recurrent cell', 'Fig. 2.2 in chapter 2, The recurrent cell']
    """
    titles = {chapter.number: chapter.title for chapter in CHAPTERS}
    places: dict[str, None] = {}
    for kind, chapter, number in (found for hint in hints for found in _PLACE.findall(hint)):
        title = titles.get(int(chapter))
        where = f" in chapter {chapter}, {title}" if number and title else ""
        places[f"{kind} {chapter}{number}{where}"] = None
    return list(places)


_PLACE = re.compile(r"\b(Eq\.|Fig\.|Table|Section|Chapter)\s(\d{1,3})((?:\.\d{1,3})?)")


def _exercise(notebook: Notebook, name: str, tests: list[TestResult], source: str, left: int) -> dict:
    own = {cell.id for cell in notebook.cells if cell.role == "test" and cell.exercise == name}
    mine = [test for test in tests if test.id in own]
    shown = source[:_LONGEST_CODE]
    return {
        "id": name,
        "title": exercise_title(notebook, name),
        "tests": mine,
        "score": sum(test.score for test in mine),
        "most": sum(test.max_score for test in mine),
        "code": coloured(shown) if len(shown) <= left else [("", shown)],
        "cut": len(source) > _LONGEST_CODE,
        "read": read_again([test.hint for test in mine if test.hint and test.status != "passed"]),
    }


def _notes(result: Result) -> list[tuple[str, list[str]]]:
    """Each flag's sentence once, with the cells that it is about."""
    found: dict[str, list[str]] = {}
    for flag in result.flags:
        found.setdefault(wording.of_flag(flag.code).learner, []).extend(filter(None, [flag.grade_id]))
    return list(found.items())


def _exercises(notebook: Notebook) -> list[str]:
    """The solution cells that have tests, in order."""
    tested = {cell.exercise for cell in notebook.cells if cell.role == "test"}
    return [cell.id for cell in notebook.cells if cell.role == "solution" and cell.id in tested]


def exercise_title(notebook: Notebook, name: str) -> str:
    """The heading above the solution cell ``name``."""
    found = name
    for cell in notebook.cells:
        if cell.id == name:
            break
        if cell.role == "text":
            found = _heading(cell.source) or found
    return found


def _first_heading(notebook: Notebook) -> str:
    return next(filter(None, (_heading(cell.source) for cell in notebook.cells[:1])), notebook.name)


def _heading(source: str) -> str:
    found = re.search(r"^#+\s+(.+)$", source, re.MULTILINE)
    return found[1].strip() if found else ""


@cache
def _style() -> tuple[Markup, str]:
    """The page's own style, and the policy that allows it and nothing else from anywhere."""
    style = (TEMPLATES / "feedback.css").read_text("utf-8")
    return Markup(style), content_policy(style)


def content_policy(style: str) -> str:
    """The content policy of a page whose one style element holds ``style``."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _template() -> Template:
    return environment().get_template("feedback.html")


@cache
def environment() -> Environment:
    """The templates of this package: everything that goes in is escaped, every name must be there."""
    made = Environment(
        autoescape=True,
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"parts": parts, "points": lambda number: f"{number:g}"}
    return made
