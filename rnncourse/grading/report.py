"""What a run prints: the table, or one JSON object."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from rnncourse.grading.outcome import Report, words
from rnncourse.grading.results import as_dict
from rnncourse.grading.verdict import NOTHING


def table(report: Report) -> str:
    """One line a submission: student, score, status, tests passed, flags; then notes, then the totals."""
    if not report.rows and (report.graded or report.kept or not report.excused):
        return _plan(report)
    rows = [("student", "score", "status", "tests", "flags")]
    for row in report.rows:
        tests = f"{row.passed}/{row.tests}"
        score = f"{row.score:g}/{row.max_score:g}"
        rows.append((row.student, score, row.status, tests, row.flags))
    rows[1:] = sorted([*rows[1:], *((name, "", "excused", "", "") for name in report.excused)])
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in [*lines, *notes(report), "", totals(report)])


def notes(report: Report) -> list[str]:
    """Whose notebook is missing though something else is there, and how many are excused; an empty line before them."""
    found = [f"{row.student}: {row.note}" for row in report.rows if row.note not in ("", NOTHING)]
    if count := len(report.excused):
        found.append(f"{count} excused: not counted as missing, and not in results.json and grades.csv.")
    return [""] * bool(found) + found


def totals(report: Report) -> str:
    """One sentence: how many of which status, how many were graded anew, in what time."""
    counts = Counter(row.status for row in report.rows)
    statuses = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    count = len(report.rows)
    return (
        f"{count} submission{'s' * (count != 1)} of {report.assignment}: {statuses}. "
        f"{len(report.graded)} graded now, {len(report.kept)} kept, {report.seconds:.1f} s."
    )


def changes(report: Report) -> str:
    """After ``rnncourse regrade``: whose score is another one now, from what to what, by which tests."""
    count, graded = len(report.changes), len(report.graded)
    lines = [words(change) for change in report.changes]
    lines.append(f"{count} of {graded} scores {'change' if not report.rows else 'changed'}.")
    if not report.rows:
        lines.append("Nothing was written.")
    return "\n".join(lines)


def _plan(report: Report) -> str:
    lines = [f"{student}  to be graded" for student in report.graded]
    lines += [f"{student}  has a result" for student in report.kept]
    lines += [f"{student}  excused" for student in report.excused]
    return "\n".join([*sorted(lines), "", "Nothing was graded or written."])


def as_json(report: Report) -> Iterator[str]:
    """The same as one JSON object, piece by piece; ``results`` are entries of results.json, read one by one."""
    head = {
        "schema": 1,
        "assignment": report.assignment,
        "out": str(report.out),
        "graded": report.graded,
        "kept": report.kept,
        "excused": list(report.excused),
        "changes": [
            {"student": change.student, "before": change.before, "after": change.after}
            | {"tests": [{"id": name, "before": old, "after": new} for name, old, new in change.tests]}
            for change in report.changes
        ],
        "seconds": round(report.seconds, 3),
    }
    yield json.dumps(head, indent=1).rstrip("\n}") + ',\n "results": ['
    for number, result in enumerate(report.results()):
        yield ("," if number else "") + "\n  " + json.dumps(as_dict(result))
    yield "\n ]\n}\n"
