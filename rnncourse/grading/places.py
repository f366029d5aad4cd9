"""Whether the places that a run of grading is given will do, asked before anything is graded or written."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from rnncourse.errors import CourseError

#: The folders of the grades whose own folders are named after students.
_LIKE_STUDENTS = ("autograded", "feedback")


def check_gradebook(url: str) -> None:
    """Raise a ``CourseError`` (2) unless ``url`` names a database, and a file of SQLite's a folder that is there."""
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (SQLAlchemyError, ValueError):
        raise CourseError(
            f"--gradebook takes the URL of a database, such as sqlite:///grades.db, not {url!r}."
        ) from None
    if parsed.get_backend_name() != "sqlite":
        return
    if parsed.database in (None, "", ":memory:"):
        raise CourseError(f"--gradebook {url} names no file: expected one, as in sqlite:///grades.db.")
    folder = Path(parsed.database).absolute().parent
    try:
        there = folder.is_dir()
    except OSError as error:
        raise CourseError(f"The gradebook {url} cannot be opened: {error.strerror}.") from error
    if not there:
        raise CourseError(
            f"The gradebook {url} would lie in {folder}, which is no folder: make it, or correct the path "
            "(sqlite:///grades.db lies in the current folder, sqlite:////srv/grades.db in /srv)."
        )


def gradebook_url(url: str) -> str:
    """The URL with the driver that the course installs, where it names PostgreSQL and no driver.

    >>> gradebook_url("postgresql://ada@localhost/grades")
    'postgresql+psycopg2://ada@localhost/grades'
    """
    backend, mark, rest = url.partition("://")
    return f"postgresql+psycopg2://{rest}" if mark and backend in ("postgresql", "postgres") else url


def check_apart(submitted: Path, out: Path) -> None:
    """Raise a ``CourseError`` (2) if grades would be taken for submissions, now or at the next run."""
    handed_in, grades = submitted.resolve(), out.resolve()
    if handed_in == grades or handed_in in grades.parents:
        raise CourseError(
            f"--out {out} lies in the folder of the submissions, where grades would look like students: "
            f"choose a folder outside {submitted}."
        )
    for name in _LIKE_STUDENTS:
        if handed_in == grades / name or grades / name in handed_in.parents:
            raise CourseError(
                f"--submitted {submitted} lies in the {name}/ that grading writes into {out}: "
                "give the folder of the submissions themselves, or another --out."
            )
