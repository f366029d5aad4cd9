"""Numbers that a reader can redo by hand: one unit, the inputs 2 and −1, each step written out with ``math``."""

from __future__ import annotations

import math
from collections.abc import Callable
from math import tanh

import numpy as np
import pytest

from rnncourse.cells import (
    GRU,
    LSTM,
    LSTM1997,
    MGU,
    RNN,
    AblatedLSTM,
    CoupledLSTM,
    ForgetOnlyLSTM,
    FullGateLSTM,
    LayerNormLSTM,
    PeepholeLSTM,
    ProjectedLSTM,
)
from rnncourse.cells.recurrence import Cell

#: gate → weight from x, weight from h, bias. A GRU's r has the numbers of i, its z those of f.
NUMBERS = {"i": (0.5, -0.3, 0.1), "f": (-0.4, 0.2, 0.6), "g": (0.8, 0.7, -0.2), "o": (0.3, -0.6, 0.4)}
PEEPHOLES = {"p_i": 0.9, "p_f": -0.7, "p_o": 0.25}


def σ(a: float) -> float:
    return 1 / (1 + math.exp(-a))


def check_by_hand(
    cell: Cell, gates: str, step: Callable[..., tuple[float, ...]], **more: float | np.ndarray
) -> None:
    """Two steps of the cell with ``NUMBERS`` for its gates give what ``step`` gives from a state of zeros."""
    from_x, from_h, bias = (np.array(row) for row in zip(*(NUMBERS[gate] for gate in gates), strict=True))
    more = {name: np.atleast_1d(number) for name, number in more.items()}
    params = cell.Params(W_xh=from_x[None], W_hh=from_h[None], b_h=bias, **more)
    state = cell.zero_state(params, 1)
    by_hand = (0.0,) * (len(state) if isinstance(state, tuple) else 1)
    for x in (2.0, -1.0):
        state = cell.step(params, np.array([[x]]), state)
        by_hand = step(x, *by_hand)
        assert np.ravel(state) == pytest.approx(by_hand, rel=1e-14)


def test_the_worked_example_of_the_first_article_to_the_last_digit():
    params = RNN.Params(
        W_xh=np.array([[0.5, 0.6]]), W_hh=np.array([[0.1, 0.2], [0.3, 0.4]]), b_h=np.array([0.1, -0.1])
    )
    H, h_T, _ = RNN().forward(params, np.array([[[1.0], [2.0]]]))
    outputs = H @ np.array([1.0, 2.0]) + 0.1
    assert outputs[0].round(8).tolist() == [1.56128388, 2.72707101]
    assert h_T.tolist() == H[:, -1].tolist()


def test_lstm():
    def step(x, h, c):
        i = σ(0.5 * x - 0.3 * h + 0.1)
        f = σ(-0.4 * x + 0.2 * h + 0.6)
        g = tanh(0.8 * x + 0.7 * h - 0.2)
        o = σ(0.3 * x - 0.6 * h + 0.4)
        c = f * c + i * g
        return o * tanh(c), c

    check_by_hand(LSTM(), "ifgo", step)
    check_by_hand(AblatedLSTM("NP"), "ifgo", step)


def test_lstm_of_1997():
    def step(x, h, c):
        i = σ(0.5 * x - 0.3 * h + 0.1)
        g = 4 * σ(0.8 * x + 0.7 * h - 0.2) - 2
        o = σ(0.3 * x - 0.6 * h + 0.4)
        c = c + i * g
        return o * (2 * σ(c) - 1), c

    check_by_hand(LSTM1997(), "igo", step)


def test_lstm_of_1997_with_tanh():
    def step(x, h, c):
        i = σ(0.5 * x - 0.3 * h + 0.1)
        g = tanh(0.8 * x + 0.7 * h - 0.2)
        o = σ(0.3 * x - 0.6 * h + 0.4)
        c = c + i * g
        return o * tanh(c), c

    check_by_hand(LSTM1997("tanh"), "igo", step)


