"""``rnncourse check``: what each exercise of a notebook gets, whatever the notebook does; the file stays as it is."""

from __future__ import annotations

import json
import shutil

import pytest
import tiny

from rnncourse import cli
from rnncourse.errors import CourseError
from rnncourse.learner import telling
from rnncourse.learner.check import as_json, check


@pytest.fixture
def checked(root, path):
    """A function: write these solutions into the learner's notebook and check it; its exercises by name."""

    def made(**sources: str):
        path.write_text(json.dumps(tiny.filled(json.loads(path.read_text()), **sources)))
        before = path.read_bytes()
        (found,) = check(root, "tiny")
        assert path.read_bytes() == before
        return found, {exercise.id.removeprefix("tiny-"): exercise for exercise in found.exercises}

    return made


def said(found) -> str:
    lines: list[str] = []
    telling.tell(found, lines.append)
    assert max(map(len, lines)) <= telling.WIDTH
    return "\n".join(lines)


def test_right_answers_are_complete_and_what_grading_adds_is_named_without_its_source(checked):
    found, exercises = checked(**tiny.RIGHT)
    assert [exercise.state for exercise in exercises.values()] == ["complete", "complete"]
    assert (found.points, found.max_points, found.hidden_points) == (3, 3, 7)
    assert exercises["double"].graded_besides == (("a fresh number", 3.0),)
    text = said(found)
    assert "graded besides, 3 points: a fresh number" in text
    assert "Nothing is left here: `rnncourse submit tiny`" in text
    assert "normal()" not in text + as_json([found])


def test_wrong_answer_gets_its_hint_and_a_stub_is_not_begun(checked):
    found, exercises = checked(double="def double(x):\n    return 3 * x")
    (failing,) = exercises["double"].checks
    assert (exercises["double"].state, failing.hint_id) == ("check-fails", "wrong-values")
    assert exercises["square"].state == "not-begun"
    text = said(found)
    assert "fails, 1 point: a number\n    Twice x of `double` is wrong. It is 9, expected 6." in text.replace(
        "twice x", "Twice x"
    )
    assert "Visible checks: 0 of 3 points. Exercises: 0 of 2 complete, 1 not begun." in text


def test_endless_loop_and_a_process_that_dies_cost_their_own_exercise_alone(checked, path):
    own = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "thrice = 3", "outputs": []}
    notebook = json.loads(path.read_text())
    notebook["cells"].insert(2, {**own, "execution_count": None})
    path.write_text(json.dumps(notebook))
    endless = "def double(x):\n    while x:\n        x = x + 0\n    return x"
    _, exercises = checked(double=endless, square="import os\ndef square(x):\n    os._exit(thrice)")
    (looping,), (dying,) = exercises["double"].checks, exercises["square"].checks
    assert looping.ended == "timeout"
    assert "is there a loop that never ends? It was at `" in looping.hint
    assert dying.ended == "crashed"
    assert "the process that ran your code ended" in dying.hint.lower()


def test_a_cell_that_does_not_run_says_why_and_where(checked):
    found, exercises = checked(double="def double(x)\n    return x", square="square = nothing + 1")
    assert exercises["double"].state == exercises["square"].state == "raises"
    assert exercises["double"].why == "SyntaxError: expected ':' (line 1)."
    assert exercises["square"].why == "NameError: name 'nothing' is not defined, at `square = nothing + 1`."
    assert "its cell stops with an error" in said(found)


def test_a_bracket_that_is_not_closed_is_named(checked):
    _, exercises = checked(double="def double(x):\n    return max((x, 2 * x)\n")
    assert exercises["double"].why == "SyntaxError: '(' was never closed (line 2)."


def test_what_is_no_assignment_is_refused_with_what_to_do(root, path, tmp_path):
    lab = root / "work" / "tiny" / "lab.ipynb"
    lab.write_text('{"nbformat": 4, "cells": []}')
    path.write_text('{"cells": [')
    for which, sentence in {
        str(lab): "holds no exercise of the course: a lab has nothing to check",
        str(path): "it breaks off.*rnncourse restore tiny",
        "tinny": "did you mean 'tiny'",
        "no/such.ipynb": "is not there",
        str(root / "nbgrader_config.py"): "not a notebook",
    }.items():
        with pytest.raises(CourseError, match=sentence):
            check(root, which)


def test_a_notebook_by_any_name_in_any_folder_is_known_by_its_cells(root, path, solved, tmp_path, capsys):
    elsewhere = tmp_path / "downloads" / "copy (1).ipynb"
    elsewhere.parent.mkdir()
    shutil.copyfile(path, elsewhere)
    assert cli.main(["check", str(elsewhere), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["notebooks"]
    assert (found["assignment"], found["points"]) == ("tiny", 3)
    assert [exercise["state"] for exercise in found["exercises"]] == ["complete", "complete"]
