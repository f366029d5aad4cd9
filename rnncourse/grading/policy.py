"""What a course decides and no notebook may: who is excused, who has longer, when things arrived, which attempt counts.

The roster is a CSV with a header: ``id`` (or ``student``), and any of ``assignment`` (empty: all), ``excused``
(yes or no) and ``extension`` (such as 2d, 12h or 30m); other columns are left alone. Times of arrival are in a CSV that
``rnncourse collect`` writes, ``student,assignment,received`` in ISO 8601, UTC: never inside a student's folder,
where anyone could have written them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading.arrivals import COLLECTED, stamped
from rnncourse.grading.results import STATUSES, Result

#: An instructor's own times of arrival, with the grades; read after those of ``rnncourse collect``, so they win.
ARRIVALS = "arrivals.csv"

#: Which attempt counts where there was one before.
LATEST, BEST = "latest", "best"

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_YES, _NO = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0", ""}


@dataclass(frozen=True)
class Policy:
    """The decisions for one assignment, by student. Times are naive and in UTC, as nbgrader keeps them.

    ``named`` are all whom the roster names for this assignment: who handed in nothing is missing. ``people`` are
    their names and addresses where it has them, as the gradebook's columns: first_name, last_name, email.
    """

    attempts: str = LATEST
    excused: frozenset[str] = frozenset()
    extensions: dict[str, timedelta] = field(default_factory=dict)
    arrivals: dict[str, datetime] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    people: dict[str, dict[str, str]] = field(default_factory=dict)


def load(
    assignment: str, attempts: str, roster: Path | None, submitted: Path, out: Path, stamps: bool = False
) -> Policy:
    """The policy for ``assignment``. Without ``roster``, ``out/roster.csv`` is read if it is there.

    With ``stamps``, the times that ``nbgrader collect`` brought are believed where nothing else is noted.

    Raises
    ------
    CourseError : (2) a file is not there, or a line of it cannot be read; it is named
    """
    if roster is not None and not roster.is_file():
        raise CourseError(f"--roster {roster}: there is no such file.")
    named, excused, extensions, people = set(), set(), {}, {}
    path = roster or out / "roster.csv"
    for where, row in _rows(path, ("student",), assignment):
        said = row.get("excused", "").lower()
        if said not in _YES | _NO:
            raise CourseError(f"{where}: excused is yes or no, not {said!r}.")
        named.add(row["student"])
        people[row["student"]] = _person(row)
        if said in _YES:
            excused.add(row["student"])
        if row.get("extension"):
            extensions[row["student"]] = _extension(row["extension"], where)
    arrivals = stamped(submitted, assignment) if stamps else {}
    for path in (submitted / COLLECTED, out / ARRIVALS):
        for where, row in _rows(path, ("student", "assignment", "received"), assignment):
            arrivals[row["student"]] = _time(row["received"], where)
    return Policy(attempts, frozenset(excused), extensions, arrivals, frozenset(named), people)


def stays(known: Result | None, found: Result) -> bool:
    """Whether under "best" the result ``known`` stays in the place of ``found``, another attempt's.

    Of two that earned the same, the one with the lesser fault counts, then the earlier one, which may have been in
    time. Results of other tests or in another environment are not compared: what they were worth then says nothing
    of now.
    """
    if known is None or known.attempt in (None, found.attempt):
        return False
    if (known.bundle, known.environment) != (found.bundle, found.environment):
        return False
    return (known.score, STATUSES.index(known.status)) >= (found.score, STATUSES.index(found.status))


#: What is added to the sentences of a result that stays, and taken away before another is added.
_LATER = " Another attempt"


def staying(known: Result, found: Result) -> tuple[str, str]:
    """The sentences (for the learner, for the instructor) of ``known``, which stays in the place of ``found``."""
    if found.attempt is None:
        says, tells = f"{_LATER} was withdrawn; this one counts.", f"{_LATER} was withdrawn."
    else:
        earned = f"earned {found.score:g} of {found.max_score:g} points"
        says = f"{_LATER} {earned}; this one counts."
        tells = f"{_LATER} ({found.attempt[:12]}, {found.status}) {earned}; this one counts."
    return known.message.partition(_LATER)[0] + says, known.instructor_message.partition(_LATER)[0] + tells


def _rows(path: Path, needed: tuple[str, ...], assignment: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(where it stands, the cells) of each line that is about ``assignment``; nothing where there is no file."""
    if not path.is_file():
        return
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read as UTF-8 text: {error}.") from error
    try:
        dialect = csv.Sniffer().sniff(lines[0] if lines else "", delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.DictReader(lines, dialect=dialect)
    names = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
    if "id" in names:  # as ``collect`` reads it: a column student beside it is another one
        names = [{"id": "student", "student": ""}.get(name, name) for name in names]
    reader.fieldnames = names
    lacking = [name for name in needed if name not in (reader.fieldnames or ())]
    if lacking:
        raise CourseError(f"{path} has no column {lacking[0]!r}: expected a header with {', '.join(needed)}.")
    for row in reader:
        cells = {name: (text or "").strip() for name, text in row.items() if isinstance(name, str)}
        if not cells["student"]:
            raise CourseError(f"{path}, line {reader.line_num}: there is no student.")
        if cells.get("assignment", "") in ("", assignment):
            yield f"{path}, line {reader.line_num}", cells


def _person(row: dict[str, str]) -> dict[str, str]:
    """What a line of the roster says of a person, as the gradebook's columns.

    >>> _person({"name": "Lovelace, Ada", "email": ""})
    {'first_name': 'Ada', 'last_name': 'Lovelace'}
    """
    name = row.get("name", "")
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma:
        first, _, last = (part.strip() for part in name.rpartition(" "))
    found = {"first_name": first, "last_name": last, "email": row.get("email", "")}
    return {column: text for column, text in found.items() if text}


def _extension(text: str, where: str) -> timedelta:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([dhm])", text.lower())
    if not found:
        raise CourseError(f"{where}: an extension is a number of d, h or m, such as 2d or 12h, not {text!r}.")
    return timedelta(**{_UNITS[found[2]]: float(found[1])})


def _time(text: str, where: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise CourseError(
            f"{where}: received is a time in ISO 8601, such as 2026-03-01T12:00:00Z, not {text!r}."
        ) from None
    return (read.astimezone(UTC) if read.tzinfo else read).replace(tzinfo=None)
