"""One notebook run in two boxes under a watch: how each of its cells ended.

The learner's box and the judge's are wired to each other; the judge tells the supervisor how it goes. Whatever
goes wrong in a cell (no end, no memory, a death, a broken protocol) costs that cell only: both boxes are thrown
away and fresh ones go on behind it, with the learner's earlier cells run again.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from rnncourse.grading.assignment import Limits
from rnncourse.grading.plan import Step, message
from rnncourse.grading.sandbox.station import Station

#: Seconds between two looks at the boxes' time and memory.
_TICK = 0.025

#: Seconds on the clock in which fresh boxes have to begin their first cell.
_SECONDS_TO_BEGIN = 60.0

#: Seconds in which a box that has hung up is expected to end.
_SECONDS_TO_DIE = 1.0

#: The largest event that a judge may send.
_LARGEST_EVENT = 2**20

#: Characters of output that are kept of a whole notebook, however many cells printed them.
_MOST_OUTPUT = 4 * 2**20

#: How a judge may say that a cell ended, and what may go wrong with it, the worst first.
ENDED = ("passed", "raised")
FAULTS = ("crashed", "out-of-memory", "timeout", "violation")


class BoxesFailed(Exception):
    """The boxes did not come to their first cell, which is no fault of the submission's."""


@dataclass
class Ending:
    """How a cell ended: "passed", "raised", one of ``FAULTS``, or "not-run"; what it raised and printed.

    ``quiet`` is a check's message without anything that the learner's code could have put there.
    """

    ended: str
    ename: str = ""
    evalue: str = ""
    output: str = ""
    quiet: str = ""


@dataclass
class Course:
    """How a whole notebook went.

    Attributes
    ----------
    endings : one for each step
    flags : (code, index of the step or None)
    out_of_time : the time for the whole notebook was used up
    cpu_seconds : of all boxes
    printed : characters of the outputs that are kept
    calls : what the judge told of its calls, where a transcript was asked for
    """

    endings: list[Ending]
    flags: set[tuple[str, int | None]] = field(default_factory=set)
    out_of_time: bool = False
    cpu_seconds: float = 0.0
    printed: int = 0
    calls: list[dict] = field(default_factory=list)


def supervise(station: Station, steps: list[Step], limits: Limits, **settings: object) -> Course:
    """Run the steps to their ends; ``settings`` go to the judge as they are.

    Raises
    ------
    BoxesFailed : fresh boxes did not begin, twice in a row
    """
    course = Course([Ending("not-run") for _ in steps])
    began = time.monotonic()
    start, skip, failed = 0, set(), 0
    while start < len(steps):
        spent = Spent(course.cpu_seconds, began)
        life = _Life(steps, limits, course, spent)
        fault = life.run(station, message(steps, start, skip, **settings))
        course.cpu_seconds += life.cpu_seconds
        if fault is None:
            break
        if life.current is None:
            failed += 1
            if failed == 2:
                raise BoxesFailed(fault)
            continue
        failed, index = 0, life.current
        if index >= start:
            course.endings[index] = Ending(fault, evalue=life.why)
            start = index + 1
        else:  # it went well before, and not when it was run again: the tests behind it do without it
            course.endings[index].ended = fault
        if fault == "violation":
            course.flags.add(("protocol-violation", index))
        if steps[index].role != "test":
            skip.add(index)
        if course.out_of_time or Spent(course.cpu_seconds, began).over(limits):
            course.out_of_time = course.out_of_time or start < len(steps)
            break
    return course


@dataclass(frozen=True)
class Spent:
    """What a notebook has used before the present boxes: seconds of CPU, and when it began on the clock."""

    cpu_seconds: float
    began: float

    def over(self, limits: Limits, cpu_seconds: float = 0.0) -> bool:
        """Whether the notebook's whole time is used up, with so many seconds of CPU more."""
        if self.cpu_seconds + cpu_seconds > limits.submission_seconds:
            return True
        return time.monotonic() - self.began > limits.submission_seconds * limits.patience


