"""The one writer of nbgrader's gradebook: one commit a submission; manual grades and comments are kept."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
    new_uuid,
)
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from rnncourse.errors import CourseError
from rnncourse.grading import standings
from rnncourse.grading.by_hand import ByHand
from rnncourse.grading.generate import put_environment_first
from rnncourse.grading.gradebook_cells import take_cells
from rnncourse.grading.places import check_gradebook, gradebook_url
from rnncourse.grading.results import Result


@dataclass(frozen=True)
class _Ids:
    """What an assignment's rows are called in the gradebook."""

    assignment: str
    notebooks: dict[str, str]  # id → name
    graded: dict[str, tuple[str, str]]  # cell's id → (notebook's id, cell's name)
    commented: dict[str, str]  # cell's id → notebook's id


class Writer:
    """Writes results into the gradebook at ``url``; use it as a context manager.

    Raises
    ------
    CourseError : (2) the gradebook cannot be opened
    """

    def __init__(self, url: str) -> None:
        put_environment_first()
        warnings.simplefilter("ignore", SAWarning)
        check_gradebook(url)
        try:
            self._book = Gradebook(gradebook_url(url))
        except ModuleNotFoundError as error:
            wanted = {"psycopg2": "psycopg2-binary"}.get(error.name or "", error.name)
            raise CourseError(
                f"The gradebook {url} cannot be opened: the package {wanted!r} is missing. Run `python -m pip install "
                f"-r requirements.txt` in this environment, which brings psycopg2-binary for PostgreSQL, or "
                f"`python -m pip install {wanted}`."
            ) from error
        except (SQLAlchemyError, ImportError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise CourseError(f"The gradebook {url} cannot be opened: {reason}") from error
        self._db = self._book.db
        self._ids: dict[str, _Ids] = {}

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *exception: object) -> None:
        self._book.close()

    def knows(self, name: str) -> bool:
        """Whether the gradebook holds an assignment of that name, and its notebooks: a due date alone is no cells."""
        return self._db.query(Notebook).join(AssignmentRow).filter(AssignmentRow.name == name).count() > 0

    def due(self, name: str) -> datetime | None:
        """When the assignment is due, naive and in UTC, as nbgrader keeps it; None where nobody said it."""
        return self._db.scalar(select(AssignmentRow.duedate).where(AssignmentRow.name == name))

    def set_due(self, name: str, due: datetime | None) -> None:
        """Say when the assignment is due, before or after it was graded; one commit."""
        self._book.update_or_create_assignment(name, duedate=due)

    def by_hand(self, assignment: str) -> dict[tuple[str, str], ByHand]:
        """As ``standings.by_hand``."""
        return standings.by_hand(self._db, assignment)

    def take_assignment(self, name: str, prepared: str) -> None:
        """Bring the assignment's notebooks and cells in step with the gradebook at ``prepared``; one commit.

        A cell that is gone takes its grades and comments with it. A due date that is there stays.
        """
        take_cells(self._db, self._book.course_id, name, prepared)
        self._db.remove()
        self._ids.pop(name, None)

    def write(self, result: Result, *, fresh: bool) -> None:
        """Write one submission's scores; one commit, and a handful of statements.

        With ``fresh``, a test that somebody graded by hand is marked for another look, as nbgrader does.
        """
        ids = self._known(result.assignment)
        rows = self._rows(ids, result.student)
        names = {row: ids.notebooks[notebook] for notebook, row in rows.items()}
        scores = {(test.notebook, test.id): test.score for test in result.tests}
        there = {
            (grade.notebook_id, grade.cell_id): grade
            for grade in self._db.execute(
                select(
                    Grade.id,
                    Grade.notebook_id,
                    Grade.cell_id,
                    Grade.auto_score,
                    Grade.manual_score,
                    Grade.needs_manual_grade,
                ).where(Grade.cell_id.in_(ids.graded), Grade.notebook_id.in_(rows.values()))
            )
        }
        new, changed = [], []
        for cell, (notebook, name) in ids.graded.items():
            row = rows[notebook]
            score, grade = scores.get((names[row], name)), there.get((row, cell))
            if grade is None:
                values = {"id": new_uuid(), "cell_id": cell, "notebook_id": row}
                new.append(values | {"auto_score": score, "needs_manual_grade": score is None})
            elif fresh or grade.auto_score != score:
                look = score is None or grade.manual_score is not None
                if (grade.auto_score, grade.needs_manual_grade) != (score, look):
                    changed.append({"id": grade.id, "auto_score": score, "needs_manual_grade": look})
        if new:
            self._db.execute(insert(Grade), new)
        if changed:
            self._db.execute(update(Grade), changed)
        self._comment(ids, rows)
        self._db.commit()
        self._db.remove()

    def withdraw(self, student: str, assignment: str) -> None:
        """Take back the scores of an attempt that has been replaced by one without a result; one commit."""
        ids = self._known(assignment)
        rows = [row.id for row in self._submitted(ids, student)]
        self._db.execute(
            update(Grade)
            .where(Grade.cell_id.in_(ids.graded), Grade.notebook_id.in_(rows))
            .values(auto_score=None, needs_manual_grade=True)
            .execution_options(synchronize_session=False)
        )
        self._db.commit()

    def forget(self, student: str, assignment: str) -> None:
        """Remove a submission that is not counted, unless somebody has graded or commented it; one commit."""
        if not self.knows(assignment):
            return
        ids = self._known(assignment)
        rows = [row.id for row in self._submitted(ids, student)]
        by_hand = select(func.count()).where(
            Grade.notebook_id.in_(rows), Grade.manual_score.is_not(None) | Grade.extra_credit.is_not(None)
        )
        written = select(func.count()).where(
            Comment.notebook_id.in_(rows), Comment.manual_comment.is_not(None)
        )
        if not self._db.scalar(by_hand) and not self._db.scalar(written):
            apart = {"synchronize_session": False}
            for table in (Grade, Comment):
                self._db.execute(delete(table).where(table.notebook_id.in_(rows)), execution_options=apart)
            gone = delete(SubmittedNotebook).where(SubmittedNotebook.id.in_(rows))
            self._db.execute(gone, execution_options=apart)
            gone = delete(SubmittedAssignment).where(
                SubmittedAssignment.assignment_id == ids.assignment, SubmittedAssignment.student_id == student
            )
            self._db.execute(gone, execution_options=apart)
        self._db.commit()

    def name(self, people: Mapping[str, Mapping[str, str]]) -> None:
        """Write what the roster says of students that the gradebook has: names and addresses; one commit."""
        columns = (Student.id, Student.first_name, Student.last_name, Student.email)
        for row in self._db.execute(select(*columns)).all():
            said = people.get(row.id, {})
            if any(getattr(row, column) != text for column, text in said.items()):
                self._db.execute(update(Student).where(Student.id == row.id).values(**said))
        self._db.commit()

    def auto_scores(self, assignment: str) -> dict[str, tuple[int, float]]:
        """As ``standings.auto_scores``."""
        return standings.auto_scores(self._db, self._known(assignment).assignment)

    def settle(
        self,
        assignment: str,
        arrivals: dict[str, datetime],
        extensions: dict[str, timedelta],
        penalty: Callable[[str, float, float], float | None],
    ) -> None:
        """As ``standings.settle``."""
        standings.settle(self._db, self._known(assignment).assignment, arrivals, extensions, penalty)

    def totals(self) -> dict[tuple[str, str], tuple[float, float]]:
        """As ``standings.totals``, whatever state a stop has left the session in."""
        self._db.rollback()
        return standings.totals(self._db)

    def _known(self, name: str) -> _Ids:
        """The ids of an assignment's rows, looked up once a run."""
        if name not in self._ids:
            assignment = self._db.scalars(select(AssignmentRow.id).where(AssignmentRow.name == name)).one()
            notebooks = dict(
                self._db.execute(
                    select(Notebook.id, Notebook.name).where(Notebook.assignment_id == assignment)
                ).all()
            )

            def cells(table: type) -> list:
                wanted = select(table.id, table.notebook_id, table.name)
                return self._db.execute(wanted.where(table.notebook_id.in_(notebooks))).all()

            self._ids[name] = _Ids(
                assignment,
                notebooks,
                {c.id: (c.notebook_id, c.name) for table in (GradeCell, TaskCell) for c in cells(table)},
                {c.id: c.notebook_id for table in (SolutionCell, TaskCell) for c in cells(table)},
            )
        return self._ids[name]

    def _submitted(self, ids: _Ids, student: str) -> Iterable:
        """The rows of the student's notebooks."""
        return self._db.execute(
            select(SubmittedNotebook.id, SubmittedNotebook.notebook_id, SubmittedNotebook.assignment_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .where(
                SubmittedAssignment.assignment_id == ids.assignment, SubmittedAssignment.student_id == student
            )
        ).all()

    def _rows(self, ids: _Ids, student: str) -> dict[str, str]:
        """The ids of the student's submitted notebooks, by the notebook's; made where they are not there."""
        found = self._submitted(ids, student)
        rows = {row.notebook_id: row.id for row in found}
        if len(rows) < len(ids.notebooks):
            submission = found[0].assignment_id if found else self._submission(ids, student)
            new = {notebook: new_uuid() for notebook in ids.notebooks if notebook not in rows}
            self._db.execute(
                insert(SubmittedNotebook),
                [
                    {"id": row, "notebook_id": notebook, "assignment_id": submission, "flagged": False}
                    for notebook, row in new.items()
                ],
            )
            rows |= new
        return {notebook: rows[notebook] for notebook in ids.notebooks}

    def _submission(self, ids: _Ids, student: str) -> str:
        """The id of the student's submission, which has no notebooks yet; made, like the student, if need be."""
        keys = {"assignment_id": ids.assignment, "student_id": student}
        found = self._db.scalar(select(SubmittedAssignment.id).filter_by(**keys))
        if found is None:
            if self._db.scalar(select(func.count()).where(Student.id == student)) == 0:
                self._db.execute(insert(Student), [{"id": student}])
            found = new_uuid()
            self._db.execute(insert(SubmittedAssignment), [{"id": found} | keys])
        return found

    def _comment(self, ids: _Ids, rows: dict[str, str]) -> None:
        """Make the places for comments that are not there."""
        asked = select(Comment.notebook_id, Comment.cell_id).where(
            Comment.cell_id.in_(ids.commented), Comment.notebook_id.in_(rows.values())
        )
        there = {tuple(row) for row in self._db.execute(asked)}
        wanted = ((rows[notebook], cell) for cell, notebook in ids.commented.items())
        new = [
            {"id": new_uuid(), "notebook_id": row, "cell_id": cell}
            for row, cell in wanted
            if (row, cell) not in there
        ]
        if new:
            self._db.execute(insert(Comment), new)
