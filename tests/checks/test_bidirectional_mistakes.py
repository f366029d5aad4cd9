"""What the checks of chapter 4 expect and lend is what the course's own layer does."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse.cells import RNN, Bidirectional
from rnncourse.checks import bidirectional as lent


@pytest.mark.parametrize("how", ["concat", "sum", "mean"])
def test_merges_are_those_of_the_layer(how):
    draw = np.random.default_rng(0)
    params = Bidirectional(RNN()).init(draw, d=2, h=3)
    X = draw.normal(size=(4, 5, 2))
    apart = Bidirectional(RNN()).forward(params, X)[0]
    H, _, tape = Bidirectional(RNN(), merge=how).forward(params, X)
    np.testing.assert_array_equal(lent.merged(apart[..., :3], apart[..., 3:], how), H)

    dH = draw.normal(size=H.shape)
    d_params, dX, _ = Bidirectional(RNN(), merge=how).backward(params, tape, dH)
    beside = np.concatenate(lent.merged_backward(dH, how), axis=2)
    tape = Bidirectional(RNN()).forward(params, X)[2]
    d_wanted, dX_wanted, _ = Bidirectional(RNN()).backward(params, tape, beside)
    np.testing.assert_allclose(dX, dX_wanted, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(d_params.backward.W_hh, d_wanted.backward.W_hh, rtol=1e-12)


@pytest.mark.parametrize("direction", ["forward", "both"])
def test_lent_layers_answer_well_above_rounding(direction):
    draw = np.random.default_rng(0)
    for _ in range(200):
        layer, X = lent.recurrent_layer(direction, draw), draw.normal(size=(5, 2))
        batch = np.repeat(X[None], 6, axis=0)
        batch[np.arange(5), np.arange(5)] += 1
        H = layer(batch)
        answers = np.abs(H[:5] - H[5]).max(axis=2).T
        np.testing.assert_array_equal(answers > 1e-9, lent.reached(direction, 5))
        assert answers[lent.reached(direction, 5)].min() > 1e-8
