"""Layers as ONNX operators RNN, LSTM and GRU, and back: attributes and constant inputs, ready for ``make_node``.

ONNX keeps column-vector matrices with an axis of directions before them, W [dirs, 4h, d] and R [dirs, 4h, h], and
one B [dirs, 8h] with the input's biases, then the state's; the way there splits ours into (b, 0), the way back adds.

| layer | operator | rows | else |
|---|---|---|---|
| ``RNN(activation)`` | RNN, activations Tanh, Relu, or Affine with 1 and 0 | | |
| ``LSTM`` | LSTM | i, o, f, c, where ours are i, f, g, o (c is g) | |
| ``PeepholeLSTM`` | LSTM with P [dirs, 3h] | i, o, f, c | P is p_i, p_o, p_f |
| ``CoupledLSTM`` | LSTM with input_forget = 1: f = 1 − i | i, o, f, c | f's rows are not read, and zero |
| ``AblatedLSTM``, NIAF or NOAF | LSTM with P, one Tanh of its activations Affine | i, o, f, c | P as above |
| ``GRU(reset="after")`` | GRU with linear_before_reset = 1 | z, r, h, where ours are r, z, g | B's last h are b_hg |
| ``GRU(reset="before")`` | GRU with linear_before_reset = 0 | z, r, h | |
| ``Bidirectional`` | direction = "bidirectional" | dirs = 2 | Y [T, dirs, n, h], left to be merged |
| ``Stacked`` | one operator a level | | |

That input_forget means f = 1 − i the specification does not say; it is what ONNX Runtime computes. A GRU whose z
takes the new state leaves with its z rows negated (``gru.flip_update``) and comes back as one whose z keeps the old;
other special cases, such as the minimal gated unit, leave as the general cell (``special_cases``). ONNX has
no projection and no other variant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from rnncourse.cells import LSTM, RNN, AblatedLSTM, CoupledLSTM, PeepholeLSTM, validation
from rnncourse.frameworks import layouts, special_cases
from rnncourse.tree import Tree

Array = np.ndarray

ACTIVATIONS = {"tanh": "Tanh", "relu": "Relu", "identity": "Affine"}
#: The activations of each operator where none are named: of gates, candidate and, in the LSTM, cell.
USUAL = {"RNN": ("Tanh",), "LSTM": ("Sigmoid", "Tanh", "Tanh"), "GRU": ("Sigmoid", "Tanh")}
#: Those with which an LSTM is one of the ablations.
ABLATIONS = {"NIAF": ("Sigmoid", "Affine", "Tanh"), "NOAF": ("Sigmoid", "Tanh", "Affine")}
#: Affine is αx + β; these make it the identity.
IDENTITY = {"activation_alpha": (1.0,), "activation_beta": (0.0,)}
#: Gates' columns, ours and ONNX's.
ORDERS = {"LSTM": ("ifgo", "iofg"), "GRU": ("rzg", "zrg")}
#: The attributes that we can say in our layers, or that change no number.
KNOWN = {"direction", "hidden_size", "layout", "activations", "activation_alpha", "activation_beta"}
OWN = {"RNN": set(), "LSTM": {"input_forget"}, "GRU": {"linear_before_reset"}}
REASONS = {"ProjectedLSTM": "the operator LSTM has no projection: its state is as wide as its cell"}


class Operator(NamedTuple):
    """One operator: ``op_type``, ``attributes`` by name, constant ``inputs`` by name: W, R, B and, for peepholes, P."""

    op_type: str
    attributes: dict[str, Any]
    inputs: dict[str, Array]


def to_onnx(layer: Any, params: Tree) -> list[Operator]:
    """The operators that compute what ``layer`` does, one for each level of a stack, from below.

    Raises
    ------
    ValueError : a layer that ONNX does not have, saying why
    TypeError : parameters of another layer, or neither float32 nor float64

    >>> from rnncourse.cells import GRU
    >>> params = GRU().init(np.random.default_rng(0), d=2, h=4)
    >>> operator, = to_onnx(GRU(), params)
    >>> operator.attributes
    {'direction': 'forward', 'hidden_size': 4, 'linear_before_reset': 1}
    >>> {name: array.shape for name, array in operator.inputs.items()}
    {'W': (1, 12, 2), 'R': (1, 12, 4), 'B': (1, 24)}
    """
    return [_operator(level) for level in layouts.levels(layer, params, "ONNX")]


def from_onnx(operators: Sequence[Operator]) -> tuple[Any, Tree]:
    """The layer that the operators make, one after the other, and its parameters.

    Of one operator in one direction it is a cell, else ``Bidirectional`` or ``Stacked``. Without B the biases are
    zero. An ONNX file's nodes become operators by ``onnx.helper.get_node_attr_value`` and its initialisers.

    Raises
    ------
    ValueError : another operator, or an option that no layer of ours has, naming it
    """
    if isinstance(operators, Operator):
        raise TypeError("operators should be a sequence, one a level; put the one into a list")
    return layouts.assemble([_level(operator) for operator in operators])


def _operator(level: list[tuple[Any, Any]]) -> Operator:
    """One operator, of one direction or of two that are alike."""
    # Coupled gates have a word of their own in ONNX; other special cases go as the general cell.
    pairs = [
        pair if layouts.kind(pair[0]) == "CoupledLSTM" else special_cases.general(*pair) for pair in level
    ]
    options = [_options(given, cell) for (given, _), (cell, _) in zip(level, pairs, strict=True)]
    sizes = {params.W_hh.shape[0] for _, params in pairs}
    if len(sizes) > 1 or options[-1] != options[0]:
        raise ValueError(
            "the directions of an ONNX operator have one cell and one size; convert them one by one"
        )
    (op_type, attributes, by_direction), parts = options[0], [_inputs(*pair) for pair in pairs]
    attributes = {
        "direction": "forward" if len(level) == 1 else "bidirectional",
        "hidden_size": sizes.pop(),
        **attributes,
        **{name: [*values] * len(level) for name, values in by_direction.items()},
    }
    return Operator(
        op_type, attributes, {name: np.stack([part[name] for part in parts]) for name in parts[0]}
    )


def _options(given: Any, cell: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The operator's type, the attributes that choose among its variants, and those that each direction has.

    Raises ValueError where there is no operator, naming what was given.
    """
    kind = layouts.kind(cell)
    if kind == "RNN":
        named = {"activations": (ACTIVATIONS[cell.activation],)}
        return "RNN", {}, named | IDENTITY if cell.activation == "identity" else named
    if kind == "GRU":
        return "GRU", {"linear_before_reset": int(cell.reset == "after")}, {}
    if kind in ("LSTM", "PeepholeLSTM", "CoupledLSTM"):
        return "LSTM", {"input_forget": 1} if kind == "CoupledLSTM" else {}, {}
    if kind == "AblatedLSTM" and cell.without in ABLATIONS:
        return "LSTM", {}, {"activations": ABLATIONS[cell.without]} | IDENTITY
    raise special_cases.no_map(given, "ONNX", REASONS)


