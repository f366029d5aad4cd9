"""Small parts of the grader, one by one: the bundle, the files, the loader of answers, the pool."""

from __future__ import annotations

import os
import time

import pytest
import tiny

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import feedback, results
from rnncourse.grading.pool import Pool
from rnncourse.grading.results import Result
from rnncourse.grading.submissions import ALL, assemble, load


def test_cells_have_roles_titles_points_and_exercises(course):
    (master,) = assignments.load(course, "tiny").masters
    assert [(c.id, c.role) for c in master.cells][:4] == [
        ("about", "text"),
        ("setup", "setup"),
        ("double-task", "text"),
        ("tiny-double", "solution"),
    ]
    test = master.tests()[1]
    assert (test.title, test.points, test.hidden, test.exercise) == ("a fresh number", 3, True, "tiny-double")


def test_bundle_does_not_depend_on_the_place_and_changes_with_a_test(course, tmp_path):
    here = assignments.load(course, "tiny").bundle()
    assert assignments.load(tiny.course(tmp_path / "there"), "tiny").bundle() == here
    made = tiny.notebook()
    made.cells[-1].source += "\n"
    assert assignments.load(tiny.course(tmp_path / "changed", made), "tiny").bundle() != here


def test_wrong_assignment_name_names_the_nearest(course):
    with pytest.raises(CourseError, match="There is no assignment 'tinny': did you mean 'tiny'"):
        assignments.load(course, "tinny")


def test_unreadable_master_is_named(tmp_path):
    root = tiny.course(tmp_path)
    (root / "solutions" / "tiny" / "tiny.ipynb").write_text("{")
    with pytest.raises(CourseError, match=r"master notebook .*tiny\.ipynb cannot be read"):
        assignments.load(root, "tiny")


def result(student: str, status: str = "graded") -> Result:
    return Result(student, "tiny", None, "b", "e", "5", status, (), 1.5, 10.0, ())


def test_results_come_back_as_they_were_saved(tmp_path):
    results.save(tmp_path / "results.json", [result("ben"), result("ann")])
    assert results.load(tmp_path / "results.json") == [result("ann"), result("ben")]


def test_damaged_results_are_named_with_the_cure(tmp_path):
    (tmp_path / "results.json").write_text('[{"student": 1}]')
    with pytest.raises(CourseError, match="move it away"):
        results.load(tmp_path / "results.json")


def test_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "results.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        results.write_atomically(path, "new \ud800")
    assert (path.read_text(), os.listdir(tmp_path)) == ("old", ["results.json"])


def test_name_that_a_spreadsheet_would_run_is_quoted():
    text = results.grades_csv([(result("=HYPERLINK(1)"), 0, 1.5)])
    assert text.splitlines()[1] == "'=HYPERLINK(1),tiny,graded,1.5,10,0,1.5"


@pytest.mark.parametrize(
    ("statuses", "worst"),
    [(["timeout", "crashed"], "crashed"), (["graded", "missing", "timeout"], "missing"), ([], "graded")],
)
def test_status_is_the_worst_fault(statuses, worst):
    assert results.worst(statuses) == worst


ANSWER = '''"""The state is forgotten.

fails: values
    rnn-step-fresh
hint: state-ignored; fresh: wrong-values
"""


def step():
    return 1
'''


def test_answers_say_what_they_fail_and_with_which_hint(tmp_path):
    folder = tmp_path / "rnn"
    folder.mkdir()
    (folder / "step__state_ignored.py").write_text(ANSWER)
    answer = load(folder / "step__state_ignored.py")
    assert (answer.cell, answer.mistake, answer.right) == ("rnn-step", "The state is forgotten.", False)
    assert answer.fails == {"rnn-step-values", "rnn-step-fresh"}
    assert (answer.hint, answer.hints) == ("state-ignored", {"rnn-step-fresh": "wrong-values"})
    assert answer.source == "def step():\n    return 1\n"


def test_answers_that_earn_nothing_fail_all(tmp_path):
    (tmp_path / "step__nothing_zeros.py").write_text('"""Zeros.\n\nfails: all\n"""\nstep = 0\n')
    answer = load(tmp_path / "step__nothing_zeros.py")
    assert (answer.fails, answer.is_nothing) == (ALL, True)


@pytest.mark.parametrize("docstring", ["", '"""A mistake."""', '"""Both.\n\nright\nfails: a\n"""'])
def test_answer_that_declares_nothing_or_both_is_refused(tmp_path, docstring):
    (tmp_path / "step__odd.py").write_text(f"{docstring}\nstep = 0\n")
    with pytest.raises(CourseError, match="`right` or `fails: <tests>`"):
        load(tmp_path / "step__odd.py")


def test_assembled_notebook_differs_in_the_answered_cells_only(released):
    made = assemble(released, {"tiny-double": "double = 1\n"})
    changed = [new["id"] for old, new in zip(released["cells"], made["cells"], strict=True) if old != new]
    assert changed == ["tiny-double"]
    with pytest.raises(CourseError, match="no cell 'nothing'"):
        assemble(released, {"nothing": ""})


def test_hints_show_code_between_backticks_and_nothing_else_as_code():
    assert feedback.parts("`a` <b>") == [(True, "a"), (False, " <b>")]


def slowly(task: str) -> str:
    """What the pool's workers are given to do."""
    if task == "sleep":
        time.sleep(60)
    if task == "die":
        os._exit(1)
    if task == "raise":
        raise ValueError("no")
    return task.upper()


def test_pool_answers_kills_what_is_late_and_survives_what_dies():
    with Pool(slowly, workers=2, seconds=5) as pool:
        answers = {answer.task: answer for answer in pool.answers(["a", "sleep", "die", "raise", "b"])}
    assert {task: answer.ended for task, answer in answers.items()} == {
        **{"a": "answered", "b": "answered", "raise": "answered"},
        **{"sleep": "killed", "die": "died"},
    }
    assert (answers["a"].value, answers["raise"].fault) == ("A", "ValueError: no")
