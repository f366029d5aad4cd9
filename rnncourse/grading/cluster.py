"""Workers of a Dask cluster: the same function on the same tasks as ``pool``, in other processes or machines.

A task is Python that the cluster runs, and a result is believed: whoever can talk to the scheduler can do
anything in its name. So it is spoken to on this machine only, or through TLS with certificates, which Dask finds
by its own settings (``distributed.comm.tls``).
"""

from __future__ import annotations

import ipaddress
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import psutil
from distributed import Client, Future, get_worker, wait
from distributed.scheduler import KilledWorker

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading import identity
from rnncourse.grading.worker import Answer, kill, reply

#: Seconds that a scheduler, and a worker where all are gone, are waited for.
PATIENCE = 30.0


class Cluster:
    """Calls ``function`` on tasks in the workers of the scheduler at ``url``, one task at a time in each.

    Use it as a context manager. A task whose worker dies is given to another one by the scheduler, as often as
    its ``allowed-failures`` says. A worker that is at a task for more than ``seconds`` ends itself, for its
    nanny to start afresh.

    Parameters
    ----------
    close : called in each worker at the end

    Raises
    ------
    CourseError : (2) ``url`` leads off this machine without TLS; (3) there is no scheduler, it has no worker,
        or a worker has other code or other packages than this process
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        url: str,
        seconds: float,
        close: Callable[[], None] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        check_url(url)
        self._function, self._url, self._seconds = function, url, seconds
        self._close, self._patience = close, patience

    def __enter__(self) -> Cluster:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said by us
        try:
            self._client = Client(self._url, timeout=self._patience, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise CourseError(f"No scheduler answers at {self._url}: {error}", ENVIRONMENT) from error
        try:
            self._meet_workers()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if self._close and kind is None:
            self._client.run(_alone, self._close, on_error="ignore")
        self._client.close()

    def ask_each(self, function: Callable[[], Any]) -> list[Any]:
        """What the function says in each worker.

        Raises
        ------
        CourseError : what it raised in one of them
        """
        return list(self._client.run(_alone, function).values())

    def answers(self, tasks: Iterable[Any]) -> Iterator[Answer]:
        """The answers in the order in which they come; no more tasks are taken than there are workers.

        Raises
        ------
        CourseError : (3) all workers are gone and none came back, or one that came has another environment
        """
        waiting, running, exhausted = iter(tasks), {}, False
        seen = monotonic()
        try:
            while not exhausted or running:
                workers = self._workers()
                seen = monotonic() if workers else seen
                if monotonic() - seen > self._patience:
                    raise CourseError(
                        f"The scheduler at {self._url} has no worker any more: start some, then run this again.",
                        ENVIRONMENT,
                    )
                room = max(len(workers) - len(running), 0)
                for task in islice(waiting, room):
                    running[self._submit(task)] = task
                    room -= 1
                exhausted = exhausted or room > 0
                for future in self._finished(running):
                    yield self._answer(running.pop(future), future)
        finally:
            self._client.cancel(list(running), force=True)

    def _submit(self, task: Any) -> Future:
        return self._client.submit(
            _call, self._function, task, _environment(), self._seconds, pure=False, retries=0
        )

    def _answer(self, task: Any, future: Future) -> Answer:
        try:
            value, fault, refusal = future.result()
        except KilledWorker:
            return Answer(task, ended="died")
        except Exception as error:
            return Answer(task, refusal=_stranger("A worker", error))
        return Answer(task, value, fault, refusal=refusal)

    def _finished(self, running: dict[Future, Any]) -> list[Future]:
        """Those that are done, after a second at the latest."""
        if not running:
            return []
        try:
            with self._client.as_current():
                return list(wait(list(running), timeout=1, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return []

    def _workers(self) -> list[str]:
        """The workers' addresses; a scheduler on this machine may have some far away, without TLS."""
        found = list(self._client.nthreads())
        for address in found:
            check_url(address)
        return found

    def _meet_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError:
            raise CourseError(
                f"The scheduler at {self._url} has no worker: start one with `dask worker {self._url}`.",
                ENVIRONMENT,
            ) from None
        self._workers()
        for address, found in self._client.run(_environment, on_error="return").items():
            if isinstance(found, BaseException):
                raise _stranger(f"The worker {address}", found)
            if found != _environment():
                raise _other(address)


def check_url(url: str) -> None:
    """Raise a ``CourseError`` (2) unless ``url`` stays on this machine or goes through TLS."""
    parts = urlsplit(url if "://" in url else f"tcp://{url}")
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme not in ("tcp", "tls") or not host or not port:
        raise CourseError(
            f"A cluster is named by an address such as tcp://127.0.0.1:8786 or tls://grader.example:8786, not {url!r}."
        )
    if parts.scheme != "tls" and not _loopback(host):
        raise CourseError(
            f"{url} leads off this machine unprotected: anyone on the way could read submissions and write grades. "
            "Use tls:// with certificates, or a scheduler and workers on 127.0.0.1."
        )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@cache
def _environment() -> str:
    return identity.environment()


def _other(address: str) -> CourseError:
    return CourseError(
        f"The worker {address} has other packages, or another version of this course, than this process: grades "
        "would depend on where they are found. Install the same requirements.txt and the same course there.",
        ENVIRONMENT,
    )


def _stranger(who: str, error: BaseException) -> CourseError:
    return CourseError(
        f"{who} cannot run the course's code ({type(error).__name__}: {error}): install the same requirements.txt "
        "and the same course there.",
        ENVIRONMENT,
    )


#: In a worker: the engine has processes of its own, and is called by one thread only, whatever ``--nthreads`` says.
_engine_thread = ThreadPoolExecutor(1, thread_name_prefix="rnncourse")
_turn = threading.Lock()


def _call(function: Callable[[Any], Any], task: Any, environment: str, seconds: float) -> tuple:
    """In a worker: the function's reply, unless this is another environment than the parent's."""
    if _environment() != environment:
        return None, "", _other(get_worker().address)
    with _turn:
        begun = _engine_thread.submit(reply, function, task)
        try:
            return begun.result(seconds)
        except TimeoutError:
            kill(psutil.Process().children(recursive=True))
            os._exit(1)


def _alone(function: Callable[[], Any]) -> Any:
    """In a worker: what the function says, in the engine's thread."""
    with _turn:
        return _engine_thread.submit(function).result()
