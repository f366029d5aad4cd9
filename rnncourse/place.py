"""Where the course and a learner's own copies lie on this machine.

On a laptop both are in one folder, and nothing has to be said. Where a class shares one read-only copy of the course,
as on a hub, the environment says it: ``RNNCOURSE_HOME`` is the copy, ``RNNCOURSE_WORK`` what is work/ elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path

from rnncourse.errors import CourseError

#: The folder of the course where none is above the current one.
HOME_VARIABLE = "RNNCOURSE_HOME"
#: The learner's own folder instead of work/ in that course.
WORK_VARIABLE = "RNNCOURSE_WORK"


def root() -> Path:
    """The course's folder: the nearest above the current one, the one ``RNNCOURSE_HOME`` names, or the package's.

    Raises
    ------
    CourseError : (2) none holds nbgrader_config.py and solutions/, or exercises/ as in a copy for learners
    """
    here, named = Path.cwd(), _named(HOME_VARIABLE)
    for folder in filter(None, [here, *here.parents, named, Path(__file__).resolve().parents[1]]):
        holds = [(folder / name).is_dir() for name in ("solutions", "exercises")]
        if (folder / "nbgrader_config.py").is_file() and any(holds):
            return folder
    told = f"{HOME_VARIABLE} is {named}, which does not hold it. " if named else ""
    raise CourseError(
        f"The course's folder was not found: run this from the folder that holds exercises/ and book/. {told}Where "
        f"a class shares one copy, as on a hub, the environment variable {HOME_VARIABLE} names it; whoever keeps the "
        f"hub sets it (`export {HOME_VARIABLE}=DIR` in a terminal)."
    )


def work(root: Path) -> Path:
    """The folder of the learner's own copies: work/ in the course, or another where the course is a shared copy."""
    named, own = _named(HOME_VARIABLE), _named(WORK_VARIABLE)
    if named and own and root.resolve() == named.resolve():
        return own
    return root / "work"


def _named(variable: str) -> Path | None:
    """The folder that a variable of the environment names, ``~`` understood."""
    text = os.environ.get(variable)
    return Path(text).expanduser().absolute() if text else None


def shown(path: Path) -> str:
    """A path as short as it can be written from here."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
