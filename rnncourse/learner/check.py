"""``rnncourse check``: a notebook run as a whole; for each exercise what holds, what is left, what grading adds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from rnncourse.errors import CourseError
from rnncourse.grading import wording
from rnncourse.grading.assignment import Cell, Limits, cells_of
from rnncourse.learner.looking import AHEAD, Looked, look, look_at
from rnncourse.learner.running import Ran, run
from rnncourse.learner.start import released
from rnncourse.place import shown, work

#: How far an exercise is, in words; in this order they are told at the end.
STATES = {
    "complete": "complete",
    "stub-left": "a stub is left",
    "check-fails": "not yet",
    "raises": "its cell stops with an error",
    "not-begun": "not begun",
}


@dataclass(frozen=True)
class Visible:
    """One visible check: ``ended`` as in ``running.Ran``, ``hint`` what it said."""

    id: str
    title: str
    points: float
    ended: str
    hint_id: str | None = None
    hint: str = ""


@dataclass(frozen=True)
class Standing:
    """One exercise: its state, its checks, and the titles and points of what only grading looks at."""

    id: str
    title: str
    state: str
    why: str
    checks: tuple[Visible, ...]
    graded_besides: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Checked:
    """A notebook as ``check`` finds it; ``notes`` are sentences on what else grading would notice."""

    assignment: str
    notebook: str
    sha256: str
    points: float
    max_points: float
    hidden_points: float
    exercises: tuple[Standing, ...]
    notes: tuple[str, ...]


def check(root: Path, which: str) -> list[Checked]:
    """Run the notebook at the path ``which``, or those of the assignment ``which`` in work/; nothing is changed.

    Raises
    ------
    CourseError : (2) there is no such notebook, it cannot be read, or it is no assignment of the course's
    """
    path = Path(which)
    if path.is_dir() and (path / f"{path.name}.ipynb").is_file():
        path = path / f"{path.name}.ipynb"
    if path.suffix != ".ipynb" and not path.is_file():
        return of_assignment(root, which)
    if not path.is_file():
        raise CourseError(
            f"{which} is not there: give the path of a notebook, or an assignment's name (`rnn`)."
        )
    chapter, name, master = _assignment_of(root, path)
    looked = look_at(path, name, master, f"`rnncourse restore {chapter}` saves what can be saved.")
    return [_checked(chapter, path, looked, master)]


def of_assignment(root: Path, chapter: str) -> list[Checked]:
    """Run what work/<chapter>/ holds of the assignment; errors as ``check`` has them."""
    found = []
    for name, master in released(root, chapter).items():
        looked = look(root, chapter, name, master)
        found.append(_checked(chapter, work(root) / chapter / f"{name}.ipynb", looked, master))
    return found


def _assignment_of(root: Path, path: Path) -> tuple[str, str, dict]:
    """(assignment, notebook, released notebook) by the solution cells that the file holds, else by its folder."""
    masters = {
        (chapter, name): master
        for chapter in sorted(found.name for found in (root / "exercises").glob("*/"))
        for name, master in released(root, chapter).items()
    }
    try:
        cells = json.loads(path.read_bytes())["cells"]
        ids = {cell.get("id") for cell in cells}
        ids |= {cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") for cell in cells}
    except (ValueError, KeyError, TypeError, AttributeError):
        ids = None  # no notebook: what is wrong with it is said where it is read
    if ids is not None:
        share = {key: len(ids & {cell.id for cell in _solutions(master)}) for key, master in masters.items()}
        if masters and max(share.values()):
            (chapter, name) = max(share, key=share.get)
            return chapter, name, masters[chapter, name]
    folder = path.resolve().parent.name
    for (chapter, name), master in masters.items():
        if ids is None and path.stem != "lab" and chapter in (folder, path.stem):
            return chapter, name, master
    if ids is None:
        raise CourseError(f"{shown(path)} is not a notebook that can be read.")
    raise CourseError(
        f"{shown(path)} holds no exercise of the course: a lab has nothing to check, and a notebook that has lost its "
        "cells is made whole by `rnncourse restore`. Assignments: "
        + ", ".join(sorted({c for c, _ in masters}))
        + "."
    )


def _solutions(master: dict) -> list[Cell]:
    return [cell for cell in cells_of(master) if cell.role == "solution"]


def _checked(chapter: str, path: Path, looked: Looked, master: dict) -> Checked:
    settings = master.get("metadata", {}).get("rnncourse", {}).get("limits", {})
    known = {one.name for one in fields(Limits)}
    limits = Limits(**{name: value for name, value in settings.items() if name in known})
    cells = cells_of(looked.notebook)
    endings = run([c for c in cells if c.role != "text" and not _is_hidden(c)], path.parent, limits)
    exercises = tuple(_standing(one, cells, endings) for one in looked.exercises)
    seen = [one for exercise in exercises for one in exercise.checks]
    return Checked(
        assignment=chapter,
        notebook=shown(path),
        sha256=hashlib.sha256(looked.content).hexdigest(),
        points=sum(one.points for one in seen if one.ended == "passed"),
        max_points=sum(one.points for one in seen),
        hidden_points=sum(points for exercise in exercises for _, points in exercise.graded_besides),
        exercises=exercises,
        notes=tuple(_notes(looked, cells, endings)),
    )


def _is_hidden(cell: Cell) -> bool:
    """Whether only grading runs this test; a release holds its title and nothing else."""
    return cell.role == "test" and cell.source.startswith("# Hidden test")


def _standing(exercise: Any, cells: tuple[Cell, ...], endings: dict[str, Ran]) -> Standing:
    own = [cell for cell in cells if cell.role == "test" and cell.exercise == exercise.id]
    checks = tuple(_visible(cell, endings[cell.id]) for cell in own if not _is_hidden(cell))
    besides = tuple((cell.title, cell.points) for cell in own if _is_hidden(cell))
    written = endings[exercise.id]
    why = ""
    if exercise.state == "stub":
        state = "not-begun"
    elif written.ended != "passed":
        state, why = "raises", _cause(written)
    elif not all(one.ended == "passed" for one in checks):
        state = "check-fails"
    elif exercise.state == "begun":
        state, why = "stub-left", exercise.why
    else:
        state = "complete"
    return Standing(exercise.id, exercise.title, state, why, checks, besides)


def _visible(cell: Cell, ran: Ran) -> Visible:
    return Visible(
        cell.id, cell.title, cell.points, ran.ended, ran.hint_id, "" if ran.ended == "passed" else _cause(ran)
    )


def _cause(ran: Ran) -> str:
    """Why a cell did not pass, in a sentence or more."""
    if ran.ended == "failed":
        return ran.message
    if ran.ended == "error":
        return ran.message + (f", at `{ran.line}`" if ran.line else "") + "."
    return wording.TESTS[ran.ended].learner + (f" It was at `{ran.line}`." if ran.line else "")


def _notes(looked: Looked, cells: tuple[Cell, ...], endings: dict[str, Ran]):
    for cell in cells:
        if cell.role == "setup" and endings[cell.id].ended != "passed":
            name = "A cell of your own" if cell.id.startswith("added-") else f"The cell `{cell.id}`"
            yield f"{name} did not run to its end: {_cause(endings[cell.id])}"
    for code in dict.fromkeys(flag.code for flag in looked.flags):
        if code != "cells-added":
            names = ", ".join(flag.grade_id for flag in looked.flags if flag.code == code and flag.grade_id)
            yield AHEAD.get(code, wording.of_flag(code).learner) + (f" ({names})" if names else "")
    if looked.forbidden:
        where = ", ".join(dict.fromkeys(looked.forbidden))
        yield f"{wording.of_flag('forbidden-import').learner} ({where})"


def as_json(found: list[Checked]) -> str:
    """All that was found, as one JSON object: ``{"schema": 1, "notebooks": [...]}``."""
    return json.dumps(
        {"schema": 1, "notebooks": [asdict(one) for one in found]}, indent=1, ensure_ascii=False
    )
