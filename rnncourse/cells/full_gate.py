"""The LSTM with full gate recurrence (FGR in Greff et al. 2017): gates that also see the gates of the step before.

    [I_t F_t O_t] = σ(… + [I_{t-1} F_{t-1} O_{t-1}] W_gates)

with … all that a gate of the peephole LSTM sees. ``W_gates`` is the nine additional recurrent matrices, one from
each gate to each gate, the only parameters that FGR adds; the candidate does not see the gates. The LSTM of 1997
had such connections, Greff et al. note, and none after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.activations import sigmoid
from rnncourse.cells.lstm import LSTM

Array = np.ndarray


class Params(NamedTuple):
    """As the peephole LSTM's, and ``W_gates [3h, 3h]``: rows i, f, o of the step before, columns i, f, o of this."""

    W_xh: Array
    W_hh: Array
    b_h: Array
    p_i: Array
    p_f: Array
    p_o: Array
    W_gates: Array


class State(NamedTuple):
    """``h, c`` as the LSTM's, and the gates that made them, ``i, f, o``: each [n, h]."""

    h: Array
    c: Array
    i: Array
    f: Array
    o: Array


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the state before, the state after, g and tanh(c_t), [n, h]."""

    x_t: Array
    before: State
    after: State
    g: Array
    tanh_c: Array


@dataclass(frozen=True)
class FullGateLSTM(LSTM):
    """The peephole LSTM with full gate recurrence. State (h, c, i, f, o); before the first step the gates are 0.

    forget_bias : as in ``LSTM``

    The schemes of ``init`` take ``W_gates`` for one matrix, and give it Glorot's bound where others are orthogonal.
    The tape holds n·T·(d + 12h) numbers and n·T truth values.

    >>> cell = FullGateLSTM()
    >>> [weight.shape for weight in cell.init(np.random.default_rng(0), d=2, h=4)]
    [(2, 16), (4, 16), (16,), (4,), (4,), (4,), (12, 12)]
    """

    Params = Params
    State = State

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        peepholes = {"p_i": (h,), "p_f": (h,), "p_o": (h,)}
        return super().shapes(d, h) | peepholes | {"W_gates": (3 * h, 3 * h)}

    def step_forward(self, params: Params, x_t: Array, before: State) -> tuple[State, Cache]:
        """The peephole LSTM's equations, each gate with its three more terms, Eq. 6.24 (variants-full)."""
        a = x_t @ params.W_xh + before.h @ params.W_hh + params.b_h  # n,4h
        a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)  # n,h each
        r_i, r_f, r_o = np.split(_gates(before) @ params.W_gates, 3, axis=1)  # n,h each
        i = sigmoid(a_i + r_i + params.p_i * before.c)
        f = sigmoid(a_f + r_f + params.p_f * before.c)
        g = np.tanh(a_g)
        c = f * before.c + i * g
        o = sigmoid(a_o + r_o + params.p_o * c)
        tanh_c = np.tanh(c)
        after = State(o * tanh_c, c, i, f, o)
        return after, Cache(x_t, before, after, g, tanh_c)

    def step_backward(self, params: Params, cache: Cache, d_state: State) -> tuple[Params, Array, State]:
        """Each gate reaches the loss within the step and by those of the next step, Eq. 6.25 (variants-full-back)."""
        x_t, before, (_, c, i, f, o), g, tanh_c = cache
        dh, dc, di, df, do = d_state
        da_o = (do + dh * tanh_c) * o * (1 - o)
        dc = dc + dh * o * (1 - tanh_c**2) + da_o * params.p_o
        da_i = (di + dc * g) * i * (1 - i)
        da_f = (df + dc * before.c) * f * (1 - f)
        da_g = dc * i * (1 - g**2)
        da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)  # n,4h
        da_gates = np.concatenate([da_i, da_f, da_o], axis=1)  # n,3h
        d_params = Params(
            W_xh=x_t.T @ da,
            W_hh=before.h.T @ da,
            b_h=da.sum(0),
            p_i=(da_i * before.c).sum(0),
            p_f=(da_f * before.c).sum(0),
            p_o=(da_o * c).sum(0),
            W_gates=_gates(before).T @ da_gates,
        )
        di_prev, df_prev, do_prev = np.split(da_gates @ params.W_gates.T, 3, axis=1)
        dc_prev = dc * f + da_i * params.p_i + da_f * params.p_f
        d_before = State(da @ params.W_hh.T, dc_prev, di_prev, df_prev, do_prev)
        return d_params, da @ params.W_xh.T, d_before


def _gates(state: State) -> Array:
    """[i f o] side by side, [n, 3h]."""
    return np.concatenate([state.i, state.f, state.o], axis=1)
