"""Dropout: what it keeps on average, where its masks sit, and that the gradient goes through the same ones."""

from __future__ import annotations

import numpy as np
import pytest
from layers import NOISY, NOISY_CELLS, problem, run

from rnncourse import gradcheck
from rnncourse.cells import (
    GRU,
    LSTM,
    RNN,
    Bidirectional,
    CandidateDropout,
    Stacked,
    StateDropout,
    WeightDrop,
    Zoneout,
    dropout,
)
from rnncourse.cells.activations import sigmoid
from rnncourse.tree import map_arrays, named_arrays

every_noisy_layer = pytest.mark.parametrize("layer", NOISY.values(), ids=NOISY)
SEED = 7


def same(one: object, other: object) -> bool:
    pairs = zip(named_arrays(one).values(), named_arrays(other).values(), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


# ---- the function


@pytest.mark.parametrize("mask", ["step", "sequence"])
@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_the_share_of_zeros_is_the_rate_and_the_mean_stays(mask, rate):
    n, T, d = 40, 25, 30
    Y, tape = dropout.forward(np.ones((n, T, d)), rate, np.random.default_rng(0), mask)
    draws = n * d if mask == "sequence" else n * T * d
    band = 4 * np.sqrt(rate * (1 - rate) / draws)  # four standard deviations of a binomial share
    assert tape.keep.size == draws
    assert abs((Y == 0).mean() - rate) < band
    assert abs(Y.mean() - 1) < band / (1 - rate)
    assert set(np.unique(Y)) == {0, 1 / (1 - rate)}


def test_a_mask_for_the_sequence_is_constant_in_time_and_one_for_the_step_is_fresh():
    ones, noise = np.ones((6, 20, 8)), np.random.default_rng(0)
    per_sequence, _ = dropout.forward(ones, 0.5, noise, "sequence")
    per_step, _ = dropout.forward(ones, 0.5, noise, "step")
    assert (per_sequence == per_sequence[:, :1]).all()
    assert not (per_sequence == per_sequence[:1]).all()
    agreement = (per_step[:, 1:] == per_step[:, :-1]).mean()
    assert abs(agreement - 0.5) < 4 * 0.5 / np.sqrt(6 * 19 * 8)


def test_without_a_generator_or_a_rate_nothing_changes(rng):
    X, dY = rng.normal(size=(2, 3, 4, 5))
    for tape_of in (dropout.forward(X, 0.7), dropout.forward(X, 0.0, np.random.default_rng(0))):
        assert np.array_equal(tape_of[0], X)
        assert np.array_equal(dropout.backward(tape_of[1], dY), dY)


@pytest.mark.parametrize("mask", ["step", "sequence"])
def test_the_gradient_of_dropout_matches_differences(rng, mask):
    X, dY = rng.normal(size=(2, 3, 4, 5))

    def loss(X):
        return (dropout.forward(X, 0.4, np.random.default_rng(SEED), mask)[0] * dY).sum()

    _, tape = dropout.forward(X, 0.4, np.random.default_rng(SEED), mask)
    report = gradcheck.check(loss, {"X": X}, {"X": dropout.backward(tape, dY)}, 1e-13, gradcheck.complex_step)
    assert report.ok, str(report)


def test_single_precision_stays(rng):
    X = rng.normal(size=(3, 4, 5)).astype(np.float32)
    Y, tape = dropout.forward(X, 0.4, rng)
    assert Y.dtype == dropout.backward(tape, X).dtype == np.float32


# ---- every layer that has some


@every_noisy_layer
@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
def test_every_gradient_through_fixed_masks_matches_the_complex_step(rng, layer, padded):
    params, X, state, lengths, *_ = problem(layer, rng, padded=padded)
    report = gradcheck.check_layer(
        layer,
        params,
        X,
        state,
        lengths,
        rng=rng,
        tolerance=1e-13,
        method=gradcheck.complex_step,
        noise_seed=SEED,
    )
    assert report.ok, str(report)


@every_noisy_layer
def test_training_follows_the_generator_and_evaluation_needs_none(rng, layer):
    params, X, state, *_ = problem(layer, rng)

    def forward(seed):
        noise = None if seed is None else np.random.default_rng(seed)
        return layer.forward(params, X, state, rng=noise)[:2]

    assert same(forward(1), forward(1))
    assert not same(forward(1), forward(2))
    assert same(forward(None), forward(None))
    assert not same(forward(1), forward(None))


@every_noisy_layer
def test_backward_draws_nothing_and_leaves_the_tape_as_it_was(rng, layer):
    params, X, state, lengths, d_outputs, d_final = problem(layer, rng, padded=True)
    noise = np.random.default_rng(SEED)
    _, _, tape = layer.forward(params, X, state, lengths, rng=noise)
    drawn = noise.bit_generator.state
    first = layer.backward(params, tape, d_outputs, d_final)
    assert same(first, layer.backward(params, tape, d_outputs, d_final))
    assert noise.bit_generator.state == drawn


@every_noisy_layer
def test_noise_at_padded_steps_changes_nothing(rng, layer):
    params, X, state, lengths, d_outputs, d_final = problem(layer, rng, padded=True)
    padding = np.arange(5) >= lengths[:, None]
    results = []
    for filler in (0.0, np.nan):
        X[padding] = d_outputs[padding] = filler
        H, final, tape = layer.forward(params, X, state, lengths, rng=np.random.default_rng(SEED))
        gradients = layer.backward(params, tape, d_outputs, d_final)
        assert (H[padding] == 0).all()
        assert (gradients[1][padding] == 0).all()
        results.append((H, final, *gradients))
    assert same(*results)
    assert all(np.isfinite(array).all() for array in named_arrays(results[0]).values())


@every_noisy_layer
def test_training_in_single_precision_stays_there(rng, layer):
    given = problem(layer, rng, dtype=np.float32)
    _, final, tape = layer.forward(given.params, given.X, given.state, rng=np.random.default_rng(SEED))
    gradients = layer.backward(given.params, tape, given.d_outputs, given.d_final)
    dtypes = {array.dtype for array in named_arrays((final, *gradients)).values()}
    assert dtypes == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("layer", "plain"),
    [
        (Zoneout(LSTM(), 0.0), LSTM()),
        (StateDropout(LSTM(), 0.0), LSTM()),
        (StateDropout(GRU("before"), 0.0), GRU("before")),
        (CandidateDropout(LSTM(), 0.0), LSTM()),
        (CandidateDropout(GRU(), 0.0), GRU()),
        (WeightDrop(RNN(), 0.0), RNN()),
    ],
    ids=repr,
)
def test_at_rate_zero_the_cell_is_left(rng, layer, plain):
    given = problem(plain, rng, padded=True)
    H, final, tape = layer.forward(given.params, given.X, given.state, given.lengths, rng=rng)
    gradients = layer.backward(given.params, tape, given.d_outputs, given.d_final)
    want = run(plain, given)
    assert np.array_equal(H, want["outputs"])
    assert same((final, *gradients), tuple(array for name, array in want.items() if name != "outputs"))


