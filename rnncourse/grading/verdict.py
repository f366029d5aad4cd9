"""From what an engine recorded to a result: statuses, hints and sentences."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from rnncourse.checks.failure import parse
from rnncourse.grading.assignment import Assignment, Cell
from rnncourse.grading.rebuild import Flag
from rnncourse.grading.results import Result, TestResult, for_test, not_run, worst

#: What the instructor reads where there is no trace of a submission.
NOTHING = "No notebook."

#: Hints longer than this are cut: they go to a page, and a learner's error message can be any length.
_LONGEST = 2000


def from_record(
    blank: Result,
    assignment: Assignment,
    record: Path,
    flags: list[Flag],
    notebooks: set[str],
    cause: str | None = None,
) -> Result:
    """The result that the lines of ``record`` amount to; a test without a line did not run.

    ``notebooks`` are those that were handed in: where one of the assignment's is absent, the status is missing.
    ``cause`` is the fault ("timeout", "crashed") that ended the engine itself before it was done.
    """
    lines = _lines(record)
    ended = {line["id"]: line for line in lines if line["id"]}
    tests = tuple(
        _test(cell, master.name, ended.get(cell.id))
        for master in assignment.masters
        for cell in master.tests()
    )
    absent = [master.name for master in assignment.masters if master.name not in notebooks]
    endings = {line["ended"] for line in lines} | {test.status for test in tests} | {cause}
    statuses = [status for status in ("crashed", "out-of-memory", "timeout") if status in endings]
    if any(line["ended"] == "not-run" for line in lines) and not statuses:
        statuses = ["timeout"]
    status = worst(statuses + ["missing"] * bool(absent))
    return replace(
        blank,
        status=status,
        flags=tuple(sorted(set(flags), key=lambda flag: (flag.code, flag.grade_id or ""))),
        score=float(sum(test.score for test in tests)),
        tests=tests,
        message=_message(status, tests, assignment, lines, absent),
        instructor_message=_instructor(lines),
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
    to_learner, to_instructor = "", NOTHING
    if found:
        do = f"move it to {folder}/{names}" if misplaced else f"rename it to {names}"
        where = f" beside the folder {folder}" if misplaced else ""
        to_learner = f" There is {files}{where}: {do} and hand it in again."
        do = f"move it to {folder}/{names}" if misplaced else "rename it"
        to_instructor = f"no {names} in {blank.student}/{folder}; found {files}{where}: {do} and grade again"
    return replace(
        blank,
        status="missing",
        tests=not_run(assignment),
        message=f"No {names} was handed in for {assignment.name}.{to_learner}",
        instructor_message=to_instructor,
    )


def _lines(record: Path) -> list[dict]:
    """The record's complete lines; an engine that was killed may have left the last one unfinished."""
    if not record.is_file():
        return []
    text = record.read_text("utf-8", errors="replace")
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def _test(cell: Cell, notebook: str, line: dict | None) -> TestResult:
    if line is None:
        return for_test(cell, notebook, "not-run")
    if line["ended"] == "passed":
        return for_test(cell, notebook, "passed", line["score"])
    if line["ended"] != "raised":
        words = {
            "timeout": "It did not end within its time and was stopped: is there a loop that never ends?",
            "crashed": "The kernel died while this ran.",
        }.get(line["ended"])
        return for_test(cell, notebook, line["ended"], hint=words)
    message, hint_id = parse(line["evalue"])
    if line["ename"] == "CheckFailed":
        return for_test(cell, notebook, "failed", line["score"], hint=message[:_LONGEST], hint_id=hint_id)
    status = "out-of-memory" if line["ename"] == "MemoryError" else "error"
    return for_test(cell, notebook, status, line["score"], hint=_why(line, cell.hidden))


def _why(line: dict, hidden: bool) -> str:
    """What stopped a test that could not come to a verdict; of a hidden test its values stay unsaid."""
    name, words = line["ename"] or "A message on standard error", line["evalue"]
    if name == "NameError" or (words and not hidden):
        return f"The test could not run: {name}: {words[:300]}. Did the cell above it run without an error?"
    return f"The test could not run: {name}. Did the cell above it run without an error?"


def _message(
    status: str, tests: tuple[TestResult, ...], assignment: Assignment, lines: list[dict], absent: list[str]
) -> str:
    """One sentence for the learner."""
    passed = sum(test.status == "passed" for test in tests)
    score, most = sum(test.score for test in tests), assignment.max_score
    counted = f"{passed} of {len(tests)} tests passed: {score:g} of {most:g} points."
    late = next((line["id"] for line in lines if line["ended"] == "timeout"), None)
    dead = next((line["id"] for line in lines if line["ended"] == "crashed"), None)
    where = {"timeout": late, "crashed": dead}.get(status)
    place = f"the cell `{where}`" if where else "a cell of your own"
    if status == "timeout":
        return f"Stopped in {place}, which did not end in its time; what passed counts. {counted}"
    if status == "crashed":
        return f"The kernel died in {place}; what passed before counts. {counted}"
    if status == "missing":
        return f"{' and '.join(absent)} was not handed in. {counted}"
    return counted


def _instructor(lines: list[dict]) -> str:
    """One line on the cells that a learner wrote and that stopped with an error."""
    stopped = [
        f"{line['id'] or 'added cell'}: {line['ename']}: {line['evalue'][:200]}".replace("\n", " ")
        for line in lines
        if line["score"] is None and line["ended"] in ("raised", "timeout", "crashed")
    ]
    return "; ".join(stopped)[:_LONGEST]
