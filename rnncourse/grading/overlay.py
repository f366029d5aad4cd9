"""Hidden tests from outside the repository: more of them for an exercise, or others in the place of published ones.

An instructor keeps a folder of their own with ``<assignment>.ipynb`` or ``<assignment>/<assignment>.ipynb``
(the latter for each notebook of an assignment that has several: ``<assignment>/<notebook>.ipynb``). A test
cell in it is written as in ``solutions/``. It belongs to the exercise whose solution cell it follows, an empty
cell with that grade_id, or which its id begins with: ``rnn-step-edge`` goes to ``rnn-step``. A test whose id the
assignment has already takes that test's place; any other comes after the last test of its exercise. Setup cells
and imports for them stand in the tests themselves.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading.assignment import HIDDEN_MARK, Assignment, Cell, Master, source_of, title_of


def apply(assignment: Assignment, folder: Path) -> Assignment:
    """``assignment`` with the hidden tests of ``folder``; its points and the hash of its bundle change with them.

    Raises
    ------
    CourseError : (2) the folder holds nothing for this assignment, a notebook in it cannot be read, or a cell of
        it is no hidden test of one of the assignment's exercises or breaks a rule of ``lint``; all faults are
        named, nothing of the tests' text is
    """
    found = _notebooks(assignment, folder)
    faults: list[str] = []
    masters = []
    for master in assignment.masters:
        if master.name not in found:
            masters.append(master)
            continue
        tests = _tests(master, found[master.name], faults)
        merged = _merged(master, tests)
        faults += _broken_rules(assignment, merged, {test.id for test in tests}, found[master.name])
        masters.append(merged)
    if faults:
        raise CourseError(f"The overlay in {folder} was not used:\n  " + "\n  ".join(faults))
    return replace(assignment, masters=tuple(masters))


def _notebooks(assignment: Assignment, folder: Path) -> dict[str, Path]:
    """The overlay's notebooks by the name of the notebook that they add to."""
    if not folder.is_dir():
        raise CourseError(
            f"The overlay {folder} is no folder: expected one that holds {assignment.name}.ipynb with hidden tests."
        )
    found = {}
    for master in assignment.masters:
        places = [folder / assignment.name / f"{master.name}.ipynb"]
        if len(assignment.masters) == 1 or master.name == assignment.name:
            places.insert(0, folder / f"{assignment.name}.ipynb")
        there = [path for path in places if path.is_file()]
        if len(there) > 1:
            raise CourseError(f"The overlay holds both {there[0]} and {there[1]}: keep one of them.")
        if there:
            found[master.name] = there[0]
    if not found:
        raise CourseError(
            f"The overlay {folder} holds nothing for {assignment.name}: expected {assignment.name}.ipynb or "
            f"{assignment.name}/{assignment.name}.ipynb in it."
        )
    return found


def _tests(master: Master, path: Path, faults: list[str]) -> list[Cell]:
    """The overlay's test cells; what else it holds is a fault, but for text and empty cells."""
    try:
        notebook = json.loads(path.read_text("utf-8"))
        raw = [(_grade_id(cell), cell, source_of(cell)) for cell in notebook["cells"]]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CourseError(f"The overlay's notebook {path} cannot be read: {error}.") from error
    exercises = {cell.id for cell in master.solutions()}
    others = {cell.id for cell in master.cells if cell.role != "test"}
    known = {cell.id: cell for cell in master.tests()}
    tests: dict[str, Cell] = {}
    current = None
    for number, (name, cell, source) in enumerate(raw, 1):
        marks = cell.get("metadata", {}).get("nbgrader", {})
        if name in exercises and not marks.get("grade"):
            current = name
            continue
        if cell.get("cell_type") != "code" or not source.strip():
            continue
        label = f"{path.name}: {name or f'cell {number}'}"
        points = marks.get("points", known[name].points if name in known else None)
        place = known[name].exercise if name in known else _exercise(name, exercises) or current
        if not marks.get("grade") or not name:
            faults.append(f"{label}: is no test: mark it as one (grade, locked, points), or remove it")
        elif name in tests or name in others:
            faults.append(f"{label}: another cell has this id")
        elif HIDDEN_MARK not in source:
            faults.append(f"{label}: has no {HIDDEN_MARK}: an overlay holds hidden tests only")
        elif not isinstance(points, int | float) or isinstance(points, bool) or not 0 < points < 1e6:
            faults.append(f"{label}: its points are {points!r}; a number above 0 is wanted")
        elif place is None:
            faults.append(
                f"{label}: belongs to no exercise: begin its id with the solution cell's "
                f"({', '.join(sorted(exercises))}), or put an empty cell of that id before it"
            )
        else:
            tests[name] = Cell(name, "test", source, float(points), place, title_of(source), True)
    if not tests and not faults:
        faults.append(f"{path.name}: holds no test cell")
    return list(tests.values())


def _merged(master: Master, tests: list[Cell]) -> Master:
    """The notebook with ``tests`` in the place of those with their ids, or behind the last of their exercise."""
    replacing = {test.id: test for test in tests}
    last = {cell.exercise: cell.id for cell in master.cells if cell.exercise}
    known = {cell.id for cell in master.tests()}
    cells: list[Cell] = []
    for cell in master.cells:
        cells.append(replacing.get(cell.id, cell))
        if cell.exercise and last[cell.exercise] == cell.id:
            cells += [test for test in tests if test.exercise == cell.exercise and test.id not in known]
    return replace(master, cells=tuple(cells))


def _broken_rules(assignment: Assignment, master: Master, ours: set[str], path: Path) -> list[str]:
    """What ``lint`` says about the overlay's cells, in the notebook that they are part of."""
    from rnncourse.grading.lint import cell_faults

    found = cell_faults(master, assignment)
    return [f"{path.name}: {fault}" for fault in found if fault.partition(":")[0] in ours]


def _exercise(name: str, exercises: set[str]) -> str | None:
    """The exercise whose id this one begins with; of several the longest."""
    return max((known for known in exercises if name.startswith(f"{known}-")), key=len, default=None)


def _grade_id(cell: dict) -> str:
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") or ""
