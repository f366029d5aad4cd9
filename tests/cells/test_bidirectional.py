"""Two directions: what each has seen, where it is found, and what they do to padding."""

from __future__ import annotations

import numpy as np
import pytest
from layers import problem

from rnncourse.cells import GRU, LSTM, RNN, Bidirectional, Stacked, reverse_within_length


def test_reversal_stays_within_each_length():
    X = np.array([[1, 2, 3, 4], [5, 6, 7, 0], [8, 0, 0, 0]])[..., None]
    want = [[4, 3, 2, 1], [7, 6, 5, 0], [8, 0, 0, 0]]
    assert reverse_within_length(X, np.array([4, 3, 1]))[..., 0].tolist() == want
    assert reverse_within_length(X)[1, :, 0].tolist() == [0, 7, 6, 5]


def test_reversal_is_its_own_inverse_and_its_own_adjoint(rng):
    X, Y = rng.normal(size=(2, 4, 6, 3))
    lengths = np.array([6, 1, 4, 5])
    assert np.array_equal(reverse_within_length(reverse_within_length(X, lengths), lengths), X)
    forth, back = reverse_within_length(X, lengths) * Y, X * reverse_within_length(Y, lengths)
    assert np.isclose(forth.sum(), back.sum(), rtol=1e-14)


@pytest.mark.parametrize("lengths", [None, np.array([5, 2, 3])], ids=["full", "padded"])
def test_reversal_gives_a_new_array(rng, lengths):
    X = rng.normal(size=(3, 5, 2))
    kept = X.copy()
    reverse_within_length(X, lengths)[:] = 0
    assert np.array_equal(X, kept)


def test_backward_states_are_those_of_a_cell_that_steps_from_the_last_step_to_the_first(rng):
    layer = Bidirectional(LSTM())
    params, X, state, lengths, *_ = problem(layer, rng, padded=True)
    H, final, _ = layer.forward(params, X, state, lengths)
    for row, length in enumerate(lengths):
        one = type(state.backward)(*(array[row : row + 1] for array in state.backward))
        for t in reversed(range(length)):
            one = LSTM().step(params.backward, X[row : row + 1, t], one)
            assert np.allclose(H[row, t, 4:], one.h[0], rtol=0, atol=1e-14)
        assert np.allclose(final.backward.c[row], one.c[0], rtol=0, atol=1e-14)


def test_each_output_depends_on_every_input_of_its_sequence_and_on_no_padding(rng):
    layer = Bidirectional(RNN())
    params, X, state, *_ = problem(layer, rng)
    lengths = np.array([5, 3, 1])
    _, _, tape = layer.forward(params, X, state, lengths)
    for t in range(5):
        seed = np.zeros((3, 5, 8))
        seed[:, t] = 1
        _, dX, _ = layer.backward(params, tape, seed)
        reached = (dX != 0).all(axis=2)
        want = (t < lengths)[:, None] & (np.arange(5) < lengths[:, None])
        assert np.array_equal(reached, want)


def test_the_last_output_shows_the_backward_direction_after_one_step_only(rng):
    layer = Bidirectional(GRU())
    params, X, *_ = problem(layer, rng)
    H, final, _ = layer.forward(params, X)
    assert np.array_equal(H[:, -1, 4:], GRU().step(params.backward, X[:, -1]))
    assert np.array_equal(H[:, 0, 4:], final.backward)
    assert np.array_equal(H[:, -1, :4], final.forward)


def test_sum_and_mean_merge_what_concatenation_keeps_apart(rng):
    params, X, state, lengths, *_ = problem(Bidirectional(LSTM()), rng, padded=True)
    H, H_sum, H_mean = (
        Bidirectional(LSTM(), merge=merge).forward(params, X, state, lengths)[0]
        for merge in ("concat", "sum", "mean")
    )
    assert np.array_equal(H_sum, H[..., :4] + H[..., 4:])
    assert np.array_equal(H_mean, H_sum / 2)


def test_there_is_no_step_and_the_error_says_why(rng):
    layer = Bidirectional(RNN())
    params, X, *_ = problem(layer, rng)
    with pytest.raises(TypeError, match="no step: the backward state at t comes from the steps after t"):
        layer.step(params, X[:, 0])
    stack = Stacked([RNN(), layer])
    with pytest.raises(TypeError, match="no step") as caught:
        stack.step(stack.init(rng, 2, 4), X[:, 0])
    assert caught.value.__notes__ == ["in layers[1]"]


def test_bad_options_and_arguments_are_named(rng):
    layer = Bidirectional(LSTM())
    params, X, state, *_ = problem(layer, rng)
    with pytest.raises(ValueError, match="merge should be one of 'concat', 'sum', 'mean', got 'max'"):
        Bidirectional(LSTM(), merge="max")
    with pytest.raises(TypeError, match=r"cell should be a layer, got the class LSTM; write LSTM\(\)"):
        Bidirectional(LSTM)
    with pytest.raises(TypeError, match="backward_cell should be a layer such as"):
        Bidirectional(LSTM(), backward_cell="gru")
    with pytest.raises(TypeError, match=r"params should be the bidirectional\.Params .*got tuple"):
        layer.forward(tuple(params), X)
    with pytest.raises(TypeError, match="state should be a tuple of 2, for forward, backward, got"):
        layer.forward(params, X, (state.forward,))
    with pytest.raises(ValueError, match=r"state\.h should have shape \[3, 4\]") as caught:
        layer.forward(params, X, state._replace(backward=layer.cell.zero_state(params.backward, 2)))
    assert caught.value.__notes__ == ["in the backward direction"]
    with pytest.raises(ValueError, match=r"d_outputs should have shape \[3, 5, 8\], got \[3, 5, 4\]"):
        layer.backward(params, layer.forward(params, X)[2], np.zeros((3, 5, 4)))
    with pytest.raises(ValueError, match=r"lengths should lie in 1\.\.5"):
        reverse_within_length(X, np.array([1, 2, 6]))
    with pytest.raises(ValueError, match=r"X should have shape \[n, T, \.\.\.\], got \[3\]"):
        reverse_within_length(np.zeros(3))


def test_directions_of_two_widths_can_be_concatenated_only(rng):
    wide = Bidirectional(RNN())
    layer = Bidirectional(wide, backward_cell=RNN())
    assert layer.output_size(layer.init(rng, 2, 4)) == 12
    with pytest.raises(ValueError, match='one width to take their sum, got 8 and 4; use "concat"'):
        Bidirectional(wide, merge="sum", backward_cell=RNN()).init(rng, 2, 4)
