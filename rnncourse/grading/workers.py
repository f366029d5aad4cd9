"""A run's workers: hired while there is something else to do, and believed once the course's own solutions pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from rnncourse.grading import bundle, engine, proof
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.engine import Graded
from rnncourse.grading.pool import Pool, default_workers
from rnncourse.grading.sandbox.selftest import best_level
from rnncourse.grading.worker import Answer

if TYPE_CHECKING:
    from rnncourse.grading.run import Request

#: Seconds beyond what the engine itself allows a submission before its worker is held to hang.
BACKSTOP = 60.0

#: Said where a submission costs more than it need.
COLD = "Nested namespaces are refused here: a sandbox is started afresh for each submission, as safe, but slower."


@contextmanager
def hired_early(assignment: Assignment, request: Request, unknown: int) -> Iterator[Pool | None]:
    """Workers that load what boxes need while the bundle is made, where so many results are not known."""
    if request.scheduler or not unknown or (request.dry_run and not request.regrade):
        yield None
        return
    level = "trusted" if request.trusted else "nested"
    warm = partial(engine.warm, assignment, bundle.data_of(assignment), level)
    most = unknown + 1  # the course's own solutions are graded, too
    with _pool(assignment, request, warm, most) as pool:
        pool.hire()
        yield pool


def hired(assignment: Assignment, request: Request) -> Any:
    """Workers on this machine or, with a scheduler, on a cluster; a context manager."""
    if request.scheduler:
        from rnncourse.grading.cluster import Cluster

        return Cluster(engine.grade, request.scheduler, _seconds(assignment), engine.close)
    return _pool(assignment, request)


def level_of(workers: Any, trusted: bool, say: Callable[[str], None]) -> str:
    """The sandbox's level, the same for all: what holds wherever there are workers."""
    if trusted:
        return "trusted"
    levels = workers.ask_each(best_level)
    if "cold" in levels:
        say(COLD)
    return "cold" if "cold" in levels else "nested"


def proved_first(answers: Iterator[Answer]) -> Iterator[Answer]:
    """The answers once the course's own solutions are seen to pass; those that come before wait, a few at most.

    Raises
    ------
    CourseError : (4) the course's own solutions do not pass; or whatever a worker refused with
    """
    waiting: list[Answer] | None = []
    for answer in answers:
        if answer.refusal:
            raise answer.refusal
        if answer.task.blank.student == proof.NOBODY:
            proof.check(found_by(answer), answer.fault)
            yield from waiting or ()
            waiting = None
        elif waiting is None:
            yield answer
        else:
            waiting.append(answer)


def found_by(answer: Answer) -> Graded | None:
    """What was found; None where the grader failed."""
    if answer.ended == "answered":
        return answer.value
    return engine.broken_off(answer.task, "crashed")


def _pool(
    assignment: Assignment, request: Request, warm: Callable[[], None] | None = None, most: int | None = None
) -> Pool:
    count = request.workers or default_workers()
    return Pool(engine.grade, min(count, most or count), _seconds(assignment), engine.close, warm)


def _seconds(assignment: Assignment) -> float:
    """How long a worker may take for a submission before it is held to hang."""
    return assignment.limits.submission_seconds * assignment.limits.patience + BACKSTOP
