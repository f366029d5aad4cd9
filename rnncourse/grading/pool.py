"""Worker processes: one a submission, several at a time, each with a deadline after which its tree is killed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any

import psutil


@dataclass(frozen=True)
class Answer:
    """What became of one task: its ``value``; or the ``fault`` in words that ``function`` raised; or neither.

    ``ended`` is "answered", "killed" (its time was up) or "died" (the process ended without an answer).
    """

    task: Any
    value: Any = None
    fault: str = ""
    ended: str = "answered"


class Pool:
    """Calls ``function`` on each task in a process of its own, at most ``workers`` at once.

    A worker that dies or overruns costs nobody else anything. Use it as a context manager: on the way out,
    whatever still runs is killed with all its descendants.
    """

    def __init__(self, function: Callable[[Any], Any], workers: int, seconds: float) -> None:
        self._function, self._workers, self._seconds = function, workers, seconds
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload([function.__module__])
        self._running: set[Any] = set()
        self._lock, self._closed = threading.Lock(), False

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            self._closed = True
            for process in list(self._running):
                kill_tree(process.pid)

    def answers(self, tasks: Iterable[Any]) -> Iterator[Answer]:
        """The answers in the order in which they come; a task is taken from ``tasks`` when a worker is free."""
        waiting = iter(tasks)
        with ThreadPoolExecutor(self._workers) as threads:
            pending = {threads.submit(self._run, task) for task in islice(waiting, self._workers)}
            try:
                while pending:
                    done, pending = wait(pending, timeout=0.2, return_when=FIRST_COMPLETED)
                    pending |= {threads.submit(self._run, task) for task in islice(waiting, len(done))}
                    for future in done:
                        yield future.result()
            finally:
                for future in pending:
                    future.cancel()
                if pending:
                    self.__exit__()

    def _run(self, task: Any) -> Answer:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_work, args=(self._function, task, theirs), daemon=False)
        with self._lock:
            if self._closed:
                return Answer(task, ended="killed")
            process.start()
            self._running.add(process)
        theirs.close()
        try:
            ours.recv()  # the worker is up: its time begins
            if not ours.poll(self._seconds):
                return Answer(task, ended="killed")
            value, fault = ours.recv()
            return Answer(task, value=value, fault=fault)
        except (EOFError, OSError):
            return Answer(task, ended="died")
        finally:
            kill_tree(process.pid)
            process.join()
            ours.close()
            with self._lock:
                self._running.discard(process)


def kill_tree(pid: int) -> None:
    """Kill a process and all its descendants, those that left its group included, and see them gone.

    It is stopped first, so that it starts nothing more while its descendants are being counted.
    """
    with contextlib.suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        with contextlib.suppress(psutil.NoSuchProcess):
            parent.suspend()
        family = [*parent.children(recursive=True), parent]
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=5)


def default_workers() -> int:
    """One worker for each core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(function: Callable[[Any], Any], task: Any, answer: Connection) -> None:
    """In the worker: the parent alone decides about interrupts, and its output belongs to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    answer.send("begun")
    try:
        reply = (function(task), "")
    except BaseException as error:
        reply = (None, f"{type(error).__name__}: {error}")
    answer.send(reply)
    answer.close()
