"""Judge and learner in two processes give every answer the score, the hint and the words that one kernel gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from boxes import cells_of

from rnncourse.checks.failure import parse
from rnncourse.grading import assignment as assignments
from rnncourse.grading.practice import Practised, practise
from rnncourse.grading.sample import solution_source
from rnncourse.grading.submissions import load_all

ROOT = Path(__file__).parents[3]
NAMES = assignments.names(ROOT)
ANSWERS = [answer for name in NAMES for answer in load_all(ROOT / "tests" / "submissions" / name)]


def graded(boxes, master, sources, seed) -> dict[str, Practised]:
    """How each test ended between the two boxes, as ``practise`` tells it."""
    cells = cells_of(master, sources)
    heard = boxes.run(cells, seed=seed)
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
def test_worked_solutions_get_full_marks(plain, name):
    for master in assignments.load(ROOT, name).masters:
        sources = {cell.id: solution_source(cell.source) for cell in master.solutions()}
        endings = graded(plain, master, sources, "c0ffee")
        assert {test: ending for test, ending in endings.items() if ending.status != "passed"} == {}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.exercise}-{answer.name}")
def test_every_answer_gets_in_two_processes_what_it_gets_in_one(plain, answer):
    (master,) = (
        m for m in assignments.load(ROOT, answer.assignment).masters if answer.cell in {c.id for c in m.cells}
    )
    sources = {answer.cell: answer.source}
    assert graded(plain, master, sources, "5eed") == practise(master, sources, "5eed")
