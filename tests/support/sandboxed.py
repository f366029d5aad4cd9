"""Boxes that run a piece of source and answer with what it says: what the sandbox's tests are made of."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from rnncourse.grading.sandbox.box import Box
from rnncourse.grading.sandbox.limits import MIB, Limits
from rnncourse.grading.sandbox.station import Spec, Station

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(
    memory_bytes=256 * MIB, processes=12, files=64, file_bytes=4 * MIB, tmp_bytes=16 * MIB, cpu_seconds=60
)

#: Stands in for the learner's and the judge's code: executes what comes over the last descriptor, in which ``say``
#: answers with a value, ``call`` makes a bare system call, and ``told`` is what the test sent along.
ROLE = """
import ctypes, json, os, sys

def main(*descriptors):
    with open(descriptors[-1], "r", closefd=False) as wire:
        told = json.loads(wire.readline())
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long

    def say(value):
        os.write(descriptors[-1], json.dumps(value).encode() + b"\\n")

    def call(name, *arguments):
        result = libc.syscall(told["numbers"][name], *map(ctypes.c_long, arguments))
        return result if result >= 0 else -ctypes.get_errno()

    try:
        exec(told["source"], {"__name__": "__main__", "say": say, "call": call, "told": told, "wire": descriptors[-1]})
    except Exception as error:
        say(f"{type(error).__name__}: {error}")
"""


def package(folder: Path) -> Path:
    """A copy of rnncourse under ``folder`` in which both roles run what they are sent."""
    skip = shutil.ignore_patterns("__pycache__", "book", "templates")
    shutil.copytree(ROOT / "rnncourse", folder / "rnncourse", ignore=skip)
    inside = folder / "rnncourse" / "grading" / "inside"
    shutil.rmtree(inside, ignore_errors=True)
    inside.mkdir()
    for name, source in (("__init__", ""), ("learner", ROLE), ("judge", ROLE)):
        (inside / f"{name}.py").write_text(source)
    return folder


@dataclass
class Running:
    """A box and the test's end of its wire."""

    box: Box
    wire: socket.socket

    def say(self, seconds: float = 20.0):
        """The next value that the source says; None if the box ends without."""
        self.wire.settimeout(seconds)
        line = b""
        while not line.endswith(b"\n"):
            part = self.wire.recv(1)
            if not part:
                return None
            line += part
        return json.loads(line)


@contextlib.contextmanager
def running(station: Station, source: str, role: str = "learner", **told):
    """A box that runs ``source``, killed at the end."""
    import pyseccomp

    from rnncourse.grading.sandbox import filter

    numbers = {name: pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) for name in filter.CALLS}
    here, there = socket.socketpair()
    with here:
        with there:
            extra = [there.fileno()] if role == "judge" else []
            box = station.open(role, [*extra, there.fileno()])
        try:
            here.sendall(json.dumps({"source": source, "numbers": numbers, **told}).encode() + b"\n")
            yield Running(box, here)
        finally:
            box.kill()


def said(station: Station, source: str, **told):
    """What ``source`` says first, run in a box of its own."""
    with running(station, source, **told) as there:
        return there.say()


def eventually(fact, seconds: float = 5.0) -> bool:
    """Whether ``fact()`` becomes true within so many seconds."""
    until = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def spec(folder: Path, **changes) -> Spec:
    """What the tests' stations are made for: small limits, no packages to load."""
    return Spec(**({"allowed": ("math",), "limits": LIMITS, "package": folder} | changes))
