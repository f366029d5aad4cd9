"""Parameters as the lists of arrays that ``get_weights()`` of a Keras 3 layer gives and ``set_weights()`` takes.

Keras multiplies row vectors, as we do: kernel [d, …], recurrent_kernel [h, …], bias, in this order.

| layer | Keras | columns | biases |
|---|---|---|---|
| ``RNN(activation)`` | ``SimpleRNN(activation=…)``, identity is "linear" | | one |
| ``LSTM`` | ``LSTM`` | i, f, c, o, ours (c is g) | one |
| ``GRU(reset="after")`` | ``GRU(reset_after=True)``, default | z, r, h; ours are r, z, g | [2, 3h]: input, state |
| ``GRU(reset="before")`` | ``GRU(reset_after=False)`` | z, r, h | one |
| ``Bidirectional`` | ``Bidirectional``; merge_mode "concat", "sum", "ave" | forward's list, then backward's | |
| ``Stacked`` | ``Sequential``, or ``RNN`` of a list of cells | the lists from below; dropout has none | |

Of the GRU's two biases, the state's for the candidate is our ``b_hg``; the others are added. A GRU whose z takes
the new state leaves with its z columns negated (``gru.flip_update``), and comes back negated again. Other
special cases, such as coupled gates and the minimal gated unit, leave as the general cell (``special_cases``). Keras
draws the forget gate's bias as 1 (``unit_forget_bias``) and stores it, as we do. It has no projection, no peepholes,
and no other variant.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.cells.gru import flip_update
from rnncourse.frameworks import layouts, special_cases
from rnncourse.tree import Tree

Array = np.ndarray

REASONS = {
    "PeepholeLSTM": "keras.layers.LSTM has no weights from c to the gates",
    "ProjectedLSTM": "keras.layers.LSTM has no projection: its state is as wide as its cell",
}


def to_keras(layer: Any, params: Tree) -> list[Array]:
    """What ``set_weights`` of the Keras layer that the module's docstring names should be given.

    Raises
    ------
    ValueError : a layer that Keras does not have, saying why
    TypeError : parameters of another layer, or neither float32 nor float64

    >>> from rnncourse.cells import GRU
    >>> params = GRU().init(np.random.default_rng(0), d=2, h=4)
    >>> [array.shape for array in to_keras(GRU(), params)]
    [(2, 12), (4, 12), (2, 12)]
    """
    return [array for _, cell, part in layouts.cells(layer, params) for array in _weights(cell, part)]


def from_keras(layer: Any, weights: list[Array]) -> Tree:
    """The parameters with which ``layer`` computes what a Keras layer with these weights does.

    ``layer`` says what the arrays are, for they do not; a Keras layer made with use_bias=False gives two arrays a
    cell instead of three, and biases of zero. Keras's default activations are taken for granted; the arrays do not
    tell others.

    Raises
    ------
    ValueError : a layer that Keras does not have, or arrays that are not this layer's
    TypeError : something else than a list of NumPy arrays
    """
    if not isinstance(weights, list | tuple) or not all(isinstance(array, np.ndarray) for array in weights):
        raise TypeError("weights should be the list of NumPy arrays that keras_layer.get_weights() returns")
    cells = layouts.count(layer)
    if len(weights) not in (2 * cells, 3 * cells):
        raise ValueError(
            f"weights should be 3 arrays for each of the {cells} cells of {layer!r}, "
            f"or 2 where it has no biases, got {len(weights)}"
        )
    arrays, biased = iter(weights), len(weights) == 3 * cells

    def make(cell: Any, path: tuple[str, ...]) -> Any:
        return _params(cell, next(arrays), next(arrays), next(arrays) if biased else None)

    return layouts.build(layer, make)


def _weights(cell: Any, params: Any) -> list[Array]:
    cell, params = _require_map(cell, *special_cases.general(cell, params))
    if layouts.kind(cell) != "GRU":
        return [array.copy() for array in params]
    biases = np.stack(layouts.parted_biases(params)) if cell.reset == "after" else params.b_h
    return [layouts.reorder(array, "rzg", "zrg") for array in (params.W_xh, params.W_hh, biases)]


def _params(cell: Any, kernel: Array, recurrent_kernel: Array, bias: Array | None) -> Any:
    special_cases.require_general(cell, "Keras")
    _require_map(cell, cell)
    is_gru, columns = layouts.kind(cell) == "GRU", kernel.shape[-1]
    shape = (2, columns) if is_gru and cell.reset == "after" else (columns,)
    bias = np.zeros(shape, kernel.dtype) if bias is None else bias
    if bias.shape != shape:
        hint = "; reset_after=True is reset='after', reset_after=False reset='before'" if is_gru else ""
        raise ValueError(f"bias should have shape {list(shape)} for {cell!r}, got {list(bias.shape)}{hint}")
    if not is_gru:
        return cell.Params(kernel.copy(), recurrent_kernel.copy(), bias.copy())
    W_xh, W_hh, b = (layouts.reorder(array, "zrg", "rzg") for array in (kernel, recurrent_kernel, bias))
    params = layouts.gru(W_xh, W_hh, np.atleast_2d(b), cell.reset)[1]
    return flip_update(params) if cell.update == "takes" else params


def _require_map(given: Any, cell: Any, *params: Any) -> tuple:
    """The cell, and the parameters, or ValueError where Keras does not have it, naming what was given."""
    if layouts.kind(cell) not in ("RNN", "LSTM", "GRU"):
        raise special_cases.no_map(given, "Keras", REASONS)
    return cell, *params
