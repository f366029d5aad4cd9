"""The process in which ``rnncourse check`` runs a notebook: ``python -m rnncourse.learner.trying``, cells on stdin.

It reads a JSON object, ``memory`` in bytes and a list ``cells`` of ``{"id", "source", "seconds", "clock"}``, and
answers each cell by two lines of JSON, the first when the cell begins, so that whoever waits knows which one a process
died in. A watch stops it where a cell takes more CPU time (``seconds``) or time (``clock``) than it may, or all
together more memory, and says at which line of the learner's that was.
"""

from __future__ import annotations

import json
import linecache
import os
import sys
import threading
import time
import traceback
from typing import Any

from rnncourse.checks.failure import CheckFailed

#: How often the watch looks, in seconds.
_TICK = 0.05


class Report:
    """Lines of JSON to whoever waits, on what was standard output; whatever cells print goes nowhere."""

    def __init__(self) -> None:
        self._to = os.fdopen(os.dup(1), "w", encoding="utf-8")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)

    def __call__(self, **told: Any) -> None:
        self._to.write(json.dumps(told) + "\n")
        self._to.flush()


class Watch(threading.Thread):
    """Ends this process where the cell that runs takes more than it may."""

    def __init__(self, report: Report, memory: int) -> None:
        super().__init__(daemon=True)
        self._report, self._memory, self._main = report, memory, threading.get_ident()
        self._until: tuple[float, float] | None = None

    def allow(self, seconds: float, clock: float) -> None:
        """The cell that begins may take so many seconds of CPU time, and so many on the clock."""
        self._until = time.process_time() + seconds, time.monotonic() + clock

    def rest(self) -> None:
        """No cell runs."""
        self._until = None

    def run(self) -> None:
        """Look, time and again."""
        while True:
            time.sleep(_TICK)
            until = self._until
            if until and (time.process_time() > until[0] or time.monotonic() > until[1]):
                self._end("timeout")
            if _resident() > self._memory:
                self._end("out-of-memory")

    def _end(self, status: str) -> None:
        frames = traceback.extract_stack(sys._current_frames()[self._main])
        self._report(ended=status, message="", line=_own_line(frames))
        os._exit(1)


def _resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def _own_line(frames: traceback.StackSummary) -> str:
    """The innermost line of a cell among these frames, where there is one: ``while True:``."""
    for frame in reversed(frames):
        if "ipykernel_" in frame.filename or "<ipython-input-" in frame.filename:
            return (linecache.getline(frame.filename, frame.lineno or 0) or frame.line or "").strip()
    return ""


def _ending(result: Any) -> dict[str, Any]:
    """How a cell ended, from what IPython says of it."""
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return {"ended": "passed"}
    if isinstance(error, CheckFailed):
        return {"ended": "failed", "message": error.message, "hint_id": error.hint_id}
    if isinstance(error, SyntaxError):
        error = _as_python_says(error, result.info.raw_cell)
        where = f" (line {error.lineno})" if error.lineno else ""
        return {"ended": "error", "message": f"{type(error).__name__}: {error.msg}{where}"}
    words = f"{type(error).__name__}: {error}".strip(": ")[:400]
    return {
        "ended": "error",
        "message": words,
        "line": _own_line(traceback.extract_tb(error.__traceback__)),
    }


def _as_python_says(error: SyntaxError, source: str) -> SyntaxError:
    """IPython calls every bracket that is not closed "incomplete input"; Python says which one and where."""
    if "incomplete input" in str(error.msg):
        try:
            compile(source, "<cell>", "exec")
        except SyntaxError as plain:
            return plain
    return error


def main() -> None:
    """Run what stands on standard input."""
    plan = json.loads(sys.stdin.buffer.read())
    report = Report()
    from rnncourse.grading.inside import shell as shells

    shell = shells.make()
    watch = Watch(report, plan["memory"])
    watch.start()
    for cell in plan["cells"]:
        report(began=cell["id"])
        watch.allow(cell["seconds"], cell["clock"])
        result = shell.run_cell(cell["source"], store_history=False)
        watch.rest()
        report(**_ending(result))
    report(began=None)
    os._exit(0)


if __name__ == "__main__":
    main()
