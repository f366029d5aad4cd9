"""A grade as a pure function: (submission bytes, bundle, environment, seed) → result, notebooks and pages.

``grade`` is called again and again in a worker process, on this machine or on a cluster's. The boxes that
submissions run in are forked from zygotes, which stay warm between calls with the same bundle.
"""

from __future__ import annotations

import atexit
import time
from dataclasses import dataclass, replace
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import executed, feedback, verdict
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.bundle import Bundle
from rnncourse.grading.intake import Malformed, parse
from rnncourse.grading.plan import steps
from rnncourse.grading.rebuild import rebuild
from rnncourse.grading.results import Result
from rnncourse.grading.sandbox.limits import Limits as BoxLimits
from rnncourse.grading.sandbox.station import Spec, Station
from rnncourse.grading.supervisor import BoxesFailed, Course, supervise
from rnncourse.grading.verdict import Run


@dataclass(frozen=True)
class Job:
    """One grade to be found. ``blank`` is its result before anything is known: status, score and tests empty.

    ``level`` is the sandbox's: "nested", "cold" or "trusted".
    """

    bundle: Bundle
    notebooks: dict[str, bytes]
    blank: Result
    level: str
    transcript: bool = False


@dataclass(frozen=True)
class Graded:
    """A result; the executed notebooks as JSON and the feedback pages, by name; what the judge told of its calls."""

    result: Result
    notebooks: dict[str, str]
    pages: dict[str, str]
    transcript: tuple[dict, ...] = ()


def grade(job: Job) -> Graded:
    """Find one grade; whatever the submission does becomes part of the result.

    Raises
    ------
    BoxesFailed : (of ``supervisor``) the sandbox does not come up
    CourseError : (3) the sandbox of that level is not to be had here
    """
    began = time.monotonic()
    rebuilt, flags = {}, []
    try:
        for name, content in job.notebooks.items():
            try:
                made = job.bundle
                rebuilt[name], found = rebuild(
                    made.notebook(name), parse(content), made.private, made.earlier
                )
            except Malformed as error:
                raise Malformed(f"{name}.ipynb {error}") from None
            flags += found
    except Malformed as error:
        return malformed(job, str(error))
    runs = [_run(job, name, notebook) for name, notebook in rebuilt.items()]
    flags += [flag for run in runs for flag in run.flags()]
    result = verdict.from_runs(job.blank, job.bundle.assignment, runs, flags)
    result = replace(
        result,
        seconds=round(time.monotonic() - began, 3),
        cpu_seconds=round(sum(run.course.cpu_seconds for run in runs), 3),
    )
    notebooks = {run.notebook: executed.notebook(rebuilt[run.notebook], run) for run in runs}
    calls = [call for run in runs for call in run.told()]
    return _with_pages(job, result, notebooks, rebuilt, tuple(calls))


def malformed(job: Job, sentence: str) -> Graded:
    """The result for a submission that cannot be read."""
    result = verdict.malformed(job.blank, job.bundle.assignment, sentence)
    return _with_pages(job, result, _stand_ins(job, sentence), {})


def missing(job: Job, found: tuple[str, ...] = ()) -> Graded:
    """The result where nothing was handed in, or where ``found`` lies in its place."""
    result = verdict.missing(job.blank, job.bundle.assignment, found)
    return _with_pages(job, result, {}, {})


def broken_off(job: Job, cause: str) -> Graded:
    """The result where the worker itself was ended ("timeout") or died ("crashed") under a submission."""
    result = verdict.broken_off(job.blank, job.bundle.assignment, cause)
    return _with_pages(job, result, _stand_ins(job, "The submission was stopped from outside."), {})


def close() -> None:
    """End this process's zygotes."""
    while _stations:
        _stations.popitem()[1].close()


#: The one station of this process, by what it was made for.
_stations: dict[tuple[Spec, str], Station] = {}
atexit.register(close)


def _station(bundle: Bundle, level: str) -> Station:
    return _station_for(_spec(bundle.assignment, bundle.data), level)


def _station_for(spec: Spec, level: str) -> Station:
    if (spec, level) not in _stations:
        close()
        _stations[spec, level] = Station(spec, level)
    return _stations[spec, level]


def warm(assignment: Assignment, data: tuple[tuple[str, bytes], ...], level: str) -> None:
    """Start this process's zygotes for an assignment whose bundle is still being made.

    Raises
    ------
    CourseError : (3) the sandbox of that level is not to be had here
    """
    _station_for(_spec(assignment, data), level).warm()


def _spec(assignment: Assignment, data: tuple[tuple[str, bytes], ...]) -> Spec:
    limits = assignment.limits
    return Spec(
        allowed=assignment.allowed,
        data=data,
        limits=BoxLimits(memory_bytes=limits.memory_bytes, processes=limits.processes),
        package=Path(__file__).resolve().parents[2],
        cells=tuple(
            (cell.id, cell.source)
            for master in assignment.masters
            for cell in master.cells
            if cell.role in ("setup", "test")
        ),
    )


def _run(job: Job, name: str, notebook: dict) -> Run:
    planned, limits = steps(job.bundle, name, notebook), job.bundle.assignment.limits
    course = _supervised(
        job,
        planned,
        limits,
        seed=job.blank.seed,
        allowed=list(job.bundle.assignment.allowed),
        output_bytes=limits.output_bytes,
        transcript=job.transcript,
    )
    return Run(name, planned, course)


def _supervised(job: Job, *args: object, **settings: object) -> Course:
    """``supervise``, once more with a fresh station where one that had worked makes no boxes any more.

    A moment without memory is no reason to call off a whole class; that it happens twice is this submission's fault
    or the grader's, and is told of this submission only.
    """
    had_worked = (_spec(job.bundle.assignment, job.bundle.data), job.level) in _stations
    try:
        return supervise(_station(job.bundle, job.level), *args, **settings)
    except (CourseError, BoxesFailed, OSError):
        if not had_worked:
            raise
    close()
    try:
        return supervise(_station(job.bundle, job.level), *args, **settings)
    except CourseError as error:
        raise BoxesFailed(str(error)) from error


def _with_pages(
    job: Job,
    result: Result,
    notebooks: dict[str, str],
    rebuilt: dict[str, dict],
    calls: tuple[dict, ...] = (),
) -> Graded:
    pages = {
        master.name: feedback.render(master, result, executed.sources(rebuilt.get(master.name)))
        for master in job.bundle.assignment.masters
    }
    return Graded(result, notebooks, pages, calls)


def _stand_ins(job: Job, sentence: str) -> dict[str, str]:
    """The released notebooks, each cell with the sentence as its error: what formgrader shows instead."""
    return {name: executed.not_run(job.bundle.notebook(name), sentence) for name in job.bundle.released}
