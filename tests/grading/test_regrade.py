"""``rnncourse regrade`` after a corrected test: whose score changes, from what to what, by which tests."""

from __future__ import annotations

import json
from dataclasses import replace

import fakes
import pytest
import tiny
from nbgrader.api import Gradebook

from rnncourse.grading import assignment as assignments
from rnncourse.grading import bundle, report
from rnncourse.grading.run import Request, grade_class

DOUBLE = ("double-check", "double-hidden")


@pytest.fixture
def corrected(course, swift, made, tmp_path):
    """A class of three, graded; then a test was corrected, which now is worth more."""
    tiny.hand_in(tmp_path / "in", "ann", fakes.answer(*DOUBLE, "square-check", "square-hidden"))
    tiny.hand_in(tmp_path / "in", "ben", fakes.answer(*DOUBLE))
    tiny.hand_in(tmp_path / "in", "cas", None)
    request = Request("tiny", tmp_path / "in", tmp_path / "out", seed="5eed", trusted=True)
    grade_class(course, request)
    masters = tuple(
        replace(
            m, cells=tuple(replace(c, points=6.0) if c.id == "tiny-square-hidden" else c for c in m.cells)
        )
        for m in made[0].assignment.masters
    )
    swift(replace(made[0], assignment=replace(made[0].assignment, masters=masters)))
    return replace(request, regrade=True)


SAID = "ann: 10 → 12 points (tiny-square-hidden: passed 4/4 → passed 6/6)"


def test_dry_run_says_whose_score_would_change_and_writes_nothing(course, corrected):
    before = {path: path.read_bytes() for path in corrected.out.rglob("*") if path.is_file()}
    found = grade_class(course, replace(corrected, dry_run=True))
    assert report.changes(found).splitlines() == [SAID, "1 of 3 scores change.", "Nothing was written."]
    assert {path: path.read_bytes() for path in corrected.out.rglob("*") if path.is_file()} == before


def test_regrading_writes_the_new_scores_and_says_whose_changed(course, corrected):
    with Gradebook(f"sqlite:///{corrected.out / 'gradebook.db'}") as book:
        book.find_grade("tiny-square-check", "tiny", "tiny", "ben").manual_score = 1.5
        book.find_comment("tiny-square", "tiny", "tiny", "ben").manual_comment = "half right"
        book.db.commit()
    found = grade_class(course, corrected)
    assert report.changes(found).splitlines() == [SAID, "1 of 3 scores changed."]
    rows = (corrected.out / "grades.csv").read_text().splitlines()[1:]
    assert rows == ["ann,tiny,graded,12,12,0,12", "ben,tiny,graded,4,12,0,5.5", "cas,tiny,missing,0,12,0,0"]
    with Gradebook(f"sqlite:///{corrected.out / 'gradebook.db'}") as book:
        grade = book.find_grade("tiny-square-check", "tiny", "tiny", "ben")
        assert (grade.manual_score, grade.needs_manual_grade) == (1.5, False)
        assert book.find_comment("tiny-square", "tiny", "tiny", "ben").comment == "half right"
    assert report.changes(grade_class(course, corrected)) == "0 of 3 scores changed."


def test_changes_are_in_the_json_too(course, corrected):
    found = json.loads("".join(report.as_json(grade_class(course, corrected))))
    test = {"id": "tiny-square-hidden", "before": "passed 4/4", "after": "passed 6/6"}
    assert found["changes"] == [{"student": "ann", "before": 10.0, "after": 12.0, "tests": [test]}]
    assert [entry["score"] for entry in found["results"]] == [12, 4, 0]


def test_corrected_visible_test_accuses_nobody_of_what_an_earlier_release_said(tmp_path):
    root, master = tiny.course(tmp_path / "course"), tiny.notebook()
    made = bundle.make(assignments.load(root, "tiny"), fresh(tmp_path / "first")).notebook("tiny")
    tiny.hand_in(tmp_path / "in", "ann", tiny.filled(made, **tiny.RIGHT))
    edited = tiny.filled(made, **tiny.RIGHT)
    next(cell for cell in edited["cells"] if cell["id"] == "tiny-double-check")["source"] = "pass"
    tiny.hand_in(tmp_path / "in", "ben", edited)
    request = Request("tiny", tmp_path / "in", tmp_path / "out", workers=1, trusted=True)
    grade_class(root, request)
    check = next(cell for cell in master.cells if cell.id == "tiny-double-check")
    check.source, check.metadata.nbgrader.points = check.source.replace("3.0,), 6.0", "4.0,), 8.0"), 2
    (root / "solutions" / "tiny" / "tiny.ipynb").write_text(json.dumps(master))
    grade_class(root, replace(request, regrade=True))
    found = {one["student"]: one for one in json.loads((request.out / "results.json").read_text())}
    assert (found["ann"]["score"], found["ann"]["flags"]) == (11, [])
    assert "locked-cell-edited" in {flag["code"] for flag in found["ben"]["flags"]}


def fresh(folder):
    folder.mkdir()
    return folder
