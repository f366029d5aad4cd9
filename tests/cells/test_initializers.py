"""How weights start: the distributions are what their names say."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from layers import CELLS

from rnncourse.cells import GRU, LSTM, RNN, chrono, initializers
from rnncourse.cells.activations import sigmoid

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_scheme = pytest.mark.parametrize("scheme", initializers.SCHEMES)


@pytest.mark.parametrize(("rows", "columns", "blocks"), [(6, 6, 4), (7, 3, 2), (3, 7, 2), (1, 1, 3)])
def test_every_block_of_an_orthogonal_draw_is_orthogonal(rng, rows, columns, blocks):
    drawn = initializers.orthogonal(rng, rows, columns, blocks)
    assert drawn.shape == (rows, blocks * columns)
    for block in np.split(drawn, blocks, axis=1):
        gram = block.T @ block if rows >= columns else block @ block.T
        assert np.abs(gram - np.eye(min(rows, columns))).max() < 1e-14


def test_an_orthogonal_draw_is_uniform_over_all_rotations_and_reflections(rng):
    """Under the uniform law E tr Q = 0 and E (tr Q)² = 1; the QR factor as it comes has another trace."""
    h, draws = 3, 4000
    traces = np.array([np.trace(initializers.orthogonal(rng, h, h)) for _ in range(draws)])
    assert abs(traces.mean()) < 4 / np.sqrt(draws)
    assert abs((traces**2).mean() - 1) < 4 * np.sqrt(2 / draws)
    raw = np.array([np.trace(np.linalg.qr(rng.normal(size=(h, h)))[0]) for _ in range(draws)])
    assert abs(raw.mean()) > 20 / np.sqrt(draws)


@pytest.mark.parametrize("blocks", [1, 4])
def test_glorots_bound_is_that_of_one_gate_and_is_reached(rng, blocks):
    rows, columns = 30, 50
    drawn = initializers.glorot(rng, rows, columns, blocks)
    bound = np.sqrt(6 / (rows + columns))
    assert drawn.shape == (rows, blocks * columns)
    assert 0.99 * bound < np.abs(drawn).max() <= bound
    assert drawn.var() == pytest.approx(2 / (rows + columns), rel=0.05)


@pytest.mark.parametrize("scale", [1.0, 0.01])
def test_identity_blocks(scale):
    assert np.array_equal(initializers.identity(2, 3, 2, scale), scale * np.eye(2, 3)[:, [0, 1, 2, 0, 1, 2]])


@pytest.mark.parametrize(
    ("cell", "theirs"),
    [(RNN(), torch.nn.RNN), (LSTM(forget_bias=0), torch.nn.LSTM), (GRU(), torch.nn.GRU)],
    ids=["rnn", "lstm", "gru"],
)
def test_the_pytorch_scheme_fills_the_same_range_as_pytorch(rng, cell, theirs):
    d, h = 50, 100
    for array in cell.init(rng, d, h):
        assert 0.9 < np.abs(array).max() * np.sqrt(h) <= 1
        assert array.std() * np.sqrt(3 * h) == pytest.approx(1, abs=0.15)
    for tensor in theirs(d, h).parameters():
        assert 0.9 < float(tensor.detach().abs().max()) * np.sqrt(h) <= 1


@pytest.mark.parametrize("cell", [RNN(), LSTM(), GRU(), GRU("before")], ids=str)
def test_recurrent_matrices_start_orthogonal_or_as_identities_gate_by_gate(rng, cell):
    W_hh = cell.init(rng, 3, 5, scheme="orthogonal").W_hh
    assert W_hh.shape[1] % len(W_hh) == 0
    for block in np.split(W_hh, W_hh.shape[1] // len(W_hh), axis=1):
        assert np.abs(block.T @ block - np.eye(len(W_hh))).max() < 1e-14
    params = cell.init(rng, 3, 5, scheme="identity")
    for block in np.split(params.W_hh, params.W_hh.shape[1] // len(W_hh), axis=1):
        assert np.array_equal(block, np.eye(len(W_hh)))
    assert 0 < np.abs(params.W_xh).max() <= np.sqrt(6 / (3 + 5))


@every_cell
@every_scheme
def test_the_same_seed_draws_the_same_weights_and_the_type_asked_for(cell, scheme):
    draw = lambda seed, dtype: cell.init(np.random.default_rng(seed), 3, 5, dtype, scheme)  # noqa: E731
    first, again, other, single = draw(1, float), draw(1, float), draw(2, float), draw(1, np.float32)
    assert all(map(np.array_equal, first, again))
    assert not np.array_equal(first.W_xh, other.W_xh)
    assert {array.dtype for array in first} == {np.dtype(float)}
    assert {array.dtype for array in single} == {np.dtype(np.float32)}
    assert all(np.allclose(one, two, rtol=1e-6, atol=1e-7) for one, two in zip(single, first, strict=True))


@pytest.mark.parametrize("scheme", ["glorot", "orthogonal", "identity"])
def test_the_forget_bias_is_stored_in_b_f_and_every_other_bias_is_zero(rng, scheme):
    b_i, b_f, b_g, b_o = np.split(LSTM(forget_bias=1.5).init(rng, 3, 5, scheme=scheme).b_h, 4)
    assert b_f.tolist() == [1.5] * 5
    assert not np.concatenate([b_i, b_g, b_o]).any()


def test_pytorchs_scheme_adds_the_forget_bias_to_what_it_draws():
    with_bias, without = (LSTM(bias).init(np.random.default_rng(3), 2, 5).b_h for bias in (1.0, 0.0))
    assert np.allclose(with_bias - without, np.repeat([0, 1, 0, 0], 5), rtol=0, atol=1e-15)


def test_a_relu_network_with_identity_weights_keeps_its_state_and_its_gradient(rng):
    cell = RNN("relu")
    params = cell.init(rng, 2, 4, scheme="identity")
    state, d_final = rng.random((3, 4)), rng.normal(size=(3, 4))
    _, final, tape = cell.forward(params, np.zeros((3, 50, 2)), state)
    assert np.array_equal(final, state)
    assert np.array_equal(cell.backward(params, tape, None, d_final)[2], d_final)


# ---- chrono


def test_chrono_memories_are_spread_evenly_from_two_steps_to_the_longest(rng):
    """A gate that keeps k lasts τ = 1/(1 − k) steps."""
    keep = sigmoid(initializers.chrono(rng, 5000, T_max=100))
    tau = 1 / (1 - keep)
    assert 2 <= tau.min() < 2.2
    assert 99.8 < tau.max() <= 100
    assert tau.mean() == pytest.approx(51, abs=4 * 98 / np.sqrt(12 * 5000))


def test_an_lstm_gets_b_f_in_the_chrono_range_and_b_i_its_negative(rng):
    cell = LSTM()
    before = cell.init(rng, 3, 40, np.float32)
    after = chrono.with_biases(cell, before, rng, T_max=200)
    b_i, b_f, b_g, b_o = np.split(after.b_h, 4)
    assert np.array_equal(b_i, -b_f)
    assert b_f.min() >= 0
    assert np.log(100) < b_f.max() <= np.log(199)
    assert np.array_equal(np.concatenate([b_g, b_o]), before.b_h[80:])
    assert after.W_hh is before.W_hh
    assert after.b_h.dtype == np.float32
    assert before.b_h[40:80].max() < 2  # what was given is as it was


@pytest.mark.parametrize("reset", ["after", "before"])
def test_the_two_polarities_of_a_gru_start_out_remembering_alike(rng, reset):
    keeps, takes = GRU(reset), GRU(reset, update="takes")
    params = keeps.init(rng, 2, 40)
    b_z = {
        cell.update: chrono.with_biases(cell, params, np.random.default_rng(5), T_max=50).b_h[40:80]
        for cell in (keeps, takes)
    }
    assert np.array_equal(b_z["keeps"], -b_z["takes"])
    assert b_z["keeps"].min() >= 0
    rest = chrono.with_biases(takes, params, rng, T_max=50).b_h
    assert np.array_equal(np.delete(rest, np.s_[40:80]), np.delete(params.b_h, np.s_[40:80]))


@pytest.mark.parametrize("cell", [LSTM(), GRU(), GRU("before"), GRU(update="takes")], ids=str)
def test_a_chrono_cell_remembers_as_long_as_it_was_told(rng, cell):
    """With all weights zero, what is left of the state after T steps is Π k; g = 0, so nothing comes in."""
    params = type(params := cell.init(rng, 2, 6))(*(np.zeros_like(array) for array in params))
    params = chrono.with_biases(cell, params, rng, T_max=80)
    start = cell.zero_state(params, 1)
    ones = start._replace(c=np.ones((1, 6))) if isinstance(cell, LSTM) else np.ones((1, 6))
    _, final, _ = cell.forward(params, np.zeros((1, 30, 2)), ones)
    left = (final.c if isinstance(cell, LSTM) else final)[0]
    keep = 1 - 1 / (np.exp(np.abs(params.b_h[6:12])) + 1)
    assert np.allclose(left, keep**30, rtol=1e-12)


def test_chrono_refuses_what_has_no_gate_and_no_range(rng):
    with pytest.raises(TypeError, match=r"ForgetOnlyLSTM or GRU, got RNN"):
        chrono.with_biases(RNN(), RNN().init(rng, 2, 3), rng, 10)
    with pytest.raises(ValueError, match="T_max should be at least 3 steps, got 2"):
        initializers.chrono(rng, 4, 2)
