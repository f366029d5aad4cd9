"""An argument that does not fit is named, with what was expected and what came."""

from __future__ import annotations

import numpy as np
import pytest
from layers import problem

from rnncourse import cells
from rnncourse.cells import GRU, LSTM, LSTM1997, RNN, AblatedLSTM, LayerNormLSTM, ProjectedLSTM
from rnncourse.cells.activations import relu
from rnncourse.cells.lstm import State
from rnncourse.tree import named_arrays


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda p, X, h: (p, X[0], h), ValueError, r"X should have shape \[n, T, 2\], got \[5, 2\]"),
        (lambda p, X, h: (p, X[..., :1], h), ValueError, r"X should have shape \[n, T, 2\], got \[3, 5, 1\]"),
        (lambda p, X, h: (p, X, h[:2]), ValueError, r"state should have shape \[3, 4\], got \[2, 4\]"),
        (lambda p, X, h: (p, X[:, :0], h), ValueError, "at least one step, got n = 3, T = 0"),
        (lambda p, X, h: (p, X[:0], h[:0]), ValueError, "at least one sequence and .* got n = 0, T = 5"),
        (lambda p, X, h: (p, X.astype(np.float32), h), TypeError, "one dtype, got X float32, state float64"),
        (lambda p, X, h: (p, X.tolist(), h), TypeError, "X should be a NumPy array, got list"),
        (lambda p, X, h: (p, X, h, np.array([1, 2])), ValueError, "lengths should be 3 integers"),
        (
            lambda p, X, h: (p, X, h, np.array([1.0, 2, 2])),
            ValueError,
            "lengths should be 3 integers.*float64",
        ),
        (lambda p, X, h: (p, X, h, np.array([1, 2, 6])), ValueError, r"lie in 1..5, got 1..6"),
        (lambda p, X, h: (p, X, h, np.array([0, 2, 5])), ValueError, r"lie in 1..5, got 0..5"),
        (
            lambda p, X, h: (p._replace(W_hh=p.W_hh[:, :3]), X, h),
            ValueError,
            r"W_hh should have shape \[4, 4\], got \[4, 3\]",
        ),
        (
            lambda p, X, h: (p._replace(b_h=p.b_h[None]), X, h),
            ValueError,
            r"b_h should have shape \[4\], got \[1, 4\]",
        ),
        (
            lambda p, X, h: (tuple(p), X, h),
            TypeError,
            r"params should be the rnn\.Params that RNN\(.*\)\.init returns, got builtins\.tuple",
        ),
    ],
)
def test_a_bad_argument_of_forward(rng, change, error, words):
    with pytest.raises(error, match=words):
        RNN().forward(*change(*problem(RNN(), rng)[:3]))


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_number_that_is_not_finite_is_named_with_its_place(rng, wrong):
    params, X, *_ = problem(RNN(), rng)
    X[1, 3, 0] = wrong
    with pytest.raises(ValueError, match=rf"X should hold finite numbers, got {wrong} at \[1, 3, 0\]"):
        RNN().forward(params, X)


def test_integers_are_refused_with_the_cure(rng):
    params, X, state, *_ = problem(RNN(), rng)
    whole = RNN.Params(*(array.astype(int) for array in params))
    with pytest.raises(TypeError, match=r"float32 or float64, got int64; convert with .astype"):
        RNN().step(whole, X[:, 0].astype(int), state.astype(int))


def test_a_state_of_another_form_or_size(rng):
    params, X, state, *_ = problem(LSTM(), rng)
    with pytest.raises(TypeError, match=r"state should be State\(h, c\), got ndarray"):
        LSTM().forward(params, X, state.h)
    with pytest.raises(ValueError, match=r"state\.c should have shape \[3, 4\], got \[3, 3\]"):
        LSTM().forward(params, X, State(state.h, state.c[:, :3]))


def test_gradients_that_do_not_fit_what_came_out(rng):
    params, X, state, _, d_outputs, d_final = problem(LSTM(), rng)
    _, _, tape = LSTM().forward(params, X, state)
    with pytest.raises(ValueError, match=r"d_outputs should have shape \[3, 5, 4\], got \[3, 4, 4\]"):
        LSTM().backward(params, tape, d_outputs[:, 1:])
    with pytest.raises(TypeError, match=r"d_final should be State\(h, c\), got ndarray"):
        LSTM().backward(params, tape, d_outputs, d_final.h)
    with pytest.raises(TypeError, match="one dtype, got d_outputs float32"):
        LSTM().backward(params, tape, d_outputs.astype(np.float32))


def test_parameters_of_the_other_reset_convention_are_refused(rng):
    params, X, *_ = problem(GRU(reset="before"), rng)
    with pytest.raises(TypeError, match=r"should be the gru\.ParamsAfter .* got gru\.ParamsBefore"):
        GRU().forward(params, X)


def test_parameters_and_states_of_another_projection_are_refused(rng):
    params, X, state, *_ = problem(ProjectedLSTM(p=3), rng)
    with pytest.raises(ValueError, match=r"W_hh should have shape \[2, 16\], got \[3, 16\]"):
        ProjectedLSTM(p=2).forward(params, X)
    with pytest.raises(ValueError, match=r"state\.h should have shape \[3, 3\], got \[3, 4\]"):
        ProjectedLSTM(p=3).forward(params, X, State(state.c, state.c))


