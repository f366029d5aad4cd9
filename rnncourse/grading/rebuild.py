"""Rebuild, never patch: the learner's sources in the master's notebook, and flags for what else was changed.

From a submission come the text of the solution cells and the cells that the learner added. All else (locked
cells, tests, metadata, tags, the kernel's name) comes from the released notebook and is only compared.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from rnncourse.grading.assignment import source_of
from rnncourse.grading.intake import Malformed, SubmittedCell


@dataclass(frozen=True, order=True)
class Flag:
    """What the instructor should know and no score depends on; ``code`` is one of the contract's."""

    code: str
    grade_id: str | None = None


def prints(released: dict) -> dict[str, str]:
    """For each cell's id a sha256 of its type, marks and tags, and of its text where learners may not edit it."""
    return {
        _grade_id(cell): _print(
            cell["cell_type"], _marks(cell), cell["metadata"].get("tags", []), source_of(cell)
        )
        for cell in released["cells"]
    }


def rebuild(
    released: dict,
    submitted: list[SubmittedCell],
    private: frozenset[str] = frozenset(),
    earlier: Sequence[dict[str, str]] = (),
) -> tuple[dict, list[Flag]]:
    """The released notebook with the submission's solutions and added cells, and the flags.

    An added cell stays behind the cell that it followed. Of a solution cell that is there twice the last one
    counts, and the earlier ones run where they stand, as they do in the learner's own kernel. Cells in ``private``
    are not in what learners got, so that no flag speaks of them. Learners may have got an ``earlier`` release, given
    by its ``prints``: a cell as it had it is no edit, nor is one missing that it had not.

    Raises
    ------
    Malformed : no solution cell of this assignment is in the submission
    """
    masters = {_grade_id(cell): cell for cell in released["cells"]}
    solutions = {name for name, cell in masters.items() if _is_solution(cell)}
    texts = {source_of(cell): name for name, cell in masters.items() if not _marks(cell)}
    submitted = [
        cell
        for cell in submitted
        if _home(cell, masters, texts) is not None or not _as_released(_name(cell), cell, earlier)
    ]
    homes = [_home(cell, masters, texts) for cell in submitted]
    if not solutions.intersection(homes):
        raise Malformed("holds none of this assignment's solution cells: is it the right notebook?")
    last = {home: index for index, home in enumerate(homes)}
    flags: set[Flag] = set()
    sources: dict[str, str] = {}
    added: dict[str | None, list[SubmittedCell]] = {}
    anchor = None
    for index, (cell, home) in enumerate(zip(submitted, homes, strict=True)):
        if home is None or (index < last[home] and home in solutions):
            if cell.source.strip():
                added.setdefault(anchor, []).append(cell)
            if home is None and cell.source.strip():
                flags.add(Flag("cells-added"))
        if home is not None:
            anchor = home if index == last[home] else anchor
            if index < last[home]:
                flags.add(Flag("cell-duplicated", home))
            else:
                sources[home] = cell.source
                if not _as_released(home, cell, earlier):
                    flags |= _differences(home, masters[home], cell)
    flags |= {
        Flag("cell-missing", name)
        for name, cell in masters.items()
        if name not in sources and _marks(cell) and all(name in release for release in earlier)
    }

    notebook = {key: copy.deepcopy(value) for key, value in released.items() if key != "cells"}
    notebook["cells"] = [_added(cell, None, n) for n, cell in enumerate(added.get(None, []))]
    for name, master in masters.items():
        cell = copy.deepcopy(master)
        if name in solutions:
            cell["source"] = sources.get(name, source_of(master))
        notebook["cells"].append(cell)
        notebook["cells"] += [_added(cell, name, n) for n, cell in enumerate(added.get(name, []))]
    flags = {flag for flag in flags if flag.grade_id not in private}
    return notebook, sorted(flags, key=lambda flag: (flag.code, flag.grade_id or ""))


def _home(cell: SubmittedCell, masters: dict[str, dict], texts: dict[str, str]) -> str | None:
    """Which master cell this is: by grade_id; where an editor dropped metadata or ids, by cell id or by text."""
    if cell.grade_id in masters:
        return cell.grade_id
    if cell.grade_id is None and cell.id in masters:
        return cell.id
    return texts.get(cell.source)


def _name(cell: SubmittedCell) -> str:
    return cell.grade_id or cell.id


def _as_released(name: str, cell: SubmittedCell, earlier: Sequence[dict[str, str]]) -> bool:
    """Whether the cell is as an earlier release had it."""
    wanted = [release[name] for release in earlier if name in release]
    return bool(wanted) and _print(cell.kind, cell.marks, cell.tags, cell.source) in wanted


def _print(kind: str, marks: dict, tags: list, source: str) -> str:
    told = [kind, marks, sorted(set(map(str, tags))), "" if marks.get("solution") else source]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _differences(name: str, master: dict, cell: SubmittedCell) -> set[Flag]:
    """Flags for a cell whose text was locked, or whose marks an editor does not change by itself."""
    marks, flags = _marks(master), set()
    if not marks:
        return flags
    if not marks.get("solution") and cell.source != source_of(master):
        flags.add(Flag("locked-cell-edited", name))
    if cell.kind != master["cell_type"] or cell.marks != marks:
        flags.add(Flag("metadata-edited", name))
    if set(map(str, cell.tags)) != set(master["metadata"].get("tags", [])):
        flags.add(Flag("metadata-edited", name))
    return flags


def _added(cell: SubmittedCell, after: str | None, number: int) -> dict:
    """A learner's own cell, with nothing of its metadata; its id comes from where it stands."""
    kept = {"id": f"added-{number + 1}-after-{after or 'start'}"[:64], "metadata": {}, "source": cell.source}
    if cell.kind == "code":
        return {"cell_type": "code", "execution_count": None, "outputs": []} | kept
    return {"cell_type": cell.kind} | kept


def _marks(cell: dict) -> dict:
    """A released cell's nbgrader metadata; none where the cell is plain text."""
    return cell["metadata"].get("nbgrader", {})


def _grade_id(cell: dict) -> str:
    return _marks(cell).get("grade_id") or cell["id"]


def _is_solution(cell: dict) -> bool:
    return bool(_marks(cell).get("solution"))
