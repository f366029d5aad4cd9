"""Learning-rate schedules: plain functions from the number of a step, 0 for the first, to its rate.

>>> rate = warm_up(cosine(0.1, steps=10), 3)
>>> [round(rate(step), 4) for step in range(5)]
[0.0333, 0.065, 0.0905, 0.0794, 0.0655]
"""

from __future__ import annotations

import math
from collections.abc import Callable

from rnncourse.cells.validation import require_sizes

Schedule = Callable[[int], float]


def constant(rate: float) -> Schedule:
    """The same rate at every step."""
    return lambda step: rate


def step_decay(rate: float, every: int, factor: float = 0.1) -> Schedule:
    """Multiplied by ``factor`` after every ``every`` steps: rate · factor^⌊step/every⌋, torch's ``StepLR``.

    Raises ValueError for ``every`` below 1.
    """
    require_sizes(every=every)
    return lambda step: rate * factor ** (step // every)


def exponential(rate: float, factor: float) -> Schedule:
    """Multiplied by ``factor`` after each step: rate · factorˢᵗᵉᵖ, torch's ``ExponentialLR``."""
    return lambda step: rate * factor**step


def cosine(rate: float, steps: int, final: float = 0.0) -> Schedule:
    """Half a cosine from ``rate`` at step 0 to ``final`` at step ``steps``, and ``final`` after it.

    Loshchilov & Hutter 2017 without restarts; torch's ``CosineAnnealingLR`` up to step ``steps``.

    Raises ValueError for ``steps`` below 1.
    """
    require_sizes(steps=steps)
    return lambda step: _half_cosine(rate, final, min(step / steps, 1))


def warm_up(schedule: Schedule, steps: int) -> Schedule:
    """``schedule``, its first ``steps`` rates times 1/steps, 2/steps, …: torch's ``LinearLR`` begun at 1/steps.

    Raises ValueError for ``steps`` below 1.
    """
    require_sizes(steps=steps)
    return lambda step: schedule(step) * min((step + 1) / steps, 1)


def one_cycle(
    peak: float, steps: int, rising: float = 0.3, start_divisor: float = 25.0, final_divisor: float = 1e4
) -> Schedule:
    """Up from peak / start_divisor to ``peak``, then down to peak / (start_divisor · final_divisor).

    Smith & Topin 2018, each way along half a cosine, as torch's ``OneCycleLR`` does it: the peak is at step
    rising · steps − 1, the end at step steps − 1.

    Raises ValueError where one of the two ways would have no step.
    """
    require_sizes(steps=steps)
    top, last = rising * steps - 1, steps - 1
    if not 0 < top < last:
        raise ValueError(
            f"rising · steps should lie above 1 and below steps, got {rising} · {steps} = {rising * steps:g}"
        )
    start = peak / start_divisor
    final = start / final_divisor

    def rate(step: int) -> float:
        if step <= top:
            return _half_cosine(start, peak, step / top)
        return _half_cosine(peak, final, min((step - top) / (last - top), 1))

    return rate


def _half_cosine(start: float, end: float, part: float) -> float:
    """From start at 0 to end at 1, level at both."""
    return end + (start - end) * (1 + math.cos(math.pi * part)) / 2
