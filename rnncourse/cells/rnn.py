"""The plain recurrent cell (Elman 1990): forward, and backward through time.

H_t = tanh(X_t W_xh + H_{t-1} W_hh + b_h)          Eq. 2.1 (rnn-state)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.activations import ACTIVATIONS
from rnncourse.cells.recurrence import Cell
from rnncourse.cells.validation import require_choice

Array = np.ndarray


class Params(NamedTuple):
    """The weights of one cell, used at every step: ``W_xh [d, h]``, ``W_hh [h, h]``, ``b_h [h]``."""

    W_xh: Array
    W_hh: Array
    b_h: Array


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the states before and after, ``h_prev``, ``h_t`` [n, h]."""

    x_t: Array
    h_prev: Array
    h_t: Array


@dataclass(frozen=True)
class RNN(Cell):
    """The plain cell. The state is one array ``h_t [n, h]``, which is also the output.

    activation : "tanh", "relu" or "identity"

    The tape holds n·T·(d + 2h) numbers and n·T truth values.

    >>> cell = RNN()
    >>> params = cell.init(np.random.default_rng(0), d=3, h=4)
    >>> [weight.shape for weight in params]
    [(3, 4), (4, 4), (4,)]
    >>> p = RNN.Params(W_xh=np.array([[.5, .6]]), W_hh=np.array([[.1, .2], [.3, .4]]), b_h=np.array([.1, -.1]))
    >>> cell.step(p, np.array([[1.]])).round(4)
    array([[0.537 , 0.4621]])
    """

    activation: str = "tanh"
    Params = Params
    carries_h = False

    def __post_init__(self) -> None:
        require_choice("activation", self.activation, ACTIVATIONS)

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return {"W_xh": (d, h), "W_hh": (h, h), "b_h": (h,)}

    def step_forward(self, params: Params, x_t: Array, h_prev: Array) -> tuple[Array, Cache]:
        """Eq. 2.1 (rnn-state)."""
        phi, _ = ACTIVATIONS[self.activation]
        h_t = phi(x_t @ params.W_xh + h_prev @ params.W_hh + params.b_h)  # n,h
        return h_t, Cache(x_t, h_prev, h_t)

    def step_backward(self, params: Params, cache: Cache, dh_t: Array) -> tuple[Params, Array, Array]:
        """The pre-activation a_t is reached through h_t alone; x_t, h_prev and the weights through a_t alone.

        Eq. 3.10 (bptt-inside), then one step's terms of Eq. 3.12 (bptt-weights) and of Eq. 3.14 (bptt-inputs).
        """
        _, slope = ACTIVATIONS[self.activation]
        da_t = dh_t * slope(cache.h_t)  # n,h
        d_params = Params(W_xh=cache.x_t.T @ da_t, W_hh=cache.h_prev.T @ da_t, b_h=da_t.sum(0))
        return d_params, da_t @ params.W_xh.T, da_t @ params.W_hh.T
