"""``rnncourse submit``: a learner's notebook looked over as grading will, and packed into one file to hand in."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import wording
from rnncourse.learner.looking import AHEAD, Looked, look, saved
from rnncourse.learner.start import released
from rnncourse.place import shown, work

#: The package's table of contents.
MANIFEST = "manifest.json"

#: The same notebook gives the same package, byte for byte; when it was handed in, the receiver knows better.
_EPOCH = (1980, 1, 1, 0, 0, 0)


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
    looked = [look(root, chapter, name, master) for name, master in wanted.items()]
    states = [exercise.state for one in looked for exercise in one.exercises]
    if set(states) <= {"stub"}:
        raise CourseError(
            f"{shown(work(root) / chapter)} holds nothing but stubs, so there is nothing to hand in. Did you save the "
            f"notebook? Is your work in another folder than {work(root) / chapter}?"
        )
    for one in looked:
        _tell(one, chapter, root, say)
    package = _packed(chapter, looked)
    earlier = _put(target, package)
    if earlier:
        say(f"The package of before is kept as {shown(earlier)}.")
    done = states.count("done")
    say(
        f"{shown(target)}: {done} of {len(states)} exercises, {len(package) / 1024:.0f} KiB. Hand in this file. "
        f"(Nothing was run: `rnncourse check {chapter}` does that.)"
    )
    return target


def _tell(one: Looked, chapter: str, root: Path, say: Callable[[str], None]) -> None:
    path = work(root) / chapter / f"{one.name}.ipynb"
    say(f"{shown(path)}, saved {saved(path)}:")
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
        words = AHEAD.get(code, wording.of_flag(code).learner)
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
        return work(root) / f"{chapter}.zip"
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
