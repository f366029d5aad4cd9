"""Forwards or backwards, the gradient is one."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse import rtrl
from rnncourse.cells import RNN
from rnncourse.tree import named_arrays


@pytest.fixture
def problem():
    rng = np.random.default_rng(3)
    params = RNN().init(rng, d=2, h=5)
    return params, rng.normal(size=(3, 7, 2)), rng.normal(size=(3, 5)), rng.normal(size=(3, 7, 5))


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
def test_the_forward_gradient_is_that_of_backpropagation_through_time(problem, activation):
    params, X, h_0, dH = problem
    cell = RNN(activation)
    _, h_T, tape = cell.forward(params, X, h_0)
    want, _, _ = cell.backward(params, tape, dH)
    got, last = rtrl.gradient(cell, params, X, lambda t, h_t: dH[:, t], h_0)
    assert np.array_equal(last, h_T)
    for name, array in named_arrays(want).items():
        np.testing.assert_allclose(named_arrays(got)[name], array, rtol=0, atol=1e-13 * np.abs(array).max())


def test_the_loss_is_asked_once_a_step_in_order_and_sees_the_state(problem):
    params, X, h_0, dH = problem
    H, _, _ = RNN().forward(params, X, h_0)
    asked = []

    def d_output(t, h_t):
        np.testing.assert_array_equal(h_t, H[:, t])
        asked.append(t)
        return dH[:, t]

    rtrl.gradient(RNN(), params, X, d_output, h_0)
    assert asked == list(range(7))


def test_float32_stays_float32(problem):
    params, X, _, dH = problem
    small = RNN.Params(*(array.astype(np.float32) for array in params))
    got, _ = rtrl.gradient(RNN(), small, X.astype(np.float32), lambda t, h_t: dH[:, t].astype(np.float32))
    assert {array.dtype for array in got} == {np.dtype(np.float32)}


def test_what_does_not_fit_is_refused(problem):
    params, X, _, dH = problem
    with pytest.raises(ValueError, match="d_output returns at t = 0"):
        rtrl.gradient(RNN(), params, X, lambda t, h_t: dH)
    with pytest.raises(ValueError, match="X"):
        rtrl.gradient(RNN(), params, X[..., :1], lambda t, h_t: dH[:, t])
    with pytest.raises(TypeError, match="one"):
        rtrl.gradient(RNN(), params, X.astype(np.float32), lambda t, h_t: dH[:, t])
