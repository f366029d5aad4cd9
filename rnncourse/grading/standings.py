"""How submissions stand in the gradebook: their points, what lateness costs them, and what is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import BaseCell, Comment, Grade, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import func, select, update
from sqlalchemy.orm import scoped_session

from rnncourse.grading.by_hand import ByHand


def auto_scores(db: scoped_session, assignment: str) -> dict[str, tuple[int, float]]:
    """By student, how many tests of the assignment (its id) the gradebook holds a score of, and their sum."""
    found = db.execute(
        select(SubmittedAssignment.student_id, func.count(Grade.auto_score), func.sum(Grade.auto_score))
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(SubmittedAssignment.assignment_id == assignment)
        .group_by(SubmittedAssignment.student_id)
    )
    return {student: (count, score) for student, count, score in found}


def settle(
    db: scoped_session,
    assignment: str,
    arrivals: dict[str, datetime],
    extensions: dict[str, timedelta],
    penalty: Callable[[str, float, float], float | None],
) -> None:
    """Take times of arrival and extensions over, and set every late penalty anew; one commit.

    Parameters
    ----------
    arrivals, extensions : by student; naive times in UTC, as nbgrader's; who is not named keeps what is there
    penalty : (student, score of a notebook, seconds late) → points that lateness costs it, or None
    """
    due = db.scalar(select(AssignmentRow.duedate).where(AssignmentRow.id == assignment))
    submissions = db.execute(
        select(
            SubmittedAssignment.id,
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
        ).where(SubmittedAssignment.assignment_id == assignment)
    ).all()
    changed, late = [], {}
    for row in submissions:
        arrived = arrivals.get(row.student_id, row.timestamp)
        extension = extensions.get(row.student_id, row.extension)
        if (arrived, extension) != (row.timestamp, row.extension):
            changed.append({"id": row.id, "timestamp": arrived, "extension": extension})
        seconds = (arrived - due - (extension or timedelta())).total_seconds() if arrived and due else 0.0
        late[row.id] = row.student_id, seconds
    penalties = []
    for row in _scores(db, assignment):
        student, seconds = late[row.assignment_id]
        cost = penalty(student, row.score, seconds) if seconds > 0 else None
        if cost != row.late_submission_penalty:
            penalties.append({"id": row.id, "late_submission_penalty": cost})
    if changed:
        db.execute(update(SubmittedAssignment), changed)
    if penalties:
        db.execute(update(SubmittedNotebook), penalties)
    db.commit()
    db.remove()


def totals(db: scoped_session) -> dict[tuple[str, str], tuple[float, float]]:
    """(student, assignment) → (late penalty, final score), of all submissions in the gradebook.

    Manual grades and extra credit count; the final score is never below 0.
    """
    points = (
        select(Grade.notebook_id, func.sum(Grade.score).label("score")).group_by(Grade.notebook_id).subquery()
    )
    found = db.execute(
        select(
            SubmittedAssignment.student_id,
            AssignmentRow.name,
            func.coalesce(func.sum(SubmittedNotebook.late_submission_penalty), 0.0),
            func.coalesce(func.sum(points.c.score), 0.0),
        )
        .join(AssignmentRow, AssignmentRow.id == SubmittedAssignment.assignment_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .outerjoin(points, points.c.notebook_id == SubmittedNotebook.id)
        .group_by(SubmittedAssignment.student_id, AssignmentRow.name)
    )
    return {(student, name): (penalty, max(score - penalty, 0.0)) for student, name, penalty, score in found}


def by_hand(db: scoped_session, assignment: str) -> dict[tuple[str, str], ByHand]:
    """(student, notebook) → what was done by hand in the assignment of this name; who is not named has nothing."""
    found: dict[tuple[str, str], dict] = {}

    def of(row) -> dict:
        return found.setdefault((row.student_id, row.notebook), {"points": {}, "comments": {}, "late": 0.0})

    who = (SubmittedAssignment.student_id, Notebook.name.label("notebook"))
    cell = BaseCell.name.label("cell")
    by_hand = Grade.manual_score.is_not(None) | Grade.extra_credit.is_not(None)
    for row in db.execute(_all(select(*who, cell, Grade.score), Grade, assignment).where(by_hand)):
        of(row)["points"][row.cell] = row.score
    written = Comment.manual_comment.is_not(None)
    for row in db.execute(_all(select(*who, cell, Comment.comment), Comment, assignment).where(written)):
        if (row.comment or "").strip():
            of(row)["comments"][row.cell] = row.comment.strip()
    penalty = SubmittedNotebook.late_submission_penalty
    for row in db.execute(_all(select(*who, penalty.label("late")), None, assignment).where(penalty > 0)):
        of(row)["late"] = row.late
    return {key: ByHand(**values) for key, values in found.items()}


def _scores(db: scoped_session, assignment: str) -> list:
    """Each submitted notebook of the assignment with its score and its penalty."""
    return db.execute(
        select(
            SubmittedNotebook.id,
            SubmittedNotebook.assignment_id,
            SubmittedNotebook.late_submission_penalty,
            func.coalesce(func.sum(Grade.score), 0.0).label("score"),
        )
        .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .where(SubmittedAssignment.assignment_id == assignment)
        .group_by(
            SubmittedNotebook.id,
            SubmittedNotebook.assignment_id,
            SubmittedNotebook.late_submission_penalty,
        )
    ).all()


def _all(asked, table: type | None, assignment: str):
    """The question ``asked`` of an assignment's notebooks, joined with ``table`` (grades or comments) and its cells."""
    if table is None:
        asked = asked.select_from(SubmittedNotebook)
    else:
        asked = asked.select_from(table).join(BaseCell, BaseCell.id == table.cell_id)
        asked = asked.join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
    asked = asked.join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
    asked = asked.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
    return asked.join(AssignmentRow, AssignmentRow.id == SubmittedAssignment.assignment_id).where(
        AssignmentRow.name == assignment
    )
