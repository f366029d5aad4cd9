"""Grading as others do it: stock ``nbgrader autograde``, and a learner's own kernel. Both trust what they run.

For tests that hold our grader to them. Answers to different exercises are put into as few notebooks as possible,
and of those as few are taken as show every test passed and failed, since each notebook costs seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbgrader.api import Gradebook

from rnncourse.checks.drawing import SEED_VARIABLE
from rnncourse.grading.assignment import EXPLANATION, Assignment, Cell, source_of
from rnncourse.grading.generate import GRADEBOOK, generate
from rnncourse.grading.sample import solution_source
from rnncourse.grading.submissions import ALL, Submission

ROOT = Path(__file__).resolve().parents[2]
_SETTINGS = """\
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.db_url = {url!r}
c.ExecutePreprocessor.timeout = 60
"""


def together(answers: Iterable[Submission]) -> list[dict[str, Submission]]:
    """The answers in as few notebooks as possible, at most one to each solution cell: by cell id."""
    notebooks: list[dict[str, Submission]] = []
    for answer in answers:
        free = next((notebook for notebook in notebooks if answer.cell not in notebook), None)
        if free is None:
            notebooks.append(free := {})
        free[answer.cell] = answer
    return notebooks


def covering(notebooks: list[dict[str, Submission]], tests: Iterable[Cell]) -> list[dict[str, Submission]]:
    """As few of the ``notebooks`` as show each of the ``tests`` both passed and failed, as the answers declare it."""
    tests = list(tests)
    shown = [
        {(test.id, _passes(notebook.get(test.exercise), test)) for test in tests} for notebook in notebooks
    ]
    missing, chosen = set().union(*shown), []
    while missing:
        best = max(range(len(notebooks)), key=lambda number: len(shown[number] & missing))
        chosen.append(best)
        missing -= shown[best]
    return [notebooks[number] for number in sorted(chosen)]


def _passes(answer: Submission | None, test: Cell) -> bool:
    return answer is None or answer.right or not (answer.fails == ALL or test.id in answer.fails)


def make_course(folder: Path, assignment: Assignment) -> dict:
    """Make a course of nbgrader's with this assignment in the empty ``folder``; its released notebook."""
    generate(assignment.folder, folder)
    url = f"sqlite:///{folder / GRADEBOOK}"
    (folder / "nbgrader_config.py").write_text(_SETTINGS.format(root=str(folder), url=url), "utf-8")
    path = folder / "exercises" / assignment.name / f"{assignment.masters[0].name}.ipynb"
    return json.loads(path.read_text("utf-8"))


def autograde(
    course: Path, assignment: Assignment, notebooks: Mapping[str, dict | bytes], seed: str = "00"
) -> dict[str, dict[str, float]]:
    """Grade a class by ``nbgrader autograde``, in one run of the command: student → test id → score.

    ``course`` is one of ``make_course``; ``notebooks`` are what students handed in, by student.
    """
    (master,) = assignment.masters
    for student, notebook in notebooks.items():
        folder = course / "submitted" / student / assignment.name
        folder.mkdir(parents=True)
        for file, _ in assignment.data:
            shutil.copyfile(assignment.folder / file, folder / file)
        content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
        (folder / f"{master.name}.ipynb").write_bytes(content)
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment.name, "--create"]
    subprocess.run(command, cwd=course, env=environment(seed), capture_output=True)
    with Gradebook(f"sqlite:///{course / GRADEBOOK}") as book:
        return {
            student: _scores(book, assignment.name, master.name, student)
            for student in notebooks
            if any(row.id == student for row in book.students)
        }


def in_kernels(
    assignment: Assignment, answers: Mapping[str, Mapping[str, str]], seed: str = "00"
) -> dict[str, dict[str, float]]:
    """Run the master's notebook with each student's solutions in a kernel, as a learner would, hidden tests and all.

    ``answers`` are sources by cell id, by student; a cell that is not among them keeps the worked solution. One
    kernel serves all, emptied in between: starting it is what costs time.
    """
    (master,) = assignment.masters
    wanted = json.loads((assignment.folder / f"{master.name}.ipynb").read_text("utf-8"))
    cells = [
        cell
        for cell in wanted["cells"]
        if cell["cell_type"] == "code" and EXPLANATION not in cell["metadata"].get("tags", [])
    ]
    found = {}
    client = NotebookClient(nbformat.v4.new_notebook(), timeout=60, kernel_name="python3", allow_errors=True)
    with client.setup_kernel(env=environment(seed)):
        for student, sources in answers.items():
            run = [_code("%reset -f"), *[_code(sources.get(cell["id"], _own(cell))) for cell in cells]]
            client.nb = nbformat.v4.new_notebook(cells=run)
            for index, cell in enumerate(run):
                client.execute_cell(cell, index)
            failed = {
                cell["id"]
                for cell, ended in zip(cells, run[1:], strict=True)
                if any(output["output_type"] == "error" for output in ended["outputs"])
            }
            found[student] = {test.id: 0.0 if test.id in failed else test.points for test in master.tests()}
    return found


def environment(seed: str) -> dict[str, str]:
    """What a kernel or command is started with: this package, one thread, the seed."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    first = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    own = {"PYTHONPATH": str(ROOT), SEED_VARIABLE: seed, "PATH": first, "PYTHONHASHSEED": "0"}
    return os.environ | dict.fromkeys(threads, "1") | own


def _own(cell: dict) -> str:
    return solution_source(source_of(cell))


def _code(source: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source)


def _scores(book: Gradebook, assignment: str, notebook: str, student: str) -> dict[str, float]:
    try:
        row = book.find_submission_notebook(notebook, assignment, student)
    except Exception:
        return {}
    return {grade.name: float(grade.auto_score or 0.0) for grade in row.grades}
