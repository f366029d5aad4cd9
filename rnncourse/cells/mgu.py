"""The minimal gated unit (Zhou, Wu, Zhang & Zhou 2016): a GRU whose two gates are one, Eq. 7.18 (gru-mgu).

    F_t = σ(X_t W_xf + H_{t-1} W_hf + b_f)
    G_t = tanh(X_t W_xg + (F_t ⊙ H_{t-1}) W_hg + b_g)
    H_t = (1 − F_t) ⊙ H_{t-1} + F_t ⊙ G_t

One gate resets, before the product, and updates, taking the new: ``GRU(reset="before", update="takes")`` with
r_t = z_t = f_t. The paper calls F_t a forget gate; where it is 0, the unit keeps everything.
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
    """One step's memory: ``x_t [n, d]``, the state before, f and g, each [n, h]."""

    x_t: Array
    h_prev: Array
    f: Array
    g: Array


@dataclass(frozen=True)
class MGU(Cell):
    """The minimal gated unit. The state is one array ``h_t [n, h]``, which is also the output.

    The tape holds n·T·(d + 3h) numbers and n·T truth values.

    >>> [weight.shape for weight in MGU().init(np.random.default_rng(0), d=2, h=4)]
    [(2, 8), (4, 8), (8,)]
    """

    Params = Params

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return {"W_xh": (d, 2 * h), "W_hh": (h, 2 * h), "b_h": (2 * h,)}

    def step_forward(self, params: Params, x_t: Array, h_prev: Array) -> tuple[Array, Cache]:
        """The three equations of the module's docstring, in their order."""
        a_f, a_g = np.split(x_t @ params.W_xh + params.b_h, 2, axis=1)  # n,h each
        W_hf, W_hg = np.split(params.W_hh, 2, axis=1)  # h,h each
        f = sigmoid(a_f + h_prev @ W_hf)
        g = np.tanh(a_g + (f * h_prev) @ W_hg)
        return (1 - f) * h_prev + f * g, Cache(x_t, h_prev, f, g)

    def step_backward(self, params: Params, cache: Cache, dh: Array) -> tuple[Params, Array, Array]:
        """f_t and h_{t-1} reach h_t directly and through the candidate's f ⊙ h_{t-1}; h_{t-1} also through f_t."""
        x_t, h_prev, f, g = cache
        W_hf, W_hg = np.split(params.W_hh, 2, axis=1)
        da_g = dh * f * (1 - g**2)
        d_kept = da_g @ W_hg.T  # ∂L/∂(f ⊙ h_prev)
        da_f = (dh * (g - h_prev) + d_kept * h_prev) * f * (1 - f)
        da = np.concatenate([da_f, da_g], axis=1)  # n,2h
        dW_hh = np.concatenate([h_prev.T @ da_f, (f * h_prev).T @ da_g], axis=1)
        d_params = Params(W_xh=x_t.T @ da, W_hh=dW_hh, b_h=da.sum(0))
        return d_params, da @ params.W_xh.T, dh * (1 - f) + d_kept * f + da_f @ W_hf.T
