"""Nodes back into values, as from an enemy; ``values`` says what a node is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from rnncourse.grading.inside.values import (
    DEEPEST,
    DTYPES,
    GENERATORS,
    LONGEST_INTEGER,
    MOST_NODES,
    TENSOR_DTYPES,
    fields_are_fit,
    named_tuple,
)
from rnncourse.grading.inside.wire import WireError


class _Made(NamedTuple):
    """A decoded object that may be referred to, and the nodes it is made of."""

    value: Any
    size: int


class Decoder:
    """Turns nodes back into values.

    ``resolve(node)`` gives what a handle or a lent function stands for. ``frozen`` arrays cannot be written to.
    ``generators``: whether a random generator is welcome.
    """

    def __init__(
        self,
        buffers: list[bytearray],
        resolve: Callable[[list], Any],
        *,
        frozen: bool = False,
        generators: bool = False,
    ) -> None:
        self._buffers = iter(buffers)
        self._resolve, self._frozen, self._generators = resolve, frozen, generators
        self._made: list[_Made] = []
        self._nodes = 0

    def decode(self, node: Any) -> Any:
        """The value of a node; raises WireError, and nothing else, for whatever is in it."""
        try:
            return self._decode(node, 0)
        except WireError:
            raise
        except (
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            OverflowError,
            AttributeError,
            RuntimeError,
        ) as error:
            raise WireError(f"a value that is none: {type(error).__name__}") from None

    def finish(self) -> None:
        """All values of a frame have been decoded; raises WireError if buffers are left over."""
        if next(self._buffers, None) is not None:
            raise WireError("a buffer that nothing uses")

    def _decode(self, node: Any, depth: int) -> Any:
        self._count(1)
        if depth > DEEPEST + 2:
            raise WireError("nested too deep")
        kind = type(node)
        if node is None or kind is bool or kind is float:
            return node
        if kind is int:
            if not -(2**63) <= node < 2**63:
                raise WireError("an integer of more than 63 bits, written as a small one")
            return node
        if kind is str:
            if not node.isascii():
                raise WireError("a text with more than ASCII in it, written as a plain one")
            return node
        if kind is not list or not node or type(node[0]) is not str:
            raise WireError("no value")
        reader = _READERS.get(node[0])
        if reader is None:
            return self._resolve(node)
        return reader(self, node, depth)

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES + 1000:
            raise WireError("too many parts")

    def _take(self) -> bytearray:
        buffer = next(self._buffers, None)
        if buffer is None:
            raise WireError("a buffer is missing")
        return buffer

    def _remember(self, value: Any, before: int) -> Any:
        self._made.append(_Made(value, self._nodes - before + 1))
        return value

    def _parts(self, nodes: list, depth: int) -> list:
        return [self._decode(part, depth + 1) for part in nodes]

    def _big_integer(self, node: list, depth: int) -> int:
        _, digits = node
        _want(type(digits) is str and len(digits) <= LONGEST_INTEGER)
        return int(digits, 16)

    def _complex(self, node: list, depth: int) -> complex:
        _, real, imag = node
        _want(type(real) is float and type(imag) is float)
        return complex(real, imag)

    def _text(self, node: list, depth: int) -> str:
        _want(len(node) == 1)
        return self._take().decode("utf-8")

    def _bytes(self, node: list, depth: int) -> bytes:
        _want(len(node) == 1)
        return bytes(self._take())

    def _array(self, node: list, depth: int) -> np.ndarray:
        _, dtype, shape = node
        return self._remember(self._raw(dtype, shape, self._frozen), self._nodes)

    def _raw(self, dtype: Any, shape: Any, frozen: bool) -> np.ndarray:
        _want(type(dtype) is str and dtype in DTYPES)
        _want(type(shape) is list and len(shape) <= 32)
        _want(all(type(size) is int and 0 <= size < 2**40 for size in shape))
        buffer = self._take()
        items = math.prod(shape)
        if items * np.dtype(dtype).itemsize != len(buffer):
            raise WireError("an array whose size is not that of its shape")
        if not items and math.prod(size or 1 for size in shape) > 2**40:
            raise WireError("an empty array of a shape that nothing has")
        source = memoryview(buffer).toreadonly() if frozen else buffer
        if not items:
            empty = np.empty(shape, dtype)
            empty.flags.writeable = not frozen
            return empty
        array = np.frombuffer(source, dtype)
        if dtype == "|b1" and array.view(np.uint8).max() > 1:
            raise WireError("a truth value that is neither")
        return array.reshape(shape)

    def _scalar(self, node: list, depth: int) -> np.generic:
        _, dtype = node
        return self._raw(dtype, [], True)[()]

    def _tensor(self, node: list, depth: int) -> Any:
        _, dtype, shape, grad = node
        _want(type(dtype) is str and dtype in TENSOR_DTYPES and type(grad) is bool)
        import torch

        before = self._nodes
        tensor = torch.from_numpy(self._raw(dtype, shape, False))
        return self._remember(tensor.requires_grad_() if grad else tensor, before)

    def _list(self, node: list, depth: int) -> list:
        before = self._nodes
        return self._remember(self._parts(node[1:], depth), before)

    def _plain_tuple(self, node: list, depth: int) -> tuple:
        return tuple(self._parts(node[1:], depth))

    def _set(self, node: list, depth: int) -> set | frozenset:
        before, parts = self._nodes, self._parts(node[1:], depth)
        made = set(parts) if node[0] == "S" else frozenset(parts)
        if len(made) < len(parts):
            raise WireError("an entry of a set that comes twice")
        return self._remember(made, before)

    def _dict(self, node: list, depth: int) -> dict:
        before, parts = self._nodes, self._parts(node[1:], depth)
        _want(len(parts) % 2 == 0)
        made = dict(zip(parts[::2], parts[1::2], strict=True))
        if 2 * len(made) < len(parts):
            raise WireError("a key that comes twice")
        return self._remember(made, before)

    def _named(self, node: list, depth: int) -> tuple:
        _, name, fields, *parts = node
        _want(type(fields) is list and all(type(field) is str for field in fields) and type(name) is str)
        _want(fields_are_fit(name, tuple(fields), len(parts)))
        return named_tuple(name, tuple(fields))(*self._parts(parts, depth))

    def _generator(self, node: list, depth: int) -> np.random.Generator:
        _, name, state = node
        before = self._nodes
        _want(self._generators and type(name) is str and name in GENERATORS)
        bits = getattr(np.random, name)(0)
        bits.state = {"bit_generator": name} | self._decode(state, depth + 1)
        return self._remember(np.random.Generator(bits), before)

    def _slice(self, node: list, depth: int) -> slice:
        _, *parts = node
        _want(len(parts) == 3)
        return slice(*self._parts(parts, depth))

    def _ellipsis(self, node: list, depth: int) -> Any:
        _want(len(node) == 1)
        return ...

    def _again(self, node: list, depth: int) -> Any:
        _, place = node
        _want(type(place) is int and 0 <= place < len(self._made))
        self._count(self._made[place].size)
        return self._made[place].value


_READERS = {
    "i": Decoder._big_integer,
    "c": Decoder._complex,
    "s": Decoder._text,
    "b": Decoder._bytes,
    "a": Decoder._array,
    "g": Decoder._scalar,
    "T": Decoder._tensor,
    "l": Decoder._list,
    "t": Decoder._plain_tuple,
    "S": Decoder._set,
    "F": Decoder._set,
    "d": Decoder._dict,
    "n": Decoder._named,
    "R": Decoder._generator,
    ":": Decoder._slice,
    "...": Decoder._ellipsis,
    "r": Decoder._again,
}


def _want(condition: bool) -> None:
    if not condition:
        raise WireError("a value that is not what it says")
