"""Small parts of the grader, one by one: the bundle, the files, the loader of answers, the pool."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import tiny

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import feedback, identity, results
from rnncourse.grading.journal import Store
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


def test_assignment_does_not_depend_on_the_place_and_changes_with_a_test(course, tmp_path):
    here = assignments.load(course, "tiny")
    assert assignments.load(tiny.course(tmp_path / "there"), "tiny") == here
    made = tiny.notebook()
    made.cells[-1].source += "\n"
    assert assignments.load(tiny.course(tmp_path / "changed", made), "tiny") != here


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
    store = Store(tmp_path)
    for student in ("ben", "ann", "cas"):
        store.put(result(student))
    store.drop("cas", "tiny")
    for read in (store, Store(tmp_path)):
        assert list(read.entries()) == [result("ann"), result("ben")]
    store.save()
    assert results.load(tmp_path / "results.json") == list(Store(tmp_path).entries()) == list(store.entries())
    assert (tmp_path / "journal.jsonl").read_bytes() == b""
    store.put(result("ben", "timeout"))
    assert [entry.status for entry in Store(tmp_path).entries()] == ["graded", "timeout"]


def test_attempt_that_was_passed_over_is_remembered_though_the_last_line_is_torn(tmp_path):
    store = Store(tmp_path)
    store.pass_over(result("ann"))
    with (tmp_path / "passed-over.jsonl").open("a") as file:
        file.write('["ben", "ti')
    again = Store(tmp_path)
    for student in ("ann", "ben"):  # another attempt counts
        again.put(replace(result(student), attempt="better"))
    assert (again.passed_over(result("ann")), again.passed_over(result("ben"))) == (True, False)
    again.pass_over(result("ben"))
    assert Store(tmp_path).passed_over(result("ben"))


@pytest.mark.parametrize("line", [b"{}\n", b"[]\n", b"no json\n", b'{"schema": 1, "student": 2}\n'])
def test_damaged_journal_is_named_with_the_cure(tmp_path, line):
    (tmp_path / "journal.jsonl").write_bytes(line)
    with pytest.raises(CourseError, match=r"journal\.jsonl is damaged at byte 0: move it away"):
        Store(tmp_path)


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
    assert feedback.parts("`a` <b>") == [("code", "a"), ("", " <b>")]


def slowly(task: str) -> str:
    """What the pool's workers are given to do."""
    if task == "sleep":
        time.sleep(60)
    if task == "die":
        os._exit(1)
    if task == "raise":
        raise ValueError("no")
    if task == "refuse":
        raise CourseError("no sandbox", ENVIRONMENT)
    return task.upper()


def test_pool_answers_gives_what_is_late_or_died_to_others_and_outlives_both():
    with Pool(slowly, workers=2, seconds=1) as pool:
        answers = {
            answer.task: answer for answer in pool.answers(["a", "sleep", "die", "raise", "refuse", "b"])
        }
    assert {task: answer.ended for task, answer in answers.items()} == {
        **{"a": "answered", "b": "answered", "raise": "answered", "refuse": "answered"},
        **{"sleep": "killed", "die": "died"},
    }
    assert (answers["a"].value, answers["raise"].fault) == ("A", "ValueError: no")
    assert (str(answers["refuse"].refusal), answers["refuse"].refusal.exit_code) == ("no sandbox", 3)


def test_workers_live_as_long_as_the_run_and_no_longer():
    with Pool(whoami, workers=2, seconds=20) as pool:
        pids = {answer.value for answer in pool.answers(range(20))}
    assert len(pids) <= 2
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_pool_takes_few_more_tasks_than_have_been_answered():
    taken = []
    with Pool(whoami, workers=2, seconds=20) as pool:
        answers = pool.answers(taken.append(number) or number for number in range(1000))
        for count in range(1, 11):
            next(answers)
            assert len(taken) <= count + 6
        answers.close()


PARENT = """
import sys, time
from rnncourse.grading.journal import Store
from rnncourse.grading.pool import Pool
if __name__ == "__main__":
    with Pool(time.sleep, workers=2, seconds=60) as pool:
        for answer in pool.answers([0, 0, 50, 50]):
            print([worker.pid for worker in pool._workers], flush=True)
"""


def test_workers_end_when_their_parent_is_killed(tmp_path):
    (tmp_path / "parent.py").write_text(PARENT)
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(results.__file__).parents[2],
    ) as parent:
        parent.stdout.readline()
        pids = json.loads(parent.stdout.readline())
        assert pids
        assert all(psutil.pid_exists(pid) for pid in pids)
        parent.kill()
    _, left = psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], timeout=10)
    assert left == []


def whoami(task: int) -> int:
    """Which worker it is."""
    return os.getpid()


def test_what_decides_no_grade_is_there_and_leaves_the_environment_as_it_was(tmp_path):
    package = Path(results.__file__).parents[1]
    there = [package / name for name in identity._NO_PART_IN_GRADES]
    assert [path for path in there if not path.exists()] == []
    for name in ("grading/run.py", "grading/verdict.py", "checks/judging.py", "book/build.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    before = identity.environment(tmp_path)
    for name, same in (("grading/run.py", True), ("book/build.py", True), ("checks/judging.py", False)):
        (tmp_path / name).write_text("changed = 1")
        assert (identity.environment(tmp_path) == before) is same, name


def test_environment_does_not_depend_on_what_has_been_imported():
    before = identity.environment()
    import setuptools  # noqa: F401, puts packages of its own on sys.path

    assert identity.environment() == before
