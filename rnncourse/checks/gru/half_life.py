"""Mistakes of the exercise on memory and the update gate, and its cases."""

from __future__ import annotations

import numpy as np

from rnncourse.cells.activations import sigmoid
from rnncourse.checks.suspects import Suspect

_LN2 = float(np.log(2))


def half_life(b_z):
    """ln 2 / −ln σ(b_z)."""
    return _LN2 / np.logaddexp(0, -b_z)


def bias_for(steps):
    """The bias at which σ is 2^(−1/steps)."""
    return -np.log(np.expm1(_LN2 / steps))


def _ratio(z, share):
    return np.log(1 - share) / np.log(z)


def half_life_case(draw, h, dtype=np.float64, wide=False):
    """Biases and their half-lives; ``wide``: gates that round to 0 or to 1."""
    b_z = draw.uniform(-4, 8, size=h)
    if wide:
        b_z = draw.permutation([*draw.uniform(40, 90, size=h), *-draw.uniform(40, 90, size=h)])
    b_z = b_z.astype(dtype)
    return (b_z,), half_life(b_z)


def bias_case(draw, h, dtype=np.float64, low=1.5, high=500):
    """Half-lives and their biases."""
    steps = np.exp(draw.uniform(np.log(low), np.log(high), size=h)).astype(dtype)
    return (steps,), bias_for(steps)


def window_case(draw, h, low=0.6):
    """Gates and a share, and windows.

    Drawn until no sum of weights comes near the share itself, and until every mistake gives windows of its own.
    """
    while True:
        z, share = draw.uniform(low, 0.99, size=h), draw.uniform(0.6, 0.97)
        ratio = _ratio(z, share)
        given = {tuple(suspect.wrong(z, share)) for suspect in WINDOW} | {tuple(np.ceil(ratio))}
        if (np.abs(ratio - ratio.round()) > 0.05).all() and len(given) == len(WINDOW) + 1:
            return (z, share), np.ceil(ratio)


def whole(result):
    """Numbers as an array of float64, for a view: 3 and 3.0 are the same window."""
    return np.asarray(result, dtype=float) if isinstance(result, np.ndarray) else result


HALF_LIFE = (
    Suspect(
        "update-gate-turned",
        lambda b_z: (_LN2 / np.logaddexp(0, b_z)).astype(b_z.dtype),
        "This is the half-life of a unit that keeps 1 − z a step. Here z keeps: the larger b_z, the longer the memory.",
    ),
    Suspect(
        "time-constant",
        lambda b_z: 1 / np.logaddexp(0, -b_z),
        "This is a time constant: after so many steps 1/e = 0.37 of the state is left, or less. Half of it is "
        "left earlier.",
        also=(lambda b_z: 1 / (1 - sigmoid(b_z)),),
    ),
    Suspect(
        "gate-rounds-to-one",
        lambda b_z: _LN2 / -np.log(sigmoid(b_z)),
        "From b_z = 37 on, σ(b_z) is 1 to the last digit of float64, and far below 0 it may round to 0; the logarithm "
        "then has lost everything. Write −ln σ(b) as a function of b alone before you compute: "
        "`np.logaddexp` and `np.log1p` were made for this.",
        also=(
            lambda b_z: _LN2 / -np.log(1 / (1 + np.exp(-b_z))),
            lambda b_z: np.log(0.5) / np.log(sigmoid(b_z)),
            lambda b_z: -_LN2 / np.log(sigmoid(b_z)),
            lambda b_z: np.log(0.5) / np.log(1 / (1 + np.exp(-b_z))),
        ),
        probe=(np.array([50.0]),),
    ),
    Suspect(
        "powers-of-two-turned",
        lambda b_z: np.logaddexp(0, -b_z) / _LN2,
        "You have the fraction upside down: how many halvings there are in a step, not how many steps in a halving.",
    ),
)

BIAS = (
    Suspect(
        "time-constant",
        lambda steps: np.log(steps - 1),
        "Your gate is 1 − 1/k, and after k steps of it about 1/e = 0.37 is left. That is chrono initialisation's "
        "bias; half should be left.",
        also=(lambda steps: -np.log(np.expm1(1 / steps)),),
    ),
    Suspect(
        "gate-for-bias",
        lambda steps: (2.0 ** (-1 / steps)).astype(steps.dtype),
        "This is the gate itself, between 0 and 1. Wanted is the bias that makes the sigmoid give it.",
    ),
    Suspect(
        "update-gate-turned",
        lambda steps: np.log(np.expm1(_LN2 / steps)),
        "Your signs are turned: this is the bias of a unit whose z takes the new. Here z keeps.",
    ),
    Suspect(
        "logarithm-of-the-steps",
        lambda steps: np.log(steps),
        "With the bias ln k the gate is k/(k + 1). Try it for one step: half of the state should be left, and is. "
        "For two steps?",
    ),
    Suspect(
        "logarithm-of-the-gate",
        lambda steps: -_LN2 / steps,
        "This is ln z, which undoes an exponential. What undoes the sigmoid? Solve z = σ(b) for b.",
    ),
)

WINDOW = (
    Suspect(
        "share-that-is-missing",
        lambda z, share: np.ceil(np.log(share) / np.log(z)),
        "Your windows are those after which the *forgotten* part has sunk to `share` of the whole. What is z^w, "
        "the part that the last w inputs carry or the part that they do not?",
    ),
    Suspect(
        "rounded-down",
        lambda z, share: np.floor(_ratio(z, share)),
        "Your windows are one input short: they carry less than the share. Wanted is the smallest number that carries "
        "at least so much.",
        also=(lambda z, share: np.ceil(_ratio(z, share)) - 1, lambda z, share: np.round(_ratio(z, share))),
    ),
    Suspect(
        "share-unused",
        lambda z, share: np.ceil(np.log(0.5) / np.log(z)),
        "These are the windows that carry half of the weight, whatever the share.",
    ),
    Suspect(
        "not-whole",
        lambda z, share: _ratio(z, share),
        "A window is a number of inputs, and yours are not whole.",
    ),
    Suspect(
        "one-too-many",
        lambda z, share: np.ceil(_ratio(z, share)) + 1,
        "Your windows hold an input more than they need. The newest input has weight 1 − z, the one before it "
        "(1 − z) z: sum them for the docstring's example.",
        also=(lambda z, share: np.floor(_ratio(z, share)) + 2,),
    ),
    Suspect(
        "mean-age",
        lambda z, share: np.ceil(1 / (1 - z)),
        "You give 1/(1 − z), the window by another definition, in which the share plays no part.",
        also=(lambda z, share: 1 / (1 - z), lambda z, share: np.round(1 / (1 - z))),
    ),
    Suspect(
        "update-gate-turned",
        lambda z, share: np.ceil(_ratio(1 - z, share)),
        "Your weights are those of a unit whose z takes the new. Here z keeps: the larger z, the longer the window.",
    ),
)
