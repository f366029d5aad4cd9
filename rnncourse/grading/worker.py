"""One worker of a pool: a process that does one task at a time, may die or hang, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import psutil

from rnncourse.errors import FAULT, CourseError

#: Seconds that a worker may take to put its zygotes away when there is nothing left to do.
_FAREWELL = 10.0


@dataclass(frozen=True)
class Answer:
    """What became of one task: its ``value``; or the ``fault`` in words that the function raised; or neither.

    ``ended`` is "answered", "killed" (its time was up, every time) or "died" (its worker died, every time).
    ``refusal`` is set where the function raised a ``CourseError``: the run as a whole cannot go on.
    """

    task: Any
    value: Any = None
    fault: str = ""
    ended: str = "answered"
    refusal: CourseError | None = None


class Worker:
    """One process, seen from the parent."""

    def __init__(self, context: Any, *what: Any) -> None:
        self._line, theirs = context.Pipe()
        arguments = (*what, theirs)
        self._process = context.Process(target=_work, args=arguments, daemon=False)
        self._process.start()
        theirs.close()
        self.pid = self._process.pid

    def wait_until_up(self) -> None:
        try:
            self._line.recv()
        except (EOFError, OSError):
            raise CourseError(
                "A worker process ended before it could begin: is there memory left, and does "
                "`python -c 'import rnncourse.grading.engine'` work?",
                FAULT,
            ) from None

    def ask(self, task: Any, seconds: float) -> Answer:
        try:
            self._line.send(task)
            if not self._line.poll(seconds):
                return Answer(task, ended="killed")
            value, fault, refusal = self._line.recv()
        except (EOFError, OSError):
            return Answer(task, ended="died")
        return Answer(task, value, fault, refusal=refusal)

    def farewell(self) -> None:
        """Let it put its things away and end."""
        with contextlib.suppress(EOFError, OSError):
            self._line.send(None)
            self._process.join(_FAREWELL)

    def end(self) -> None:
        kill_tree(self.pid)
        self._process.join()
        self._line.close()


def kill_tree(pid: int) -> None:
    """Kill a process and all its descendants, those that left its group included, and see them gone.

    It is stopped first, so that it starts nothing more while its descendants are being counted.
    """
    with contextlib.suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        with contextlib.suppress(psutil.NoSuchProcess):
            parent.suspend()
        kill([*parent.children(recursive=True), parent])


def kill(family: list[psutil.Process]) -> None:
    """Kill these processes and see them ended; who is left to be waited for by somebody else has ended."""
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    until = time.monotonic() + 5
    while any(map(_runs, family)) and time.monotonic() < until:
        time.sleep(0.005)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _work(
    function: Callable[[Any], Any],
    close: Callable[[], None] | None,
    warm: Callable[[], None] | None,
    line: Connection,
) -> None:
    """In the worker: the parent alone decides about interrupts, and its output belongs to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        if warm:
            with contextlib.suppress(Exception):
                warm()
        line.send("up")
        while (task := line.recv()) is not None:
            line.send(reply(function, task))
    if close:
        close()


def reply(function: Callable[[Any], Any], task: Any) -> tuple[Any, str, CourseError | None]:
    """(value, what it raised in words, the ``CourseError`` that it raised) of ``function`` on ``task``."""
    try:
        return function(task), "", None
    except CourseError as error:
        return None, "", error
    except BaseException as error:
        return None, f"{type(error).__name__}: {error}", None


def _end_with_parent() -> None:
    """Wait for the parent's end and leave nothing behind, even where it was killed in the middle of a task."""
    multiprocessing.parent_process().join()
    kill(psutil.Process().children(recursive=True))
    os._exit(1)
