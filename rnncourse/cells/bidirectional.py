"""Two layers in opposite directions over the same sequence (Schuster & Paliwal 1997).

    H→_t = step(X_t, H→_{t-1})            Eq. 4.1 (bi-forward): reads from the first step to the last
    H←_t = step(X_t, H←_{t+1})            Eq. 4.2 (bi-backward): from the last to the first, with weights of its own
    H_t  = [H→_t, H←_t]                   Eq. 4.3 (bi-concat); or their sum or mean, Eq. 4.10 (bi-merge)

The backward direction is a forward layer that reads each sequence reversed within its length, so that padding
stays behind the last step for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from rnncourse.cells.admission import branches, inside, require_layer
from rnncourse.cells.validation import require_array, require_choice, require_lengths, require_shape
from rnncourse.tree import Tree

Array = np.ndarray

MERGES = ("concat", "sum", "mean")


def reverse_within_length(X: Array, lengths: Array | None = None) -> Array:
    """Each sequence's real steps in reverse order; its padding stays where it is.

    Eq. 4.11 (bi-padding). The map only moves entries, and doing it twice undoes it: it is its own inverse, and its
    own adjoint, so a gradient goes back through it by the same function.

    Parameters
    ----------
    X : [n, T, ...]
    lengths : [n] integers in 1..T; all T if None

    Returns
    -------
    X's shape and dtype, a new array

    Raises
    ------
    ValueError : an X without steps, lengths that do not fit

    >>> reverse_within_length(np.array([[1, 2, 3, 4], [5, 6, 0, 0]]), np.array([4, 2]))
    array([[4, 3, 2, 1],
           [6, 5, 0, 0]])
    """
    require_array("X", X)
    if X.ndim < 2:
        raise ValueError(f"X should have shape [n, T, ...], got {list(X.shape)}")
    n, T = X.shape[:2]
    if lengths is None:
        return X[:, ::-1].copy()
    lengths = require_lengths(lengths, n, T)[:, None]
    t = np.arange(T)
    source = np.where(t < lengths, lengths - 1 - t, t)  # n,T
    return X[np.arange(n)[:, None], source]


class Params(NamedTuple):
    """The parameters of each direction."""

    forward: Tree
    backward: Tree


class State(NamedTuple):
    """The state of each direction: initial, before the first step that it reads; final, after the last.

    The final state of ``backward`` stands at the first step of the sequence, and has seen all of it; it is not
    what the last output shows of that direction.
    """

    forward: Tree
    backward: Tree


class Tape(NamedTuple):
    """Both directions' tapes; the shape of the outputs; the lengths."""

    forward: Any
    backward: Any
    shape: tuple[int, int, int]
    lengths: Array | None


