"""The judge's end of the wire: asks the learner's box, lends it functions meanwhile, and believes nothing it says."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from rnncourse.grading.inside.decoding import Decoder
from rnncourse.grading.inside.encoding import Encoder
from rnncourse.grading.inside.errors import clean, mirrored, told
from rnncourse.grading.inside.wire import Closed, Wire, WireError

#: Calls of lent functions in one test.
MOST_CALLBACKS = 50_000
#: How deep a lent function that calls the learner's, that calls a lent one, … may go.
DEEPEST_CALL = 16


class Violation(BaseException):
    """The learner's box broke the protocol. No test can catch it: it ends the boxes."""


class Gone(BaseException):
    """The learner's box has hung up."""


class Peer:
    """The learner's box, as the judge sees it. ``found(peer, node)`` makes what stands for a learner's thing.

    Attributes
    ----------
    fault : why the protocol is broken, once it is; every later use raises Violation again
    gone : the learner's box has hung up
    out_of_memory : the learner's code raised MemoryError since this was last set to False
    asked : it asked for a module that is not allowed since this was last set to False, as far as its box tells
    """

    def __init__(
        self, wire: Wire, found: Callable[[Peer, list], Any], number_of: Callable[[Any], int | None]
    ) -> None:
        self._wire, self._found, self._number_of = wire, found, number_of
        self._lent: dict[int, Any] = {}
        self._ids = itertools.count(1)
        self._depth, self._raised_in_callbacks = 0, 0
        self.callbacks = 0
        self.fault: str | None = None
        self.gone = False
        self.out_of_memory = False
        self.asked = False
        self.printed: list[str] = []

    def run_cell(self, source: str, limit: int) -> tuple[bool, str, str, str, bool]:
        """Run a cell: whether it ended well, its error's name and words, what it printed, whether that was cut."""
        encoder = Encoder(self._lend)
        node = encoder.encode(source)
        message, values = self._ask(
            {"op": "exec", "source": node, "bytes": limit}, encoder.buffers, ("done",)
        )
        self._demand(type(message.get("cut")) is bool and len(values) == 4)
        well, name, words, printed = values
        self._demand(type(well) is bool and all(type(text) is str for text in (name, words, printed)))
        self._demand(len(printed) <= limit)
        return well, clean(name, 64), clean(words, 2000), printed, message["cut"]

    def look(self, names: list[str]) -> dict[str, Any]:
        """What the learner's process holds under those of these names that are there."""
        message, values = self._ask({"op": "look", "names": names}, [], ("names",))
        there = message.get("there")
        self._demand(type(there) is list and len(there) == len(names) and all(type(t) is bool for t in there))
        self._demand(sum(there) == len(values))
        return dict(zip(itertools.compress(names, there), values, strict=True))

    def ask(self, message: dict, value: Any = None) -> tuple[Any, list[bool]]:
        """Have something called: what it gave, and which arguments it changed.

        Raises
        ------
        RaisedThere : the learner's code raised
        TooMuch : ``value`` cannot be sent
        """
        lent_before, encoder = set(self._lent), Encoder(self._lend)
        raised_before = self._raised_in_callbacks
        try:
            message = message | {"args": encoder.attempt(value)}
            reply, values = self._ask(message, encoder.buffers, ("result", "error"))
            if reply["op"] == "error":
                self._demand(len(values) == 5)
                name, base, words, line, printed = values
                self._demand(all(type(text) is str for text in (name, base, words, printed)))
                self._demand(line is None or type(line) is str)
                self._keep(printed)
                if name == "MemoryError" and self._raised_in_callbacks == raised_before:
                    self.out_of_memory = True
                raise RaisedThere(
                    mirrored(clean(name, 64), clean(base, 64), words), line and clean(line, 500)
                )
            changed = reply.get("changed")
            self._demand(
                type(changed) is list and len(changed) <= 1000 and all(type(c) is bool for c in changed)
            )
            self._demand(len(values) == 2 and type(values[1]) is str)
            self._keep(values[1])
            return values[0], changed
        finally:
            for number in set(self._lent) - lent_before:
                del self._lent[number]

    def _ask(self, message: dict, buffers: list, answers: tuple[str, ...]) -> tuple[dict, list]:
        if self.fault is not None:
            raise Violation(self.fault)
        if self._depth >= DEEPEST_CALL:
            raise RecursionError("lent functions and the learner's call each other too deep")
        self._depth += 1
        try:
            self._wire.send(message, buffers)
            while True:
                reply, came = self._wire.receive()
                if reply.get("op") == "callback":
                    self._call_back(reply, came)
                    continue
                self._demand(reply.get("op") in answers)
                decoder = Decoder(came, self._resolve)
                nodes = reply.get("values")
                self._demand(type(nodes) is list and type(reply.get("asked", 0)) is int)
                self.asked = self.asked or reply.get("asked", 0) > 0
                values = [decoder.decode(node) for node in nodes]
                decoder.finish()
                return reply, values
        except WireError as error:
            self._break(str(error))
        except Closed:
            self.gone = True
            raise Gone from None
        finally:
            self._depth -= 1

    def _call_back(self, reply: dict, came: list) -> None:
        self.callbacks += 1
        number = reply.get("id")
        self._demand(type(number) is int and callable(self._lent.get(number)))
        decoder = Decoder(came, self._resolve)
        value = decoder.decode(reply.get("args"))
        decoder.finish()
        self._demand(type(value) is tuple and len(value) == 2)
        args, named = value
        self._demand(type(args) is tuple and type(named) is dict and all(type(name) is str for name in named))
        encoder = Encoder(self._lend)
        try:
            if self.callbacks > MOST_CALLBACKS:
                raise RuntimeError(
                    f"what was lent has been called {MOST_CALLBACKS:,} times: does your loop end?"
                )
            node = encoder.attempt(self._lent[number](*args, **named))
        except Exception as error:
            self._raised_in_callbacks += 1
            encoder = Encoder(self._lend)
            self._wire.send({"op": "raise", "value": encoder.encode(told(error))}, encoder.buffers)
        else:
            self._wire.send({"op": "return", "value": node}, encoder.buffers)

    def _lend(self, value: Any) -> list:
        """A number for what does not travel: the learner's own thing, or one of ours, lent for the present call."""
        number = self._number_of(value)
        if number is not None:
            return ["h", number]
        number = next(self._ids)
        self._lent[number] = value
        if callable(value):
            return [
                "f",
                number,
                str(getattr(value, "__name__", "lent"))[:64].encode("ascii", "replace").decode(),
            ]
        return ["o", number]

    def _resolve(self, node: list) -> Any:
        if node[0] in ("f", "o"):
            self._demand(len(node) == 2 and type(node[1]) is int and node[1] in self._lent)
            return self._lent[node[1]]
        return self._found(self, node)

    def _keep(self, printed: str) -> None:
        left = 20_000 - sum(map(len, self.printed))
        if printed and left > 0:
            self.printed.append(printed[:left])

    def _demand(self, condition: bool) -> None:
        if not condition:
            self._break("an answer that is not what was asked for")

    def _break(self, why: str) -> None:
        self.fault = clean(why, 300)
        raise Violation(self.fault)


class RaisedThere(Exception):
    """The learner's code raised ``error``, at the source line ``line`` of the function that was called."""

    def __init__(self, error: Exception, line: str | None) -> None:
        super().__init__(str(error))
        self.error, self.line = error, line