@pytest.mark.parametrize(
    "layer", [layer for layer in NOISY_CELLS.values() if "Zoneout" not in repr(layer)], ids=repr
)
def test_evaluation_of_dropout_is_the_cell_itself(rng, layer):
    plain = layer
    while hasattr(plain, "cell"):
        plain = plain.cell
    given = problem(plain, rng, padded=True)
    one, two = run(layer, given), run(plain, given)
    assert all(np.array_equal(one[key], two[key]) for key in two)


# ---- zoneout


def test_the_share_of_units_that_keep_their_value_is_the_rate(rng):
    n, h = 400, 25
    layer = Zoneout(LSTM(), rate_h=0.3, rate_c=0.6)
    params, X, state, *_ = problem(layer, rng, n=n, T=1, h=h)
    _, after, _ = layer.forward(params, X, state, rng=np.random.default_rng(0))
    for old, new, rate in [(state.h, after.h, 0.3), (state.c, after.c, 0.6)]:
        assert abs((old == new).mean() - rate) < 4 * np.sqrt(rate * (1 - rate) / (n * h))


def test_units_that_do_not_stay_take_what_the_cell_makes_of_the_old_state(rng):
    layer = Zoneout(LSTM(), rate_h=0.3, rate_c=0.6)
    params, X, state, *_ = problem(layer, rng, T=1)
    _, after, _ = layer.forward(params, X, state, rng=np.random.default_rng(0))
    _, plain, _ = LSTM().forward(params, X, state)
    for old, new, would_be in zip(state, after, plain, strict=True):
        stays = old == new
        assert 0 < stays.sum() < stays.size
        assert np.array_equal(new[~stays], would_be[~stays])


