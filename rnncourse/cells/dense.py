"""The output layer on top of a state: O = H W_hq + b_q, Eq. 2.2 (rnn-output)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnncourse.cells.validation import require_dtype, require_shape

Array = np.ndarray


class Params(NamedTuple):
    """``W_hq [h, q]``, ``b_q [q]``."""

    W_hq: Array
    b_q: Array


def init(rng: np.random.Generator, h: int, q: int, dtype: type = np.float64) -> Params:
    """Draw weights as ``torch.nn.Linear`` does: every entry uniform in ±1/√h."""
    bound = 1 / np.sqrt(h)
    return Params(*(rng.uniform(-bound, bound, shape).astype(dtype) for shape in [(h, q), (q,)]))


def forward(params: Params, H: Array) -> Array:
    """O = H W_hq + b_q for one state [n, h] or for all of them [n, T, h]; Eq. 2.2 (rnn-output).

    Raises ValueError or TypeError for sizes or dtypes that do not fit.

    >>> forward(Params(np.array([[1.], [2.]]), np.array([.1])), np.array([[.5, .25]]))
    array([[1.1]])
    """
    require_shape("H", H, (*("n", "T")[: max(H.ndim - 1, 1)], params.W_hq.shape[0]))
    require_dtype(H=H, **params._asdict())
    return H @ params.W_hq + params.b_q  # n,q or n,T,q


def backward(params: Params, H: Array, dO: Array) -> tuple[Params, Array]:
    """∂L/∂(W_hq, b_q) and ∂L/∂H from ∂L/∂O; shapes as in ``forward``."""
    require_shape("dO", dO, (*H.shape[:-1], params.W_hq.shape[1]))
    rows, d_rows = H.reshape(-1, H.shape[-1]), dO.reshape(-1, dO.shape[-1])
    return Params(W_hq=rows.T @ d_rows, b_q=d_rows.sum(0)), dO @ params.W_hq.T
