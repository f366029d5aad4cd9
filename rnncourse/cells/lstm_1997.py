"""Long short-term memory as it was first, without a forget gate (Hochreiter & Schmidhuber 1997).

    I_t = σ(X_t W_xi + H_{t-1} W_hi + b_i)          how much of the candidate comes in
    G_t = g(X_t W_xg + H_{t-1} W_hg + b_g)          the candidate
    O_t = σ(X_t W_xo + H_{t-1} W_ho + b_o)          how much of the cell shows
    C_t = C_{t-1} + I_t ⊙ G_t                       nothing is ever forgotten
    H_t = O_t ⊙ h(C_t)

The squashings of the paper are g(a) = 4σ(a) − 2 = 2 tanh(a/2), in [−2, 2], and h(c) = 2σ(c) − 1 = tanh(c/2),
in [−1, 1]; later work has tanh for both. The functions that a cell can be are the same ones: with c/2 in the place
of c and half of W_xg, W_hg and b_g, the one becomes the other. All five together are Eq. 6.6 (variants-1997).

What we take of the paper's block: the two gates, the cell without decay, the squashings as an option. What we
leave: several cells that share their gates (ours have one each), gates that also see the other gates of the step
before (Greff et al. 2017 test that as full gate recurrence, ``full_gate.py``), and the **truncated gradient**,
which the paper cuts off where it would leave a cell through the gates' or the candidate's input; ours is the full
one, as in Graves & Schmidhuber 2005.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.activations import ACTIVATIONS, sigmoid
from rnncourse.cells.lstm import State
from rnncourse.cells.recurrence import Cell
from rnncourse.cells.validation import require_choice

Array = np.ndarray

#: name → ((g, g′ by the value of g), (h, h′ by the value of h))
SQUASHINGS = {
    "1997": (
        (lambda a: 2 * np.tanh(a / 2), lambda y: 1 - (y / 2) ** 2),
        (lambda c: np.tanh(c / 2), lambda y: (1 - y**2) / 2),
    ),
    "tanh": (ACTIVATIONS["tanh"], ACTIVATIONS["tanh"]),
}


class Params(NamedTuple):
    """``W_xh [d, 3h]``, ``W_hh [h, 3h]``, ``b_h [3h]``: the columns of i, of g, of o."""

    W_xh: Array
    W_hh: Array
    b_h: Array


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the output before, the gates and ``y = h(c_t)``, each [n, h]."""

    x_t: Array
    h_prev: Array
    i: Array
    g: Array
    o: Array
    y: Array


@dataclass(frozen=True)
class LSTM1997(Cell):
    """The LSTM without a forget gate. State (h, c) as the LSTM's.

    squash : "1997", the paper's g and h, or "tanh" for both, which leaves the missing gate as the one difference
        from ``LSTM``

    The tape holds n·T·(d + 5h) numbers and n·T truth values.

    >>> cell = LSTM1997()
    >>> [weight.shape for weight in cell.init(np.random.default_rng(0), d=2, h=4)]
    [(2, 12), (4, 12), (12,)]
    """

    squash: str = "1997"
    Params = Params
    State = State
    carries_h = False

    def __post_init__(self) -> None:
        require_choice("squash", self.squash, SQUASHINGS)

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return {"W_xh": (d, 3 * h), "W_hh": (h, 3 * h), "b_h": (3 * h,)}

    def step_forward(self, params: Params, x_t: Array, state: State) -> tuple[State, Cache]:
        """The five equations of the module's docstring, in their order: Eq. 6.6 (variants-1997)."""
        (squash_g, _), (squash_h, _) = SQUASHINGS[self.squash]
        h_prev, c_prev = state
        a = x_t @ params.W_xh + h_prev @ params.W_hh + params.b_h  # n,3h
        a_i, a_g, a_o = np.split(a, 3, axis=1)  # n,h each
        i, g, o = sigmoid(a_i), squash_g(a_g), sigmoid(a_o)
        c = c_prev + i * g
        y = squash_h(c)
        return State(o * y, c), Cache(x_t, h_prev, i, g, o, y)

    def step_backward(self, params: Params, cache: Cache, d_state: State) -> tuple[Params, Array, State]:
        """c_t reaches the loss by h_t and by c_{t+1}; c_{t-1} reaches c_t with slope 1, whatever the gates do.

        Eq. 6.7 (variants-1997-back); the edges that are as in the LSTM, Eq. 6.4 (variants-base-gates).
        """
        (_, slope_g), (_, slope_h) = SQUASHINGS[self.squash]
        x_t, h_prev, i, g, o, y = cache
        dh, dc = d_state
        dc = dc + dh * o * slope_h(y)
        da = np.concatenate([dc * g * i * (1 - i), dc * i * slope_g(g), dh * y * o * (1 - o)], axis=1)  # n,3h
        d_params = Params(W_xh=x_t.T @ da, W_hh=h_prev.T @ da, b_h=da.sum(0))
        return d_params, da @ params.W_xh.T, State(h=da @ params.W_hh.T, c=dc)
