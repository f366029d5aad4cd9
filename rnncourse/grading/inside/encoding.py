"""Values into nodes; ``values`` says what a node is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rnncourse.grading.inside.values import (
    DEEPEST,
    DTYPES,
    GENERATORS,
    LONGEST_INTEGER,
    MOST_BYTES,
    MOST_NODES,
    SHORT,
    TENSOR_DTYPES,
    TooMuch,
    fields_are_fit,
    is_tensor,
)


class Encoder:
    """Turns values into nodes; the arrays' bytes gather in ``buffers``.

    ``lend(value)`` gives the node for what does not travel itself: a handle, a lent function; it raises ``TooMuch``
    where the value can have none.
    """

    def __init__(self, lend: Callable[[Any], list], *, generators: bool = True) -> None:
        self.buffers: list[bytes] = []
        self._lend, self._generators = lend, generators
        self._known: dict[int, int] = {}
        self._open: set[int] = set()
        self._kept: list[Any] = []
        self._nodes, self._bytes = 0, 0

    def attempt(self, value: Any) -> Any:
        """The node of ``value``; where it raises TooMuch, the frame is as if it had never been tried."""
        before = len(self.buffers), len(self._known), self._nodes, self._bytes
        try:
            return self.encode(value)
        except Exception as error:
            buffers, known, self._nodes, self._bytes = before
            del self.buffers[buffers:]
            for key in list(self._known)[known:]:
                del self._known[key]
            self._open.clear()
            if isinstance(error, TooMuch):
                raise
            raise TooMuch(f"reading it raised {type(error).__name__}") from None

    def encode(self, value: Any, depth: int = 0) -> Any:
        """The node of ``value``; raises TooMuch."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise TooMuch(f"it has more than {MOST_NODES:,} parts")
        if depth > DEEPEST:
            raise TooMuch(f"it is nested more than {DEEPEST} deep")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return _integer(value)
        if kind is str:
            return self._text(value)
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is bytes:
            self._add(value)
            return ["b"]
        if id(value) in self._known:
            return ["r", self._known[id(value)]]
        return self._object(value, kind, depth)

    def _object(self, value: Any, kind: type, depth: int) -> Any:
        if issubclass(kind, np.ndarray):
            return self._array(value)
        if issubclass(kind, np.str_):
            return self._text(str.__str__(value))
        if issubclass(kind, np.generic):
            plain = np.asarray(value)
            dtype = plain.dtype.newbyteorder("<")
            if dtype.str not in DTYPES:
                return self._lend(value)
            self._add(plain.astype(dtype, copy=False).tobytes())
            return ["g", dtype.str]
        if kind in (list, set, frozenset, dict):
            return self._container(value, kind, depth)
        if issubclass(kind, tuple):
            return self._tuple(value, kind, depth)
        if kind is slice:
            return [":", *(self.encode(part, depth + 1) for part in (value.start, value.stop, value.step))]
        if value is Ellipsis:
            return ["..."]
        if kind is np.random.Generator and self._generators:
            return self._generator(value, depth)
        if is_tensor(value):
            return self._tensor(value)
        for plain in (int, float, str, list, dict):  # a learner's subclass: what it holds, not how it behaves
            if issubclass(kind, plain):
                return self._plain(value, plain, depth)
        return self._lend(value)

    def _plain(self, value: Any, plain: type, depth: int) -> Any:
        if plain is int:
            return _integer(int.__index__(value))
        if plain is float:
            return float.__float__(value)
        if plain is str:
            return self._text(str.__str__(value))
        held = list(list.__iter__(value)) if plain is list else dict(dict.items(value))
        self._kept.append(held)
        return self.encode(held, depth)

    def _container(self, value: Any, kind: type, depth: int) -> list:
        self._enter(value)
        if kind is dict:
            parts = [self.encode(part, depth + 1) for pair in value.items() for part in pair]
        else:
            parts = [self.encode(part, depth + 1) for part in value]
        self._leave(value)
        self._remember(value)
        return [{list: "l", set: "S", frozenset: "F", dict: "d"}[kind], *parts]

    def _tuple(self, value: tuple, kind: type, depth: int) -> list:
        self._enter(value)
        parts = [self.encode(part, depth + 1) for part in tuple.__iter__(value)]
        self._leave(value)
        fields = getattr(kind, "_fields", None)
        if type(fields) is tuple and fields_are_fit(kind.__name__, fields, len(parts)):
            return ["n", kind.__name__, list(fields), *parts]
        return ["t", *parts]

    def _array(self, value: np.ndarray) -> list:
        plain = np.asarray(value)
        dtype = plain.dtype.newbyteorder("<")
        if dtype.str not in DTYPES or plain.ndim > 32:
            return self._lend(value)
        self._room(plain.size * dtype.itemsize)
        self._add(plain.astype(dtype, copy=False).tobytes())
        self._remember(value)
        return ["a", dtype.str, list(plain.shape)]

    def _tensor(self, value: Any) -> list:
        self._room(value.numel() * value.element_size())
        try:
            plain = value.detach().cpu().numpy()
        except (TypeError, RuntimeError):  # a type that NumPy lacks, a sparse tensor
            return self._lend(value)
        if plain.dtype.str not in TENSOR_DTYPES:
            return self._lend(value)
        self._add(plain.tobytes())
        self._remember(value)
        return ["T", plain.dtype.str, list(plain.shape), bool(value.requires_grad)]

    def _generator(self, value: np.random.Generator, depth: int) -> list:
        state = dict(value.bit_generator.state)
        name = state.pop("bit_generator")
        if name not in GENERATORS:
            return self._lend(value)
        node = ["R", name, self.encode(state, depth + 1)]
        self._kept.append(state)
        self._remember(value)
        return node

    def _text(self, value: str) -> Any:
        if len(value) <= SHORT and value.isascii():
            return value
        self._add(value.encode("utf-8", "replace"))
        return ["s"]

    def _enter(self, value: Any) -> None:
        if id(value) in self._open:
            raise TooMuch("it contains itself")
        self._open.add(id(value))

    def _leave(self, value: Any) -> None:
        self._open.discard(id(value))

    def _remember(self, value: Any) -> None:
        self._known[id(value)] = len(self._known)
        self._kept.append(value)  # an id is an object's own only as long as the object is there

    def _room(self, size: int) -> None:
        if self._bytes + size > MOST_BYTES:
            raise TooMuch("it is larger than 60 MiB")

    def _add(self, content: bytes) -> None:
        self._room(len(content))
        self._bytes += len(content)
        self.buffers.append(content)


def _integer(value: int) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    digits = hex(value)
    if len(digits) > LONGEST_INTEGER:
        raise TooMuch("it is an integer of thousands of digits")
    return ["i", digits]
