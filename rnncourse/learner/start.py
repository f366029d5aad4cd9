"""``rnncourse start``: copies of exercises and labs in work/, and what is to be found there."""

from __future__ import annotations

import difflib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.place import shown, work


def start(root: Path, say: Callable[[str], None], chapter: str | None = None) -> list[Path]:
    """Copy exercises and labs, or one chapter's, into work/<chapter>/; what is there already stays as it is.

    Returns
    -------
    the new files

    Raises
    ------
    CourseError : (2) there is no such chapter, or a file cannot be written
    """
    sources = {
        **{path.relative_to(root / "exercises"): path for path in (root / "exercises").rglob("*")},
        **{path.relative_to(root / "book"): path for path in (root / "book").glob("*/lab.ipynb")},
    }
    sources.pop(Path("teaching/lab.ipynb"), None)  # the instructor's, about the folders of the course itself
    sources = {name: path for name, path in sources.items() if path.is_file()}
    if chapter is not None:
        check_chapter(chapter, {name.parts[0] for name in sources})
    new, kept = [], False
    for name, source in sorted(sources.items()):
        if ".ipynb_checkpoints" in source.parts or chapter not in (None, name.parts[0]):
            continue
        target = work(root) / name
        if target.exists() or target.is_symlink():
            say(f"{shown(target)}: yours, left as it is")
            kept = True
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if name.name == "lab.ipynb":
                target.write_text(without_roles(source.read_text("utf-8")), "utf-8")
            else:
                shutil.copyfile(source, target)
        except OSError as error:
            raise CourseError(f"{shown(target)} cannot be written: {error.strerror}.") from error
        new.append(target)
        say(f"{shown(target)}: new")
    if chapter is not None and kept:
        say(
            f"To begin a file again, give yours another name and run `rnncourse start {chapter}`; "
            f"`rnncourse restore {chapter}` repairs a damaged notebook and keeps your code."
        )
    return new


def without_roles(text: str) -> str:
    """A lab's text as JupyterLab can show it: of what leads to a page of the book, the words.

    >>> without_roles("see {doc}`the chapter <lstm>` and [Hinton](../bibliography)")
    'see the chapter and Hinton'
    """
    text = re.sub(r"\{doc\}`([^`<]*?)\s*<[^`>]*>`", r"\1", text)
    return re.sub(r"\[([^][]*)\]\(\.\./[^()]*\)", r"\1", text)


def check_chapter(chapter: str, known: set[str]) -> None:
    """Raise a ``CourseError`` (2) that names the nearest chapter unless ``chapter`` is one of ``known``."""
    if chapter in known:
        return
    near = difflib.get_close_matches(chapter, known, 1)
    there = f"did you mean {near[0]!r}?" if near else f"to choose from: {', '.join(sorted(known)) or 'none'}."
    raise CourseError(f"There is no chapter {chapter!r} to work on: {there}")


def released(root: Path, chapter: str) -> dict[str, dict]:
    """The notebooks of ``exercises/<chapter>`` by name, as they were given out.

    Raises
    ------
    CourseError : (2) there is no such chapter, or one of its notebooks cannot be read
    """
    folder = root / "exercises"
    check_chapter(chapter, {path.parent.name for path in folder.glob("*/*.ipynb")})
    found = {}
    for path in sorted((folder / chapter).glob("*.ipynb")):
        try:
            found[path.stem] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CourseError(
                f"{shown(path)} is damaged: get the course's files afresh ({error})."
            ) from error
    return found
