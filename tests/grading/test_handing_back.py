"""What was done by hand reaches page and grades, survives a regrade, and goes when it is taken back."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from datetime import datetime

import fakes
import pytest
import tiny
from nbgrader.api import Gradebook

from rnncourse.errors import CourseError
from rnncourse.grading import due
from rnncourse.grading.handing_back import hand_back
from rnncourse.grading.run import Request, grade_class

pytestmark = pytest.mark.usefixtures("swift")
EVIL = "half <script>x()</script> right\nsecond line"


@pytest.fixture
def asked(course, tmp_path):
    """A class of three, graded."""
    tiny.hand_in(tmp_path / "in", "ann", fakes.answer("double-check", "square-check"))
    tiny.hand_in(tmp_path / "in", "ben", fakes.answer("double-check", "double-hidden"))
    tiny.hand_in(tmp_path / "in", "cas", None)
    request = Request("tiny", tmp_path / "in", tmp_path / "out", seed="5eed", trusted=True)
    grade_class(course, request)
    return request


def by_hand(request, student="ben", points=1.5, comment=EVIL):
    with Gradebook(f"sqlite:///{request.out / 'gradebook.db'}") as book:
        book.find_grade("tiny-square-check", "tiny", "tiny", student).manual_score = points
        book.find_comment("tiny-square", "tiny", "tiny", student).manual_comment = comment
        book.db.commit()


def page(request, student="ben"):
    return (request.out / "feedback" / student / "tiny" / "tiny.html").read_text()


def test_comment_and_points_come_to_the_page_and_the_grades(course, asked):
    by_hand(asked)
    done = hand_back(course, "tiny", asked.out)
    assert (done.pages, done.by_hand) == (3, 1)
    assert "1.5 of 2, given by hand" in page(asked)
    assert "<strong>5.5</strong> of 10 points" in page(asked)
    assert "half &lt;script&gt;x()&lt;/script&gt; right\nsecond line" in page(asked)
    assert "by hand" not in page(asked, "ann")
    assert "ben,tiny,graded,4,10,0,5.5" in (asked.out / "grades.csv").read_text()


def test_pages_without_anything_by_hand_are_those_that_grading_wrote(graded, tmp_path):
    out = tmp_path / "grades"
    shutil.copytree(graded.out, out)
    before = {path.relative_to(out): path.read_text() for path in out.rglob("*.html")}
    assert hand_back(graded.root, "tiny", out).by_hand == 0
    assert {path.relative_to(out): path.read_text() for path in out.rglob("*.html")} == before


def test_regrading_keeps_both_on_the_page_and_taking_them_back_takes_them_off(course, asked):
    by_hand(asked)
    grade_class(course, replace(asked, regrade=True))
    assert "given by hand" in page(asked)
    by_hand(asked, points=None, comment=None)
    assert hand_back(course, "tiny", asked.out).by_hand == 0
    assert "given by hand" not in page(asked)
    assert "Comment." not in page(asked)


def test_zip_has_a_folder_a_student_and_the_same_bytes_twice(course, asked):
    packed = hand_back(course, "tiny", asked.out).packed
    first = packed.read_bytes()
    with zipfile.ZipFile(packed) as found:
        assert found.namelist() == [f"{who}/tiny.html" for who in ("ann", "ben", "cas")]
        assert found.read("ben/tiny.html").decode() == page(asked)
    assert hand_back(course, "tiny", asked.out).packed.read_bytes() == first


def test_what_lateness_costs_is_on_the_page(course, asked):
    with Gradebook(f"sqlite:///{asked.out / 'gradebook.db'}") as book:
        book.find_submission_notebook("tiny", "tiny", "ben").late_submission_penalty = 2
        book.db.commit()
    assert hand_back(course, "tiny", asked.out).by_hand == 1
    assert "2 points are taken off because it came late: <strong>2</strong> in the end." in page(asked)


def test_nothing_graded_and_other_tests_are_said(course, asked, swift, made, tmp_path):
    with pytest.raises(CourseError, match="holds no results of tiny: run `rnncourse grade tiny"):
        hand_back(course, "tiny", tmp_path / "elsewhere")
    text = (course / "solutions" / "tiny" / "tiny.ipynb").read_text()
    other = tmp_path / "other" / "solutions" / "tiny"
    other.mkdir(parents=True)
    (other / "tiny.ipynb").write_text(text.replace("tiny-square-hidden", "tiny-square-other"))
    with pytest.raises(CourseError, match="ann was graded with other tests"):
        hand_back(tmp_path / "other", "tiny", asked.out)


@pytest.mark.parametrize(
    "text", ["2026-03-01 12:00 UTC", "2026-03-01T12:00+00:00", "2026-03-01 13:00 +01:00", "2026-03-01T12:00Z"]
)
def test_due_date_is_read_in_any_zone_and_kept_in_utc(text):
    assert due.read(text) == datetime(2026, 3, 1, 12)


@pytest.mark.parametrize("text", ["2026-03-01 12:00", "tomorrow", "2026-13-01 12:00 UTC", "UTC"])
def test_due_date_without_a_zone_or_sense_is_refused(text):
    with pytest.raises(CourseError, match="Say a time and its zone"):
        due.read(text)


def test_due_date_before_the_first_run_is_kept_by_it(course, tmp_path):
    out = tmp_path / "out"
    assert due.due(course, "tiny", None, out) == "tiny has no due date."
    assert not out.exists()
    said = "tiny is due on Sunday, 2026-03-01 12:00 UTC."
    assert due.due(course, "tiny", "2026-03-01 12:00 UTC", out) == said
    tiny.hand_in(tmp_path / "in", "ann", fakes.answer("double-check"))
    grade_class(course, Request("tiny", tmp_path / "in", out, seed="5eed", trusted=True))
    assert due.due(course, "tiny", None, out) == said
    assert due.due(course, "tiny", "never", out) == "tiny has no due date."


def test_stamps_of_nbgrader_are_believed_only_if_asked_for(course, asked):
    folder = asked.submitted / "ann" / "tiny"
    (folder / "timestamp.txt").write_text("2026-03-03 09:00:00.25 UTC")
    (asked.submitted / "ben" / "tiny" / "timestamp.txt").write_text("no time")

    def times():
        with Gradebook(f"sqlite:///{asked.out / 'gradebook.db'}") as book:
            return {one.student.id: one.timestamp for one in book.assignment_submissions("tiny")}

    grade_class(course, asked)
    assert times()["ann"] is None
    grade_class(course, replace(asked, stamps=True))
    assert (times()["ann"], times()["ben"]) == (datetime(2026, 3, 3, 9, 0, 0, 250000), None)


def test_pages_for_the_exchange_are_of_those_who_came_by_it_and_have_its_two_files(course, asked):
    folder = asked.submitted / "ann" / "tiny"
    (folder / "timestamp.txt").write_text("2026-03-03 09:00:00.25 UTC")
    (folder / "submission_secret.txt").write_text("5eed")
    (asked.submitted / "ben" / "tiny" / "timestamp.txt").write_text("2026-03-03 09:00:00.25 UTC")
    hand_back(course, "tiny", asked.out, submitted=asked.submitted)
    laid = {
        path.relative_to(asked.out / "for-exchange").as_posix()
        for path in asked.out.rglob("for-exchange/*/*/*")
    }
    assert laid == {f"ann/tiny/{name}" for name in ("tiny.html", "timestamp.txt", "submission_secret.txt")}
    assert "for-exchange" in (asked.out / "nbgrader_config.py").read_text()


def test_names_of_the_roster_come_into_the_gradebook_and_stay(course, asked):
    (asked.out / "roster.csv").write_text(
        'id,name,email\nann,Ann Marie Lee,a@b.org\nben,"Ng, Ben",\ncas,Cas,\n'
    )
    grade_class(course, asked)
    (asked.out / "roster.csv").unlink()
    grade_class(course, asked)
    with Gradebook(f"sqlite:///{asked.out / 'gradebook.db'}") as book:
        found = {one.id: (one.first_name, one.last_name, one.email) for one in book.students}
    assert found == {
        "ann": ("Ann Marie", "Lee", "a@b.org"),
        "ben": ("Ben", "Ng", None),
        "cas": (None, "Cas", None),
    }
