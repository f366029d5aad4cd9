"""``make course``: each stage said, timed, and stopped at the first real error."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.place import shown

Say = Callable[[str], None]


def make(root: Path, say: Say) -> None:
    """Check the exercises, build the book, grade the sample class; end with the table and the places to open.

    In a copy for learners, which has no solutions, only the book is built.
    """
    from rnncourse.grading import report, sample
    from rnncourse.grading.release import release
    from rnncourse.grading.run import Request, grade_class

    began = time.monotonic()
    if not (root / "solutions").is_dir():
        from rnncourse.book.build import build

        say("This is a copy for learners, without solutions: only the book is built.")
        print(f"\nThe book is built: {shown(build(root))}   (`rnncourse read` serves it)")
        return
    stage = _Stages(say, 2 + len(sample.class_names(root)))
    with stage("exercises: are they what the solutions generate?"):
        release(root, check=True, say=say)
    with stage("book: execute the labs, build the pages"):
        from rnncourse.book.build import build

        index = build(root)
    sample.assemble_class(root)
    trusted = not _sandboxed(say)
    out, tables = root / sample.GRADES, []
    for name in sample.class_names(root):
        with stage(f"sample class: grade {name}"):
            request = Request(name, root / sample.CLASS, out=out, seed=sample.SEED, trusted=trusted)
            tables.append(report.table(grade_class(root, request, say)))
    print("\n" + "\n\n".join(tables))
    page = next(iter(sorted((out / "feedback").rglob("*.html"))), out)
    print(f"\nAll done in {time.monotonic() - began:.0f} s. Open:")
    print(f"  the book      {shown(index)}")
    print(f"  the feedback  {shown(page)}   (one page a student; grades in {shown(out / 'grades.csv')})")


def _sandboxed(say: Say) -> bool:
    """Whether the sandbox works here; where not, the sample class, which is the course's own, is graded without."""
    from rnncourse.grading.sandbox.selftest import best_level

    try:
        best_level()
    except CourseError as error:
        say(f"{error} The sample class is the course's own and is graded without.")
        return False
    return True


class _Stages:
    """Numbers and times the stages of a run."""

    def __init__(self, say: Say, count: int) -> None:
        self._say, self._count, self._number = say, count, 0

    def __call__(self, words: str) -> _Stages:
        self._number += 1
        self._say(f"[{self._number}/{self._count}] {words}")
        return self

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._say(f"[{self._number}/{self._count}] done in {time.monotonic() - self._began:.1f} s")
