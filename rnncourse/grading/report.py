"""What a run prints: the table, or one JSON object."""

from __future__ import annotations

import json
from collections import Counter

from rnncourse.grading.results import as_dict
from rnncourse.grading.run import Report
from rnncourse.grading.verdict import NOTHING


def table(report: Report) -> str:
    """One line a submission: student, score, status, tests passed, flags; then notes, then the totals."""
    if not report.results:
        return _plan(report)
    rows = [("student", "score", "status", "tests", "flags")]
    for result in report.results:
        passed = sum(test.status == "passed" for test in result.tests)
        codes = Counter(flag.code for flag in result.flags)
        flags = " ".join(code if count == 1 else f"{code}×{count}" for code, count in sorted(codes.items()))
        tests = f"{passed}/{len(result.tests)}"
        score = f"{result.score:g}/{result.max_score:g}"
        rows.append((result.student, score, result.status, tests, flags))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in [*lines, *notes(report), "", totals(report)])


def notes(report: Report) -> list[str]:
    """Whose notebook is missing though something else is there, and what to do; an empty line before them."""
    found = [
        f"{result.student}: {result.instructor_message}"
        for result in report.results
        if result.status == "missing" and result.attempt is None and result.instructor_message != NOTHING
    ]
    return [""] * bool(found) + found


def totals(report: Report) -> str:
    """One sentence: how many of which status, how many were graded anew, in what time."""
    counts = Counter(result.status for result in report.results)
    statuses = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    count = len(report.results)
    return (
        f"{count} submission{'s' * (count != 1)} of {report.assignment}: {statuses}. "
        f"{len(report.graded)} graded now, {len(report.kept)} kept, {report.seconds:.1f} s."
    )


def _plan(report: Report) -> str:
    lines = [f"{student}  to be graded" for student in report.graded]
    lines += [f"{student}  has a result" for student in report.kept]
    return "\n".join([*sorted(lines), "", "Nothing was graded or written."])


def as_json(report: Report) -> str:
    """The same as one JSON object; ``results`` are entries of results.json."""
    content = {
        "schema": 1,
        "assignment": report.assignment,
        "out": str(report.out),
        "graded": report.graded,
        "kept": report.kept,
        "seconds": round(report.seconds, 3),
        "results": [as_dict(result) for result in report.results],
    }
    return json.dumps(content, indent=1)
