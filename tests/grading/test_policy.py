"""What a course decides: which attempt counts, who has longer, who is excused, what lateness costs."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import fakes
import pytest
import tiny
from nbgrader.api import Gradebook

from rnncourse.errors import CourseError
from rnncourse.grading import engine, places, policy, report
from rnncourse.grading.gradebook import Writer
from rnncourse.grading.run import Request, grade_class

ALL = ("double-check", "double-hidden", "square-check", "square-hidden")
DUE = datetime(2026, 3, 1, 12)

pytestmark = pytest.mark.usefixtures("swift")


@pytest.fixture
def asked(tmp_path):
    """A request for a class in which ann has handed in."""
    tiny.hand_in(tmp_path / "in", "ann", fakes.answer(*ALL))
    return Request("tiny", tmp_path / "in", tmp_path / "out", seed="5eed", workers=1, trusted=True)


def entry(request, student="ann"):
    return {one["student"]: one for one in json.loads((request.out / "results.json").read_text())}[student]


def rows(request):
    return (request.out / "grades.csv").read_text().splitlines()[1:]


def book(request):
    return Gradebook(f"sqlite:///{request.out / 'gradebook.db'}")


def test_of_several_attempts_the_latest_counts_also_when_it_is_worse(course, asked):
    grade_class(course, asked)
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    grade_class(course, asked)
    assert entry(asked)["score"] == 1


def test_under_best_the_better_one_stays_and_says_so_everywhere(course, asked):
    best = replace(asked, attempts="best")
    grade_class(course, best)
    first = entry(best)
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    assert grade_class(course, best).graded == ["ann"]
    found = entry(best)
    assert (found["score"], found["attempt"], found["tests"]) == (10, first["attempt"], first["tests"])
    assert found["message"].endswith("Another attempt earned 1 of 10 points; this one counts.")
    page = (best.out / "feedback" / "ann" / "tiny" / "tiny.html").read_text()
    assert "Another attempt earned 1 of 10 points" in page
    assert rows(best) == ["ann,tiny,graded,10,10,0,10"]
    assert grade_class(course, best).kept == ["ann"]
    assert entry(best) == found


def test_under_best_a_better_attempt_replaces_and_a_withdrawn_one_does_not(course, asked):
    best = replace(asked, attempts="best")
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    grade_class(course, best)
    path = tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check", "double-hidden"))
    grade_class(course, best)
    assert entry(best)["score"] == 4
    path.unlink()
    grade_class(course, best)
    assert (entry(best)["status"], entry(best)["score"]) == ("graded", 4)
    assert grade_class(course, best).kept == ["ann"]


def test_under_best_both_attempts_are_graded_again_by_corrected_tests(course, asked, swift, made):
    best = replace(asked, attempts="best")
    tiny.hand_in(asked.submitted, "ann", fakes.answer("square-hidden"))
    grade_class(course, best)
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-hidden"))
    grade_class(course, best)
    assert entry(best)["score"] == 4
    first = entry(best)["attempt"]
    swift(worth(made[0], {"tiny-square-hidden": 2.0}))
    grade_class(course, best)
    assert entry(best)["score"] == 3
    assert entry(best)["attempt"] != first
    swift(worth(made[0], {"tiny-square-hidden": 5.0}))
    grade_class(course, best)
    assert entry(best)["score"] == 3, "the attempt that was replaced is not kept"


def test_under_best_the_attempt_that_stays_is_graded_again_though_it_is_no_longer_handed_in(
    course, asked, swift, made
):
    best = replace(asked, attempts="best")
    tiny.hand_in(asked.submitted, "ann", fakes.answer("square-hidden"))
    grade_class(course, best)
    first = entry(best)["attempt"]
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-hidden"))
    grade_class(course, best)
    swift(worth(made[0], {"tiny-square-hidden": 5.0}))
    grade_class(course, best)
    assert (entry(best)["score"], entry(best)["attempt"]) == (5, first)


def worth(bundle, points):
    """The bundle with other points for some tests."""
    masters = tuple(
        replace(
            master,
            cells=tuple(replace(cell, points=points.get(cell.id, cell.points)) for cell in master.cells),
        )
        for master in bundle.assignment.masters
    )
    return replace(bundle, assignment=replace(bundle.assignment, masters=masters))


def test_excused_learner_is_not_counted_missing_and_comes_back_when_no_longer_excused(course, asked):
    tiny.hand_in(asked.submitted, "kira", None)
    grade_class(course, asked)
    assert entry(asked, "kira")["status"] == "missing"
    (asked.out / "roster.csv").write_text("student,name,excused\nkira,Kira K.,yes\nann,Ann A.,\n")
    found = grade_class(course, asked)
    assert [row.student for row in found.rows] == ["ann"]
    lines = report.table(found).splitlines()
    assert ["kira", "excused"] in [line.split() for line in lines]
    assert "1 excused: not counted as missing, and not in results.json and grades.csv." in lines
    assert rows(asked) == ["ann,tiny,graded,10,10,0,10"]
    assert not list((asked.out / "feedback").glob("kira/*"))
    with book(asked) as there:
        assert [one.student.id for one in there.assignment_submissions("tiny")] == ["ann"]
    (asked.out / "roster.csv").unlink()
    grade_class(course, asked)
    assert entry(asked, "kira")["status"] == "missing"


def test_excused_learner_who_hands_in_all_the_same_is_graded(course, asked):
    (asked.submitted.parent / "who.csv").write_text("student,assignment,excused\nann,tiny,x\n")
    grade_class(course, replace(asked, roster=asked.submitted.parent / "who.csv"))
    assert entry(asked)["score"] == 10


def late(course, request, received, plugin, roster=""):
    """Grade with a due date, a plug-in for penalties, and times of arrival; what grades.csv says."""
    root = request.submitted.parent / "course"
    root.mkdir(exist_ok=True)
    if not (root / "solutions").exists():
        (root / "solutions").symlink_to(course / "solutions")
    (root / "nbgrader_config.py").write_text("c = get_config()\n" + plugin)
    if roster:
        (request.submitted.parent / "roster.csv").write_text(roster)
        request = replace(request, roster=request.submitted.parent / "roster.csv")
    grade_class(root, request)
    with book(request) as there:
        there.find_assignment("tiny").duedate = DUE
        there.db.commit()
    (request.submitted / ".arrivals.csv").write_text(f"student,assignment,received\n{received}\n")
    grade_class(root, request)
    return rows(request)


ZERO = "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
A_POINT_AN_HOUR = """
from nbgrader.plugins import LateSubmissionPlugin
class Hourly(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 3600
c.AssignLatePenalties.plugin_class = Hourly
"""


@pytest.mark.parametrize(
    ("received", "plugin", "roster", "penalty", "final"),
    [
        ("ann,tiny,2026-03-01T11:59:59Z", ZERO, "", 0, 10),
        ("ann,tiny,2026-03-01T12:00:01Z", ZERO, "", 10, 0),
        ("ann,tiny,2026-03-01T13:30:00+02:00", ZERO, "", 0, 10),
        ("ann,other,2026-03-09T12:00:00Z", ZERO, "", 0, 10),
        ("ann,tiny,2026-03-01T12:00:01Z", "", "", 0, 10),
        ("ann,tiny,2026-03-01T15:00:00Z", A_POINT_AN_HOUR, "", 3, 7),
        ("ann,tiny,2026-03-05T15:00:00Z", A_POINT_AN_HOUR, "", 10, 0),
        ("ann,tiny,2026-03-01T15:00:00Z", A_POINT_AN_HOUR, "student,extension\nann,2h\n", 1, 9),
        ("ann,tiny,2026-03-01T15:00:00Z", A_POINT_AN_HOUR, "student,extension\nann,2d\n", 0, 10),
        ("ann,tiny,2026-03-01T15:00:00Z", A_POINT_AN_HOUR, "student,excused\nann,yes\n", 0, 10),
    ],
)
def test_lateness_costs_what_nbgraders_plugin_says(course, asked, received, plugin, roster, penalty, final):
    assert late(course, asked, received, plugin, roster) == [f"ann,tiny,graded,10,10,{penalty},{final}"]


def test_extension_given_in_the_gradebook_stays_and_counts(course, asked):
    late(course, asked, "ann,tiny,2026-03-01T15:00:00Z", A_POINT_AN_HOUR)
    with book(asked) as there:
        there.find_submission("tiny", "ann").extension = timedelta(hours=2)
        there.db.commit()
    grade_class(asked.submitted.parent / "course", asked)
    assert rows(asked) == ["ann,tiny,graded,10,10,1,9"]


def test_under_best_a_worse_attempt_that_came_late_costs_the_better_one_nothing(course, asked):
    best = replace(asked, attempts="best")
    late(course, best, "ann,tiny,2026-03-01T11:00:00Z", ZERO)
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    assert late(course, best, "ann,tiny,2026-03-02T11:00:00Z", ZERO) == ["ann,tiny,graded,10,10,0,10"]
    tiny.hand_in(asked.submitted, "ann", fakes.answer(*ALL, note="as good"))
    assert late(course, best, "ann,tiny,2026-03-03T11:00:00Z", ZERO) == ["ann,tiny,graded,10,10,0,10"]


def test_under_best_a_notebook_that_can_be_read_replaces_one_that_could_not(course, asked):
    best = replace(asked, attempts="best")
    tiny.hand_in(asked.submitted, "ann", b"{")
    grade_class(course, best)
    assert entry(best)["status"] == "malformed"
    tiny.hand_in(asked.submitted, "ann", fakes.answer())
    grade_class(course, best)
    assert entry(best)["status"] == "graded"


def test_time_inside_a_submission_is_never_believed(course, asked):
    (asked.submitted / "ann" / "tiny" / "timestamp.txt").write_text("2020-01-01 00:00:00 UTC")
    (asked.submitted / "ann" / ".arrivals.csv").write_text("student,assignment,received\nann,tiny,2020-01-01")
    assert late(course, asked, "ann,tiny,2026-03-01T12:00:01Z", ZERO) == ["ann,tiny,graded,10,10,10,0"]


def test_manual_points_count_before_the_penalty_is_taken(course, asked):
    late(course, asked, "ann,tiny,2026-03-01T15:00:00Z", A_POINT_AN_HOUR)
    with book(asked) as there:
        there.find_grade("tiny-square-hidden", "tiny", "tiny", "ann").extra_credit = 2
        there.db.commit()
    grade_class(asked.submitted.parent / "course", asked)
    assert rows(asked) == ["ann,tiny,graded,10,10,3,9"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nann\n", "no column 'student'"),
        ("student,excused\nann,perhaps\n", "line 2: excused is yes or no, not 'perhaps'"),
        ("student,extension\nann,soon\n", "line 2: an extension is a number of d, h or m"),
        ("student,excused\n,yes\n", "line 2: there is no student"),
    ],
)
def test_roster_that_cannot_be_read_is_named_with_its_line(tmp_path, text, words):
    path = tmp_path / "roster.csv"
    path.write_text(text)
    with pytest.raises(CourseError, match=words):
        policy.load("tiny", "latest", path, tmp_path, tmp_path)


def test_arrival_that_is_no_time_is_named_with_its_line(tmp_path):
    (tmp_path / ".arrivals.csv").write_text("student,assignment,received\nann,tiny,yesterday\n")
    with pytest.raises(CourseError, match="line 2: received is a time in ISO 8601"):
        policy.load("tiny", "latest", None, tmp_path, tmp_path)


def test_plugin_that_is_none_is_said(course, asked):
    with pytest.raises(CourseError, match="late penalties"):
        late(course, asked, "ann,tiny,2026-03-01", "c.AssignLatePenalties.plugin_class = 'no.such.Plugin'\n")


def test_best_asked_for_once_does_not_stay(course, asked):
    grade_class(course, asked)
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    best = replace(asked, attempts="best")
    grade_class(course, best)
    assert entry(asked)["score"] == 10
    assert grade_class(course, asked).graded == ["ann"]
    assert entry(asked)["score"] == 1
    assert grade_class(course, asked).kept == ["ann"]
    grade_class(course, best)
    assert entry(asked)["score"] == 10
    assert grade_class(course, best).kept == ["ann"]


def test_best_attempt_that_was_graded_as_the_latest_is_graded_again_by_corrected_tests(
    course, asked, swift, made
):
    best, said = replace(asked, attempts="best"), []
    grade_class(course, asked)
    first = entry(asked)["attempt"]
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    grade_class(course, best)
    swift(worth(made[0], {"tiny-square-hidden": 1.0}))
    grade_class(course, best, said.append)
    assert (entry(best)["score"], entry(best)["attempt"]) == (7, first)
    assert [line for line in said if "7 points now and 10 before" in line]


def test_best_attempt_whose_notebook_is_gone_does_not_go_without_a_word(course, asked, swift, made):
    best, said = replace(asked, attempts="best"), []
    grade_class(course, asked)
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    grade_class(course, best)
    shutil.rmtree(asked.out / "attempts")
    swift(worth(made[0], {"tiny-square-hidden": 1.0}))
    grade_class(course, best, said.append)
    assert entry(best)["score"] == 1
    assert [
        line for line in said if line.startswith("ann: the attempt that earned 10 of 10 points was not kept")
    ]


def test_best_attempt_stays_where_the_grader_fails_on_it(course, asked, swift, made, monkeypatch):
    best = replace(asked, attempts="best")
    grade_class(course, best)
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    grade_class(course, best)
    first = entry(best)["attempt"]
    swift(worth(made[0], {"tiny-square-hidden": 1.0}))

    def fails(job):
        if job.blank.attempt == first:
            raise OSError("no memory")
        return fakes.grade(job)

    monkeypatch.setattr(engine, "grade", fails)
    with pytest.raises(CourseError, match="The grader itself failed on ann"):
        grade_class(course, best)
    assert entry(best)["score"] == 10
    monkeypatch.setattr(engine, "grade", fakes.grade)
    grade_class(course, best)
    assert (entry(best)["score"], entry(best)["attempt"]) == (7, first)


def test_whom_the_roster_names_and_nobody_handed_in_for_is_missing(course, asked):
    tiny.hand_in(asked.submitted, "hana", fakes.answer())
    said = []
    asked.out.mkdir()
    (asked.out / "roster.csv").write_text(
        "ID;Name;Assignment;Excused\nann;Ann A.;;\nben;;tiny;\ncas;;other;\ndan;;;yes\nhanna;;;\n"
    )
    found = grade_class(course, asked, said.append)
    statuses = {row.student: row.status for row in found.rows}
    assert statuses == {"ann": "graded", "hana": "graded", "ben": "missing", "hanna": "missing"}
    assert found.excused == ("dan",)
    assert "The roster names hanna, and nobody of that name handed in; did you mean hana?" in said
    assert not [line for line in said if line.startswith("The roster names ben")]
    assert [row.split(",")[0] for row in rows(asked)] == ["ann", "ben", "hana", "hanna"]
    assert entry(asked, "ben")["status"] == "missing"


def test_whom_the_roster_names_keeps_what_was_graded_from_another_folder(course, asked):
    grade_class(course, asked)
    tiny.hand_in(asked.submitted.parent / "other", "ben", fakes.answer())
    (asked.out / "roster.csv").write_text("student,excused\nann,yes\nben,\n")
    grade_class(course, replace(asked, submitted=asked.submitted.parent / "other"))
    assert entry(asked)["score"] == 10
    assert entry(asked, "ben")["status"] == "graded"


def test_name_in_the_roster_that_leads_elsewhere_is_refused(course, asked):
    asked.out.mkdir()
    (asked.out / "roster.csv").write_text("student\n../../ann\n")
    with pytest.raises(CourseError, match="can be no folder's name"):
        grade_class(course, asked)


def test_postgresql_needs_no_driver_in_its_url_and_a_missing_one_is_named(monkeypatch):
    assert places.gradebook_url("postgresql://u@h/g") == "postgresql+psycopg2://u@h/g"
    assert places.gradebook_url("postgresql+pg8000://u@h/g") == "postgresql+pg8000://u@h/g"
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with pytest.raises(CourseError, match="'psycopg2-binary' is missing"):
        Writer("postgresql://u@h/g")


def test_best_attempt_that_comes_back_was_received_when_it_was(course, asked):
    best = replace(asked, attempts="best")
    late(course, best, "ann,tiny,2026-03-01T11:00:00Z", ZERO)
    tiny.hand_in(asked.submitted, "ann", fakes.answer(*ALL, note="first"))
    assert late(course, asked, "ann,tiny,2026-03-01T11:30:00Z", ZERO) == ["ann,tiny,graded,10,10,0,10"]
    tiny.hand_in(asked.submitted, "ann", fakes.answer("double-check"))
    assert late(course, best, "ann,tiny,2026-03-02T11:00:00Z", ZERO) == ["ann,tiny,graded,10,10,0,10"]
    assert late(course, asked, "ann,tiny,2026-03-02T11:00:00Z", ZERO) == ["ann,tiny,graded,1,10,1,0"]
    assert late(course, best, "ann,tiny,2026-03-02T11:00:00Z", ZERO) == ["ann,tiny,graded,10,10,0,10"]