def test_peephole():
    def step(x, h, c):
        i = σ(0.5 * x - 0.3 * h + 0.9 * c + 0.1)
        f = σ(-0.4 * x + 0.2 * h - 0.7 * c + 0.6)
        g = tanh(0.8 * x + 0.7 * h - 0.2)
        c = f * c + i * g
        o = σ(0.3 * x - 0.6 * h + 0.25 * c + 0.4)
        return o * tanh(c), c

    check_by_hand(PeepholeLSTM(), "ifgo", step, **PEEPHOLES)
    check_by_hand(AblatedLSTM("nothing"), "ifgo", step, **PEEPHOLES)


def test_coupled():
    def step(x, h, c):
        i = σ(0.5 * x - 0.3 * h + 0.1)
        g = tanh(0.8 * x + 0.7 * h - 0.2)
        o = σ(0.3 * x - 0.6 * h + 0.4)
        c = (1 - i) * c + i * g
        return o * tanh(c), c

    check_by_hand(CoupledLSTM(), "igo", step)


@pytest.mark.parametrize("variant", ["NIG", "NFG", "NOG", "NIAF", "NOAF", "CIFG"])
def test_ablations(variant):
    def step(x, h, c):
        i = σ(0.5 * x - 0.3 * h + 0.9 * c + 0.1)
        f = σ(-0.4 * x + 0.2 * h - 0.7 * c + 0.6)
        g = 0.8 * x + 0.7 * h - 0.2
        if variant != "NIAF":
            g = tanh(g)
        if variant == "NIG":
            i = 1
        if variant == "NFG":
            f = 1
        if variant == "CIFG":
            f = 1 - i
        c = f * c + i * g
        o = 1 if variant == "NOG" else σ(0.3 * x - 0.6 * h + 0.25 * c + 0.4)
        return o * (c if variant == "NOAF" else tanh(c)), c

    cell = AblatedLSTM(variant)
    check_by_hand(
        cell, cell.gates, step, **{name: p for name, p in PEEPHOLES.items() if name in cell.Params._fields}
    )


def test_full_gate_recurrence():
    W_gates = np.array([[0.15, -0.25, 0.35], [-0.45, 0.55, -0.65], [0.75, -0.85, 0.95]])

    def step(x, h, c, i_, f_, o_):
        i = σ(0.5 * x - 0.3 * h + 0.9 * c + 0.15 * i_ - 0.45 * f_ + 0.75 * o_ + 0.1)
        f = σ(-0.4 * x + 0.2 * h - 0.7 * c - 0.25 * i_ + 0.55 * f_ - 0.85 * o_ + 0.6)
        g = tanh(0.8 * x + 0.7 * h - 0.2)
        c = f * c + i * g
        o = σ(0.3 * x - 0.6 * h + 0.25 * c + 0.35 * i_ - 0.65 * f_ + 0.95 * o_ + 0.4)
        return o * tanh(c), c, i, f, o

    check_by_hand(FullGateLSTM(), "ifgo", step, **PEEPHOLES, W_gates=W_gates)


def test_forget_gate_only():
    def step(x, h):
        s = -0.4 * x + 0.2 * h + 0.6
        g = tanh(0.8 * x + 0.7 * h - 0.2)
        return (σ(s) * h + (1 - σ(s - 1)) * g,)

    check_by_hand(ForgetOnlyLSTM(), "fg", step)


@pytest.mark.parametrize("update", ["keeps", "takes"])
def test_gru_that_resets_after_the_product(update):
    def step(x, h):
        r = σ(0.5 * x - 0.3 * h + 0.1)
        z = σ(-0.4 * x + 0.2 * h + 0.6)
        g = tanh(0.8 * x - 0.2 + r * (0.7 * h + 1.1))
        return (z * h + (1 - z) * g if update == "keeps" else (1 - z) * h + z * g,)

    check_by_hand(GRU(update=update), "ifg", step, b_hg=1.1)


@pytest.mark.parametrize("update", ["keeps", "takes"])
def test_gru_that_resets_before_the_product(update):
    def step(x, h):
        r = σ(0.5 * x - 0.3 * h + 0.1)
        z = σ(-0.4 * x + 0.2 * h + 0.6)
        g = tanh(0.8 * x - 0.2 + 0.7 * (r * h))
        return (z * h + (1 - z) * g if update == "keeps" else (1 - z) * h + z * g,)

    check_by_hand(GRU("before", update), "ifg", step)


