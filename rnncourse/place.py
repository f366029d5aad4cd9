"""Where the course lies on this machine."""

from __future__ import annotations

from pathlib import Path

from rnncourse.errors import CourseError


def root() -> Path:
    """The course's folder: the nearest one above the current folder, or the one that the package lies in.

    Raises
    ------
    CourseError : (2) neither holds solutions/ and nbgrader_config.py
    """
    here = Path.cwd()
    for folder in [here, *here.parents, Path(__file__).resolve().parents[1]]:
        if (folder / "nbgrader_config.py").is_file() and (folder / "solutions").is_dir():
            return folder
    raise CourseError(
        "The course's folder was not found: run this from the folder that holds solutions/ and book/."
    )


def shown(path: Path) -> str:
    """A path as short as it can be written from here."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
