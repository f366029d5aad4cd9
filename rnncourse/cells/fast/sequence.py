"""What the fast cells share: sequences laid out time first, so that each step is one contiguous block.

Nothing is kept between calls: the buffers are made once a call and written to with ``out=``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from rnncourse.cells.loop import real_steps

Array = np.ndarray

#: How many numbers of one array an elementwise pass handles at a time, so that they stay in the nearest cache
#: and are still enough to hide what a call costs.
CHUNK = 32_768

#: Matrix products of at most so many multiply-adds OpenBLAS, which NumPy comes with, does on the operands where they
#: lie; larger ones it packs first, which takes longer than it saves for the sizes of one step.
SMALL_PRODUCT = 1_000_000


def allocate(dtype: np.dtype, *shapes: tuple[int, ...]) -> list[Array]:
    """Uninitialised arrays that are parts of one block of memory.

    Many arrays of megabytes, made and freed in every call, go back to the operating system each time, and their
    pages have to be mapped anew; a single block is kept and used again by the allocator.
    """
    line = 64 // np.dtype(dtype).itemsize  # every array begins on a cache line
    starts, total = [], 0
    for shape in shapes:
        starts.append(total)
        total += -(-math.prod(shape) // line) * line
    block = np.empty(total, dtype)
    return [
        block[start : start + math.prod(shape)].reshape(shape)
        for start, shape in zip(starts, shapes, strict=True)
    ]


class Fast:
    """Before a plain cell among a class's bases: says in errors and logs which of the two it was."""

    def __repr__(self) -> str:
        return f"fast.{super().__repr__()}"


class Steps(NamedTuple):
    """Which steps count. ``lengths [n]`` or None where all do; ``valid [n, T]``."""

    lengths: Array | None
    valid: Array

    @classmethod
    def of(cls, lengths: Array | None, n: int, T: int) -> Steps:
        return cls(lengths, real_steps(lengths, n, T))

    def outputs(self, after: Array) -> Array:
        """[n, T, h] with zeros where padded, from the states after each step [T, n, h]."""
        H = after.transpose(1, 0, 2).copy()
        if self.lengths is not None:
            H[~self.valid] = 0
        return H

    def last(self, states: Array) -> Array:
        """The state after each sequence's last real step [n, h]; ``states [T + 1, n, h]``, the first the initial."""
        if self.lengths is None:
            return states[-1].copy()
        return states[self.lengths, np.arange(len(self.lengths))]

    def d_outputs(self, dH: Array | None) -> Array | None:
        """∂L/∂H time first [T, n, h], zero where padded."""
        if dH is None:
            return None
        if self.lengths is not None:
            dH = np.where(self.valid[..., None], dH, 0)
        return dH.transpose(1, 0, 2)

    def entering(self, *d_final: Array) -> tuple[dict[int, Array], list[Array]]:
        """How ∂L/∂(final state) enters the way back.

        Returns for each length the rows that end there, and what to start from behind the last step: zeros where
        rows end early, copies of ``d_final`` where none does.
        """
        if self.lengths is None:
            return {}, [array.copy() for array in d_final]
        ends = {int(length): np.flatnonzero(self.lengths == length) for length in np.unique(self.lengths)}
        return ends, [np.zeros_like(array) for array in d_final]


def drive(Z: Array, h_0: Array, X: Array) -> None:
    """Fill the buffer Z [T + 1, n, h + d + 1] of rows [h_{t−1}, x_t, 1]: one product a step serves all three.

    The first h columns take the initial state here, and later ones as they are computed.
    """
    _, T, d = X.shape
    h = h_0.shape[1]
    Z[0, :, :h] = h_0
    Z[:T, :, h : h + d] = X.transpose(1, 0, 2)
    Z[:, :, -1] = 1


def rows(array: Array) -> Array:
    """[T, n, k] as one matrix of T·n rows."""
    return array.reshape(-1, array.shape[-1])


def batch_first(flat: Array, n: int) -> Array:
    """T·n rows, time first, as a new array [n, T, d]."""
    return np.ascontiguousarray(flat.reshape(-1, n, flat.shape[1]).transpose(1, 0, 2))


def slices(n: int, terms: int) -> tuple[int, int]:
    """(count, rows): into how many products of how many rows to cut one of n rows, ``terms`` multiply-adds a row.

    As few as make each a ``SMALL_PRODUCT``, of eight rows at least, for fewer waste the processor's registers; one
    of all rows where that cannot be.
    """
    fitting = (count for count in range(1, n // 8 + 1) if n % count == 0)
    count = next((count for count in fitting if n // count * terms <= SMALL_PRODUCT), 1)
    return count, n // count


def chunks(T: int, width: int) -> Iterator[slice]:
    """Slices that cover 0..T, each about ``CHUNK`` numbers of ``width`` a step."""
    size = max(1, CHUNK // width)
    for start in range(0, T, size):
        yield slice(start, min(start + size, T))
