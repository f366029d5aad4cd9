"""Which cell learns what, and how fast? The experiments of chapters 5, 6 and 7, used by their labs.

A task here says what to draw, what a network loses and what it scores; ``run`` trains one kind of cell on it, several
seeds at several learning rates side by side, and keeps the rate that does best on validation sequences. Equal trials
for all. No sequence is seen twice, so the loss of an update, taken before it, is the error on fresh data: learning
curves cost nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch

from rnncourse.tasks import adding, echo, latch, temporal_order, timing
from rnncourse.training.side_by_side import SideBySide, count, fit_each

Array = np.ndarray
Tensor = torch.Tensor

RATES = (0.01, 0.03, 0.1)


class Task(NamedTuple):
    """``d, q``: sizes of input and output; ``draw(rng, n) -> (X [n, T, d], …)`` NumPy arrays, single precision;
    ``losses(model, X [S, n, T, d], …) -> [S]``, whose value is ``baseline`` where nothing is learnt, and at most
    ``solved`` where the task counts as learnt; ``scores``, in the same form, what is reported as ``measure``."""

    name: str
    T: int
    d: int
    q: int
    draw: Callable[[np.random.Generator, int], tuple[Array, ...]]
    losses: Callable[..., Tensor]
    scores: Callable[..., Tensor]
    measure: str
    baseline: float
    solved: float


def adding_task(T: int) -> Task:
    """Loss and score are the mean squared error. Solved: a tenth of the error of whoever says 1."""

    def losses(model: SideBySide, X: Tensor, targets: Tensor) -> Tensor:
        return (model(X, last=True)[..., 0] - targets).square().mean(1)

    return Task(
        f"adding, T = {T}", T, 2, 1, lambda rng, n: tuple(adding.draw(rng, n, T, np.float32)),
        losses, losses, "mean squared error", adding.bayes_mse(T), adding.bayes_mse(T) / 10,
    )  # fmt: skip


def temporal_order_task(T: int) -> Task:
    """Loss: softmax cross-entropy; score: accuracy. Solved: a tenth of the loss of four even chances."""

    def losses(model: SideBySide, X: Tensor, targets: Tensor) -> Tensor:
        logits = model(X, last=True)
        each = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none")
        return each.view(targets.shape).mean(1)

    def scores(model: SideBySide, X: Tensor, targets: Tensor) -> Tensor:
        return (model(X, last=True).argmax(-1) == targets).float().mean(1)

    baseline = float(np.log(len(temporal_order.CLASSES)))
    return Task(
        f"temporal order, T = {T}", T, len(temporal_order.SYMBOLS), len(temporal_order.CLASSES),
        lambda rng, n: tuple(temporal_order.draw(rng, n, T, np.float32)),
        losses, scores, "accuracy", baseline, baseline / 10,
    )  # fmt: skip


def timing_task(T: int, shortest: int, longest: int) -> Task:
    """Loss and score are the mean squared error where asked, in units of the spread. Solved: half a step wrong."""

    def losses(model: SideBySide, X: Tensor, targets: Tensor, asked: Tensor) -> Tensor:
        errors = (model(X)[..., 0] - targets).square() * asked
        return errors.sum((1, 2)) / asked.sum((1, 2))

    return Task(
        f"timing, {shortest} to {longest}", T, 1, 1,
        lambda rng, n: tuple(timing.draw(rng, n, T, shortest, longest, np.float32)),
        losses, losses, "mean squared error", timing.bayes_mse(shortest, longest),
        (0.5 / (longest - shortest)) ** 2,
    )  # fmt: skip


def _bits(draw: Callable, name: str, T: int, d: int) -> Task:
    """A task whose answers are bits ±1: logistic loss and accuracy where asked."""

    def losses(model: SideBySide, X: Tensor, targets: Tensor, asked: Tensor) -> Tensor:
        each = torch.nn.functional.softplus(-model(X)[..., 0] * targets) * asked
        return each.sum((1, 2)) / asked.sum((1, 2))

    def scores(model: SideBySide, X: Tensor, targets: Tensor, asked: Tensor) -> Tensor:
        right = ((model(X)[..., 0] * targets) > 0) & asked
        return right.sum((1, 2)) / asked.sum((1, 2))

    baseline = float(np.log(2))
    return Task(name, T, d, 1, draw, losses, scores, "accuracy", baseline, baseline / 10)


def latch_task(T: int) -> Task:
    """One bit kept while others pass. Solved: a tenth of the loss of even chances."""
    return _bits(lambda rng, n: tuple(latch.draw(rng, n, T, np.float32)), f"latch, T = {T}", T, 3)


def echo_task(T: int, k: int) -> Task:
    """The bit of k steps ago. Solved: a tenth of the loss of even chances."""

    def draw(rng: np.random.Generator, n: int) -> tuple[Array, ...]:
        X, targets, asked = echo.draw(rng, n, T, k, np.float32)
        return X, targets, asked.copy()

    return _bits(draw, f"echo, k = {k}", T, 1)


class Result(NamedTuple):
    """What ``run`` found. ``learning_rate``: the one chosen by ``validation [rates]``, the mean loss over seeds;
    then of its networks ``test_loss``, ``score`` [seeds], and ``curve [points, seeds]``, the mean training loss up to
    each of ``updates [points]`` from the one before; ``parameters`` of one network; ``seconds`` of processor time of
    the whole run, all rates; the trained ``model`` and the ``members`` of it that are reported."""

    start: str
    h: int
    parameters: int
    learning_rate: float
    validation: Array
    test_loss: Array
    score: Array
    updates: Array
    curve: Array
    seconds: float
    model: SideBySide
    members: range


def batch(task: Task, rng: np.random.Generator, seeds: int, n: int, copies: int = 1) -> tuple[Tensor, ...]:
    """Sequences for each seed, [seeds · copies, n, …]: copies of a network are given the same."""
    arrays = [torch.from_numpy(array) for array in task.draw(rng, seeds * n)]
    return tuple(
        array.view(seeds, n, *array.shape[1:]).repeat(copies, *[1] * array.dim()) for array in arrays
    )


def evaluate(
    model: SideBySide, task: Task, rng: np.random.Generator, n: int, part: int = 50
) -> tuple[Array, Array]:
    """Loss and score of every network on ``n`` sequences, the same for all, ``part`` at a time: [S], [S]."""
    S = len(model.theta)
    found = []
    with torch.no_grad():
        for _ in range(n // part):
            parts = batch(task, rng, 1, part, copies=S)
            found.append([measure(model, *parts).double().numpy() for measure in _measures(task)])
    losses, *scores = np.mean(found, axis=0)
    return losses, *(scores or [losses])


def _measures(task: Task) -> tuple[Callable[..., Tensor], ...]:
    """Loss and score, or only one where they are the same."""
    return (task.losses,) if task.scores is task.losses else (task.losses, task.scores)


def run(
    start: str,
    task: Task,
    *,
    h: int,
    seeds: int,
    steps: int,
    learning_rates: Sequence[float] = RATES,
    n: int = 20,
    seed: int = 0,
    points: int = 40,
    tests: int = 1000,
) -> Result:
    """Train ``seeds`` networks at each learning rate on batches of ``n`` fresh sequences; report those of the best.

    Parameters
    ----------
    start : a name in ``rnncourse.training.STARTS``; chrono starts get T_max = task.T
    points : of the learning curve; ``steps`` should be a multiple
    tests : sequences on which all are tested; half as many others choose the rate
    seed : decides all weights and all sequences; every start sees the same sequences

    Raises ValueError for an unknown start, no seeds, or steps that are no multiple of points.
    """
    if steps < points or steps % points:
        raise ValueError(f"steps should be a multiple of points = {points}, got {steps}")
    rates = tuple(learning_rates)
    model = SideBySide(
        start, seeds=seeds, d=task.d, h=h, q=task.q, rng=np.random.default_rng([seed, 0]),
        copies=len(rates), T_max=max(3, task.T),
    )  # fmt: skip
    lessons = np.random.default_rng([seed, 1])
    began = time.process_time()
    history = fit_each(
        model,
        lambda: batch(task, lessons, seeds, n, len(rates)),
        task.losses,
        steps=steps,
        learning_rates=rates,
        note=f"{start}, {task.name}",
    )
    seconds = time.process_time() - began
    validated, _ = evaluate(model, task, np.random.default_rng([seed, 2]), tests // 2)
    validation = np.nan_to_num(validated.reshape(len(rates), seeds).mean(1), nan=np.inf)
    best = int(validation.argmin())
    members = range(best * seeds, (best + 1) * seeds)
    mine = slice(members.start, members.stop)
    tested, scored = (
        values[mine] for values in evaluate(model, task, np.random.default_rng([seed, 3]), tests)
    )
    curve = history[:, mine].reshape(points, -1, seeds).mean(1)
    updates = np.arange(1, points + 1) * (steps // points)
    return Result(
        start, h, count(start, task.d, h, task.q), rates[best], validation, tested, scored, updates, curve,
        seconds, model, members,
    )  # fmt: skip
