"""The output layer on top of a state: O = H W_hq + b_q, Eq. 2.2 (rnn-output)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnncourse.cells import initializers
from rnncourse.cells.validation import (
    require_array,
    require_choice,
    require_dtype,
    require_finite,
    require_generator,
    require_shape,
    require_sizes,
    require_type,
)

Array = np.ndarray


class Params(NamedTuple):
    """``W_hq [h, q]``, ``b_q [q]``."""

    W_hq: Array
    b_q: Array


def init(
    rng: np.random.Generator, h: int, q: int, dtype: type = np.float64, scheme: str = "pytorch"
) -> Params:
    """Draw weights.

    scheme "pytorch", as ``torch.nn.Linear``: every entry uniform in ±1/√h; "glorot": W_hq Glorot, b_q zero.

    Raises ValueError for a size below 1 or an unknown scheme.
    """
    require_generator(rng)
    require_type(dtype)
    require_sizes(h=h, q=q)
    require_choice("scheme", scheme, ("pytorch", "glorot"))
    if scheme == "glorot":
        return Params(initializers.glorot(rng, h, q).astype(dtype), np.zeros(q, dtype))
    return Params(
        *(initializers.uniform(rng, shape, 1 / np.sqrt(h)).astype(dtype) for shape in [(h, q), (q,)])
    )


def forward(params: Params, H: Array) -> Array:
    """O = H W_hq + b_q for one state [n, h] or for all of them [n, T, h]; Eq. 2.2 (rnn-output).

    Raises ValueError or TypeError for sizes or dtypes that do not fit, or a number that is not finite.

    >>> forward(Params(np.array([[1.], [2.]]), np.array([.1])), np.array([[.5, .25]]))
    array([[1.1]])
    """
    _require_fit(params, H)
    require_finite("H", H)
    return H @ params.W_hq + params.b_q  # n,q or n,T,q


def backward(params: Params, H: Array, dO: Array) -> tuple[Params, Array]:
    """∂L/∂(W_hq, b_q) and ∂L/∂H from ∂L/∂O; shapes as in ``forward``, which remembers nothing but H.

    W_hq and b_q are used at every step, so their gradients sum over sequences and steps; Eq. 3.13 (bptt-head).

    Raises ValueError or TypeError for sizes or dtypes that do not fit.
    """
    _require_fit(params, H)
    require_shape("dO", dO, (*H.shape[:-1], params.W_hq.shape[1]))
    require_dtype(dO=dO, H=H)
    rows, d_rows = H.reshape(-1, H.shape[-1]), dO.reshape(-1, dO.shape[-1])
    return Params(W_hq=rows.T @ d_rows, b_q=d_rows.sum(0)), dO @ params.W_hq.T


def _require_fit(params: Params, H: Array) -> None:
    require_shape("W_hq", params.W_hq, ("h", "q"))
    h, q = params.W_hq.shape
    require_shape("b_q", params.b_q, (q,))
    require_array("H", H)
    if H.ndim not in (2, 3) or H.shape[-1] != h:
        raise ValueError(f"H should have shape [n, {h}] or [n, T, {h}], got {list(H.shape)}")
    require_dtype(H=H, **params._asdict())
