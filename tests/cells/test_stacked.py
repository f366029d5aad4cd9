"""A stack is its layers, one after the other, with dropout on the way up only."""

from __future__ import annotations

import numpy as np
import pytest
from layers import assert_close, problem, run

from rnncourse.cells import GRU, LSTM, RNN, Bidirectional, Stacked, dropout
from rnncourse.tree import named_arrays


def test_a_stack_of_one_is_its_layer(rng):
    given = problem(LSTM(), rng, padded=True)
    inside = given._replace(params=(given.params,), state=(given.state,), d_final=(given.d_final,))
    got = {name.replace(".0", ""): array for name, array in run(Stacked([LSTM()]), inside).items()}
    want = run(LSTM(), given)
    assert got.keys() == want.keys()
    assert all(np.array_equal(got[name], want[name]) for name in want)


def test_a_stack_within_a_stack_is_the_flat_stack(rng):
    flat, nested = Stacked([RNN(), LSTM(), GRU()]), Stacked([Stacked([RNN(), LSTM()]), GRU()])
    given = problem(flat, rng, padded=True)
    nest = lambda tree: ((tree[0], tree[1]), tree[2])  # noqa: E731
    within = given._replace(params=nest(given.params), state=nest(given.state), d_final=nest(given.d_final))
    one, two = run(flat, given).values(), run(nested, within).values()
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_the_same_layer_twice_has_parameters_of_its_own_in_each_place(rng):
    first, second = Stacked([RNN()] * 2).init(rng, 4, 4)
    assert not np.array_equal(first.W_hh, second.W_hh)


def test_each_layer_takes_the_width_of_what_lies_below(rng):
    params = Stacked([Bidirectional(RNN()), Bidirectional(GRU(), merge="mean"), LSTM()]).init(rng, 3, 5)
    assert params[1].forward.W_xh.shape == (10, 15)
    assert params[2].W_xh.shape == (5, 20)


@pytest.mark.parametrize("mask", ["step", "sequence"])
@pytest.mark.parametrize(("on_input", "on_output"), [(False, False), (True, False), (True, True)])
def test_numbers_are_dropped_between_layers_and_where_told(rng, mask, on_input, on_output):
    cells = [RNN("identity")] * 3
    layer = Stacked(cells, 0.5, mask, on_input, on_output)
    params, X, *_ = problem(layer, rng, n=3, T=5)
    outputs, final, tape = layer.forward(params, X, rng=np.random.default_rng(1))
    noise = np.random.default_rng(1)
    dropped = [drop.keep is not None for drop in tape.drops]
    assert dropped == [on_input, True, True, on_output]
    H = X
    for cell, own, here, end in zip(cells, params, dropped, final, strict=False):
        H, _ = dropout.forward(H, 0.5 * here, noise, mask)
        H, last, _ = cell.forward(own, H)
        assert np.array_equal(last, end)
    assert np.array_equal(outputs, dropout.forward(H, 0.5 * on_output, noise, mask)[0])


def test_nothing_is_dropped_on_the_way_to_the_right(rng):
    layer = Stacked([LSTM()] * 2, dropout=0.9)
    params, X, state, *_ = problem(layer, rng)
    _, final, _ = layer.forward(params, X, state, rng=np.random.default_rng(1))
    _, plain, _ = layer.forward(params, X, state)
    assert np.array_equal(final[0].c, plain[0].c)
    assert not np.allclose(final[1].c, plain[1].c)


def test_only_the_outputs_or_only_the_final_state_may_have_a_gradient(rng):
    layer = Stacked([GRU(), LSTM()], dropout=0.3, on_output=True)
    params, X, state, _, d_outputs, d_final = problem(layer, rng)
    _, _, tape = layer.forward(params, X, state, rng=np.random.default_rng(1))
    parts = [layer.backward(params, tape, d_outputs), layer.backward(params, tape, None, d_final)]
    whole = named_arrays(layer.backward(params, tape, d_outputs, d_final))
    sums = {name: one + named_arrays(parts[1])[name] for name, one in named_arrays(parts[0]).items()}
    assert_close(sums, whole, 1e-14)


def test_bad_options_and_arguments_are_named(rng):
    layer = Stacked([LSTM(), GRU()])
    params, X, state, *_ = problem(layer, rng)
    with pytest.raises(
        ValueError, match=r"layers should be a sequence of at least one layer, such as .*, got"
    ):
        Stacked([])
    with pytest.raises(
        ValueError, match=r"layers should be a sequence of at least one layer, such as .*, got LSTM"
    ):
        Stacked(LSTM())
    with pytest.raises(TypeError, match=r"layers\[1\] should be a layer, got the class GRU; write GRU\(\)"):
        Stacked([LSTM(), GRU])
    with pytest.raises(ValueError, match="mask should be one of 'step', 'sequence', got 'time'"):
        Stacked([LSTM()], mask="time")
    with pytest.raises(ValueError, match=r"dropout should be a number .* got 1\.0"):
        Stacked([LSTM()], dropout=1.0)
    with pytest.raises(TypeError, match=r"a tuple of 2, one for each layer, .* got Params"):
        layer.forward(params[0], X)
    with pytest.raises(TypeError, match=r"state should be a tuple of 2, for layers\[0\], layers\[1\], got"):
        layer.forward(params, X, state[1])
    with pytest.raises(TypeError, match="got State") as caught:
        layer.forward(params, X, (state[0], state[0]))
    assert caught.value.__notes__ == ["in layers[1]"]
    dropped = Stacked([GRU()], dropout=0.2, on_output=True)
    own = dropped.init(rng, 2, 4)
    with pytest.raises(ValueError, match=r"should have shape \[3, 5, 4\], got \[3, 4, 4\]"):
        dropped.backward(own, dropped.forward(own, X, rng=rng)[2], np.zeros((3, 4, 4)))