def _inputs(cell: Any, params: Any) -> dict[str, Array]:
    """W, R, B and P of one direction."""
    arrays = [params.W_xh, params.W_hh, *layouts.parted_biases(params)]
    kind = layouts.kind(cell)
    if kind == "CoupledLSTM":
        arrays = [_with_forget_gate(array) for array in arrays]
    if kind != "RNN":
        here, there = ORDERS["GRU" if kind == "GRU" else "LSTM"]
        arrays = [layouts.reorder(array, here, there) for array in arrays]
    inputs = {"W": arrays[0].T, "R": arrays[1].T, "B": np.concatenate(arrays[2:])}
    if kind in ("PeepholeLSTM", "AblatedLSTM"):
        inputs["P"] = np.concatenate([params.p_i, params.p_o, params.p_f])
    return inputs


def _with_forget_gate(columns: Array) -> Array:
    """Columns i, g, o as i, f, g, o with zeros for f."""
    i, g, o = np.split(columns, 3, axis=-1)
    return np.concatenate([i, np.zeros_like(i), g, o], axis=-1)


def _level(operator: Operator) -> list[tuple[Any, Any]]:
    """The one cell of the operator or its two, with their parameters."""
    op_type, attributes, inputs = operator
    if op_type not in OWN:
        raise ValueError(f"op_type should be one of {', '.join(OWN)}, got {op_type!r}")
    if missing := [name for name in ("W", "R") if name not in inputs]:
        raise ValueError(f"inputs should hold {missing[0]}, got {', '.join(inputs)}")
    if unknown := set(attributes) - KNOWN - OWN[op_type]:
        name = min(unknown)
        raise ValueError(f"the operator has {name} = {attributes[name]!r}, which no layer of ours has")
    direction = attributes.get("direction", "forward")
    if direction == "reverse":
        raise ValueError("no cell of ours reads backwards; set direction to 'forward', and reverse X and Y")
    count = 2 if direction == "bidirectional" else 1
    h = inputs["R"].shape[-1]
    rows = len(ORDERS[op_type][0]) * h if op_type in ORDERS else h
    expected = {"W": (count, rows, "d"), "R": (count, rows, h), "B": (count, 2 * rows), "P": (count, 3 * h)}
    for name, array in inputs.items():
        validation.require_shape(name, array, expected[name])
    return [
        _cell(op_type, attributes, {name: array[way] for name, array in inputs.items()}, way)
        for way in range(count)
    ]


