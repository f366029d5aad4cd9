"""The LSTM with a projected output (Sak, Senior & Beaufays 2014): many cells, few outputs.

    I_t, F_t, G_t, O_t, C_t as in the LSTM                       [n, h] each
    H_t = (O_t ⊙ tanh(C_t)) W_hp                                 [n, p], with p < h

H_t is what the next step and the next layer see, so the recurrent matrix has p·4h numbers instead of h·4h. The
paper's recurrent projection; its peepholes and its second, non-recurrent projection are left out, as in PyTorch,
whose ``proj_size`` this is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rnncourse.cells.lstm import LSTM, State
from rnncourse.cells.lstm import Cache as LSTMCache
from rnncourse.cells.validation import require_sizes

Array = np.ndarray


class Params(NamedTuple):
    """``W_xh [d, 4h]``, ``W_hh [p, 4h]``, ``b_h [4h]``, columns i, f, g, o; the projection ``W_hp [h, p]``."""

    W_xh: Array
    W_hh: Array
    b_h: Array
    W_hp: Array


@dataclass(frozen=True)
class ProjectedLSTM(LSTM):
    """The LSTM whose output is projected to p numbers. State: ``h [n, p]``, ``c [n, h]``.

    p : output size, from 1 up and below h; given by name
    forget_bias : as in ``LSTM``

    The tape holds n·T·(d + p + 6h) numbers and n·T truth values.

    Raises
    ------
    ValueError : p below 1; from ``init``, p not below h

    >>> cell = ProjectedLSTM(p=2)
    >>> params = cell.init(np.random.default_rng(0), d=3, h=5)
    >>> [weight.shape for weight in params]
    [(3, 20), (2, 20), (20,), (5, 2)]
    >>> H, final, tape = cell.forward(params, np.ones((4, 7, 3)))
    >>> H.shape, final.h.shape, final.c.shape
    ((4, 7, 2), (4, 2), (4, 5))
    """

    p: int = field(kw_only=True)
    Params = Params

    def __post_init__(self) -> None:
        require_sizes(p=self.p)

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        return {"W_xh": (d, 4 * h), "W_hh": (self.p, 4 * h), "b_h": (4 * h,), "W_hp": (h, self.p)}

    def sizes(self, params: Params) -> tuple[int, int]:
        """(d, h), h from the four gates' columns: W_hh has p rows."""
        d, columns = params.W_xh.shape
        return d, columns // 4

    def state_sizes(self, params: Params) -> tuple[int, ...]:
        return self.p, self.sizes(params)[1]

    def init(
        self, rng: np.random.Generator, d: int, h: int, dtype: type = np.float64, scheme: str = "pytorch"
    ) -> Params:
        require_sizes(d=d, h=h)
        if self.p >= h:
            raise ValueError(
                f"p, the output size, should be below h = {h}, the number of cells, got {self.p}; "
                "without a projection use LSTM"
            )
        return super().init(rng, d, h, dtype, scheme)

    def step_forward(self, params: Params, x_t: Array, state: State) -> tuple[State, LSTMCache]:
        """The LSTM's step, then the projection: Eq. 6.15 (variants-projection)."""
        (m, c), cache = super().step_forward(params, x_t, state)  # n,h each
        return State(m @ params.W_hp, c), cache

    def step_backward(self, params: Params, cache: LSTMCache, d_state: State) -> tuple[Params, Array, State]:
        """m_t = o ⊙ tanh(c_t) reaches the loss through h_t = m_t W_hp alone; before it, all is the LSTM's.

        Eq. 6.16 (variants-projection-back).
        """
        dh, dc = d_state
        dm = dh @ params.W_hp.T  # n,h
        d_lstm, dx_t, d_before = super().step_backward(params, cache, State(dm, dc))
        m = cache.o * cache.tanh_c
        return Params(*d_lstm, W_hp=m.T @ dh), dx_t, d_before
