"""A course in a temporary folder with one small assignment of two exercises, for tests of the machinery."""

from __future__ import annotations

import copy
import json
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SETUP = """\
import numpy as np

from rnncourse import checks
"""
DOUBLE = '''\
def double(x):
    """Twice x.

    >>> double(2.0)
    4.0
    """
    ### BEGIN SOLUTION
    return 2.0 * x
    ### END SOLUTION
'''
SQUARE = '''\
def square(x):
    """The square of every entry, x: [n].

    >>> square(np.array([1.0, 3.0]))
    array([1., 9.])
    """
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION
'''
DOUBLE_CHECK = """\
# Check · a number
checks.returns(double, (3.0,), 6.0, called="double", of="twice x", read="Eq. 1")
"""
DOUBLE_HIDDEN = """\
# Hidden test · a fresh number
### BEGIN HIDDEN TESTS
value = float(checks.rng("double").normal())
checks.returns(double, (value,), 2.0 * value, called="double", of="twice x", read="Eq. 1")
### END HIDDEN TESTS
"""
SQUARE_CHECK = """\
# Check · an array
entries = np.array([1.0, -2.0, 3.0])
checks.returns(square, (entries,), entries * entries, called="square", of="x²", read="Eq. 2")
"""
SQUARE_HIDDEN = """\
# Hidden test · fresh entries
### BEGIN HIDDEN TESTS
fresh = checks.rng("square").normal(size=5)
checks.returns(square, (fresh,), fresh * fresh, called="square", of="x²", read="Eq. 2")
### END HIDDEN TESTS
"""
#: Right answers, written differently from the master's.
RIGHT = {"double": "def double(x):\n    return x + x", "square": "def square(x):\n    return x**2"}
LIMITS = {"cell_seconds": 3.0, "setup_seconds": 60.0, "submission_seconds": 60.0}


def cell(kind: str, name: str, source: str, points: float | None = None):
    """An nbgrader cell of kind "text", "setup", "solution" or "test" whose cell id is its grade_id."""
    made = (new_markdown_cell if kind == "text" else new_code_cell)(source.rstrip("\n"), id=name)
    made.metadata["nbgrader"] = {
        "grade": kind == "test",
        "grade_id": name,
        "locked": kind != "solution",
        "schema_version": 3,
        "solution": kind == "solution",
        "task": False,
    }
    if points is not None:
        made.metadata["nbgrader"]["points"] = points
    return made


def notebook():
    """The master notebook: four tests, ten points."""
    explanation = new_markdown_cell("Twice is plus itself.", id="double-explained")
    explanation.metadata["tags"] = ["explanation"]
    cells = [
        cell("text", "about", "# Doubling and squaring"),
        cell("setup", "setup", SETUP),
        cell("text", "double-task", "## Double a number"),
        cell("solution", "tiny-double", DOUBLE),
        explanation,
        cell("test", "tiny-double-check", DOUBLE_CHECK, 1),
        cell("test", "tiny-double-hidden", DOUBLE_HIDDEN, 3),
        cell("text", "square-task", "## Square an array"),
        cell("solution", "tiny-square", SQUARE),
        cell("test", "tiny-square-check", SQUARE_CHECK, 2),
        cell("test", "tiny-square-hidden", SQUARE_HIDDEN, 4),
    ]
    made = new_notebook(cells=cells)
    made.nbformat_minor = 5
    made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made.metadata["rnncourse"] = {"limits": LIMITS}
    return made


def course(root: Path, made=None) -> Path:
    """Write the assignment ``tiny`` below ``root``; return ``root``."""
    folder = root / "solutions" / "tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.ipynb").write_text(json.dumps(made or notebook(), indent=1) + "\n", "utf-8")
    return root


def filled(released: dict, **sources: str) -> dict:
    """A copy of the released notebook with these solutions: ``double="..."`` fills ``tiny-double``."""
    made = copy.deepcopy(released)
    for handed_in in made["cells"]:
        name = handed_in["id"].removeprefix("tiny-")
        if name in sources:
            handed_in["source"] = sources[name]
    return made


def hand_in(submitted: Path, student: str, content: dict | bytes | None, assignment: str = "tiny") -> Path:
    """Lay a submission where grading looks for it; None makes the folder only."""
    path = submitted / student / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path
