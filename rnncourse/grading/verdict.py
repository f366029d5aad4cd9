"""From what the supervisor saw to a result: statuses, hints and sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnncourse.checks.failure import parse
from rnncourse.grading.assignment import Assignment, Cell, Master
from rnncourse.grading.feedback import exercise_title
from rnncourse.grading.plan import Step
from rnncourse.grading.rebuild import Flag
from rnncourse.grading.results import STATUSES, Result, TestResult, for_test, not_run, worst
from rnncourse.grading.supervisor import Course, Ending
from rnncourse.grading.wording import FLAGS, TESTS

#: What the instructor reads where there is no trace of a submission.
NOTHING = "No notebook."

#: What a learner does who handed in nothing.
_NEXT = (
    "Save your notebook in JupyterLab, run `rnncourse submit {folder}`, and hand in the package that it makes. "
    "If you are sure that you handed one in, ask your instructor what arrived."
)

#: Hints longer than this are cut: they go to a page, and a learner's error message can be any length.
_LONGEST = 2000


@dataclass(frozen=True)
class Run:
    """How the notebook ``notebook`` went: its steps, and what the supervisor saw of them."""

    notebook: str
    steps: list[Step]
    course: Course

    def flags(self) -> list[Flag]:
        """The flags that the run gave rise to, each with the id of the master's cell, if it was in one."""
        return [
            Flag(code, self.steps[index].id if index is not None and code != "output-truncated" else None)
            for code, index in self.course.flags
        ]

    def told(self) -> list[dict]:
        """What the judge told of its calls, each with the test's id."""
        return [call | {"id": self.steps[call["cell"]].id} for call in self.course.calls]


def from_runs(blank: Result, assignment: Assignment, runs: list[Run], flags: list[Flag]) -> Result:
    """The result that the runs of a submission's notebooks amount to; a test without a run did not run."""
    ended = {
        step.id: ending
        for run in runs
        for step, ending in zip(run.steps, run.course.endings, strict=True)
        if step.role == "test"
    }
    tests = tuple(
        _test(cell, master.name, ended.get(cell.id))
        for master in assignment.masters
        for cell in master.tests()
    )
    handed_in = {run.notebook for run in runs}
    absent = [master.name for master in assignment.masters if master.name not in handed_in]
    faults = {ending.ended for run in runs for ending in run.course.endings} | {t.status for t in tests}
    if any(run.course.out_of_time for run in runs):
        faults.add("timeout")
    status = worst([fault for fault in faults if fault in STATUSES] + ["missing"] * bool(absent))
    return replace(
        blank,
        status=status,
        flags=tuple(sorted(set(flags), key=lambda flag: (flag.code, flag.grade_id or ""))),
        score=float(sum(test.score for test in tests)),
        tests=tests,
        message=_message(status, tests, assignment, runs, absent),
        instructor_message=_instructor(runs),
    )


def broken_off(blank: Result, assignment: Assignment, cause: str) -> Result:
    """The result where the worker was ended from outside under a submission, again and again."""
    words = {"timeout": "did not end in time", "crashed": "died"}[cause]
    return replace(
        blank,
        status=cause,
        tests=not_run(assignment),
        message=f"Nothing could be graded: the grader {words} with this notebook. Ask your instructor.",
        instructor_message=f"The worker {words} under this submission, time and again; look at it by hand.",
    )


def malformed(blank: Result, assignment: Assignment, sentence: str) -> Result:
    """The result for bytes that are no notebook of this assignment."""
    words = f"Your notebook could not be read, so nothing in it was graded: {sentence}"
    return replace(
        blank,
        status="malformed",
        tests=not_run(assignment),
        message=words,
        instructor_message=f"Not readable: {sentence}",
    )


