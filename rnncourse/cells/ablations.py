"""The LSTM with one part taken out: the variants of Greff et al. 2017, "LSTM: A Search Space Odyssey".

Their base, "vanilla", is the LSTM with peepholes (``peephole.py``). Each variant differs from it in one thing:

    NIG   no input gate: I_t = 1                       NIAF  no input activation: G_t = X_t W_xg + H_{t-1} W_hg + b_g
    NFG   no forget gate: F_t = 1                      NOAF  no output activation: H_t = O_t ⊙ C_t
    NOG   no output gate: O_t = 1                      NP    no peepholes
    CIFG  coupled gates: F_t = 1 − I_t                 FGR   full gate recurrence, which adds: ``full_gate.py``

With a gate go its columns and its peephole, so the parameters that remain are those that do something.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells import lstm, peephole
from rnncourse.cells.activations import ACTIVATIONS, sigmoid
from rnncourse.cells.full_gate import FullGateLSTM
from rnncourse.cells.lstm import State
from rnncourse.cells.recurrence import Cell
from rnncourse.cells.validation import require_choice

Array = np.ndarray


class ParamsNoInputGate(NamedTuple):
    """``W_xh [d, 3h]``, ``W_hh [h, 3h]``, ``b_h [3h]``, columns f, g, o; ``p_f, p_o [h]``."""

    W_xh: Array
    W_hh: Array
    b_h: Array
    p_f: Array
    p_o: Array


class ParamsNoForgetGate(NamedTuple):
    """``W_xh [d, 3h]``, ``W_hh [h, 3h]``, ``b_h [3h]``, columns i, g, o; ``p_i, p_o [h]``. For NFG and CIFG."""

    W_xh: Array
    W_hh: Array
    b_h: Array
    p_i: Array
    p_o: Array


class ParamsNoOutputGate(NamedTuple):
    """``W_xh [d, 3h]``, ``W_hh [h, 3h]``, ``b_h [3h]``, columns i, f, g; ``p_i, p_f [h]``."""

    W_xh: Array
    W_hh: Array
    b_h: Array
    p_i: Array
    p_f: Array


#: without → (its blocks of columns, in order; its parameters)
PARTS: dict[str, tuple[str, type]] = {
    "nothing": ("ifgo", peephole.Params),
    "NIG": ("fgo", ParamsNoInputGate),
    "NFG": ("igo", ParamsNoForgetGate),
    "NOG": ("ifg", ParamsNoOutputGate),
    "NIAF": ("ifgo", peephole.Params),
    "NOAF": ("ifgo", peephole.Params),
    "CIFG": ("igo", ParamsNoForgetGate),
    "NP": ("ifgo", lstm.Params),
}


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the state before, the gates, 1 where there is none, c_t and what the
    output gate lets through, ``y``: tanh(c_t), or c_t itself; each [n, h]."""

    x_t: Array
    h_prev: Array
    c_prev: Array
    i: Array
    f: Array
    g: Array
    o: Array
    c: Array
    y: Array