def test_minimal_gated_unit():
    def step(x, h):
        f = σ(-0.4 * x + 0.2 * h + 0.6)
        g = tanh(0.8 * x + 0.7 * (f * h) - 0.2)
        return ((1 - f) * h + f * g,)

    check_by_hand(MGU(), "fg", step)


def test_projection_of_two_cells_to_one_output():
    """The second cell's gates have twice the numbers of the first's; m = 0.9 m_1 − 0.7 m_2 is the output."""
    once = np.array([[0.5, -0.4, 0.8, 0.3], [-0.3, 0.2, 0.7, -0.6], [0.1, 0.6, -0.2, 0.4]])
    W_xh, W_hh, b_h = (np.array([[number, 2 * number] for number in row]).ravel() for row in once)
    cell = ProjectedLSTM(p=1)
    params = cell.Params(W_xh[None], W_hh[None], b_h, np.array([[0.9], [-0.7]]))

    h, c_1, c_2 = 0.0, 0.0, 0.0
    state = None
    for x in (2.0, -1.0):
        a_i, a_f = 0.5 * x - 0.3 * h + 0.1, -0.4 * x + 0.2 * h + 0.6
        a_g, a_o = 0.8 * x + 0.7 * h - 0.2, 0.3 * x - 0.6 * h + 0.4
        c_1 = σ(a_f) * c_1 + σ(a_i) * tanh(a_g)
        c_2 = σ(2 * a_f) * c_2 + σ(2 * a_i) * tanh(2 * a_g)
        h = 0.9 * σ(a_o) * tanh(c_1) - 0.7 * σ(2 * a_o) * tanh(c_2)
        state = cell.step(params, np.array([[x]]), state)
        assert state.h.item() == pytest.approx(h, rel=1e-14)
        assert state.c[0] == pytest.approx([c_1, c_2], rel=1e-14)


def test_layer_norm_of_two_cells():
    """The columns 1 and 3 have mean 2 and variance 1: normalised they are −1 and 1, times a negative number 1 and −1.

    Of two cells the greater is normalised to 1, the smaller to −1.
    """
    cell = LayerNormLSTM(epsilon=1e-30)
    pairs = np.array([1.0, 3.0] * 4)
    params = cell.Params(
        W_xh=pairs[None],
        W_hh=np.array([pairs, pairs]),
        b_h=np.array([0.1, 0.2, 0.6, 0.7, -0.2, -0.4, 0.4, 0.3]),
        alpha_x=np.array([0.5, 0.8, -0.3, 0.9, 1.1, 1.2, 1.3, 1.4]),
        alpha_h=np.array([0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85]),
        alpha_c=np.array([0.6, 0.7]),
        beta_c=np.array([-0.1, 0.05]),
    )
    # x = 2: the input's normal columns are −1, 1; the state is zero, and so is what it sends.
    c_1 = σ(0.1 - 0.5) * tanh(-0.2 - 1.1)
    c_2 = σ(0.2 + 0.8) * tanh(-0.4 + 1.2)
    assert c_1 < c_2
    h_1 = σ(0.4 - 1.3) * tanh(-0.6 - 0.1)
    h_2 = σ(0.3 + 1.4) * tanh(0.7 + 0.05)
    state = cell.step(params, np.array([[2.0]]))
    assert np.ravel(state) == pytest.approx([h_1, h_2, c_1, c_2], rel=1e-12)

    # x = −1: the input's are 1, −1; h_1 + h_2 > 0, so the state's are −1, 1.
    assert h_1 + h_2 > 0
    c_1 = σ(0.6 - 0.3 - 0.35) * c_1 + σ(0.1 + 0.5 - 0.15) * tanh(-0.2 + 1.1 - 0.55)
    c_2 = σ(0.7 - 0.9 + 0.45) * c_2 + σ(0.2 - 0.8 + 0.25) * tanh(-0.4 - 1.2 + 0.65)
    assert c_1 > c_2
    h_1 = σ(0.4 + 1.3 - 0.75) * tanh(0.6 - 0.1)
    h_2 = σ(0.3 - 1.4 + 0.85) * tanh(-0.7 + 0.05)
    state = cell.step(params, np.array([[-1.0]]), state)
    assert np.ravel(state) == pytest.approx([h_1, h_2, c_1, c_2], rel=1e-12)
