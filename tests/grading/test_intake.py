"""What was handed in is validated before anything of it is used."""

from __future__ import annotations

import json
import os

import pytest
import tiny

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import identity, intake, places


def notebook_with(**changes) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []} | changes).encode()


def nested(depth: int) -> list:
    made = []
    for _ in range(depth):
        made = [made]
    return made


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b'{"cells": [', "as JSON it breaks off"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" * 600_000, "far more items"),
        (b"[" + b"1," * 3_000_000 + b"1]", "far more items"),
        (notebook_with(metadata=nested(150)), "nested too deeply"),
        (b'{"nbformat": 4, "cells": [], "cells": []}', "names the key 'cells' twice"),
        (notebook_with(cells=[{"cell_type": "raw"}] * 3000), "3000 cells; 2000 are allowed"),
        (b"[]", "has no list of cells"),
        (notebook_with(nbformat=3), "not a notebook of format 4"),
        (notebook_with(cells=["text"]), "a cell, number 1, that is none"),
        (notebook_with(cells=[{"cell_type": "code", "source": 5}]), "whose text is none"),
        (notebook_with(cells=[{"cell_type": "code", "source": "\ud800"}]), "not valid Unicode"),
    ],
)
def test_what_is_no_notebook_is_malformed_and_says_why(content, sentence):
    with pytest.raises(intake.Malformed, match=sentence):
        intake.parse(content)


def test_odd_metadata_is_taken_for_none():
    cells = [{"cell_type": "code", "source": ["a\n", "b"], "metadata": {"nbgrader": 7, "tags": "x"}, "id": 3}]
    (cell,) = intake.parse(notebook_with(cells=cells))
    assert (cell.id, cell.grade_id, cell.source, cell.marks, cell.tags) == ("3", None, "a\nb", {}, [])


@pytest.fixture
def small(course):
    """The assignment with a limit of 50 kB on what is handed in."""
    from dataclasses import replace

    found = assignments.load(course, "tiny")
    return replace(found, limits=replace(found.limits, submission_bytes=50_000))


def test_too_large_notebook_is_a_problem_and_is_not_read(small, tmp_path):
    tiny.hand_in(tmp_path, "ann", b" " * 60_000)
    handed_in = intake.collect(tmp_path, "ann", small)
    assert handed_in.notebooks == {}
    assert "is too large" in handed_in.problem


def test_link_is_a_problem_and_is_not_followed(small, tmp_path):
    (tmp_path / "secret").write_text("{}")
    path = tiny.hand_in(tmp_path / "in", "ann", None)
    path.symlink_to(tmp_path / "secret")
    assert "is a link" in intake.collect(tmp_path / "in", "ann", small).problem


def test_pipe_that_nobody_writes_to_does_not_hold_up_the_class(small, tmp_path):
    os.mkfifo(tiny.hand_in(tmp_path, "ann", None))
    assert "is not a file" in intake.collect(tmp_path, "ann", small).problem


def test_depth_that_a_real_notebook_has_is_read():
    assert intake.parse(notebook_with(metadata=nested(90))) == []


def test_notebook_of_another_name_is_missing_and_named(small, tmp_path):
    tiny.hand_in(tmp_path, "ann", b"{}").rename(tmp_path / "ann" / "tiny" / "tiny (1).ipynb")
    handed_in = intake.collect(tmp_path, "ann", small)
    assert (handed_in.notebooks, handed_in.problem) == ({}, "")
    assert handed_in.found == ("tiny/tiny (1).ipynb",)


def test_notebook_without_the_assignments_folder_is_missing_and_named(small, tmp_path):
    (tmp_path / "eve").mkdir()
    (tmp_path / "eve" / "tiny.ipynb").write_bytes(b"{}")
    handed_in = intake.collect(tmp_path, "eve", small)
    assert (handed_in.notebooks, handed_in.found) == ({}, ("tiny.ipynb",))


def test_folder_whose_name_is_no_utf_8_is_malformed_and_stops_nobody(small, tmp_path):
    tiny.hand_in(tmp_path, "ben", b"{}")
    tiny.hand_in(tmp_path, "caf\udce9", b"{}")
    assert intake.students(tmp_path, "tiny") == ["ben", r"caf\xe9"]
    assert "no UTF-8 text: rename it" in intake.collect(tmp_path, r"caf\xe9", small).problem


def test_students_are_the_folders_that_do_not_begin_with_a_dot(tmp_path):
    for name in ("ann", "ben", ".git"):
        tiny.hand_in(tmp_path, name, None)
    (tmp_path / "notes.txt").write_text("")
    assert intake.students(tmp_path, "tiny") == ["ann", "ben"]


def test_empty_absent_and_wrong_folder_are_refused_with_the_cure(tmp_path):
    with pytest.raises(CourseError, match="does not exist"):
        intake.students(tmp_path / "nowhere", "tiny")
    with pytest.raises(CourseError, match="holds no submissions: expected <student>/tiny/"):
        intake.students(tmp_path, "tiny")
    tiny.hand_in(tmp_path, "ann", None, assignment="other")
    with pytest.raises(CourseError, match=r"Nobody in .* has a folder 'tiny'"):
        intake.students(tmp_path, "tiny")


def test_grades_of_an_earlier_run_are_not_taken_for_submissions(tmp_path):
    places.check_apart(tmp_path / "submitted", tmp_path)
    for name in ("autograded", "feedback"):
        with pytest.raises(CourseError, match=f"lies in the {name}/ that grading writes"):
            places.check_apart(tmp_path / "grades" / name, tmp_path / "grades")


def test_mistyped_gradebook_makes_no_folder(tmp_path):
    with pytest.raises(CourseError, match="is no folder: make it, or correct the path"):
        places.check_gradebook(f"sqlite:///{tmp_path / 'mistyped' / 'g.db'}")
    assert not (tmp_path / "mistyped").exists()


def test_seed_is_the_same_for_the_same_bytes_and_another_for_others():
    one, other = identity.attempt({"tiny": b"1"}), identity.attempt({"tiny": b"2"})
    assert identity.seed(b"key", one) == identity.seed(b"key", one) != identity.seed(b"key", other)
    assert identity.seed(b"key", one) != identity.seed(b"yek", one)
    assert len(identity.seed(b"key", None)) == 32


def test_environment_changes_with_the_code_that_judges_and_not_with_the_pages(tmp_path):
    (tmp_path / "checks").mkdir()
    (tmp_path / "book").mkdir()
    (tmp_path / "checks" / "a.py").write_text("1")
    before = identity.environment(tmp_path)
    (tmp_path / "book" / "a.py").write_text("1")
    assert identity.environment(tmp_path) == before
    (tmp_path / "checks" / "a.py").write_text("2")
    assert identity.environment(tmp_path) != before


def test_key_that_is_no_number_is_refused(tmp_path):
    with pytest.raises(CourseError, match="hexadecimal"):
        identity.course_key(tmp_path, "xyz")
