"""Parameters as the variables of TensorFlow 1's cells, ``tf.nn.rnn_cell``, by name.

One kernel multiplies [x, h] side by side: [d + h, …], the rows of x above. The forget bias is an option of the
cell, added when it is called and **not** stored; ours is stored, so the way there subtracts it and the way back
adds it. Our letters: TensorFlow's j is g, its u is z, its m is h; its state is (c, h), ours (h, c).

| layer | cell | variables | columns |
|---|---|---|---|
| ``RNN(activation)`` | ``BasicRNNCell(activation=…)`` | kernel, bias | |
| ``LSTM`` | ``BasicLSTMCell``, ``LSTMCell`` | kernel, bias | i, j, f, o, where ours are i, f, g, o |
| ``PeepholeLSTM`` | ``LSTMCell(use_peepholes=True)`` | and w_i_diag, w_f_diag, w_o_diag [h] | i, j, f, o |
| ``ProjectedLSTM`` | ``LSTMCell(num_proj=p)`` | and projection/kernel [h, p] | i, j, f, o |
| ``GRU(reset="before")`` | ``GRUCell`` | gates/kernel, gates/bias, candidate/kernel, candidate/bias | r, u; g |
| ``Stacked`` | ``MultiRNNCell`` | below cell_0/, cell_1/ … | |
| ``Bidirectional`` | two cells, ``bidirectional_dynamic_rnn`` | below fw/, bw/ | |

``DropoutWrapper`` has no variables and no names of its own. A GRU whose z takes the new state leaves with its z
columns negated (``gru.flip_update``), and comes back negated again. Other special cases, such as coupled gates and
the minimal gated unit, leave as the general cell (``special_cases``). No cell resets after the
product, or is another variant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from rnncourse.cells.gru import flip_update
from rnncourse.frameworks import layouts, special_cases
from rnncourse.tree import Tree

Array = np.ndarray

#: The parts of a variable's name that tell what it is; all others are scopes.
TELLING = re.compile(r"fw|bw|cell_\d+|gates|candidate|projection")

#: Each cell's variables, by its kind and the order in which its parameters give them.
NAMES = {
    "RNN": ("kernel", "bias"),
    "LSTM": ("kernel", "bias"),
    "PeepholeLSTM": ("kernel", "bias", "w_i_diag", "w_f_diag", "w_o_diag"),
    "ProjectedLSTM": ("kernel", "bias", "projection/kernel"),
    "GRU": ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias"),
}
REASONS = {"GRU": "GRUCell resets before the product, (r ⊙ h) W, and has no bias b_hg inside a reset"}


def to_tf1(layer: Any, params: Tree, forget_bias: float = 1.0) -> dict[str, Array]:
    """The variables' values, by their names without scopes: "kernel", "cell_1/gates/bias", "fw/w_i_diag".

    forget_bias : that of the cells which will take them, 1.0 where TensorFlow's default is left

    Raises
    ------
    ValueError : a layer that TensorFlow 1 does not have, saying why
    TypeError : parameters of another layer, or neither float32 nor float64

    >>> from rnncourse.cells import GRU
    >>> params = GRU(reset="before").init(np.random.default_rng(0), d=2, h=3)
    >>> {name: array.shape for name, array in to_tf1(GRU(reset="before"), params).items()}
    {'gates/kernel': (5, 6), 'gates/bias': (6,), 'candidate/kernel': (5, 3), 'candidate/bias': (3,)}
    """
    return {
        "/".join((*path, name)): array
        for path, cell, part in layouts.cells(layer, params)
        for name, array in _variables(cell, part, forget_bias).items()
    }


def from_tf1(layer: Any, variables: Mapping[str, Array], forget_bias: float = 1.0) -> Tree:
    """The parameters with which ``layer`` computes what TensorFlow 1's cells with these variables do.

    variables : by the names of ``to_tf1``, or by those of a checkpoint: "rnn/multi_rnn_cell/cell_0/lstm_cell/kernel:0"
        is read as "cell_0/kernel"
    forget_bias : that of the cells which they come from

    Raises
    ------
    ValueError : a layer that TensorFlow 1 does not have; a variable that is missing, twice there, or not this layer's
    """
    named = {short_name(name): array for name, array in variables.items()}
    if len(named) < len(variables):
        raise ValueError(
            f"variables should be those of one layer, got two of one kind: {', '.join(variables)}"
        )

    def make(cell: Any, path: tuple[str, ...]) -> Any:
        special_cases.require_general(cell, "TensorFlow 1")
        names = ["/".join((*path, name)) for name in _names(cell, cell)]
        if missing := [name for name in names if name not in named]:
            raise ValueError(f"variables should hold {missing[0]} for {cell!r}, got {', '.join(variables)}")
        return _params(cell, [named.pop(name) for name in names], forget_bias)

    params = layouts.build(layer, make)
    if named:
        raise ValueError(f"variables should be those of {layer!r}, got {', '.join(named)} besides")
    return params


def short_name(name: str) -> str:
    """A variable's name without the scopes that a program may choose.

    >>> short_name("decoder/rnn/multi_rnn_cell/cell_0/gru_cell/gates/kernel:0")
    'cell_0/gates/kernel'
    """
    *scopes, last = name.removesuffix(":0").split("/")
    return "/".join([scope for scope in scopes if TELLING.fullmatch(scope)] + [last])


def _names(given: Any, cell: Any) -> tuple[str, ...]:
    """The names of the cell's variables, or ValueError where TensorFlow 1 does not have it, naming what was given."""
    kind = layouts.kind(cell)
    if kind not in NAMES or (kind == "GRU" and cell.reset == "after"):
        raise special_cases.no_map(given, "TensorFlow 1", REASONS)
    return NAMES[kind]


