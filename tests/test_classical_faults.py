"""The classical faults of backward passes, planted one by one: the checker catches each and names the arrays."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from layers import problem

from rnncourse import gradcheck
from rnncourse.cells import GRU, LSTM, RNN
from rnncourse.cells.gru import ParamsBefore
from rnncourse.cells.loop import Tape
from rnncourse.tree import named_arrays

# ---- the faults, each the smallest change to a right cell that makes it


class LSTMWithoutCarryOfC(LSTM):
    """∂L/∂c_{t−1} is not handed to the step before."""

    def step_backward(self, params, cache, d_state):
        d_params, dx_t, before = super().step_backward(params, cache, d_state)
        return d_params, dx_t, before._replace(c=np.zeros_like(before.c))


class LSTMWithoutCarryOfH(LSTM):
    """∂L/∂h_{t−1} is not handed to the step before."""

    def step_backward(self, params, cache, d_state):
        d_params, dx_t, before = super().step_backward(params, cache, d_state)
        return d_params, dx_t, before._replace(h=np.zeros_like(before.h))


class RNNWithoutCarry(RNN):
    """Every step for itself."""

    def step_backward(self, params, cache, dh_t):
        d_params, dx_t, before = super().step_backward(params, cache, dh_t)
        return d_params, dx_t, np.zeros_like(before)


class LSTMWithColumnsSwapped(LSTM):
    """The gradient of o stands where g's belongs, and g's where o's does, in b_h alone."""

    def step_backward(self, params, cache, d_state):
        d_params, dx_t, before = super().step_backward(params, cache, d_state)
        d_i, d_f, d_g, d_o = np.split(d_params.b_h, 4)
        return d_params._replace(b_h=np.concatenate([d_i, d_f, d_o, d_g])), dx_t, before


class LSTMWithGatesSwapped(LSTM):
    """The backward pass takes i for f and f for i."""

    def step_backward(self, params, cache, d_state):
        return super().step_backward(params, cache._replace(i=cache.f, f=cache.i), d_state)


class GRUWithResetOnTheWrongSide(GRU):
    """Forward resets after the product, backward as if it were before."""

    def step_backward(self, params, cache, dh):
        before = ParamsBefore(params.W_xh, params.W_hh, params.b_h)
        r, h_prev = cache.r, cache.h_prev
        d_params, dx_t, dh_prev = GRU("before").step_backward(before, cache._replace(u=r * h_prev), dh)
        right, _, _ = super().step_backward(params, cache, dh)
        return right._replace(**d_params._asdict()), dx_t, dh_prev


class RNNWithBiasOfTheLastStep(RNN):
    """The bias's gradient is that of the last step: overwritten where it should be added to."""

    def _run_back(self, params, tape, d_outputs, d_state, need_dX):
        last = Tape(tape.caches[-1:], tape.valid[:, -1:], tape.d)
        only_last, _, _ = super()._run_back(params, last, d_outputs[:, -1:], d_state, need_dX)
        d_params, dX, d_before = super()._run_back(params, tape, d_outputs, d_state, need_dX)
        return d_params._replace(b_h=only_last.b_h), dX, d_before


class RNNWithTheStateAfter(RNN):
    """W_hh's gradient is taken with h_t where h_{t−1} belongs."""

    def step_backward(self, params, cache, dh_t):
        d_params, dx_t, before = super().step_backward(params, cache, dh_t)
        shifted, _, _ = super().step_backward(params, cache._replace(h_prev=cache.h_t), dh_t)
        return d_params._replace(W_hh=shifted.W_hh), dx_t, before


class PaddingIgnored:
    """Backward runs through the padding as if it were real."""

    def _run_back(self, params, tape, d_outputs, d_state, need_dX):
        everywhere = tape._replace(valid=np.ones_like(tape.valid))
        return super()._run_back(params, everywhere, d_outputs, d_state, need_dX)


class RNNWithPaddingIgnored(PaddingIgnored, RNN):
    pass


class LSTMWithPaddingIgnored(PaddingIgnored, LSTM):
    pass


class GRUWithPaddingIgnored(PaddingIgnored, GRU):
    pass


class Masked(NamedTuple):
    inner: Any
    mask: np.ndarray | None


class RNNWithDropout(RNN):
    """A right one: half of the new state is dropped at every step, the rest doubled."""

    def noise(self, rng, params, n, T):
        return [2.0 * (rng.random((n, self.sizes(params)[1])) < 0.5) for _ in range(T)]

    def step_forward(self, params, x_t, h_prev, mask=1.0):
        h_t, inner = super().step_forward(params, x_t, h_prev)
        return h_t * mask, Masked(inner, mask)

    def step_backward(self, params, cache, dh_t):
        return super().step_backward(params, cache.inner, dh_t * cache.mask)


