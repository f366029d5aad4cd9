"""How much of a gradient is left after a distance: a matrix alone, the matrix with its tanh, and a forget gate.

The network is small and fixed but for three numbers: W_hh is ``radius`` times an orthogonal matrix of eight units, so
that its spectral radius and its norm are one; W_xh is multiplied by ``drive``, the size of the inputs; and the gate is
that of an LSTM whose forget gate reads nothing, so that it stands at σ(``bias``).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.cells import LSTM, RNN
from rnncourse.explore import Explorer
from rnncourse.explore.chart import Frame, axes, line
from rnncourse.plotting.palette import BLUE, GREEN, INK, ORANGE
from rnncourse.plotting.svg import drawing, text
from rnncourse.through_time import state_gradients

Array = np.ndarray

UNITS, LONGEST = 8, 200
LOW, HIGH = -16, 12  # powers of ten between which a length is drawn
#: What the figure opens with.
START = {"radius": 1.5, "drive": 0.0, "bias": 1.0, "T": 50, "at": 20}


def network() -> dict[str, Array]:
    """Q [8, 8] orthogonal, U [8, 8] for the inputs, X [200, 8], and the gradient at the end [8], of length 1."""
    rng = np.random.default_rng(3)
    Q, R = np.linalg.qr(rng.normal(size=(UNITS, UNITS)))
    return {
        "Q": (Q * np.sign(np.diag(R))).round(16),
        "U": (rng.normal(size=(UNITS, UNITS)) / np.sqrt(UNITS)).round(4),
        "X": rng.normal(size=(LONGEST, UNITS)).round(1),
        "last": np.resize([1.0, -1.0], UNITS) / np.sqrt(UNITS),
    }


def alone(radius: float, T: int) -> Array:
    """The length after 0, 1, …, T steps back through the matrix without a tanh; the bound of Eq. 3.16 (bptt-bound)."""
    return _lengths(RNN("identity"), radius, 0.0, T)


def with_tanh(radius: float, drive: float, T: int) -> Array:
    """The same through the cell as it runs, by backpropagation."""
    return _lengths(RNN(), radius, drive, T)


def through_gate(bias: float, T: int) -> Array:
    """The length of ∂L/∂c after 0, …, T steps back, in an LSTM of which all weights but the forget bias are zero."""
    cell = LSTM(forget_bias=bias)
    zero = LSTM.Params(np.zeros((UNITS, 4 * UNITS)), np.zeros((UNITS, 4 * UNITS)), np.zeros(4 * UNITS))
    zero.b_h[UNITS : 2 * UNITS] = bias
    _, _, tape = cell.forward(zero, np.zeros((1, T, UNITS)))
    last = network()["last"][None]
    states = state_gradients(cell, zero, tape, d_final=LSTM.State(np.zeros_like(last), last))
    return np.array([np.linalg.norm(state.c) for state in reversed(states)])


def _lengths(cell: RNN, radius: float, drive: float, T: int) -> Array:
    net = network()
    params = RNN.Params(W_xh=drive * net["U"], W_hh=radius * net["Q"], b_h=np.zeros(UNITS))
    _, _, tape = cell.forward(params, net["X"][None, :T])
    states = state_gradients(cell, params, tape, d_final=net["last"][None])
    return np.array([np.linalg.norm(state) for state in reversed(states)])


def plain() -> Explorer:
    """For chapter 3: a matrix and its tanh."""
    return _explorer(gate=False)


def gated() -> Explorer:
    """For chapter 5: the forget gate beside them."""
    return _explorer(gate=True)


def _explorer(gate: bool) -> Explorer:
    start = {**START, "radius": 1.0, "drive": 1.0, "T": 100} if gate else START
    T = int(start["T"])
    curves = [
        ("matrix alone", BLUE, "6 3", alone(start["radius"], T)),
        ("with its tanh", GREEN, "", with_tanh(start["radius"], start["drive"], T)),
    ]
    if gate:
        curves.append(("forget gate", ORANGE, "2 3", through_gate(start["bias"], T)))
    distances = [j for j in (1, 2, 5, 10, 20, 50, 100) if j <= T]
    rows = [[str(j), *(f"{lengths[j]:.3g}".replace("-", "−") for *_, lengths in curves)] for j in distances]
    net = {name: array.tolist() for name, array in network().items()}
    return Explorer(
        script="gradients",
        settings={**start, "gate": gate, "low": LOW, "high": HIGH, "longest": LONGEST, **net},
        wide=_still(640, T, curves),
        narrow=_still(380, T, curves),
        table=[["steps back", *(name for name, *_ in curves)], *rows],
    )


def _still(width: float, T: int, curves: list[tuple[str, str, str, Any]]) -> str:
    frame = Frame(52, width - 16, 34, 284, 0, T, LOW, HIGH)
    pieces, x = [], 8
    for name, colour, dash, lengths in curves:
        logs = np.log10(np.maximum(lengths, 1e-300))
        seen = np.flatnonzero((logs >= LOW) & (logs <= HIGH))
        pieces.insert(0, line(frame, seen, logs[seen], colour, dash))  # dashes lie on top where two agree
        pieces.append(text(x, 12, name, colour, size=13, anchor="start"))
        x += 20 + round(7.2 * len(name))
    below = [(j, str(j)) for j in range(0, T + 1, T // 5)]
    beside = [(power, _power(power)) for power in range(LOW, HIGH + 1, 4)]
    foot = text(width - 10, 316, "steps back", INK, size=12, anchor="end")
    return drawing(width, 326, axes(frame, below, beside), *pieces, foot)


def _power(power: int) -> str:
    return "1" if power == 0 else f"1e{power}".replace("-", "−")
