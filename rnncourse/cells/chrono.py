"""Chrono initialisation: gate biases for memories of a stated length (Tallec & Ollivier 2018).

A gate at k keeps the part k of the state a step. To remember about τ steps it should start at k = (τ − 1)/τ,
so at the bias log(τ − 1) of a sigmoid that has no other input. With log u, u uniform in [1, T_max − 1], the
units' memories start out spread from 2 to T_max steps.

    LSTM                b_f = log u,  b_i = −b_f       f keeps, and i = 1 − f lets in the rest;
                                                       Eq. 5.21 (lstm-chrono-f), Eq. 5.22 (lstm-chrono-i)
    CoupledLSTM         b_i = −log u                   f = 1 − i
    ForgetOnlyLSTM      b_f = log u
    GRU, z keeps        b_z = log u                    z in the place of f
    GRU, z takes        b_z = −log u                   1 − z in the place of f

The GRU has one gate for both, so nothing is left for a second bias to do.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.cells.admission import require_params
from rnncourse.cells.coupled import CoupledLSTM
from rnncourse.cells.forget_only import ForgetOnlyLSTM
from rnncourse.cells.gru import GRU
from rnncourse.cells.initializers import chrono
from rnncourse.cells.lstm import LSTM
from rnncourse.cells.recurrence import Cell
from rnncourse.cells.wrapper import Wrapper


def with_biases(cell: Cell, params: Any, rng: np.random.Generator, T_max: int) -> Any:
    """``params`` with chrono biases in place of what b_f and b_i, or b_z, held; the rest as it is.

    Any forget_bias is replaced, not added to. ``cell`` may be wrapped.

    Raises TypeError for a cell without such gates, ValueError for T_max below 3.

    >>> cell, rng = LSTM(), np.random.default_rng(0)
    >>> params = with_biases(cell, cell.init(rng, d=2, h=3), rng, T_max=100)
    >>> b_i, b_f, b_g, b_o = np.split(params.b_h, 4)
    >>> bool((b_f > 0).all()), bool((b_i == -b_f).all())
    (True, True)
    """
    kind = cell
    while isinstance(kind, Wrapper):
        kind = kind.cell
    if not isinstance(kind, LSTM | GRU | CoupledLSTM | ForgetOnlyLSTM):
        raise TypeError(f"cell should be an LSTM, CoupledLSTM, ForgetOnlyLSTM or GRU, got {cell!r}")
    require_params(cell, params)
    _, h = cell.sizes(params)
    keep = chrono(rng, h, T_max)
    b_h = params.b_h.copy()
    if isinstance(kind, LSTM):
        b_h[:h], b_h[h : 2 * h] = -keep, keep  # i, f
    elif isinstance(kind, CoupledLSTM):
        b_h[:h] = -keep  # i, and f = 1 − i
    elif isinstance(kind, ForgetOnlyLSTM):
        b_h[:h] = keep  # f
    else:
        b_h[h : 2 * h] = keep if kind.update == "keeps" else -keep  # z
    return params._replace(b_h=b_h)
