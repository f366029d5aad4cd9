"""``work/START.md``: the page that JupyterLab opens first, with all assignments and how one is solved."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from rnncourse.curriculum import CHAPTERS, Chapter
from rnncourse.errors import CourseError
from rnncourse.learner.start import released
from rnncourse.place import shown, work

NAME = "START.md"
_SEAL = "<!-- The course's own page, brought up to date until somebody edits it: {} -->"
_WORDS = Path(__file__).with_name("start.md")
_SOLVE = re.compile(r"(\d+) to solve")


def write(root: Path) -> Path:
    """Put the page into work/; one that somebody has edited stays as it is.

    Raises
    ------
    CourseError : (2) it cannot be written
    """
    target = work(root) / NAME
    try:
        there = target.read_text("utf-8") if target.exists() else ""
        if not there or _is_ours(there):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page(root), encoding="utf-8", newline="\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{shown(target)} cannot be read or written: {error}.") from error
    return target


def page(root: Path) -> str:
    """The text of the page, sealed with its own hash."""
    names = {path.parent.name for path in (root / "exercises").glob("*/*.ipynb")}
    chapters = [chapter for chapter in CHAPTERS if chapter.name in names]
    chapters += [
        Chapter(0, name, name, "", "") for name in sorted(names - {chapter.name for chapter in chapters})
    ]
    first = chapters[0].name if chapters else "rnn"
    text = _WORDS.read_text("utf-8").format(
        rows="\n".join(_row(root, chapter) for chapter in chapters), first=first
    )
    return f"{text}\n{_sealed(text)}\n"


def _row(root: Path, chapter: Chapter) -> str:
    """An assignment's line, with links to it and to the lab beside it."""
    points = exercises = 0
    for master in released(root, chapter.name).values():
        marks = [cell["metadata"].get("nbgrader", {}) for cell in master["cells"]]
        points += sum(mark.get("points", 0) for mark in marks)
        exercises += sum(bool(mark.get("solution")) for mark in marks)
    name = chapter.name
    lab = f"[lab]({name}/lab.ipynb)" if (root / "book" / name / "lab.ipynb").is_file() else ""
    return (
        f"| {chapter.number or ''} | [{chapter.title}]({name}/{name}.ipynb) | {lab} | {exercises} | {points:g} "
        f"| {_minutes(root, name)} |"
    )


def _minutes(root: Path, name: str) -> str:
    """The estimate of the chapter's page; "" where there is none."""
    path = root / "book" / name / f"{name}.md"
    found = _SOLVE.search(path.read_text("utf-8")) if path.is_file() else None
    return found[1] if found else ""


def _sealed(text: str) -> str:
    return _SEAL.format(hashlib.sha256(text.encode()).hexdigest()[:16])


def _is_ours(page: str) -> bool:
    """Whether nobody has edited the page since it was written."""
    text, _, seal = page.rstrip("\n").rpartition("\n")
    return seal == _sealed(text)
