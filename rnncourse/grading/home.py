"""The folder that a class's grades live in, and what lies where in it."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading import results
from rnncourse.grading.results import Result

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

#: Where ``nbgrader release_feedback`` finds pages; formgrader, too, would write its own over ours in ``feedback``.
EXCHANGE = "for-exchange"

#: How a nbgrader_config.py begins that is ours, to be written anew.
SETTINGS_HEAD = (
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

    @property
    def attempts(self) -> Path:
        """The best notebooks so far as handed in, laid out like submissions, each with what it earned."""
        return self.out / "attempts"

    def holds(self, student: str, assignment: str, notebooks: Iterable[str], pages: Iterable[str]) -> bool:
        """Whether the executed notebooks and the pages of an earlier run are still there."""
        folder = self.autograded(student, assignment)
        return all((folder / f"{name}.ipynb").is_file() for name in notebooks) and all(
            self.feedback(student, assignment, name).is_file() for name in pages
        )

    def put_notebooks(self, student: str, assignment: str, notebooks: dict[str, str]) -> None:
        """Replace the student's executed notebooks by these."""
        _put(self.autograded(student, assignment), "ipynb", notebooks)

    def put_pages(self, student: str, assignment: str, pages: dict[str, str]) -> None:
        """Replace the student's feedback pages by these."""
        _put(self.out / "feedback" / student / assignment, "html", pages)

    def best(self, student: str, assignment: str) -> dict | None:
        """Of what is kept in ``attempts`` its sha256 ("attempt"), "score" and "received"; None where there is none.

        "received" is in ISO 8601 and UTC, or None.
        """
        path = self.attempts / student / assignment / "earned.json"
        try:
            kept = json.loads(path.read_text("utf-8"))
            return {name: kept[name] for name in ("attempt", "score", "received")}
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put_attempt(self, result: Result, notebooks: dict[str, bytes], received: datetime | None) -> None:
        """Keep the notebooks as handed in, and what they earned, in the place of those kept before.

        Of an attempt that is kept already, when it was received stays as it is.
        """
        kept = self.best(result.student, result.assignment)
        came = received and received.isoformat()
        if kept is not None and kept["attempt"] == result.attempt:
            came = kept["received"]
        folder = self.attempts / result.student / result.assignment
        for name, content in notebooks.items():
            with results.replacing(folder / f"{name}.ipynb") as file:
                file.write(content)
        _clear(folder, "ipynb", notebooks)
        earned = {"attempt": result.attempt, "score": result.score, "received": came}
        results.write_atomically(folder / "earned.json", json.dumps(earned) + "\n")

    def remove(self, student: str, assignment: str) -> None:
        """Remove notebooks and pages of a submission that is no longer counted."""
        for name in ("autograded", "feedback", "attempts"):
            shutil.rmtree(self.out / name / student / assignment, ignore_errors=True)

    def releases(self, assignment: str) -> list[dict[str, str]]:
        """The releases of the assignment that were graded with, each as ``rebuild.prints`` has it, oldest first.

        Raises
        ------
        CourseError : (2) the file is there and is not ours
        """
        return self._releases().get(assignment, [])

    def put_release(self, assignment: str, release: dict[str, str]) -> None:
        """Remember a release, unless it is known."""
        known = self._releases()
        if release not in known.setdefault(assignment, []):
            known[assignment].append(release)
            results.write_atomically(self.out / "releases.json", json.dumps(known, indent=1) + "\n")

    def _releases(self) -> dict[str, list[dict[str, str]]]:
        path = self.out / "releases.json"
        try:
            known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
            for releases in known.values():
                for release in releases:
                    release.items()
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise CourseError(
                f"{path} is damaged: move it away; cells of earlier releases then count as edited."
            ) from error
        return known

    def put_settings(self, root: Path, submitted: Path, url: str) -> None:
        """Write the nbgrader_config.py that formgrader reads; a file of that name that is not ours stays."""
        path = self.out / "nbgrader_config.py"
        if path.is_file() and not path.read_text("utf-8").startswith(SETTINGS_HEAD):
            return
        here = self.out.absolute()
        book = "f\"sqlite:///{root / 'gradebook.db'}\"" if url == self.gradebook else repr(url)
        lines = [
            SETTINGS_HEAD,
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
            f"c.CourseDirectory.feedback_directory = {EXCHANGE!r}",
            "c.GenerateAssignment.preprocessors = "
            "[DropExplanations, *GenerateAssignment.preprocessors.default()]",
        ]
        results.write_atomically(path, "\n".join(lines) + "\n")
        path.chmod(0o600)


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep every other run out of the folder ``out`` while this one writes into it.

    The system lets go of the lock when the process ends, however it ends. Where there are no such locks
    (Windows), there is none.

    Raises
    ------
    CourseError : (3) another run holds it; the sentence says which
    """
    if fcntl is None:
        yield
        return
    with open(out / ".lock", "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another run"
            raise CourseError(
                f"{out} is being written to by {holder}: wait until it is done, or stop it, or choose another --out.",
                ENVIRONMENT,
            ) from None
        file.truncate(0)
        since = datetime.now().astimezone().isoformat(" ", "seconds")
        file.write(f"process {os.getpid()} on {platform.node() or 'this machine'}, since {since}\n")
        file.flush()
        yield
        file.truncate(0)


@contextmanager
def taken_back(out: Path, new: bool) -> Iterator[None]:
    """Where a run made the folder ``out`` (``new``) and ends before it wrote any grade, take the folder away again.

    To be used while ``locked``: nobody else writes into it.
    """
    try:
        yield
    except BaseException:
        before_grades = {".course-key", ".lock", "releases.json"}
        if new and {path.name for path in out.iterdir()} <= before_grades:
            shutil.rmtree(out)
        raise


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


def _put(folder: Path, suffix: str, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = folder / f"{name}.{suffix}"
        if not path.is_file() or path.read_text("utf-8") != text:
            results.write_atomically(path, text)
    _clear(folder, suffix, texts)


def _clear(folder: Path, suffix: str, names: Iterable[str]) -> None:
    for path in folder.glob(f"*.{suffix}"):
        if path.stem not in names:
            path.unlink()
