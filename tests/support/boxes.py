"""A learner's box and a judge's as plain forks of two warm processes: the inside of grading without a sandbox."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.grading.assignment import ALLOWED, Master
from rnncourse.grading.names import taken

ROOT = Path(__file__).parents[2]


class Zygote:
    """A warm process of one role, which forks a box for each request."""

    def __init__(self, role: str, allowed: tuple[str, ...]) -> None:
        ours, theirs = socket.socketpair()
        code = f"import boxes; boxes.serve({role!r}, {allowed!r}, {theirs.fileno()})"
        path = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
        environment = os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self._control = ours
        assert ours.recv(5) == b"ready", f"the {role}'s process did not come up"

    def open(self, descriptors: list[int]) -> int:
        """Fork a box with these descriptors; its process id."""
        socket.send_fds(self._control, [b"x"], descriptors)
        return struct.unpack("<I", self._control.recv(4))[0]

    def close(self) -> None:
        """End it."""
        self._control.close()
        self.process.wait(10)


def serve(role: str, allowed: tuple[str, ...], number: int) -> None:
    """What a zygote does."""
    from importlib import import_module

    module = import_module(f"rnncourse.grading.inside.{role}")
    module.preload(allowed)
    assert len(os.listdir("/proc/self/task")) == 1
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = socket.socket(fileno=number)
    control.send(b"ready")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 4)
        if not message:
            os._exit(0)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            try:
                module.main(*descriptors)
                os._exit(0)
            except BaseException:
                import traceback

                traceback.print_exc()
                os._exit(1)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(struct.pack("<I", pid))


@dataclass
class Heard:
    """What a judge said: its events, and how each cell ended."""

    events: list[dict] = field(default_factory=list)

    @property
    def endings(self) -> dict[int, dict]:
        return {event["cell"]: event for event in self.events if event["event"] == "end"}

    @property
    def last(self) -> str:
        return self.events[-1]["event"] if self.events else ""

    @property
    def flags(self) -> set[tuple[str, int]]:
        return {(event["code"], event["cell"]) for event in self.events if event["event"] == "flag"}


class Boxes:
    """Both zygotes, for one list of allowed modules."""

    def __init__(self, allowed: tuple[str, ...] = ALLOWED) -> None:
        self.allowed = allowed
        self.learners, self.judges = Zygote("learner", allowed), Zygote("judge", allowed)

    def run(self, cells: list[dict], *, seconds: float = 20.0, agent=None, **plan) -> Heard:
        """Run these cells in a fresh pair of boxes; "silent" ends the events where the judge did not come to an end.

        ``agent(socket)`` takes the place of the learner's box, in a fork of this process.
        """
        plan = {
            "cells": cells, "start": 0, "skip": [], "seed": "00", "allowed": list(self.allowed),
            "output_bytes": 10_000, "transcript": False,
        } | plan  # fmt: skip
        ours, theirs = socket.socketpair()
        for_learner, for_judge = socket.socketpair()
        with ours, theirs, for_learner, for_judge:
            learner = _fork(agent, for_learner, [ours, theirs, for_judge]) if agent else self.learners.open(
                [for_learner.fileno()]
            )  # fmt: skip
            judge = self.judges.open([theirs.fileno(), for_judge.fileno()])
            for end in (theirs, for_learner, for_judge):
                end.close()
            try:
                return _listen(ours, plan, time.monotonic() + seconds)
            finally:
                for process in (learner, judge):
                    _end(process)
                if agent:
                    os.waitpid(learner, 0)

    def close(self) -> None:
        self.learners.close()
        self.judges.close()


@contextmanager
def boxes(allowed: tuple[str, ...] = ALLOWED) -> Iterator[Boxes]:
    """Both zygotes for a while."""
    made = Boxes(allowed)
    try:
        yield made
    finally:
        made.close()


def cells_of(master: Master, sources: dict[str, str]) -> list[dict]:
    """The plan's cells for a master notebook with these sources in the place of its solutions'."""
    offered = [cell.source for cell in master.solutions()]
    found = []
    for cell in master.cells:
        if cell.role == "text":
            continue
        role = "learner" if cell.role == "solution" else cell.role
        source = sources.get(cell.id, cell.source)
        takes = list(taken(cell.source, names_of(offered))) if role == "test" else []
        found.append(
            {
                "index": len(found),
                "id": cell.id,
                "role": role,
                "source": source,
                "takes": takes,
                "exercise": cell.exercise,
            }
        )
    return found


def names_of(sources: list[str]) -> set[str]:
    """What these cells define."""
    from rnncourse.grading.names import defined

    return set().union(*map(defined, sources))


def small(*cells: tuple[str, str], takes: tuple[str, ...] = ()) -> list[dict]:
    """A plan's cells from (role, source) pairs; every test takes ``takes``."""
    return [
        {
            "index": index, "id": f"cell-{index}", "role": role, "source": source,
            "takes": list(takes) if role == "test" else [], "exercise": None,
        }
        for index, (role, source) in enumerate(cells)
    ]  # fmt: skip


def _fork(agent, wire: socket.socket, others: list[socket.socket]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            for other in others:
                other.close()
            agent(wire)
        finally:
            os._exit(0)
    return pid


def _listen(ours: socket.socket, plan: dict, deadline: float) -> Heard:
    content = json.dumps(plan).encode()
    ours.sendall(struct.pack("<I", len(content)) + content)
    heard, pending = Heard(), b""
    while heard.last not in ("done", "violation", "gone"):
        left = deadline - time.monotonic()
        more = ours.recv(2**16) if left > 0 and select.select([ours], [], [], left)[0] else b""
        if not more:
            heard.events.append(
                {"event": "silent", "cell": heard.events[-1]["cell"] if heard.events else None}
            )
            break
        pending += more
        while len(pending) >= 4 and len(pending) >= 4 + (size := struct.unpack_from("<I", pending)[0]):
            heard.events.append(json.loads(pending[4 : 4 + size]))
            pending = pending[4 + size :]
    return heard


def _end(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return
