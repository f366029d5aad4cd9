"""The page that a learner gets back, built from data; nothing that a learner wrote is ever taken for HTML."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, String

from rnncourse.grading.assignment import Assignment, Master, source_of
from rnncourse.grading.home import Home
from rnncourse.grading.results import Result, TestResult, write_atomically

TEMPLATES = Path(__file__).parent / "templates"

#: How a test's status reads to a learner, and the mark before it.
WORDS = {
    "passed": ("✓", "passed"),
    "failed": ("✗", "not yet"),
    "error": ("✗", "stopped with an error"),
    "timeout": ("✗", "did not end in time"),
    "out-of-memory": ("✗", "ran out of memory"),
    "crashed": ("✗", "the kernel died"),
    "not-run": ("–", "not run"),
}
_LONGEST_CODE = 20_000
_COLOURS = ((Comment, "c"), (Keyword, "k"), (String, "s"), (Number, "n"), (Name.Function, "f"))


def write(home: Home, assignment: Assignment, result: Result) -> None:
    """Write the result's pages, one a notebook, where they are not there already as they should be."""
    for master in assignment.masters:
        path = home.feedback(result.student, assignment.name, master.name)
        executed = home.autograded(result.student, assignment.name) / f"{master.name}.ipynb"
        read = executed.is_file() and result.status != "malformed"
        page = render(master, result, json.loads(executed.read_text("utf-8")) if read else None)
        if not path.is_file() or path.read_text("utf-8") != page:
            write_atomically(path, page)


def render(master: Master, result: Result, executed: dict | None) -> str:
    """One page. ``executed`` is the graded notebook; only the text of its solution cells is taken."""
    code = _sources(executed) if executed else {}
    tests = [test for test in result.tests if test.notebook == master.name]
    style = (TEMPLATES / "feedback.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("feedback.html")
        .render(
            result=result,
            title=_heading(master.cells[0].source) or master.name,
            exercises=[_exercise(master, name, tests, code) for name in _exercises(master)],
            tests=len(tests),
            none_ran=not code and all(test.status == "not-run" for test in tests),
            score=sum(test.score for test in tests),
            most=sum(test.max_score for test in tests),
            words=WORDS,
            style=Markup(style),
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        )
    )


def parts(text: str) -> list[tuple[bool, str]]:
    """Split a hint at its backticks into (is code, text).

    >>> parts("use `step` here")
    [(False, 'use '), (True, 'step'), (False, ' here')]
    """
    return [(index % 2 == 1, part) for index, part in enumerate(text.split("`")) if part]


def coloured(code: str) -> list[tuple[str, str]]:
    """Python code as (class, text): the class is one of ours or "", the text is the learner's."""
    return [
        (next((css for kind, css in _COLOURS if token in kind), ""), text)
        for token, text in lex(code, PythonLexer(stripnl=False, ensurenl=False))
    ]


def _exercise(master: Master, name: str, tests: list[TestResult], code: dict[str, str]) -> dict:
    own = {cell.id for cell in master.tests() if cell.exercise == name}
    mine = [test for test in tests if test.id in own]
    source = code.get(name, "")
    return {
        "id": name,
        "title": _title(master, name),
        "tests": mine,
        "score": sum(test.score for test in mine),
        "most": sum(test.max_score for test in mine),
        "code": source[:_LONGEST_CODE],
        "cut": len(source) > _LONGEST_CODE,
    }


def _exercises(master: Master) -> list[str]:
    """The solution cells that have tests, in order."""
    tested = {cell.exercise for cell in master.tests()}
    return [cell.id for cell in master.solutions() if cell.id in tested]


def _title(master: Master, name: str) -> str:
    """The heading above the solution cell ``name``."""
    found = name
    for cell in master.cells:
        if cell.id == name:
            break
        if cell.role == "text":
            found = _heading(cell.source) or found
    return found


def _heading(source: str) -> str:
    found = re.search(r"^#+\s+(.+)$", source, re.MULTILINE)
    return found[1].strip() if found else ""


def _sources(notebook: dict) -> dict[str, str]:
    """The text of each cell by grade_id."""
    marked = [
        (cell.get("metadata", {}).get("nbgrader", {}).get("grade_id"), cell) for cell in notebook["cells"]
    ]
    return {name: source_of(cell) for name, cell in marked if name}


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"parts": parts, "coloured": coloured, "points": lambda number: f"{number:g}"}
    return environment
