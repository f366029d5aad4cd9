"""One result a submission, and the files they are kept in: results.json and grades.csv."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from rnncourse.errors import CourseError
from rnncourse.grading.assignment import Assignment, Cell
from rnncourse.grading.rebuild import Flag

#: Worst first: a submission's status is the first of these that applies.
STATUSES = ("malformed", "missing", "crashed", "out-of-memory", "timeout", "graded")


@dataclass(frozen=True)
class TestResult:
    """How one test ended. ``hint`` is what the check said, for the learner; None where it passed."""

    id: str
    notebook: str
    title: str
    hidden: bool
    score: float
    max_score: float
    status: str
    hint_id: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Result:
    """What the contract's ``results.json`` holds for one submission, in its order."""

    student: str
    assignment: str
    attempt: str | None
    bundle: str
    environment: str
    seed: str
    status: str
    flags: tuple[Flag, ...]
    score: float
    max_score: float
    tests: tuple[TestResult, ...]
    message: str = ""
    instructor_message: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    schema: int = field(default=1, kw_only=True)

    def same_question(self, other: Result | None) -> bool:
        """Whether ``other`` answers for the same bytes, bundle, environment and seed."""
        asked = ("student", "assignment", "attempt", "bundle", "environment", "seed")
        return other is not None and all(getattr(self, name) == getattr(other, name) for name in asked)


def worst(statuses: Iterable[str]) -> str:
    """The worst of these statuses.

    >>> worst(["graded", "timeout"])
    'timeout'
    """
    return min(statuses, key=STATUSES.index, default="graded")


def for_test(cell: Cell, notebook: str, status: str, score: float = 0.0, **hint: str | None) -> TestResult:
    """The result of the master's test ``cell``."""
    return TestResult(cell.id, notebook, cell.title, cell.hidden, float(score), cell.points, status, **hint)


def not_run(assignment: Assignment) -> tuple[TestResult, ...]:
    """Every test of the assignment as not run, for submissions of which nothing could be."""
    return tuple(
        for_test(cell, master.name, "not-run") for master in assignment.masters for cell in master.tests()
    )


def load(path: Path) -> list[Result]:
    """The results kept in ``path``, however it is laid out; none if it is not there.

    Raises
    ------
    CourseError : (2) the file is there and is not ours
    """
    if not path.is_file():
        return []
    try:
        return [from_dict(entry) for entry in json.loads(path.read_text("utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        raise CourseError(
            f"{path} is damaged or was written by another version: move it away; "
            "what it held will be graded again."
        ) from error


def line_of(result: Result) -> str:
    """A result as one line of JSON, without a newline."""
    return json.dumps(as_dict(result))


def from_line(line: bytes) -> Result:
    """The result that a line of results.json or of the journal holds."""
    return from_dict(json.loads(line.rstrip(b",\n")))


def as_dict(result: Result) -> dict:
    """The contract's JSON object."""
    content = asdict(result)
    return {"schema": content.pop("schema")} | content | {"flags": [asdict(flag) for flag in result.flags]}


def from_dict(entry: dict) -> Result:
    """The result of the contract's JSON object; ``as_dict`` the other way round."""
    flags = tuple(Flag(**flag) for flag in entry["flags"])
    tests = tuple(TestResult(**test) for test in entry["tests"])
    return Result(**(entry | {"flags": flags, "tests": tests}))


def grades_csv(rows: Iterable[tuple[Result, float, float]]) -> str:
    """The text of grades.csv from (result, late penalty, final score), in the order given."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", "assignment", "status", "score", "max_score", "late_penalty", "final_score"])
    for result, penalty, final in rows:
        numbers = [f"{number:g}" for number in (result.score, result.max_score, penalty, final)]
        writer.writerow([spreadsheet_safe(result.student), result.assignment, result.status, *numbers])
    return text.getvalue()


def write_atomically(path: Path, text: str) -> None:
    """Write a file that is at no time half there."""
    with replacing(path) as file:
        file.write(text.encode())


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of ``path`` in one step once all is written and on disk.

    Whatever a killed run left of it goes with the next: the part has always the same name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def spreadsheet_safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; an empty one stays empty."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
