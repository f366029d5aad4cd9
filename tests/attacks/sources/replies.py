"""Replies on the wire that are forged, endless, recursive, or never come: the learner's side rewritten."""

from build import TORCH, Attack

#: Finds the sockets by which this process is asked, and says with what to answer there.
_SOCKETS = """
import json
import os
import socket
import stat
import struct
import threading


def sockets():
    found = []
    for descriptor in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                found.append(descriptor)
        except OSError:
            pass
    return found


def say(data):
    for descriptor in sockets():
        try:
            os.write(descriptor, data)
        except OSError:
            pass
"""


def _saying(expression: str, then: str = "return np.zeros_like(h_prev)") -> dict[str, str]:
    return {
        "step": f"{_SOCKETS}\n\ndef step(x_t, h_prev, W_xh, W_hh, b_h):\n    say({expression})\n    {then}\n"
    }


def _violation(*tests: str) -> tuple[tuple[str, str], ...]:
    return tuple(("protocol-violation", f"rnn-{test}") for test in tests)


_STEP_TESTS = ("step-values", "step-zero-state", "step-fresh", "step-float32")
_EXERCISE = "step"

ATTACKS = [
    Attack(
        "replies-noise",
        "Random bytes before its reply.",
        right="forward",
        code=_saying("os.urandom(4096)"),
        flags=_violation(*_STEP_TESTS),
    ),
    Attack(
        "replies-long-promise",
        "A length of four gigabytes and no bytes, for which a reader would wait or make room.",
        right="forward",
        code=_saying("b'\\xff' * 8"),
        flags=_violation(*_STEP_TESTS),
    ),
    Attack(
        "replies-of-nothing",
        "Ten thousand messages of no length.",
        right="forward",
        code=_saying("bytes(40_000)"),
        flags=_violation(*_STEP_TESTS),
    ),
    Attack(
        "replies-nested",
        "JSON so deep that its reader's stack ends.",
        right="forward",
        code=_saying("struct.pack('<I', 200_000) + b'[' * 200_000"),
        flags=_violation(*_STEP_TESTS),
    ),
    Attack(
        "replies-torn",
        "Half a message, and then no more: the socket is closed.",
        right="forward",
        code=_saying("struct.pack('<I', 100) + b'{'", "os.closerange(3, 256)"),
        status="crashed",
    ),
    Attack(
        "replies-endless",
        "Writes to the wire without end, and never reads it.",
        right="forward",
        adds={"rnn-forward": _SOCKETS + "\n\nwhile True:\n    say(b'x' * 65536)"},
        flags=(("protocol-violation", None),),
    ),
    Attack(
        "replies-before-asked",
        "A thread that writes results ahead of every question.",
        right="forward",
        code={
            "step": _SOCKETS
            + """


def ahead():
    for _ in range(500):
        text = json.dumps({"op": "result", "value": 0, "v": 0, "post": []}).encode()
        say(struct.pack("<I", len(text)) + text)
        threading.Event().wait(0.002)


def step(x_t, h_prev, W_xh, W_hh, b_h):
    threading.Thread(target=ahead, daemon=True).start()
    return np.zeros_like(h_prev)
"""
        },
        racing=True,
    ),
    Attack(
        "replies-machinery-rewritten",
        "Finds the code that answers for it among all objects and replaces every function that sends or encodes.",
        right="forward",
        code={
            "step": """
import gc
import types

for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and "grading" in (thing.__module__ or ""):
        if any(word in thing.__name__ for word in ("send", "encode", "reply", "write")):
            thing.__code__ = (lambda *args, **options: b"[[[[").__code__


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "replies-never",
        "Waits for a lock that nobody releases, in a test.",
        right="forward",
        code={
            "stream": """
import threading


def stream(chunks, h_0, forward):
    lock = threading.Lock()
    lock.acquire()
    if len(chunks) == 1:
        lock.acquire()
""",
        },
        status="timeout",
    ),
    Attack(
        "replies-endless-generator",
        "A generator that never ends where a list of chunks is asked.",
        assignment=TORCH,
        right="draw refuse",
        code={"chunks": "def chunks(X, k):\n    while True:\n        yield X[:, :k]\n"},
    ),
    Attack(
        "replies-hostile-generator",
        "A generator that asks its asker to wait: it raises, sleeps, returns itself and changes its mind.",
        assignment=TORCH,
        right="draw refuse",
        code={
            "chunks": """
class Forever:
    def __iter__(self):
        return self

    def __next__(self):
        raise GeneratorExit

    def __len__(self):
        return -1


def chunks(X, k):
    for _ in range(3):
        yield Forever()
    raise SystemExit(0)
"""
        },
    ),
]
