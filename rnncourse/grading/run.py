"""``rnncourse grade``: find what was handed in, have it graded by workers, write it down as the one writer."""

from __future__ import annotations

import difflib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from rnncourse.errors import FAULT, CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import (
    bundle,
    engine,
    identity,
    intake,
    lateness,
    outcome,
    overlay,
    places,
    policy,
    proof,
    results,
)
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.commit import Committer
from rnncourse.grading.engine import Graded, Job
from rnncourse.grading.generate import GRADEBOOK
from rnncourse.grading.gradebook import Writer
from rnncourse.grading.home import Home, check_writable, locked, taken_back
from rnncourse.grading.intake import HandedIn
from rnncourse.grading.journal import Store
from rnncourse.grading.outcome import Change, Report
from rnncourse.grading.pool import Answer, Pool, default_workers
from rnncourse.grading.progress import progress
from rnncourse.grading.questions import Plan, Questions
from rnncourse.grading.roster import unfit
from rnncourse.grading.sandbox.selftest import best_level

#: Seconds beyond what the engine itself allows a submission before its worker is held to hang.
BACKSTOP = 60.0

#: Said where a submission costs more than it need.
COLD = "Nested namespaces are refused here: a sandbox is started afresh for each submission, as safe, but slower."

Say = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """The arguments of ``rnncourse grade``, as the contract names them, and of ``rnncourse regrade``.

    Attributes
    ----------
    attempts : which attempt counts of several, "latest" or "best"
    roster : who is excused and who has longer; None: roster.csv in ``out``, if it is there
    regrade : grade everything again and report whose score changes; with ``dry_run`` write nothing
    overlay : a folder with hidden tests of the instructor's own
    """

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
    attempts: str = policy.LATEST
    roster: Path | None = None
    regrade: bool = False
    overlay: Path | None = None


def grade_class(
    root: Path,
    request: Request,
    say: Say = lambda line: None,
    reached: Callable[[str], None] = lambda step: None,
) -> Report:
    """Grade every submission that has no result yet for the same bytes, bundle, environment and seed.

    Parameters
    ----------
    say : is told how far it is; a bar on standard error takes its place on a terminal
    reached : is told each step of writing, for tests that stop there

    Raises
    ------
    CourseError : (2) bad input, nothing written; (3) refused; (4) the grader failed on some submissions, whose
        results are left out while all others are written
    KeyboardInterrupt : results that were complete are written
    """
    began = time.monotonic()
    assignment = assignments.load(root, request.assignment)
    if request.overlay:
        assignment = overlay.apply(assignment, request.overlay)
    there = intake.students(request.submitted, assignment.name)
    new = not request.out.exists() and not request.dry_run
    _check(request)
    decided = policy.load(assignment.name, request.attempts, request.roster, request.submitted, request.out)
    known = Store(request.out)
    without = _without_folder(decided, there, known, assignment.name, say)
    names = _chosen(sorted({*there, *without}), request.only)
    penalty = lateness.penalty(root, request.out, decided.excused)
    key = identity.course_key(request.out, request.seed, keep=not request.dry_run)
    alone = nullcontext() if request.dry_run else locked(request.out)
    # What a submission left running may still write while the folder goes: no reason to lose a result.
    folders = tempfile.TemporaryDirectory(prefix="rnncourse-", ignore_cleanup_errors=True)
    unknown = any(known.get(name, assignment.name) is None for name in names)
    starting = _early_workers(assignment, request, unknown)
    with alone, taken_back(request.out, new), folders as folder, starting as early:
        made = bundle.make(assignment, Path(folder))
        home, release = Home(request.out), made.prints()
        earlier = tuple(prints for prints in home.releases(assignment.name) if prints != release)
        made = replace(made, earlier=earlier)
        if not request.dry_run:
            home.put_release(assignment.name, release)
        store = Store(request.out, reached)
        questions = Questions(made, request.submitted, request.out, key, decided)
        plan = questions.plan(names, store, force=request.force or request.regrade)
        run = _Run(request, questions, plan, store, early, say)
        if not request.dry_run:
            url = places.gradebook_url(request.gradebook or home.gradebook)
            prepared = f"sqlite:///{folder}/{GRADEBOOK}"
            with Writer(url) as writer:
                if plan.current or plan.earlier or not writer.knows(assignment.name):
                    writer.take_assignment(assignment.name, prepared)
                committer = Committer(home, store, writer, decided, reached)
                home.put_settings(root, request.submitted, url)
                for sentence in plan.lost:
                    say(sentence)
                try:
                    run.write_kept(writer, committer)
                    run.grade(committer)
                    writer.settle(assignment.name, run.arrivals(), decided.extensions, penalty)
                finally:
                    _save(request.out, store, writer)
        elif request.regrade:
            run.grade(None)
        run.complain()
        rows = [] if request.dry_run else list(_rows(store, plan.names, assignment.name))
    graded = sorted({*plan.earlier, *plan.current})
    return Report(
        assignment.name,
        rows,
        graded,
        plan.kept,
        time.monotonic() - began,
        request.out,
        excused=tuple(plan.excused),
        changes=tuple(sorted(run.changes, key=lambda change: change.student)),
    )


