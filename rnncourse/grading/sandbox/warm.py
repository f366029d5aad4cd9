"""A zygote as its station sees it: a process with a connection of messages, asked for boxes."""

from __future__ import annotations

import array
import json
import os
import signal
import socket
import struct
import subprocess
from typing import IO

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading.sandbox import tree
from rnncourse.grading.sandbox.box import kill_process, send_signal, wait_for_end

_START_SECONDS = 120.0


class Zygote:
    """A zygote as its station sees it: ask it for boxes once it is ready."""

    def __init__(
        self, role: str, level: str, process: subprocess.Popen, control: socket.socket, errors: IO[bytes]
    ) -> None:
        self.role, self.level, self.process = role, level, process
        self.loaded = (0, 0)
        self._born_with: tuple[int, int] | None = None
        self.first: int | None = None  # descriptor of process 1 of bubblewrap's process namespace
        self._control, self._errors = control, errors

    def wait_until_ready(self) -> None:
        """Return when it has loaded everything; raises CourseError (ENVIRONMENT) with what it said if it cannot."""
        self._control.settimeout(_START_SECONDS)
        try:
            word, pid = receive(self._control)
        except OSError:
            word, pid = "", 0
        if word != "ready":
            self._errors.seek(0)
            said = (
                word.removeprefix("failed ") or self._errors.read().decode("utf-8", "replace").strip()[-2000:]
            )
            self.close()
            raise CourseError(
                f"The sandbox could not start the {self.role}'s side: {said or 'it ended without a word'}.",
                ENVIRONMENT,
            )
        if self.level != "trusted":
            self.first = os.pidfd_open(tree.parent(pid))
        if tree.threads(pid) != 1:
            self.close()
            raise CourseError(
                f"The {self.role}'s side of the sandbox runs more than one thread.", ENVIRONMENT
            )
        self.loaded = tree.loaded(pid)

    def alive(self) -> bool:
        """Whether it still takes requests."""
        return self.process.poll() is None

    def born_with(self, reaper: int) -> tuple[int, int]:
        """Bytes of memory of a new box, roughly and well counted: of the first, the others are like it."""
        if self._born_with is None:
            pids = tree.members(reaper)
            self._born_with = sum(map(tree.at_most, pids)), sum(map(tree.its_share, pids))
        return self._born_with

    def ask(self, request: dict, descriptors: list[int]) -> None:
        """Have a box made."""
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))
        self._control.sendmsg([json.dumps(request).encode()], [rights])

    def close(self) -> None:
        """Hang up, and see to it that it is gone with all its boxes."""
        self._control.close()
        if self.first is not None:
            send_signal(self.first, signal.SIGKILL)
            wait_for_end(self.first, 10)
            os.close(self.first)
            self.first = None
        else:  # it may be hung, and hear nothing
            for pid in reversed(tree.members(self.process.pid)):
                kill_process(pid)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._errors.close()


def message_pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection of messages; the first learns, by ``receive``, who sends to it."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return here, there


def receive(connection: socket.socket) -> tuple[str, int]:
    """The next message and, as the kernel vouches for it, the sender's process id as this process knows it."""
    message, ancillary, _, _ = connection.recvmsg(65536, socket.CMSG_SPACE(12))
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            return message.decode("utf-8", "replace"), struct.unpack("3i", content[:12])[0]
    return message.decode("utf-8", "replace"), 0
