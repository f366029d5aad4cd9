"""``rnncourse submit``: a learner's notebook looked over as grading will, and packed into one file to hand in."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import wording
from rnncourse.grading.assignment import ALLOWED, Limits, source_of
from rnncourse.grading.inside.forbidden import Look
from rnncourse.grading.intake import Malformed, parse
from rnncourse.grading.rebuild import Flag, rebuild
from rnncourse.learner.start import released
from rnncourse.place import shown

#: The package's table of contents.
MANIFEST = "manifest.json"

#: The same notebook gives the same package, byte for byte; when it was handed in, the receiver knows better.
_EPOCH = (1980, 1, 1, 0, 0, 0)


#: What a flag means before anything has run, where its words in feedback speak of what was.
_AHEAD = {
    "locked-cell-edited": "A locked cell was edited; grading takes it as the course has it.",
    "cell-missing": "A cell of the assignment is not in your notebook; grading puts the course's own in its place.",
    "metadata-edited": "What nbgrader keeps with a cell (its type, points or tags) differs; grading uses the course's "
    "own. Some editors do this when they save.",
    "cells-added": "You added cells of your own, which is welcome; they will run where they stand.",
}


@dataclass(frozen=True)
class Exercise:
    """How far one exercise is: ``state`` is "done", "begun" (a stub is left), "stub" or "broken" (no Python)."""

    id: str
    title: str
    state: str
    why: str = ""


@dataclass(frozen=True)
class Looked:
    """A notebook as found: its bytes, exercises, what grading would flag, and cells that import what is forbidden."""

    name: str
    content: bytes
    exercises: tuple[Exercise, ...]
    flags: tuple[Flag, ...]
    forbidden: tuple[str, ...] = ()


def submit(root: Path, chapter: str, out: Path | None, say: Callable[[str], None]) -> Path:
    """Check work/<chapter>/ and pack it; nothing in work/ is changed, and no earlier package is lost.

    Returns
    -------
    the package: ``out``, or ``work/<chapter>.zip``

    Raises
    ------
    CourseError : (2) a notebook is not there, cannot be read, is another one, is too large or holds only stubs
    """
    wanted = released(root, chapter)
    target = _target(root, chapter, out)
    looked = [_look(root, chapter, name, master) for name, master in wanted.items()]
    states = [exercise.state for one in looked for exercise in one.exercises]
    if set(states) <= {"stub"}:
        raise CourseError(
            f"work/{chapter} holds nothing but stubs, so there is nothing to hand in. Did you save the notebook? "
            f"Is your work in another folder than {root / 'work' / chapter}?"
        )
    for one in looked:
        _tell(one, chapter, root, say)
    package = _packed(chapter, looked)
    earlier = _put(target, package)
    if earlier:
        say(f"The package of before is kept as {shown(earlier)}.")
    done = states.count("done")
    say(
        f"{shown(target)}: {done} of {len(states)} exercises, {len(package) / 1024:.0f} KiB. Hand in this file."
    )
    return target


def _look(root: Path, chapter: str, name: str, master: dict) -> Looked:
    path = root / "work" / chapter / f"{name}.ipynb"
    if not path.is_file():
        there = sorted(found.name for found in path.parent.glob("*.ipynb") if found.name != "lab.ipynb")
        where = (
            f"There is {', '.join(there)}: rename yours."
            if there
            else f"`rnncourse start {chapter}` begins one."
        )
        raise CourseError(f"{shown(path)} is not there. {where}")
    settings = master.get("metadata", {}).get("rnncourse", {}).get("limits", {})
    most = settings.get("submission_bytes", Limits.submission_bytes)
    size = path.stat().st_size
    if size > most:
        raise CourseError(
            f"{shown(path)} is {size / 2**20:.0f} MiB, and {most / 2**20:.0f} are allowed: in JupyterLab, "
            "Edit › Clear Outputs of All Cells, save, and submit again."
        )
    content = path.read_bytes()
    try:
        notebook, flags = rebuild(master, parse(content))
    except Malformed as error:
        raise CourseError(
            f"{shown(path)} {error} `rnncourse restore {chapter}` saves what can be saved."
        ) from None
    exercises = tuple(_exercises(master, notebook))
    return Looked(name, content, exercises, tuple(flags), tuple(_forbidden(master, notebook)))


def _forbidden(master: dict, rebuilt: dict):
    """The learner's cells, by exercise or as their own, that import what the assignment does not allow."""
    look = Look(frozenset(master.get("metadata", {}).get("rnncourse", {}).get("allow", ALLOWED)))
    given = {cell["id"] for cell in master["cells"] if not _is_solution(cell)}
    for cell in rebuilt["cells"]:
        if (
            cell["cell_type"] == "code"
            and cell["id"] not in given
            and look.at(source_of(cell), _without_magics)
        ):
            yield cell["id"] if _is_solution(cell) else "a cell of your own"


