"""``rnncourse restore``: a damaged notebook made whole, with the learner's code kept.

Locked cells, ids and metadata come from exercises/; what the learner wrote is put where it belongs. What does not
belong anywhere goes to the end as text, where it can be read and copied and runs in nobody's way.
"""

from __future__ import annotations

import ast
import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading.assignment import source_of
from rnncourse.learner import salvage
from rnncourse.learner.salvage import Saved
from rnncourse.learner.start import released
from rnncourse.learner.submit import free_name
from rnncourse.place import shown, work


@dataclass
class Placed:
    """Where everything went: ``solutions`` and ``texts`` by cell id, ``added`` behind a cell, ``loose`` at the end."""

    solutions: dict[str, Saved] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    added: dict[str | None, list[Saved]] = field(default_factory=dict)
    loose: list[tuple[str, Saved]] = field(default_factory=list)


def restore(root: Path, chapter: str, say: Callable[[str], None]) -> list[Path]:
    """Repair the notebooks in work/<chapter>/; each damaged file is kept under another name first.

    Returns
    -------
    the notebooks that were written; none where all are whole

    Raises
    ------
    CourseError : (2) there is no such chapter, or a file cannot be read or written
    """
    written = []
    for name, master in released(root, chapter).items():
        path = work(root) / chapter / f"{name}.ipynb"
        if not path.exists():
            raise CourseError(
                f"{shown(path)} is not there: `rnncourse start {chapter}` puts a fresh copy there."
            )
        try:
            if _restore(path, master, say):
                written.append(path)
        except OSError as error:
            raise CourseError(f"{shown(path)} cannot be read or written: {error.strerror}.") from error
    return written


def _restore(path: Path, master: dict, say: Callable[[str], None]) -> bool:
    content = path.read_bytes()
    found, whole = salvage.cells(content)
    placed = _place(master, found)
    notebook = _assembled(master, placed)
    if whole and _same(content, notebook):
        say(f"{shown(path)} is whole; nothing was changed.")
        return False
    backup = free_name(path, "damaged")
    backup.write_bytes(content)
    half = path.with_name(f".{path.name}.part")
    half.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    half.replace(path)
    if any(cell.source.strip() for cell in found):
        say(f"{shown(path)} is whole again. The file as it was: {shown(backup)}")
        for line in _told(master, placed, found, whole):
            say(f"  {line}")
    else:
        held = "was empty" if not content.strip() else "held no cell that can be read"
        say(f"{shown(path)} {held}, so nothing could be saved. The file as it was: {shown(backup)}")
        say("  In its place there is a fresh copy now, with stubs only.")
    for line in _elsewhere(path):
        say(f"  {line}")
    return True


def _place(master: dict, found: list[Saved]) -> Placed:
    """Decide for each cell whether it is a solution, a locked cell, or the learner's own, and where it belongs."""
    masters = {_name(cell): cell for cell in master["cells"]}
    homes = _homes(masters, found)
    placed, versions, anchor = Placed(), {}, None
    for cell, home in zip(found, homes, strict=True):
        if home is None:
            if cell.source.strip():
                placed.added.setdefault(anchor, []).append(cell)
            continue
        anchor = home
        original = source_of(masters[home])
        if _is_solution(masters[home]):
            versions.setdefault(home, []).append(cell)
        elif cell.source.strip() != original.strip():
            if not _marks(masters[home]) and not cell.torn:
                placed.texts[home] = cell.source
            elif not (cell.torn and original.startswith(cell.source.rstrip("�"))):
                placed.loose.append((f"Your version of the locked cell `{home}`", cell))
    for home, cells in versions.items():
        stub = source_of(masters[home]).strip()
        written = [cell for cell in cells if cell.source.strip() not in ("", stub)]
        placed.solutions[home] = (written or cells)[-1]
        others = {cell.source.strip(): cell for cell in written[:-1]}
        others.pop(placed.solutions[home].source.strip(), None)
        placed.loose += [(f"Another version of `{home}`", cell) for cell in others.values()]
    return placed


def _homes(masters: dict[str, dict], found: list[Saved]) -> list[str | None]:
    """The master's cell that each is: by name, by its whole text, by its first line, by what it defines."""
    texts = {source_of(cell).strip(): name for name, cell in masters.items()}
    homes = [cell.name if cell.name in masters else texts.get(cell.source.strip()) for cell in found]
    first = {_first(source_of(cell)): name for name, cell in masters.items() if not _is_solution(cell)}
    defined = {name: _defines(source_of(cell)) for name, cell in masters.items() if _is_solution(cell)}
    for index, cell in enumerate(found):
        if homes[index] is not None or not cell.source.strip():
            continue
        by_line = first.get(_first(cell.source))
        if by_line and by_line not in homes:
            homes[index] = by_line
            continue
        names = _defines(cell.source)
        homes[index] = next(
            (name for name, wanted in defined.items() if wanted and wanted <= names and name not in homes),
            None,
        )
    return homes


