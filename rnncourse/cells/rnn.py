"""The plain recurrent cell (Elman 1990) in NumPy: forward, and backward through time.

    H_t = tanh(X_t W_xh + H_{t-1} W_hh + b_h)          Eq. 2.1 (rnn-state)

n sequences, T steps, d inputs, h hidden units; row vectors, batch first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnncourse.cells.validation import require_dtype, require_lengths, require_shape

Array = np.ndarray


class Params(NamedTuple):
    """The weights of one cell, used at every step: ``W_xh [d, h]``, ``W_hh [h, h]``, ``b_h [h]``."""

    W_xh: Array
    W_hh: Array
    b_h: Array


class Tape(NamedTuple):
    """What ``backward`` needs from ``forward``: ``X [n, T, d]``, zero where padded, the states before and after
    each step (``H_prev``, ``H`` [n, T, h]) and which steps count (``valid`` [n, T], True up to each length).

    Memory: n·T·(d + 2h) numbers and n·T truth values.
    """

    X: Array
    H_prev: Array
    H: Array
    valid: Array


def init(rng: np.random.Generator, d: int, h: int, dtype: type = np.float64) -> Params:
    """Draw weights as ``torch.nn.RNN`` does: every entry uniform in ±1/√h.

    Parameters
    ----------
    rng : the generator that all randomness comes from
    d, h : input and hidden size
    dtype : np.float32 or np.float64

    >>> params = init(np.random.default_rng(0), d=3, h=4)
    >>> [weight.shape for weight in params]
    [(3, 4), (4, 4), (4,)]
    """
    bound = 1 / np.sqrt(h)
    shapes = [(d, h), (h, h), (h,)]
    return Params(*(rng.uniform(-bound, bound, shape).astype(dtype) for shape in shapes))


def step(params: Params, x_t: Array, h_prev: Array) -> Array:
    """One step of the cell, Eq. 2.1 (rnn-state).

    Parameters
    ----------
    params : W_xh [d, h], W_hh [h, h], b_h [h]
    x_t : [n, d], the input of this step
    h_prev : [n, h], the state after the step before; zeros at the start

    Returns
    -------
    h_t : [n, h], same dtype as x_t

    Raises
    ------
    ValueError : a size that does not fit, naming the argument, the size expected and the size given
    TypeError : arrays of different dtypes, or of one that is no floating type

    >>> p = Params(W_xh=np.array([[.5, .6]]), W_hh=np.array([[.1, .2], [.3, .4]]), b_h=np.array([.1, -.1]))
    >>> step(p, np.array([[1.]]), np.zeros((1, 2))).round(4)
    array([[0.537 , 0.4621]])
    """
    d, h = params.W_xh.shape
    require_shape("x_t", x_t, ("n", d))
    require_shape("h_prev", h_prev, (len(x_t), h))
    require_dtype(x_t=x_t, h_prev=h_prev, **params._asdict())
    return np.tanh(x_t @ params.W_xh + h_prev @ params.W_hh + params.b_h)  # n,h


def forward(
    params: Params, X: Array, h_0: Array | None = None, lengths: Array | None = None
) -> tuple[Array, Array, Tape]:
    """Run the cell over whole sequences: ``step`` used T times, with the same weights.

    Parameters
    ----------
    params : W_xh [d, h], W_hh [h, h], b_h [h]
    X : [n, T, d]
    h_0 : [n, h], the state before the first step; zeros if None
    lengths : [n] integers in 1..T, how many steps of each sequence are real; all T if None.
        After its length a sequence's state stands still and its outputs are zero.

    Returns
    -------
    H : [n, T, h], the state after every step, zero where padded
    h_T : [n, h], the state after each sequence's last real step
    tape : what ``backward`` needs

    Raises
    ------
    ValueError, TypeError : as ``step``
    """
    require_shape("X", X, ("n", "T", params.W_xh.shape[0]))
    n, T, _ = X.shape
    h = params.W_hh.shape[0]
    if T == 0:
        raise ValueError("X should hold at least one step, got T = 0")
    h_t = np.zeros((n, h), X.dtype) if h_0 is None else h_0
    require_shape("h_0", h_t, (n, h))
    lengths = np.full(n, T) if lengths is None else require_lengths(lengths, n, T)
    valid = np.arange(T) < lengths[:, None]  # n,T

    H = np.zeros((n, T, h), X.dtype)
    H_prev = np.zeros_like(H)
    for t in range(T):
        H_prev[:, t] = h_t
        h_t = np.where(valid[:, t, None], step(params, X[:, t], h_t), h_t)  # n,h
        H[:, t] = h_t
    # The tape's padding is zero, for zero times NaN would be NaN in a gradient.
    tape = Tape(np.where(valid[..., None], X, 0), H_prev, H, valid)
    return np.where(valid[..., None], H, 0), h_t, tape


def backward(
    params: Params, tape: Tape, dH: Array | None = None, dh_T: Array | None = None
) -> tuple[Params, Array, Array]:
    """Gradients of a loss through every step, last step first.

    A state reaches the loss by two edges: up, through its own output, and right, through the next state.

    Parameters
    ----------
    params : as given to ``forward``
    tape : as returned by ``forward``
    dH : [n, T, h], ∂L/∂H through the outputs; zeros if None. Entries at padded steps are ignored.
    dh_T : [n, h], ∂L/∂h_T through the final state; zeros if None

    Returns
    -------
    d_params : Params of ∂L/∂W_xh [d, h], ∂L/∂W_hh [h, h], ∂L/∂b_h [h]
    dX : [n, T, d]
    dh_0 : [n, h]
    """
    n, T, h = tape.H.shape
    if dH is not None:
        require_shape("dH", dH, (n, T, h))
    carried = np.zeros((n, h), tape.H.dtype) if dh_T is None else dh_T  # ∂L/∂H_t along the right edge
    require_shape("dh_T", carried, (n, h))

    dA = np.zeros_like(tape.H)  # ∂L/∂(pre-activation)
    for t in reversed(range(T)):
        valid = tape.valid[:, t, None]
        dh = carried if dH is None else carried + np.where(valid, dH[:, t], 0)  # n,h
        dA[:, t] = np.where(valid, dh * (1 - tape.H[:, t] ** 2), 0)  # n,h
        # A padded step copies its state: the gradient passes through it unchanged.
        carried = np.where(valid, dA[:, t] @ params.W_hh.T, dh)  # n,h

    d_params = Params(
        W_xh=np.einsum("ntd,nth->dh", tape.X, dA),
        W_hh=np.einsum("ntg,nth->gh", tape.H_prev, dA),
        b_h=dA.sum((0, 1)),
    )
    return d_params, dA @ params.W_xh.T, carried
