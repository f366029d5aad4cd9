"""Running again: nothing changes without cause, and a new attempt never keeps an old score."""

from __future__ import annotations

import json

import pytest
import tiny

from rnncourse.errors import CourseError
from rnncourse.grading import report, run
from rnncourse.grading.pool import Answer
from rnncourse.grading.run import Request, grade_class


@pytest.fixture(scope="module")
def small(course, released, tmp_path_factory):
    """Two students graded once: (root, request)."""
    submitted, out = tmp_path_factory.mktemp("two"), tmp_path_factory.mktemp("out")
    tiny.hand_in(submitted, "ann", tiny.filled(released, **tiny.RIGHT))
    tiny.hand_in(submitted, "ben", None)
    request = Request("tiny", submitted, out, seed="00ff")
    grade_class(course, request)
    return course, request


def entries(request):
    return {entry["student"]: entry for entry in json.loads((request.out / "results.json").read_text())}


def test_second_run_grades_nothing_and_writes_the_same_bytes(small):
    root, request = small
    before = (request.out / "results.json").read_bytes()
    assert grade_class(root, request).graded == []
    assert (request.out / "results.json").read_bytes() == before


def test_force_grades_again_and_finds_the_same_but_times(small):
    root, request = small
    before = entries(request)
    report = grade_class(root, Request("tiny", request.submitted, request.out, seed="00ff", force=True))
    assert report.graded == ["ann", "ben"]
    assert without_times(entries(request)) == without_times(before)


def test_another_seed_asks_anew(small):
    root, request = small
    report = grade_class(root, Request("tiny", request.submitted, request.out, seed="01", dry_run=True))
    assert report.graded == ["ann", "ben"]


def test_dry_run_writes_nothing(small, tmp_path):
    root, request = small
    grade_class(root, Request("tiny", request.submitted, tmp_path / "new", dry_run=True))
    assert not (tmp_path / "new").exists()


def test_only_grades_the_named_and_keeps_the_others(small):
    root, request = small
    again = Request("tiny", request.submitted, request.out, seed="00ff", only=("ben",), force=True)
    report = grade_class(root, again)
    assert [result.student for result in report.results] == ["ben"]
    assert set(entries(request)) == {"ann", "ben"}


def test_new_attempt_replaces_the_score_and_withdrawn_one_is_missing(small, released):
    root, request = small
    path = tiny.hand_in(request.submitted, "ann", released)
    grade_class(root, request)
    assert (entries(request)["ann"]["status"], entries(request)["ann"]["score"]) == ("graded", 0)
    path.unlink()
    grade_class(root, request)
    assert (entries(request)["ann"]["status"], entries(request)["ann"]["attempt"]) == ("missing", None)
    assert not list((request.out / "autograded" / "ann").rglob("*.ipynb"))


def test_interrupted_run_keeps_what_was_complete_and_goes_on(course, released, tmp_path, monkeypatch):
    for student in ("ann", "ben"):
        tiny.hand_in(tmp_path / "in", student, tiny.filled(released, **tiny.RIGHT))
    request = Request("tiny", tmp_path / "in", tmp_path / "out", workers=1, trusted=True)
    said = []

    def interrupting(line):
        said.append(line)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_class(course, request, interrupting)
    assert len(said) == len(entries(request)) == 1
    report = grade_class(course, request)
    assert len(report.graded) == len(report.kept) == 1
    assert {entry["score"] for entry in entries(request).values()} == {10}


def test_misnamed_notebook_is_noted_again_when_it_is_renamed_and_nothing_is_said_of_a_sandbox(
    course, released, tmp_path
):
    path = tiny.hand_in(tmp_path / "in", "eve", released)
    path = path.rename(path.with_name("tiny (1).ipynb"))
    request, said = Request("tiny", tmp_path / "in", tmp_path / "out"), []
    first = grade_class(course, request, said.append)
    line = "eve: no tiny.ipynb in eve/tiny; found tiny (1).ipynb: rename it and grade again"
    assert line in report.table(first).splitlines()
    page = (tmp_path / "out" / "feedback" / "eve" / "tiny" / "tiny.html").read_text()
    assert "There is tiny (1).ipynb: rename it to tiny.ipynb and hand it in again." in page
    assert line in report.table(grade_class(course, request, said.append)).splitlines()
    path.rename(path.parents[1] / "tiny.ipynb")
    moved = grade_class(course, request, said.append)
    assert moved.graded == ["eve"]
    assert "found tiny.ipynb beside the folder tiny: move it to tiny/tiny.ipynb" in report.table(moved)
    assert run.UNPROTECTED not in said


def test_grader_fault_leaves_that_result_out_and_writes_the_others(course, released, tmp_path, monkeypatch):
    for student in ("ann", "ben"):
        tiny.hand_in(tmp_path / "in", student, tiny.filled(released, **tiny.RIGHT))
    request = Request("tiny", tmp_path / "in", tmp_path / "out", workers=1)
    answers = run.Pool.answers

    def failing(pool, tasks):
        for answer in answers(pool, tasks):
            failed = answer.task.blank.student == "ben"
            yield Answer(answer.task, fault="OSError: no space left") if failed else answer

    monkeypatch.setattr(run.Pool, "answers", failing)
    with pytest.raises(CourseError, match=r"ben \(OSError: no space left\)") as caught:
        grade_class(course, request)
    assert caught.value.exit_code == 4
    assert set(entries(request)) == {"ann"}


@pytest.mark.parametrize(("ended", "status"), [("killed", "timeout"), ("died", "crashed")])
def test_worker_that_is_killed_or_dies_leaves_the_points_that_were_recorded(
    course, released, tmp_path, monkeypatch, ended, status
):
    tiny.hand_in(tmp_path / "in", "ann", tiny.filled(released, **tiny.RIGHT))
    answers = run.Pool.answers

    def cut(pool, tasks):
        for answer in answers(pool, tasks):
            lines = answer.task.record.read_text().splitlines(keepends=True)
            answer.task.record.write_text("".join(lines[:6]) + lines[6][:10])
            yield Answer(answer.task, ended=ended)

    monkeypatch.setattr(run.Pool, "answers", cut)
    report = grade_class(course, Request("tiny", tmp_path / "in", tmp_path / "out"))
    found = report.results[0]
    assert (found.status, found.score) == (status, 4 + 2)
    assert [test.status for test in found.tests] == ["passed", "passed", "passed", "not-run"]


def without_times(found):
    return {
        student: {key: value for key, value in entry.items() if key not in ("seconds", "cpu_seconds")}
        for student, entry in found.items()
    }
