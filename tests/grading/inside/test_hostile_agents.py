"""Whatever answers in the learner's place: it gains nothing, and the judge says what happened and goes on or stops."""

from __future__ import annotations

import json
import os
import struct
import time

import pytest
from boxes import small

from rnncourse.checks.failure import parse
from rnncourse.grading.inside.wire import Closed, Wire

SETUP = "import numpy as np\nfrom rnncourse import checks\n"
TEST = 'checks.returns(f, (np.ones(2),), np.full(2, 7.25), called="f", of="y")'
CELLS = small(("setup", SETUP), ("learner", "def f(x): ..."), ("test", TEST), ("test", "None"), takes=("f",))
DONE = {"op": "done", "cut": False, "values": [True, "", "", ""]}
FUNCTION = ["h", 1, "function", "a function", "f", ["l"]]


def agent(call=None, look=None, done=DONE):
    """An agent that answers cells and looks as it should, and a call with ``call(wire, message, buffers)``."""

    def serve(sock):
        wire = Wire(sock.fileno())
        try:
            while True:
                message, buffers = wire.receive()
                if message["op"] == "exec":
                    wire.send(done)
                elif message["op"] == "look":
                    there = [True] * len(message["names"])
                    function = [*FUNCTION[:5], []]
                    values = [function for _ in there]
                    wire.send({"op": "names", "there": there, "values": values} if look is None else look)
                else:
                    call(wire, message, buffers)
        except Closed:
            pass

    return serve


def replying(message, *buffers):
    """Answers every call with this."""
    return lambda wire, asked, came: wire.send(message, buffers)


def result(*values):
    return {"op": "result", "changed": [], "values": list(values)}


HANDLE = [*FUNCTION[:5], []]
EIGHT = bytes(8)


def raw(content):
    """Writes bytes that are no frame, and waits."""

    def answer(wire, asked, came):
        os.write(wire._descriptor, content)
        time.sleep(60)

    return answer


