"""The learner's box: runs the learner's cells and answers the judge's calls. Nothing here is trusted by the judge.

The judge asks, one thing at a time; while a call runs, the learner's code may ask back for a function that was lent
to it, and meanwhile be asked something else.

    exec   run a cell                                    → done: did it end well, what was printed
    look   which of these names are there, and what      → names
    call   call a function, an object, a method of it    → result | error
    get    an attribute of an object                     → result | error
    next   the next items of a generator                 → result | error
    vjp    outputs and gradients of a torch module       → result | error
"""

from __future__ import annotations

import contextlib
import itertools
import types
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from rnncourse.checks.calling import alike, line_of, parameters
from rnncourse.checks.gradients import vjp
from rnncourse.checks.wording import kind
from rnncourse.grading.inside import placeholders, shell
from rnncourse.grading.inside.decoding import Decoder
from rnncourse.grading.inside.encoding import Encoder
from rnncourse.grading.inside.errors import mirrored, told
from rnncourse.grading.inside.values import TooMuch
from rnncourse.grading.inside.wire import Closed, Wire

#: Characters of an error's words that travel.
_WORDS = 2000
#: Characters printed in a call that travel.
_PRINTED_IN_CALL = 20_000


def preload(allowed: tuple[str, ...], cells: list[tuple[str, str]] = ()) -> None:
    """Load, before any box is forked, what every box will need; leaves one thread. It is given no ``cells``."""
    draw = np.random.default_rng(0)
    np.testing.assert_allclose(np.tanh(draw.normal(size=(3, 3)) @ np.eye(3)), 0, atol=10)
    np.linalg.norm(np.einsum("ij,jk->ik", np.eye(2), np.eye(2)))
    if "torch" in allowed:
        import torch

        torch.set_num_threads(1)
        module = torch.nn.LSTM(4, 3, batch_first=True)
        module(torch.zeros(2, 5, 4))[0].sum().detach()
    shell.make()
    placeholders.install(allowed)


def main(wire_fd: int) -> None:
    """Serve the judge at the other end of the descriptor until it hangs up."""
    with contextlib.suppress(Closed):
        _Learner(Wire(wire_fd)).serve()


class _Lent:
    """A function of the judge's, lent for one call."""

    def __init__(self, learner: _Learner, number: int, name: str) -> None:
        self._learner, self._number, self.__name__ = learner, number, name

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self._learner.ask_back(self._number, args, named)


class _Kept:
    """Something of the judge's that a lent function gave, to be handed to another: the tape of a forward pass."""

    def __init__(self, number: int) -> None:
        self.number = number


