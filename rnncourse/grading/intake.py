"""What a student handed in: found, measured and read; then validated and parsed, trusting nothing."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading.assignment import Assignment, source_of

#: What a notebook may hold at most: far more than any that was written by hand, and little enough to be read.
_MOST_CELLS, _MOST_CONTAINERS, _MOST_ITEMS, _DEEPEST = 2_000, 500_000, 2_000_000, 100


class Malformed(Exception):
    """The bytes are no notebook that can be graded; ``str()`` is the sentence that says why."""


@dataclass(frozen=True)
class HandedIn:
    """One student's folder as found.

    ``notebooks`` holds the bytes by name, without those that are not there; ``problem`` says why a notebook
    that is there was not read; ``found`` names, from the student's folder on, what may be a notebook by another
    name or in another place, where none was handed in.
    """

    student: str
    notebooks: dict[str, bytes]
    problem: str = ""
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as handed in. ``marks`` is its nbgrader metadata, ``tags`` its tags, both only to be compared."""

    id: str
    grade_id: str | None
    kind: str
    source: str
    marks: dict
    tags: list


def students(submitted: Path, assignment: str) -> list[str]:
    """The names of the students' folders in ``submitted``, sorted.

    Raises
    ------
    CourseError : (2) there is no such folder, it is empty, or nobody in it handed in this assignment
    """
    if submitted.exists() and not submitted.is_dir():
        raise CourseError(
            f"{submitted} is a file: name the folder that holds <student>/{assignment}/<notebook>.ipynb."
        )
    if not submitted.is_dir():
        raise CourseError(
            f"The folder {submitted} does not exist: give the one that holds <student>/{assignment}/."
        )
    found = sorted(
        readable(path.name) for path in submitted.iterdir() if path.is_dir() and path.name[0] != "."
    )
    if not found:
        raise CourseError(
            f"The folder {submitted} holds no submissions: expected <student>/{assignment}/<notebook>.ipynb in it."
        )
    if not any((path / assignment).is_dir() for path in submitted.iterdir()):
        raise CourseError(
            f"Nobody in {submitted} has a folder {assignment!r}: is this the right folder, and the right assignment? "
            f"Expected <student>/{assignment}/<notebook>.ipynb."
        )
    return found


def readable(name: str) -> str:
    r"""A folder's name as text that can be written anywhere: bytes that are no UTF-8 as \x and two digits."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def collect(submitted: Path, student: str, assignment: Assignment) -> HandedIn:
    """Read one student's notebooks; too large, a link, or unreadable is a problem, not an error."""
    folder = submitted / student / assignment.name
    notebooks, problems = {}, []
    if "\\x" in student and not (submitted / student).is_dir():
        return HandedIn(student, {}, problem="The folder's name is no UTF-8 text: rename it.")
    if not student.isprintable() or len(student) > 128:
        return HandedIn(student, {}, problem="The folder's name is too long or holds unprintable characters.")
    for master in assignment.masters:
        path = folder / f"{master.name}.ipynb"
        try:
            notebooks[master.name] = _read(path, assignment.limits.submission_bytes)
        except FileNotFoundError:
            continue
        except Malformed as error:
            problems.append(f"{path.name} {error}")
        except OSError as error:
            problems.append(f"{path.name} cannot be read: {error.strerror}.")
    found = () if notebooks or problems else _elsewhere(folder)
    return HandedIn(student, notebooks, " ".join(problems), found)


def _elsewhere(folder: Path) -> tuple[str, ...]:
    """Up to three files that may be the missing notebook: in ``folder``, or in the student's folder above it."""
    names = []
    for place, before in ((folder, f"{folder.name}/"), (folder.parent, "")):
        try:
            here = sorted(path.name for path in place.iterdir() if path.is_file() and path.name[0] != ".")
        except OSError:
            continue
        names += [before + name for name in here if ".ipynb" in name.lower() and name.isprintable()]
    return tuple(names[:3])


def parse(content: bytes) -> list[SubmittedCell]:
    """The cells of a notebook of format 4.

    Raises
    ------
    Malformed : with the sentence for the learner, and what to do
    """
    try:
        return _cells(content)
    except Malformed as error:
        raise Malformed(
            f"{error} Open it in JupyterLab; if it opens, save it and hand it in again."
        ) from None


def _cells(content: bytes) -> list[SubmittedCell]:
    if content.count(b"[") + content.count(b"{") > _MOST_CONTAINERS or content.count(b",") > _MOST_ITEMS:
        raise Malformed("holds far more items than a notebook does. Clear all outputs.")
    try:
        notebook = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise Malformed("is not UTF-8 text.") from None
    except RecursionError:
        raise Malformed("is nested too deeply to be a notebook.") from None
    except ValueError as error:
        if not content.strip():
            raise Malformed("is empty.") from None
        raise Malformed(f"is not a notebook: as JSON it breaks off ({error}).") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise Malformed("is JSON, but not a notebook: it has no list of cells.")
    if notebook.get("nbformat") != 4:
        raise Malformed("is not a notebook of format 4.")
    if len(notebook["cells"]) > _MOST_CELLS:
        raise Malformed(f"holds {len(notebook['cells'])} cells; {_MOST_CELLS} are allowed.")
    if _deeper(notebook, _DEEPEST):
        raise Malformed("is nested too deeply to be a notebook.")
    return [_cell(number, cell) for number, cell in enumerate(notebook["cells"], 1)]


def _object(pairs: list[tuple[str, object]]) -> dict:
    """A JSON object; one that names a key twice would mean one thing to this reader and another to the next."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed(f"names the key {name[:40]!r} twice in one place.")
        found[name] = value
    return found


def _deeper(value: object, most: int) -> bool:
    """Whether lists and objects are nested in each other more than ``most`` deep."""
    level = [value]
    for _ in range(most):
        inside = (item.values() if isinstance(item, dict) else item for item in level)
        level = [child for children in inside for child in children if isinstance(child, (dict, list))]
        if not level:
            return False
    return True


def _cell(number: int, cell: object) -> SubmittedCell:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        raise Malformed(f"has a cell, number {number}, that is none.")
    source = cell.get("source", "")
    if not isinstance(source, str) and not (
        isinstance(source, list) and all(isinstance(line, str) for line in source)
    ):
        raise Malformed(f"has a cell, number {number}, whose text is none.")
    text = source_of(cell)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Malformed(f"has a cell, number {number}, whose text is not valid Unicode.") from None
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    marks, tags = metadata.get("nbgrader"), metadata.get("tags")
    marks = marks if isinstance(marks, dict) else {}
    grade_id = marks.get("grade_id")
    return SubmittedCell(
        id=str(cell.get("id", "")),
        grade_id=grade_id if isinstance(grade_id, str) else None,
        kind=cell["cell_type"],
        source=text,
        marks=marks,
        tags=tags if isinstance(tags, list) else [],
    )


def _read(path: Path, most: int) -> bytes:
    for part in (path.parent.parent, path.parent, path):
        if part.is_symlink():
            raise Malformed("is a link, or lies behind one: hand in the file itself.")
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(opened, "rb") as file:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode):
            raise Malformed("is not a file.")
        content = file.read(most + 1)
    if len(content) > most:
        raise Malformed(
            f"is too large: {status.st_size / 2**20:.0f} MiB, {most / 2**20:.0f} are allowed. "
            "Clear all outputs, save, and hand in again."
        )
    return content
