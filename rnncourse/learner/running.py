"""A learner's notebook run from top to bottom in a process of its own, which may end in any way."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rnncourse.errors import FAULT, CourseError
from rnncourse.grading.assignment import Cell, Limits

#: How much longer than a cell may take is waited for its process to say that it ended it.
_GRACE = 5.0
#: On the clock, for Python and IPython to load on a busy machine.
_TO_START = 120.0


@dataclass(frozen=True)
class Ran:
    """How a cell ended.

    ``ended`` is "passed", "failed" (by a check), "error", "timeout", "out-of-memory", "crashed" or "not-run";
    ``line`` is the learner's line at which it ended, where that is known.
    """

    ended: str
    message: str = ""
    hint_id: str | None = None
    line: str = ""


def run(cells: Sequence[Cell], folder: Path, limits: Limits) -> dict[str, Ran]:
    """Run the cells in ``folder``, as JupyterLab's Run All does; how each ended, by its id.

    One that takes too long or ends the process is left out then, and a fresh process takes up behind it, after
    the cells before it that define something; so it is in grading.
    """
    endings: dict[str, Ran] = {}
    until = time.monotonic() + limits.patience * limits.submission_seconds
    while len(endings) < len(cells):
        waiting = [cell for cell in cells if _runs_again(cell, endings)]
        fatal = _one_process(waiting, folder, limits, endings, until)
        if fatal is None or time.monotonic() > until:
            break
    for cell in cells:
        endings.setdefault(cell.id, Ran("not-run"))
    return endings


def _runs_again(cell: Cell, endings: dict[str, Ran]) -> bool:
    """Whether a next process runs this cell: it is new, or others may need what it defines."""
    ended = endings.get(cell.id)
    return ended is None or (cell.role != "test" and ended.ended in ("passed", "error"))


def _one_process(
    cells: list[Cell], folder: Path, limits: Limits, endings: dict[str, Ran], until: float
) -> str | None:
    """Run cells until the process ends; the id of the cell that it ended in, None where all ran."""
    allowed = {cell.id: _seconds(cell, limits) for cell in cells}
    plan = {
        "memory": limits.memory_bytes,
        "cells": [
            {
                "id": cell.id,
                "source": cell.source,
                "seconds": allowed[cell.id],
                "clock": allowed[cell.id] * limits.patience,
            }
            for cell in cells
        ],
    }
    current: str | None = ""
    with subprocess.Popen(
        [sys.executable, "-m", "rnncourse.learner.trying"],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        lines = _lines_of(process)
        try:
            try:
                process.stdin.write(json.dumps(plan).encode())
                process.stdin.close()
            except OSError:  # it ended before it had read all; what it did not say is told below
                pass
            while current is not None:
                wait = _TO_START if not current else allowed[current] * limits.patience + _GRACE
                told = lines.get(timeout=max(0.0, min(wait, until - time.monotonic())))
                if told is None:
                    break
                if "began" in told:
                    current = told["began"]
                else:
                    endings[current] = Ran(**told)
                    if told["ended"] in ("timeout", "out-of-memory"):
                        return current
        except queue.Empty:
            if current:
                endings[current] = Ran("timeout")
                return current
        finally:
            process.kill()
    if current == "":
        raise CourseError(
            "Python could not be started on your notebook: is there a file in its folder that is named as a module "
            f"of Python's own? ({folder})",
            FAULT,
        )
    if current is not None:
        endings[current] = Ran("crashed")
    return current


def _seconds(cell: Cell, limits: Limits) -> float:
    own = cell.role != "setup" or cell.id.startswith("added-")
    return limits.cell_seconds if own else limits.setup_seconds


def _environment() -> dict[str, str]:
    """One thread as in grading, no window for a figure, and this package wherever it is."""
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), package]))
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **one, "PYTHONPATH": path, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}


def _lines_of(process: subprocess.Popen) -> queue.Queue:
    """What the process tells, line by line, as a queue that can be waited at; None when it has ended."""
    lines: queue.Queue = queue.Queue()

    def read() -> None:
        for line in process.stdout:
            try:
                lines.put(json.loads(line))
            except ValueError:  # half a line, of a process that was killed
                break
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    return lines