class _Life:
    """One pair of boxes, from their opening to the end of the notebook or to the first fault."""

    def __init__(self, steps: list[Step], limits: Limits, course: Course, spent: Spent) -> None:
        self._steps, self._limits, self._course, self._spent = steps, limits, course, spent
        self.current: int | None = None
        self.cpu_seconds = 0.0
        self.why = ""
        self._cell_cpu, self._cell_began, self._last_look = 0.0, time.monotonic(), 0.0

    def run(self, station: Station, plan: dict) -> str | None:
        """None when the judge came to its end; else the fault, which happened in the cell ``current``."""
        with ExitStack() as stack:
            for_learner, for_judge = socket.socketpair()
            ours, theirs = socket.socketpair()
            stack.enter_context(ours)
            try:
                learner = station.open("learner", [for_learner.fileno()])
                stack.callback(learner.kill)
                judge = station.open("judge", [theirs.fileno(), for_judge.fileno()])
                stack.callback(judge.kill)
            finally:
                for end in (for_learner, for_judge, theirs):
                    end.close()
            self._boxes = (learner, judge)
            fault = self._follow(ours, plan)
            if fault in (None, "violation") and learner.processes():
                self._course.flags.add(("process-left", None))
            self._count()
            return fault

    def _follow(self, ours: socket.socket, plan: dict) -> str | None:
        ours.settimeout(_SECONDS_TO_BEGIN)
        incoming = _Frames(ours)
        try:
            content = json.dumps(plan).encode()
            ours.sendall(struct.pack("<I", len(content)) + content)
        except OSError:
            return self._death()
        ours.setblocking(False)
        while True:
            readable = select.select([ours], [], [], _TICK)[0]
            if readable:
                for event in incoming.read():
                    if event["event"] == "done":
                        return None
                    fault = self._take(event)
                    if fault:
                        return fault
                if incoming.ended:
                    return self._death()
            now = time.monotonic()
            if now - self._last_look >= _TICK:
                self._last_look = now
                fault = self._look()
                if fault:
                    return fault

    def _take(self, event: dict) -> str | None:
        """Note what the judge says; a fault that it reports is returned."""
        kind, index = event["event"], event.get("cell")
        if type(index) is not int or not 0 <= index < len(self._steps):
            return self._death()
        if kind == "begin":
            self.current = index
            # What was used since the last look is charged to this cell: a few hundredths of a second at most, and
            # to look at every cell's beginning costs more than many a cell.
            self._cell_cpu, self._cell_began = self.cpu_seconds, time.monotonic()
        elif kind == "end":
            ended = event["ended"] if event.get("ended") in ENDED else "raised"
            ename, evalue, output, quiet = (
                str(event.get(name, "")) for name in ("ename", "evalue", "output", "quiet")
            )
            kept = output[: max(_MOST_OUTPUT - self._course.printed, 0)]
            self._course.printed += len(kept)
            if len(kept) < len(output):
                self._course.flags.add(("output-truncated", index))
            self._course.endings[index] = Ending(ended, ename, evalue, kept, quiet)
        elif kind == "flag":
            self._course.flags.add((str(event.get("code")), index))
        elif kind == "call":
            self._course.calls.append(event)
        elif kind == "violation":
            self.current, self.why = index, str(event.get("why", ""))
            return "violation"
        elif kind == "gone":
            self.current = index
            return self._death()
        return None

    def _look(self) -> str | None:
        """A limit that is overrun, or a box that is dead."""
        self._count()
        limits, now = self._limits, time.monotonic()
        if any(box.memory_bytes() > limits.memory_bytes for box in self._boxes):
            return "out-of-memory"
        if self.current is None:
            return "crashed" if now - self._cell_began > _SECONDS_TO_BEGIN else None
        if self._spent.over(limits, self.cpu_seconds):
            self._course.out_of_time = True
            return "timeout"
        setup = self._steps[self.current].role == "setup"
        allowed = limits.setup_seconds if setup else limits.cell_seconds
        late = self.cpu_seconds - self._cell_cpu > allowed
        if late or now - self._cell_began > allowed * limits.patience:
            return "timeout"
        return None

    def _death(self) -> str:
        """The fault "crashed", and in ``why`` how the box ended that did; its last word may take a moment to arrive."""
        learner, judge = self._boxes
        until = time.monotonic() + _SECONDS_TO_DIE
        while learner.alive() and time.monotonic() < until:
            time.sleep(0.001)
        if not learner.alive():
            self.why = f"the learner's process ended: {learner.ended()}"
        elif not judge.alive():
            self.why = f"the judge's process ended: {judge.ended()}"
        else:
            self.why = "a process closed its connection"
        return "crashed"

    def _count(self) -> None:
        self.cpu_seconds = max(self.cpu_seconds, sum(box.cpu_seconds() for box in self._boxes))


class _Frames:
    """The judge's events out of a stream of bytes."""

    def __init__(self, source: socket.socket) -> None:
        self._source, self._bytes, self.ended = source, bytearray(), False

    def read(self) -> Iterator[dict]:
        """The events that are there whole; one that is none ends the stream."""
        try:
            more = self._source.recv(2**20)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        self.ended = not more
        self._bytes += more
        while len(self._bytes) >= 4:
            (size,) = struct.unpack_from("<I", self._bytes)
            if size > _LARGEST_EVENT:
                self.ended = True
                return
            if len(self._bytes) < 4 + size:
                return
            content = bytes(self._bytes[4 : 4 + size])
            del self._bytes[: 4 + size]
            try:
                event = json.loads(content)
            except (ValueError, RecursionError):
                event = None
            if type(event) is not dict or type(event.get("event")) is not str:
                self.ended = True
                return
            yield event
