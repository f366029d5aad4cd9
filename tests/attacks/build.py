"""Makes ``tests/attacks/<name>/`` from the attacks of ``tests/attacks/sources``: ``python tests/attacks/build.py``.

Each module there is one class of attacks and lists them as ``ATTACKS``. An attack starts from the released
notebook; what it does not answer stays a stub, so that points which it did not earn are seen at once.
"""

from __future__ import annotations

import copy
import importlib
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(HERE)]

from rnncourse.grading import assignment as assignments  # noqa: E402
from rnncourse.grading.assignment import Assignment, Cell  # noqa: E402
from rnncourse.grading.generate import generate  # noqa: E402
from rnncourse.grading.sample import solution_source  # noqa: E402

#: The test assignment of the attacks on what only PyTorch brings; it lies in ``assignments/``.
TORCH = "torchlab"


@dataclass(frozen=True)
class Attack:
    """One hostile or broken submission.

    Attributes
    ----------
    about : one sentence: what it tries, and why it must fail
    right : exercises answered as the course does, "all" for every one; the rest are stubs
    code : exercise → the hostile answer
    adds : cell id → a cell of the learner's own behind it
    earns : tests that pass although their exercise is not among ``right``
    lost : tests, or whole exercises, that do not pass although they are
    flags : besides "cells-added", which ``adds`` brings: (code, grade_id)
    change : spoils the notebook after all that
    content : spoils the file's bytes
    files : what is laid beside it when it is handed in; see rnncourse/grading/attacks.py
    racing : whether it depends on timing which tests see the protocol broken
    """

    name: str
    about: str
    right: str = ""
    code: dict[str, str] = field(default_factory=dict)
    adds: dict[str, str] = field(default_factory=dict)
    earns: str = ""
    lost: str = ""
    status: str = "graded"
    flags: tuple[tuple[str, str | None], ...] = ()
    change: Callable[[dict], None] | None = None
    content: Callable[[bytes], bytes] | None = None
    files: tuple[dict, ...] = ()
    assignment: str = "rnn"
    racing: bool = False


def attacks() -> dict[str, list[Attack]]:
    """All attacks by class, both in alphabetical order of their modules."""
    modules = sorted(path.stem for path in (HERE / "sources").glob("[!_]*.py"))
    return {name: importlib.import_module(f"sources.{name}").ATTACKS for name in modules}


def files(attack: Attack, kind: str) -> dict[str, bytes]:
    """The attack's two files by name."""
    expect = {
        "status": attack.status,
        "flags": [{"code": code, "grade_id": cell} for code, cell in _flags(attack)],
        "score": _score(attack),
        "assignment": attack.assignment,
        "class": kind,
        "about": attack.about,
    }
    if attack.files:
        expect["files"] = list(attack.files)
    if attack.racing:
        expect["racing"] = True
    written = {"expect.json": (json.dumps(expect, indent=1) + "\n").encode()}
    return written | {"submission.ipynb": _submission(attack)}


def _submission(attack: Attack) -> bytes:
    notebook = copy.deepcopy(released(attack.assignment))
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    for cell in _solutions(attack):
        cells[cell.id]["source"] = solution_source(cell.source)
    for exercise, source in attack.code.items():
        cells[f"{attack.assignment}-{exercise}"]["source"] = source.strip("\n") + "\n"
    for after, source in attack.adds.items():
        place = [cell["id"] for cell in notebook["cells"]].index(after) + 1
        notebook["cells"].insert(place, own_cell(f"own-{after}"[:64], source.strip("\n")))
    if attack.change:
        attack.change(notebook)
    content = (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
    return attack.content(content) if attack.content else content


def own_cell(name: str, source: str, kind: str = "code") -> dict:
    """A cell that the learner added."""
    cell = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _flags(attack: Attack) -> list[tuple[str, str | None]]:
    own = [("cells-added", None)] if attack.adds else []
    return sorted({*attack.flags, *own}, key=lambda flag: (flag[0], flag[1] or ""))


def _score(attack: Attack) -> float:
    if attack.status in ("malformed", "missing"):
        return 0.0
    solved = {cell.id for cell in _solutions(attack)}
    earned, lost = _names(attack, attack.earns), _names(attack, attack.lost)
    return float(
        sum(
            test.points
            for test in master(attack.assignment).masters[0].tests()
            if not {test.id, test.exercise} & lost
            and (test.exercise in solved or {test.id, test.exercise} & earned)
        )
    )


def _names(attack: Attack, words: str) -> set[str]:
    """Exercises and tests by their cells' ids; an unknown one is an error."""
    every = {cell.id for cell in master(attack.assignment).masters[0].cells}
    names = {f"{attack.assignment}-{word}" for word in words.split()}
    if unknown := names - every:
        raise ValueError(f"{attack.name}: there is no {', '.join(sorted(unknown))}")
    return names


def _solutions(attack: Attack) -> list[Cell]:
    every = master(attack.assignment).masters[0].solutions()
    answered = {f"{attack.assignment}-{exercise}" for exercise in attack.code}
    right = {cell.id for cell in every} if attack.right == "all" else _names(attack, attack.right)
    return [cell for cell in every if cell.id in right - answered]


@cache
def master(name: str) -> Assignment:
    """The assignment of that name: the course's own, or one of the attacks'."""
    return assignments.load(_home(name), name)


@cache
def released(name: str) -> dict:
    """The released notebook of that assignment."""
    if name != TORCH:
        return json.loads((ROOT / "exercises" / name / f"{name}.ipynb").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        made = generate(_home(name) / "solutions" / name, Path(folder))
        return json.loads((made / f"{name}.ipynb").read_text("utf-8"))


def _home(name: str) -> Path:
    return HERE / "assignments" if name == TORCH else ROOT


def main() -> None:
    """Write all attacks, and remove what no source makes any more."""
    wanted = {attack.name: (attack, kind) for kind, found in attacks().items() for attack in found}
    for expect in HERE.glob("*/expect.json"):
        if expect.parent.name not in wanted:
            for path in expect.parent.iterdir():
                path.unlink()
            expect.parent.rmdir()
    for name, (attack, kind) in wanted.items():
        (HERE / name).mkdir(exist_ok=True)
        for file, content in files(attack, kind).items():
            (HERE / name / file).write_bytes(content)
    print(f"{len(wanted)} attacks in {len(attacks())} classes")


if __name__ == "__main__":
    sys.modules["build"] = sys.modules["__main__"]
    main()
