"""The one writer of nbgrader's gradebook: one commit a submission; manual grades and comments are kept."""

from __future__ import annotations

import warnings

from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from rnncourse.errors import CourseError
from rnncourse.grading.generate import put_environment_first
from rnncourse.grading.places import check_gradebook
from rnncourse.grading.results import Result

_CELLS = {
    "GradeCell": (GradeCell, ("max_score", "cell_type")),
    "SolutionCell": (SolutionCell, ()),
    "TaskCell": (TaskCell, ("max_score", "cell_type")),
}
_SOURCE = ("cell_type", "locked", "source", "checksum")


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
            self._book = Gradebook(url)
        except (SQLAlchemyError, ImportError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise CourseError(f"The gradebook {url} cannot be opened: {reason}") from error
        self._db = self._book.db

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *exception: object) -> None:
        self._book.close()

    def knows(self, name: str) -> bool:
        """Whether the gradebook holds an assignment of that name."""
        return self._db.query(AssignmentRow).filter_by(name=name).count() == 1

    def take_assignment(self, name: str, prepared: str) -> None:
        """Bring the assignment's notebooks and cells in step with the gradebook at ``prepared``; one commit.

        A cell that is gone takes its grades and comments with it.
        """
        with Gradebook(prepared) as other:
            wanted = {
                notebook.name: (
                    notebook.kernelspec,
                    {(c.name, c.type): _fields(c, _CELLS[c.type][1]) for c in notebook._base_cells},
                    {c.name: _fields(c, _SOURCE) for c in notebook.source_cells},
                )
                for notebook in other.find_assignment(name).notebooks
            }
        assignment = self._db.query(AssignmentRow).filter_by(name=name).one_or_none()
        if assignment is None:
            assignment = AssignmentRow(name=name, course_id=self._book.course_id)
            self._db.add(assignment)
            self._db.flush()
        for notebook_name, (kernelspec, cells, sources) in wanted.items():
            notebook = self._one(Notebook, name=notebook_name, assignment_id=assignment.id)
            notebook.kernelspec = kernelspec
            self._step_cells(notebook, cells)
            self._step_sources(notebook, sources)
        self._db.commit()

    def write(self, result: Result, *, fresh: bool) -> None:
        """Write one submission's scores; one commit.

        With ``fresh``, a test that somebody graded by hand is marked for another look, as nbgrader does.
        """
        if self._db.get(Student, result.student) is None:
            self._db.add(Student(id=result.student))
        assignment = self._db.query(AssignmentRow).filter_by(name=result.assignment).one()
        submission = self._one(SubmittedAssignment, assignment_id=assignment.id, student_id=result.student)
        scores = {(test.notebook, test.id): test.score for test in result.tests}
        for notebook in assignment.notebooks:
            row = self._one(SubmittedNotebook, notebook_id=notebook.id, assignment_id=submission.id)
            for cell in [*notebook.grade_cells, *notebook.task_cells]:
                grade = self._one(Grade, cell_id=cell.id, notebook_id=row.id)
                _set_score(grade, scores.get((notebook.name, cell.name)), fresh)
            for cell in [*notebook.solution_cells, *notebook.task_cells]:
                self._one(Comment, cell_id=cell.id, notebook_id=row.id)
        self._db.commit()

    def totals(self, result: Result) -> tuple[float, float]:
        """(late penalty, final score): manual grades and extra credit counted, less the penalty, never below 0."""
        submission = (
            self._db.query(SubmittedAssignment)
            .join(AssignmentRow)
            .filter(AssignmentRow.name == result.assignment)
            .filter(SubmittedAssignment.student_id == result.student)
            .one_or_none()
        )
        if submission is None:
            return 0.0, result.score
        penalty = submission.late_submission_penalty or 0.0
        return penalty, max(submission.score - penalty, 0.0)

    def _step_cells(self, notebook: Notebook, wanted: dict[tuple[str, str], dict]) -> None:
        there = {(cell.name, cell.type): cell for cell in notebook._base_cells}
        for key in there.keys() - wanted.keys():
            for row in (Grade, Comment):
                self._db.query(row).filter_by(cell_id=there[key].id).delete()
            self._db.delete(there[key])
        self._db.flush()
        for (name, kind), values in wanted.items():
            cell = there.get((name, kind))
            if cell is None:
                cell = _CELLS[kind][0](name=name, notebook_id=notebook.id, **values)
                self._db.add(cell)
            for field, value in values.items():
                setattr(cell, field, value)

    def _step_sources(self, notebook: Notebook, wanted: dict[str, dict]) -> None:
        there = {cell.name: cell for cell in notebook.source_cells}
        for name in there.keys() - wanted.keys():
            self._db.delete(there[name])
        for name, values in wanted.items():
            cell = there.get(name)
            if cell is None:
                self._db.add(SourceCell(name=name, notebook_id=notebook.id, **values))
            else:
                for field, value in values.items():
                    setattr(cell, field, value)

    def _one(self, table: type, **keys: str):
        """The row with these keys, made if it is not there."""
        row = self._db.query(table).filter_by(**keys).one_or_none()
        if row is None:
            row = table(**keys)
            self._db.add(row)
            self._db.flush()
        return row


def _set_score(grade: Grade, score: float | None, fresh: bool) -> None:
    if fresh or grade.auto_score != score:
        grade.needs_manual_grade = score is None or grade.manual_score is not None
    grade.auto_score = score


def _fields(row: object, names: tuple[str, ...]) -> dict:
    return {name: getattr(row, name) for name in names}
