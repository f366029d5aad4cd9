"""When each student's newest attempt came: a table beside what was handed in."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import results

#: Beside the students' folders, by ``rnncourse collect``.
COLLECTED = ".arrivals.csv"
#: In a student's folder, by ``nbgrader collect`` as the learner's own nbgrader wrote it, and by ``rnncourse collect``.
STAMP = "timestamp.txt"
_HEADER = ["student", "assignment", "received"]


def read(path: Path) -> dict[tuple[str, str], datetime]:
    """(student, assignment) → when the newest attempt came; none where there is no such file.

    Raises
    ------
    CourseError : (2) the file is there and is not ours
    """
    if not path.is_file():
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        return {(row["student"], row["assignment"]): datetime.fromisoformat(row["received"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path} is damaged ({error}): move it away; arrivals are then noted afresh."
        ) from error


def stamped(submitted: Path, assignment: str) -> dict[str, datetime]:
    """By student, what the stamps say that ``nbgrader collect`` brought; what cannot be read says nothing.

    On a hub a learner can write any stamp: this is for whom trusts them as nbgrader does.
    """
    found = {}
    for path in submitted.glob(f"[!.]*/{assignment}/{STAMP}"):
        try:
            said = path.read_text("utf-8").strip().removesuffix(" UTC") if not path.is_symlink() else ""
            time = datetime.fromisoformat(said)
        except (OSError, ValueError):
            continue
        found[path.parts[-3]] = time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)
    return found


def write(path: Path, arrivals: dict[tuple[str, str], datetime]) -> None:
    """Write the table, unless it says this already."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for (student, assignment), received in sorted(arrivals.items()):
        writer.writerow([student, assignment, received.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")])
    if not path.is_file() or path.read_text("utf-8") != text.getvalue():
        results.write_atomically(path, text.getvalue())