def _cell(op_type: str, attributes: dict[str, Any], inputs: dict[str, Array], way: int) -> tuple[Any, Any]:
    """The cell of one direction, and its parameters."""
    W, R = inputs["W"].T.copy(), inputs["R"].T.copy()
    biases = np.split(inputs.get("B", np.zeros(2 * W.shape[1], W.dtype)), 2)
    activations = _activations(op_type, attributes, way)
    if op_type == "RNN":
        ours = {there: here for here, there in ACTIVATIONS.items()}
        return RNN(ours[activations[0]]), RNN.Params(W, R, biases[0] + biases[1])
    here, there = ORDERS[op_type]
    W, R, *biases = (layouts.reorder(array, there, here) for array in (W, R, *biases))
    if op_type == "GRU":
        return layouts.gru(W, R, biases, "after" if attributes.get("linear_before_reset", 0) else "before")
    return _lstm(
        (W, R, biases[0] + biases[1]), inputs.get("P"), attributes.get("input_forget", 0), activations
    )


def _lstm(
    shared: tuple[Array, Array, Array], P: Array | None, coupled: int, activations: tuple[str, ...]
) -> tuple[Any, Any]:
    """The LSTM, or the variant, that an operator LSTM is; ``shared`` are W_xh, W_hh, b_h in our order."""
    ablated = [name for name, those in ABLATIONS.items() if those == activations]
    if coupled and (ablated or P is not None):
        raise ValueError(
            "the operator has input_forget = 1 and peepholes or Affine, which no layer of ours has"
        )
    if coupled:
        return CoupledLSTM(), CoupledLSTM.Params(*(layouts.reorder(array, "ifgo", "igo") for array in shared))
    if P is None and not ablated:
        return LSTM(), LSTM.Params(*shared)
    p_i, p_o, p_f = np.split(np.zeros_like(shared[2])[shared[2].size // 4 :] if P is None else P.copy(), 3)
    cell = AblatedLSTM(ablated[0]) if ablated else PeepholeLSTM()
    return cell, cell.Params(*shared, p_i, p_f, p_o)


def _activations(op_type: str, attributes: dict[str, Any], way: int) -> tuple[str, ...]:
    """The activations of one direction, or ValueError for some that no layer of ours has."""
    count = len(USUAL[op_type])
    named = tuple(attributes.get("activations", USUAL[op_type] * 2)[way * count :][:count])
    ours = {"RNN": {(name,) for name in ACTIVATIONS.values()}, "LSTM": {USUAL["LSTM"], *ABLATIONS.values()}}
    line = {name: set(attributes.get(name, ())) for name in IDENTITY}
    bent = "Affine" in named and line != {name: set(values) for name, values in IDENTITY.items()}
    if named not in ours.get(op_type, {USUAL[op_type]}) or bent:
        raise ValueError(
            f"the operator has the activations {', '.join(named)} {line}, which no layer of ours has"
        )
    return named