@dataclass(frozen=True)
class Bidirectional:
    """A layer in each direction; their outputs merged.

    cell : any layer of the course, for both directions; each direction has parameters of its own
    merge : "concat" (widths add up, forward first), "sum" or "mean"
    backward_cell : another layer for the backward direction; the same as ``cell`` if None

    ``init``, ``zero_state``, ``forward`` and ``backward`` as in ``Cell``, with ``Params`` and ``State`` of two
    branches. With an ``rng`` the forward direction draws first, then the backward one.

    The tape holds both directions' tapes.

    Raises ValueError for an unknown merge, TypeError for a layer that is none.

    >>> from rnncourse.cells import LSTM
    >>> layer = Bidirectional(LSTM())
    >>> params = layer.init(np.random.default_rng(0), d=3, h=5)
    >>> H, final, tape = layer.forward(params, np.ones((2, 7, 3)), lengths=np.array([7, 4]))
    >>> H.shape, final.backward.h.shape
    ((2, 7, 10), (2, 5))
    >>> np.array_equal(H[:, 0, 5:], final.backward.h)
    True
    """

    cell: Any
    merge: str = "concat"
    backward_cell: Any = None

    def __post_init__(self) -> None:
        require_layer("cell", self.cell)
        require_choice("merge", self.merge, MERGES)
        require_layer("backward_cell", self._layers[1])

    def init(
        self, rng: np.random.Generator, d: int, h: int, dtype: type = np.float64, scheme: str = "pytorch"
    ) -> Params:
        """Draw both directions' parameters; h is the size of each. Raises as the layers inside."""
        params = Params(*(layer.init(rng, d, h, dtype, scheme) for layer in self._layers))
        self.output_size(params)  # raises where the widths cannot be merged
        return params

    def zero_state(self, params: Params, n: int) -> State:
        self._require_params(params)
        return State(*(layer.zero_state(own, n) for layer, own in zip(self._layers, params, strict=True)))

    def output_size(self, params: Params) -> int:
        """The width of the outputs. Raises ValueError for directions of two widths that cannot be merged."""
        self._require_params(params)
        one, other = (layer.output_size(own) for layer, own in zip(self._layers, params, strict=True))
        if self.merge == "concat":
            return one + other
        if one != other:
            raise ValueError(
                f'both directions should have one width to take their {self.merge}, got {one} and {other}; use "concat"'
            )
        return one

    def step(self, params: Params, x_t: Array, state: Tree = None) -> Tree:
        """There is none. Raises TypeError and says why."""
        raise TypeError(
            "two directions have no step: the backward state at t comes from the steps after t, which are not "
            "here yet; run forward on whole sequences"
        )

    def forward(
        self,
        params: Params,
        X: Array,
        state: Tree = None,
        lengths: Array | None = None,
        rng: np.random.Generator | None = None,
    ) -> tuple[Array, State, Tape]:
        """As ``Cell.forward``. Outputs [n, T, h + h] or [n, T, h], zero where padded."""
        ahead, back = self._layers
        width = self.output_size(params)
        before = branches("state", state, State._fields)
        require_shape("X", X, ("n", "T", "d"))
        if lengths is not None:
            lengths = require_lengths(lengths, *X.shape[:2])
        with inside("the forward direction"):
            H_f, final_f, tape_f = ahead.forward(params.forward, X, before[0], lengths, rng)
        with inside("the backward direction"):
            H_b, final_b, tape_b = back.forward(
                params.backward, reverse_within_length(X, lengths), before[1], lengths, rng
            )
        H_b = reverse_within_length(H_b, lengths)
        H = np.concatenate([H_f, H_b], axis=2) if self.merge == "concat" else (H_f + H_b) * self._share
        return H, State(final_f, final_b), Tape(tape_f, tape_b, (*X.shape[:2], width), lengths)

    def backward(
        self,
        params: Params,
        tape: Tape,
        d_outputs: Array | None = None,
        d_final: Tree = None,
        need_dX: bool = True,
    ) -> tuple[Params, Array | None, State]:
        """As ``Cell.backward``. X reaches the loss by two edges: through either direction."""
        self._require_params(params)
        if not isinstance(tape, Tape):
            raise TypeError(
                f"tape should be the one that {self!r}.forward returned, got a {type(tape).__name__}"
            )
        ahead, back = self._layers
        after = branches("d_final", d_final, State._fields)
        dH_f = dH_b = None
        if d_outputs is not None:
            require_shape("d_outputs", d_outputs, tape.shape)
            if self.merge == "concat":
                dH_f, dH_b = np.split(d_outputs, [ahead.output_size(params.forward)], axis=2)
            else:
                dH_f = dH_b = d_outputs * self._share
            dH_b = reverse_within_length(dH_b, tape.lengths)
        with inside("the forward direction"):
            d_params_f, dX_f, d_state_f = ahead.backward(
                params.forward, tape.forward, dH_f, after[0], need_dX
            )
        with inside("the backward direction"):
            d_params_b, dX_b, d_state_b = back.backward(
                params.backward, tape.backward, dH_b, after[1], need_dX
            )
        dX = dX_f + reverse_within_length(dX_b, tape.lengths) if need_dX else None
        return Params(d_params_f, d_params_b), dX, State(d_state_f, d_state_b)

    @property
    def _layers(self) -> tuple[Any, Any]:
        return self.cell, self.cell if self.backward_cell is None else self.backward_cell

    @property
    def _share(self) -> float:
        """What each direction weighs in a sum or a mean."""
        return 0.5 if self.merge == "mean" else 1.0

    def _require_params(self, params: Any) -> None:
        if not isinstance(params, Params):
            raise TypeError(
                f"params should be the bidirectional.Params that {self!r}.init returns, got {type(params).__name__}"
            )
