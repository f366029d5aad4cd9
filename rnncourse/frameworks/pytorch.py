"""Layers as modules of ``torch.nn``, and back.

PyTorch keeps column-vector matrices, ours transposed, and two biases that are only ever added together: the way
there splits ours into (b, 0), the way back adds them. Of the GRU's second bias the candidate's part stands
inside the reset, and is our ``b_hg``.

| layer | module | columns | biases |
|---|---|---|---|
| ``RNN``, tanh or relu | ``torch.nn.RNN`` | | ih + hh = b_h |
| ``LSTM`` | ``torch.nn.LSTM`` | i, f, g, o, ours | ih + hh = b_h |
| ``ProjectedLSTM`` | ``torch.nn.LSTM(proj_size=p)`` | i, f, g, o; W_hp is ``weight_hr``, transposed | ih + hh = b_h |
| ``GRU``, reset after | ``torch.nn.GRU`` | r, z, n, ours (n is g) | r and z: ih + hh; g: ih = b_g, hh = b_hg |
| ``Bidirectional``, concatenated | ``bidirectional=True`` | names that end in ``_reverse`` | |
| ``Stacked``, all levels alike | ``num_layers`` | names that end in ``_l0``, ``_l1`` … | |

A GRU whose z takes the new state leaves with its z columns negated (``gru.flip_update``) and comes back as one
whose z keeps the old; other special cases, such as coupled gates, leave as the general cell (``special_cases``).
No module computes: the GRU with the reset before the product, and so the minimal gated unit; the RNN without
activation; outputs of two directions summed or averaged; peepholes and other variants.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from rnncourse.cells import LSTM, RNN, ProjectedLSTM
from rnncourse.frameworks import layouts, special_cases
from rnncourse.tree import Tree

Array = np.ndarray

#: How PyTorch ends the names of each direction's weights.
SUFFIXES = ("", "_reverse")

REASONS = {
    "RNN": "torch.nn.RNN has tanh and relu only",
    "PeepholeLSTM": "torch.nn.LSTM has no weights from c to the gates",
    "GRU": "torch.nn.GRU resets after the product: r ⊙ (h W) scales the product's columns, (r ⊙ h) W the matrix's "
    "rows, and as r is new at every step, no fixed weights make one of the other",
}
REASONS["MGU"] = f"it resets before the product; {REASONS['GRU']}"


def to_torch(layer: Any, params: Tree) -> torch.nn.Module:
    """The ``torch.nn.RNN``, ``LSTM`` or ``GRU`` that computes what ``layer`` does with ``params``.

    It is batch first, of the parameters' dtype, on the CPU.

    Raises
    ------
    ValueError : a layer that PyTorch does not have, saying why
    TypeError : parameters of another layer, or neither float32 nor float64
    """
    given = layouts.levels(layer, params, "PyTorch")
    levels = [[special_cases.general(*pair) for pair in level] for level in given]
    kinds = {
        _module(one[0], *pair)
        for level, pairs in zip(given, levels, strict=True)
        for one, pair in zip(level, pairs, strict=True)
    }
    directions = {len(level) for level in levels}
    if len(kinds) > 1 or len(directions) > 1:
        raise layouts.no_map(
            layer,
            "PyTorch",
            "in one module all levels have one cell, one size and as many directions; convert the levels one by one",
        )
    make, h, options = kinds.pop()
    module = make(
        levels[0][0][1].W_xh.shape[0],
        h,
        num_layers=len(levels),
        bidirectional=directions == {2},
        dropout=_dropout(layer),
        batch_first=True,
        **dict(options),
    )
    weights = {
        f"{name}_l{depth}{reverse}": torch.tensor(array)
        for depth, level in enumerate(levels)
        for reverse, (_, part) in zip(SUFFIXES, level, strict=False)
        for name, array in _weights(part).items()
    }
    module.to(weights["weight_ih_l0"].dtype).load_state_dict(weights)
    return module


def from_torch(module: torch.nn.Module) -> tuple[Any, Tree]:
    """The layer that computes what a ``torch.nn.RNN``, ``LSTM`` or ``GRU`` does, and its parameters, as copies.

    Of one layer and one direction it is a cell, else ``Bidirectional`` or ``Stacked``. A module without biases
    comes with biases of zero. Ours is batch first, whatever the module's ``batch_first`` says. Use the layer that is
    returned, not the one that was converted: a special case comes back as the general cell, a GRU whose z took the
    new state as one whose z keeps the old, and options of ``init``, such as the forget bias, as their defaults.

    Raises TypeError for another kind of module.
    """
    if not isinstance(module, torch.nn.RNN | torch.nn.LSTM | torch.nn.GRU):
        raise TypeError(
            f"module should be a torch.nn.RNN, LSTM or GRU, got {type(module).__name__}; of a model give the "
            f"part, such as model.rnn, and of saved weights a module that has loaded them (load_state_dict)"
        )
    weights = {name: array.detach().cpu().numpy() for name, array in module.named_parameters()}
    if "weight_hh_l0" not in weights or weights["weight_hh_l0"].dtype not in (np.float32, np.float64):
        raise TypeError(f"module should hold its own weights in float32 or float64, got {sorted(weights)}")
    suffixes = SUFFIXES[: 2 if module.bidirectional else 1]
    layer, params = layouts.assemble(
        [
            [_cell(module, weights, f"_l{depth}{suffix}") for suffix in suffixes]
            for depth in range(module.num_layers)
        ]
    )
    # With one layer there is no place where PyTorch would drop.
    return (replace(layer, dropout=module.dropout), params) if module.num_layers > 1 else (layer, params)


def _module(given: Any, cell: Any, params: Any) -> tuple[type, int, tuple]:
    """The module's class, hidden size and options, or ValueError where there is none, naming what was given."""
    kind, h = layouts.kind(cell), cell.sizes(params)[1]
    if kind == "RNN" and cell.activation in ("tanh", "relu"):
        return torch.nn.RNN, h, (("nonlinearity", cell.activation),)
    if kind == "LSTM":
        return torch.nn.LSTM, h, ()
    if kind == "ProjectedLSTM":
        return torch.nn.LSTM, h, (("proj_size", params.W_hp.shape[1]),)
    if kind == "GRU" and cell.reset == "after":
        return torch.nn.GRU, h, ()
    raise special_cases.no_map(given, "PyTorch", REASONS)


