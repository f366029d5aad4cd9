"""An assignment's master notebooks as data: every cell with its role, points and title, and the bundle's hash."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.errors import CourseError

#: The tag of a cell that explains the worked solution: shown in the book, never released.
EXPLANATION = "explanation"
HIDDEN_MARK = "### BEGIN HIDDEN TESTS"


@dataclass(frozen=True)
class Limits:
    """What a submission may use. Seconds are of CPU time, its own and its judge's together.

    An assignment changes them in its notebook's metadata: ``"rnncourse": {"limits": {"cell_seconds": 20}}``.

    Attributes
    ----------
    cell_seconds, setup_seconds : for a cell; for a cell of the course's own that prepares others
    submission_seconds : for a notebook as a whole
    patience : how many seconds may pass on the clock for each second of CPU time that is allowed
    memory_bytes, processes : of all that a submission starts, together
    """

    cell_seconds: float = 10.0
    setup_seconds: float = 60.0
    submission_seconds: float = 120.0
    patience: float = 4.0
    memory_bytes: int = 2 * 2**30
    processes: int = 32
    submission_bytes: int = 16 * 2**20
    output_bytes: int = 2**20


@dataclass(frozen=True)
class Cell:
    """One cell of a master notebook.

    Attributes
    ----------
    role : "text", "setup", "solution" or "test"; what a learner may edit is "solution"
    exercise : for a test, the id of the solution cell that it follows; for a solution cell its own id
    title : a test's first line without "# Check ·" or "# Hidden test ·"; else ""
    """

    id: str
    role: str
    source: str
    points: float = 0.0
    exercise: str | None = None
    title: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Master:
    """One notebook of an assignment: ``name`` without .ipynb, and its cells in order, explanations left out."""

    name: str
    cells: tuple[Cell, ...]

    def tests(self) -> list[Cell]:
        """The cells that carry points, in order."""
        return [cell for cell in self.cells if cell.role == "test"]

    def solutions(self) -> list[Cell]:
        """The cells that a learner fills in, in order."""
        return [cell for cell in self.cells if cell.role == "solution"]


@dataclass(frozen=True)
class Assignment:
    """All that decides a grade besides the submission, the environment and the seed."""

    name: str
    folder: Path = field(compare=False)
    masters: tuple[Master, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    allowed: tuple[str, ...] = ()
    limits: Limits = Limits()

    @property
    def max_score(self) -> float:
        """The points of all tests together."""
        return sum(cell.points for master in self.masters for cell in master.tests())


#: What solutions may import unless their notebook's metadata says otherwise: ``"rnncourse": {"allow": [...]}``.
ALLOWED = ("numpy", "math", "rnncourse.checks", "rnncourse.plotting", "rnncourse.tasks")


def load(root: Path, name: str) -> Assignment:
    """The assignment ``solutions/<name>``.

    Raises
    ------
    CourseError : (2) there is no such assignment, or a master notebook cannot be read
    """
    folder = root / "solutions" / name
    if name not in names(root):
        near = difflib.get_close_matches(name, names(root), 1) or names(root)
        there = f"did you mean {near[0]!r}?" if near else "the folder solutions/ holds none."
        raise CourseError(f"There is no assignment {name!r}: {there}")
    notebooks = {path.stem: _read(path) for path in sorted(folder.glob("*.ipynb"))}
    settings: dict = {}
    for notebook in notebooks.values():
        settings |= notebook.get("metadata", {}).get("rnncourse", {})
    data = sorted(settings.get("data", []))
    return Assignment(
        name=name,
        folder=folder,
        masters=tuple(Master(stem, cells_of(notebook)) for stem, notebook in notebooks.items()),
        data=tuple((file, hashlib.sha256((folder / file).read_bytes()).hexdigest()) for file in data),
        allowed=tuple(settings.get("allow", ALLOWED)),
        limits=Limits(**settings.get("limits", {})),
    )


def names(root: Path) -> list[str]:
    """The folders of solutions/ that hold a notebook, in alphabetical order."""
    return sorted({path.parent.name for path in (root / "solutions").glob("*/*.ipynb")})


def read_cells(path: Path) -> tuple[Cell, ...]:
    """The cells of the master notebook at ``path``; raises ``CourseError`` (2) if it cannot be read."""
    return cells_of(_read(path))


def source_of(cell: dict) -> str:
    """A notebook cell's text, which the format allows to be one string or a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def title_of(source: str) -> str:
    """The title that a test's first line gives, "" where there is none.

    >>> title_of("# Hidden test · one sequence, one step\\nassert True")
    'one sequence, one step'
    """
    found = re.match(r"#\s*(?:(?:Check|Hidden test)\s*·\s*)?(.+)", source)
    return found[1].strip() if found else ""


def _read(path: Path) -> dict:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(f"The master notebook {path} cannot be read: {error}.") from error


def cells_of(notebook: dict) -> tuple[Cell, ...]:
    """A notebook's cells in order, a master's, a released or a rebuilt one's; explanations are left out."""
    cells, exercise = [], None
    for index, raw in enumerate(notebook["cells"]):
        if EXPLANATION in raw.get("metadata", {}).get("tags", []):
            continue
        meta, source = raw.get("metadata", {}).get("nbgrader", {}), source_of(raw)
        identity = meta.get("grade_id") or raw.get("id") or f"cell-{index}"
        if meta.get("solution"):
            exercise = identity
            cells.append(Cell(identity, "solution", source, exercise=exercise))
        elif meta.get("grade"):
            hidden, points = HIDDEN_MARK in source, float(meta.get("points", 0))
            cells.append(Cell(identity, "test", source, points, exercise, title_of(source), hidden))
        else:
            role = "setup" if raw["cell_type"] == "code" else "text"
            cells.append(Cell(identity, role, source))
    return tuple(cells)