def _exercises(master: dict, rebuilt: dict):
    stubs = {cell["id"]: source_of(cell) for cell in master["cells"] if _is_solution(cell)}
    title = ""
    for cell in rebuilt["cells"]:
        if cell["cell_type"] == "markdown" and not cell["id"].startswith("added-"):
            found = re.search(r"^##\s+(.+)$", source_of(cell), re.MULTILINE)
            title = found[1].strip() if found else title
        if _is_solution(cell) and cell["id"] in stubs:
            state, why = _state(source_of(cell), stubs[cell["id"]])
            yield Exercise(cell["id"], title or cell["id"], state, why)


def _state(source: str, stub: str) -> tuple[str, str]:
    if source.strip() in ("", stub.strip()):
        return "stub", ""
    try:
        tree = ast.parse(_without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        return "broken", f"line {line}: {getattr(error, 'msg', error)}" if line else str(error)
    left = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _raises_stub(node)]
    return ("begun", f"still a stub: {', '.join(left)}") if left else ("done", "")


def _without_magics(source: str) -> str:
    return re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", source)


def _raises_stub(function: ast.FunctionDef) -> bool:
    last = function.body[-1]
    return isinstance(last, ast.Raise) and "NotImplementedError" in ast.unparse(last)


def _tell(one: Looked, chapter: str, root: Path, say: Callable[[str], None]) -> None:
    path = root / "work" / chapter / f"{one.name}.ipynb"
    say(f"{shown(path)}, saved {_ago(time.time() - path.stat().st_mtime)}:")
    words = {
        "done": "filled in",
        "begun": "begun",
        "stub": "still a stub",
        "broken": "does not run as Python",
    }
    width = max(len(exercise.title) for exercise in one.exercises)
    for exercise in one.exercises:
        why = f" ({exercise.why})" if exercise.why else ""
        say(f"  {exercise.title:<{width}}  {words[exercise.state]}{why}")
    told = dict.fromkeys(flag.code for flag in one.flags)
    for code in told:
        cells = ", ".join(flag.grade_id for flag in one.flags if flag.code == code and flag.grade_id)
        words = _AHEAD.get(code, wording.of_flag(code).learner)
        say(f"  {words}{f' ({cells})' if cells else ''}")
    if one.forbidden:
        words = wording.of_flag("forbidden-import").learner
        say(f"  Warning: {words[0].lower()}{words[1:]} ({', '.join(dict.fromkeys(one.forbidden))})")
    if told.keys() - {"cells-added"}:
        say(f"  If that is not what you meant: `rnncourse restore {chapter}`, then submit again.")


def _packed(chapter: str, looked: list[Looked]) -> bytes:
    contents = {
        "schema": 1,
        "assignment": chapter,
        "notebooks": [
            {
                "file": f"{one.name}.ipynb",
                "bytes": len(one.content),
                "sha256": hashlib.sha256(one.content).hexdigest(),
                "exercises": {exercise.id: exercise.state for exercise in one.exercises},
            }
            for one in looked
        ],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        files = {MANIFEST: (json.dumps(contents, indent=1) + "\n").encode()}
        files |= {f"{one.name}.ipynb": one.content for one in looked}
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _target(root: Path, chapter: str, out: Path | None) -> Path:
    if out is None:
        return root / "work" / f"{chapter}.zip"
    if out.is_dir():
        return out / f"{chapter}.zip"
    if out.suffix.lower() != ".zip":
        raise CourseError(
            f"--out {out}: the package is a zip file, so give a name that ends in .zip, or a folder."
        )
    if not out.parent.is_dir():
        raise CourseError(f"--out {out}: there is no folder {out.parent}; make it, or choose another.")
    return out


def _put(target: Path, package: bytes) -> Path | None:
    """Write the package; a different file of that name is renamed first and its new name returned."""
    earlier = None
    try:
        if target.exists():
            if target.read_bytes() == package:
                return None
            earlier = free_name(target, "earlier")
            target.rename(earlier)
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.part")
        half.write_bytes(package)
        half.replace(target)
    except OSError as error:
        raise CourseError(f"{shown(target)} cannot be written: {error.strerror}.") from error
    return earlier


def free_name(path: Path, word: str) -> Path:
    """A name next to ``path`` that no file has: ``rnn.earlier-1.zip``, ``rnn.earlier-2.zip``, …"""
    number = 1
    while (found := path.with_name(f"{path.stem}.{word}-{number}{path.suffix}")).exists():
        number += 1
    return found


def _is_solution(cell: dict) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def _ago(seconds: float) -> str:
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'s' * (count != 1)} ago"
    return "just now"
