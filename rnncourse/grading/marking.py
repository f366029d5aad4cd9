"""One run's way through its plan: who is graded, in which order, and what becomes of what was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from rnncourse.errors import FAULT, CourseError
from rnncourse.grading import outcome, policy, proof
from rnncourse.grading.engine import Graded, Job
from rnncourse.grading.home import Home
from rnncourse.grading.intake import HandedIn
from rnncourse.grading.journal import Store
from rnncourse.grading.outcome import Change
from rnncourse.grading.pool import Pool
from rnncourse.grading.progress import Say, progress
from rnncourse.grading.questions import Plan, Questions
from rnncourse.grading.workers import found_by, hired, level_of, proved_first

if TYPE_CHECKING:
    from rnncourse.grading.commit import Committer
    from rnncourse.grading.gradebook import Writer
    from rnncourse.grading.run import Request


class Marking:
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
        early, self._early = self._early, None
        with early or hired(self._questions.assignment, self._request) as workers:
            level = level_of(workers, self._request.trusted, self._say)
            vanished: list[tuple[str, Job, Graded | None, str]] = []

            def jobs() -> Iterator[Job]:
                yield proof.job(self._questions.bundle, self._questions.environment, level)
                for student in running:
                    handed_in, job = self._job(student, earlier, level)
                    if (graded := self._questions.at_once(handed_in, job)) is None:
                        yield job
                    else:
                        vanished.append((student, job, graded, ""))

            for answer in proved_first(workers.answers(jobs())):
                yield answer.task.blank.student, answer.task, found_by(answer), answer.fault
            yield from vanished

    def _job(self, student: str, earlier: bool, level: str) -> tuple[HandedIn, Job]:
        handed_in, blank = self._questions.ask(student, earlier=earlier)
        return handed_in, self._questions.job(handed_in, blank, level)
