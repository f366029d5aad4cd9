"""Long short-term memory (Hochreiter & Schmidhuber 1997) with a forget gate (Gers, Schmidhuber & Cummins 2000).

    I_t = σ(X_t W_xi + H_{t-1} W_hi + b_i)        how much of the candidate comes in, Eq. 5.1 (lstm-input-gate)
    F_t = σ(X_t W_xf + H_{t-1} W_hf + b_f)        how much of the cell stays,         Eq. 5.2 (lstm-forget-gate)
    G_t = tanh(X_t W_xg + H_{t-1} W_hg + b_g)     the candidate,                      Eq. 5.3 (lstm-candidate)
    O_t = σ(X_t W_xo + H_{t-1} W_ho + b_o)        how much of the cell shows,         Eq. 5.4 (lstm-output-gate)
    C_t = F_t ⊙ C_{t-1} + I_t ⊙ G_t                                                   Eq. 5.5 (lstm-cell)
    H_t = O_t ⊙ tanh(C_t)                                                             Eq. 5.6 (lstm-state)

The four gates' matrices lie side by side, in PyTorch's order i, f, g, o: W_xh = [W_xi W_xf W_xg W_xo], so that
their sums are one product, Eq. 5.7 (lstm-joined).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.activations import sigmoid
from rnncourse.cells.recurrence import Cell

Array = np.ndarray


class Params(NamedTuple):
    """``W_xh [d, 4h]``, ``W_hh [h, 4h]``, ``b_h [4h]``: the columns of i, of f, of g, of o."""

    W_xh: Array
    W_hh: Array
    b_h: Array


class State(NamedTuple):
    """``h [n, h]``, what the cell shows, and ``c [n, h]``, what it holds."""

    h: Array
    c: Array


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the state before, the gates and tanh(c_t), each [n, h]."""

    x_t: Array
    h_prev: Array
    c_prev: Array
    i: Array
    f: Array
    g: Array
    o: Array
    tanh_c: Array


@dataclass(frozen=True)
class LSTM(Cell):
    """Long short-term memory with a forget gate.

    forget_bias : added to b_f by ``init``, and stored in it. When it is positive (Gers et al. 2000), commonly 1
        (Jozefowicz et al. 2015), the cell starts out remembering; at 0 ``init`` draws as ``torch.nn.LSTM`` does, but
        one bias where that adds two.

    The tape holds n·T·(d + 7h) numbers and n·T truth values.

    >>> cell = LSTM()
    >>> params = cell.init(np.random.default_rng(0), d=3, h=5)
    >>> H, final, tape = cell.forward(params, np.ones((2, 7, 3)))
    >>> H.shape, final.h.shape, final.c.shape, tape.caches[0].f.shape
    ((2, 7, 5), (2, 5), (2, 5), (2, 5))
    """

    forget_bias: float = 1.0
    Params = Params
    State = State
    carries_h = False

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return {"W_xh": (d, 4 * h), "W_hh": (h, 4 * h), "b_h": (4 * h,)}

    def init(
        self, rng: np.random.Generator, d: int, h: int, dtype: type = np.float64, scheme: str = "pytorch"
    ) -> Params:
        params = super().init(rng, d, h, dtype, scheme)
        params.b_h[h : 2 * h] += self.forget_bias
        return params

    def step_forward(self, params: Params, x_t: Array, state: State) -> tuple[State, Cache]:
        """The six equations of the module's docstring, in their order."""
        h_prev, c_prev = state
        a = x_t @ params.W_xh + h_prev @ params.W_hh + params.b_h  # n,4h
        a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)  # n,h each
        i, f, g, o = sigmoid(a_i), sigmoid(a_f), np.tanh(a_g), sigmoid(a_o)
        c = f * c_prev + i * g
        tanh_c = np.tanh(c)
        return State(o * tanh_c, c), Cache(x_t, h_prev, c_prev, i, f, g, o, tanh_c)

    def step_backward(self, params: Params, cache: Cache, d_state: State) -> tuple[Params, Array, State]:
        """c_t reaches the loss by two edges: up, through h_t = o ⊙ tanh(c_t), and right, through c_{t+1}.

        ``d_state.c`` is what came from the right; with what comes from h_t it is ∂L/∂c_t, Eq. 5.10 (lstm-back-c).
        Then Eq. 5.9 (lstm-back-o) and, through the squashings, Eq. 5.11 (lstm-back-i), Eq. 5.12 (lstm-back-f),
        Eq. 5.13 (lstm-back-g) with Eq. 5.14 (lstm-back-sigmoid) and Eq. 5.15 (lstm-back-tanh); one step's terms of
        Eq. 5.16 (lstm-back-weights), and Eq. 5.17 (lstm-back-inputs). What is returned for c is the first of the two
        paths of Eq. 5.18 (lstm-two-paths); the second is in what is returned for h.
        """
        x_t, h_prev, c_prev, i, f, g, o, tanh_c = cache
        dh, dc = d_state
        dc = dc + dh * o * (1 - tanh_c**2)
        da = np.concatenate(
            [
                dc * g * i * (1 - i),
                dc * c_prev * f * (1 - f),
                dc * i * (1 - g**2),
                dh * tanh_c * o * (1 - o),
            ],
            axis=1,
        )  # n,4h
        d_params = Params(W_xh=x_t.T @ da, W_hh=h_prev.T @ da, b_h=da.sum(0))
        return d_params, da @ params.W_xh.T, State(h=da @ params.W_hh.T, c=dc * f)
