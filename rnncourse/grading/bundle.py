"""The bundle: all that decides a grade besides the submission, the environment and the seed, as one value.

It is made once a run from ``solutions/`` and travels with every submission, to a worker on this machine or on
another: no grade looks at the repository again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

from rnncourse.grading.assignment import Assignment, Cell, Master, read_cells
from rnncourse.grading.names import defined, taken
from rnncourse.grading.rebuild import prints


@dataclass(frozen=True)
class Bundle:
    """An assignment, made ready to be graded many times.

    Attributes
    ----------
    assignment : its cells with roles, points and titles, the modules allowed, the limits; without its folder
    released : the notebooks as learners got them, by name, as JSON text: what a submission is rebuilt in
    takes : for each test cell's id the names that it takes from the learner
    data : the files that lie beside the notebooks, by name
    private : the ids of tests that an overlay added or replaced: no learner's notebook has them as released
    earlier : releases that learners may have got before, each as ``rebuild.prints`` has it; no part of ``hash``, as
        no score depends on them
    """

    assignment: Assignment
    released: dict[str, str]
    takes: dict[str, tuple[str, ...]]
    data: tuple[tuple[str, bytes], ...] = ()
    private: frozenset[str] = frozenset()
    earlier: tuple[dict[str, str], ...] = ()

    @cached_property
    def hash(self) -> str:
        """sha256 of the bundle's JSON: equal for equal assignments, wherever they lie."""
        return hashlib.sha256(self.json().encode()).hexdigest()

    def json(self) -> str:
        """The bundle as one JSON object; data files by their hashes."""
        content = asdict(self.assignment)
        del content["folder"]
        content |= {"schema": 1, "released": self.released, "takes": self.takes}
        return json.dumps(content, sort_keys=True, ensure_ascii=False)

    def prints(self) -> dict[str, str]:
        """What is remembered of this release, so that its cells are no edits after a correction."""
        return {cell: found for name in self.released for cell, found in prints(self.notebook(name)).items()}

    def notebook(self, name: str) -> dict:
        """A fresh copy of the released notebook of that name."""
        return json.loads(self.released[name])


def make(assignment: Assignment, folder: Path) -> Bundle:
    """Release the assignment into the empty ``folder``, where a gradebook that knows its cells is left, too.

    Raises
    ------
    CourseError : (4) nbgrader cannot release it
    """
    from rnncourse.grading.generate import RELEASE, generate  # nbgrader, which no worker needs

    private = frozenset(
        cell.id for master in assignment.masters for cell in _private(master, assignment.folder)
    )
    generate(_overlaid(assignment, folder) if private else assignment.folder, folder)
    released = {
        master.name: (folder / RELEASE / assignment.name / f"{master.name}.ipynb").read_text("utf-8")
        for master in assignment.masters
    }
    data = data_of(assignment)
    takes = {test: names for master in assignment.masters for test, names in _takes(master).items()}
    return Bundle(replace(assignment, folder=Path()), released, takes, data, private)


def data_of(assignment: Assignment) -> tuple[tuple[str, bytes], ...]:
    """The files that lie beside the assignment's notebooks, with their content."""
    return tuple((name, (assignment.folder / name).read_bytes()) for name, _ in assignment.data)


def _takes(master: Master) -> dict[str, tuple[str, ...]]:
    """For each test the names that only the learner's cells bind: what the course's own cells bind is the judge's."""
    own = {name for cell in master.cells if cell.role == "setup" for name in defined(cell.source)}
    offered = {name for cell in master.solutions() for name in defined(cell.source)} - own
    return {cell.id: taken(cell.source, offered) for cell in master.tests()}


def _private(master: Master, folder: Path) -> list[Cell]:
    """The master's tests that its notebook in ``folder`` does not hold, or holds with another text."""
    published = {cell.id: cell for cell in read_cells(folder / f"{master.name}.ipynb")}
    return [cell for cell in master.tests() if published.get(cell.id) != cell]


def _overlaid(assignment: Assignment, folder: Path) -> Path:
    """The assignment's folder once more, its notebooks with the overlay's tests, for nbgrader to release."""
    target = folder / "overlaid" / assignment.name
    shutil.copytree(assignment.folder, target)
    for master in assignment.masters:
        path = target / f"{master.name}.ipynb"
        notebook = json.loads(path.read_text("utf-8"))
        places = {cell["id"]: place for place, cell in enumerate(notebook["cells"])}
        before, behind = None, {}
        for cell in master.cells:
            if cell in _private(master, assignment.folder):
                made = _test_cell(cell)
                if cell.id in places:
                    notebook["cells"][places[cell.id]] = made
                else:
                    behind.setdefault(before, []).append(made)
            if cell.id in places:
                before = cell.id
        cells = [made for cell in notebook["cells"] for made in (cell, *behind.get(cell["id"], []))]
        path.write_text(json.dumps(notebook | {"cells": cells}), "utf-8")
    return target


def _test_cell(cell: Cell) -> dict:
    marks = {"grade": True, "grade_id": cell.id, "locked": True, "points": cell.points}
    marks |= {"schema_version": 3, "solution": False, "task": False}
    made = {"cell_type": "code", "id": cell.id, "metadata": {"nbgrader": marks}, "source": cell.source}
    return made | {"execution_count": None, "outputs": []}
