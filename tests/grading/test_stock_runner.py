"""The runners that our grader is held to agree with each other and with what the answers declare."""

from __future__ import annotations

import pytest
import stock
import tiny

from rnncourse.grading import assignment as assignments
from rnncourse.grading.submissions import assemble, load_all
from tests.conftest import ROOT


def test_answers_to_different_exercises_share_notebooks():
    answers = load_all(ROOT / "tests" / "submissions" / "rnn")
    notebooks = stock.together(answers)
    most = max(sum(one.cell == answer.cell for one in answers) for answer in answers)
    assert len(notebooks) == most
    assert sorted(answer.name for notebook in notebooks for answer in notebook.values()) == sorted(
        answer.name for answer in answers
    )


@pytest.mark.slow
def test_stock_nbgrader_and_a_kernel_give_the_same_scores(course, tmp_path):
    assignment = assignments.load(course, "tiny")
    released = stock.make_course(tmp_path, assignment)
    answers = {
        "right": {f"tiny-{name}": source for name, source in tiny.RIGHT.items()},
        "wrong": {"tiny-double": tiny.RIGHT["double"], "tiny-square": "def square(x):\n    return x"},
    }
    notebooks = {student: assemble(released, sources) for student, sources in answers.items()}
    expected = {
        "right": {
            "tiny-double-check": 1,
            "tiny-double-hidden": 3,
            "tiny-square-check": 2,
            "tiny-square-hidden": 4,
        },
        "wrong": {
            "tiny-double-check": 1,
            "tiny-double-hidden": 3,
            "tiny-square-check": 0,
            "tiny-square-hidden": 0,
        },
    }
    assert stock.autograde(tmp_path, assignment, notebooks) == expected
    assert stock.in_kernels(assignment, answers) == expected
