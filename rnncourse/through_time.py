"""A gradient taken apart: state by state, distance by distance, window by window.

∂L/∂(state t), for every t                                    ``state_gradients``
∂L/∂θ = Σ_j (what goes back exactly j steps)                  ``by_distance``,  Eq. 3.17 (bptt-distance)
the first K of those terms, or chunks of K steps              ``reaching``, ``in_chunks``
the edge between two steps weighed, or cut at random          ``with_edges``,   Eq. 3.18 (bptt-random)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.cells import RNN, loop
from rnncourse.cells.activations import ACTIVATIONS
from rnncourse.cells.admission import require_tape, state_or_zeros
from rnncourse.cells.recurrence import Cell
from rnncourse.cells.validation import require_shape, require_sizes
from rnncourse.tree import Tree, map_arrays, zeros_like

Array = np.ndarray


def state_gradients(
    cell: Cell, params: Any, tape: loop.Tape, d_outputs: Array | None = None, d_final: Tree = None
) -> list[Tree]:
    """∂L/∂(state after step t) for t = 0, 1, …, T: all paths from that state to the loss; Eq. 3.11 (bptt-state).

    Of a pair (h, c) this holds for h. The c is what came from the next step's cell, without the way out through its
    own h: for the whole add ``h * o * (1 - tanh_c**2)``, the first term of Eq. 5.10 (lstm-back-c).

    Parameters
    ----------
    cell, params, tape : a plain cell, and what its ``forward`` took and returned, without lengths
    d_outputs : [n, T, h], ∂L/∂H through the outputs; zeros if None
    d_final : ∂L/∂(final state), in the form of the state; zeros if None

    Returns
    -------
    T + 1 trees in the form of the state; the first belongs to the initial state

    Raises
    ------
    ValueError, TypeError : another layer's tape, a padded one, a fast cell's; sizes that do not fit

    >>> cell = RNN()
    >>> params = cell.init(np.random.default_rng(0), d=2, h=3)
    >>> H, final, tape = cell.forward(params, np.ones((4, 5, 2)))
    >>> len(state_gradients(cell, params, tape, d_final=np.ones_like(final)))
    6
    """
    require_tape(cell, params, tape)
    if not isinstance(tape, loop.Tape):
        raise TypeError(
            f"tape should be a plain cell's, with a cache for every step, got {type(tape).__name__}"
        )
    if not tape.valid.all():
        raise ValueError("tape should hold no padding; leave out lengths")
    n, T = tape.valid.shape
    if d_outputs is not None:
        require_shape("d_outputs", d_outputs, (n, T, cell.output_size(params)))
    d_state = state_or_zeros(cell, "d_final", params, d_final, n)
    found = []
    for t in reversed(range(T)):
        if d_outputs is not None:
            d_state = loop.with_output(d_state, loop.output(d_state) + d_outputs[:, t])
        found.append(d_state)
        d_state = cell.step_backward(params, tape.caches[t], d_state)[2]
    return [*reversed([*found, d_state])]


def by_distance(
    cell: RNN, params: RNN.Params, X: Array, d_outputs: Array, state: Array | None = None
) -> RNN.Params:
    """∂L/∂params of a plain cell, sorted by distance; Eq. 3.17 (bptt-distance).

    The share at distance j is what the losses of all steps t say about the use of a weight j steps before, at t − j.

    Parameters
    ----------
    cell, params, X [n, T, d], state [n, h] : as for ``cell.forward``
    d_outputs : [n, T, h], ∂L/∂H through the outputs: what the loss of step t alone says about H_t

    Returns
    -------
    the gradients with a first axis of T distances: ``W_xh [T, d, h]``, ``W_hh [T, h, h]``, ``b_h [T, h]``; their sums
    over that axis are the gradient

    Raises
    ------
    ValueError, TypeError : as ``cell.forward``; d_outputs of another shape than H

    >>> cell = RNN()
    >>> params = cell.init(np.random.default_rng(0), d=2, h=3)
    >>> by_distance(cell, params, np.ones((4, 5, 2)), np.ones((4, 5, 3))).W_hh.shape
    (5, 3, 3)
    """
    H, _, _ = cell.forward(params, X, state)
    require_shape("d_outputs", d_outputs, H.shape)
    state = state_or_zeros(cell, "state", params, state, len(X))
    before = np.concatenate([state[:, None], H[:, :-1]], axis=1)  # n,T,h: H_{t−1}
    slope = ACTIVATIONS[cell.activation][1](H)
    T = H.shape[1]
    shares = RNN.Params(*(np.zeros((T, *weight.shape), weight.dtype) for weight in params))
    back = d_outputs * slope  # n,T−j,h: entry t is ∂L^(t+j)/∂A_t
    for j in range(T):
        shares.W_xh[j] = np.tensordot(X[:, : T - j], back, ((0, 1), (0, 1)))
        shares.W_hh[j] = np.tensordot(before[:, : T - j], back, ((0, 1), (0, 1)))
        shares.b_h[j] = back.sum((0, 1))
        back = (back[:, 1:] @ params.W_hh.T) * slope[:, : T - j - 1]
    return shares


def reaching(shares: RNN.Params, window: int) -> RNN.Params:
    """The gradient of which each step's loss reaches back over ``window`` steps, its own included.

    shares : as from ``by_distance``. A window of T steps or more gives the whole gradient.

    Raises ValueError for a window below 1.
    """
    require_sizes(window=window)
    return map_arrays(lambda share: share[:window].sum(0), shares)


def in_chunks(
    layer: Any, params: Any, X: Array, d_outputs: Array, window: int, state: Tree = None
) -> tuple[Any, Array]:
    """Truncated backpropagation: the state is carried over the borders of chunks, the gradient is not.

    Parameters
    ----------
    layer, params, X [n, T, d], state : as for ``layer.forward``
    d_outputs : [n, T, h], ∂L/∂(outputs)
    window : steps of a chunk; the last may be shorter

    Returns
    -------
    d_params : the sum over chunks of ∂(loss of the chunk)/∂params, the state at its start taken as given
    dX : [n, T, d], likewise

    Raises
    ------
    ValueError, TypeError : a window below 1; as ``layer.forward`` and ``layer.backward``

    >>> cell, rng = RNN(), np.random.default_rng(0)
    >>> params, X = cell.init(rng, d=2, h=3), rng.normal(size=(4, 7, 2))
    >>> cut, _ = in_chunks(cell, params, X, np.ones((4, 7, 3)), window=2)
    >>> H, _, tape = cell.forward(params, X)
    >>> whole, _, _ = cell.backward(params, tape, np.ones_like(H))
    >>> np.allclose(cut.W_hh, whole.W_hh)
    False
    """
    require_sizes(window=window)
    require_shape("X", X, ("n", "T", "d"))
    require_shape("d_outputs", d_outputs, (*X.shape[:2], layer.output_size(params)))
    d_params, dX = zeros_like(params), np.zeros_like(X)
    for start in range(0, X.shape[1], window):
        chunk = slice(start, start + window)
        _, state, tape = layer.forward(params, X[:, chunk], state)
        d_chunk, dX[:, chunk], _ = layer.backward(params, tape, d_outputs[:, chunk])
        d_params = map_arrays(np.add, d_params, d_chunk)
    return d_params, dX


def with_edges(
    cell: RNN, params: RNN.Params, X: Array, d_outputs: Array, edges: Array, state: Array | None = None
) -> RNN.Params:
    """∂L/∂params of a plain cell, what comes back over each border multiplied by a number; Eq. 3.18 (bptt-random).

    Ones give the gradient, a zero after every K steps that of chunks of K, and random numbers of mean 1, drawn
    independently, a random gradient whose mean is the right one.

    Parameters
    ----------
    cell, params, X [n, T, d], state [n, h] : as for ``cell.forward``
    d_outputs : [n, T, h], ∂L/∂H through the outputs
    edges : [T − 1]; entry t − 1 weighs the edge from the state after step t to step t + 1

    Raises
    ------
    ValueError, TypeError : as ``cell.forward``; d_outputs or edges of another shape

    >>> cell = RNN()
    >>> params, X = cell.init(np.random.default_rng(0), d=2, h=3), np.ones((4, 5, 2))
    >>> cut = with_edges(cell, params, X, np.ones((4, 5, 3)), np.array([1.0, 0.0, 1.0, 0.0]))
    >>> np.allclose(cut.W_hh, in_chunks(cell, params, X, np.ones((4, 5, 3)), window=2)[0].W_hh)
    True
    """
    H, _, _ = cell.forward(params, X, state)
    require_shape("d_outputs", d_outputs, H.shape)
    require_shape("edges", edges, (H.shape[1] - 1,))
    state = state_or_zeros(cell, "state", params, state, len(X))
    before = np.concatenate([state[:, None], H[:, :-1]], axis=1)  # n,T,h: H_{t−1}
    slope = ACTIVATIONS[cell.activation][1](H)
    dA = d_outputs * slope  # n,T,h: the way up alone; the way to the right is added in the loop
    for t in reversed(range(H.shape[1] - 1)):
        dA[:, t] += edges[t] * (dA[:, t + 1] @ params.W_hh.T) * slope[:, t]
    both = ((0, 1), (0, 1))
    return RNN.Params(np.tensordot(X, dA, both), np.tensordot(before, dA, both), dA.sum((0, 1)))
