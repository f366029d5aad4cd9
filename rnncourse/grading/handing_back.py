"""``rnncourse feedback``: pages with what was done by hand, grades.csv in step, and one zip to hand out."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import executed, feedback, overlay, results
from rnncourse.grading.arrivals import STAMP
from rnncourse.grading.assignment import Assignment, Master
from rnncourse.grading.by_hand import ByHand
from rnncourse.grading.home import EXCHANGE, Home, locked
from rnncourse.grading.journal import Store
from rnncourse.grading.results import Result

#: The date of every entry of the zip: the same pages make the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class HandedBack:
    """How many pages there are, how many of them say what was done by hand or cost by lateness, and the zip."""

    pages: int
    by_hand: int
    packed: Path


def hand_back(
    root: Path,
    name: str,
    out: Path,
    gradebook: str | None = None,
    own_tests: Path | None = None,
    submitted: Path | None = None,
) -> HandedBack:
    """Write all pages of the assignment ``name`` anew from results and gradebook, grades.csv too, and pack the pages.

    Nothing is graded. The zip ``out/feedback-<name>.zip`` has a folder for each student.

    Parameters
    ----------
    own_tests : the overlay that the class was graded with, if there was one
    submitted : what ``nbgrader collect`` brought, so that ``nbgrader release_feedback`` can hand the pages out

    Raises
    ------
    CourseError : (2) nothing of the assignment was graded yet, or with other tests than there are now
    """
    from rnncourse.grading.gradebook import Writer

    assignment = assignments.load(root, name)
    if own_tests:
        assignment = overlay.apply(assignment, own_tests)
    students = graded(out, name)
    home, by_hand = Home(out), 0
    with locked(out), Writer(gradebook or home.gradebook) as writer:
        store, said = Store(out), writer.by_hand(name)
        for student in students:
            by_hand += write_pages(home, store.get(student, name), assignment, said, anew=True)
        write_grades(out, store, writer.totals())
        packed = _pack(home, name, students)
        if submitted:
            _lay_for_exchange(home, name, students, submitted)
    return HandedBack(len(students) * len(assignment.masters), by_hand, packed)


def graded(out: Path, name: str) -> list[str]:
    """Of whom the folder ``out`` holds results of the assignment; raises ``CourseError`` (2) if it is nobody."""
    keys = Store(out).keys()
    students = [student for student, assignment in keys if assignment == name]
    if not students:
        raise CourseError(
            f"{out} holds no results of {name}: run `rnncourse grade {name} --submitted DIR` first."
        )
    return students


def write_pages(
    home: Home,
    result: Result,
    assignment: Assignment,
    said: Mapping[tuple[str, str], ByHand],
    *,
    anew: bool,
) -> int:
    """Write the student's pages with what was done by hand, those without only if ``anew``; how many have any.

    Raises
    ------
    CourseError : (2) the result is of other tests than the assignment's
    """
    hands = {m.name: said.get((result.student, m.name), ByHand()) for m in assignment.masters}
    touched = sum(map(bool, hands.values()))
    if anew or touched:
        _check_tests(result, assignment)
        pages = {m.name: _page(home, result, m, hands[m.name]) for m in assignment.masters}
        home.put_pages(result.student, result.assignment, pages)
    return touched


def write_grades(out: Path, store: Store, totals: Mapping[tuple[str, str], tuple[float, float]]) -> None:
    """Replace grades.csv by what results and gradebook say now."""
    rows = (
        (found, *totals.get((found.student, found.assignment), (0.0, found.score)))
        for found in store.entries()
    )
    results.write_atomically(out / "grades.csv", results.grades_csv(rows))


def _page(home: Home, result: Result, master: Master, hand: ByHand) -> str:
    path = home.autograded(result.student, result.assignment) / f"{master.name}.ipynb"
    code: dict[str, str] = {}
    if path.is_file() and any(
        test.status != "not-run" for test in result.tests
    ):  # else a stand-in lies there
        code = executed.sources(json.loads(path.read_text("utf-8")))
    return feedback.render(master, result, code, hand)


def _check_tests(result: Result, assignment: Assignment) -> None:
    now = {cell.id for master in assignment.masters for cell in master.tests()}
    if {test.id for test in result.tests} != now:
        raise CourseError(
            f"{result.student} was graded with other tests than those of {assignment.name} now: grade again first, "
            "or name the tests of your own by --overlay."
        )


def _lay_for_exchange(home: Home, name: str, students: Iterable[str], submitted: Path) -> None:
    """The pages of those who handed in by nbgrader's exchange, each with what its own fetching asks for.

    They lie apart: nbgrader stops at the first page without these two files, as of a learner who sent nothing.
    """
    for student in students:
        target = home.out / EXCHANGE / student / name
        shutil.rmtree(target, ignore_errors=True)
        proofs = [submitted / student / name / file for file in (STAMP, "submission_secret.txt")]
        if any(path.is_symlink() or not path.is_file() for path in proofs):
            continue
        shutil.copytree(home.out / "feedback" / student / name, target)
        for path in proofs:
            shutil.copyfile(path, target / path.name)


def _pack(home: Home, name: str, students: Iterable[str]) -> Path:
    target = home.out / f"feedback-{name}.zip"
    with results.replacing(target) as file, zipfile.ZipFile(file, "w") as packed:
        for student in students:
            for page in sorted((home.out / "feedback" / student / name).glob("*.html")):
                entry = zipfile.ZipInfo(f"{student}/{page.name}", _DATE)
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, page.read_bytes(), zipfile.ZIP_DEFLATED)
    return target
