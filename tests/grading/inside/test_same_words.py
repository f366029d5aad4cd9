"""Judge and learner in two processes give every answer the score, the hint and the words that one kernel gives."""

from __future__ import annotations

from pathlib import Path

import pytest
import stock
from boxes import cells_of

from rnncourse.checks.failure import parse
from rnncourse.grading import assignment as assignments
from rnncourse.grading.practice import Practised, practise
from rnncourse.grading.sample import solution_source
from rnncourse.grading.submissions import load_all

ROOT = Path(__file__).parents[3]
NAMES = assignments.names(ROOT)
#: Answers to different exercises together in one notebook, so that each is run once and not each with all others.
NOTEBOOKS = [
    (name, number, notebook)
    for name in NAMES
    for number, notebook in enumerate(stock.together(load_all(ROOT / "tests" / "submissions" / name)))
]


def graded(boxes, master, sources, seed) -> dict[str, Practised]:
    """How each test ended between the two boxes, as ``practise`` tells it."""
    cells = cells_of(master, sources)
    heard = boxes.run(cells, seed=seed, seconds=120.0)  # a wait for what hangs, no bound on how fast it is
    assert heard.last == "done"
    found = {}
    for cell in cells:
        if cell["role"] != "test":
            continue
        ending = heard.endings[cell["index"]]
        if ending["ended"] == "passed":
            found[cell["id"]] = Practised("passed")
        elif ending["ename"] == "CheckFailed":
            message, hint = parse(ending["evalue"])
            found[cell["id"]] = Practised("failed", hint, message)
        else:
            found[cell["id"]] = Practised("error", None, f"{ending['ename']}: {ending['evalue']}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_worked_solutions_get_full_marks(boxes_for, name):
    assignment = assignments.load(ROOT, name)
    for master in assignment.masters:
        sources = {cell.id: solution_source(cell.source) for cell in master.solutions()}
        endings = graded(boxes_for(assignment.allowed), master, sources, "c0ffee")
        assert {test: ending for test, ending in endings.items() if ending.status != "passed"} == {}


@pytest.mark.parametrize(
    ("name", "notebook"),
    [pytest.param(name, notebook, id=f"{name}-{number}") for name, number, notebook in NOTEBOOKS],
)
def test_every_answer_gets_in_two_processes_what_it_gets_in_one(boxes_for, name, notebook):
    assignment = assignments.load(ROOT, name)
    (master,) = assignment.masters
    sources = {cell: answer.source for cell, answer in notebook.items()}
    assert graded(boxes_for(assignment.allowed), master, sources, "5eed") == practise(master, sources, "5eed")
