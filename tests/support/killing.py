"""A class graded by runs that are killed, and what is left compared with an undisturbed run.

Each run is a fork of one process that has everything imported, so that fifty of them cost seconds.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from nbgrader.api import Gradebook

from rnncourse.grading.run import Request, grade_class

#: Every step that a submission goes through, and then the run.
STEPS = (
    "before notebooks",
    "before feedback",
    "before gradebook",
    "before journal",
    "after journal",
    "before results",
    "after results",
    "after truncation",
)


def forked(work: Callable[[], None], kill_after: float | None = None) -> int:
    """Do ``work`` in a fork, killed after so many seconds if it has not ended; its exit status."""
    pid = os.fork()
    if not pid:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(9)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def graded_until(root: Path, request: Request, step: str, times: int) -> None:
    """A run that kills itself when it reaches ``step`` for the so-many-th time."""
    left = [times]

    def reached(here: str) -> None:
        left[0] -= here == step
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    grade_class(root, request, reached=reached)


def left_behind(out: Path) -> dict[str, object]:
    """All that a run leaves, without ids and times."""
    entries = json.loads((out / "results.json").read_text())
    files = {
        str(path.relative_to(out)): path.read_bytes()
        for name in ("autograded", "feedback", "attempts")
        for path in sorted((out / name).rglob("*"))
        if path.is_file()
    }
    return {
        "results": [entry | {"seconds": 0, "cpu_seconds": 0} for entry in entries],
        "grades": (out / "grades.csv").read_text(),
        "journal": (out / "journal.jsonl").read_bytes(),
        "files": files,
        "gradebook": gradebook(f"sqlite:///{out / 'gradebook.db'}"),
    }


def gradebook(url: str) -> list[tuple]:
    """All grades and comments in a gradebook, without ids and times."""
    with Gradebook(url) as book:
        return sorted(
            (
                (
                    s.student.id,
                    n.name,
                    g.name,
                    g.auto_score,
                    g.manual_score,
                    g.extra_credit,
                    g.needs_manual_grade,
                )
                for s in book.assignment_submissions("tiny")
                for n in s.notebooks
                for g in n.grades
            ),
            key=repr,
        ) + sorted(
            (
                (s.student.id, n.name, c.name, c.auto_comment, c.manual_comment)
                for s in book.assignment_submissions("tiny")
                for n in s.notebooks
                for c in n.comments
            ),
            key=repr,
        )
