"""Right and wrong answers score the same three ways: stock nbgrader, a learner's own kernel, and our grader.

The first two trust what they run and run the tests in its process; ours runs them in another. Each test cell is the
same text in all three. So many answers are graded that each test of each assignment is seen to pass and to fail;
``inside/test_same_words.py`` holds ours to one process for every answer. Set RNNCOURSE_EVERY_ANSWER=1 to grade every
answer three ways here too (about two minutes an assignment).
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import stock

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import bundle as bundles
from rnncourse.grading import engine
from rnncourse.grading.plan import steps
from rnncourse.grading.results import Result
from rnncourse.grading.sandbox.selftest import best_level
from rnncourse.grading.submissions import assemble, load_all

ROOT = Path(__file__).resolve().parents[2]
SEED = "5eed" * 8
ASSIGNMENTS = assignments.names(ROOT)


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def compared(request, tmp_path_factory):
    """For each way of grading the score of each test, by student; a student is one answer to each exercise."""
    assignment = assignments.load(ROOT, request.param)
    together = stock.together(load_all(ROOT / "tests" / "submissions" / assignment.name))
    if not os.environ.get("RNNCOURSE_EVERY_ANSWER"):
        together = stock.covering(together, assignment.masters[0].tests())
    answers = {
        f"s{number:03}": {cell: answer.source for cell, answer in notebook.items()}
        for number, notebook in enumerate(together)
    }
    solved = {
        cell.id: stock.solution_source(cell.source)
        for master in assignment.masters
        for cell in master.solutions()
    }
    course = tmp_path_factory.mktemp("stock")
    released = stock.make_course(course, assignment)
    notebooks = {student: assemble(released, solved | own) for student, own in answers.items()}
    made = bundles.make(assignment, tmp_path_factory.mktemp("ours"))
    with ThreadPoolExecutor(1) as beside:  # nbgrader waits for processes most of the time
        nbgrader = beside.submit(stock.autograde, course, assignment, notebooks, SEED)
        return {
            "kernel": stock.in_kernels(assignment, answers, SEED),
            "ours": {student: ours(made, notebook) for student, notebook in notebooks.items()},
            "nbgrader": nbgrader.result(),
        }


def ours(made, notebook) -> dict[str, float]:
    try:
        level = best_level()
    except CourseError:
        level = "trusted"
    blank = Result(
        student="s",
        assignment=made.assignment.name,
        attempt="a",
        bundle=made.hash,
        environment="e",
        seed=SEED,
        status="graded",
        flags=(),
        score=0.0,
        max_score=made.assignment.max_score,
        tests=(),
    )
    (master,) = made.assignment.masters
    content = {master.name: json.dumps(notebook).encode()}
    return {
        test.id: test.score for test in engine.grade(engine.Job(made, content, blank, level)).result.tests
    }


@pytest.mark.timeout(900)
@pytest.mark.parametrize("other", ["nbgrader", "kernel"])
def test_every_answer_scores_the_same(compared, other):
    mine, theirs = compared["ours"], compared[other]
    assert mine.keys() == theirs.keys()
    differing = {
        (student, test): (score, theirs[student].get(test))
        for student, tests in mine.items()
        for test, score in tests.items()
        if theirs[student].get(test) != score
    }
    assert not differing


def test_answers_differ_enough_for_that_to_mean_something(compared):
    every = set(next(iter(compared["ours"].values())))
    seen = {(test, score > 0) for tests in compared["ours"].values() for test, score in tests.items()}
    assert seen == {(test, passed) for test in every for passed in (True, False)}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_judge_is_asked_with_the_very_text_of_the_masters_cells(name, tmp_path):
    assignment = assignments.load(ROOT, name)
    made = bundles.make(assignment, tmp_path)
    for master in assignment.masters:
        asked = {step.id: step.source for step in steps(made, master.name, made.notebook(master.name))}
        raw = json.loads((assignment.folder / f"{master.name}.ipynb").read_text("utf-8"))
        sources = {cell["id"]: "".join(cell["source"]) for cell in raw["cells"]}
        for test in master.tests():
            assert asked[test.id] == sources[test.id]


if sys.platform != "linux":
    pytest.skip("the boxes need Linux", allow_module_level=True)
