"""Workers on this machine: processes that live as long as a run, and may die or hang without costing a result.

``concurrent.futures.ProcessPoolExecutor`` will not do: where one process dies, it gives up every task that is
under way, cannot say whose fault it was, and has no way to end a process that hangs.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import forkserver
from typing import Any

from rnncourse.grading.worker import Answer, Worker, kill_tree

#: How often a task is given to a worker before it is held to be the task's fault that workers die of it.
TRIES = 3

_FORKS = "forkserver" in multiprocessing.get_all_start_methods()


def begin() -> None:
    """Start the process that workers are forked from, with the engine loaded; a ``Pool`` would otherwise do it."""
    if _FORKS:
        multiprocessing.set_forkserver_preload(["rnncourse.grading.engine"])
        forkserver.ensure_running()


class Pool:
    """Calls ``function`` on tasks in ``workers`` processes, one task at a time each.

    A task whose worker dies, or is ended because it took more than ``seconds``, is given to another one,
    ``TRIES`` times in all. No more tasks are taken than the reader of the answers keeps up with. Use it as a
    context manager: on the way out, whatever still runs is killed with all its descendants.

    Parameters
    ----------
    close : called in each worker before it ends of itself
    warm : called in each worker before it counts as up; what it raises, the first task will raise again
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        workers: int,
        seconds: float,
        close: Callable[[], None] | None = None,
        warm: Callable[[], None] | None = None,
    ) -> None:
        self._function, self._count, self._seconds = function, workers, seconds
        self._close, self._warm = close, warm
        self._context = multiprocessing.get_context("forkserver" if _FORKS else "spawn")
        if _FORKS:
            self._context.set_forkserver_preload([function.__module__])
        self._workers: set[Worker] = set()
        self._lock, self._taking, self._closed = threading.Lock(), threading.Lock(), False
        self._room = threading.Semaphore(2 * workers)
        self._early: queue.SimpleQueue[Worker | BaseException] = queue.SimpleQueue()
        self._hired_early, self._first_up, self._exhausted = 0, threading.Event(), False
        self._answers: queue.SimpleQueue[Answer | BaseException | None] = queue.SimpleQueue()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            self._closed = True
            for worker in self._workers:
                kill_tree(worker.pid)
        self._room.release(self._count)
        self._first_up.set()

    def hire(self) -> None:
        """Start the workers now, while there is something else to do; ``answers`` would otherwise do it.

        One core is left to what else there is to do: a worker too many for that starts when the first is warm.
        """
        self._hired_early = self._count
        for number in range(self._count):
            at_once = number < max(1, default_workers() - 1)
            threading.Thread(target=self._hire_early, args=(at_once,), daemon=True).start()

    def ask_each(self, function: Callable[[], Any]) -> list[Any]:
        """What the function says on each machine that has workers: here, on this one."""
        return [function()]

    def answers(self, tasks: Iterable[Any]) -> Iterator[Answer]:
        """The answers in the order in which they come; a task is taken from ``tasks`` when a worker is free.

        Raises
        ------
        CourseError : (4) no worker comes up
        """
        waiting = iter(tasks)
        feeders = [
            threading.Thread(target=self._feed, args=(waiting,), daemon=True) for _ in range(self._count)
        ]
        for feeder in feeders:
            feeder.start()
        at_work = len(feeders)
        try:
            while at_work:
                answer = self._answers.get()
                if answer is None:
                    at_work -= 1
                elif isinstance(answer, BaseException):
                    raise answer
                else:
                    self._room.release()
                    yield answer
        finally:
            if at_work:
                self.__exit__()
            for feeder in feeders:
                feeder.join()

    def _feed(self, waiting: Iterator[Any]) -> None:
        """In a thread of the parent, one for each worker: give it a task, wait, hand the answer on."""
        worker = None
        try:
            worker = self._taken_over()
            while self._room.acquire() and not self._closed:
                with self._taking:
                    task = next(waiting, self)
                if task is self:
                    self._exhausted = True
                    break
                for _ in range(TRIES):
                    worker = worker or self._hire()
                    answer = worker.ask(task, self._seconds)
                    if answer.ended == "answered" or self._closed:
                        break
                    self._dismiss(worker)
                    worker = None
                self._answers.put(answer)
            if worker and not self._closed:
                worker.farewell()
        except BaseException as error:
            self._answers.put(error)
        finally:
            if worker:
                self._dismiss(worker)
            self._answers.put(None)

    def _hire_early(self, at_once: bool) -> None:
        if not at_once:
            self._first_up.wait()
        try:
            self._early.put(self._hire())
        except BaseException as error:
            self._early.put(error)
        self._first_up.set()

    def _taken_over(self) -> Worker | None:
        """A worker that was hired early, once it is up; None where none was, or none is needed any more."""
        with self._lock:
            if not self._hired_early:
                return None
            self._hired_early -= 1
        while not self._exhausted:
            with contextlib.suppress(queue.Empty):
                found = self._early.get(timeout=0.1)
                if isinstance(found, BaseException):
                    raise found
                return found
        return None

    def _hire(self) -> Worker:
        with self._lock:
            if self._closed:
                raise InterruptedError("no worker is hired any more")
            worker = Worker(self._context, self._function, self._close, self._warm)
            self._workers.add(worker)
        worker.wait_until_up()
        return worker

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        with self._lock:
            self._workers.discard(worker)


def default_workers() -> int:
    """One worker for each core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
