"""Who is who: names as learning systems write them, matched to a class list; nothing is guessed.

The roster is a CSV file with a header: ``id`` (or ``student``; the name that grades go by), and any of ``name``,
``email`` and columns that end in ``_id`` (``canvas_id``, ``moodle_id``). Other columns are left alone; a student
may have several lines, as where extensions are listed by assignment.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.errors import CourseError

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass
class Roster:
    """The class: ``students`` in the file's order, and which of them each way of writing a name means.

    A learning system's own number is written with a ``#`` before it.
    """

    students: list[str] = field(default_factory=list)
    known: dict[str, set[str]] = field(default_factory=dict)

    def who(self, *written: str) -> set[str]:
        """The students that these ways of writing one person may mean; the first way that means any decides."""
        for words in written:
            if found := self.known.get(_plain(words), set()) | self.known.get(_letters(words), set()):
                return found
        return set()


def load(path: Path) -> Roster:
    """The roster in ``path``.

    Raises
    ------
    CourseError : (2) there is no such file, it has no column for ids, or an id can be no folder's name
    """
    if not path.exists():
        raise CourseError(
            f"The roster {path} does not exist: give a CSV file with a header such as id,name,email."
        )
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"The roster {path} cannot be read as UTF-8 text: {error}.") from error
    try:
        dialect = csv.Sniffer().sniff(text.partition("\n")[0], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    rows = csv.DictReader(io.StringIO(text), dialect=dialect)
    columns = {(name or "").strip().casefold(): name for name in rows.fieldnames or []}
    key = columns.get("id", columns.get("student"))
    if key is None:
        raise CourseError(
            f"The roster {path} has no column id: expected a header such as id,name,email, got "
            f"{', '.join(rows.fieldnames or []) or 'nothing'}."
        )
    made, folded = Roster(), {}
    for number, row in enumerate(rows, 2):
        student = (row[key] or "").strip()
        if not student:
            continue
        if why := unfit(student):
            raise CourseError(f"The roster {path}, line {number}: the id {student!r} {why}.")
        if folded.setdefault(_plain(student), student) != student:
            raise CourseError(
                f"The roster {path}, line {number}: the ids {folded[_plain(student)]!r} and {student!r} differ in "
                "writing only, which not every disk can keep apart."
            )
        if student not in made.students:
            made.students.append(student)
        for form in _forms(student, {name: (row[column] or "").strip() for name, column in columns.items()}):
            made.known.setdefault(form, set()).add(student)
    return made


def unfit(student: str) -> str:
    """Why a name can be no folder's name on every disk, "" if it can."""
    if not student.isprintable() or len(student.encode()) > 128:
        return "is too long or holds unprintable characters"
    if re.search(r'[/\\:*?"<>|]', student) or student[-1:] in ". " or student[:1] in ". =+-@":
        return "can be no folder's name: it holds one of /\\:*?\"<>| or begins or ends in a dot, a space or a sign"
    return "is a name that Windows keeps for itself" if _RESERVED.fullmatch(student) else ""


def _forms(student: str, row: dict[str, str]) -> Iterator[str]:
    yield _plain(student)
    for column, words in row.items():
        if not words:
            continue
        if column == "email":
            yield _plain(words)
        if column.endswith("_id"):  # a number of a learning system's, never to be taken for an id of ours
            yield _plain(f"#{words}")
        if column == "name":
            family, comma, given = (part.strip() for part in words.partition(","))
            parts = f"{given} {family}".split() if comma else words.split()
            turns = [f"{given} {family}", f"{family} {given}"] if comma else [words]
            turns += (
                [" ".join(parts[cut:] + parts[:cut]) for cut in range(1, len(parts))] if not comma else []
            )
            yield from map(_plain, [words, *turns])
            yield from map(_letters, turns)  # Canvas: familygiven, without anything between


def _plain(words: str) -> str:
    """A name with case, Unicode forms and spaces made one."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _letters(words: str) -> str:
    """The letters and digits alone, as in file names that a learning system makes; marked, so as not to mix."""
    return "~" + "".join(letter for letter in _plain(words) if letter.isalnum())
