"""Cells that are another cell with weights tied together: frameworks that have the other compute them too.

    1 − σ(a) = σ(−a), so that negated weights turn a gate into its complement. Therefore
    GRU, update takes   is  GRU, update keeps, with the columns of z negated
    MGU                 is  GRU, reset before, update takes, with one gate's columns as r and as z
    CoupledLSTM         is  LSTM, with the columns of i, negated, as f
    ForgetOnlyLSTM      is  GRU, where β = 0: r held at σ(0) = 1/2 by weights of zero, and twice W_hg to make up for it
    AblatedLSTM         is  LSTM (NP), PeepholeLSTM (nothing), or that with i's negated columns and peephole as f (CIFG)

Only the first goes both ways. Of the others' gates a framework would train each on its own, and they would come
apart: they leave exactly, and come back as the general cell.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.cells import GRU, LSTM, PeepholeLSTM
from rnncourse.cells.gru import flip_update
from rnncourse.frameworks import layouts

Array = np.ndarray

#: Why no framework has a cell, where the frameworks agree.
REASONS = {
    "LSTM1997": "a forget gate that is always 1 would need an infinite bias",
    "LayerNormLSTM": "its pre-activations are normalised",
    "ForgetOnlyLSTM": "its two gates are σ(s) and 1 − σ(s − β)",
    "FullGateLSTM": "its gates see the gates of the step before",
    "AblatedLSTM": "a gate that is always 1 would need an infinite bias",
    "Zoneout": "its state is a mixture with the state before, in evaluation as well",
}
#: Layers whose parameters are those of the cell inside, which is what frameworks have.
WRAPPERS = ("Checkpointed", "StateDropout", "CandidateDropout", "WeightDrop")


def general(cell: Any, params: Any, reset: str = "after") -> tuple[Any, Any]:
    """The cell as the general one that it is a special case of, and the parameters; other cells as they are.

    reset : of the GRU, where both would do

    >>> from rnncourse.cells import CoupledLSTM
    >>> params = CoupledLSTM().init(np.random.default_rng(0), d=2, h=4)
    >>> cell, same = general(CoupledLSTM(), params)
    >>> cell, np.array_equal(same.W_xh[:, 4:8], -same.W_xh[:, :4])
    (LSTM(forget_bias=1.0), True)
    """
    kind = layouts.kind(cell)
    if kind == "GRU" and cell.update == "takes":
        return GRU(reset=cell.reset), flip_update(params)
    if kind == "MGU":
        widened = GRU(reset="before").Params(*(layouts.reorder(array, "fg", "ffg") for array in params))
        return GRU(reset="before"), flip_update(widened)
    if kind == "ForgetOnlyLSTM" and cell.beta == 0:
        return GRU(reset=reset), _with_half_reset(params, reset)
    if kind == "CoupledLSTM":
        return LSTM(), LSTM.Params(*map(_with_complement, params))
    if kind == "AblatedLSTM" and cell.without == "NP":
        return LSTM(), params
    if kind == "AblatedLSTM" and cell.without == "nothing":
        return PeepholeLSTM(), params
    if kind == "AblatedLSTM" and cell.without == "CIFG":
        W_xh, W_hh, b_h, p_i, p_o = params
        matrices = map(_with_complement, (W_xh, W_hh, b_h))
        return PeepholeLSTM(), PeepholeLSTM.Params(*matrices, p_i, -p_i, p_o)
    return cell, params


def no_map(cell: Any, framework: str, reasons: dict[str, str]) -> ValueError:
    """The error for a cell that the framework does not have; ``reasons`` are its own, by the cell's name."""
    kind = layouts.kind(cell)
    if kind in WRAPPERS:
        return layouts.no_map(cell, framework, f"what it adds is no weight; convert its cell, {cell.cell!r}")
    if kind == "AblatedLSTM" and cell.without in ("NIAF", "NOAF"):
        return layouts.no_map(cell, framework, "its squashings of candidate and cell cannot be chosen apart")
    return layouts.no_map(cell, framework, reasons.get(kind) or REASONS.get(kind) or "it has no such cell")


def require_general(cell: Any, framework: str) -> None:
    """Raise ValueError for a cell that leaves as a general one, and so does not come back."""
    tied = {
        "MGU": "GRU(reset='before')",
        "CoupledLSTM": "LSTM()",
        "ForgetOnlyLSTM": "GRU()",
        "AblatedLSTM": "LSTM() or PeepholeLSTM()",
    }
    into = tied.get(layouts.kind(cell))
    if into and getattr(cell, "beta", 0) == 0:
        raise ValueError(
            f"{cell!r} cannot be read from {framework}: there its tied gates are trained apart; read it as {into}"
        )


def _with_complement(array: Array) -> Array:
    """Columns i, g, o as i, f, g, o with f = 1 − i."""
    i, g, o = np.split(array, 3, axis=-1)
    return np.concatenate([i, -i, g, o], axis=-1)


def _with_half_reset(params: Any, reset: str) -> Any:
    """Columns f, g as a GRU's r, z, g with r = 1/2: ½ (h · 2 W_hg) = h W_hg, and doubling rounds nothing."""
    h = params.W_hh.shape[0]
    W_xh, W_hh, b_h = (np.concatenate([np.zeros_like(array[..., :h]), array], axis=-1) for array in params)
    W_hh[:, 2 * h :] *= 2
    cell = GRU(reset=reset)
    return cell.Params(W_xh, W_hh, b_h, *([np.zeros(h, b_h.dtype)] if reset == "after" else []))
