"""What the judge is asked to do with one notebook: its cells in order, with their roles."""

from __future__ import annotations

from dataclasses import dataclass

from rnncourse.grading.assignment import source_of
from rnncourse.grading.bundle import Bundle


@dataclass(frozen=True)
class Step:
    """One code cell of a rebuilt notebook.

    Attributes
    ----------
    id : the master's cell id; None for a cell that the learner added
    role : "setup" runs in the learner's box and in the judge's, "learner" in the first, "test" in the second
    takes : the names that a test takes from the learner
    position : the cell's place in the rebuilt notebook
    """

    id: str | None
    role: str
    source: str
    takes: tuple[str, ...] = ()
    exercise: str | None = None
    position: int = 0


def steps(bundle: Bundle, name: str, rebuilt: dict) -> list[Step]:
    """The code cells of the rebuilt notebook ``name`` in order; tests and setup with the master's text."""
    (master,) = (master for master in bundle.assignment.masters if master.name == name)
    masters, found = {cell.id: cell for cell in master.cells}, []
    for position, cell in enumerate(rebuilt["cells"]):
        if cell["cell_type"] != "code":
            continue
        own = masters.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        if own is None or own.role == "solution":
            identity = own.id if own else None
            found.append(Step(identity, "learner", source_of(cell), exercise=identity, position=position))
        elif own.role in ("setup", "test"):
            takes = bundle.takes.get(own.id, ())
            found.append(Step(own.id, own.role, own.source, takes, own.exercise, position))
    return found


def message(steps: list[Step], start: int, skip: set[int], **settings: object) -> dict:
    """The JSON object that the judge is sent; ``settings`` are seed, allowed, output_bytes and transcript."""
    cells = [
        {
            "index": index,
            "id": step.id,
            "role": step.role,
            "source": step.source,
            "takes": list(step.takes),
            "exercise": step.exercise,
        }
        for index, step in enumerate(steps)
    ]
    return {"cells": cells, "start": start, "skip": sorted(skip)} | settings