def test_evaluation_takes_the_mean_of_zoneout_over_one_step(rng):
    layer = Zoneout(GRU(), 0.3)
    params, X, state, *_ = problem(layer, rng, T=1)
    _, mean, _ = layer.forward(params, X, state)
    _, plain, _ = GRU().forward(params, X, state)
    assert np.allclose(mean, 0.3 * state + 0.7 * plain, rtol=0, atol=1e-15)
    noise = np.random.default_rng(0)
    draws = np.stack([layer.forward(params, X, state, rng=noise)[1] for _ in range(2000)])
    deviation = np.sqrt(0.3 * 0.7 / 2000) * np.abs(state - plain)
    assert (np.abs(draws.mean(0) - mean) <= 4 * deviation).all()


# ---- the state, the candidate, the weights


@pytest.mark.parametrize("mask", ["step", "sequence"])
@pytest.mark.parametrize("kind", ["lstm", "gru-after", "gru-before"])
@pytest.mark.parametrize("where", [StateDropout, CandidateDropout])
def test_masks_sit_where_the_equations_have_them(rng, where, kind, mask):
    cell = LSTM() if kind == "lstm" else GRU(reset=kind[4:])
    layer = where(cell, 0.4, mask)
    params, X, state, *_ = problem(layer, rng)
    _, final, _ = layer.forward(params, X, state, rng=np.random.default_rng(SEED))
    masks = [keep / 0.6 for keep in layer.draw(np.random.default_rng(SEED), params, 3, 5)]
    assert all((one == masks[0]).all() for one in masks) == (mask == "sequence")
    on_h, on_g = (masks, np.ones(5)) if where is StateDropout else (np.ones(5), masks)
    W_x = np.split(params.W_xh, 4 if kind == "lstm" else 3, axis=1)
    W_h = np.split(params.W_hh, 4 if kind == "lstm" else 3, axis=1)
    b = np.split(params.b_h, 4 if kind == "lstm" else 3)
    h, c = state if kind == "lstm" else (state, None)
    for t in range(5):
        x, seen = X[:, t], on_h[t] * h
        if kind == "lstm":
            i, f, g, o = (x @ W_x[k] + seen @ W_h[k] + b[k] for k in range(4))
            c = sigmoid(f) * c + sigmoid(i) * on_g[t] * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            continue
        r, z = (sigmoid(x @ W_x[k] + seen @ W_h[k] + b[k]) for k in range(2))
        if kind == "gru-after":
            g = np.tanh(x @ W_x[2] + b[2] + r * (seen @ W_h[2] + params.b_hg))
        else:
            g = np.tanh(x @ W_x[2] + b[2] + (r * seen) @ W_h[2])
        h = z * h + (1 - z) * on_g[t] * g
    assert np.allclose(final.h if kind == "lstm" else final, h, rtol=0, atol=1e-14)


def test_weight_drop_is_the_cell_with_one_mask_on_the_recurrent_weights(rng):
    layer = WeightDrop(LSTM(), 0.4)
    given = problem(layer, rng, padded=True)
    keep = layer.draw(np.random.default_rng(SEED), given.params, 3, 5)[0]
    H, _, tape = layer.forward(
        given.params, given.X, given.state, given.lengths, rng=np.random.default_rng(SEED)
    )
    d_params, *_ = layer.backward(given.params, tape, given.d_outputs, given.d_final)
    masked = given._replace(params=given.params._replace(W_hh=given.params.W_hh * keep / 0.6))
    want = run(LSTM(), masked)
    assert np.array_equal(H, want["outputs"])
    assert (d_params.W_hh[~keep] == 0).all()
    assert np.allclose(d_params.W_hh, want["d_params.W_hh"] * keep / 0.6, rtol=0, atol=1e-14)
    assert np.array_equal(d_params.W_xh, want["d_params.W_xh"])