class _Run:
    """One run's way through its plan."""

    def __init__(
        self, request: Request, questions: Questions, plan: Plan, store: Store, early: Pool | None, say: Say
    ) -> None:
        self._early = early
        self._request, self._questions, self._plan = request, questions, plan
        self._store, self._say = store, say
        self._name, self._faults = questions.assignment.name, []
        self._failed: set[str] = set()
        self._earned: dict[str, float] = {}
        self.changes: list[Change] = []

    def write_kept(self, writer: Writer, committer: Committer) -> None:
        """Bring the gradebook in step with results that stay, and take back what an excuse has settled."""
        known = writer.auto_scores(self._name)
        for student in self._plan.kept:
            result = self._store.get(student, self._name)
            if known.get(student) != (len(result.tests), result.score):
                writer.write(result, fresh=False)
        for student in self._plan.excused:
            committer.excuse(student, self._name)

    def grade(self, committer: Committer | None) -> None:
        """Have everything graded that the plan names, and written down by ``committer``, if there is one."""
        plan = self._plan
        with progress(len(plan.earlier) + len(plan.current), self._say) as tick:
            for earlier in (True, False):
                for student, job, graded, fault in self._answers(earlier):
                    if graded is None:
                        self._lose(student, fault, committer)
                        tick(f"{student}: the grader failed")
                        continue
                    self._take(job, graded, committer)
                    found = graded.result
                    tick(f"{student}: {found.status}, {found.score:g} of {found.max_score:g}")
        if committer:
            self._tell_drops()

    def _tell_drops(self) -> None:
        """Where the best attempt counts, whose score is lower now all the same, and why."""
        for student, earned in self._earned.items():
            now = self._store.get(student, self._name)
            if now is not None and now.score < earned:
                self._say(
                    f"{student}: the best attempt earns {now.score:g} points now and {earned:g} before: the tests or "
                    "the environment are others, or the code is not deterministic."
                )

    def _take(self, job: Job, graded: Graded, committer: Committer | None) -> None:
        before = self._store.get(job.blank.student, self._name)
        counts = graded.result
        if before is not None and self._questions.decided.attempts == policy.BEST:
            self._earned.setdefault(before.student, before.score)
        if committer:
            counts = committer.take(job, graded)
        if self._request.regrade and (changed := outcome.change(before, counts)):
            self.changes.append(changed)

    def _lose(self, student: str, fault: str, committer: Committer | None) -> None:
        self._faults.append(f"{student} ({fault})")
        self._failed.add(student)
        if committer:
            committer.lose(student, self._name)

    def arrivals(self) -> dict[str, datetime]:
        """When what counts arrived; of an earlier attempt that stays, where it was not noted, nothing new is said."""
        decided = self._questions.decided
        if decided.attempts != policy.BEST:
            return decided.arrivals
        found = {}
        for student, received in decided.arrivals.items():
            if not self._store.passed_over(self._questions.ask(student)[1]):
                found[student] = received
            elif (kept := Home(self._request.out).best(student, self._name)) and kept["received"]:
                found[student] = datetime.fromisoformat(kept["received"])
        return found

    def complain(self) -> None:
        """Raise a ``CourseError`` (4) if the grader failed on anybody."""
        if self._faults:
            kept = "Nothing is written." if self._request.dry_run else "All other results are written."
            raise CourseError(f"The grader itself failed on {'; '.join(self._faults)}. {kept}", FAULT)

    def _answers(self, earlier: bool) -> Iterator[tuple[str, Job, Graded | None, str]]:
        """(student, job, what was found, why nothing was): first what is known at once, then as workers finish."""
        running = []
        # Where the grader failed on the best attempt so far, another one is not weighed against what it earned once.
        asked = self._plan.earlier if earlier else [n for n in self._plan.current if n not in self._failed]
        for student in asked:
            handed_in, job = self._job(student, earlier, "")
            graded = self._questions.at_once(handed_in, job)
            if graded is None:
                running.append(student)
            else:
                yield student, job, graded, ""
        if not running:
            return
        with self._workers() as workers:
            level = self._level(workers)
            vanished: list[tuple[str, Job, Graded | None, str]] = []

            def jobs() -> Iterator[Job]:
                yield proof.job(self._questions.bundle, self._questions.environment, level)
                for student in running:
                    handed_in, job = self._job(student, earlier, level)
                    if (graded := self._questions.at_once(handed_in, job)) is None:
                        yield job
                    else:
                        vanished.append((student, job, graded, ""))

            for answer in _proved_first(workers.answers(jobs())):
                yield answer.task.blank.student, answer.task, _graded(answer), answer.fault
            yield from vanished

    def _job(self, student: str, earlier: bool, level: str) -> tuple[HandedIn, Job]:
        handed_in, blank = self._questions.ask(student, earlier=earlier)
        return handed_in, self._questions.job(handed_in, blank, level)

    def _workers(self) -> Any:
        if self._early:
            early, self._early = self._early, None
            return early
        assignment = self._questions.assignment
        if self._request.scheduler:
            from rnncourse.grading.cluster import Cluster

            return Cluster(engine.grade, self._request.scheduler, _seconds(assignment), engine.close)
        return _pool(assignment, self._request)

    def _level(self, workers: Any) -> str:
        """The sandbox's level, the same for all: what holds wherever there are workers."""
        if self._request.trusted:
            return "trusted"
        levels = workers.ask_each(best_level)
        if "cold" in levels:
            self._say(COLD)
        return "cold" if "cold" in levels else "nested"


