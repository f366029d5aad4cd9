"""The right and wrong answers that prove a grader: one file each, ``tests/submissions/<assignment>/``.

A file ``<exercise>__<name>.py`` answers the solution cell ``<assignment>-<exercise>``. Its docstring says in the
first line what is wrong, then ``right``, or ``fails: <test> <test>`` (or ``fails: all``) and the hint that it
must get: ``hint: <hint>``, or ``hint: <hint>; <test>: <hint>`` where some test gives another one. Tests are named
without their cell's prefix: ``values`` for ``rnn-step-values``. All below the docstring is the answer.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.errors import FAULT, CourseError


@dataclass(frozen=True)
class Submission:
    """One answer to one exercise, and what its grader must say to it.

    Attributes
    ----------
    cell : the solution cell that ``source`` replaces
    fails : the tests that must fail, by cell id; ``ALL`` for every test of the exercise
    hint : the hint of all failing tests but those in ``hints``; None where it is not declared
    """

    assignment: str
    exercise: str
    name: str
    mistake: str
    source: str
    right: bool
    fails: frozenset[str] = frozenset()
    hint: str | None = None
    hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def cell(self) -> str:
        """The id of the solution cell."""
        return f"{self.assignment}-{self.exercise}"

    @property
    def is_nothing(self) -> bool:
        """Whether this is one of the answers that must earn nothing: a stub, zeros, the inputs handed back."""
        return self.name.startswith("nothing_")


ALL = frozenset({"all"})


def load_all(folder: Path) -> list[Submission]:
    """All answers in ``tests/submissions/<assignment>``, in the order of their names."""
    return [load(path) for path in sorted(folder.glob("*__*.py"))]


def load(path: Path) -> Submission:
    """Read one answer.

    Raises
    ------
    CourseError : (4) its docstring does not say what the format asks for
    """
    text, assignment = path.read_text("utf-8"), path.parent.name
    exercise, _, name = path.stem.partition("__")
    tree = ast.parse(text)
    docstring = ast.get_docstring(tree) or ""
    lines = [line.strip() for line in docstring.splitlines() if line.strip()]
    said = {
        key: words.strip()
        for key, words in re.findall(r"(?ms)^\s*(fails|hint):(.*?)(?=^\s*\w+:|\Z)", docstring)
    }
    right = "right" in lines[1:]
    if not lines or right == ("fails" in said):
        raise CourseError(f"{path}: its docstring needs a sentence, then `right` or `fails: <tests>`.", FAULT)
    prefix = f"{assignment}-{exercise}-"
    fails = frozenset(said.get("fails", "").split())
    general, special = None, {}
    for part in filter(None, map(str.strip, said.get("hint", "").split(";"))):
        test, colon, hint = part.rpartition(":")
        if colon:
            special[_full(test.strip(), prefix)] = hint.strip()
        else:
            general = hint
    body = text.splitlines(keepends=True)[tree.body[0].end_lineno :]
    return Submission(
        assignment=assignment,
        exercise=exercise,
        name=name,
        mistake=lines[0],
        source="".join(body).strip("\n") + "\n",
        right=right,
        fails=ALL if fails == ALL else frozenset(_full(test, prefix) for test in fails),
        hint=general,
        hints=special,
    )


def assemble(released: dict, sources: Mapping[str, str]) -> dict:
    """A copy of the released notebook with these solutions, by cell id; the others stay stubs.

    Raises
    ------
    CourseError : (4) the notebook has no such cell
    """
    notebook = deepcopy(released)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    for name, source in sources.items():
        if name not in cells:
            raise CourseError(f"The released notebook has no cell {name!r}.", FAULT)
        cells[name]["source"] = source.rstrip("\n").splitlines(keepends=True)
    return notebook


def _full(test: str, prefix: str) -> str:
    return test if test.startswith(prefix) else prefix + test
