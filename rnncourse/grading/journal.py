"""What is known of every submission: on disk in results.json and journal.jsonl, in memory an index of them.

``journal.jsonl`` gets one line for each submission when all else of it is written, and the line is on disk before
the next begins. At the end of a run ``results.json`` is replaced by what both hold together, and the journal is
emptied. A run that was killed leaves the journal: the next one reads it, and goes on from there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from rnncourse.errors import CourseError
from rnncourse.grading import results
from rnncourse.grading.results import Result

Key = tuple[str, str]


class Store:
    """The results kept in the folder ``out``, of all its assignments.

    Raises
    ------
    CourseError : (2) results.json or the journal is there and is not ours
    """

    def __init__(self, out: Path, reached: Callable[[str], None] = lambda step: None) -> None:
        self._results, self._journal = out / "results.json", out / "journal.jsonl"
        self._passed, self._passed_over = out / "passed-over.jsonl", set[tuple]()
        self._reached = reached
        self._index: dict[Key, tuple[Path, int] | Result] = {}
        self._end = 0
        if self._results.is_file():
            self._read_results()
        if self._journal.is_file():
            self._read_journal()
        if self._passed.is_file():
            self._passed_over = {tuple(json.loads(line)) for line in _whole_lines(self._passed)}

    def get(self, student: str, assignment: str) -> Result | None:
        """The result known for this student, read from disk; None where there is none."""
        place = self._index.get((student, assignment))
        if place is None or isinstance(place, Result):
            return place
        path, offset = place
        with path.open("rb") as file:
            file.seek(offset)
            return results.from_line(file.readline())

    def keys(self) -> list[Key]:
        """(student, assignment) of all results, sorted."""
        return sorted(self._index)

    def put(self, result: Result) -> None:
        """Take a new result in the place of an older one. When this returns, it is on disk."""
        self._index[result.student, result.assignment] = self._journal, self._append(results.line_of(result))

    def drop(self, student: str, assignment: str) -> None:
        """Forget a result: the submission that it answered for is no longer the one that counts."""
        if (student, assignment) in self._index:
            self._append(json.dumps({"dropped": [student, assignment]}))
            del self._index[student, assignment]

    def pass_over(self, result: Result) -> None:
        """Remember that this attempt was graded, and that another one counts."""
        if _question(result) not in self._passed_over:
            self._passed_over.add(_question(result))
            _append(self._passed, json.dumps(_question(result)), sum(map(len, _whole_lines(self._passed))))

    def passed_over(self, result: Result) -> bool:
        """Whether this very attempt was graded before, by these tests, and another one counts."""
        if _question(result) not in self._passed_over:
            return False
        counts = self.get(result.student, result.assignment)
        return counts is not None and counts.attempt != result.attempt

    def entries(self) -> Iterator[Result]:
        """All results, sorted, one by one from disk."""
        for _, line in self._lines():
            yield results.from_line(line)

    def save(self) -> None:
        """Replace results.json by all that is known, in one step, then empty the journal."""
        self._reached("before results")
        places: dict[Key, tuple[Path, int] | Result] = {}
        with results.replacing(self._results) as file:
            for number, (key, text) in enumerate(self._lines()):
                file.write(b",\n" if number else b"[\n")
                places[key] = self._results, file.tell()
                file.write(text)
            file.write(b"\n]\n" if places else b"[]\n")
        self._index = places
        self._reached("after results")
        if self._journal.is_file():
            _truncate(self._journal, 0)
            self._end = 0
        self._reached("after truncation")

    def _lines(self) -> Iterator[tuple[Key, bytes]]:
        with ExitStack() as stack:
            files: dict[Path, BinaryIO] = {}
            for key in self.keys():
                place = self._index[key]
                if isinstance(place, Result):
                    yield key, results.line_of(place).encode()
                    continue
                path, offset = place
                if path not in files:
                    files[path] = stack.enter_context(path.open("rb"))
                files[path].seek(offset)
                yield key, files[path].readline().rstrip(b",\n")

    def _append(self, text: str) -> int:
        """Write a line behind the journal's last whole one; return where it begins."""
        begins = self._end
        self._end = _append(self._journal, text, begins)
        return begins

    def _read_results(self) -> None:
        try:
            with self._results.open("rb") as file:
                found = [(key, (self._results, offset)) for key, offset in _entries(file)]
        except (ValueError, TypeError, KeyError):
            found = [(_key(entry), entry) for entry in results.load(self._results)]
        self._index.update(found)

    def _read_journal(self) -> None:
        with self._journal.open("rb") as file:
            offset = 0
            for line in file:
                if not line.endswith(b"\n"):
                    break  # a killed run did not finish it
                try:
                    self._take(json.loads(line), offset)
                except (ValueError, TypeError, KeyError) as error:
                    raise CourseError(
                        f"{self._journal} is damaged at byte {offset}: move it away; "
                        "what it held will be graded again."
                    ) from error
                offset += len(line)
            self._end = offset

    def _take(self, entry: dict, offset: int) -> None:
        if "dropped" in entry:
            student, assignment = entry["dropped"]
            self._index.pop((student, assignment), None)
        else:
            self._index[_key(results.from_dict(entry))] = self._journal, offset


def _entries(file: BinaryIO) -> Iterator[tuple[Key, int]]:
    """Where each entry of a results.json as we write it begins: one a line, between brackets.

    Raises
    ------
    ValueError : the file is laid out in another way
    """
    offset = len(head := file.readline())
    if head == b"[]\n":
        return
    if head != b"[\n":
        raise ValueError(head)
    closed = False
    for line in file:
        if closed:
            raise ValueError(line)
        if line == b"]\n":
            closed = True
            continue
        yield _key(results.from_line(line)), offset
        offset += len(line)
    if not closed:
        raise ValueError("no end")


def _key(result: Result) -> Key:
    return result.student, result.assignment


def _question(result: Result) -> tuple:
    names = ("student", "assignment", "attempt", "bundle", "environment", "seed")
    return tuple(getattr(result, name) for name in names)


def _whole_lines(path: Path) -> list[bytes]:
    """The lines of a file, without one at the end that a killed run did not finish."""
    lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    return lines[:-1] if lines and not lines[-1].endswith(b"\n") else lines


def _append(path: Path, text: str, end: int) -> int:
    """Write a line at ``end``, where the last whole one ends, and see it on disk; return its own end."""
    with path.open("r+b" if path.is_file() else "wb") as file:
        file.truncate(end)
        file.seek(end)
        file.write(text.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _truncate(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())