@contextmanager
def _early_workers(assignment: Assignment, request: Request, unknown: bool) -> Iterator[Pool | None]:
    """Workers that load what boxes need while the bundle is made, where the result of somebody is ``unknown``."""
    if request.scheduler or not unknown or (request.dry_run and not request.regrade):
        yield None
        return
    level = "trusted" if request.trusted else "nested"
    warm = partial(engine.warm, assignment, bundle.data_of(assignment), level)
    with _pool(assignment, request, warm) as pool:
        pool.hire()
        yield pool


def _pool(assignment: Assignment, request: Request, warm: Callable[[], None] | None = None) -> Pool:
    return Pool(engine.grade, request.workers or default_workers(), _seconds(assignment), engine.close, warm)


def _seconds(assignment: Assignment) -> float:
    """How long a worker may take for a submission before it is held to hang."""
    return assignment.limits.submission_seconds * assignment.limits.patience + BACKSTOP


def _check(request: Request) -> None:
    places.check_apart(request.submitted, request.out)
    if request.gradebook:
        places.check_gradebook(request.gradebook)
    if request.scheduler:
        from rnncourse.grading.cluster import check_url

        check_url(request.scheduler)
    if not request.dry_run:
        check_writable(request.out)


def _proved_first(answers: Iterator[Answer]) -> Iterator[Answer]:
    """The answers once the course's own solutions are seen to pass; those that come before wait, a few at most."""
    waiting: list[Answer] | None = []
    for answer in answers:
        if answer.refusal:
            raise answer.refusal
        if answer.task.blank.student == proof.NOBODY:
            proof.check(_graded(answer), answer.fault)
            yield from waiting or ()
            waiting = None
        elif waiting is None:
            yield answer
        else:
            waiting.append(answer)


def _graded(answer: Answer) -> Graded | None:
    if answer.ended == "answered":
        return answer.value
    return engine.broken_off(answer.task, "crashed")


def _save(out: Path, store: Store, writer: Writer) -> None:
    """Replace results.json and grades.csv, each in one step."""
    store.save()
    totals = writer.totals()
    rows = (
        (found, *totals.get((found.student, found.assignment), (0.0, found.score)))
        for found in store.entries()
    )
    results.write_atomically(out / "grades.csv", results.grades_csv(rows))


def _rows(store: Store, names: list[str], assignment: str) -> Iterator[outcome.Row]:
    for name in names:
        if (found := store.get(name, assignment)) is not None:
            yield outcome.row(found)


def _without_folder(
    decided: policy.Policy, there: list[str], store: Store, assignment: str, say: Say
) -> list[str]:
    """Whom the roster names and nobody handed in for; not those whose attempt was graded from another folder.

    Raises
    ------
    CourseError : (2) the roster's name can be nobody's folder
    """
    found = []
    for name in sorted(decided.named - set(there)):
        if why := unfit(name):
            raise CourseError(f"The roster names {name!r}, which {why}.")
        known = store.get(name, assignment)
        if known is not None and known.attempt is not None:
            continue
        found.append(name)
        if near := difflib.get_close_matches(name, set(there) - decided.named, 1):
            say(f"The roster names {name}, and nobody of that name handed in; did you mean {near[0]}?")
    return found


def _chosen(names: list[str], only: tuple[str, ...]) -> list[str]:
    for name in only:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {len(names)} students."
            raise CourseError(f"--only {name}: nobody of that name handed in; {hint}")
    return [name for name in names if not only or name in only]
