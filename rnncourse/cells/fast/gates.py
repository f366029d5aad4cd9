"""What the fast cells with a cell state share: packed weights, and the way back once the factors are known.

Every gate's gradient is a product of what reaches h_t or c_t with numbers known from the forward pass:

    dc_t += dh_t ⊙ P_t             da of the gates inside c_t  = dc_t ⊙ K_t
    dc_{t−1} = dc_t ⊙ F_t          da of the output gate       = dh_t ⊙ K_t

So those factors are computed for a few steps at a time, as many as the nearest cache holds, and the loop back
does only what must be done in order. Factors and gradients stand in the parameters' order, in which the output gate
is last; the tape has the candidate first, so that the sigmoids lie side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from rnncourse.cells.fast.sequence import Steps, allocate, batch_first, chunks, drive, rows, slices
from rnncourse.cells.lstm import Params, State

Array = np.ndarray


class Tape(NamedTuple):
    """``Z [T + 1, n, k]``: rows [h_{t−1}, x_t, 1]; ``C [T + 1, n, h]``: the cell states, the initial one first;
    ``gates [T, gates, n, h]``, the candidate first; ``tanh_c [T, n, h]``.

    Memory: n·(T + 1)·(2h + d + 1) + n·T·(gates + 1)·h numbers.
    """

    Z: Array
    C: Array
    gates: Array
    tanh_c: Array
    steps: Steps
    valid: Array
    made_by: Any = None


#: ``factors(steps, K, P) -> F``: fill ``K [steps, gates, n, h]`` and ``P [steps, n, h]`` for a slice of steps and
#: return ``F [steps, n, h]``, which the next call may overwrite.
Factors = Callable[[slice, Array, Array], Array]


def tape_for(X: Array, state: State, gates: int, lengths: Array | None) -> tuple[Tape, Array]:
    """A tape with the input and the initial state in it, and a scratch array [n, h]."""
    (n, T, d), h = X.shape, state.h.shape[1]
    Z, C, blocks, tanh_c, scratch = allocate(
        X.dtype, (T + 1, n, h + d + 1), (T + 1, n, h), (T, gates, n, h), (T, n, h), (n, h)
    )
    drive(Z, state.h, X)
    C[0] = state.c
    which = Steps.of(lengths, n, T)
    return Tape(Z, C, blocks, tanh_c, which, which.valid), scratch


def steps(tape: Tape) -> Iterator[tuple[Array, ...]]:
    """For each step, as views: [h_{t−1}, x_t, 1], c_{t−1}, and where c_t, h_t, the gates and tanh(c_t) go.

    First of all the operand and the place of the step's product, cut where that is faster: in float64, for in float32
    what it saves here the shorter products take.
    """
    T, count, n, h = tape.gates.shape
    k = tape.Z.shape[2]
    cut = slices(n, k * h) if tape.Z.itemsize > 4 else (1, n)
    operands = tape.Z[:-1].reshape(T, cut[0], 1, cut[1], k)
    places = tape.gates.reshape(T, count, *cut, h).swapaxes(1, 2)
    H = tape.Z[1:, :, :h]
    return zip(operands, places, tape.C[:-1], tape.C[1:], H, tape.gates, tape.tanh_c, strict=True)


def results(tape: Tape) -> tuple[Array, State, Tape]:
    """What ``forward`` returns, from a tape that the loop has filled."""
    H = tape.Z[:, :, : tape.C.shape[2]]
    return tape.steps.outputs(H[1:]), State(tape.steps.last(H), tape.steps.last(tape.C)), tape


def pack(params: Params, order: list[int]) -> Array:
    """One matrix [gates, h + d + 1, h] for the rows [h_{t−1}, x_t, 1], a contiguous block a gate.

    ``order``: which block of the parameters comes where, the candidate's first. The others are those of sigmoids,
    σ(a) = (1 + tanh(a/2))/2: halved here, so that one tanh serves all gates.
    """
    W_xh, W_hh, b_h = params[:3]
    h = len(W_hh)
    packed = np.empty((len(order), h + len(W_xh) + 1, h), W_hh.dtype)
    for block, gate in zip(packed, order, strict=True):
        columns = slice(gate * h, (gate + 1) * h)
        np.concatenate([W_hh[:, columns], W_xh[:, columns], b_h[None, columns]], out=block)
    packed[1:] *= 0.5
    return packed


def sigmoid_from_tanh(gates: Array, half: Array) -> None:
    """(1 + y)/2, in place. ``half`` is ½ as an array, for turning a Python number into one costs half a call."""
    gates *= half
    gates += half


def through_time(
    factors: Factors, tape: Tape, W_hh: Array, dH: Array | None, dh_T: Array, dc_T: Array
) -> tuple[Array, Array, Array]:
    """The loop back.

    Parameters
    ----------
    factors : of a few steps, see the module
    W_hh : [h, gates·h], as in the parameters
    dH, dh_T, dc_T : gradients of outputs [n, T, h] and of the final state [n, h]

    Returns
    -------
    dA : [T·n, gates·h], ∂L/∂(pre-activations), time first
    dh_0, dc_0 : [n, h]

    Besides dA this needs a few steps' factors, up to ``CHUNK`` numbers a gate, with lengths a copy of dH, n·T·h, and
    ∂L/∂X is made twice, 2·n·T·d.
    """
    T, count, n, h = tape.gates.shape
    W_hhT = np.ascontiguousarray(W_hh.T)
    ends, [dh, dc] = tape.steps.entering(dh_T, dc_T)
    dH = tape.steps.d_outputs(dH)
    parts = list(chunks(T, n * h))
    longest = parts[0].stop
    dA, K, P, product = allocate(dh.dtype, (T, n, count * h), (longest, count, n, h), (longest, n, h), (n, h))
    cut = slices(n, count * h * h)
    before, left = dA.reshape(T, *cut, count * h), dh.reshape(*cut, h)
    by_gate = dA.reshape(T, n, count, h).transpose(0, 2, 1, 3)
    for part in reversed(parts):
        length = part.stop - part.start
        F = factors(part, K[:length], P[:length])
        for t in reversed(range(length)):
            step = part.start + t
            if (ended := ends.get(step + 1)) is not None:
                dh[ended] += dh_T[ended]
                dc[ended] += dc_T[ended]
            if dH is not None:
                dh += dH[step]
            np.multiply(dh, P[t], out=product)
            dc += product
            np.multiply(dc, K[t, :-1], out=by_gate[step, :-1])
            np.multiply(dh, K[t, -1], out=by_gate[step, -1])
            dc *= F[t]
            np.matmul(before[step], W_hhT, out=left)
    if (ended := ends.get(0)) is not None:
        dh[ended] += dh_T[ended]
        dc[ended] += dc_T[ended]
    return dA.reshape(T * n, count * h), dh, dc


def products(tape: Tape, dA: Array, W_xh: Array, need_dX: bool) -> tuple[dict[str, Array], Array | None]:
    """∂L/∂(W_xh, W_hh, b_h) from one product over all steps, by name, and ∂L/∂X [n, T, d]."""
    h = tape.C.shape[2]
    dW = rows(tape.Z[:-1]).T @ dA  # h+d+1,gates·h
    dX = batch_first(dA @ W_xh.T, len(tape.valid)) if need_dX else None
    return {"W_xh": dW[h:-1], "W_hh": dW[:h], "b_h": dW[-1]}, dX
