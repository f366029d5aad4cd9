"""``rnncourse progress``: all assignments of work/ in one table; what has not changed is not run again."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from rnncourse.curriculum import CHAPTERS
from rnncourse.errors import CourseError
from rnncourse.learner.check import Checked, of_assignment
from rnncourse.learner.start import released
from rnncourse.learner.submit import MANIFEST
from rnncourse.place import work

#: What the checks found last, by assignment, with the hash of all that it depends on.
KEPT = ".progress.json"


@dataclass(frozen=True)
class Row:
    """One assignment. ``state`` is "complete", "begun", "not-begun", "absent" (no copy in work/) or "damaged".

    ``packed`` is "yes", "no", or "older" where the package to hand in was made of another state of the notebook.
    """

    assignment: str
    title: str
    state: str
    points: float
    max_points: float
    hidden_points: float
    complete: int
    exercises: int
    packed: str
    problem: str = ""


def progress(root: Path, say: Callable[[str], None]) -> list[Row]:
    """Every assignment's row, in the course's order; ``say`` hears which notebooks are run, as that takes seconds."""
    chapters = {chapter.name: chapter for chapter in CHAPTERS}
    found = {path.parent.name for path in (root / "exercises").glob("*/*.ipynb")}
    names = [*filter(found.__contains__, chapters), *sorted(found - chapters.keys())]
    kept, keys = _kept(root), {name: _key(root, name) for name in names}
    stale = [name for name in names if keys[name] and kept.get(name, {}).get("key") != keys[name]]
    if stale:
        say(f"Running {', '.join(stale)} …")
        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            for name, row in zip(stale, workers.map(lambda name: _row(root, name), stale), strict=True):
                kept[name] = {"key": keys[name], **row}
        _keep(root, {name: kept[name] for name in names if name in kept})
    rows = []
    for name in names:
        title = chapters[name].title if name in chapters else name
        row = kept[name] if keys[name] else _untouched(root, name)
        told = {field: value for field, value in row.items() if field != "key"}
        rows.append(Row(assignment=name, title=title, packed=_packed(root, name), **told))
    return rows


def as_json(rows: list[Row]) -> str:
    """The table as one JSON object: ``{"schema": 1, "assignments": [...]}``."""
    told = {"schema": 1, "assignments": [asdict(row) for row in rows]}
    return json.dumps(told, indent=1, ensure_ascii=False)


def _row(root: Path, name: str) -> dict:
    """What one assignment's row says of the notebooks in work/, by running them."""
    try:
        found = of_assignment(root, name)
    except CourseError as error:
        return _untouched(root, name) | {"state": "damaged", "problem": str(error)}
    states = [exercise.state for one in found for exercise in one.exercises]
    state = "complete" if set(states) == {"complete"} else "begun"
    return _said(found, "not-begun" if set(states) == {"not-begun"} else state, states.count("complete"))


def _said(found: list[Checked], state: str, complete: int) -> dict:
    return {
        "state": state,
        "points": sum(one.points for one in found),
        "max_points": sum(one.max_points for one in found),
        "hidden_points": sum(one.hidden_points for one in found),
        "complete": complete,
        "exercises": sum(len(one.exercises) for one in found),
    }


def _untouched(root: Path, name: str) -> dict:
    """The row of an assignment of which nothing is in work/, or nothing was changed: all of it is in the release."""
    visible = hidden = exercises = 0
    for master in released(root, name).values():
        for cell in master["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            exercises += bool(marks.get("solution"))
            is_hidden = "".join(cell["source"]).startswith("# Hidden test")
            hidden += marks.get("points", 0) * is_hidden
            visible += marks.get("points", 0) * (not is_hidden)
    there = (work(root) / name).is_dir()
    points = {"points": 0.0, "max_points": float(visible), "hidden_points": float(hidden)}
    return {"state": "not-begun" if there else "absent", **points, "complete": 0, "exercises": exercises}


def _key(root: Path, name: str) -> str:
    """A hash of the notebooks, their release and the package; "" where there is nothing to run."""
    digest, differs = hashlib.sha256(_package()), False
    for given in sorted((root / "exercises" / name).glob("*.ipynb")):
        mine = work(root) / name / given.name
        if not mine.is_file():
            return ""
        contents = [given.read_bytes(), mine.read_bytes()]
        differs = differs or contents[0] != contents[1]
        for content in contents:
            digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest() if differs else ""


def _package() -> bytes:
    """A hash of the checks and of what they compare with."""
    digest, package = hashlib.sha256(), Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return digest.digest()


def _packed(root: Path, name: str) -> str:
    """Whether work/<name>.zip holds the notebooks as they are now."""
    try:
        with zipfile.ZipFile(work(root) / f"{name}.zip") as package:
            listed = json.loads(package.read(MANIFEST))["notebooks"]
            told = {one["file"]: one["sha256"] for one in listed}
        now = {file: hashlib.sha256((work(root) / name / file).read_bytes()).hexdigest() for file in told}
    except FileNotFoundError:
        return "older" if (work(root) / f"{name}.zip").is_file() else "no"
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return "no"
    return "yes" if told == now else "older"


def _kept(root: Path) -> dict[str, dict]:
    """What was found before; nothing where it cannot be read, for it can be found again."""
    fields = {"state", "points", "max_points", "hidden_points", "complete", "exercises", "key"}
    try:
        kept = json.loads((work(root) / KEPT).read_text("utf-8"))
        return {name: row for name, row in kept.items() if fields <= row.keys() <= fields | {"problem"}}
    except (OSError, ValueError, AttributeError):
        return {}


def _keep(root: Path, rows: dict[str, dict]) -> None:
    half = work(root) / f"{KEPT}.part"
    try:
        half.write_text(json.dumps(rows, indent=1), "utf-8")
        half.replace(work(root) / KEPT)
    except OSError:  # a folder that cannot be written: the next run takes as long again
        pass
