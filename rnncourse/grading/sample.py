"""The sample class: students with every kind of submission, put together from the proofs' answers.

``tests/submissions/<assignment>/class.toml`` has one table a student:

``about``    a sentence
``base``     what the exercises not named are answered with: "solution" (default) or "stub"
``answers``  exercise → name of a file ``<exercise>__<name>.py`` next to it
``code``     exercise → the answer itself, for what no proof may run
``adds``     cell id → a cell of the learner's own behind it
``edits``    cell id → what the learner made of a locked cell
``special``  "missing" (a folder without a notebook) or "unparseable" (half a notebook)
``status``   what grading must say, where it is not "graded"
``lost``     tests that must not pass besides those that the answers declare: cell ids, or whole exercises
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from rnncourse.errors import FAULT, CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading.assignment import Assignment, Master
from rnncourse.grading.submissions import ALL, Submission, assemble, load_all

#: Where the class lies below the course's folder; its grades lie beside it.
CLASS, GRADES = Path("_build/sample-class/submitted"), Path("_build/sample-class/grades")

#: The key that the sample class is graded with, so that two machines print the same numbers.
SEED = "5eed"


@dataclass(frozen=True)
class Student:
    """One member of the class: the bytes handed in (None: nothing) and what grading must say to them."""

    name: str
    about: str
    content: bytes | None
    status: str
    score: float


def assemble_class(root: Path, name: str | None = None, into: Path | None = None) -> list[Path]:
    """Write the submissions of all sample classes below ``root``; the same bytes every time.

    Parameters
    ----------
    name : an assignment, to write its class only
    into : the folder that gets them; None: the one below ``root``, which is emptied first

    Raises
    ------
    CourseError : (2) there is no sample class of that assignment, or ``into`` is there already
    """
    if name is not None and name not in class_names(root):
        there = ", ".join(class_names(root))
        raise CourseError(f"There is no sample class of {name!r}: there is one of {there}.")
    if not class_names(root):
        raise CourseError("There is no sample class in a copy for learners: run this in the whole course.")
    if into is not None and into.exists():
        raise CourseError(f"{into} is there already: name a folder that is new.")
    submitted = into or root / CLASS
    shutil.rmtree(submitted, ignore_errors=True)
    for chosen in [name] if name else class_names(root):
        for student in students(root, chosen):
            folder = submitted / student.name / chosen
            folder.mkdir(parents=True)
            if student.content is not None:
                (folder / f"{chosen}.ipynb").write_bytes(student.content)
    return [submitted]


def class_names(root: Path) -> list[str]:
    """The assignments that have a sample class."""
    return [name for name in assignments.names(root) if (_folder(root, name) / "class.toml").is_file()]


def students(root: Path, name: str) -> list[Student]:
    """The sample class of the assignment ``name``, in the order of its file.

    Raises
    ------
    CourseError : (4) class.toml names an answer, a cell or a key that there is not
    """
    assignment = assignments.load(root, name)
    exercise = root / "exercises" / name / f"{name}.ipynb"
    if not exercise.is_file():
        raise CourseError(f"{exercise} is not there: run `rnncourse release`.")
    released = json.loads(exercise.read_text("utf-8"))
    answers = {(found.exercise, found.name): found for found in load_all(_folder(root, name))}
    table = tomllib.loads((_folder(root, name) / "class.toml").read_text("utf-8"))
    return [_student(who, given, assignment, released, answers) for who, given in table.items()]


def solution_source(source: str) -> str:
    """A master's solution cell as a learner would have it: without the marks around the solution."""
    return re.sub(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", "", source, flags=re.MULTILINE)


def _student(
    who: str, given: dict, assignment: Assignment, released: dict, answers: dict[tuple, Submission]
) -> Student:
    unknown = given.keys() - {
        *("about", "base", "answers", "code", "adds", "edits", "special", "status", "lost")
    }
    if unknown:
        raise CourseError(f"class.toml: {who}: no such key: {', '.join(sorted(unknown))}.", FAULT)
    master = assignment.masters[0]
    solved = given.get("base", "solution") == "solution"
    sources = {cell.id: solution_source(cell.source) for cell in master.solutions()} if solved else {}
    failing = set() if solved else {cell.id for cell in master.tests()}
    for exercise, answer in given.get("answers", {}).items():
        if (exercise, answer) not in answers:
            raise CourseError(f"class.toml: {who}: there is no {exercise}__{answer}.py.", FAULT)
        chosen = answers[exercise, answer]
        sources[chosen.cell] = chosen.source
        own = _tests(master, chosen.cell)
        failing = (failing - own) | (own if chosen.fails == ALL else chosen.fails)
    for exercise, code in given.get("code", {}).items():
        sources[f"{assignment.name}-{exercise}"] = code
    for lost in given.get("lost", []):
        failing |= _tests(master, f"{assignment.name}-{lost}") or {lost}
    notebook = assemble(released, sources | given.get("edits", {}))
    for after, code in given.get("adds", {}).items():
        _add(notebook, after, code)
    content: bytes | None = (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
    special = given.get("special")
    if special:
        failing = {cell.id for cell in master.tests()}
        content = None if special == "missing" else content[: len(content) // 2]
    status = {"missing": "missing", "unparseable": "malformed"}.get(special, given.get("status", "graded"))
    score = float(sum(cell.points for cell in master.tests() if cell.id not in failing))
    return Student(who, given.get("about", ""), content, status, score)


def _tests(master: Master, solution: str) -> set[str]:
    return {cell.id for cell in master.tests() if cell.exercise == solution}


def _add(notebook: dict, after: str, code: str) -> None:
    ids = [cell["id"] for cell in notebook["cells"]]
    cell = {"cell_type": "code", "id": f"own-{after}"[:64], "metadata": {}, "source": code}
    notebook["cells"].insert(ids.index(after) + 1, cell | {"execution_count": None, "outputs": []})


def _folder(root: Path, name: str) -> Path:
    return root / "tests" / "submissions" / name