def _dropout(layer: Any) -> float:
    """The dropout between the levels; ValueError where it, or a merge, is one that PyTorch does not have."""
    if layouts.kind(layer) == "Bidirectional":
        if layer.merge != "concat":
            raise layouts.no_map(
                layer, "PyTorch", "its modules concatenate the directions; use merge='concat'"
            )
        return 0.0
    if layouts.kind(layer) != "Stacked":
        return 0.0
    if layer.dropout and (layer.mask != "step" or layer.on_input or layer.on_output):
        raise layouts.no_map(
            layer, "PyTorch", "its modules drop between their layers only, with a mask every step"
        )
    for inner in layer.layers:
        # A stack in a stack becomes levels like all others, and PyTorch drops between all or none.
        several = layouts.kind(inner) == "Stacked" and len(inner.layers) > 1
        if _dropout(inner) or (layer.dropout and several):
            raise layouts.no_map(layer, "PyTorch", "its modules have one dropout, between all their levels")
    return layer.dropout if len(layer.layers) > 1 else 0.0


def _weights(params: Any) -> dict[str, Array]:
    """A cell's parameters under PyTorch's names."""
    bias_ih, bias_hh = layouts.parted_biases(params)
    weights = {"weight_ih": params.W_xh.T, "weight_hh": params.W_hh.T, "bias_ih": bias_ih, "bias_hh": bias_hh}
    return weights | {"weight_hr": params.W_hp.T} if hasattr(params, "W_hp") else weights


def _cell(module: torch.nn.Module, weights: dict[str, Array], suffix: str) -> tuple[Any, Any]:
    """One cell of the module, and its parameters."""
    W_xh, W_hh = (weights[f"weight_{of}{suffix}"].T.copy() for of in ("ih", "hh"))
    zeros = np.zeros(W_xh.shape[1], W_xh.dtype)
    biases = [weights.get(f"bias_{of}{suffix}", zeros) for of in ("ih", "hh")]
    if isinstance(module, torch.nn.GRU):
        return layouts.gru(W_xh, W_hh, biases, "after")
    b_h = biases[0] + biases[1]
    if isinstance(module, torch.nn.RNN):
        return RNN(module.nonlinearity), RNN.Params(W_xh, W_hh, b_h)
    if module.proj_size:
        W_hp = weights[f"weight_hr{suffix}"].T.copy()
        return ProjectedLSTM(p=module.proj_size), ProjectedLSTM.Params(W_xh, W_hh, b_h, W_hp)
    return LSTM(), LSTM.Params(W_xh, W_hh, b_h)