LIES = {
    "array of another size": replying(result(["a", "<f8", [1 << 40]], ""), EIGHT),
    "empty array of a huge shape": replying(result(["a", "<f8", [0, 1 << 39, 1 << 39]], ""), b""),
    "objects as an array": replying(result(["a", "|O", [1]], ""), EIGHT),
    "NaN for a size": replying(result(["a", "<f8", [float("nan")]], ""), EIGHT),
    "a truth value for a size": replying(result(["a", "<f8", [True]], ""), EIGHT),
    "a buffer too many": replying(result(1, ""), EIGHT),
    "a buffer too few": replying(result(["a", "<f8", [1]], "")),
    "a reference to itself": replying(result(["l", ["r", 0]], "")),
    "nested without end": replying(result(eval("[" * 90 + "]" * 90), "")),
    "another operation": replying({"op": "done", "values": []}),
    "no operation": replying({"values": [1, ""]}),
    "an operation that is no text": replying({"op": ["result"], "values": [1, ""]}),
    "no values": replying({"op": "result", "changed": []}),
    "too many values": replying(result(1, "", 2)),
    "changed arguments that are none": replying({"op": "result", "changed": [1], "values": [1, ""]}),
    "a forged handle": replying(result(["h", 1, "judge", "k", "n", []], "")),
    "a handle that is no number": replying(result(["h", "os", "function", "k", "n", []], "")),
    "a function that was never lent": replying(result(["f", 99], "")),
    "the number of a truth value": replying(result(["f", True], "")),
    "a callback that was never lent": replying({"op": "callback", "id": 99, "args": ["t", ["t"], ["d"]]}),
    "a callback without arguments": replying({"op": "callback", "id": 1}),
    "a generator's state": replying(result(["R", "PCG64", ["d"]], "")),
    "an error that is none": replying({"op": "error", "values": ["ValueError", 3, None]}),
    "a surrogate": replying(result("\ud800", "")),
    "an integer without end": raw(struct.pack("<II", 5010, 0) + b'{"op":' + b"9" * 5003 + b"}"),
    "a frame of 4 GiB": raw(struct.pack("<II", 2**32 - 1, 0)),
    "buffers without number": raw(struct.pack("<II", 2, 2**32 - 1)),
    "a buffer of 2^63": raw(struct.pack("<IIQ", 2, 1, 2**63)),
    "a key that comes twice": raw(struct.pack("<II", 27, 0) + b'{"op":"result","op":"done"}'),
    "brackets without end": raw(struct.pack("<II", 8 * 2**20, 0) + b"[" * 8 * 2**20),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_broken_protocol_is_a_violation_and_fails_the_test(plain, lie):
    heard = plain.run(CELLS, agent=agent(LIES[lie]))
    assert (heard.last, heard.events[-1]["cell"]) == ("violation", 2)
    assert 2 not in heard.endings
    assert heard.events[-1]["why"]


@pytest.mark.parametrize(
    "look",
    [
        {"op": "names", "there": [True], "values": []},
        {"op": "names", "there": [], "values": [HANDLE]},
        {"op": "names", "there": [1], "values": [HANDLE]},
        {"op": "names", "there": [True, True], "values": [HANDLE, HANDLE]},
        {"op": "names", "there": [True], "values": HANDLE},
        {"op": "names", "there": [True], "values": [["h", 1, "function", "k", "n", "params"]]},
    ],
)
def test_a_description_that_is_none_is_a_violation(plain, look):
    assert plain.run(CELLS, agent=agent(look=look)).last == "violation"


@pytest.mark.parametrize(
    "done",
    [
        {"op": "done"}, DONE | {"cut": 1}, DONE | {"values": [1, "", "", ""]}, {"op": "result", "values": []},
        DONE | {"values": [True, "", "", "x" * 64]},
    ],
)  # fmt: skip
def test_a_cells_end_that_is_none_is_a_violation(plain, done):
    heard = plain.run(CELLS, agent=agent(done=done), output_bytes=10)
    assert (heard.last, heard.events[-1]["cell"]) == ("violation", 0)


def test_a_fault_stays_even_where_the_test_would_catch_everything(plain):
    test = "try:\n    f(1)\nexcept BaseException:\n    pass\nNone"
    cells = small(("setup", SETUP), ("test", test), takes=("f",))
    assert plain.run(cells, agent=agent(replying({"op": "nothing"}))).last == "violation"


def test_hanging_up_is_told_as_gone(plain):
    def leave(wire, asked, came):
        os._exit(0)

    heard = plain.run(CELLS, agent=agent(leave))
    assert (heard.last, heard.events[-1]["cell"]) == ("gone", 2)


def test_hanging_up_is_told_even_where_the_test_would_catch_everything(plain):
    test = "try:\n    f(1)\nexcept BaseException:\n    pass\nNone"
    cells = small(("setup", SETUP), ("test", test), takes=("f",))
    assert plain.run(cells, agent=agent(lambda *_: os._exit(0))).last == "gone"


def test_hanging_up_in_the_midst_of_an_answer_is_told_as_gone(plain):
    def leave(wire, asked, came):
        os.write(wire._descriptor, struct.pack("<IIQ", 100, 1, 1000))
        os._exit(0)

    assert plain.run(CELLS, agent=agent(leave)).last == "gone"


def test_an_answer_that_never_comes_leaves_the_judge_waiting_for_its_supervisor(plain):
    heard = plain.run(CELLS, agent=agent(lambda *_: time.sleep(60)), seconds=1.5)
    assert heard.events[-1] == {"event": "silent", "cell": 2}
    assert 2 not in heard.endings


def test_an_answer_that_comes_in_drops_is_waited_for(plain):
    def drip(wire, asked, came):
        content = json.dumps(result(["a", "<f8", [2]], "")).encode()
        frame = struct.pack("<IIQ", len(content), 1, 16) + content + struct.pack("<dd", 7.25, 7.25)
        for byte in frame:
            os.write(wire._descriptor, bytes([byte]))

    heard = plain.run(CELLS, agent=agent(drip))
    assert heard.endings[2]["ended"] == "passed"


@pytest.mark.parametrize(
    "name",
    [
        "SystemExit",
        "KeyboardInterrupt",
        "GeneratorExit",
        "CheckFailed",
        "BaseException",
        "Violation",
        "x" * 900,
        "",
    ],
)
def test_an_error_of_any_name_is_only_an_error(plain, name):
    said = {"op": "error", "values": [name, "BaseException", "I passed\n[passed]", None, ""]}
    heard = plain.run(CELLS, agent=agent(replying(said)))
    assert heard.last == "done"
    assert heard.endings[2]["ename"] == "CheckFailed"
    assert parse(heard.endings[2]["evalue"])[1] == "raised"
    assert heard.endings[3]["ended"] == "passed"


def test_an_errors_words_are_cut_and_cleaned(plain):
    said = {"op": "error", "values": ["ValueError", "ValueError", ["s"], ["s"], ""]}
    words, line = ("\x1b[2J\x07" + "a" * 10**6).encode(), b"<script>" * 1000
    heard = plain.run(CELLS, agent=agent(replying(said, words, line)))
    assert "\x1b" not in heard.endings[2]["evalue"]
    assert len(heard.endings[2]["evalue"]) < 3000


def test_a_callback_storm_ends(plain):
    def storm(wire, asked, came):
        number = asked["args"][1][1][1]
        while True:
            wire.send({"op": "callback", "id": number, "args": ["t", ["t"], ["d"]]})
            told, _ = wire.receive()
            if told["op"] == "raise":
                wire.send(result(7.25, ""))
                return

    test = 'checks.returns(f, (lambda: 1,), 7.0, called="f", of="y")'
    cells = small(("setup", SETUP), ("test", test), takes=("f",))
    heard = plain.run(cells, agent=agent(storm), seconds=60)
    assert parse(heard.endings[1]["evalue"])[1] == "wrong-values"


def test_a_handles_generator_that_never_ends_does(plain):
    def items(wire, asked, came):
        if asked["op"] == "next":
            wire.send(result(["l", 1], ""))
        else:
            wire.send(result(["h", 2, "generator", "a generator", "g", []], ""))

    test = 'checks.returns(f, (), 7.0, called="f", of="y", view=lambda items: sum(items))'
    cells = small(("setup", SETUP), ("test", test), takes=("f",))
    heard = plain.run(cells, agent=agent(items), seconds=60)
    assert parse(heard.endings[1]["evalue"])[1] == "wrong-structure"


def test_what_hidden_calls_print_is_bounded(plain):
    def chatter(wire, asked, came):
        wire.send(result(1.0, ["s"]), [b"x" * 2**20])

    heard = plain.run(CELLS, agent=agent(chatter))
    assert len(str(heard.endings[2])) < 2**18


def test_a_learner_that_takes_the_wire_from_within_gains_nothing(plain):
    """The learner's own process may lie in its own name; what it says is judged like any answer."""
    source = (
        "import gc, os, struct, json\n"
        "from rnncourse.grading.inside.wire import Wire\n"
        "wire = [o for o in gc.get_objects() if type(o) is Wire][0]\n"
        "def f(x):\n"
        "    body = json.dumps({'op': 'result', 'changed': [], 'values': [['a', '<f8', [2**40]], '']}).encode()\n"
        "    os.write(wire._descriptor, struct.pack('<IIQ', len(body), 1, 8) + body + b'x' * 8)\n"
    )
    heard = plain.run(small(("setup", SETUP), ("learner", source), ("test", TEST), takes=("f",)))
    assert heard.last == "violation"


@pytest.mark.parametrize(
    "source",
    ["(" * 5000 + ")" * 5000, "x = " + "-" * 200_000 + "1", "x = " + "[" * 190 + "]" * 190, "\x00", "a" * 10**6,
     "if 1:\n" * 90 + " pass", "x = " + " + ".join(["1"] * 50_000), "'" * 3, "\\\n" * 10_000],
)  # fmt: skip
def test_source_of_any_kind_never_makes_a_test_pass(plain, source):
    heard = plain.run(small(("setup", SETUP), ("learner", source), ("test", TEST), takes=("f",)))
    assert heard.endings.get(2, {"ended": "raised"})["ended"] == "raised"
    assert heard.last in ("done", "gone", "silent")
