"""The data: digits and echo."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse.cells import RNN
from rnncourse.tasks import digits, echo, echo_experiment


@pytest.mark.parametrize("k", [0, 1, 5])
def test_the_target_is_the_input_of_k_steps_ago(rng, k):
    batch = echo.draw(rng, n=20, T=9, k=k)
    assert set(np.unique(batch.X)) == {-1.0, 1.0}
    for t in range(9):
        assert (batch.asked[:, t] == (t >= k)).all()
        if t >= k:
            assert (batch.targets[:, t] == batch.X[:, t - k, 0]).all()


def test_accuracy_counts_asked_steps_alone(rng):
    batch = echo.draw(rng, n=50, T=10, k=4)
    assert echo.accuracy(batch.targets, batch) == 1.0
    assert echo.accuracy(-batch.targets, batch) == 0.0
    early = np.where(batch.asked, batch.targets, np.nan)
    assert echo.accuracy(early, batch) == 1.0


@pytest.mark.parametrize("k", [-1, 9])
def test_a_lag_outside_the_sequence_is_refused(rng, k):
    with pytest.raises(ValueError, match=r"k should lie in 0..T-1 = 0..8"):
        echo.draw(rng, n=2, T=9, k=k)


def test_two_units_learn_to_echo_one_step_and_not_three():
    result = echo_experiment.run(2, (1, 3), seeds=2, steps=300, learning_rates=(0.03,))
    assert result.accuracy[0].min() > 0.99
    assert result.accuracy[1].max() < 0.95
    assert result.learning_rates == (0.03, 0.03)


def test_digits_are_split_without_overlap_and_the_split_is_the_generators():
    train, test = digits.load(np.random.default_rng(3))
    again, _ = digits.load(np.random.default_rng(3))
    other, _ = digits.load(np.random.default_rng(4))
    assert len(train.y) + len(test.y) == 1797
    assert train.X.dtype == np.float32
    assert 0 <= train.X.min() < train.X.max() == 1
    assert np.array_equal(train.X, again.X)
    assert not np.array_equal(train.X, other.X)
    with pytest.raises(ValueError, match=r"between 0 and 1, got 1\.5"):
        digits.load(np.random.default_rng(0), test_share=1.5)


def test_recall_of_a_shift_register_is_one_for_each_lag_it_holds_and_nothing_after(rng):
    register = RNN.Params(np.array([[0.01, 0, 0]]), np.eye(3, k=1), np.zeros(3))
    found = echo_experiment.recall(register, range(6), rng)
    assert found[:3].min() > 0.999
    assert found[3:].max() < 0.01
    assert found.sum() < 3.02
