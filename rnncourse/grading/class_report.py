"""``rnncourse report``: how a class did, counted from results.json one result at a time, however many there are."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rnncourse.errors import CourseError
from rnncourse.grading import wording
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.feedback import visible
from rnncourse.grading.results import STATUSES, spreadsheet_safe, write_atomically

#: Of one test, so many hints are told apart; learners choose hints as little as titles, but a file can hold anything.
MOST_HINTS = 200

_CHUNK, _LONGEST_HINT = 2**20, 600


@dataclass
class Test:
    """One test over the whole class; ``hints`` maps a hint's name to how many got it, ``examples`` to its words.

    ``read`` is how many notebooks with this test could be read: every share and mean is of these.
    """

    id: str
    title: str
    hidden: bool
    most: float
    endings: Counter = field(default_factory=Counter)
    read: int = 0
    score: float = 0.0
    hints: Counter = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def tried(self) -> int:
        """How many came to this test at all."""
        return self.endings.total() - self.endings["not-run"]

    @property
    def share(self) -> float:
        """The share of those whose notebook could be read that passed."""
        return self.endings["passed"] / self.read if self.read else 0.0

    @property
    def mean(self) -> float:
        """The points that those whose notebook could be read earned on average."""
        return self.score / self.read if self.read else 0.0


@dataclass
class Student:
    """One line of the class."""

    name: str
    status: str
    score: float
    seconds: float
    cpu_seconds: float
    flags: tuple[str, ...]
    read: bool


@dataclass
class Class:
    """A class's results of one assignment, counted; ``hinted`` is how many submissions got a hint at all."""

    assignment: str
    most: float = 0.0
    students: list[Student] = field(default_factory=list)
    tests: dict[str, Test] = field(default_factory=dict)
    versions: set[tuple[str, str]] = field(default_factory=set)
    hinted: Counter = field(default_factory=Counter)

    @property
    def statuses(self) -> dict[str, int]:
        """How many of which status, the worst first."""
        counts = Counter(student.status for student in self.students)
        return {
            name: counts[name] for name in (*STATUSES, *sorted(counts.keys() - set(STATUSES))) if counts[name]
        }

    @property
    def flags(self) -> Counter:
        """How many submissions have which flag."""
        return Counter(code for student in self.students for code in set(student.flags))

    def graded(self) -> list[Student]:
        """Those of whom a notebook could be read, whatever happened in it."""
        return [student for student in self.students if student.read]


def count(path: Path, assignment: str) -> Class:
    """Count the results of ``assignment`` in ``path``.

    Raises
    ------
    CourseError : (2) there is no such file, it is not ours, or it holds nothing for this assignment
    """
    found, others = Class(assignment), set()
    try:
        for entry in stream(path):
            if entry["assignment"] == assignment:
                _take(found, entry)
            else:
                others.add(entry["assignment"])
    except FileNotFoundError:
        raise CourseError(
            f"{path} is not there: `rnncourse grade` writes it, or give its folder with --out."
        ) from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CourseError(f"{path} is damaged or was written by another version ({error}).") from error
    if not found.students:
        there = f"it has {', '.join(sorted(others))}" if others else "it is empty"
        raise CourseError(f"{path} holds no results of {assignment!r}; {there}.")
    return found


def stream(path: Path) -> Iterator[dict]:
    """The entries of a results.json one by one, of which only one at a time is in memory.

    Raises
    ------
    ValueError : this is no list of objects
    """
    decoder, buffer, at, more = json.JSONDecoder(), "", 0, True
    with path.open(encoding="utf-8") as file:
        first = True
        while True:
            while at < len(buffer) and buffer[at] in " \t\r\n,":
                at += 1
            if at < len(buffer) and not first and buffer[at] == "]":
                return
            if first and at < len(buffer):
                if buffer[at] != "[":
                    raise ValueError("a list of results is expected")
                first, at = False, at + 1
                continue
            try:
                if at == len(buffer):
                    raise ValueError("the file breaks off")
                entry, at = decoder.raw_decode(buffer, at)
            except ValueError:
                if not more:
                    raise
                chunk = file.read(_CHUNK)
                more, buffer, at = bool(chunk), buffer[at:] + chunk, 0
                continue
            if not isinstance(entry, dict):
                raise ValueError("a list of results is expected")
            yield entry


