"""The influence of inputs on outputs, against differences and against what the directions allow."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse.cells import LSTM, RNN, Bidirectional
from rnncourse.influence import influence

T, D, SIZE = 5, 2, 3


@pytest.mark.parametrize(
    ("units", "reached"),
    [
        (slice(SIZE), np.tril(np.ones((T, T)))),
        (slice(SIZE, None), np.triu(np.ones((T, T)))),
        (slice(None), np.ones((T, T))),
    ],
    ids=["causal", "anti-causal", "both"],
)
@pytest.mark.parametrize("cell", [RNN(), LSTM()], ids=["rnn", "lstm"])
def test_each_direction_reaches_its_own_triangle(rng, cell, units, reached):
    layer = Bidirectional(cell)
    params = layer.init(rng, D, SIZE)
    found = influence(layer, params, rng.normal(size=(T, D)), units)
    assert np.array_equal(found > 0, reached > 0)


def test_the_norm_is_that_of_the_jacobian_by_differences(rng):
    layer = Bidirectional(RNN(), merge="sum")
    params, X = layer.init(rng, D, SIZE), rng.normal(size=(T, D))
    jacobian = np.zeros((T, SIZE, T, D))
    for s in range(T):
        for i in range(D):
            step = np.zeros_like(X)
            step[s, i] = 1e-6
            up, down = (layer.forward(params, (X + sign * step)[None])[0][0] for sign in (1, -1))
            jacobian[:, :, s, i] = (up - down) / 2e-6
    expected = np.sqrt((jacobian**2).sum(axis=(1, 3)))
    assert influence(layer, params, X) == pytest.approx(expected, rel=1e-6)


def test_a_batch_and_no_units_are_refused(rng):
    params = RNN().init(rng, D, SIZE)
    with pytest.raises(ValueError, match="X"):
        influence(RNN(), params, np.zeros((1, T, D)))
    with pytest.raises(ValueError, match="units should pick some of the 3 outputs"):
        influence(RNN(), params, np.zeros((T, D)), slice(3, None))
