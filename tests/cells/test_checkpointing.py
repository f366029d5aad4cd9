"""Checkpointing changes what is stored and nothing else."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from layers import assert_close, problem

from rnncourse.cells import GRU, LSTM, RNN, Bidirectional, Checkpointed, Stacked, WeightDrop, Zoneout
from rnncourse.tree import named_arrays

INSIDE = [RNN(), LSTM(), GRU(), Zoneout(LSTM(), 0.3, 0.2), WeightDrop(Zoneout(GRU(), 0.3), 0.4)]


@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
@pytest.mark.parametrize("every", [None, 1, 2, 4, 11, 50])
@pytest.mark.parametrize("cell", INSIDE, ids=repr)
def test_outputs_states_and_gradients_are_those_of_the_plain_cell(rng, cell, every, padded):
    params, X, state, lengths, d_outputs, d_final = problem(cell, rng, n=4, T=11, padded=padded)
    results = []
    for layer in (cell, Checkpointed(cell, every)):
        H, final, tape = layer.forward(params, X, state, lengths, rng=np.random.default_rng(1))
        d_params, dX, d_state = layer.backward(params, tape, d_outputs, d_final)
        results.append((named_arrays((H, final, dX, d_state)), named_arrays(d_params)))
    (plain, d_plain), (again, d_again) = results
    assert all(np.array_equal(plain[name], again[name]) for name in plain)  # to the last bit
    assert_close(d_again, d_plain, 1e-14)  # a sum over steps, taken segment by segment


@pytest.mark.parametrize(("T", "borders"), [(1, 1), (16, 4), (17, 4), (400, 20)])
def test_about_as_many_states_are_kept_as_the_root_of_the_steps(rng, T, borders):
    cell = Checkpointed(RNN())
    params, X, *_ = problem(cell, rng, T=T)
    assert len(cell.forward(params, X)[2].states) == borders


def peak_bytes(layer: object, params: tuple, X: np.ndarray) -> int:
    """The most memory that a pass forward and back holds at once."""
    tracemalloc.start()
    try:
        _, final, tape = layer.forward(params, X)
        layer.backward(params, tape, None, final)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_at_900_steps_the_peak_of_memory_is_less_than_a_quarter(rng):
    params, X, *_ = problem(LSTM(), rng, n=16, T=900, d=2, h=16)
    assert peak_bytes(Checkpointed(LSTM()), params, X) < peak_bytes(LSTM(), params, X) / 4


def test_a_sequence_that_ends_before_a_segment_hands_its_gradient_through(rng):
    params, X, state, _, _, d_final = problem(LSTM(), rng, T=9)
    lengths = np.array([9, 2, 1])  # two of the three have length 0 in the second and third segments
    cell = Checkpointed(LSTM(), every=3)
    _, final, tape = cell.forward(params, X, state, lengths)
    want_final, want_tape = LSTM().forward(params, X, state, lengths)[1:]
    got = cell.backward(params, tape, None, d_final)
    want = LSTM().backward(params, want_tape, None, d_final)
    assert_close(named_arrays((final, *got)), named_arrays((want_final, *want)), 1e-14)


def test_bad_options_are_refused():
    with pytest.raises(ValueError, match="every should be a whole number from 1 up, got 0"):
        Checkpointed(LSTM(), every=0)
    for layer in (Stacked([LSTM()]), Bidirectional(LSTM()), LSTM):
        with pytest.raises(TypeError, match=r"cell should be a cell such as LSTM\(\).*wrap the cells inside"):
            Checkpointed(layer)
