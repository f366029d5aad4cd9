"""A master notebook run in this process, in one namespace: hundreds of submissions in the time of one kernel.

For the proofs of the graders and for lints, where the code that runs is ours. It judges by the same test cells
as grading does, and a test compares the two.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import linecache
import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rnncourse.checks.allowing import nothing_allowed
from rnncourse.checks.drawing import SEED_VARIABLE
from rnncourse.checks.failure import CheckFailed
from rnncourse.grading.assignment import Cell, Master


@dataclass(frozen=True)
class Practised:
    """How a test cell ended: ``status`` is "passed", "failed" (by a check) or "error" (anything else)."""

    status: str
    hint_id: str | None = None
    message: str = ""


def practise(
    master: Master, solutions: Mapping[str, str], seed: str = "00", exercise: str | None = None
) -> dict[str, Practised]:
    """Run the notebook with these sources in the place of its own solutions; how each test ended, by id.

    A cell that raises ends there, and the next one runs, as in grading. With ``exercise``, the id of a solution
    cell, only the tests of that one run.
    """
    with _seeded(seed), nothing_allowed():
        namespace = _namespace()
        endings = {}
        for cell in master.cells:
            if cell.role == "text" or (cell.role == "test" and exercise not in (None, cell.exercise)):
                continue
            ending = _run(cell.id, solutions.get(cell.id, cell.source), namespace)
            if cell.role == "test":
                endings[cell.id] = ending
    return endings


def score(master: Master, endings: Mapping[str, Practised]) -> float:
    """The points of the tests that passed."""
    return sum(cell.points for cell in master.tests() if endings[cell.id].status == "passed")


def examples(master: Master) -> list[str]:
    """What is not true in the docstrings of setup and solution cells: ``<cell>: <example, expected, got>``."""
    namespace, faults = _namespace(), []
    with nothing_allowed():
        for cell in master.cells:
            if cell.role not in ("setup", "solution"):
                continue
            before = dict(namespace)
            ending = _run(cell.id, cell.source, namespace)
            if ending.status != "passed":
                faults.append(f"{cell.id}: {ending.message}")
            for name, value in list(namespace.items()):
                if before.get(name) is not value and getattr(value, "__doc__", None) and callable(value):
                    faults += _untrue(cell, name, value.__doc__, dict(namespace))
    return faults


def loud(master: Master) -> list[str]:
    """The tests that write anything with the course's own solutions: ``<cell>: writes on standard error: …``.

    nbgrader gives a test nothing that leaves a word on standard error; what a test has to say it says by raising.
    """
    faults = []
    with _seeded("00"), nothing_allowed():
        namespace = _namespace()
        for cell in master.cells:
            out, err = io.StringIO(), io.StringIO()
            if cell.role == "text":
                continue
            with contextlib.redirect_stderr(err), warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("default")
                _run(cell.id, cell.source, namespace, shown=out)
            if cell.role == "test":
                shown = "".join(f"{word.category.__name__}: {word.message}" for word in warned)
                told = {"error": err.getvalue() + shown, "output": out.getvalue()}
                faults += [
                    f"{cell.id}: writes on standard {where}: {text[:80]!r}"
                    for where, text in told.items()
                    if text
                ]
    return faults


def _untrue(cell: Cell, name: str, text: str, namespace: dict[str, Any]) -> list[str]:
    test = doctest.DocTestParser().get_doctest(text, namespace, name, cell.id, 0)
    said = io.StringIO()
    doctest.DocTestRunner(verbose=False).run(test, out=said.write)
    lines = [line.strip() for line in said.getvalue().splitlines() if line.strip("* ")]
    return [f"{cell.id}: the example in {name} is not true: {' | '.join(lines[1:8])}"] if lines else []


def _run(name: str, source: str, namespace: dict[str, Any], shown: io.StringIO | None = None) -> Practised:
    file = f"<{name}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    try:
        with contextlib.redirect_stdout(shown or io.StringIO()):
            exec(compile(source, file, "exec"), namespace)
    except CheckFailed as failed:
        return Practised("failed", failed.hint_id, failed.message)
    except Exception as error:
        return Practised("error", None, f"{type(error).__name__}: {error}")
    return Practised("passed")


def _namespace() -> dict[str, Any]:
    return {"__name__": "__main__"}


@contextlib.contextmanager
def _seeded(seed: str):
    before = os.environ.get(SEED_VARIABLE)
    os.environ[SEED_VARIABLE] = seed
    try:
        yield
    finally:
        if before is None:
            del os.environ[SEED_VARIABLE]
        else:
            os.environ[SEED_VARIABLE] = before
