"""An assignment's notebooks and cells in the gradebook, kept in step with the master's, submissions or none."""

from __future__ import annotations

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    TaskCell,
)
from sqlalchemy.orm import scoped_session

_CELLS = {
    "GradeCell": (GradeCell, ("max_score", "cell_type")),
    "SolutionCell": (SolutionCell, ()),
    "TaskCell": (TaskCell, ("max_score", "cell_type")),
}
_SOURCE = ("cell_type", "locked", "source", "checksum")


def take_cells(db: scoped_session, course: str, name: str, prepared: str) -> None:
    """Bring the assignment ``name`` in step with the gradebook at the URL ``prepared``; one commit.

    nbgrader itself refuses to, once there are submissions. A cell that is gone takes its grades and comments
    with it.
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
    assignment = _one(db, Assignment, name=name, new={"course_id": course})
    for notebook_name, (kernelspec, cells, sources) in wanted.items():
        notebook = _one(db, Notebook, name=notebook_name, assignment_id=assignment.id)
        notebook.kernelspec = kernelspec
        _step_cells(db, notebook, cells)
        _step_sources(db, notebook, sources)
    db.commit()


def _step_cells(db: scoped_session, notebook: Notebook, wanted: dict[tuple[str, str], dict]) -> None:
    there = {(cell.name, cell.type): cell for cell in notebook._base_cells}
    for key in there.keys() - wanted.keys():
        for row in (Grade, Comment):
            db.query(row).filter_by(cell_id=there[key].id).delete()
        db.delete(there[key])
    db.flush()
    for (name, kind), values in wanted.items():
        cell = there.get((name, kind))
        if cell is None:
            db.add(_CELLS[kind][0](name=name, notebook_id=notebook.id, **values))
            continue
        for field, value in values.items():
            setattr(cell, field, value)


def _step_sources(db: scoped_session, notebook: Notebook, wanted: dict[str, dict]) -> None:
    there = {cell.name: cell for cell in notebook.source_cells}
    for name in there.keys() - wanted.keys():
        db.delete(there[name])
    for name, values in wanted.items():
        cell = there.get(name)
        if cell is None:
            db.add(SourceCell(name=name, notebook_id=notebook.id, **values))
            continue
        for field, value in values.items():
            setattr(cell, field, value)


def _one(db: scoped_session, table: type, new: dict | None = None, **keys: str):
    """The row with these keys, made if it is not there."""
    row = db.query(table).filter_by(**keys).one_or_none()
    if row is None:
        row = table(**keys, **(new or {}))
        db.add(row)
        db.flush()
    return row


def _fields(row: object, names: tuple[str, ...]) -> dict:
    return {name: getattr(row, name) for name in names}
