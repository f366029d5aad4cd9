"""What a run asks of the engine: for each student the bytes that count, and a result with the answer blank."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.grading import engine, identity, intake, policy
from rnncourse.grading.bundle import Bundle
from rnncourse.grading.engine import Graded, Job
from rnncourse.grading.home import Home
from rnncourse.grading.intake import HandedIn
from rnncourse.grading.journal import Store
from rnncourse.grading.policy import Policy
from rnncourse.grading.results import Result


@dataclass
class Plan:
    """Whose submissions are to be graded, by name; the bytes are read when their turn comes.

    ``earlier`` are those whose best attempt so far has to be graded again, before ``current`` are. ``lost`` has a
    sentence for each whose attempt that counts cannot be graded again.
    """

    names: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class Questions:
    """The questions for one assignment. ``key`` is the course's, which seeds are made with."""

    def __init__(self, bundle: Bundle, submitted: Path, out: Path, key: bytes, decided: Policy) -> None:
        self.bundle, self.assignment, self.decided = bundle, bundle.assignment, decided
        self._submitted, self._home, self._key = submitted, Home(out), key
        self.environment = identity.environment()

    def ask(self, student: str, *, earlier: bool = False) -> tuple[HandedIn, Result]:
        """What lies there now, or (``earlier``) what was the best so far; and its result, blank."""
        place = self._home.attempts if earlier else self._submitted
        handed_in = intake.collect(place, student, self.assignment)
        whole = handed_in.notebooks and not handed_in.problem
        attempt = identity.attempt(handed_in.notebooks) if whole else None
        return handed_in, Result(
            student=student,
            assignment=self.assignment.name,
            attempt=attempt,
            bundle=self.bundle.hash,
            environment=self.environment,
            seed=identity.seed(self._key, attempt),
            status="graded",
            flags=(),
            score=0.0,
            max_score=self.assignment.max_score,
            tests=(),
        )

    def job(self, handed_in: HandedIn, blank: Result, level: str) -> Job:
        """The engine's job."""
        return Job(self.bundle, handed_in.notebooks, blank, level)

    def at_once(self, handed_in: HandedIn, job: Job) -> Graded | None:
        """The result where nothing has to run to know it."""
        if handed_in.problem:
            return engine.malformed(job, handed_in.problem)
        return None if handed_in.notebooks else engine.missing(job, handed_in.found)

    def plan(self, names: list[str], store: Store, *, force: bool) -> Plan:
        """What there is to do for these students; with ``force`` all of it again."""
        plan = Plan()
        for student in names:
            asked = self.ask(student)
            handed_in, blank = asked
            if student in self.decided.excused and not handed_in.notebooks and not handed_in.problem:
                plan.excused.append(student)
                continue
            plan.names.append(student)
            before = self.ask(student, earlier=True) if self.decided.attempts == policy.BEST else None
            if before is not None and (sentence := self._lost(store, blank, before[1])):
                plan.lost.append(sentence)
            again = before is not None and before[1].attempt not in (None, blank.attempt)
            if again and (force or not self._answered(store, *before)):
                plan.earlier.append(student)
            if force or not self._answered(store, *asked):
                plan.current.append(student)
            elif plan.earlier[-1:] != [student]:
                plan.kept.append(student)
        return plan

    def _lost(self, store: Store, now: Result, kept: Result) -> str:
        """A sentence where the attempt that counts has to be graded again, and its notebook is not there; else ""."""
        known = store.get(now.student, now.assignment)
        if known is None or known.attempt in (None, now.attempt, kept.attempt):
            return ""
        if (known.bundle, known.environment) == (now.bundle, now.environment):
            return ""
        return (
            f"{now.student}: the attempt that earned {known.score:g} of {known.max_score:g} points was not kept, and "
            "cannot be graded again by the tests as they are now: what lies there counts."
        )

    def _answered(self, store: Store, handed_in: HandedIn, blank: Result) -> bool:
        """Whether what is known answers this very question, and what was written beside it is still there."""
        if self.decided.attempts == policy.BEST and store.passed_over(blank):
            return True
        known = store.get(blank.student, blank.assignment)
        if handed_in.problem or known is None or not blank.same_question(known):
            return False
        if (
            not handed_in.notebooks
            and known != self.at_once(handed_in, self.job(handed_in, blank, "")).result
        ):
            return False
        pages = [master.name for master in self.assignment.masters]
        return self._home.holds(blank.student, blank.assignment, handed_in.notebooks, pages)
