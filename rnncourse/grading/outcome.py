"""What a run found, kept small: of tens of thousands of submissions a line each, the rest stays on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rnncourse.grading.journal import Store
from rnncourse.grading.results import Result


@dataclass(frozen=True, slots=True)
class Row:
    """A submission's line in the table. ``note`` is what to look at by hand, often nothing."""

    student: str
    status: str
    score: float
    max_score: float
    passed: int
    tests: int
    flags: str
    note: str


@dataclass(frozen=True, slots=True)
class Change:
    """A score that is not what it was: from what to what, and the tests that did it, each (id, before, after)."""

    student: str
    before: float
    after: float
    tests: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Report:
    """The submissions asked for, and whose was graded or kept.

    After a dry run there are no rows, and ``graded`` holds those who would have been. ``excused`` are those who
    handed in nothing and need not; ``changes`` is filled by ``rnncourse regrade`` only.
    """

    assignment: str
    rows: list[Row]
    graded: list[str]
    kept: list[str]
    seconds: float
    out: Path
    excused: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    def results(self) -> Iterator[Result]:
        """The rows' results, one by one from disk."""
        store = Store(self.out)
        for row in self.rows:
            found = store.get(row.student, self.assignment)
            if found is not None:
                yield found


def row(result: Result) -> Row:
    """The line of a result."""
    codes = Counter(flag.code for flag in result.flags)
    return Row(
        student=result.student,
        status=result.status,
        score=result.score,
        max_score=result.max_score,
        passed=sum(test.status == "passed" for test in result.tests),
        tests=len(result.tests),
        flags=" ".join(code if count == 1 else f"{code}×{count}" for code, count in sorted(codes.items())),
        note=result.instructor_message if result.status == "missing" and result.attempt is None else "",
    )


def change(before: Result | None, after: Result) -> Change | None:
    """How the score changed and by which tests; None where it did not, or where there was none before."""
    if before is None or before.score == after.score:
        return None
    old = {test.id: (test.status, test.score, test.max_score) for test in before.tests}
    new = {test.id: (test.status, test.score, test.max_score) for test in after.tests}
    tests = tuple(
        (name, _words(old.get(name)), _words(new.get(name)))
        for name in {**old, **new}
        if old.get(name, _NONE)[1] != new.get(name, _NONE)[1]
    )
    return Change(after.student, before.score, after.score, tests)


_NONE = ("", 0.0, 0.0)


def _words(test: tuple[str, float, float] | None) -> str:
    return f"{test[0]} {test[1]:g}/{test[2]:g}" if test else "no such test"


def words(changed: Change) -> str:
    """A change in one line."""
    tests = "; ".join(f"{name}: {before} → {after}" for name, before, after in changed.tests)
    return f"{changed.student}: {changed.before:g} → {changed.after:g} points ({tests})"
