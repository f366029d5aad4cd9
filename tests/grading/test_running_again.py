"""Running again: nothing changes without cause, and a new attempt never keeps an old score."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import fakes
import pytest
import tiny
from nbgrader.api import Gradebook

from rnncourse.errors import CourseError
from rnncourse.grading import report, workers
from rnncourse.grading.run import Request, grade_class

ALL = ("double-check", "double-hidden", "square-check", "square-hidden")

pytestmark = pytest.mark.usefixtures("swift")


@pytest.fixture
def small(course, tmp_path):
    """Two students graded once: (root, request)."""
    tiny.hand_in(tmp_path / "in", "ann", fakes.answer(*ALL))
    tiny.hand_in(tmp_path / "in", "ben", None)
    request = Request("tiny", tmp_path / "in", tmp_path / "out", seed="00ff", workers=1, trusted=True)
    grade_class(course, request)
    return course, request


def entries(request):
    return {entry["student"]: entry for entry in json.loads((request.out / "results.json").read_text())}


def test_second_run_grades_nothing_and_writes_the_same_bytes(small):
    root, request = small
    before = {name: (request.out / name).read_bytes() for name in ("results.json", "grades.csv")}
    found = grade_class(root, request)
    assert (found.graded, found.kept) == ([], ["ann", "ben"])
    assert {name: (request.out / name).read_bytes() for name in before} == before
    assert (request.out / "journal.jsonl").read_bytes() == b""


def test_force_grades_again_and_finds_the_same_but_times(small):
    root, request = small
    before = entries(request)
    report = grade_class(root, replace(request, force=True))
    assert report.graded == ["ann", "ben"]
    assert without_times(entries(request)) == without_times(before)


def test_another_seed_asks_anew(small):
    root, request = small
    found = grade_class(root, replace(request, seed="01", dry_run=True))
    assert (found.graded, found.rows) == (["ann", "ben"], [])


def test_dry_run_writes_nothing(small, tmp_path):
    root, request = small
    grade_class(root, replace(request, out=tmp_path / "new", dry_run=True, seed=None))
    assert not (tmp_path / "new").exists()


def test_only_grades_the_named_and_keeps_the_others(small):
    root, request = small
    found = grade_class(root, replace(request, only=("ben",), force=True))
    assert [result.student for result in found.results()] == [row.student for row in found.rows] == ["ben"]
    assert set(entries(request)) == {"ann", "ben"}


def test_new_attempt_replaces_the_score_and_withdrawn_one_is_missing(small):
    root, request = small
    path = tiny.hand_in(request.submitted, "ann", fakes.answer())
    grade_class(root, request)
    assert (entries(request)["ann"]["status"], entries(request)["ann"]["score"]) == ("graded", 0)
    path.unlink()
    grade_class(root, request)
    assert (entries(request)["ann"]["status"], entries(request)["ann"]["attempt"]) == ("missing", None)
    assert not list((request.out / "autograded" / "ann").rglob("*.ipynb"))


@pytest.mark.parametrize("name", ["feedback/ann/tiny/tiny.html", "autograded/ann/tiny/tiny.ipynb"])
def test_file_that_went_away_is_made_again(small, name):
    root, request = small
    before = (request.out / name).read_bytes()
    (request.out / name).unlink()
    assert grade_class(root, request).graded == ["ann"]
    assert (request.out / name).read_bytes() == before


def test_results_laid_out_by_another_program_are_read_and_kept(small):
    root, request = small
    path = request.out / "results.json"
    before = path.read_bytes()
    path.write_text(json.dumps(json.loads(before), indent=4))
    assert grade_class(root, request).kept == ["ann", "ben"]
    assert path.read_bytes() == before


def test_another_gradebook_is_filled_with_results_that_are_known(small, tmp_path):
    root, request = small
    url = f"sqlite:///{tmp_path / 'other.db'}"
    assert grade_class(root, replace(request, gradebook=url)).graded == []
    with Gradebook(url) as book:
        assert book.find_submission("tiny", "ann").score == 10


def test_interrupted_run_keeps_what_was_complete_and_goes_on(course, tmp_path):
    for student in ("ann", "ben"):
        tiny.hand_in(tmp_path / "in", student, fakes.answer(*ALL))
    request = Request("tiny", tmp_path / "in", tmp_path / "out", workers=1, trusted=True)
    said = []

    def interrupting(line):
        said.append(line)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_class(course, request, interrupting)
    assert len(said) == len(entries(request)) == 1
    found = grade_class(course, request)
    assert len(found.graded) == len(found.kept) == 1
    assert {entry["score"] for entry in entries(request).values()} == {10}


def test_misnamed_notebook_is_noted_again_when_it_is_renamed(course, released, tmp_path):
    path = tiny.hand_in(tmp_path / "in", "eve", fakes.answer(*ALL))
    path = path.rename(path.with_name("tiny (1).ipynb"))
    request = Request("tiny", tmp_path / "in", tmp_path / "out", trusted=True)
    first = grade_class(course, request)
    line = "eve: no tiny.ipynb in eve/tiny; found tiny (1).ipynb: rename it and grade again"
    assert line in report.table(first).splitlines()
    page = (tmp_path / "out" / "feedback" / "eve" / "tiny" / "tiny.html").read_text()
    assert "There is tiny (1).ipynb: rename it to tiny.ipynb and hand it in again." in page
    assert line in report.table(grade_class(course, request)).splitlines()
    path.rename(path.parents[1] / "tiny.ipynb")
    moved = grade_class(course, request)
    assert moved.graded == ["eve"]
    assert "found tiny.ipynb beside the folder tiny: move it to tiny/tiny.ipynb" in report.table(moved)


@pytest.mark.usefixtures("workers")
def test_grader_fault_leaves_that_result_out_and_writes_the_others(small):
    root, request = small
    tiny.hand_in(request.submitted, "ann", fakes.answer(*ALL, **{"raise": "no space left"}))
    tiny.hand_in(request.submitted, "cas", fakes.answer("double-check"))
    with pytest.raises(CourseError, match=r"ann \(OSError: no space left\)") as caught:
        grade_class(root, request)
    assert caught.value.exit_code == 4
    assert {name: entry["score"] for name, entry in entries(request).items()} == {"ben": 0, "cas": 1}
    with Gradebook(f"sqlite:///{request.out / 'gradebook.db'}") as book:
        assert book.find_submission("tiny", "ann").score == 0


@pytest.mark.usefixtures("workers")
def test_refusal_of_a_worker_ends_the_run_with_its_sentence_and_keeps_what_was_complete(small):
    root, request = small
    tiny.hand_in(request.submitted, "ann", fakes.answer(refuse="There is no bubblewrap."))
    with pytest.raises(CourseError, match="no bubblewrap") as caught:
        grade_class(root, request)
    assert caught.value.exit_code == 3
    assert "ben" in entries(request)


@pytest.mark.usefixtures("workers")
def test_worker_that_is_killed_loses_nothing(small, tmp_path):
    root, request = small
    undisturbed = without_times(entries(request))
    tiny.hand_in(
        request.submitted, "cas", fakes.answer("double-check", fate=str(tmp_path / "once"), do="die")
    )
    found = grade_class(root, replace(request, force=True))
    assert {row.student: (row.status, row.score) for row in found.rows}["cas"] == ("graded", 1)
    assert without_times(entries(request)).items() >= undisturbed.items()


@pytest.mark.usefixtures("workers")
def test_submission_that_kills_every_worker_is_crashed_and_harms_nobody(small, tmp_path):
    root, request = small
    tiny.hand_in(
        request.submitted, "cas", fakes.answer(*ALL, fate=str(tmp_path / "x"), do="die", always=True)
    )
    tiny.hand_in(request.submitted, "dan", fakes.answer(*ALL))
    grade_class(root, request)
    found = entries(request)
    assert (found["cas"]["status"], found["cas"]["score"], found["dan"]["score"]) == ("crashed", 0, 10)
    assert "The worker died under this submission" in found["cas"]["instructor_message"]
    assert len(found["cas"]["tests"]) == 4


@pytest.mark.usefixtures("workers")
def test_worker_that_hangs_is_ended_and_its_submission_given_to_another(small, tmp_path, monkeypatch):
    root, request = small
    monkeypatch.setattr(workers, "_seconds", lambda assignment: 4.0)
    tiny.hand_in(request.submitted, "cas", fakes.answer(*ALL, fate=str(tmp_path / "once"), do="hang"))
    found = grade_class(root, request)
    assert {row.student: (row.status, row.score) for row in found.rows}["cas"] == ("graded", 10)


HOLDING = """
import sys, time
from pathlib import Path
from rnncourse.grading.home import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_second_run_into_the_same_folder_says_who_holds_it(small):
    root, request = small
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(request.out)], stdout=subprocess.PIPE, text=True
    ) as holder:
        holder.stdout.readline()
        with pytest.raises(CourseError, match=f"being written to by process {holder.pid} on ") as caught:
            grade_class(root, request)
        holder.kill()
    assert caught.value.exit_code == 3
    assert grade_class(root, request).kept == ["ann", "ben"]


def without_times(found):
    return {
        student: {key: value for key, value in entry.items() if key not in ("seconds", "cpu_seconds")}
        for student, entry in found.items()
    }


@pytest.mark.parametrize("there", [False, True])
def test_folder_that_a_stopped_run_made_goes_where_no_grade_is_in_it(
    course, swift, tmp_path, monkeypatch, there
):
    tiny.hand_in(tmp_path / "in", "ann", fakes.answer())
    request = Request("tiny", tmp_path / "in", tmp_path / "out", workers=1, trusted=True)
    if there:
        request.out.mkdir()

    def stopped(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr("rnncourse.grading.run.Questions", stopped)
    with pytest.raises(KeyboardInterrupt):
        grade_class(course, request)
    assert request.out.exists() == there