def _take(found: Class, entry: dict) -> None:
    flags = tuple(str(flag["code"]) for flag in entry["flags"])
    numbers = (float(entry[name]) for name in ("score", "seconds", "cpu_seconds"))
    score, seconds, cpu = numbers
    read = _read(entry)
    student = Student(str(entry["student"]), str(entry["status"]), score, seconds, cpu, flags, bool(read))
    found.students.append(student)
    found.most = max(found.most, float(entry["max_score"]))
    found.versions.add((str(entry["bundle"]), str(entry["environment"])))
    mine = set()
    for one in entry["tests"]:
        name = str(one["id"])
        if name not in found.tests:
            found.tests[name] = Test(name, str(one["title"]), bool(one["hidden"]), float(one["max_score"]))
        test = found.tests[name]
        test.endings[str(one["status"])] += 1
        test.read += str(one["notebook"]) in read
        test.score += float(one["score"])
        if one["status"] not in ("passed", "not-run"):
            hint = str(one["hint_id"] or one["status"])
            if hint not in test.hints and len(test.hints) >= MOST_HINTS:
                hint = "others"
            test.hints[hint] += 1
            mine.add(hint)
            test.examples.setdefault(
                hint, str(one["hint"] or wording.of_test(one["status"]).learner)[:_LONGEST_HINT]
            )
    found.hinted.update(mine)


def _read(entry: dict) -> set[str]:
    """The notebooks of a submission that could be read: of one with a notebook missing, those of which tests ran."""
    absent = entry["status"] in ("missing", "malformed")
    return {str(one["notebook"]) for one in entry["tests"] if not absent or one["status"] != "not-run"}


def exercises(found: Class, assignment: Assignment | None) -> dict[str, list[Test]]:
    """The tests by exercise, in the assignment's order; one that it does not know goes by its id, or else under ""."""
    masters = assignment.masters if assignment else ()
    homes = {cell.id: cell.exercise or "" for master in masters for cell in master.tests()}
    names = {cell.id for master in masters for cell in master.solutions()}
    for test in found.tests:
        homes.setdefault(
            test, max((name for name in names if test.startswith(f"{name}-")), key=len, default="")
        )
    groups: dict[str, list[Test]] = {}
    for test, exercise in homes.items():
        if test in found.tests:
            groups.setdefault(exercise, []).append(found.tests[test])
    return groups


def mistakes(found: Class) -> list[tuple[str, int, list[str], str]]:
    """(hint, how many submissions got it, the tests' titles, what one learner read), the most common first."""
    where: dict[str, dict[str, None]] = {}
    words: dict[str, str] = {}
    for test in found.tests.values():
        for hint in test.hints:
            where.setdefault(hint, {})[test.title or test.id] = None
            words.setdefault(hint, test.examples[hint])
    return [(hint, number, list(where[hint]), words[hint]) for hint, number in found.hinted.most_common()]


def quantile(numbers: Iterable[float], share: float) -> float:
    """The value below which ``share`` of the numbers lie, between two of them by linear interpolation; 0 of none.

    >>> quantile([4, 1, 3, 2], 0.5)
    2.5
    """
    values = list(numbers)
    return float(np.quantile(values, share)) if values else 0.0


def tables(found: Class, groups: dict[str, list[Test]]) -> dict[str, str]:
    """The same as CSV: students, tests and hints; a test's shares and means are of the ``read`` in its row."""
    endings = list(wording.TESTS)
    tests = [["exercise", "test", "title", "hidden", "max_score", *endings, "read"]]
    tests[0] += ["passed_share_of_read", "mean_score_of_read"]
    for exercise, members in groups.items():
        for test in members:
            counts = [str(test.endings[ending]) for ending in endings]
            name = [exercise, test.id, test.title, str(test.hidden).lower(), f"{test.most:g}"]
            tests.append([*name, *counts, str(test.read), f"{test.share:.3f}", f"{test.mean:.3f}"])
    students = [["student", "status", "score", "max_score", "seconds", "cpu_seconds", "flags"]]
    for one in found.students:
        numbers = [f"{number:g}" for number in (one.score, found.most, one.seconds, one.cpu_seconds)]
        students.append([one.name, one.status, *numbers, " ".join(one.flags)])
    hints = [["test", "hint", "count", "example"]]
    for test in found.tests.values():
        hints += [
            [test.id, hint, str(number), test.examples[hint]] for hint, number in test.hints.most_common()
        ]
    return {"tests": _csv(tests), "students": _csv(students), "hints": _csv(hints)}


def write(found: Class, assignment: Assignment | None, out: Path) -> list[Path]:
    """Write ``report-<assignment>.html`` and the tables beside it into ``out``; return the paths, the page first."""
    from rnncourse.grading.class_page import render

    groups = exercises(found, assignment)
    files = {f"report-{found.assignment}.html": render(found, assignment, groups)}
    files |= {f"report-{found.assignment}-{name}.csv": text for name, text in tables(found, groups).items()}
    for name, text in files.items():
        write_atomically(out / name, text)
    return [out / name for name in files]


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [[spreadsheet_safe(cell) for cell in row] for row in rows]
    )
    return visible(text.getvalue())