class _Learner:
    """One connection: the shell, and the things that the judge knows by number."""

    def __init__(self, wire: Wire) -> None:
        self._wire, self._shell = wire, shell.make()
        self._things: dict[int, Any] = {}
        self._handles: dict[int, list] = {}
        self._next = itertools.count(1)
        self._answers: dict[str, Callable[[dict, list], None]] = {
            "exec": self._exec,
            "look": self._look,
            "call": self._call,
            "get": self._get,
            "next": self._more,
            "vjp": self._vjp,
        }

    def serve(self) -> None:
        """Answer until the judge hangs up (Closed)."""
        while True:
            message, buffers = self._wire.receive()
            self._answers[message["op"]](message, buffers)

    def ask_back(self, number: int, args: tuple, named: dict) -> Any:
        """Call a lent function; answers whatever the judge asks until it says what the function gave."""
        encoder = Encoder(self._lend, generators=False)
        try:
            node = encoder.attempt((args, named))
        except TooMuch as error:
            raise ValueError(f"what a lent function is given cannot be handed over: {error}") from None
        self._wire.send({"op": "callback", "id": number, "args": node}, encoder.buffers)
        while True:
            message, buffers = self._wire.receive()
            if message["op"] == "return":
                return self._decoder(buffers).decode(message["value"])
            if message["op"] == "raise":
                raise mirrored(*self._decoder(buffers).decode(message["value"]))
            self._answers[message["op"]](message, buffers)

    # ---- what the judge asks for

    def _exec(self, message: dict, buffers: list) -> None:
        source = self._decoder(buffers).decode(message["source"])
        with shell.printed(message["bytes"]) as printed:
            ended = self._shell.run_cell(source, store_history=False)
        error = ended.error_before_exec or ended.error_in_exec
        name, _, words = ("", "", "") if error is None else told(error)
        self._tell({"op": "done", "cut": printed.cut}, (error is None, name, words, printed.text()))

    def _look(self, message: dict, buffers: list) -> None:
        space = self._shell.user_ns
        found = [space[name] for name in message["names"] if name in space]
        self._tell({"op": "names", "there": [name in space for name in message["names"]]}, found, spread=True)

    def _call(self, message: dict, buffers: list) -> None:
        function = self._things[message["target"]]
        if message["method"] is not None:
            function = getattr(function, message["method"])
        args, named = self._arguments(buffers).decode(message["args"])
        before = None
        if any(_can_change(argument) for argument in args):
            before, _ = self._arguments(buffers).decode(message["args"])
        self._answer(lambda: function(*args, **named), function, args, before)

    def _get(self, message: dict, buffers: list) -> None:
        thing = self._things[message["target"]]
        self._answer(lambda: getattr(thing, message["method"]), thing)

    def _more(self, message: dict, buffers: list) -> None:
        generator = self._things[message["target"]]
        self._answer(lambda: list(itertools.islice(generator, message["count"])), generator)

    def _vjp(self, message: dict, buffers: list) -> None:
        module = self._things[message["target"]]
        (inputs, cotangent), _ = self._arguments(buffers).decode(message["args"])
        self._answer(lambda: tuple(vjp(module, inputs, cotangent)), module)

    def _answer(self, work: Callable, function: Any, args: tuple = (), before: tuple | None = None) -> None:
        """Do the work, and say what it gave, what it printed, and which arguments are not what they were."""
        with _quiet(), shell.printed(_PRINTED_IN_CALL) as printed:
            try:
                value = work()
            except Closed:
                raise
            except BaseException as error:
                line = line_of(function, error)
                words = (*told(error), line and line[:_WORDS], printed.text())
            else:
                changed = [not alike(*pair) for pair in zip(before, args, strict=True)] if before else []
                self._tell({"op": "result", "changed": changed}, value, printed.text(), spread=False)
                return
        self._tell({"op": "error"}, words)

    # ---- what travels

    def _tell(self, message: dict, value: Any, *more: Any, spread: bool = True) -> None:
        """Send a message with values; a part that cannot travel is replaced by what it is and why it cannot."""
        encoder, nodes = Encoder(self._lend, generators=False), []
        for part in [*value] if spread else [value, *more]:
            try:
                nodes.append(encoder.attempt(part))
            except TooMuch as error:
                nodes.append(["x", _kind(part), str(error)])
        self._wire.send(message | {"values": nodes, "asked": len(placeholders.asked)}, encoder.buffers)
        placeholders.asked.clear()

    def _lend(self, value: Any) -> list:
        """The node of what does not travel: the number by which the judge may ask for it."""
        if type(value) is _Lent:
            return ["f", value._number]
        if type(value) is _Kept:
            return ["o", value.number]
        if id(value) not in self._handles:
            number = next(self._next)
            self._things[number] = value
            sort = "object"
            if isinstance(value, types.GeneratorType):
                sort = "generator"
            elif callable(value):
                sort = "function"
            name = getattr(value, "__name__", "")
            told = _kind(value), name if type(name) is str else "", list(parameters(value))
            self._handles[id(value)] = ["h", number, sort, *told]
        return self._handles[id(value)]

    def _resolve(self, node: list) -> Any:
        if node[0] == "h":
            return self._things[node[1]]
        return _Lent(self, node[1], node[2]) if node[0] == "f" else _Kept(node[1])

    def _decoder(self, buffers: list) -> Decoder:
        return Decoder(buffers, self._resolve, generators=True)

    def _arguments(self, buffers: list) -> Decoder:
        return Decoder(buffers, self._resolve, frozen=True, generators=True)


@contextlib.contextmanager
def _quiet():
    """As in ``checks``: warnings go nowhere, and numbers that overflow do so in silence."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _can_change(argument: Any) -> bool:
    """Whether a function could change this argument: it is, or holds, something other than frozen arrays."""
    if isinstance(argument, tuple):
        return any(map(_can_change, argument))
    return not isinstance(
        argument, (np.ndarray, np.generic, bool, int, float, complex, str, bytes, _Lent, type(None))
    )


def _kind(value: Any) -> str:
    return kind(value)[:100]
