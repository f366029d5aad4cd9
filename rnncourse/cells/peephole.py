"""The LSTM with peepholes: gates that see the cell itself, not only what it shows (Gers & Schmidhuber 2000).

    I_t = σ(X_t W_xi + H_{t-1} W_hi + p_i ⊙ C_{t-1} + b_i)
    F_t = σ(X_t W_xf + H_{t-1} W_hf + p_f ⊙ C_{t-1} + b_f)
    G_t = tanh(X_t W_xg + H_{t-1} W_hg + b_g)
    C_t = F_t ⊙ C_{t-1} + I_t ⊙ G_t
    O_t = σ(X_t W_xo + H_{t-1} W_ho + p_o ⊙ C_t + b_o)          the new cell: O_t comes after C_t
    H_t = O_t ⊙ tanh(C_t)

Each unit's gates look at that unit's cell alone, so p_i, p_f and p_o are vectors. Gers, Schraudolph & Schmidhuber
2002 study what they are good for (precise timing); the form with tanh throughout and the full gradient is that of
Graves's thesis and the "vanilla" LSTM of Greff et al. 2017. Gers and colleagues truncate the gradient: none of it
leaves through the peepholes. Ours is whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.activations import sigmoid
from rnncourse.cells.lstm import LSTM, State

Array = np.ndarray


class Params(NamedTuple):
    """``W_xh [d, 4h]``, ``W_hh [h, 4h]``, ``b_h [4h]``, columns i, f, g, o; the peepholes ``p_i, p_f, p_o [h]``."""

    W_xh: Array
    W_hh: Array
    b_h: Array
    p_i: Array
    p_f: Array
    p_o: Array


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the state before, the gates, c_t and tanh(c_t), each [n, h]."""

    x_t: Array
    h_prev: Array
    c_prev: Array
    i: Array
    f: Array
    g: Array
    o: Array
    c: Array
    tanh_c: Array


@dataclass(frozen=True)
class PeepholeLSTM(LSTM):
    """The LSTM whose gates see the cell: input and forget gate c_{t-1}, output gate c_t.

    forget_bias : as in ``LSTM``

    The schemes of ``init`` treat peepholes as they treat biases. The tape holds n·T·(d + 8h) numbers and n·T
    truth values.

    >>> cell = PeepholeLSTM()
    >>> [weight.shape for weight in cell.init(np.random.default_rng(0), d=2, h=4)]
    [(2, 16), (4, 16), (16,), (4,), (4,), (4,)]
    """

    Params = Params

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return super().shapes(d, h) | {"p_i": (h,), "p_f": (h,), "p_o": (h,)}

    def step_forward(self, params: Params, x_t: Array, state: State) -> tuple[State, Cache]:
        """The six equations of the module's docstring, in their order: Eq. 6.8 (variants-peephole)."""
        h_prev, c_prev = state
        a = x_t @ params.W_xh + h_prev @ params.W_hh + params.b_h  # n,4h
        a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)  # n,h each
        i = sigmoid(a_i + params.p_i * c_prev)
        f = sigmoid(a_f + params.p_f * c_prev)
        g = np.tanh(a_g)
        c = f * c_prev + i * g
        o = sigmoid(a_o + params.p_o * c)
        tanh_c = np.tanh(c)
        return State(o * tanh_c, c), Cache(x_t, h_prev, c_prev, i, f, g, o, c, tanh_c)

    def step_backward(self, params: Params, cache: Cache, d_state: State) -> tuple[Params, Array, State]:
        """c_t reaches the loss by three edges: h_t, c_{t+1} and o_t; c_{t-1} reaches c_t directly, by i and by f.

        Eq. 6.10 (variants-peephole-cell), Eq. 6.11 (variants-peephole-right), Eq. 6.12 (variants-peephole-weights).
        """
        x_t, h_prev, c_prev, i, f, g, o, c, tanh_c = cache
        dh, dc = d_state
        da_o = dh * tanh_c * o * (1 - o)
        dc = dc + dh * o * (1 - tanh_c**2) + da_o * params.p_o
        da_i = dc * g * i * (1 - i)
        da_f = dc * c_prev * f * (1 - f)
        da_g = dc * i * (1 - g**2)
        da = np.concatenate([da_i, da_f, da_g, da_o], axis=1)  # n,4h
        d_params = Params(
            W_xh=x_t.T @ da,
            W_hh=h_prev.T @ da,
            b_h=da.sum(0),
            p_i=(da_i * c_prev).sum(0),
            p_f=(da_f * c_prev).sum(0),
            p_o=(da_o * c).sum(0),
        )
        dc_prev = dc * f + da_i * params.p_i + da_f * params.p_f
        return d_params, da @ params.W_xh.T, State(h=da @ params.W_hh.T, c=dc_prev)
