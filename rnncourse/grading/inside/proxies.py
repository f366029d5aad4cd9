"""What a test holds in its hands for a function, an object or a generator of the learner.

Nothing of it answers for itself: truth, equality, length, order, hash, copies and pickles are refused, and what class
it is of is ours to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rnncourse.checks.calling import changed_names
from rnncourse.checks.gradients import Elsewhere, Gradients
from rnncourse.checks.outcomes import Outcome
from rnncourse.checks.standing import StandIn, Unreadable
from rnncourse.grading.inside.errors import LearnerError, clean
from rnncourse.grading.inside.peer import Peer, RaisedThere
from rnncourse.grading.inside.values import TooMuch
from rnncourse.grading.inside.wire import WireError

#: Items that a test may take from one generator.
MOST_ITEMS = 10_000
#: The methods of a learner's object that a test may call, and the attributes that it may read.
METHODS = frozenset(
    [
        "backward",
        "eval",
        "forward",
        "init",
        "load_state_dict",
        "named_parameters",
        "parameters",
        "predict",
        "requires_grad_",
        "reset",
        "sample",
        "state_dict",
        "step",
        "train",
        "zero_grad",
    ]
)
ATTRIBUTES = frozenset(
    ["batch_first", "bidirectional", "hidden_size", "input_size", "num_layers", "training"]
)
_SORTS = ("function", "object", "generator")


class _Handle(Elsewhere):
    """Something that lives in the learner's process, known here by its number."""

    def __init__(self, peer: Peer, number: int, kind: str, name: str, parameters: tuple[str, ...]) -> None:
        self._peer, self._number = peer, number
        self.kind, self.why, self.__name__, self._parameters = kind, "", name or "function", parameters
        self.uses: tuple[str, str] | None = None

    def __getattr__(self, name: str) -> Any:
        if name in METHODS:
            return _Method(self, name)
        if name in ATTRIBUTES:
            return _value(self._peer, {"op": "get", "target": self._number, "method": name}, ())
        raise AttributeError(f"{name!r} of {self.kind} of the learner's cannot be looked at by a test")

    def vjp(self, inputs: tuple, cotangent: Any) -> Gradients:
        """What ``checks.vjp`` gives for a module in the learner's process."""
        given = _value(self._peer, {"op": "vjp", "target": self._number}, (tuple(inputs), cotangent))
        if not isinstance(given, tuple) or len(given) != 3:
            raise LearnerError("the gradients that came are none")
        return Gradients(*given)


def _refuse(self: _Handle, *args: Any) -> Any:
    raise TypeError(f"{self.kind} of the learner's is neither true nor equal to anything, and has no length")


for _name in [
    "bool",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "len",
    "contains",
    "iter",
    "getitem",
    "copy",
    "deepcopy",
    "reduce_ex",
    "index",
    "float",
    "int",
    "array",
]:
    setattr(_Handle, f"__{_name}__", _refuse)
_Handle.__hash__ = None


class Function(_Handle, StandIn):
    """A function, or an object that can be called."""

    def outcome(self, args: tuple) -> Outcome:
        """What a call with copies of ``args`` gives; never raises."""
        return _outcome(
            self._peer, {"op": "call", "target": self._number, "method": None}, args, self._parameters
        )

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Call it; raises what it raises."""
        return _value(self._peer, {"op": "call", "target": self._number, "method": None}, args, named)


class Thing(_Handle, Unreadable):
    """An object that cannot be called."""


class Items(Thing):
    """A generator: its items come one by one, and no more than ``MOST_ITEMS``."""

    def __iter__(self) -> Iterator[Any]:
        for _ in range(MOST_ITEMS):
            items = _value(self._peer, {"op": "next", "target": self._number, "count": 1}, ())
            if type(items) is not list or len(items) > 1:
                raise LearnerError("what came are no items")
            if not items:
                return
            yield items[0]
        raise LearnerError(f"it gave {MOST_ITEMS:,} items and did not end")


class _Method:
    """A method of a learner's object."""

    def __init__(self, owner: _Handle, name: str) -> None:
        self._owner, self.__name__ = owner, name

    def __call__(self, *args: Any, **named: Any) -> Any:
        message = {"op": "call", "target": self._owner._number, "method": self.__name__}
        return _value(self._owner._peer, message, args, named)


class Barred(StandIn):
    """A function that is not there because its cell did not get over a module that is not allowed."""

    def __init__(self, name: str, uses: tuple[str, str]) -> None:
        self.__name__, self.uses = name, uses

    def outcome(self, args: tuple) -> Outcome:
        """What a use of the module gives."""
        return Outcome(error=ImportError(f"{self.uses[1]} is not there"))


def found(peer: Peer, node: list) -> Any:
    """What stands here for a thing that the learner's box describes; raises WireError for what is no description."""
    if node[0] == "x" and len(node) == 3 and all(type(text) is str for text in node):
        return Unreadable(clean(node[1], 100), clean(node[2], 200))
    if node[0] != "h" or len(node) != 6:
        raise WireError("a value of no known kind")
    _, number, sort, kind, name, parameters = node
    if type(number) is not int or sort not in _SORTS or type(kind) is not str or type(name) is not str:
        raise WireError("a handle that is none")
    if type(parameters) is not list or len(parameters) > 100 or any(type(p) is not str for p in parameters):
        raise WireError("a handle whose parameters are none")
    made = {"function": Function, "object": Thing, "generator": Items}[sort]
    return made(peer, number, clean(kind, 100), clean(name, 64), tuple(clean(p, 64) for p in parameters))


def number_of(value: Any) -> int | None:
    """The number of what stands for a learner's thing; None for anything else."""
    return value._number if isinstance(value, _Handle) else None


def _value(peer: Peer, message: dict, args: tuple, named: dict | None = None) -> Any:
    try:
        return peer.ask(message, (tuple(args), named or {}))[0]
    except RaisedThere as raised:
        raise raised.error from None


def _outcome(peer: Peer, message: dict, args: tuple, parameters: tuple[str, ...]) -> Outcome:
    try:
        value, changed = peer.ask(message, (tuple(args), {}))
    except RaisedThere as raised:
        return Outcome(error=raised.error, line=raised.line)
    except TooMuch as error:
        return Outcome(error=LearnerError(f"the arguments cannot be handed over: {error}"))
    return Outcome(value=value, changed=changed_names(parameters, changed))
