"""The two paths of the LSTM's gradient (chapter 5): one is the product of forget gates, and both together are all."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse import through_time
from rnncourse.cells import LSTM
from rnncourse.differences import complex_step

T = 6
CELL = LSTM()


@pytest.fixture
def posed():
    """Parameters, inputs, an initial state, and a gradient for the last cell alone."""
    rng = np.random.default_rng(5)
    params, X = CELL.init(rng, d=2, h=4), rng.normal(size=(3, T, 2))
    state = CELL.State(rng.normal(size=(3, 4)), rng.normal(size=(3, 4)))
    return params, X, state, rng.normal(size=(3, 4))


def tape_and_gradients(params, X, state, dc, W_hh):
    """∂L/∂(state after step t), t = 0 … T, going back through ``W_hh``."""
    _, final, tape = CELL.forward(params, X, state)
    d_final = final._replace(h=np.zeros_like(final.h), c=dc)
    back = params._replace(W_hh=W_hh)
    return tape, through_time.state_gradients(CELL, back, tape, d_final=d_final)


def test_with_the_way_through_the_gates_cut_the_product_of_forget_gates_is_left(posed):
    params, X, state, dc = posed
    tape, found = tape_and_gradients(params, X, state, dc, np.zeros_like(params.W_hh))
    for t in range(T + 1):
        kept = np.prod([cache.f for cache in tape.caches[t:]], axis=0)  # 1 where nothing follows
        np.testing.assert_allclose(found[t].c, dc * kept, rtol=1e-13)


@pytest.mark.parametrize("t", range(1, T))
def test_what_comes_by_the_cell_and_by_the_gates_adds_up_to_the_whole_gradient(posed, t):
    """∂L/∂c_t measured: c_t is moved, h_t = o_t ⊙ tanh(c_t) moves with it, and the rest is run."""
    params, X, state, dc = posed
    tape, found = tape_and_gradients(params, X, state, dc, params.W_hh)
    own = tape.caches[t - 1]
    by_gates = found[t].h * own.o * (1 - own.tanh_c**2)

    def loss(c_t):
        now = CELL.State(own.o * np.tanh(c_t), c_t)
        for x_t in np.moveaxis(X[:, t:], 1, 0):
            now, _ = CELL.step_forward(params, x_t, now)
        return (now.c * dc).sum()

    measured = complex_step(loss, {"c_t": tape.caches[t].c_prev}, "c_t")
    np.testing.assert_allclose(found[t].c + by_gates, measured, rtol=1e-11, atol=1e-14)
    assert np.abs(by_gates).max() > 1e-3  # a path that is there
