"""Learning-rate schedules equal torch's, step by step, and pass through the points that they promise."""

from __future__ import annotations

import warnings

import pytest
import torch
from torch.optim import lr_scheduler

from rnncourse import schedules

PAIRS = {
    "constant": (schedules.constant(0.1), lambda o: lr_scheduler.ConstantLR(o, factor=1.0)),
    "step": (schedules.step_decay(0.1, 7, 0.5), lambda o: lr_scheduler.StepLR(o, 7, 0.5)),
    "exponential": (schedules.exponential(0.1, 0.9), lambda o: lr_scheduler.ExponentialLR(o, 0.9)),
    "cosine": (schedules.cosine(0.1, 40), lambda o: lr_scheduler.CosineAnnealingLR(o, 40)),
    "cosine-final": (schedules.cosine(0.1, 40, 0.01), lambda o: lr_scheduler.CosineAnnealingLR(o, 40, 0.01)),
    "warm-up": (
        schedules.warm_up(schedules.constant(0.1), 10),
        lambda o: lr_scheduler.LinearLR(o, 1 / 10, total_iters=9),
    ),
    "warm-up-exponential": (
        schedules.warm_up(schedules.exponential(0.1, 0.9), 10),
        lambda o: lr_scheduler.ChainedScheduler(
            [lr_scheduler.LinearLR(o, 1 / 10, total_iters=9), lr_scheduler.ExponentialLR(o, 0.9)]
        ),
    ),
    "one-cycle": (
        schedules.one_cycle(0.1, 41),
        lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=41, cycle_momentum=False),
    ),
    "one-cycle-options": (
        schedules.one_cycle(0.1, 41, 0.45, 10, 100),
        lambda o: lr_scheduler.OneCycleLR(
            o, 0.1, total_steps=41, pct_start=0.45, div_factor=10, final_div_factor=100, cycle_momentum=False
        ),
    ),
}


@pytest.mark.parametrize(("ours", "theirs"), PAIRS.values(), ids=PAIRS)
def test_forty_rates_equal_pytorchs(ours, theirs):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the optimiser made no step
        scheduler = theirs(optimizer)
        for step in range(41):
            assert ours(step) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-12, abs=1e-17), step
            if step < 40:
                scheduler.step()


def test_a_cosine_is_half_way_down_in_the_middle_and_stays_at_the_end():
    rate = schedules.cosine(0.2, 10, final=0.1)
    assert [rate(0), rate(5), rate(10), rate(25)] == pytest.approx([0.2, 0.15, 0.1, 0.1])


def test_one_cycle_starts_peaks_and_ends_where_it_says():
    rate = schedules.one_cycle(1.0, 100, rising=0.3)
    assert [rate(0), rate(29), rate(99)] == pytest.approx([1 / 25, 1.0, 1 / 25e4])
    assert max(map(rate, range(100))) == rate(29)


def test_warming_up_rises_linearly_to_the_schedule_and_then_leaves_it_alone():
    rate = schedules.warm_up(schedules.constant(0.4), 4)
    assert [rate(step) for step in range(6)] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.4, 0.4])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: schedules.step_decay(0.1, 0), "every should be a whole number from 1 up, got 0"),
        (lambda: schedules.cosine(0.1, 0), "steps should be a whole number from 1 up, got 0"),
        (lambda: schedules.warm_up(schedules.constant(1), 0.5), "steps should be a whole .* got 0.5"),
        (lambda: schedules.one_cycle(0.1, 3), r"rising · steps should lie above 1 .* got 0.3 · 3 = 0.9"),
        (lambda: schedules.one_cycle(0.1, 10, rising=1.0), r"below steps, got 1.0 · 10 = 10"),
    ],
)
def test_a_schedule_without_steps_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
