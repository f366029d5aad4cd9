"""What composes layers composes every cell, each with the state and parameters that it has."""

from __future__ import annotations

import pytest
from layers import CELLS, problem

from rnncourse import gradcheck
from rnncourse.cells import GRU, Bidirectional, Checkpointed, Stacked, StateDropout, WeightDrop, Zoneout

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def assert_gradients_through_fixed_masks(rng, layer):
    params, X, state, lengths, *_ = problem(layer, rng, n=3, T=4, d=2, padded=True)
    method = gradcheck.complex_step
    report = gradcheck.check_layer(
        layer, params, X, state, lengths, rng=rng, tolerance=1e-13, method=method, noise_seed=7
    )
    assert report.ok, str(report)


@every_cell
def test_zoneout_weight_drop_and_checkpoints_go_around_any_cell(rng, cell):
    rate_c = 0.0 if cell.State is None else 0.4
    assert_gradients_through_fixed_masks(rng, Checkpointed(WeightDrop(Zoneout(cell, 0.3, rate_c), 0.3)))


@every_cell
def test_directions_and_stacks_hold_any_cell(rng, cell):
    assert_gradients_through_fixed_masks(rng, Bidirectional(cell))
    assert_gradients_through_fixed_masks(rng, Stacked([cell, cell], dropout=0.4))


@every_cell
def test_state_dropout_goes_around_any_cell_that_does_not_carry_h_and_around_the_gru(rng, cell):
    if cell.carries_h and not isinstance(cell, GRU):
        with pytest.raises(TypeError, match="carries h on"):
            StateDropout(cell, 0.4)
    else:
        assert_gradients_through_fixed_masks(rng, StateDropout(cell, 0.4))
