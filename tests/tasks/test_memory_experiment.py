"""The experiments of the gated chapters: training, choosing a rate, counting updates, intervals."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from rnncourse.tasks import comparison, memory_experiment
from rnncourse.tasks.memory_experiment import (
    adding_task,
    batch,
    echo_task,
    latch_task,
    temporal_order_task,
    timing_task,
)
from rnncourse.training.side_by_side import SideBySide, count

TASKS = (adding_task(10), temporal_order_task(12), timing_task(20, 3, 7), latch_task(8), echo_task(8, 2))


class Fixed:
    """Stands for a model: says what it is told, whatever it is asked."""

    def __init__(self, outputs):
        self.outputs = outputs

    def __call__(self, X, last=False):
        return self.outputs


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_who_knows_nothing_loses_the_baseline(task, rng):
    parts = batch(task, rng, 2, 3000)
    assert parts[0].shape == (2, 3000, task.T, task.d)
    constant = {"adding": 1.0, "timing": 0.5}.get(task.name.split(",")[0], 0.0)
    last = task.name.startswith(("adding", "temporal"))
    outputs = torch.full((2, 3000, task.q) if last else (2, 3000, task.T, task.q), constant)
    losses = task.losses(Fixed(outputs), *parts)
    assert losses.shape == (2,)
    # Long intervals are a little rarer in a sequence that is cut off: hence the tolerance.
    assert losses.numpy() == pytest.approx(task.baseline, rel=0.06)
    assert task.solved < task.baseline / 4


def test_who_knows_the_answer_scores_fully(rng):
    for task in TASKS:
        X, *rest = parts = batch(task, rng, 2, 50)
        if task.name.startswith("adding"):
            perfect = (X[..., 0] * X[..., 1]).sum(2)[..., None]
        elif task.name.startswith("temporal"):
            perfect = 20 * torch.nn.functional.one_hot(rest[0], 4).float()
        else:
            perfect = (20 if task.measure == "accuracy" else 1) * rest[0][..., None]
        scores = task.scores(Fixed(perfect), *parts).numpy()
        assert scores == pytest.approx(1 if task.measure == "accuracy" else 0, abs=1e-6)
        assert (task.losses(Fixed(perfect), *parts) <= task.solved).all()


def test_copies_are_given_the_same_sequences_and_seeds_others(rng):
    X, targets = batch(adding_task(10), rng, 2, 3, copies=2)
    assert torch.equal(X[:2], X[2:])
    assert torch.equal(targets[:2], targets[2:])
    assert not torch.equal(X[0], X[1])


@pytest.fixture(scope="module")
def latch():
    task = latch_task(8)
    settings = {"seeds": 2, "steps": 200, "learning_rates": (1e-4, 0.05), "points": 20, "tests": 400}
    return task, comparison.compare(("GRU", "NP"), task, budget=300, **settings)


def test_networks_learn_the_latch_and_the_better_rate_is_chosen(latch):
    task, results = latch
    for start, result in results.items():
        assert abs(result.parameters - 300) < 30
        assert result.parameters == count(start, 3, result.h, 1) == result.model.theta.shape[1]
        assert result.learning_rate == 0.05
        assert result.validation[1] < result.validation[0]
        assert list(result.members) == [2, 3]
        assert result.score.min() > 0.97
        assert result.curve.shape == (20, 2)
        assert result.curve[0].min() > 0.4
        assert result.curve[-1].max() < 0.1
        exam = np.random.default_rng([0, 3])
        _, scores = memory_experiment.evaluate(result.model, task, exam, 400)
        assert np.array_equal(scores[2:], result.score)


def test_a_row_is_what_json_takes_and_says_the_same(latch):
    task, results = latch
    row = json.loads(json.dumps(comparison.as_row(results["GRU"], task), allow_nan=False))
    result = results["GRU"]
    assert row["score"] == pytest.approx(result.score, rel=1e-5)
    assert row["low"] <= row["mean"] <= row["high"]
    assert row["log10_mean"] == pytest.approx(np.log10(result.test_loss).mean(), abs=1e-4)
    assert row["log10_low"] < row["log10_mean"] < row["log10_high"]
    assert row["solved"] == (result.test_loss <= task.solved).sum()
    reached = [number for number in row["updates_to_solve"] if number is not None]
    assert reached == comparison.updates_to(task.solved, result)[: len(reached)].tolist()
    assert pytest.approx(result.curve, rel=1e-3) == np.array(row["curve"]).T


def test_updates_are_counted_to_the_first_point_at_the_level_and_never_is_nan(latch):
    result = latch[1]["GRU"]._replace(
        updates=np.array([10, 20, 30]), curve=np.array([[0.9, 0.9], [0.1, 0.6], [0.2, 0.5]])
    )
    assert comparison.updates_to(0.15, result) == pytest.approx([20, np.nan], nan_ok=True)


def test_a_rate_that_diverges_is_not_chosen():
    result = memory_experiment.run(
        "NIAF", adding_task(10), h=3, seeds=2, steps=20, points=10, learning_rates=(1e6, 0.01), tests=200
    )
    assert result.learning_rate == 0.01
    assert np.isfinite(result.test_loss).all()


def test_the_same_seed_gives_the_same_digits():
    first, again = (
        memory_experiment.run("V", adding_task(10), h=3, seeds=2, steps=20, points=10, tests=200)
        for _ in range(2)
    )
    assert np.array_equal(first.curve, again.curve)
    assert np.array_equal(first.score, again.score)


def test_students_interval_holds_the_mean_as_often_as_it_says(rng):
    draws = rng.normal(3, 2, size=(2000, 5))
    bounds = np.array([comparison.t_interval(row) for row in draws])
    assert ((bounds[:, 1] <= 3) & (bounds[:, 2] >= 3)).mean() == pytest.approx(0.95, abs=0.02)


def test_welchs_interval_holds_the_difference_as_often_as_it_says(rng):
    one, other = rng.normal(3, 2, size=(2000, 5)), rng.normal(1, 0.2, size=(2000, 6))
    bounds = np.array([comparison.welch_interval(*pair) for pair in zip(one, other, strict=True)])
    assert ((bounds[:, 1] <= 2) & (bounds[:, 2] >= 2)).mean() == pytest.approx(0.95, abs=0.02)
    assert comparison.welch_interval(np.ones(3), np.zeros(3)) == (1, 1, 1)


def test_differences_are_taken_to_the_base_of_the_same_task():
    losses = {"V": [0.1, 0.2, 0.15], "NFG": [10.1, 11.2, 9.15], "NP": [0.1, 0.22, 0.13]}
    rows = [{"task": "a", "start": start, "test_loss": values} for start, values in losses.items()]
    found = {row["start"]: row for row in comparison.differences(rows, "V")}
    assert set(found) == {"NFG", "NP"}
    assert found["NFG"]["difference"] == pytest.approx(10)
    assert found["NFG"]["log10"] == pytest.approx(np.log10(10.1 * 11.2 * 9.15 / 0.003) / 3)
    assert found["NFG"]["differs"]
    assert not found["NP"]["differs"]
    for row in found.values():
        assert row["low"] < row["difference"] < row["high"]
        assert (
            row["log10_low_all"] < row["log10_low"] < row["log10"] < row["log10_high"] < row["log10_high_all"]
        )
    with pytest.raises(ValueError, match="expected a row of 'V' for every task, got none for a"):
        comparison.differences(rows[1:], "V")


def test_what_cannot_be_run_is_refused():
    with pytest.raises(ValueError, match="steps should be a multiple of points = 40, got 130"):
        memory_experiment.run("GRU", adding_task(10), h=3, seeds=2, steps=130)
    with pytest.raises(ValueError, match="at least two, got 1"):
        comparison.t_interval(np.ones(1))
    with pytest.raises(ValueError, match="at least two values, got 3 and 1"):
        comparison.welch_interval(np.ones(3), np.ones(1))


def test_a_model_that_is_evaluated_stays_as_it_is():
    model = SideBySide("GRU", seeds=2, d=2, h=3, q=1, rng=np.random.default_rng(0))
    before = model.theta.detach().clone()
    memory_experiment.evaluate(model, adding_task(10), np.random.default_rng(0), 400)
    assert torch.equal(before, model.theta)