class RNNWithMaskRedrawn(RNNWithDropout):
    """Backward draws a mask of its own."""

    def step_backward(self, params, cache, dh_t):
        mask = self.noise(np.random.default_rng(7), params, len(dh_t), 1)[0]
        return super().step_backward(params, cache._replace(mask=mask), dh_t)


RNN_ARRAYS = ["params.W_xh", "params.W_hh", "params.b_h", "X", "state"]
LSTM_ARRAYS = ["params.W_xh", "params.W_hh", "params.b_h", "X", "state.h", "state.c"]
GRU_ARRAYS = ["params.W_xh", "params.W_hh", "params.b_h", "params.b_hg", "X", "state"]

#: cell, and the arrays whose gradient the fault makes wrong
FAULTS = {
    "no carry of dc": (LSTMWithoutCarryOfC(), LSTM_ARRAYS),
    "no carry of dh": (LSTMWithoutCarryOfH(), LSTM_ARRAYS),
    "no carry at all": (RNNWithoutCarry(), RNN_ARRAYS),
    "gate order swapped in b_h": (LSTMWithColumnsSwapped(), ["params.b_h"]),
    "gates i and f swapped": (LSTMWithGatesSwapped(), LSTM_ARRAYS),
    "reset on the wrong side": (GRUWithResetOnTheWrongSide(), GRU_ARRAYS),
    "bias not summed over time": (RNNWithBiasOfTheLastStep(), ["params.b_h"]),
    "state after for state before": (RNNWithTheStateAfter(), ["params.W_hh"]),
    "padding ignored, rnn": (RNNWithPaddingIgnored(), RNN_ARRAYS),
    "padding ignored, lstm": (LSTMWithPaddingIgnored(), LSTM_ARRAYS),
    "padding ignored, gru": (GRUWithPaddingIgnored(), GRU_ARRAYS),
    "dropout mask redrawn": (RNNWithMaskRedrawn(), RNN_ARRAYS),
}
RIGHT = {"rnn": RNN(), "lstm": LSTM(), "gru": GRU(), "gru before": GRU("before"), "dropout": RNNWithDropout()}

both_methods = pytest.mark.parametrize(
    ("method", "tolerance"),
    [(gradcheck.central_differences, 1e-6), (gradcheck.complex_step, 1e-13)],
    ids=["central", "complex"],
)


def report_on(cell, rng, method, tolerance):
    params, X, state, lengths, *_ = problem(cell, rng, padded=True)
    return gradcheck.check_layer(
        cell, params, X, state, lengths, rng=rng, method=method, tolerance=tolerance, noise_seed=11
    )


@both_methods
@pytest.mark.parametrize("cell", RIGHT.values(), ids=RIGHT)
def test_a_right_backward_pass_is_passed(rng, cell, method, tolerance):
    report = report_on(cell, rng, method, tolerance)
    assert report.ok, str(report)


@both_methods
@pytest.mark.parametrize(("cell", "arrays"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_caught_and_the_arrays_it_spoils_are_named(rng, cell, arrays, method, tolerance):
    report = report_on(cell, rng, method, tolerance)
    assert report.wrong == arrays, str(report)
    for name in arrays:
        assert report.errors[name] > 1e-3  # not by a hair


@pytest.mark.parametrize(
    "cell", [RNNWithPaddingIgnored(), LSTMWithPaddingIgnored(), GRUWithPaddingIgnored()], ids=repr
)
def test_a_fault_in_the_padding_shows_only_where_there_is_padding(rng, cell):
    params, X, state, *_ = problem(cell, rng)
    assert gradcheck.check_layer(cell, params, X, state, rng=rng).ok


def test_a_fault_in_dropout_shows_only_in_training(rng):
    params, X, state, *_ = problem(RNNWithMaskRedrawn(), rng)
    cell = RNNWithDropout()
    assert gradcheck.check_layer(cell, params, X, state, rng=rng).ok
    assert gradcheck.check_layer(cell, params, X, state, rng=rng, noise_seed=1).ok
    assert not gradcheck.check_layer(RNNWithMaskRedrawn(), params, X, state, rng=rng, noise_seed=1).ok


def test_every_faulty_cell_goes_forward_as_the_right_one_does(rng):
    """So that it is the backward pass, and nothing else, in which they differ."""
    for cell, _ in FAULTS.values():
        right = next(base for base in (RNN(), LSTM(), GRU()) if isinstance(cell, type(base)))
        given = problem(right, rng, padded=True)
        ours, theirs = (layer.forward(*given[:4])[:2] for layer in (cell, right))
        assert all(map(np.array_equal, named_arrays(ours).values(), named_arrays(theirs).values()))
