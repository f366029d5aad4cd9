"""A learner's notebook looked over as grading will, before anything runs: exercises, edits, forbidden imports."""

from __future__ import annotations

import ast
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading.assignment import ALLOWED, Limits, source_of
from rnncourse.grading.inside.forbidden import Look
from rnncourse.grading.intake import Malformed, parse
from rnncourse.grading.rebuild import Flag, rebuild
from rnncourse.place import shown, work

#: What a flag means before anything has run, where its words in feedback speak of what was.
AHEAD = {
    "locked-cell-edited": "A locked cell was edited; grading takes it as the course has it.",
    "cell-missing": "A cell of the assignment is not in your notebook; grading puts the course's own in its place.",
    "metadata-edited": "What nbgrader keeps with a cell (its type, points or tags) differs; grading uses the course's "
    "own. Some editors do this when they save.",
    "cells-added": "You added cells of your own, which is welcome; they will run where they stand.",
}


@dataclass(frozen=True)
class Exercise:
    """How far one exercise is: ``state`` is "done", "begun" (a stub is left), "stub" or "broken" (no Python)."""

    id: str
    title: str
    state: str
    why: str = ""


@dataclass(frozen=True)
class Looked:
    """A notebook as found: its bytes, exercises, what grading would flag, and cells that import what is forbidden.

    ``notebook`` is what grading makes of it: the released one with the learner's sources and cells.
    """

    name: str
    content: bytes
    exercises: tuple[Exercise, ...]
    flags: tuple[Flag, ...]
    forbidden: tuple[str, ...] = ()
    notebook: dict = field(default_factory=dict, compare=False)


def look(root: Path, chapter: str, name: str, master: dict) -> Looked:
    """The notebook work/<chapter>/<name>.ipynb beside ``master``, the released one.

    Raises
    ------
    CourseError : (2) it is not there, cannot be read, is another notebook, or is too large
    """
    path = work(root) / chapter / f"{name}.ipynb"
    if not path.is_file():
        there = sorted(found.name for found in path.parent.glob("*.ipynb") if found.name != "lab.ipynb")
        where = (
            f"There is {', '.join(there)}: rename yours."
            if there
            else f"`rnncourse start {chapter}` begins one."
        )
        raise CourseError(f"{shown(path)} is not there. {where}")
    return look_at(path, name, master, f"`rnncourse restore {chapter}` saves what can be saved.")


def look_at(path: Path, name: str, master: dict, otherwise: str) -> Looked:
    """As ``look``, of a notebook anywhere; ``otherwise`` says what to do if it cannot be read."""
    settings = master.get("metadata", {}).get("rnncourse", {}).get("limits", {})
    most = settings.get("submission_bytes", Limits.submission_bytes)
    size = path.stat().st_size
    if size > most:
        raise CourseError(
            f"{shown(path)} is {size / 2**20:.0f} MiB, and {most / 2**20:.0f} are allowed: in JupyterLab, "
            "Edit › Clear Outputs of All Cells, save, and try again."
        )
    content = path.read_bytes()
    try:
        notebook, flags = rebuild(master, parse(content))
    except Malformed as error:
        raise CourseError(f"{shown(path)} {error} {otherwise}") from None
    exercises = tuple(_exercises(master, notebook))
    return Looked(name, content, exercises, tuple(flags), tuple(_forbidden(master, notebook)), notebook)


def _forbidden(master: dict, rebuilt: dict):
    """The learner's cells, by exercise or as their own, that import what the assignment does not allow."""
    look = Look(frozenset(master.get("metadata", {}).get("rnncourse", {}).get("allow", ALLOWED)))
    given = {cell["id"] for cell in master["cells"] if not is_solution(cell)}
    for cell in rebuilt["cells"]:
        if (
            cell["cell_type"] == "code"
            and cell["id"] not in given
            and look.at(source_of(cell), _without_magics)
        ):
            yield cell["id"] if is_solution(cell) else "a cell of your own"


def _exercises(master: dict, rebuilt: dict):
    stubs = {cell["id"]: source_of(cell) for cell in master["cells"] if is_solution(cell)}
    title = ""
    for cell in rebuilt["cells"]:
        if cell["cell_type"] == "markdown" and not cell["id"].startswith("added-"):
            found = re.search(r"^##\s+(.+)$", source_of(cell), re.MULTILINE)
            title = found[1].strip() if found else title
        if is_solution(cell) and cell["id"] in stubs:
            state, why = _state(source_of(cell), stubs[cell["id"]])
            yield Exercise(cell["id"], title or cell["id"], state, why)


def _state(source: str, stub: str) -> tuple[str, str]:
    if source.strip() in ("", stub.strip()):
        return "stub", ""
    try:
        tree = ast.parse(_without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        return "broken", f"line {line}: {getattr(error, 'msg', error)}" if line else str(error)
    left = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _raises_stub(node)]
    return ("begun", f"still a stub: {', '.join(left)}") if left else ("done", "")


def _without_magics(source: str) -> str:
    return re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", source)


def _raises_stub(function: ast.FunctionDef) -> bool:
    last = function.body[-1]
    return isinstance(last, ast.Raise) and "NotImplementedError" in ast.unparse(last)


def is_solution(cell: dict) -> bool:
    """Whether a cell is one that the learner fills in."""
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def saved(path: Path) -> str:
    """How long ago a file was written, in words."""
    seconds = time.time() - path.stat().st_mtime
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'s' * (count != 1)} ago"
    return "just now"