@dataclass(frozen=True)
class AblatedLSTM(Cell):
    """The peephole LSTM without one of its parts. State (h, c) as the LSTM's.

    without : "nothing", "NIG", "NFG", "NOG", "NIAF", "NOAF", "CIFG" or "NP"
    forget_bias : as in ``LSTM``; in CIFG taken off b_i; of no effect in NFG

    The tape holds n·T·(d + 8h) numbers and n·T truth values.

    >>> AblatedLSTM("NOG").shapes(d=2, h=4)
    {'W_xh': (2, 12), 'W_hh': (4, 12), 'b_h': (12,), 'p_i': (4,), 'p_f': (4,)}
    """

    without: str = "nothing"
    forget_bias: float = 1.0
    State = State

    def __post_init__(self) -> None:
        if self.without == "FGR":
            raise ValueError("without should be a part to take out; FGR adds one, use FullGateLSTM()")
        require_choice("without", self.without, PARTS)

    @property
    def gates(self) -> str:
        """The blocks of columns that are there, in order."""
        return PARTS[self.without][0]

    @property
    def Params(self) -> type:
        return PARTS[self.without][1]

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        columns = len(self.gates) * h
        vectors = {name: (h,) for name in self.Params._fields if name.startswith("p_")}
        return {"W_xh": (d, columns), "W_hh": (h, columns), "b_h": (columns,)} | vectors

    def init(
        self, rng: np.random.Generator, d: int, h: int, dtype: type = np.float64, scheme: str = "pytorch"
    ) -> NamedTuple:
        params = super().init(rng, d, h, dtype, scheme)
        blocks = dict(zip(self.gates, np.split(params.b_h, len(self.gates)), strict=True))  # views
        if self.without == "CIFG":
            blocks["i"] -= self.forget_bias
        elif "f" in blocks:
            blocks["f"] += self.forget_bias
        return params

    def step_forward(self, params: NamedTuple, x_t: Array, state: State) -> tuple[State, Cache]:
        """The peephole LSTM's equations, Eq. 6.8 (variants-peephole), with what is taken out."""
        squash_g, squash_h = (ACTIVATIONS[name][0] for name in self._activations)
        h_prev, c_prev = state
        a = x_t @ params.W_xh + h_prev @ params.W_hh + params.b_h
        a = dict(zip(self.gates, np.split(a, len(self.gates), axis=1), strict=True))  # n,h each

        def gate(name: str, seen: Array) -> Array:
            return sigmoid(a[name] + _peephole(params, name) * seen) if name in a else np.ones_like(seen)

        i = gate("i", c_prev)
        f = 1 - i if self.without == "CIFG" else gate("f", c_prev)
        g = squash_g(a["g"])
        c = f * c_prev + i * g
        o = gate("o", c)
        y = squash_h(c)
        return State(o * y, c), Cache(x_t, h_prev, c_prev, i, f, g, o, c, y)

    def step_backward(
        self, params: NamedTuple, cache: Cache, d_state: State
    ) -> tuple[NamedTuple, Array, State]:
        """The peephole LSTM's edges; where a gate is 1, its slope σ(1 − σ) is 0 and its edges carry nothing."""
        slope_g, slope_h = (ACTIVATIONS[name][1] for name in self._activations)
        x_t, h_prev, c_prev, i, f, g, o, c, y = cache
        p_i, p_f, p_o = (_peephole(params, name) for name in "ifo")
        dh, dc = d_state
        da_o = dh * y * o * (1 - o)
        dc = dc + dh * o * slope_h(y) + da_o * p_o
        di, df = dc * g, dc * c_prev
        if self.without == "CIFG":
            di, df = di - df, np.zeros_like(df)  # f = 1 − i: what reached f reaches i with the other sign
        da_i, da_f, da_g = di * i * (1 - i), df * f * (1 - f), dc * i * slope_g(g)
        by_gate = {"i": da_i, "f": da_f, "g": da_g, "o": da_o}
        da = np.concatenate([by_gate[name] for name in self.gates], axis=1)
        peepholes = {"p_i": da_i * c_prev, "p_f": da_f * c_prev, "p_o": da_o * c}
        d_params = self.Params(
            W_xh=x_t.T @ da,
            W_hh=h_prev.T @ da,
            b_h=da.sum(0),
            **{name: rows.sum(0) for name, rows in peepholes.items() if name in self.Params._fields},
        )
        dc_prev = dc * f + da_i * p_i + da_f * p_f
        return d_params, da @ params.W_xh.T, State(h=da @ params.W_hh.T, c=dc_prev)

    @property
    def _activations(self) -> tuple[str, str]:
        """The names of the input's and the output's squashing."""
        return (
            "identity" if self.without == "NIAF" else "tanh",
            "identity" if self.without == "NOAF" else "tanh",
        )


def _peephole(params: NamedTuple, gate: str) -> Array | int:
    return getattr(params, f"p_{gate}", 0)


#: All nine cells of the paper by its names, "V" the vanilla one: what an experiment loops over.
SEARCH_SPACE: dict[str, Cell] = {
    "V": AblatedLSTM(),
    **{name: AblatedLSTM(name) for name in PARTS if name != "nothing"},
    "FGR": FullGateLSTM(),
}
