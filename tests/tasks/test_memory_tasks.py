"""Adding, temporal order, timing and the latch: what is asked, and what the best partial reader scores."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse.tasks import adding, latch, temporal_order, timing


def test_adding_marks_one_step_in_each_half_and_asks_for_their_sum(rng):
    X, targets = adding.draw(rng, 3000, 11)
    values, marks = X[..., 0], X[..., 1]
    assert set(np.unique(marks)) == {0.0, 1.0}
    assert (marks[:, :5].sum(1) == 1).all()
    assert (marks[:, 5:].sum(1) == 1).all()
    assert (marks.sum(0) > 0).all()
    assert np.abs((values * marks).sum(1) - targets).max() == 0
    assert 0 <= values.min() < 0.01
    assert 0.99 < values.max() < 1


@pytest.mark.parametrize("window", [0, 3, 5, 8, 11])
def test_adding_is_as_hard_for_a_window_as_its_best_guess_shows(rng, window):
    X, targets = adding.draw(rng, 40_000, 11)
    inside = X[:, 11 - window :]
    guess = (inside[..., 0] * inside[..., 1]).sum(1) + 0.5 * (2 - inside[..., 1].sum(1))
    assert np.square(guess - targets).mean() == pytest.approx(adding.bayes_mse(11, window), abs=0.003)


def test_temporal_order_hides_two_signals_among_letters(rng):
    X, targets = temporal_order.draw(rng, 4000, 30)
    assert X.shape == (4000, 30, 8)
    assert (X.sum(2) == 1).all()
    symbols = np.array(temporal_order.SYMBOLS)[X.argmax(2)]
    assert set(symbols[:, 0]) == {"E"}
    assert set(symbols[:, -1]) == {"B"}
    signal = np.isin(symbols, temporal_order.SIGNALS)
    assert (signal.sum(1) == 2).all()
    assert np.flatnonzero(signal.any(0)).tolist() == [3, 4, 5, 6, *range(15, 19)]
    for row, target in zip(symbols, targets, strict=True):
        assert tuple(row[np.isin(row, temporal_order.SIGNALS)]) == temporal_order.CLASSES[target]
    assert np.bincount(targets) / 4000 == pytest.approx(0.25, abs=0.03)
    letters = symbols[~signal & ~np.isin(symbols, ("E", "B"))]
    assert np.unique(letters, return_counts=True)[1] / len(letters) == pytest.approx(0.25, abs=0.01)


def test_timing_asks_at_each_spike_but_the_first_for_the_steps_since_the_one_before(rng):
    batch = timing.draw(rng, 500, 40, 5, 9)
    found = []
    for x, targets, asked in zip(batch.X[..., 0], batch.targets, batch.asked, strict=True):
        spikes = np.flatnonzero(x)
        assert spikes[0] < 9
        assert spikes[-1] + 9 >= 40 - 1
        assert np.flatnonzero(asked).tolist() == spikes[1:].tolist()
        assert targets[asked] == pytest.approx((np.diff(spikes) - 5) / 4)
        assert (targets[~asked] == 0).all()
        found += np.diff(spikes)[:2].tolist()
    assert np.bincount(found)[5:] / len(found) == pytest.approx(0.2, abs=0.06)


@pytest.mark.parametrize("window", [0, 4, 6, 8, 9])
def test_timing_is_as_hard_for_a_window_as_its_best_guess_shows(rng, window):
    batch = timing.draw(rng, 20_000, 18, 5, 9)
    first = batch.asked.argmax(1)  # the first interval is never cut off
    targets = batch.targets[np.arange(20_000), first]
    intervals = np.round(targets * 4 + 5)
    outside = intervals > window
    guess = np.where(outside, targets[outside].mean() if outside.any() else 0, targets)
    assert np.square(guess - targets).mean() == pytest.approx(timing.bayes_mse(5, 9, window), abs=0.002)


def test_the_latch_asks_once_for_the_bit_that_was_marked(rng):
    X, targets, asked = latch.draw(rng, 2000, 9)
    assert set(np.unique(X[..., 0])) == {-1.0, 1.0}
    assert (X[:, :4, 1].sum(1) == 1).all()
    assert (X[:, 4:, 1] == 0).all()
    assert (X[:, 4:, 2].sum(1) == 1).all()
    assert (X[:, :4, 2] == 0).all()
    assert (asked == (X[..., 2] == 1)).all()
    kept = (X[..., 0] * X[..., 1]).sum(1)
    assert (targets == np.where(asked, kept[:, None], 0)).all()
    assert latch.accuracy(np.repeat(kept[:, None], 9, 1), latch.Batch(X, targets, asked)) == 1
    assert latch.accuracy(-targets, latch.Batch(X, targets, asked)) == 0


@pytest.mark.parametrize("window", [0, 2, 5, 9])
def test_the_latch_is_as_hard_for_a_window_as_its_best_guess_shows(rng, window):
    X, targets, asked = latch.draw(rng, 40_000, 9)
    write, read = X[..., 1].argmax(1), X[..., 2].argmax(1)
    kept = X[np.arange(40_000), write, 0]
    guess = np.where(write > read - window, kept, 1)
    assert (guess == targets[asked]).mean() == pytest.approx(latch.bayes_accuracy(9, window), abs=0.01)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_is_the_callers(rng, dtype):
    for batch in (
        adding.draw(rng, 2, 10, dtype),
        latch.draw(rng, 2, 10, dtype),
        timing.draw(rng, 2, 10, 2, 5, dtype),
    ):
        assert batch.X.dtype == batch.targets.dtype == dtype
    assert temporal_order.draw(rng, 2, 10, dtype).X.dtype == dtype


@pytest.mark.parametrize(
    "call",
    [
        lambda rng: adding.draw(rng, 0, 10),
        lambda rng: adding.draw(rng, 2, 1),
        lambda rng: adding.bayes_mse(10, 11),
        lambda rng: temporal_order.draw(rng, 0, 10),
        lambda rng: temporal_order.draw(rng, 2, 9),
        lambda rng: temporal_order.bayes_accuracy("half"),
        lambda rng: timing.draw(rng, 0, 20, 2, 5),
        lambda rng: timing.draw(rng, 2, 9, 2, 5),
        lambda rng: timing.draw(rng, 2, 20, 5, 5),
        lambda rng: timing.bayes_mse(5, 9, -1),
        lambda rng: latch.draw(rng, 0, 10),
        lambda rng: latch.draw(rng, 2, 1),
        lambda rng: latch.bayes_accuracy(10, -1),
    ],
)
def test_what_cannot_be_drawn_is_refused(rng, call):
    with pytest.raises(ValueError, match="got"):
        call(rng)
