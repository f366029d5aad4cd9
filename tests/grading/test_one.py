"""One notebook's transcript: the assignment found by its cells, every call shown, the terminal left alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import tiny

from rnncourse import cli
from rnncourse.errors import CourseError
from rnncourse.grading import identity, one
from rnncourse.grading.engine import Graded
from rnncourse.grading.rebuild import Flag
from rnncourse.grading.results import for_test


@pytest.fixture
def handed_in(released, tmp_path):
    path = tmp_path / "any name.ipynb"
    path.write_text(json.dumps(tiny.filled(released, **tiny.RIGHT)))
    return path


def test_assignment_is_found_by_the_cells_whatever_the_file_is_called(course, handed_in):
    assignment, notebooks = one.read(course, handed_in)
    assert (assignment.name, list(notebooks)) == ("tiny", ["tiny"])


def test_what_is_no_notebook_of_an_assignment_is_a_sentence(course, tmp_path):
    other = tmp_path / "other.ipynb"
    other.write_text('{"nbformat": 4, "cells": []}')
    torn = tmp_path / "torn.ipynb"
    torn.write_text('{"nbformat": 4, "cells": [')
    for path, sentence in {
        other: "holds no solution cell of any assignment here",
        torn: "it breaks off.*rnncourse restore",
        tmp_path: "is no file",
        tmp_path / "absent": "No such file",
    }.items():
        with pytest.raises(CourseError, match=sentence):
            one.read(course, path)


def graded(job):
    """An engine's answer: the first test failed, with what was asked; the others passed."""
    (master,) = job.bundle.assignment.masters
    first, *others = master.tests()
    tests = [for_test(first, "tiny", "failed", hint="Twice x is wanted.", hint_id="twice")]
    tests += [for_test(cell, "tiny", "passed", cell.points) for cell in others]
    event = {
        "event": "call",
        "id": first.id,
        "called": "double",
        "asked": "3.0",
        "answered": "\x1b[2J9.0",
    }
    result = replace(
        job.blank, tests=tuple(tests), score=9.0, flags=(Flag("process-left"),), instructor_message="why"
    )
    told = (json.dumps(event | {"expected": "6.0 " * 800}), "no event\nat all")
    return Graded(result, {}, {}, told)


def test_transcript_shows_what_was_asked_answered_and_expected(course, handed_in):
    text = one.examine(course, handed_in, b"key", "trusted", grade=graded)
    lines = text.splitlines()
    assert lines[0] == "tiny · 9 of 10 points · graded"
    at = next(index for index, line in enumerate(lines) if "✗ a number" in line)
    assert lines[at].endswith("not yet, 0 of 1")
    assert [line.strip() for line in lines[at + 1 : at + 3]] == ["asked     double(3.0)", "answered  �[2J9.0"]
    assert "Twice x is wanted." in text
    assert "✓ a fresh number (hidden)" in text
    assert "process-left: Processes started by the notebook" in text
    assert "(3200 characters)" in text
    assert text.endswith("no event\nat all")


def test_nothing_in_the_transcript_steers_the_terminal(course, handed_in):
    text = one.examine(course, handed_in, b"key", "trusted", grade=graded)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= one.WIDTH


def test_seed_is_the_one_that_a_class_gets_with_the_same_key(course, handed_in):
    asked = []

    def remembering(job):
        asked.append(job)
        return graded(job)

    one.examine(course, handed_in, b"key", "trusted", grade=remembering)
    (job,) = asked
    assert job.blank.seed == identity.seed(b"key", identity.attempt(job.notebooks))
    assert (job.blank.bundle, job.transcript) == (job.bundle.hash, True)


def test_command_grades_one_notebook_by_the_engine(course, handed_in, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert cli.main(["grade", "--one", str(handed_in), "--seed", "5eed"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("tiny · 10 of 10 points · graded")
    assert out.count("✓") == 4
    assert "asked     double(3.0)" in out
    assert "expected  6.0" in out
    assert cli.main(["grade", "--one", str(handed_in.parent / "absent.ipynb")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert cli.main(["grade"]) == 2
    assert "or `rnncourse grade --one FILE`" in capsys.readouterr().err
