"""Backpropagation through time in less memory: keep the states at a few borders, compute the rest anew.

The sequence is cut into segments of k steps. The forward pass keeps the state at the start of each and forgets
what lies between; the backward pass runs a segment again, from the state at its start, just before it needs its
tape. With k = ⌈√T⌉ there are about √T states and one tape of √T steps: O(√T) memory for one more forward pass
(Chen et al. 2016, for layers in place of steps).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any, NamedTuple

import numpy as np

from rnncourse.cells.loop import output, real_steps
from rnncourse.cells.validation import require_sizes
from rnncourse.cells.wrapper import Wrapper
from rnncourse.tree import Tree, map_arrays, zeros_like

Array = np.ndarray


class Tape(NamedTuple):
    """What a second run needs: ``X``, ``lengths``, ``noise``, and the states before each segment.

    ``valid`` [n, T]: True up to each sequence's length.
    """

    X: Array
    lengths: Array | None
    noise: list[Any] | None
    states: list[Tree]
    valid: Array
    made_by: Any = None


@dataclass(frozen=True)
class Checkpointed(Wrapper):
    """Any cell with a tape of O(√T): the same parameters, outputs and gradients.

    cell : any, with its dropout if it has some: masks are drawn once and kept for the second run
    every : the steps of a segment, k; ⌈√T⌉ if None

    With a state of s numbers a sequence and a cell whose cache is m numbers a step, the tape holds ⌈T/k⌉·n·s
    numbers, one cache of k·n·m comes and goes in ``backward``, and the masks of T steps stay. The cell's own
    tape has T·n·m. X and the outputs, T·n·(d + h), are there in both. Price: one more forward pass.

    Put it around everything else that wraps a cell, and inside stacks and directions:
    ``Stacked([Checkpointed(LSTM())] * 2)``.

    Raises ValueError for an ``every`` below 1, TypeError for something else than a cell.

    >>> from rnncourse.cells import LSTM
    >>> cell = Checkpointed(LSTM())
    >>> params = cell.init(np.random.default_rng(0), d=3, h=5)
    >>> H, final, tape = cell.forward(params, np.ones((2, 100, 3)))
    >>> len(tape.states)
    10
    """

    every: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.every is not None:
            require_sizes(every=self.every)

    def _run(
        self, params: Any, X: Array, state: Tree, lengths: Array | None, noise: list[Any] | None
    ) -> tuple[Array, Tree, Tape]:
        n, T, _ = X.shape
        H = np.zeros((n, T, self.output_size(params)), X.dtype)
        X = X.copy()  # kept until backward, and the caller may use its memory again
        tape = Tape(X, lengths, noise, [], real_steps(lengths, n, T))
        for segment in self._segments(T):
            tape.states.append(state)
            H[:, segment], state, _ = self._run_segment(params, tape, segment, state)
        return H, state, tape

    def _run_back(
        self, params: Any, tape: Tape, d_outputs: Array | None, d_state: Tree, need_dX: bool
    ) -> tuple[Any, Array | None, Tree]:
        d_params = zeros_like(params)
        dX = np.zeros(tape.X.shape, output(d_state).dtype) if need_dX else None
        segments = self._segments(tape.X.shape[1])
        for segment, state in zip(reversed(segments), reversed(tape.states), strict=True):
            _, _, inside = self._run_segment(params, tape, segment, state)
            d_above = None if d_outputs is None else d_outputs[:, segment]
            d_params_k, dX_k, d_state = self.cell._run_back(params, inside, d_above, d_state, need_dX)
            if need_dX:
                dX[:, segment] = dX_k
            d_params = map_arrays(np.add, d_params, d_params_k)
        return d_params, dX, d_state

    def _segments(self, T: int) -> list[slice]:
        every = self.every or ceil(sqrt(T))
        return [slice(start, min(start + every, T)) for start in range(0, T, every)]

    def _run_segment(self, params: Any, tape: Tape, segment: slice, state: Tree) -> tuple[Array, Tree, Any]:
        """The cell's own loop over one segment; a sequence that has ended before it has length 0 there."""
        lengths = tape.lengths
        if lengths is not None:
            lengths = np.clip(lengths - segment.start, 0, segment.stop - segment.start)
        noise = None if tape.noise is None else tape.noise[segment]
        return self.cell._run(params, tape.X[:, segment], state, lengths, noise)