def test_parameters_of_another_ablation_are_refused(rng):
    params, X, *_ = problem(AblatedLSTM("NIG"), rng)
    with pytest.raises(TypeError, match=r"should be the ablations\.ParamsNoForgetGate .*NoInputGate"):
        AblatedLSTM("NFG").forward(params, X)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: RNN("sigmoid"), "activation should be one of 'tanh', 'relu', 'identity', got 'sigmoid'"),
        (lambda: GRU(reset="never"), "reset should be one of 'after', 'before', got 'never'"),
        (lambda: GRU(update="z"), "update should be one of 'keeps', 'takes', got 'z'"),
        (
            lambda: RNN().init(np.random.default_rng(), 2, 3, scheme="he"),
            "scheme should be one of 'pytorch', 'glorot', 'orthogonal', 'identity', got 'he'",
        ),
        (lambda: LSTM1997("relu"), "squash should be one of '1997', 'tanh', got 'relu'"),
        (lambda: AblatedLSTM("NOF"), "without should be one of 'nothing', 'NIG', .*'CIFG', 'NP', got 'NOF'"),
        (lambda: AblatedLSTM("FGR"), r"FGR adds one, use FullGateLSTM\(\)"),
        (lambda: LayerNormLSTM(epsilon=0), "epsilon should be above 0, got 0"),
        (lambda: ProjectedLSTM(p=0), "p should be a whole number from 1 up, got 0"),
        (
            lambda: ProjectedLSTM(p=4).init(np.random.default_rng(), 2, 4),
            "p, the output size, should be below h = 4, the number of cells, got 4; .* use LSTM",
        ),
        (lambda: RNN().init(np.random.default_rng(), 0, 3), "d should be a whole number from 1 up, got 0"),
    ],
)
def test_an_option_that_does_not_exist(make, words):
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize("tier", [cells, cells.fast], ids=["plain", "fast"])
def test_a_tape_of_another_layer_or_of_other_sizes_is_refused(rng, tier):
    params, X, *_ = problem(LSTM(), rng)
    _, _, tape = tier.LSTM().forward(params, X)
    other = tier.LSTM().init(rng, 1, 4)
    with pytest.raises(
        ValueError, match="tape should be of parameters with d = 1, h = 4, got one of d = 2, h = 4"
    ):
        tier.LSTM().backward(other, tape)
    gru = tier.GRU().init(rng, 2, 4)
    with pytest.raises(
        TypeError, match=r"tape should be the one that .*GRU\(.*forward returned, got that of .*LSTM"
    ):
        tier.GRU().backward(gru, tape)
    with pytest.raises(TypeError, match=r"got that of .*GRU\(reset='after', update='keeps'\)"):
        tier.GRU(update="takes").backward(gru, tier.GRU().forward(gru, X)[2])
    with pytest.raises(TypeError, match="got a State"):
        tier.LSTM().backward(params, tier.LSTM().zero_state(params, 3))


def test_a_tape_of_another_stack_or_direction_is_refused(rng):
    two, three = cells.Stacked([RNN()] * 2), cells.Stacked([RNN()] * 3)
    params, X = two.init(rng, 2, 4), rng.normal(size=(3, 5, 2))
    longer = three.forward(three.init(rng, 2, 4), X)[2]
    single = RNN().forward(params[0], X)[2]
    for layer, given, tape in [(two, params, longer), (two, params, single)]:
        with pytest.raises(TypeError, match=r"tape should be the one that Stacked.*forward returned"):
            layer.backward(given, tape)
    both = cells.Bidirectional(RNN())
    with pytest.raises(TypeError, match=r"tape should be the one that Bidirectional.*forward returned"):
        both.backward(both.init(rng, 2, 4), single)


def test_a_state_that_is_not_finite_is_named(rng):
    params, X, state, *_ = problem(LSTM(), rng)
    state.c[1, 2] = np.nan
    with pytest.raises(ValueError, match=r"state\.c should hold finite numbers, got nan at \[1, 2\]"):
        LSTM().forward(params, X, state)


def test_a_relu_does_not_hide_what_is_not_a_number():
    assert np.isnan(relu(np.array([np.nan, -1.0, 2.0]))).tolist() == [True, False, False]


@pytest.mark.parametrize("rate", [0.5, np.float64(0.5)])
def test_a_rate_of_numpy_does_not_widen_float32(rng, rate):
    for layer in (cells.Stacked([LSTM(), GRU()], dropout=rate), cells.Zoneout(GRU(), rate)):
        params, X, *_ = problem(layer, rng, dtype=np.float32)
        for draws in (None, rng):
            H, final, tape = layer.forward(params, X, rng=draws)
            results = named_arrays((H, final, *layer.backward(params, tape, np.ones_like(H))))
            assert {array.dtype for array in results.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("tier", [cells, cells.fast], ids=["plain", "fast"])
def test_what_is_not_finite_is_named_in_parameters_and_gradients_too(rng, tier):
    params, X, _, _, d_outputs, d_final = problem(LSTM(), rng)
    _, _, tape = tier.LSTM().forward(params, X)
    params.b_h[3] = np.nan
    with pytest.raises(ValueError, match=r"b_h should hold finite numbers, got nan at \[3\]"):
        tier.LSTM().forward(params, X)
    d_outputs[2, 4, 1] = np.inf
    with pytest.raises(ValueError, match=r"d_outputs should hold finite numbers, got inf at \[2, 4, 1\]"):
        tier.LSTM().backward(params, tape, d_outputs)
    d_final.c[0, 0] = np.nan
    with pytest.raises(ValueError, match=r"d_final\.c should hold finite numbers, got nan at \[0, 0\]"):
        tier.LSTM().backward(params, tape, None, d_final)
