"""What holds for every layer alike: its gradients, its padding, its chunks, its types, its errors."""

from __future__ import annotations

import numpy as np
import pytest
from layers import CELLS, LAYERS, NOISY_CELLS, STACKS, assert_close, problem, run

from rnncourse import cells, gradcheck
from rnncourse.cells.recurrence import Cell
from rnncourse.cells.wrapper import Wrapper
from rnncourse.tree import map_arrays, named_arrays

every_layer = pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)

STREAMING = CELLS | NOISY_CELLS | STACKS
every_layer_with_steps = pytest.mark.parametrize("layer", STREAMING.values(), ids=STREAMING)

SINGLE = CELLS | NOISY_CELLS
every_cell = pytest.mark.parametrize("cell", SINGLE.values(), ids=SINGLE)


@every_layer
@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
@pytest.mark.parametrize(
    ("method", "tolerance"),
    [(gradcheck.central_differences, 1e-7), (gradcheck.complex_step, 1e-13)],
    ids=["central", "complex"],
)
def test_every_gradient_matches_differences(rng, layer, padded, method, tolerance):
    params, X, state, lengths, *_ = problem(layer, rng, padded=padded)
    report = gradcheck.check_layer(
        layer, params, X, state, lengths, rng=rng, tolerance=tolerance, method=method
    )
    assert report.ok, str(report)


@every_layer
def test_what_the_padding_holds_changes_nothing(rng, layer):
    given = problem(layer, rng, padded=True)
    padding = np.arange(5) >= given.lengths[:, None]
    results = []
    for filler in (0.0, 1e6, np.nan):
        given.X[padding] = filler
        given.d_outputs[padding] = filler
        results.append(run(layer, given))
        assert (results[-1]["outputs"][padding] == 0).all()
        assert (results[-1]["dX"][padding] == 0).all()
    for other in results[1:]:
        for name, array in results[0].items():
            assert np.array_equal(array, other[name]), name


@every_layer
def test_a_padded_sequence_gives_what_it_gives_on_its_own(rng, layer):
    given = problem(layer, rng, padded=True)
    outputs, final, _ = layer.forward(given.params, given.X, given.state, given.lengths)
    for row, length in enumerate(given.lengths):
        alone = slice(row, row + 1)
        state = map_arrays(lambda array, alone=alone: array[alone], given.state)
        H, end, _ = layer.forward(given.params, given.X[alone, :length], state)
        assert np.allclose(outputs[alone, :length], H, rtol=0, atol=1e-14)
        for one, two in zip(named_arrays(final).values(), named_arrays(end).values(), strict=True):
            assert np.allclose(one[alone], two, rtol=0, atol=1e-14)


@every_layer_with_steps
@pytest.mark.parametrize("cut", [1, 2, 4])
def test_two_chunks_with_carried_state_equal_the_whole_to_the_last_bit(rng, layer, cut):
    given = problem(layer, rng)
    H, final, _ = layer.forward(given.params, given.X, given.state)
    H_first, state, _ = layer.forward(given.params, given.X[:, :cut], given.state)
    H_second, last, _ = layer.forward(given.params, given.X[:, cut:], state)
    assert np.array_equal(np.concatenate([H_first, H_second], axis=1), H)
    for one, two in zip(named_arrays(last).values(), named_arrays(final).values(), strict=True):
        assert np.array_equal(one, two)


@every_layer_with_steps
def test_step_by_step_equals_the_whole(rng, layer):
    given = problem(layer, rng)
    _, final, _ = layer.forward(given.params, given.X, given.state)
    state = given.state
    for t in range(given.X.shape[1]):
        state = layer.step(given.params, given.X[:, t], state)
    for one, two in zip(named_arrays(state).values(), named_arrays(final).values(), strict=True):
        assert np.array_equal(one, two)


@every_layer
def test_float32_stays_float32_and_near_float64(rng, layer):
    given = problem(layer, rng, padded=True)
    single = type(given)(*(tree if tree is given.lengths else map_arrays(np.float32, tree) for tree in given))
    got = run(layer, single)
    assert {array.dtype for array in got.values()} == {np.dtype(np.float32)}
    assert_close(got, run(layer, given), 1e-5)


def test_every_cell_that_is_exported_is_in_the_catalogue():
    """So that a new cell cannot go untested."""
    exported = [getattr(cells, name) for name in cells.__all__]
    plain = {kind for kind in exported if isinstance(kind, type) and issubclass(kind, Cell)}
    plain -= {kind for kind in plain if issubclass(kind, Wrapper)}
    assert plain == {type(cell) for cell in CELLS.values()}


@every_layer
def test_a_gradient_of_the_input_that_nobody_needs_is_left_out_and_nothing_else(rng, layer):
    given = problem(layer, rng, padded=True)
    _, _, tape = layer.forward(given.params, given.X, given.state, given.lengths)
    d_params, _, d_state = layer.backward(given.params, tape, given.d_outputs, given.d_final)
    without = layer.backward(given.params, tape, given.d_outputs, given.d_final, need_dX=False)
    assert without[1] is None
    assert_close(named_arrays(without), named_arrays((d_params, None, d_state)), 1e-15)


@every_layer
def test_arguments_are_not_changed(rng, layer):
    given = problem(layer, rng, padded=True)
    before = [array.copy() for array in named_arrays(tuple(given)).values()]
    run(layer, given)
    for one, two in zip(before, named_arrays(tuple(given)).values(), strict=True):
        assert np.array_equal(one, two)


@every_layer
def test_no_initial_state_is_a_state_of_zeros_and_no_gradient_is_a_gradient_of_zeros(rng, layer):
    given = problem(layer, rng)
    zeros = map_arrays(np.zeros_like, given.state)
    H, final, tape = layer.forward(given.params, given.X)
    spelled, _, _ = layer.forward(given.params, given.X, zeros)
    assert np.array_equal(H, spelled)
    only_outputs = layer.backward(given.params, tape, given.d_outputs)
    with_zeros = layer.backward(given.params, tape, given.d_outputs, map_arrays(np.zeros_like, final))
    only_final = layer.backward(given.params, tape, None, given.d_final)
    with_others = layer.backward(given.params, tape, np.zeros_like(H), given.d_final)
    for one, two in [(only_outputs, with_zeros), (only_final, with_others)]:
        assert_close(named_arrays(one), named_arrays(two), 1e-14)


@every_cell
def test_parameters_have_the_shapes_that_the_cell_announces(rng, cell):
    params = cell.init(rng, 3, 5)
    assert {name: array.shape for name, array in params._asdict().items()} == cell.shapes(3, 5)
    assert cell.sizes(params) == (3, 5)