def _variables(given: Any, params: Any, forget_bias: float) -> dict[str, Array]:
    cell, params = special_cases.general(given, params, reset="before")
    names, kind = _names(given, cell), layouts.kind(cell)
    kernel, bias = np.concatenate([params.W_xh, params.W_hh]), params.b_h.copy()
    if kind == "RNN":
        arrays = [kernel, bias]
    elif kind == "GRU":
        h = params.W_hh.shape[0]
        arrays = [kernel[:, : 2 * h].copy(), bias[: 2 * h], kernel[:, 2 * h :].copy(), bias[2 * h :]]
    else:
        _forget(bias)[...] -= forget_bias
        arrays = [layouts.reorder(array, "ifgo", "igfo") for array in (kernel, bias)]
        arrays += [array.copy() for array in params[3:]]  # p_i, p_f, p_o, or W_hp
    return dict(zip(names, arrays, strict=True))


def _params(cell: Any, arrays: list[Array], forget_bias: float) -> Any:
    """The cell's parameters from its variables in the order of ``NAMES``."""
    kind = layouts.kind(cell)
    if kind == "GRU":
        gates, gates_bias, candidate, candidate_bias = arrays
        kernel = np.concatenate([gates, candidate], axis=1)
        bias = np.concatenate([gates_bias, candidate_bias])
        params = cell.Params(*_rows(kernel, candidate.shape[1]), bias)
        return flip_update(params) if cell.update == "takes" else params
    kernel, bias, *others = (array.copy() for array in arrays)
    if kind == "RNN":
        return cell.Params(*_rows(kernel, len(bias)), bias)
    kernel, bias = (layouts.reorder(array, "igfo", "ifgo") for array in (kernel, bias))
    _forget(bias)[...] += forget_bias
    width = others[0].shape[1] if kind == "ProjectedLSTM" else len(bias) // 4
    return cell.Params(*_rows(kernel, width), bias, *others)


def _rows(kernel: Array, h: int) -> tuple[Array, Array]:
    """W_xh and W_hh, which lie one above the other."""
    return kernel[:-h].copy(), kernel[-h:].copy()


def _forget(bias: Array) -> Array:
    """The forget gate's part of a bias in our order, to be written to."""
    return np.split(bias, 4)[1]
