"""``rnncourse grade``: find, grade, write down, in an order in which a stop at any moment leaves nothing half."""

from __future__ import annotations

import difflib
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rnncourse.errors import ENVIRONMENT, FAULT, CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import engine, feedback, identity, intake, places, verdict
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.engine import Graded, Job, Prepared
from rnncourse.grading.generate import GRADEBOOK
from rnncourse.grading.gradebook import Writer
from rnncourse.grading.home import Home, Ledger, check_writable
from rnncourse.grading.pool import Answer, Pool, default_workers
from rnncourse.grading.results import Result

#: Seconds beyond a submission's own limit before its worker is killed: for starting and stopping a kernel.
BACKSTOP = 60.0

#: Said before the first submission runs, to who has not said ``--trusted``.
UNPROTECTED = (
    "There is no sandbox yet: submissions run with your rights on this machine (--trusted: you know)."
)


@dataclass(frozen=True)
class Request:
    """The arguments of ``rnncourse grade``, as the contract names them."""

    assignment: str
    submitted: Path
    out: Path = Path("grades")
    gradebook: str | None = None
    workers: int | None = None
    scheduler: str | None = None
    only: tuple[str, ...] = ()
    force: bool = False
    dry_run: bool = False
    seed: str | None = None
    trusted: bool = False


@dataclass(frozen=True)
class Report:
    """What a run found: the results of all submissions asked for, and whose it graded or kept.

    After a dry run there are no results, and ``graded`` holds those who would have been.
    """

    assignment: str
    results: list[Result]
    graded: list[str]
    kept: list[str]
    seconds: float
    out: Path


def grade_class(root: Path, request: Request, say: Callable[[str], None] = lambda line: None) -> Report:
    """Grade every submission that has no result yet for the same bytes, bundle, environment and seed.

    Raises
    ------
    CourseError : (2) bad input, nothing written; (3) refused; (4) the grader failed on some submissions, whose
        results are left out while all others are written
    KeyboardInterrupt : results that were complete are written
    """
    began = time.monotonic()
    if request.scheduler:
        raise CourseError("A cluster is not supported yet: leave out --scheduler.", ENVIRONMENT)
    assignment = assignments.load(root, request.assignment)
    names = _chosen(intake.students(request.submitted, assignment.name), request.only)
    places.check_apart(request.submitted, request.out)
    if request.gradebook:
        places.check_gradebook(request.gradebook)
    if not request.dry_run:
        check_writable(request.out)
    home = Home(request.out)
    ledger = Ledger(home)
    questions = _Questions(assignment, request, identity.environment())
    pending = [
        student
        for student in names
        if request.force or not _answered(home, ledger, assignment, *questions.ask(student))
    ]
    kept = [student for student in names if student not in set(pending)]
    found = []
    if not request.dry_run:
        found = _grade_pending(root, request, home, ledger, questions, names, pending, say)
    return Report(assignment.name, found, pending, kept, time.monotonic() - began, request.out)


class _Questions:
    """What is asked of the engine for a student: the bytes handed in, and a result with the answer blank."""

    def __init__(self, assignment: Assignment, request: Request, environment: str) -> None:
        self.assignment, self._submitted, self._environment = assignment, request.submitted, environment
        self._bundle = assignment.bundle()
        self._key = identity.course_key(request.out, request.seed, keep=not request.dry_run)

    def ask(self, student: str) -> tuple[intake.HandedIn, Result]:
        handed_in = intake.collect(self._submitted, student, self.assignment)
        whole = handed_in.notebooks and not handed_in.problem
        attempt = identity.attempt(handed_in.notebooks) if whole else None
        blank = Result(
            student=student,
            assignment=self.assignment.name,
            attempt=attempt,
            bundle=self._bundle,
            environment=self._environment,
            seed=identity.seed(self._key, attempt),
            status="graded",
            flags=(),
            score=0.0,
            max_score=self.assignment.max_score,
            tests=(),
        )
        return handed_in, blank


