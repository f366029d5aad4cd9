"""The judge's box: follows the plan, has the learner's cells run in the other box, runs the tests here, and says how
each cell ended.

Tests run in a namespace of the judge's own. The names that a test takes from the learner are put into it for that test:
plain values as they are, functions and objects as proxies; one that is not there stays away.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import json
import linecache
import os
import struct
from types import CodeType
from typing import Any

import numpy as np

from rnncourse.checks import allow, observing
from rnncourse.checks.drawing import SEED_VARIABLE
from rnncourse.checks.failure import CheckFailed
from rnncourse.grading.inside import proxies
from rnncourse.grading.inside.errors import clean
from rnncourse.grading.inside.forbidden import Look
from rnncourse.grading.inside.peer import Gone, Peer, Violation
from rnncourse.grading.inside.shell import printed
from rnncourse.grading.inside.wire import Wire

#: Bytes of an event.
_LARGEST_EVENT = 2**18
#: Characters of an error's words.
_WORDS = 10_000

#: The course's own cells, compiled: what ``preload`` was told of.
_ready: dict[tuple[str, str], CodeType] = {}


def preload(allowed: tuple[str, ...], cells: list[tuple[str, str]] = ()) -> None:
    """Load, before any box is forked, what tests commonly need and what these cells (id, source) do; one thread."""
    draw = np.random.default_rng(0)
    np.testing.assert_allclose(np.tanh(draw.normal(size=(3, 3)) @ np.eye(3)), 0, atol=10)
    import rnncourse.cells  # noqa: F401

    if importlib.util.find_spec("torch"):
        import torch

        torch.set_num_threads(1)
        module = torch.nn.LSTM(4, 3, batch_first=True)
        module(torch.zeros(2, 5, 4))[0].sum().detach()
    without_magics("%precision")
    for identity, source in cells:
        with contextlib.suppress(Exception):  # what is wrong with it, a box will tell
            _ready[identity, source] = compile(source, _file(identity), "exec")
    for name in {name for _, source in _ready for name in _imported(source)}:
        with contextlib.suppress(Exception):  # of "from a import b", b need not be a module
            importlib.import_module(name)


def main(verdict_fd: int, wire_fd: int) -> None:
    """Do what the plan says, which is the first thing that comes from ``verdict_fd``."""
    events = _Events(verdict_fd)
    _Judge(events.plan(), events, Wire(wire_fd)).run()


def without_magics(source: str) -> str:
    """A cell's source as plain Python: IPython's magics become calls."""
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


class _Events:
    """The channel to the supervisor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def plan(self) -> dict:
        """The plan."""
        (size,) = struct.unpack("<I", self._read(4))
        return json.loads(self._read(size))

    def say(self, event: str, **values: Any) -> None:
        """One event. Where it is too long, its longest text gives way."""
        content = json.dumps({"event": event} | values).encode()
        while len(content) > _LARGEST_EVENT:
            longest = max(values, key=lambda key: len(values[key]) if isinstance(values[key], str) else 0)
            values[longest] = values[longest][: len(values[longest]) // 2]
            content = json.dumps({"event": event} | values).encode()
        rest = memoryview(struct.pack("<I", len(content)) + content)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def wait(self) -> None:
        """Until the supervisor hangs up: an end of ours would end the learner's box, at which it still has to look."""
        while os.read(self._descriptor, 1024):
            pass

    def _read(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            more = os.read(self._descriptor, size - len(content))
            if not more:
                raise SystemExit(1)
            content += more
        return content


class _Judge:
    """One notebook, from its first cell to its last or to the first fault."""

    def __init__(self, plan: dict, events: _Events, wire: Wire) -> None:
        self._plan, self._events = plan, events
        self._peer = Peer(wire, proxies.found, proxies.number_of)
        self._look = Look(frozenset(plan["allowed"]))
        self._space: dict[str, Any] = {"__name__": "__main__"}
        self._cell = 0
        os.environ[SEED_VARIABLE] = plan["seed"]
        allow(*plan["allowed"])
        if plan.get("transcript"):
            observing.observe(lambda **told: self._say("call", **told))

    def run(self) -> None:
        """All cells of the plan, in order."""
        try:
            for cell in self._plan["cells"]:
                replay = cell["index"] < self._plan["start"]
                if cell["index"] in self._plan["skip"] or (replay and cell["role"] == "test"):
                    continue
                self._cell = cell["index"]
                self._say("begin")
                ending = self._test(cell) if cell["role"] == "test" else self._run(cell, replay)
                if not replay:
                    self._say("end", **ending)
            self._events.say("done")
            self._events.wait()
        except Violation as violation:
            self._say("violation", why=str(violation))
            self._events.wait()
        except Gone:
            self._say("gone")

    def _say(self, event: str, **values: Any) -> None:
        self._events.say(event, cell=self._cell, **values)

    def _run(self, cell: dict, replay: bool) -> dict:
        """A setup cell in both boxes, a learner's in theirs alone; how it ended there."""
        imports = cell["role"] == "learner" and self._look.at(cell["source"], without_magics)
        self._peer.asked = False
        well, ename, evalue, output, cut = self._peer.run_cell(cell["source"], self._plan["output_bytes"])
        if not replay:
            if imports or (self._peer.asked and cell["role"] == "learner"):
                self._say("flag", code="forbidden-import")
            if cut:
                self._say("flag", code="output-truncated")
        if cell["role"] == "setup":
            own, _ = self._execute(cell)
            well, ename, evalue = (False, *_words(own)) if own is not None and well else (well, ename, evalue)
        return _ending("passed" if well else "raised", ename, evalue, output)

    def _test(self, cell: dict) -> dict:
        """A test cell, with what it takes from the learner; how it ended."""
        peer, taken = self._peer, self._taken(cell["takes"])
        peer.out_of_memory, peer.asked, peer.callbacks, peer.printed = False, False, 0, []
        for name in cell["takes"]:
            self._space.pop(name, None)
        self._space |= taken
        error, output = self._execute(cell)
        for name in cell["takes"]:
            self._space.pop(name, None)
        if peer.fault is not None:
            raise Violation(peer.fault)
        if peer.gone:
            raise Gone
        if peer.asked:
            self._events.say("flag", cell=self._solution(cell), code="forbidden-import")
        output = "".join(peer.printed) + output
        if error is None:
            return _ending("passed", "", "", output)
        if peer.out_of_memory:
            return _ending("raised", "MemoryError", str(error), output)
        return _ending("raised", *_words(error), output) | {
            "quiet": clean(getattr(error, "quiet", ""), _WORDS)
        }

    def _solution(self, test: dict) -> int:
        """The index of the solution cell that a test belongs to."""
        own = (cell["index"] for cell in self._plan["cells"] if cell["id"] == test["exercise"])
        return next(own, test["index"])

    def _taken(self, names: list[str]) -> dict[str, Any]:
        taken = self._peer.look(names) if names else {}
        for name in names:
            used = self._look.used_by(name)
            if used is None:
                continue
            if name not in taken:
                taken[name] = proxies.Barred(name, used)
            elif isinstance(taken[name], proxies.Function):
                taken[name].uses = used
        return taken

    def _execute(self, cell: dict) -> tuple[BaseException | None, str]:
        """Run one of the master's cells here: what it raised, what it printed."""
        source, file = cell["source"], _file(cell["id"])
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        with printed(self._plan["output_bytes"]) as kept:
            try:
                exec(_ready.get((cell["id"], source)) or compile(source, file, "exec"), self._space)
            except (Violation, Gone):
                raise
            except BaseException as error:
                return error, kept.text()
        return None, kept.text()


def _imported(source: str) -> set[str]:
    """The modules that a cell imports anywhere; of ``from a import b`` both ``a`` and ``a.b``, which may be one."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _file(identity: str) -> str:
    """The file's name that a cell has in tracebacks."""
    return f"<{identity}>"


def _words(error: BaseException) -> tuple[str, str]:
    name = "CheckFailed" if isinstance(error, CheckFailed) else type(error).__name__
    return name, str(error)


def _ending(ended: str, ename: str, evalue: str, output: str) -> dict:
    return {"ended": ended, "ename": ename, "evalue": clean(evalue, _WORDS), "output": output}