def _assembled(master: dict, placed: Placed) -> dict:
    """The released notebook with everything in its place."""
    notebook = {key: copy.deepcopy(value) for key, value in master.items() if key != "cells"}
    taken = {cell["id"] for cell in master["cells"]}
    cells = notebook["cells"] = [_own(cell, taken) for cell in placed.added.get(None, [])]
    for original in master["cells"]:
        name, cell = _name(original), copy.deepcopy(original)
        if name in placed.solutions:
            cell["source"] = _lines(placed.solutions[name].source)
        elif name in placed.texts:
            cell["source"] = _lines(placed.texts[name])
        cells.append(cell)
        cells += [_own(own, taken) for own in placed.added.get(name, [])]
    for heading, piece in placed.loose:
        ticks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", piece.source)), default=0))
        text = f"{heading}, found while restoring:\n\n{ticks}python\n{piece.source}\n{ticks}"
        cells.append(_own(Saved("", "markdown", text), taken))
    return notebook


def _own(cell: Saved, taken: set[str]) -> dict:
    name = cell.name if re.fullmatch(r"[\w-]{1,64}", cell.name, re.ASCII) and cell.name not in taken else ""
    number = 1
    while not name or name in taken:
        name, number = f"own-{number}", number + 1
    taken.add(name)
    made = {"cell_type": cell.kind, "id": name, "metadata": {}, "source": _lines(cell.source)}
    return made | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})


def _told(master: dict, placed: Placed, found: list[Saved], whole: bool):
    """What was done, a line each."""
    solutions = [_name(cell) for cell in master["cells"] if _is_solution(cell)]
    stubs = {_name(cell): source_of(cell).strip() for cell in master["cells"]}
    kept = [
        name
        for name in solutions
        if name in placed.solutions and placed.solutions[name].source.strip() != stubs[name]
    ]
    if not whole:
        yield f"The file was no JSON; {len(found)} cells could be read of {len(master['cells'])} that were given out."
    yield f"Your code is in {len(kept)} of {len(solutions)} solution cells{': ' if kept else '.'}{', '.join(kept)}"
    lost = [name for name in solutions if name not in placed.solutions]
    if lost:
        yield f"Not found in the file, so a stub again: {', '.join(lost)}"
    torn = [name for name, cell in placed.solutions.items() if cell.torn]
    if torn:
        yield f"Broken off or mixed up in the file, so look at it: {', '.join(torn)}"
    own = sum(map(len, placed.added.values()))
    if own:
        yield f"Cells of your own, kept where they stood: {own}"
    if placed.loose:
        yield f"At the end, as text: {', '.join(heading.lower() for heading, _ in placed.loose)}"
    yield "Outputs are not kept: run the cells again."


def _elsewhere(path: Path):
    """Where else there may be more of the learner's work, the newest package first; or that it is nowhere here."""
    checkpoint = path.parent / ".ipynb_checkpoints" / f"{path.stem}-checkpoint.ipynb"
    if checkpoint.is_file():
        yield f"JupyterLab kept an earlier copy, which may hold more: {shown(checkpoint)}"
    chapter = path.parent.name
    names = (f"{chapter}.zip", f"{chapter}.earlier-*.zip")
    packages = [found for name in names for found in path.parent.parent.glob(name)]
    for package in sorted(packages, key=lambda found: -found.stat().st_mtime):
        yield f"`rnncourse submit` packed your notebook into {shown(package)}; it may hold more."
    if not checkpoint.is_file() and not packages:
        yield "Neither a copy of JupyterLab's (.ipynb_checkpoints) nor a package of `rnncourse submit` is here."


def _same(content: bytes, notebook: dict) -> bool:
    """Whether the file has these very cells already, outputs aside."""
    try:
        there = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False
    if not isinstance(there, dict) or not isinstance(there.get("cells"), list):
        return False
    try:
        mine = [_essence(cell) for cell in there["cells"] if source_of(cell).strip()]
    except (KeyError, TypeError, AttributeError):
        return False
    return there.get("nbformat") == 4 and mine == [_essence(cell) for cell in notebook["cells"]]


def _essence(cell: dict) -> tuple:
    return cell["id"], cell["cell_type"], source_of(cell).rstrip("\n"), _marks(cell)


def _defines(source: str) -> set[str]:
    """The functions and classes that a text defines at its top level, also where it is no Python."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"(?m)^(?:def|class)\s+(\w+)", source))
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _first(source: str) -> str:
    return source.strip().split("\n", 1)[0].strip()


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)


def _marks(cell: dict) -> dict:
    return cell["metadata"].get("nbgrader", {})


def _name(cell: dict) -> str:
    return _marks(cell).get("grade_id") or cell["id"]


def _is_solution(cell: dict) -> bool:
    return bool(_marks(cell).get("solution"))
