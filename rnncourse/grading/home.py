"""The folder that a class's grades live in, and what lies where in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import results
from rnncourse.grading.gradebook import Writer
from rnncourse.grading.results import Result

_SETTINGS_HEAD = (
    '"""Written by `rnncourse grade`: nbgrader\'s formgrader works on the grades in this folder."""'
)


@dataclass(frozen=True)
class Home:
    """``out`` with results.json, grades.csv, gradebook.db, autograded/ and feedback/ for all assignments."""

    out: Path

    @property
    def results(self) -> Path:
        """Where every submission's result is kept."""
        return self.out / "results.json"

    @property
    def gradebook(self) -> str:
        """The URL of the gradebook that is used where none is named."""
        return f"sqlite:///{(self.out / 'gradebook.db').absolute()}"

    def feedback(self, student: str, assignment: str, notebook: str) -> Path:
        """The page that this student gets back."""
        return self.out / "feedback" / student / assignment / f"{notebook}.html"

    def autograded(self, student: str, assignment: str) -> Path:
        """The folder of executed notebooks that formgrader shows."""
        return self.out / "autograded" / student / assignment

    def holds_notebooks(self, student: str, assignment: str, names: Iterable[str]) -> bool:
        """Whether the executed notebooks of an earlier run are still there."""
        return all((self.autograded(student, assignment) / f"{name}.ipynb").is_file() for name in names)

    def put_notebooks(self, student: str, assignment: str, notebooks: dict[str, str]) -> None:
        """Replace the student's executed notebooks by these."""
        folder = self.autograded(student, assignment)
        for name, text in notebooks.items():
            results.write_atomically(folder / f"{name}.ipynb", text)
        for path in folder.glob("*.ipynb"):
            if path.stem not in notebooks:
                path.unlink()

    def put_settings(self, root: Path, submitted: Path, url: str) -> None:
        """Write the nbgrader_config.py that formgrader reads; a file of that name that is not ours stays."""
        path = self.out / "nbgrader_config.py"
        if path.is_file() and not path.read_text("utf-8").startswith(_SETTINGS_HEAD):
            return
        here = self.out.absolute()
        book = "f\"sqlite:///{root / 'gradebook.db'}\"" if url == self.gradebook else repr(url)
        lines = [
            _SETTINGS_HEAD,
            "",
            "from pathlib import Path",
            "",
            "from nbgrader.converters import GenerateAssignment",
            "",
            "from rnncourse.grading.preprocessors import DropExplanations",
            "",
            "c = get_config()",
            "root = Path(__file__).absolute().parent",
            "c.CourseDirectory.root = str(root)",
            f"c.CourseDirectory.db_url = {book}",
            f"c.CourseDirectory.source_directory = {_way(here, root / 'solutions')!r}",
            f"c.CourseDirectory.release_directory = {_way(here, root / 'exercises')!r}",
            f"c.CourseDirectory.submitted_directory = {_way(here, submitted)!r}",
            "c.GenerateAssignment.preprocessors = "
            "[DropExplanations, *GenerateAssignment.preprocessors.default()]",
        ]
        results.write_atomically(path, "\n".join(lines) + "\n")
        path.chmod(0o600)


class Ledger:
    """The results of all runs into one home: read at the start, changed one by one, written at the end."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._known = {(entry.student, entry.assignment): entry for entry in results.load(home.results)}

    def get(self, student: str, assignment: str) -> Result | None:
        """The result known for this student, if any."""
        return self._known.get((student, assignment))

    def put(self, result: Result) -> None:
        """Take a new result in the place of an older one."""
        self._known[result.student, result.assignment] = result

    def drop(self, student: str, assignment: str) -> None:
        """Forget a result: the submission it answered for has been replaced."""
        self._known.pop((student, assignment), None)

    def save(self, writer: Writer) -> None:
        """Replace results.json and grades.csv, each in one step."""
        entries = list(self._known.values())
        results.save(self._home.results, entries)
        rows = [(entry, *writer.totals(entry)) for entry in entries]
        results.write_atomically(self._home.out / "grades.csv", results.grades_csv(rows))


def check_writable(out: Path) -> None:
    """Raise a ``CourseError`` (2) unless files can be written into ``out``, which is made if need be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CourseError(f"The folder {out} cannot be made: {error.strerror}.") from error
    if not os.access(out, os.W_OK):
        raise CourseError(f"The folder {out} cannot be written to.")


def _way(start: Path, target: Path) -> str:
    """The way from one folder to another, as nbgrader wants it; the absolute one where there is none."""
    try:
        return os.path.relpath(target.absolute(), start)
    except ValueError:
        return str(target.absolute())
