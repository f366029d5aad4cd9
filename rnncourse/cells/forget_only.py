"""The LSTM with a forget gate only, JANET (van der Westhuizen & Lasenby 2018).

    S_t = X_t W_xf + H_{t-1} W_hf + b_f
    G_t = tanh(X_t W_xg + H_{t-1} W_hg + b_g)
    H_t = σ(S_t) ⊙ H_{t-1} + (1 − σ(S_t − β)) ⊙ G_t

Cell and output are one. With β = 0 what comes in replaces what goes; with the paper's β = 1 more comes in,
1 − σ(s − 1) > 1 − σ(s), so that the state may leave [−1, 1]; from zero it
stays below e^β, Eq. 6.23 (variants-janet-bound).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.activations import sigmoid
from rnncourse.cells.recurrence import Cell

Array = np.ndarray


class Params(NamedTuple):
    """``W_xh [d, 2h]``, ``W_hh [h, 2h]``, ``b_h [2h]``: the columns of f, of g."""

    W_xh: Array
    W_hh: Array
    b_h: Array


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the state before, f = σ(s), ``i = 1 − σ(s − β)`` and g, each [n, h]."""

    x_t: Array
    h_prev: Array
    f: Array
    i: Array
    g: Array


@dataclass(frozen=True)
class ForgetOnlyLSTM(Cell):
    """The LSTM reduced to its forget gate. The state is one array ``h_t [n, h]``, which is also the output.

    beta : the paper's β: how much further s must rise to shut the candidate out than to keep the state
    forget_bias : added to b_f by ``init``, and stored in it. The paper's own start is ``chrono.with_biases``.

    The tape holds n·T·(d + 4h) numbers and n·T truth values.

    >>> cell = ForgetOnlyLSTM()
    >>> [weight.shape for weight in cell.init(np.random.default_rng(0), d=2, h=4)]
    [(2, 8), (4, 8), (8,)]
    """

    beta: float = 1.0
    forget_bias: float = 1.0
    Params = Params

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return {"W_xh": (d, 2 * h), "W_hh": (h, 2 * h), "b_h": (2 * h,)}

    def init(
        self, rng: np.random.Generator, d: int, h: int, dtype: type = np.float64, scheme: str = "pytorch"
    ) -> Params:
        params = super().init(rng, d, h, dtype, scheme)
        params.b_h[:h] += self.forget_bias
        return params

    def step_forward(self, params: Params, x_t: Array, h_prev: Array) -> tuple[Array, Cache]:
        """The three equations of the module's docstring, in their order: Eq. 6.21 (variants-janet)."""
        a = x_t @ params.W_xh + h_prev @ params.W_hh + params.b_h  # n,2h
        s, a_g = np.split(a, 2, axis=1)  # n,h each
        f, i, g = sigmoid(s), 1 - sigmoid(s - self.beta), np.tanh(a_g)
        return f * h_prev + i * g, Cache(x_t, h_prev, f, i, g)

    def step_backward(self, params: Params, cache: Cache, dh: Array) -> tuple[Params, Array, Array]:
        """s_t reaches h_t by two edges: + h_{t-1} by what stays, − g_t by what comes in.

        Eq. 6.22 (variants-janet-back).
        """
        x_t, h_prev, f, i, g = cache
        ds = dh * (h_prev * f * (1 - f) - g * i * (1 - i))
        da = np.concatenate([ds, dh * i * (1 - g**2)], axis=1)  # n,2h
        d_params = Params(W_xh=x_t.T @ da, W_hh=h_prev.T @ da, b_h=da.sum(0))
        return d_params, da @ params.W_xh.T, dh * f + da @ params.W_hh.T
