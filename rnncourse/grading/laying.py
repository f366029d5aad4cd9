"""What was collected, laid where grading looks for it, with a note of when it came."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rnncourse.errors import CourseError
from rnncourse.grading import arrivals, results
from rnncourse.grading.parcels import Parcel
from rnncourse.place import shown

if TYPE_CHECKING:
    from rnncourse.grading.collect import Collected


def lay(found: Collected, into: Path, dry_run: bool) -> None:
    """Write what is new or newer than what is there, then the arrivals."""
    came = arrivals.read(into / arrivals.COLLECTED)
    for (student, assignment, notebook), parcel in found.taken.items():
        path = into / student / assignment / f"{notebook}.ipynb"
        name = f"{student}/{assignment}/{notebook}.ipynb"
        if any(part.is_symlink() for part in (into / student, path.parent, path)):
            found.refused.append(f"{name} is a link in {shown(into)}: remove it and collect again.")
            continue
        there = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        known = came.get((student, assignment))
        if there == parcel.digest:
            found.unchanged += 1
        elif there is not None and known and (parcel.received is None or parcel.received < known):
            found.older.append(f"{student}: what is in {shown(path)} already came later")
            continue
        else:
            (found.new if there is None else found.replaced).append(name)
        if parcel.received and (known is None or parcel.received > known or there != parcel.digest):
            came[student, assignment] = max(
                filter(None, [parcel.received, known if there == parcel.digest else None])
            )
        if not dry_run and there != parcel.digest:
            _write(path, parcel)
        if not dry_run and (student, assignment) in came:
            _stamp(path.parent, came[student, assignment])
    if not dry_run and came:
        arrivals.write(into / arrivals.COLLECTED, came)


def _stamp(folder: Path, received: datetime) -> None:
    """Note the time where formgrader looks: it shows a submission as graded only if the gradebook has the same one."""
    path, text = folder / arrivals.STAMP, received.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC\n")
    if path.is_symlink() or not path.is_file() or path.read_text("utf-8", "replace") != text:
        results.write_atomically(path, text)


def _write(path: Path, parcel: Parcel) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with results.replacing(path) as file:
            file.write(parcel.file.read_bytes())
        if parcel.received:
            os.utime(path, (parcel.received.timestamp(),) * 2)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from error