def missing(blank: Result, assignment: Assignment, found: tuple[str, ...] = ()) -> Result:
    """The result where nothing was handed in, or where ``found`` lies in its place."""
    names = " and ".join(f"{master.name}.ipynb" for master in assignment.masters)
    folder, files = assignment.name, ", ".join(name.removeprefix(f"{assignment.name}/") for name in found)
    misplaced = any("/" not in name for name in found)
    to_learner, to_instructor = _NEXT.format(folder=folder), NOTHING
    if found:
        do = f"move it to {folder}/{names}" if misplaced else f"rename it to {names}"
        where = f" beside the folder {folder}" if misplaced else ""
        to_learner = f"There is {files}{where}: {do} and hand it in again."
        do = f"move it to {folder}/{names}" if misplaced else "rename it"
        to_instructor = f"no {names} in {blank.student}/{folder}; found {files}{where}: {do} and grade again"
    return replace(
        blank,
        status="missing",
        tests=not_run(assignment),
        message=f"No {names} was handed in for {assignment.name}. {to_learner}",
        instructor_message=to_instructor,
    )


def _test(cell: Cell, notebook: str, ending: Ending | None) -> TestResult:
    if ending is None or ending.ended == "not-run":
        return for_test(cell, notebook, "not-run")
    if ending.ended == "passed":
        return for_test(cell, notebook, "passed", cell.points)
    if ending.ended == "violation":
        return for_test(cell, notebook, "error", hint=FLAGS["protocol-violation"].learner)
    if ending.ended != "raised":
        return for_test(cell, notebook, ending.ended, hint=TESTS[ending.ended].learner)
    message, hint_id = parse(ending.evalue)
    if ending.ename == "CheckFailed":
        told = ending.quiet if cell.hidden else message
        return for_test(cell, notebook, "failed", hint=told[:_LONGEST], hint_id=hint_id)
    if ending.ename == "MemoryError":
        return for_test(cell, notebook, "out-of-memory", hint=TESTS["out-of-memory"].learner)
    return for_test(cell, notebook, "error", hint=_why(ending, cell.hidden))


def _why(ending: Ending, hidden: bool) -> str:
    """What stopped a test that could not come to a verdict; of a hidden test its values stay unsaid."""
    name, words = ending.ename, ending.evalue
    if hidden:
        return "The test could not run. Did the cell above it run without an error?"
    if words:
        return f"The test could not run: {name}: {words[:300]}. Did the cell above it run without an error?"
    return f"The test could not run: {name}. Did the cell above it run without an error?"


def _message(
    status: str, tests: tuple[TestResult, ...], assignment: Assignment, runs: list[Run], absent: list[str]
) -> str:
    """One sentence for the learner."""
    passed = sum(test.status == "passed" for test in tests)
    counted = f"{passed} of {len(tests)} tests passed."
    place = _place(status, assignment, runs)
    if status == "missing":
        return f"{' and '.join(absent)} was not handed in. {counted}"
    if status == "timeout":
        return f"Stopped in {place}, which did not end in its time. {counted}"
    if status == "out-of-memory":
        return f"Stopped in {place}, which took more memory than it may. {counted}"
    if status == "crashed":
        return f"The process died in {place}. {counted}"
    return counted


def _place(status: str, assignment: Assignment, runs: list[Run]) -> str:
    """The first cell that ended in this fault, in words that stand in the notebook and on the page."""
    masters = {master.name: master for master in assignment.masters}
    for run in runs:
        for step, ending in zip(run.steps, run.course.endings, strict=True):
            memory = status == "out-of-memory" and ending.ename == "MemoryError"
            if ending.ended == status or memory:
                return _called(step, masters[run.notebook])
    return "the notebook as a whole"


def _called(step: Step, master: Master) -> str:
    """A cell by its exercise's heading; a test by its title too."""
    if not step.id:
        return "a cell of your own"
    if not step.exercise:
        return f"the cell `{step.id}`"
    heading = exercise_title(master, step.exercise)
    title = next((cell.title for cell in master.tests() if cell.id == step.id), "")
    return f"the test “{title}” of “{heading}”" if title else f"your cell of “{heading}”"


def _instructor(runs: list[Run]) -> str:
    """One line on the learner's cells that stopped with an error or worse, and on tests that broke the protocol."""
    stopped = [
        f"{step.id or 'added cell'}: {ending.ename or ending.ended}: {ending.evalue[:200]}".replace("\n", " ")
        for run in runs
        for step, ending in zip(run.steps, run.course.endings, strict=True)
        if (step.role == "learner" and ending.ended not in ("passed", "not-run"))
        or ending.ended in ("violation", "crashed")
    ]
    return "; ".join(stopped)[:_LONGEST]
