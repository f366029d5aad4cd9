"""What normalising takes away, and what it does to a gradient."""

from __future__ import annotations

import numpy as np
from layers import assert_close, problem

from rnncourse.cells import LayerNormLSTM


def test_layer_norm_does_not_see_the_scale_or_the_shift_of_a_product(rng):
    cell = LayerNormLSTM(epsilon=1e-14)
    given = problem(cell, rng)
    want = cell.forward(given.params, given.X, given.state)[0]
    shift = rng.normal(size=(2, 1))  # the same number on all 16 columns
    moved = given.params._replace(W_xh=10 * given.params.W_xh + shift, W_hh=0.1 * given.params.W_hh)
    assert_close({"H": cell.forward(moved, given.X, given.state)[0]}, {"H": want}, 1e-11)
    gate_by_gate = given.params._replace(W_xh=given.params.W_xh * np.repeat([10, 1, 1, 1], 4))
    assert np.abs(cell.forward(gate_by_gate, given.X, given.state)[0] - want).max() > 1e-2


def test_of_a_single_input_layer_norm_leaves_the_sign(rng):
    cell = LayerNormLSTM(epsilon=1e-14)
    given = problem(cell, rng, d=1)
    H = cell.forward(given.params, given.X, given.state)[0]
    of_signs = cell.forward(given.params, np.sign(given.X), given.state)[0]
    assert_close({"H": of_signs}, {"H": H}, 1e-9)


def test_gradients_into_a_state_of_zeros_go_as_one_over_the_root_of_epsilon():
    def gradient(epsilon: float) -> np.ndarray:
        cell = LayerNormLSTM(epsilon=epsilon)
        given = problem(cell, np.random.default_rng(0), T=1)
        _, _, tape = cell.forward(given.params, given.X)
        return cell.backward(given.params, tape, given.d_outputs)[2].h

    assert_close({"h": gradient(1e-12)}, {"h": 100 * gradient(1e-8)}, 1e-4)
