"""Mistakes of the exercise on a gradient checker of one's own.

Each faulty checker is built from three parts: how it measures slopes, how it compares, and what it does with NaN.
"""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def verdicts(result):
    """A checker's answers as one array of truth values, for a view; raises TypeError for anything else."""
    if isinstance(result, np.ndarray) and result.ndim == 1:
        result = list(result)
    if not isinstance(result, (tuple, list)):
        raise TypeError("a list is wanted, with True or False for each claimed gradient")
    if not all(isinstance(verdict, (bool, np.bool_)) for verdict in result):
        raise TypeError("every verdict should be True or False")
    return np.array([bool(verdict) for verdict in result])


def _central(loss, theta, step=1e-6, width=2.0):
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        up, down = theta.copy(), theta.copy()
        up[place] += step
        down[place] -= step
        slopes[place] = (loss(up) - loss(down)) / (width * step)
    return slopes


def _forward(loss, theta, step=1e-6):
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        up = theta.copy()
        up[place] += step
        slopes[place] = (loss(up) - loss(theta)) / step
    return slopes


def _together(loss, theta, step=1e-6):
    return np.full(theta.shape, (loss(theta + step) - loss(theta - step)) / (2 * step))


def _relative(got, want):
    return np.abs(got - want).max() <= 1e-5 * max(np.abs(got).max(), np.abs(want).max(), 1e-300)


def _roughly(got, want):
    return np.abs(got - want).max() <= 1e-3 * np.abs(want).max()


def _checker(slopes=_central, agree=_relative):
    def check(loss, theta, claimed):
        want = slopes(loss, theta)
        return [bool(agree(got, want)) for got in claimed]

    return check


def _finite_only(got, want):
    return not np.abs(got - want).max() > 1e-5 * np.nanmax(np.abs(want))


def _norms(got, want):
    one, other = np.linalg.norm(got), np.linalg.norm(want)
    return abs(one - other) <= 1e-5 * max(one, other)


def _sums(got, want):
    return abs(got.sum() - want.sum()) <= 1e-5 * np.abs(want).sum()


def _direction(got, want):
    lengths = np.linalg.norm(got) * np.linalg.norm(want)
    return lengths > 0 and (got * want).sum() / lengths > 1 - 1e-6


def _signs(got, want):
    return bool((np.sign(got) == np.sign(want)).all())


def _any(got, want):
    return (np.abs(got - want) <= 1e-5 * np.abs(want).max()).any()


def _first_entry(got, want):
    return abs(got.flat[0] - want.flat[0]) <= 1e-5 * np.abs(want).max()


CHECKER = (
    Suspect(
        "absolute-tolerance",
        _checker(agree=lambda got, want: np.abs(got - want).max() <= 1e-5),
        "What passes depends on the *scale* of the loss: multiply it by a million, and a right gradient is refused; "
        "divide it, and a wrong one passes. Measure the error against the gradient's own size.",
        also=(
            _checker(agree=lambda got, want: np.abs(got - want).max() <= 1e-6),
            _checker(agree=lambda got, want: np.abs(got - want).max() <= 1e-4),
            _checker(agree=lambda got, want: np.allclose(got, want, rtol=1e-5, atol=1e-6)),
            _checker(agree=lambda got, want: np.allclose(got, want)),
        ),
    ),
    Suspect(
        "checker-passes-all",
        lambda loss, theta, claimed: [True for _ in claimed],
        "Every gradient passes, whatever it says. A checker that never says no has checked nothing.",
    ),
    Suspect(
        "checker-compares-norms",
        _checker(agree=_norms),
        "A gradient with the right *length* passes, though its entries are exchanged or their signs turned. "
        "Compare entry by entry before you make one number of it.",
    ),
    Suspect(
        "checker-lets-errors-cancel",
        _checker(agree=_sums),
        "Errors that cancel pass: one entry too large and another as much too small. Take away the signs of the "
        "differences before you put them together.",
    ),
    Suspect(
        "checker-compares-directions",
        _checker(agree=_direction),
        "A gradient of the right direction and the wrong length passes: twice too large, as when a mean was taken for "
        "a sum. Compare the entries themselves.",
    ),
    Suspect(
        "checker-compares-signs",
        _checker(agree=_signs),
        "Only the signs are compared: a gradient of any size passes that pushes the right way.",
    ),
    Suspect(
        "checker-is-content-with-one-entry",
        _checker(agree=_any),
        "A gradient passes as soon as *some* of its entries are right. One wrong entry makes it wrong: "
        "the worst one decides.",
    ),
    Suspect(
        "checker-looks-at-one-entry",
        _checker(agree=_first_entry),
        "A gradient passes whose first entry is right. Mistakes often sit in one place only (the last step, the "
        "first unit): look at all of them.",
    ),
    Suspect(
        "checker-misses-small-errors",
        _checker(agree=lambda got, want: np.abs(got - want).max() <= 0.05 * np.abs(want).max()),
        "An error of one part in a hundred passes. Central differences agree with a right gradient to seven digits or "
        "so: what is off in the third is wrong.",
    ),
    Suspect(
        "difference-over-one-step",
        _checker(lambda loss, theta: _central(loss, theta, width=1.0)),
        "The right gradient is refused, and one that is twice too large passes. How far apart are the two points "
        "between which you take the difference?",
    ),
    Suspect(
        "all-entries-moved-together",
        _checker(_together),
        "The right gradient is refused. You move all entries of theta at once, which gives one slope, along the "
        "diagonal; the gradient has a slope for each entry.",
    ),
    Suspect(
        "entries-judged-one-by-one",
        _checker(agree=lambda got, want: (np.abs(got - want) <= 1e-5 * np.abs(want)).all()),
        "The right gradient is refused because of an entry near zero, of which differences cannot know many digits. "
        "The error of an entry counts against the largest entry of the gradient, not against itself.",
    ),
    Suspect(
        "one-sided-difference",
        _checker(_forward),
        "Close to a minimum your checker refuses the right gradient: there the slope is small, and the curvature adds "
        "half of itself times the step. A difference with a point on *either* side has no such term.",
    ),
    Suspect(
        "step-too-large",
        _checker(lambda loss, theta: _central(loss, theta, 1e-2), _roughly),
        "Where the loss bends sharply your checker refuses the right gradient: between your two points it is no longer "
        "straight. The error goes with the square of the step.",
    ),
    Suspect(
        "step-too-small",
        _checker(lambda loss, theta: _central(loss, theta, 1e-13)),
        "With a loss of a thousand your checker refuses the right gradient. Two values that agree in fifteen of their "
        "sixteen digits leave one digit of a difference: the step is too small.",
        also=(
            _checker(lambda loss, theta: _central(loss, theta, 1e-12)),
            _checker(lambda loss, theta: _central(loss, theta, 1e-15)),
            _checker(lambda loss, theta: _central(loss, theta, 1e-14)),
        ),
    ),
    Suspect(
        "nan-passes",
        _checker(agree=_finite_only),
        "A gradient with NaN in it passes. Every comparison with NaN is False, so `not error > limit` is True: "
        "ask for what must hold, not for what must not.",
    ),
    Suspect(
        "right-gradient-refused",
        lambda loss, theta, claimed: [False for _ in claimed],
        "Every claim is refused, the right one too. Print what your differences give beside it: if they nearly agree, "
        "ask how much they may be off, and compared with what; if they do not, look at the two points.",
    ),
)
