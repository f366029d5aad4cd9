"""One box as its supervisor sees it from outside: time, memory, processes, how it ended, and its end."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Callable

from rnncourse.grading.sandbox import tree
from rnncourse.grading.sandbox.cgroup import Group

#: How long the kernel may take to bury a killed box. Only a machine in trouble takes more than a moment.
_BURIAL_SECONDS = 20.0


class Box:
    """The processes below ``reaper``, whose main process runs a learner's or the judge's code.

    Made by ``Station.open``. ``pid`` is the reaper's, as this process sees it. A box is to be killed, also when it has
    ended by itself: that frees what belongs to it here.
    """

    def __init__(
        self,
        reaper: int,
        main: int,
        status: socket.socket,
        first: int | None,
        ending: Callable[[Box], None],
        limit: int,
        born_with: tuple[int, int],
        group: Group,
    ) -> None:
        """``first``: a descriptor of process 1 of the box's process namespace, if it has one; ``ending`` is called when
        all is gone; ``limit``: bytes above which memory is counted page by page; ``born_with``: bytes that a new box
        has, counted roughly and counted well (``tree.at_most``, ``tree.its_share``); ``group``: its control group, if
        there is any.
        """
        self.pid = reaper
        self.main = main
        self._status = status
        self._status.setblocking(False)
        self._first = first
        self._ending = ending
        self._limit, self._born_with, self._group = limit, born_with, group
        self._word: str | None = None
        self._killed = False
        self._seen: dict[tuple[int, int], float] = {}
        self._spent = 0.0

    def cpu_seconds(self) -> float:
        """CPU seconds of all processes of the box, those that have ended included; never less than before.

        Two counts, of which the larger is taken: what the living have used together with the children that they
        waited for; and the most that was seen of every process that ever was, for children that nobody waited for.
        """
        self.ended()  # which says what was used, if it has
        together = 0.0
        for pid in self._members():
            found = tree.times(pid)
            if found is not None:
                began, own, waited = found
                together += own + waited
                self._seen[pid, began] = own
        self._spent = max(self._spent, together, sum(self._seen.values()))
        return self._spent

    def memory_bytes(self) -> int:
        """Bytes that the box holds beyond what it was born with.

        Where even an upper bound, in which every process is charged with all that it shares, is below the limit, that
        is the answer, and it is cheap. Otherwise each shared page is charged once, which takes some milliseconds.
        """
        if self._group.overflowed():
            return self._limit + 1  # and more: the kernel was faster than whoever asks
        pids = self._members()
        most = sum(map(tree.at_most, pids))
        if most <= self._limit:
            return max(0, most - self._born_with[0])
        return max(0, sum(map(tree.its_share, pids)) - self._born_with[1])

    def processes(self) -> int:
        """How many processes the box has beyond its own two."""
        return sum(tree.running(pid) for pid in self._members() if pid not in (self.pid, self.main))

    def alive(self) -> bool:
        """Whether the main process still runs."""
        return self.ended() is None

    def ended(self) -> str | None:
        """None, or how the main process ended: "exit 3", "signal 9"."""
        if self._word is None:
            try:
                word = self._status.recv(4096).decode()
            except BlockingIOError:
                return None
            except OSError:
                word = ""
            begin, _, said = word.partition(" ")
            if begin == "ended":
                used, _, self._word = said.partition(" ")
                self._spent = max(self._spent, float(used))
            else:  # the reaper itself was killed, which only the kernel or somebody outside does
                self._word = "signal 9"
        return self._word

    def fileno(self) -> int:
        """A descriptor that becomes readable when the box ends; for ``select``."""
        return self._status.fileno()

    def kill(self) -> None:
        """End every process of the box; when this returns none is left. A second call does nothing."""
        if self._killed:
            return
        if self._first is None:
            self._hunt()
        else:
            send_signal(self._first, signal.SIGKILL)
            if not wait_for_end(self._first, _BURIAL_SECONDS):
                raise RuntimeError(f"box {self.pid} outlived its end by {_BURIAL_SECONDS:.0f} s")
            os.close(self._first)
        self._killed = True
        self.ended()
        self._group.remove()
        self._status.close()
        self._ending(self)

    def _members(self) -> list[int]:
        return [] if self._killed else tree.members(self.pid)

    def _hunt(self) -> None:
        """Without a process namespace: kill what is below the reaper until nothing is, then it; as well as one can."""
        until = time.monotonic() + _BURIAL_SECONDS
        quiet = 0
        while (
            quiet < 2 and time.monotonic() < until
        ):  # twice: one that ends while we look hides its children once
            below = [pid for pid in self._members() if pid != self.pid and tree.running(pid)]
            quiet = 0 if below else quiet + 1
            for number in (signal.SIGSTOP, signal.SIGKILL):  # stopped first: none forks while others die
                for pid in below:
                    kill_process(pid, number)
        kill_process(self.pid, signal.SIGKILL)
        while tree.running(self.pid) and time.monotonic() < until:
            time.sleep(0.001)


def kill_process(pid: int, number: int = signal.SIGKILL) -> None:
    """Signal a process; one that has ended is left in peace."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def send_signal(handle: int, number: int) -> None:
    """Signal the process of this descriptor; one that has ended is left in peace."""
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, number)


def wait_for_end(handle: int, seconds: float) -> bool:
    """Whether the process of this descriptor has ended, waiting for it for so long."""
    poller = select.poll()
    poller.register(handle, select.POLLIN)
    return bool(poller.poll(seconds * 1000))
