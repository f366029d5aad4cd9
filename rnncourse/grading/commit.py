"""How one result is written down: in this order, so that a stop at any moment leaves nothing half.

Notebooks and pages first, then the gradebook, then the journal's line: once that is on disk, the submission is done.
What a stop leaves before it is found again and written over, by the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from rnncourse.grading import executed, feedback, policy
from rnncourse.grading.engine import Graded, Job
from rnncourse.grading.gradebook import Writer
from rnncourse.grading.home import Home
from rnncourse.grading.journal import Store
from rnncourse.grading.policy import Policy
from rnncourse.grading.results import Result


class Committer:
    """Writes results into ``home``, ``store`` and the gradebook of ``writer``.

    Parameters
    ----------
    decided : which attempt counts of several, and when what lies there now was received
    reached : called with the name of every step when it is reached; for tests that stop there
    """

    def __init__(
        self, home: Home, store: Store, writer: Writer, decided: Policy, reached: Callable[[str], None]
    ) -> None:
        self._home, self._store, self._writer = home, store, writer
        self._best, self._reached = decided.attempts == policy.BEST, reached
        self._arrivals = decided.arrivals

    def take(self, job: Job, graded: Graded) -> Result:
        """Write down what was found; return the result that counts now."""
        found = graded.result
        before = self._store.get(found.student, found.assignment)
        if self._best and policy.stays(before, found):
            return self._keep(job, before, found)
        who = found.student, found.assignment
        self._reached("before notebooks")
        self._home.put_notebooks(*who, graded.notebooks)
        self._reached("before feedback")
        self._home.put_pages(*who, graded.pages)
        if job.notebooks and (self._best or self._is_best(found)):
            self._home.put_attempt(found, job.notebooks, self._arrivals.get(found.student))
        self._reached("before gradebook")
        self._writer.write(found, fresh=fresh(before, found))
        self._reached("before journal")
        self._store.put(found)
        self._reached("after journal")
        return found

    def _is_best(self, found: Result) -> bool:
        """Whether no better attempt is kept: the latest counts, but somebody may ask for the best one later."""
        kept = self._home.best(found.student, found.assignment)
        return kept is None or kept["attempt"] == found.attempt or kept["score"] <= found.score

    def lose(self, student: str, assignment: str) -> None:
        """The grader failed on a new attempt: the old one's score goes, unless the best attempt counts."""
        if not self._best:
            self._writer.withdraw(student, assignment)
            self._store.drop(student, assignment)

    def excuse(self, student: str, assignment: str) -> None:
        """Take back what says that something is missing."""
        self._home.remove(student, assignment)
        self._writer.forget(student, assignment)
        self._store.drop(student, assignment)

    def _keep(self, job: Job, before: Result, found: Result) -> Result:
        """The earlier attempt is the better one: it stays, and says so."""
        message, instructor_message = policy.staying(before, found)
        kept = replace(before, message=message, instructor_message=instructor_message)
        if kept != before:
            who = kept.student, kept.assignment
            pages = {
                master.name: feedback.render(master, kept, self._code(kept, master.name))
                for master in job.bundle.assignment.masters
            }
            self._reached("before feedback")
            self._home.put_pages(*who, pages)
            self._reached("before journal")
            self._store.put(kept)
            self._reached("after journal")
        self._store.pass_over(found)
        return kept

    def _code(self, result: Result, notebook: str) -> dict[str, str]:
        """The text of the learner's cells in the notebook that stays."""
        path = self._home.autograded(result.student, result.assignment) / f"{notebook}.ipynb"
        return executed.sources(json.loads(path.read_text("utf-8")) if path.is_file() else None)


def fresh(before: Result | None, found: Result) -> bool:
    """Whether what somebody graded by hand was another attempt; that one test has other points is seen there."""
    return before is None or before.attempt != found.attempt
