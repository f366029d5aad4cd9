"""An honest class: answers that prove the graders, right and wrong, put together into notebooks with known scores."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rnncourse.grading import assignment as assignments
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.generate import generate
from rnncourse.grading.sample import solution_source
from rnncourse.grading.submissions import ALL, Submission, assemble, load_all

#: How many there are.
SIZE = 40


@dataclass(frozen=True)
class Student:
    """What one of them hands in, and the score that it is worth."""

    name: str
    content: bytes
    score: float


def students(root: Path, course: Path, name: str, size: int = SIZE) -> list[Student]:
    """``size`` students of the assignment ``name``, no two alike; the same every time.

    Their answers come from ``root/tests/submissions/<name>``, every third exercise answered with a mistake; where
    there are none, all hand in the worked solution of ``course``. Their names are spread over the alphabet.
    """
    assignment = assignments.load(course, name)
    answers = load_all(root / "tests" / "submissions" / name)
    with tempfile.TemporaryDirectory() as folder:
        made = generate(assignment.folder, Path(folder))
        released = json.loads((made / f"{name}.ipynb").read_text("utf-8"))
    return [_student(number, assignment, released, answers) for number in range(size)]


def _student(number: int, assignment: Assignment, released: dict, answers: list[Submission]) -> Student:
    sources, failing = {}, set()
    (master,) = assignment.masters
    for place, cell in enumerate(master.solutions()):
        mine = [answer for answer in answers if answer.cell == cell.id and not answer.is_nothing]
        wrong = [answer for answer in mine if not answer.right]
        chosen = [answer for answer in mine if answer.right]
        if wrong and (number + place) % 3 == 0:
            chosen = wrong
        if not chosen:
            sources[cell.id] = solution_source(cell.source) + f"# student {number}\n"
            continue
        answer = chosen[(number * len(master.solutions()) + place) % len(chosen)]
        own = {test.id for test in master.tests() if test.exercise == cell.id}
        failing |= own if answer.fails == ALL else answer.fails
        sources[cell.id] = f"{answer.source}# student {number}\n"
    score = float(sum(test.points for test in master.tests() if test.id not in failing))
    content = json.dumps(assemble(released, sources), indent=1, ensure_ascii=False) + "\n"
    return Student(f"{chr(ord('a') + number % 26)}-honest-{number:02}", content.encode(), score)
