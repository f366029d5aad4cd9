"""The supervisor, with boxes that are threads and do as each test says."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import threading
import time

import pytest

from rnncourse.grading.assignment import Limits
from rnncourse.grading.plan import Step
from rnncourse.grading.supervisor import BoxesFailed, supervise

STEPS = [
    Step("setup", "setup", "import numpy"),
    Step("one", "learner", "def one(): ..."),
    Step("one-check", "test", "..."),
    Step(None, "learner", "print()"),
    Step("two-check", "test", "..."),
]
LIMITS = Limits(cell_seconds=0.2, setup_seconds=0.5, submission_seconds=2.0, patience=2.0)


class FakeBox:
    """A box whose figures a test sets."""

    def __init__(self) -> None:
        self.cpu, self.memory, self.others, self.ending, self.killed = 0.0, 0, 0, None, False

    def cpu_seconds(self) -> float:
        return self.cpu

    def memory_bytes(self) -> int:
        return self.memory

    def processes(self) -> int:
        return self.others

    def ended(self) -> str | None:
        return self.ending

    def alive(self) -> bool:
        return self.ending is None

    def kill(self) -> None:
        self.killed = True


class Judge:
    """What a scripted judge may do: read its plan, send events, reach both boxes."""

    def __init__(self, channel: socket.socket, learner: FakeBox, box: FakeBox) -> None:
        self.channel, self.learner, self.box = channel, learner, box
        (size,) = struct.unpack("<I", channel.recv(4, socket.MSG_WAITALL))
        self.plan = json.loads(channel.recv(size, socket.MSG_WAITALL))

    def say(self, event: str, **values: object) -> None:
        content = json.dumps({"event": event} | values).encode()
        self.channel.sendall(struct.pack("<I", len(content)) + content)

    def play(self, **special) -> None:
        """Go through the plan; ``special`` has "cell0" … : what to do in the place of a plain success."""
        for cell in self.plan["cells"]:
            index, replay = cell["index"], cell["index"] < self.plan["start"]
            if index in self.plan["skip"] or (replay and cell["role"] == "test"):
                continue
            self.say("begin", cell=index)
            act = special.get(f"cell{index}")
            if act is not None and act(self, replay) == "stop":
                return
            if not replay:
                self.say("end", cell=index, ended="passed")
        self.say("done")


class FakeStation:
    """Opens fake boxes; ``script`` is what each judge does, with the number of its life."""

    def __init__(self, script) -> None:
        self.script, self.boxes, self.lives, self.plans = script, [], 0, []

    def open(self, role: str, descriptors: list[int]) -> FakeBox:
        box = FakeBox()
        self.boxes.append(box)
        if role == "judge":
            channel = socket.socket(fileno=os.dup(descriptors[0]))
            self.lives += 1
            threading.Thread(
                target=self._run, args=(channel, self.boxes[-2], box, self.lives), daemon=True
            ).start()
        return box

    def _run(self, channel: socket.socket, learner: FakeBox, box: FakeBox, life: int) -> None:
        with channel:
            judge = Judge(channel, learner, box)
            self.plans.append(judge.plan)
            with contextlib.suppress(OSError):
                self.script(judge, life)


def run(script, limits: Limits = LIMITS):
    station = FakeStation(script)
    course = supervise(station, STEPS, limits, seed="5eed")
    assert all(box.killed for box in station.boxes)
    return station, course, [ending.ended for ending in course.endings]


def test_a_notebook_without_a_fault_needs_one_pair_of_boxes():
    station, course, ended = run(lambda judge, life: judge.play())
    assert (ended, station.lives, course.flags) == (["passed"] * 5, 1, set())
    assert station.plans[0]["seed"] == "5eed"


def test_what_a_cell_raised_and_printed_is_kept():
    def script(judge, life):
        judge.say("begin", cell=0)
        judge.say("end", cell=0, ended="raised", ename="ValueError", evalue="no", output="printed")
        judge.say("done")

    _, course, ended = run(script)
    assert (course.endings[0].ename, course.endings[0].output) == ("ValueError", "printed")
    assert ended == ["raised"] + ["not-run"] * 4


def busy(judge, replay):
    time.sleep(0.1)  # until the supervisor has heard that the cell began
    judge.learner.cpu += 10.0
    time.sleep(0.3)


def asleep(judge, replay):
    time.sleep(1.0)


def hungry(judge, replay):
    judge.learner.memory = 2**40
    time.sleep(0.3)


def hungry_judge(judge, replay):
    judge.box.memory = 2**40
    time.sleep(0.3)


def dying(judge, replay):
    judge.learner.ending = "exit 3"
    judge.say("gone", cell=2)
    return "stop"


def hung_up(judge, replay):
    return "stop"


def lying(judge, replay):
    judge.say("violation", cell=2, why="a shape that lies")
    return "stop"


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (busy, "timeout"),
        (asleep, "timeout"),
        (hungry, "out-of-memory"),
        (hungry_judge, "out-of-memory"),
        (dying, "crashed"),
        (hung_up, "crashed"),
        (lying, "violation"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_fault_costs_the_test_it_happens_in_and_no_other(act, fault):
    limits = Limits(cell_seconds=0.2, submission_seconds=100.0, patience=2.0)
    station, course, ended = run(lambda judge, life: judge.play(cell2=act), limits)
    assert ended == ["passed", "passed", fault, "passed", "passed"]
    assert [plan["start"] for plan in station.plans] == [0, 3]
    assert [plan["skip"] for plan in station.plans] == [[], []]
    assert not course.out_of_time
    assert (("protocol-violation", 2) in course.flags) == (fault == "violation")


def test_a_learners_cell_with_a_fault_is_not_run_again():
    limits = Limits(cell_seconds=0.2, submission_seconds=100.0, patience=2.0)
    station, _, ended = run(lambda judge, life: judge.play(cell1=busy), limits)
    assert ended == ["passed", "timeout", "passed", "passed", "passed"]
    assert station.plans[1]["skip"] == [1]


def test_a_cell_that_fails_only_when_run_again_is_left_out_from_then_on():
    limits = Limits(cell_seconds=0.2, submission_seconds=100.0, patience=2.0)

    def second_time(judge, replay):
        return busy(judge, replay) if replay else None

    station, _, ended = run(lambda judge, life: judge.play(cell1=second_time, cell2=lying), limits)
    assert ended == ["passed", "timeout", "violation", "passed", "passed"]
    assert [(plan["start"], plan["skip"]) for plan in station.plans] == [(0, []), (3, []), (3, [1])]


def test_when_the_whole_time_is_over_the_rest_does_not_run():
    _, course, ended = run(lambda judge, life: judge.play(cell1=busy))
    assert ended == ["passed", "timeout", "not-run", "not-run", "not-run"]
    assert course.out_of_time
    assert course.cpu_seconds >= 10.0


def test_processes_that_stay_are_flagged():
    def script(judge, life):
        judge.learner.others = 1
        judge.play()

    _, course, _ = run(script)
    assert course.flags == {("process-left", None)}


@pytest.mark.parametrize(
    "message",
    [
        struct.pack("<I", 2**31),
        struct.pack("<I", 4) + b"null",
        struct.pack("<I", 2) + b"[{",
        struct.pack("<I", 40_000) + b"[" * 40_000,
        struct.pack("<I", 30) + b'{"event":"begin","cell":"zero"}'[:30],
    ],
    ids=["too-long", "no-object", "no-json", "deep", "cut"],
)
def test_a_judge_that_says_what_it_may_not_counts_as_dead(message):
    def script(judge, life):
        if life > 1:
            judge.play()
            return
        judge.say("begin", cell=0)
        judge.channel.sendall(message)
        judge.channel.shutdown(socket.SHUT_WR)

    _, _, ended = run(script)
    assert ended == ["crashed", "passed", "passed", "passed", "passed"]


def test_boxes_that_never_begin_are_the_graders_fault():
    with pytest.raises(BoxesFailed):
        run(lambda judge, life: None)
