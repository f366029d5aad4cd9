"""A vector for every token: X_t = e_k E for the token k, with e_k its one-hot row, Eq. 1.2 (seq-embedding). So a
lookup: row k of E.

The gradient of a row is the sum over all places where its token stands, ∂L/∂E_k = Σ_{(i,t): id = k} ∂L/∂X_{i,t},
Eq. 1.3 (seq-embedding-gradient).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnncourse.cells.validation import (
    require_array,
    require_dtype,
    require_generator,
    require_shape,
    require_sizes,
    require_type,
)

Array = np.ndarray


class Params(NamedTuple):
    """``E [v, d]``: one row for each of v tokens."""

    E: Array


def init(
    rng: np.random.Generator, v: int, d: int, dtype: type = np.float64, padding_id: int | None = None
) -> Params:
    """Draw weights as ``torch.nn.Embedding`` does: standard normal, the row of ``padding_id`` zero.

    Raises ValueError for a size below 1 or a padding_id outside 0..v−1.
    """
    require_generator(rng)
    require_type(dtype)
    require_sizes(v=v, d=d)
    E = rng.normal(size=(v, d)).astype(dtype)
    if padding_id is not None:
        E[_require_padding_id(padding_id, v)] = 0
    return Params(E)


def forward(params: Params, ids: Array) -> Array:
    """The row of every token: [n] -> [n, d], or [n, T] -> [n, T, d].

    Raises TypeError for ids that are no integers, ValueError for one outside 0..v−1, giving its place.

    >>> forward(Params(np.array([[.1, .2], [.3, .4], [.5, .6]])), np.array([[2, 0, 2]])).tolist()
    [[[0.5, 0.6], [0.1, 0.2], [0.5, 0.6]]]
    """
    require_shape("E", params.E, ("v", "d"))
    require_dtype(E=params.E)
    _require_ids(ids, len(params.E))
    return params.E[ids]


def backward(params: Params, ids: Array, dX: Array, padding_id: int | None = None) -> Params:
    """∂L/∂E from ∂L/∂X; tokens that repeat add up, rows of absent ones are zero.

    Parameters
    ----------
    params, ids : as given to ``forward``, which has nothing else to remember
    dX : the shape of ``forward``'s result
    padding_id : the token whose row does not learn; its gradient is zero, as with torch's ``padding_idx``

    Raises
    ------
    ValueError, TypeError : as ``forward``; a size or dtype of dX that does not fit

    >>> backward(Params(np.zeros((3, 1))), np.array([2, 0, 2]), np.array([[1.], [2.], [4.]])).E.tolist()
    [[2.0], [0.0], [5.0]]
    """
    v, d = params.E.shape
    _require_ids(ids, v)
    require_shape("dX", dX, (*ids.shape, d))
    require_dtype(E=params.E, dX=dX)
    # Numbering the entries of E along one axis: add.at over rows takes about three times as long.
    entries = ids.reshape(-1, 1).astype(np.intp) * d + np.arange(d)  # nT,d
    dE = np.zeros(v * d, dX.dtype)
    np.add.at(dE, entries.reshape(-1), dX.reshape(-1))
    dE = dE.reshape(v, d)
    if padding_id is not None:
        dE[_require_padding_id(padding_id, v)] = 0
    return Params(dE)


def _require_ids(ids: Array, v: int) -> None:
    require_array("ids", ids)
    if ids.dtype.kind not in "iu":
        raise TypeError(f"ids should be integers, got {ids.dtype}; convert with .astype(int)")
    if ids.ndim not in (1, 2):
        raise ValueError(f"ids should have shape [n] or [n, T], got {list(ids.shape)}")
    outside = (ids < 0) | (ids >= v)
    if outside.any():
        place = tuple(int(index) for index in np.argwhere(outside)[0])
        raise ValueError(f"ids should lie in 0..{v - 1}, got {ids[place]} at {list(place)}")


def _require_padding_id(padding_id: int, v: int) -> int:
    if not isinstance(padding_id, int | np.integer) or not 0 <= padding_id < v:
        raise ValueError(f"padding_id should be a whole number in 0..{v - 1}, got {padding_id!r}")
    return padding_id
