"""The course's own solutions, graded before anyone's: a test that they do not pass is no test of anyone's.

Without this, a hidden test with a mistake of its own would quietly take its points from the whole class.
"""

from __future__ import annotations

import json

from rnncourse.errors import FAULT, CourseError
from rnncourse.grading import identity
from rnncourse.grading.bundle import Bundle
from rnncourse.grading.engine import Graded, Job
from rnncourse.grading.results import Result
from rnncourse.grading.sample import solution_source

#: Who the solutions are handed in by: no folder can have that name.
NOBODY = ""


def job(bundle: Bundle, environment: str, level: str) -> Job:
    """The worked solutions as a submission."""
    notebooks = {}
    for master in bundle.assignment.masters:
        notebook = bundle.notebook(master.name)
        solutions = {cell.id: solution_source(cell.source) for cell in master.solutions()}
        for cell in notebook["cells"]:
            cell["source"] = solutions.get(cell["id"], cell["source"])
        notebooks[master.name] = json.dumps(notebook).encode()
    attempt = identity.attempt(notebooks)
    blank = Result(
        student=NOBODY,
        assignment=bundle.assignment.name,
        attempt=attempt,
        bundle=bundle.hash,
        environment=environment,
        seed=identity.seed(b"the course's own solutions", attempt),
        status="graded",
        flags=(),
        score=0.0,
        max_score=bundle.assignment.max_score,
        tests=(),
    )
    return Job(bundle, notebooks, blank, level)


def check(graded: Graded | None, fault: str) -> None:
    """Raise a ``CourseError`` (4) unless every test was passed, naming those that were not."""
    if graded is None:
        raise CourseError(f"The course's own solutions cannot be graded: {fault}", FAULT)
    failed = [test for test in graded.result.tests if test.status != "passed"]
    if failed:
        named = "; ".join(f"{test.id} ({test.status}: {test.hint or 'no reason'})" for test in failed[:5])
        more = f" and {len(failed) - 5} more" if len(failed) > 5 else ""
        raise CourseError(
            f"Nobody was graded: the course's own solutions do not pass {named}{more}. "
            f"{graded.result.instructor_message} Mend the test, or its solution, then run this again.",
            FAULT,
        )
