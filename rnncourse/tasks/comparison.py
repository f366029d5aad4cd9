"""Cells compared on a task at equal numbers of parameters, with intervals over seeds, as rows to be stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rnncourse.tasks.memory_experiment import Result, Task, run
from rnncourse.training.side_by_side import hidden_size

Array = np.ndarray


def compare(starts: Sequence[str], task: Task, *, budget: int, **settings: Any) -> dict[str, Result]:
    """``run`` for every start, each with the hidden size whose parameters come nearest to ``budget``.

    settings : as ``memory_experiment.run`` takes them: seeds, steps, learning_rates, n, seed, points, tests
    """
    return {
        start: run(start, task, h=hidden_size(start, task.d, task.q, budget), **settings) for start in starts
    }


def as_row(result: Result, task: Task) -> dict[str, Any]:
    """A result as JSON takes it, with ``summary``; ``score`` is in the task's ``measure``; ``updates_to_solve`` is
    None for a network that never was at the task's ``solved``, and ``solved`` counts those that are at the end."""
    reached = updates_to(task.solved, result)
    row = {
        "task": task.name,
        "start": result.start,
        "h": result.h,
        "parameters": result.parameters,
        "learning_rate": result.learning_rate,
        "validation": _rounded(result.validation),
        "measure": task.measure,
        "score": _rounded(result.score),
        "test_loss": _rounded(result.test_loss),
        "solved": int((result.test_loss <= task.solved).sum()),
        "updates_to_solve": [None if np.isnan(count) else int(count) for count in reached],
        "updates": result.updates.tolist(),
        "curve": [_rounded(column, 4) for column in result.curve.T],
        "seconds": round(result.seconds, 1),
    }
    return row | summary(row)


def summary(row: dict[str, Any]) -> dict[str, float]:
    """What follows from a row's seeds: ``mean`` of the scores with ``low, high``, Student's 95 % interval; the same
    for the logarithm of the test loss, ``log10_mean, log10_low, log10_high``.

    A task is learnt or not, and seeds of one cell end orders of magnitude apart: the mean loss is that of the worst
    seed, and only the logarithm is spread evenly enough for an interval to mean something.
    """
    names = ("mean", "low", "high")
    found = dict(zip(names, t_interval(row["score"]), strict=True))
    logs = t_interval(np.log10(row["test_loss"]))
    return found | {f"log10_{name}": bound for name, bound in zip(names, logs, strict=True)}


def differences(rows: Sequence[dict[str, Any]], base: str) -> list[dict[str, Any]]:
    """For each task and each start but ``base``: how far its test loss lies from that of the base.

    ``difference``: of the mean losses, with Welch's 95 % interval ``low, high``; ``log10``: of the means of their
    logarithms, with ``log10_low, log10_high``, and with ``log10_low_all, log10_high_all``, widened (Bonferroni) so
    that with 95 % confidence all differences listed lie in theirs; ``differs``: whether 0 lies outside these.

    Raises ValueError where a task has no row for the base.
    """
    by_key = {(row["task"], row["start"]): row for row in rows}
    missing = {task for task, _ in by_key if (task, base) not in by_key}
    if missing:
        raise ValueError(
            f"expected a row of {base!r} for every task, got none for {', '.join(sorted(missing))}"
        )
    pairs = [(row, by_key[row["task"], base]) for row in rows if row["start"] != base]
    found = []
    for row, other in pairs:
        losses = np.array(row["test_loss"], float), np.array(other["test_loss"], float)
        logs = tuple(map(np.log10, losses))
        difference, low, high = welch_interval(*losses)
        log10, log10_low, log10_high = welch_interval(*logs)
        _, low_all, high_all = welch_interval(*logs, coverage=1 - 0.05 / len(pairs))
        found.append(
            {
                "task": row["task"],
                "start": row["start"],
                "base": base,
                "difference": difference,
                "low": low,
                "high": high,
                "log10": log10,
                "log10_low": log10_low,
                "log10_high": log10_high,
                "log10_low_all": low_all,
                "log10_high_all": high_all,
                "differs": bool(low_all > 0 or high_all < 0),
            }
        )
    return found


def _rounded(values: Array, digits: int = 6) -> list[float | None]:
    """Significant digits enough to draw with; None for what is not finite, which JSON cannot say."""
    return [float(f"{value:.{digits}g}") if np.isfinite(value) else None for value in values]


def updates_to(level: float, result: Result) -> Array:
    """After how many updates each network's learning curve was at or below ``level`` for the first time; NaN where
    it never was. [seeds]"""
    below = result.curve <= level
    return np.where(below.any(0), result.updates[below.argmax(0)], np.nan)


def t_interval(values: Array, coverage: float = 0.95) -> tuple[float, float, float]:
    """Mean of ``values`` and the bounds of Student's interval for it.

    Raises ValueError for fewer than two values.

    >>> [round(bound, 3) for bound in t_interval(np.array([1., 2., 3.]))]
    [2.0, -0.484, 4.484]
    """
    values = np.asarray(values, float)
    if len(values) < 2:
        raise ValueError(f"values should be at least two, got {len(values)}")
    from scipy.stats import t

    half = t.ppf(0.5 + coverage / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean()), float(values.mean() - half), float(values.mean() + half)


def welch_interval(values: Array, others: Array, coverage: float = 0.95) -> tuple[float, float, float]:
    """mean(values) − mean(others) and the bounds of Welch's interval for it, which takes no equal variances.

    Raises ValueError for fewer than two values on either side.

    >>> [round(bound, 3) for bound in welch_interval(np.array([3., 4., 5.]), np.array([1., 2., 3.]))]
    [2.0, -0.267, 4.267]
    """
    values, others = np.asarray(values, float), np.asarray(others, float)
    if min(len(values), len(others)) < 2:
        raise ValueError(f"both should be at least two values, got {len(values)} and {len(others)}")
    from scipy.stats import t

    parts = [array.var(ddof=1) / len(array) for array in (values, others)]
    total = sum(parts)
    difference = float(values.mean() - others.mean())
    if total == 0:
        return difference, difference, difference
    freedom = total**2 / sum(
        part**2 / (len(array) - 1) for part, array in zip(parts, (values, others), strict=True)
    )
    half = float(t.ppf(0.5 + coverage / 2, freedom) * np.sqrt(total))
    return difference, difference - half, difference + half
