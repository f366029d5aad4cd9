"""The sample class gets what it should, from three judges alike: ours, stock nbgrader, and the proofs' executor."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from rnncourse.grading import assignment as assignments
from rnncourse.grading import practice, sample
from rnncourse.grading.assignment import source_of
from rnncourse.grading.run import Request, grade_class

ROOT = Path(__file__).parents[2]
NAME = "rnn"
CLASS = sample.students(ROOT, NAME)
HONEST = [student for student in CLASS if student.status == "graded"]


@pytest.fixture(scope="module")
def submitted(tmp_path_factory) -> Path:
    """The class's submissions, laid out for grading."""
    folder = tmp_path_factory.mktemp("class") / "submitted"
    for student in CLASS:
        (folder / student.name / NAME).mkdir(parents=True)
        if student.content is not None:
            (folder / student.name / NAME / f"{NAME}.ipynb").write_bytes(student.content)
    return folder


@pytest.fixture(scope="module")
def ours(submitted, tmp_path_factory) -> dict[str, dict]:
    """What our grader finds, by student."""
    out = tmp_path_factory.mktemp("ours")
    grade_class(ROOT, Request(NAME, submitted, out, seed=sample.SEED))
    return {entry["student"]: entry for entry in json.loads((out / "results.json").read_text())}


@pytest.fixture(scope="module")
def stock(submitted, tmp_path_factory) -> dict[str, dict[str, float]]:
    """What stock nbgrader gives the honest part of the class: student → test → points."""
    root = tmp_path_factory.mktemp("stock")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions", root / "solutions")
    for student in HONEST:
        shutil.copytree(submitted / student.name, root / "submitted" / student.name)
    for command in ("generate_assignment", "autograde"):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", command, NAME],
            cwd=root,
            check=True,
            capture_output=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        return {
            student.name: {
                grade.name: grade.score
                for notebook in book.find_submission(NAME, student.name).notebooks
                for grade in notebook.grades
            }
            for student in HONEST
        }


def test_class_has_every_kind_of_student():
    assert len(CLASS) >= 12
    assert {student.status for student in CLASS} == {"graded", "missing", "malformed", "timeout", "crashed"}
    assert {student.score for student in HONEST} >= {0.0, assignments.load(ROOT, NAME).max_score}


def test_class_is_the_same_every_time():
    assert [student.content for student in sample.students(ROOT, NAME)] == [s.content for s in CLASS]


@pytest.mark.slow
@pytest.mark.parametrize("student", CLASS, ids=lambda student: student.name)
def test_everyone_gets_the_status_and_the_score_they_should(ours, student):
    entry = ours[student.name]
    assert (entry["status"], entry["score"]) == (student.status, student.score), entry["message"]


@pytest.mark.slow
@pytest.mark.parametrize("student", HONEST, ids=lambda student: student.name)
def test_stock_nbgrader_gives_every_test_the_same_points(ours, stock, student):
    assert stock[student.name] == {test["id"]: test["score"] for test in ours[student.name]["tests"]}


@pytest.mark.slow
@pytest.mark.parametrize("student", HONEST, ids=lambda student: student.name)
def test_proofs_executor_ends_every_test_the_same_way_with_the_same_hint(ours, student):
    master = assignments.load(ROOT, NAME).masters[0]
    cells = {cell["id"]: source_of(cell) for cell in json.loads(student.content)["cells"]}
    sources = {cell.id: cells[cell.id] for cell in master.solutions()}
    endings = practice.practise(master, sources, ours[student.name]["seed"])
    assert {test: (ending.status, ending.hint_id) for test, ending in endings.items()} == {
        test["id"]: (test["status"], test["hint_id"]) for test in ours[student.name]["tests"]
    }


def test_stock_nbgrader_validates_the_worked_solutions(tmp_path):
    perfect = next(student for student in CLASS if student.name == "ada")
    path = tmp_path / f"{NAME}.ipynb"
    path.write_bytes(perfect.content)
    command = [sys.executable, "-m", "nbgrader", "validate", str(path)]
    said = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert "Success! Your notebook passes all the tests." in said.stdout
