"""Every grader is proved: right answers, however written, get everything; each wrong one loses just what it names.

The answers lie in tests/submissions/<assignment>/, one file each; what a file declares is checked against every
test of the whole assignment on the draws that a learner sees, and against its own exercise's tests on two others.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from rnncourse.grading import assignment as assignments
from rnncourse.grading import practice
from rnncourse.grading.assignment import Master, source_of
from rnncourse.grading.sample import solution_source
from rnncourse.grading.submissions import ALL, Submission, load_all

ROOT = Path(__file__).parents[2]
SEEDS = ("00", "5eed", "c0ffee11")
ANSWERS = [
    answer for name in assignments.names(ROOT) for answer in load_all(ROOT / "tests" / "submissions" / name)
]
EXERCISES = [
    (name, cell.id)
    for name in assignments.names(ROOT)
    for master in assignments.load(ROOT, name).masters
    for cell in master.solutions()
]


@cache
def master_of(name: str) -> Master:
    return assignments.load(ROOT, name).masters[0]


def own_tests(answer: Submission) -> set[str]:
    return {cell.id for cell in master_of(answer.assignment).tests() if cell.exercise == answer.cell}


@cache
def endings_of(number: int, seed: str) -> dict[str, practice.Practised]:
    """How the assignment's tests end with answer ``number`` in its place; its own exercise's on later seeds."""
    answer = ANSWERS[number]
    only = None if seed == SEEDS[0] else answer.cell
    return practice.practise(master_of(answer.assignment), {answer.cell: answer.source}, seed, only)


def named(answer: Submission) -> str:
    return f"{answer.assignment}-{answer.exercise}-{answer.name}"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", assignments.names(ROOT))
def test_worked_solutions_get_full_marks(name, seed):
    master = master_of(name)
    sources = {cell.id: solution_source(cell.source) for cell in master.solutions()}
    endings = practice.practise(master, sources, seed)
    assert {test: ending for test, ending in endings.items() if ending.status != "passed"} == {}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", ANSWERS, ids=named)
def test_answer_fails_exactly_the_tests_that_it_names(answer, seed):
    endings = endings_of(ANSWERS.index(answer), seed)
    failed = {test for test, ending in endings.items() if ending.status != "passed"}
    declared = own_tests(answer) if answer.fails == ALL else answer.fails
    assert failed == declared, {test: endings[test] for test in failed ^ declared}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [a for a in ANSWERS if a.hint or a.hints], ids=named)
def test_mistake_gets_its_own_hint_from_every_test_that_it_fails(answer, seed):
    endings = endings_of(ANSWERS.index(answer), seed)
    failed = {test: ending.hint_id for test, ending in endings.items() if ending.status != "passed"}
    assert failed == {test: answer.hints.get(test, answer.hint) for test in failed}


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_exercise_has_two_right_and_five_wrong_answers_with_hints_of_their_own(name, exercise):
    mine = [answer for answer in ANSWERS if answer.cell == exercise and not answer.is_nothing]
    wrong = [answer for answer in mine if not answer.right]
    assert len(mine) - len(wrong) >= 2
    assert len(wrong) >= 5
    assert [answer.name for answer in wrong if not answer.hint] == [], "a wrong answer declares its hint"
    twice = {hint for hint, count in Counter(answer.hint for answer in wrong).items() if count > 1}
    assert twice == set(), "two mistakes share a hint"


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_stub_earns_nothing_and_costs_no_other_exercise_anything(name, exercise):
    master = master_of(name)
    released = json.loads((ROOT / "exercises" / name / f"{master.name}.ipynb").read_text("utf-8"))
    stub = next(source_of(cell) for cell in released["cells"] if cell["id"] == exercise)
    endings = practice.practise(master, {exercise: stub})
    hints = {test: ending.hint_id for test, ending in endings.items() if ending.status != "passed"}
    assert hints == {cell.id: "not-written" for cell in master.tests() if cell.exercise == exercise}


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_zeros_constants_and_inputs_handed_back_are_among_the_answers(name, exercise):
    nothing = {a.name: a for a in ANSWERS if a.cell == exercise and a.is_nothing}
    assert {"nothing_zeros", "nothing_constant", "nothing_inputs_back"} <= set(nothing)
    assert all(answer.fails == ALL for answer in nothing.values())


def test_every_answer_belongs_to_an_exercise():
    assert {answer.cell for answer in ANSWERS} <= {exercise for _, exercise in EXERCISES}
