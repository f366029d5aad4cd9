"""A gradient taken apart adds up again, and each part is what its name says."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from rnncourse import through_time
from rnncourse.cells import LSTM, RNN, fast
from rnncourse.tree import map_arrays, named_arrays


def drawn(cell, T=6):
    rng = np.random.default_rng(5)
    params = cell.init(rng, d=2, h=4)
    X, dH = rng.normal(size=(3, T, 2)), rng.normal(size=(3, T, 4))
    state = map_arrays(lambda array: rng.normal(size=array.shape), cell.zero_state(params, 3))
    return params, X, state, dH


def whole(cell, params, X, state, dH):
    _, _, tape = cell.forward(params, X, state)
    return cell.backward(params, tape, dH)


def assert_same(got, want, tolerance=1e-13):
    wanted = named_arrays(want)
    for name, array in named_arrays(got).items():
        np.testing.assert_allclose(array, wanted[name], rtol=0, atol=tolerance * np.abs(wanted[name]).max())


@pytest.mark.parametrize("cell", [RNN(), LSTM()], ids=repr)
def test_the_first_state_gradient_is_that_of_the_initial_state_and_the_last_is_what_was_given(cell):
    params, X, state, dH = drawn(cell)
    _, final, tape = cell.forward(params, X, state)
    found = through_time.state_gradients(cell, params, tape, dH, final)
    _, _, d_initial = cell.backward(params, tape, dH, final)
    assert len(found) == 7
    assert_same(found[0], d_initial)
    last = found[-1].h if isinstance(cell, LSTM) else found[-1]
    np.testing.assert_array_equal(last, dH[:, -1] + (final.h if isinstance(cell, LSTM) else final))


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
def test_the_shares_of_all_distances_add_up_to_the_gradient(activation):
    cell = RNN(activation)
    params, X, state, dH = drawn(cell)
    shares = through_time.by_distance(cell, params, X, dH, state)
    assert_same(map_arrays(lambda share: share.sum(0), shares), whole(cell, params, X, state, dH)[0])


def test_a_loss_at_the_last_step_alone_gives_each_distance_to_one_use():
    cell = RNN()
    params, X, state, dH = drawn(cell)
    dH[:, :-1] = 0
    shares = through_time.by_distance(cell, params, X, dH, state)
    H, _, tape = cell.forward(params, X, state)
    dH_t = through_time.state_gradients(cell, params, tape, dH)
    before = [state, *H.swapaxes(0, 1)]
    for j in range(6):
        da = dH_t[6 - j] * (1 - H[:, 5 - j] ** 2)
        np.testing.assert_allclose(shares.W_hh[j], before[5 - j].T @ da, rtol=1e-12)


@pytest.mark.parametrize("window", [6, 7, 60])
@pytest.mark.parametrize("cell", [RNN(), LSTM(), fast.RNN()], ids=repr)
def test_a_window_as_long_as_the_sequence_cuts_nothing(cell, window):
    params, X, state, dH = drawn(cell)
    want, want_dX, _ = whole(cell, params, X, state, dH)
    got, dX = through_time.in_chunks(cell, params, X, dH, window, state)
    assert_same(got, want)
    np.testing.assert_allclose(dX, want_dX, rtol=1e-12)


def test_windows_of_one_step_are_the_shares_at_distance_zero_either_way():
    cell = RNN()
    params, X, state, dH = drawn(cell)
    shares = through_time.by_distance(cell, params, X, dH, state)
    chunks, _ = through_time.in_chunks(cell, params, X, dH, 1, state)
    assert_same(through_time.reaching(shares, 1), chunks)


def test_a_chunk_knows_no_later_loss():
    cell = RNN()
    params, X, state, dH = drawn(cell)
    _, dX = through_time.in_chunks(cell, params, X, dH, 2, state)
    changed = dH.copy()
    changed[:, 2:] = 0
    np.testing.assert_array_equal(
        through_time.in_chunks(cell, params, X, changed, 2, state)[1][:, :2], dX[:, :2]
    )


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_edges_of_one_give_the_gradient_and_a_zero_cuts_a_chunk(activation):
    cell = RNN(activation)
    params, X, state, dH = drawn(cell)
    every_second = np.array([1.0, 0.0, 1.0, 0.0, 1.0])
    assert_same(
        through_time.with_edges(cell, params, X, dH, np.ones(5), state), whole(cell, params, X, state, dH)[0]
    )
    assert_same(
        through_time.with_edges(cell, params, X, dH, every_second, state),
        through_time.in_chunks(cell, params, X, dH, 2, state)[0],
    )


def test_random_cuts_give_the_gradient_on_average():
    """Over all patterns of cuts, each with its probability: no sampling."""
    cell, cut = RNN(), 0.3
    params, X, state, dH = drawn(cell, T=5)

    def mean(enlarged):
        total = map_arrays(np.zeros_like, params)
        for kept in product([0.0, 1.0], repeat=4):
            probability = np.prod([1 - cut if one else cut for one in kept])
            edges = np.array(kept) / (1 - cut if enlarged else 1)
            one = through_time.with_edges(cell, params, X, dH, edges, state)
            total = map_arrays(lambda so_far, new, p=probability: so_far + p * new, total, one)
        return total

    right = whole(cell, params, X, state, dH)[0]
    assert_same(mean(enlarged=True), right)
    assert not np.allclose(mean(enlarged=False).W_hh, right.W_hh, rtol=1e-2)


def test_an_edge_for_every_border_is_wanted():
    params, X, state, dH = drawn(RNN())
    with pytest.raises(ValueError, match="edges"):
        through_time.with_edges(RNN(), params, X, dH, np.ones(6), state)


def test_what_does_not_fit_is_refused():
    params, X, _, dH = drawn(RNN())
    with pytest.raises(ValueError, match="window"):
        through_time.in_chunks(RNN(), params, X, dH, 0)
    shares = through_time.by_distance(RNN(), params, X, dH)
    with pytest.raises(ValueError, match="window"):
        through_time.reaching(shares, 0)
    with pytest.raises(ValueError, match="d_outputs"):
        through_time.by_distance(RNN(), params, X, dH[:, 1:])
    _, _, tape = RNN().forward(params, X, lengths=np.array([6, 2, 3]))
    with pytest.raises(ValueError, match="padding"):
        through_time.state_gradients(RNN(), params, tape)
    _, _, tape = fast.RNN().forward(params, X)
    with pytest.raises(TypeError, match="plain"):
        through_time.state_gradients(fast.RNN(), params, tape)
