"""Chrono initialisation: gate biases for memories of a stated length (Tallec & Ollivier 2018).

A gate at k keeps the part k of the state a step. To remember about τ steps it should start at k = (τ − 1)/τ,
so at the bias log(τ − 1) of a sigmoid that has no other input. With log u, u uniform in [1, T_max − 1], the
units' memories start out spread from 2 to T_max steps.

    LSTM                b_f = log u,  b_i = −b_f       f keeps, and i = 1 − f lets in the rest
    GRU, z keeps        b_z = log u                    z in the place of f
    GRU, z takes        b_z = −log u                   1 − z in the place of f

The GRU has one gate for both, so nothing is left for a second bias to do.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.cells.gru import GRU
from rnncourse.cells.initializers import chrono
from rnncourse.cells.lstm import LSTM


def with_biases(cell: LSTM | GRU, params: Any, rng: np.random.Generator, T_max: int) -> Any:
    """``params`` with chrono biases in place of what b_f and b_i, or b_z, held; the rest as it is.

    Any forget_bias in b_f is replaced, not added to. Raises TypeError for a cell without such gates, ValueError
    for T_max below 3.

    >>> cell, rng = LSTM(), np.random.default_rng(0)
    >>> params = with_biases(cell, cell.init(rng, d=2, h=3), rng, T_max=100)
    >>> b_i, b_f, b_g, b_o = np.split(params.b_h, 4)
    >>> bool((b_f > 0).all()), bool((b_i == -b_f).all())
    (True, True)
    """
    if not isinstance(cell, LSTM | GRU):
        raise TypeError(f"cell should be an LSTM or a GRU, whose gates keep a state, got {cell!r}")
    _, h = cell.sizes(params)
    keep = chrono(rng, h, T_max)
    b_h = params.b_h.copy()
    if isinstance(cell, LSTM):
        b_h[:h], b_h[h : 2 * h] = -keep, keep  # i, f
    else:
        b_h[h : 2 * h] = keep if cell.update == "keeps" else -keep  # z
    return params._replace(b_h=b_h)
