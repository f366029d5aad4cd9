"""The loop over time and the loop back, the same for every plain cell: its step, T times, with the same parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from rnncourse.cells.validation import up_to
from rnncourse.tree import Tree, map_arrays, zeros_like

if TYPE_CHECKING:
    from rnncourse.cells.recurrence import Cell

Array = np.ndarray


class Tape(NamedTuple):
    """What ``backward`` needs from ``forward``: the cache of every step, and which steps count.

    ``caches``: T of the cell's caches; ``valid`` [n, T]: True up to each sequence's length; ``d``: input size.
    Memory: T times the cell's cache, which its docstring gives, and n·T truth values. A gate over time, in a plain
    cell: ``np.stack([cache.f for cache in tape.caches], axis=1)`` [n, T, h].
    """

    caches: list[Any]
    valid: Array
    d: int
    made_by: Any = None


def run(
    cell: Cell, params: Any, X: Array, state: Tree, lengths: Array | None, noise: list[Any] | None
) -> tuple[Array, Tree, Tape]:
    """Outputs [n, T, h], final state and tape, for checked arguments.

    ``lengths`` [n] in 0..T, or None for T; after its length a sequence's state stands still. ``noise``: what each
    step gets as a fourth argument, or None.
    """
    n, T, d = X.shape
    X = X.copy()  # the caches hold views of it, and the caller may use its memory again
    valid = real_steps(lengths, n, T)
    H = np.zeros((n, T, cell.output_size(params)), X.dtype)
    caches = []
    for t in range(T):
        extra = () if noise is None else (noise[t],)
        after, cache = cell.step_forward(params, X[:, t], state, *extra)
        state = _where(valid[:, t, None], after, state)
        H[:, t] = np.where(valid[:, t, None], output(state), 0)
        caches.append(cache)
    return H, state, Tape(caches, valid, d)


def run_back(
    cell: Cell, params: Any, tape: Tape, d_outputs: Array | None, d_state: Tree, need_dX: bool
) -> tuple[Any, Array | None, Tree]:
    """∂L/∂(params, X, initial state), last step first. A state reaches the loss up, by its output, and right.

    Eq. 3.11 (bptt-state), whatever the cell.
    """
    n, T = tape.valid.shape
    d_params = zeros_like(params)
    dX = np.zeros((n, T, tape.d), output(d_state).dtype) if need_dX else None
    for t in reversed(range(T)):
        valid = tape.valid[:, t, None]
        if d_outputs is not None:
            d_state = with_output(d_state, output(d_state) + np.where(valid, d_outputs[:, t], 0))
        d_step = _where(valid, d_state, zeros_like(d_state))
        d_params_t, dx_t, d_before = cell.step_backward(params, tape.caches[t], d_step)
        d_params = map_arrays(np.add, d_params, d_params_t)
        if need_dX:
            dX[:, t] = dx_t
        # A padded step copies its state: the gradient passes through it unchanged.
        d_state = _where(valid, d_before, d_state)
    return d_params, dX, d_state


def output(state: Tree) -> Array:
    """The array of a state that is also the cell's output [n, h]: the only one, or the first."""
    return state[0] if isinstance(state, tuple) else state


def with_output(state: Tree, h: Array) -> Tree:
    """The state with ``h`` in the place of its output."""
    return state._replace(**{state._fields[0]: h}) if isinstance(state, tuple) else h


def real_steps(lengths: Array | None, n: int, T: int) -> Array:
    """[n, T] truth values: which steps are no padding."""
    return np.ones((n, T), bool) if lengths is None else up_to(lengths, T)


def _where(valid: Array, state: Tree, otherwise: Tree) -> Tree:
    return map_arrays(lambda one, other: np.where(valid, one, other), state, otherwise)
