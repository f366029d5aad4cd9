"""The LSTM with coupled input and forget gates (CIFG in Greff et al. 2017): what comes in replaces what goes.

    I_t = σ(X_t W_xi + H_{t-1} W_hi + b_i)
    G_t = tanh(X_t W_xg + H_{t-1} W_hg + b_g)
    O_t = σ(X_t W_xo + H_{t-1} W_ho + b_o)
    C_t = (1 − I_t) ⊙ C_{t-1} + I_t ⊙ G_t          the forget gate is F_t = 1 − I_t
    H_t = O_t ⊙ tanh(C_t)

The cell is a moving average of candidates, so it stays in [−1, 1] when it starts there. Without Greff's peepholes;
``AblatedLSTM("CIFG")`` has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.activations import sigmoid
from rnncourse.cells.lstm import State
from rnncourse.cells.recurrence import Cell

Array = np.ndarray


class Params(NamedTuple):
    """``W_xh [d, 3h]``, ``W_hh [h, 3h]``, ``b_h [3h]``: the columns of i, of g, of o."""

    W_xh: Array
    W_hh: Array
    b_h: Array


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the state before, the gates and tanh(c_t), each [n, h]."""

    x_t: Array
    h_prev: Array
    c_prev: Array
    i: Array
    g: Array
    o: Array
    tanh_c: Array


@dataclass(frozen=True)
class CoupledLSTM(Cell):
    """The LSTM with one gate for keeping and taking. State (h, c) as the LSTM's.

    forget_bias : taken off b_i by ``init``, for 1 − σ(a) = σ(−a); so, as in ``LSTM``, 1 starts out remembering

    The tape holds n·T·(d + 6h) numbers and n·T truth values.

    >>> cell = CoupledLSTM()
    >>> [weight.shape for weight in cell.init(np.random.default_rng(0), d=2, h=4)]
    [(2, 12), (4, 12), (12,)]
    """

    forget_bias: float = 1.0
    Params = Params
    State = State
    carries_h = False

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return {"W_xh": (d, 3 * h), "W_hh": (h, 3 * h), "b_h": (3 * h,)}

    def init(
        self, rng: np.random.Generator, d: int, h: int, dtype: type = np.float64, scheme: str = "pytorch"
    ) -> Params:
        params = super().init(rng, d, h, dtype, scheme)
        params.b_h[:h] -= self.forget_bias
        return params

    def step_forward(self, params: Params, x_t: Array, state: State) -> tuple[State, Cache]:
        """The five equations of the module's docstring, in their order; the cell is Eq. 6.13 (variants-coupled)."""
        h_prev, c_prev = state
        a = x_t @ params.W_xh + h_prev @ params.W_hh + params.b_h  # n,3h
        a_i, a_g, a_o = np.split(a, 3, axis=1)  # n,h each
        i, g, o = sigmoid(a_i), np.tanh(a_g), sigmoid(a_o)
        c = (1 - i) * c_prev + i * g
        tanh_c = np.tanh(c)
        return State(o * tanh_c, c), Cache(x_t, h_prev, c_prev, i, g, o, tanh_c)

    def step_backward(self, params: Params, cache: Cache, d_state: State) -> tuple[Params, Array, State]:
        """i_t reaches c_t by two edges: + g_t by what it lets in, − c_{t-1} by what it lets go.

        Eq. 6.14 (variants-coupled-back).
        """
        x_t, h_prev, c_prev, i, g, o, tanh_c = cache
        dh, dc = d_state
        dc = dc + dh * o * (1 - tanh_c**2)
        da = np.concatenate(
            [dc * (g - c_prev) * i * (1 - i), dc * i * (1 - g**2), dh * tanh_c * o * (1 - o)], axis=1
        )  # n,3h
        d_params = Params(W_xh=x_t.T @ da, W_hh=h_prev.T @ da, b_h=da.sum(0))
        return d_params, da @ params.W_xh.T, State(h=da @ params.W_hh.T, c=dc * (1 - i))
