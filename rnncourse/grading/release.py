"""solutions/ → exercises/: generated afresh, then compared byte for byte or copied."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import lint
from rnncourse.grading.generate import generate


def release(root: Path, check: bool, say: Callable[[str], None] = print) -> list[str]:
    """Bring exercises/ in step with solutions/, or with ``check`` only say where it is not.

    Returns
    -------
    the names of the files that were written, relative to ``root``; nothing with ``check``

    Raises
    ------
    CourseError : (2) there are no solutions to release; an assignment breaks a rule of ``lint``; with ``check``,
        exercises/ is out of step, and the files are named
    """
    if not assignments.names(root):
        raise CourseError(
            f"{root / 'solutions'} holds no assignment: this is a copy for learners, and its exercises/ is whole as "
            "it stands."
        )
    faults = [fault for name in assignments.names(root) for fault in lint.faults(root, name)]
    if faults:
        raise CourseError("Not released, these rules are broken:\n  " + "\n  ".join(faults))
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "exercises"
        for name in assignments.names(root):
            shutil.copytree(generate(root / "solutions" / name, Path(folder) / name), fresh / name)
        stale, extra = compare(fresh, root / "exercises")
        if check and (stale or extra):
            named = [f"exercises/{path} is not what solutions/ generates" for path in stale]
            named += [f"exercises/{path} comes from no solution" for path in extra]
            raise CourseError("; ".join(named) + ". Run `rnncourse release` and commit what it writes.")
        for path in stale:
            target = root / "exercises" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(fresh / path, target)
        for path in extra:
            (root / "exercises" / path).unlink()
    count = len(assignments.names(root))
    state = "in step" if not stale + extra else f"{len(stale)} files written, {len(extra)} removed"
    say(f"exercises/: {count} assignment{'s' * (count != 1)}, {state}.")
    return [f"exercises/{path}" for path in stale + extra]


def compare(fresh: Path, committed: Path) -> tuple[list[str], list[str]]:
    """Files of ``fresh`` that are missing or differ in ``committed``; and files that only ``committed`` holds."""
    wanted, there = _files(fresh), _files(committed)
    stale = [
        name
        for name, path in wanted.items()
        if name not in there or there[name].read_bytes() != path.read_bytes()
    ]
    return stale, [name for name in there if name not in wanted]


def _files(folder: Path) -> dict[str, Path]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path for path in paths if ".ipynb_checkpoints" not in path.parts
    }