def test_monte_carlo_dropout_is_forward_with_a_generator(rng):
    layer = Stacked([LSTM(), LSTM()], dropout=0.3, mask="sequence")
    params, X, *_ = problem(layer, rng)
    noise = np.random.default_rng(0)
    samples = np.stack([layer.forward(params, X, rng=noise)[0] for _ in range(30)])
    assert (samples.std(axis=0) > 0).all()


def test_a_gradient_of_the_wrong_width_is_refused(rng):
    _, tape = dropout.forward(np.ones((2, 3, 4)), 0.5, rng)
    with pytest.raises(ValueError, match=r"dY should have shape \[2, 3, 4\], got \[2, 3, 5\]"):
        dropout.backward(tape, np.ones((2, 3, 5)))


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (
            lambda: dropout.forward(np.ones((1, 2, 3)), 1.0),
            ValueError,
            r"rate should be a number.*got 1\.0",
        ),
        (lambda: dropout.forward(np.ones((1, 2, 3)), -0.1), ValueError, r"got -0\.1"),
        (lambda: dropout.forward(np.ones((1, 2, 3)), np.nan), ValueError, "got nan"),
        (
            lambda: dropout.forward(np.ones((1, 2, 3)), 0.5, None, "batch"),
            ValueError,
            "mask should be one of",
        ),
        (lambda: dropout.forward(np.ones((2, 3)), 0.5, None, "sequence"), ValueError, r"shape \[n, T, d\]"),
        (lambda: dropout.forward([1.0], 0.5), TypeError, "X should be a NumPy array, got list"),
        (lambda: Zoneout(LSTM(), 1.0), ValueError, r"rate_h should be .*got 1\.0"),
        (lambda: Zoneout(LSTM(), 0.1, -1), ValueError, "rate_c should be .*got -1"),
        (lambda: Zoneout(GRU(), 0.1, 0.1), ValueError, r"rate_c should be 0 for GRU\(.*which has no c"),
        (lambda: Zoneout(Stacked([LSTM()]), 0.1), TypeError, "wrap the cells inside"),
        (lambda: WeightDrop(Bidirectional(LSTM()), 0.1), TypeError, "wrap the cells inside"),
        (lambda: WeightDrop(LSTM(), 1.5), ValueError, r"rate should be .*got 1\.5"),
        (lambda: StateDropout(LSTM(), 0.1, mask="unit"), ValueError, "mask should be one of"),
        (lambda: StateDropout(Zoneout(LSTM(), 0.1), 0.1), TypeError, "carries h on; put StateDropout inside"),
        (lambda: StateDropout(Zoneout(GRU(), 0.1), 0.1), TypeError, "carries h on; put StateDropout inside"),
        (lambda: CandidateDropout(RNN(), 0.1), TypeError, "cell should be an LSTM or a GRU"),
        (lambda: CandidateDropout(LSTM(), 2), ValueError, "rate should be a number"),
    ],
)
def test_bad_options_are_refused(make, error, words):
    with pytest.raises(error, match=words):
        make()


def test_a_variant_with_a_step_of_its_own_is_no_gru_to_state_dropout():
    class Variant(GRU):
        def step_forward(self, params, x_t, h_prev):
            return super().step_forward(params, x_t, h_prev)

    with pytest.raises(TypeError, match="carries h on"):
        StateDropout(Variant(), 0.1)
    with pytest.raises(TypeError, match="cell should be an LSTM or a GRU"):
        CandidateDropout(Variant(), 0.1)


def test_masks_of_both_directions_differ(rng):
    layer = Bidirectional(StateDropout(RNN("identity"), 0.5))
    params, X, state, *_ = problem(layer, rng, n=50)
    params = params._replace(backward=map_arrays(np.copy, params.forward))
    state = state._replace(backward=state.forward)
    H, _, _ = layer.forward(params, X[:, :1], state, rng=np.random.default_rng(SEED))
    assert not np.allclose(H[..., :4], H[..., 4:])