def _grade_pending(
    root: Path,
    request: Request,
    home: Home,
    ledger: Ledger,
    questions: _Questions,
    names: list[str],
    pending: list[str],
    say: Callable[[str], None],
) -> list[Result]:
    assignment, faults = questions.assignment, []
    url = request.gradebook or home.gradebook
    # What a submission left running may still write while the folder goes: no reason to lose a result.
    folders = tempfile.TemporaryDirectory(prefix="rnncourse-", ignore_cleanup_errors=True)
    with folders as folder, Writer(url) as writer:
        course = Path(folder) / "course"
        if pending or not writer.knows(assignment.name):
            course.mkdir()
            prepared = engine.prepare(assignment, course)
            writer.take_assignment(assignment.name, f"sqlite:///{course / GRADEBOOK}")
        home.put_settings(root, request.submitted, url)
        try:
            for student in names:
                if student not in pending:
                    writer.write(ledger.get(student, assignment.name), fresh=False)
            workers = request.workers or default_workers()
            warn = (lambda: None) if request.trusted else (lambda: say(UNPROTECTED))
            answers = _answers(prepared, questions, pending, workers, warn) if pending else ()
            for count, (student, graded, fault) in enumerate(answers, 1):
                before = ledger.get(student, assignment.name)
                ledger.drop(student, assignment.name)
                if graded is None:
                    faults.append(f"{student} ({fault})")
                    continue
                found = graded.result
                home.put_notebooks(student, assignment.name, graded.notebooks)
                writer.write(found, fresh=before is None or not _equal(before, found))
                ledger.put(found)
                say(
                    f"{count}/{len(pending)} {student}: {found.status}, {found.score:g} of {found.max_score:g}"
                )
            mine = [found for name in names if (found := ledger.get(name, assignment.name))]
            for found in mine:
                feedback.write(home, assignment, found)
        finally:
            ledger.save(writer)
    if faults:
        raise CourseError(
            f"The grader itself failed on {'; '.join(faults)}. All other results are written.", FAULT
        )
    return mine


def _answers(
    prepared: Prepared, questions: _Questions, students: list[str], workers: int, warn: Callable[[], None]
) -> Iterator[tuple[str, Graded | None, str]]:
    """(student, what was found, why nothing was) as the workers finish; ``warn`` before the first runs."""
    assignment, folder = prepared.assignment, prepared.course.parent
    at_once: list[Graded] = []

    def jobs() -> Iterator[Job]:
        warned = False
        for number, student in enumerate(students):
            handed_in, blank = questions.ask(student)
            job = Job(prepared, handed_in.notebooks, blank, folder / f"{number}.record")
            if handed_in.problem:
                at_once.append(engine.malformed(job, handed_in.problem))
            elif not handed_in.notebooks:
                at_once.append(Graded(verdict.missing(blank, assignment, handed_in.found), {}))
            else:
                if not warned:
                    warn()
                    warned = True
                yield job

    with Pool(engine.grade, workers, assignment.limits.submission_seconds + BACKSTOP) as pool:
        for answer in pool.answers(jobs()):
            while at_once:
                graded = at_once.pop()
                yield graded.result.student, graded, ""
            yield answer.task.blank.student, _graded(answer), answer.fault
    for graded in at_once:
        yield graded.result.student, graded, ""


def _graded(answer: Answer) -> Graded | None:
    if answer.ended == "answered":
        return answer.value
    return engine.broken_off(answer.task, "timeout" if answer.ended == "killed" else "crashed")


def _answered(
    home: Home, ledger: Ledger, assignment: Assignment, handed_in: intake.HandedIn, blank: Result
) -> bool:
    """Whether the kept result answers this very question, and what formgrader shows is still there."""
    known = ledger.get(blank.student, blank.assignment)
    return (
        not handed_in.problem
        and blank.same_question(known)
        and (bool(handed_in.notebooks) or known == verdict.missing(blank, assignment, handed_in.found))
        and home.holds_notebooks(blank.student, blank.assignment, handed_in.notebooks)
    )


def _equal(one: Result, other: Result) -> bool:
    return replace(one, seconds=0.0, cpu_seconds=0.0) == replace(other, seconds=0.0, cpu_seconds=0.0)


def _chosen(names: list[str], only: tuple[str, ...]) -> list[str]:
    for name in only:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {len(names)} students."
            raise CourseError(f"--only {name}: nobody of that name handed in; {hint}")
    return [name for name in names if not only or name in only]
