"""nbgrader's own tools on the gradebook: formgrader's view, manual grades, changed assignments."""

from __future__ import annotations

import json
import os
import shutil

import pytest
import tiny
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

from rnncourse.grading import assignment as assignments
from rnncourse.grading import bundle
from rnncourse.grading.gradebook import Writer
from rnncourse.grading.run import Request, grade_class


@pytest.fixture(scope="module")
def formgrader(graded):
    """What formgrader asks, with the settings that grading wrote."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(graded.out)).load_config()
    before = os.getcwd()
    os.chdir(graded.out)
    yield NbGraderAPI(config=config)
    os.chdir(before)


def test_formgrader_sees_the_assignment_and_its_points(formgrader):
    entry = formgrader.get_assignment("tiny")
    assert (entry["max_score"], entry["num_submissions"], entry["status"]) == (10, 10, "draft")


def test_formgrader_sees_every_submission_with_its_score(formgrader):
    entries = {entry["student"]: entry for entry in formgrader.get_submissions("tiny")}
    assert {name: entry["score"] for name, entry in entries.items()} == {
        **{"perfect": 10, "wrong": 4, "stub": 0, "endless": 6, "stubborn": 4, "dying": 4},
        **{"shouting": 4, "chatty": 10, "torn": 0, "absent": 0},
    }
    assert {entries[name]["autograded"] for name in entries.keys() - {"absent"}} == {True}
    assert not any(entry["needs_manual_grade"] for entry in entries.values())


def test_formgrader_finds_the_notebooks_to_look_through(formgrader):
    names = {entry["student"] for entry in formgrader.get_notebook_submissions("tiny", "tiny")}
    assert names == {"perfect", "wrong", "stub", "endless", "stubborn", "dying", "shouting", "chatty", "torn"}


@pytest.fixture
def regraded(graded, tmp_path):
    """A copy of the graded class to change: (request, gradebook URL)."""
    shutil.copytree(graded.out, tmp_path / "grades")
    shutil.copytree(graded.submitted, tmp_path / "submitted")
    for student in ("endless", "stubborn", "dying", "chatty", "shouting"):
        shutil.rmtree(tmp_path / "submitted" / student)
    request = Request("tiny", tmp_path / "submitted", tmp_path / "grades")
    return request, f"sqlite:///{tmp_path / 'grades' / 'gradebook.db'}"


def mark_by_hand(url, student, test, points, comment):
    with Gradebook(url) as book:
        grade = book.find_grade(test, "tiny", "tiny", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("tiny-square", "tiny", "tiny", student).manual_comment = comment
        book.db.commit()


def test_manual_grades_and_comments_survive_a_run_and_count_in_the_final_score(graded, regraded):
    request, url = regraded
    mark_by_hand(url, "wrong", "tiny-square-check", 1.5, "half right")
    report = grade_class(graded.root, request)
    assert report.graded == []
    with Gradebook(url) as book:
        grade = book.find_grade("tiny-square-check", "tiny", "tiny", "wrong")
        assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (0, 1.5, False)
        assert book.find_comment("tiny-square", "tiny", "tiny", "wrong").comment == "half right"
    rows = (request.out / "grades.csv").read_text().splitlines()
    assert "wrong,tiny,graded,4,10,0,5.5" in rows


def test_new_attempt_marks_manual_grades_for_another_look(graded, regraded, released):
    request, url = regraded
    mark_by_hand(url, "wrong", "tiny-square-check", 1.5, "half right")
    tiny.hand_in(request.submitted, "wrong", tiny.filled(released, double="def double(x):\n    return 2 * x"))
    report = grade_class(graded.root, request)
    assert report.graded == ["wrong"]
    with Gradebook(url) as book:
        grade = book.find_grade("tiny-square-check", "tiny", "tiny", "wrong")
        assert (grade.manual_score, grade.needs_manual_grade) == (1.5, True)


def test_changed_assignment_is_taken_over_though_there_are_submissions(course, tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    for number, points in enumerate((4, 6)):
        made = tiny.notebook()
        made.cells[-1].metadata.nbgrader["points"] = points
        if number:
            del made.cells[5]
        root = tiny.course(tmp_path / str(number), made)
        folder = tmp_path / f"course-{number}"
        folder.mkdir()
        bundle.make(assignments.load(root, "tiny"), folder)
        with Writer(url) as writer:
            writer.take_assignment("tiny", f"sqlite:///{folder / 'gradebook.db'}")
    with Gradebook(url) as book:
        notebook = book.find_notebook("tiny", "tiny")
        assert {cell.name: cell.max_score for cell in notebook.grade_cells} == {
            "tiny-double-hidden": 3,
            "tiny-square-check": 2,
            "tiny-square-hidden": 6,
        }


def test_autograded_notebooks_hold_the_outputs_that_formgrader_shows(graded):
    path = graded.out / "autograded" / "wrong" / "tiny" / "tiny.ipynb"
    cells = {cell["id"]: cell for cell in json.loads(path.read_text())["cells"]}
    assert cells["tiny-square-check"]["outputs"][0]["ename"] == "CheckFailed"
