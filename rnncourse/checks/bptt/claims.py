"""Losses with claims about their gradients, for a checker to judge."""

from __future__ import annotations

import numpy as np


def claims_on(draw, kind):
    """A loss, a point, claims about its gradient there in random order, and which of them are right.

    kind : "plain"; "minimum", where the slope is small against the curvature; "sharp", where the third derivative is
        large; "offset", a loss of a thousand; "tiny" and "huge", a loss times 10⁻⁸
        and 10⁸; "faint", where one entry is near zero; "nan", with claims that hold it
    """
    k, l = (2, 3) if draw.integers(2) else (3, 2)
    signs = draw.permutation([1.0, -1.0, 1.0, -1.0, 1.0, -1.0]).reshape(k, l)
    weights = draw.permutation(np.linspace(0.6, 2.1, 6)).reshape(k, l) * signs
    theta = draw.uniform(-1, 1, size=(k, l))
    if kind == "minimum":
        bottom, theta = theta, theta + 1e-6 * weights
        stiff = 1e4 * draw.uniform(0.8, 1.2, size=(k, l))

        def loss(moved):
            return float((stiff * (moved - bottom) ** 2).sum() / 2)

        return _mixed(draw, loss, theta, stiff * (theta - bottom))
    if kind == "sharp":
        theta = 1e-7 * theta

        def loss(moved):
            return float((weights * np.tanh(30 * moved)).sum() / 30)

        return _mixed(draw, loss, theta, weights / np.cosh(30 * theta) ** 2)
    scale = {"tiny": 1e-8, "huge": 1e8}.get(kind, 1.0)
    offset = 1000.0 if kind == "offset" else 0.0
    faint = tuple(int(draw.integers(size)) for size in (k, l))
    weights[faint] *= 1e-8 if kind == "faint" else 1

    def loss(moved):
        return float(offset + scale * (weights * np.sin(moved)).sum())

    gradient = scale * weights * np.cos(theta)
    return _mixed(draw, loss, theta, gradient, with_nan=kind == "nan")


def _mixed(draw, loss, theta, gradient, with_nan=False):
    """The right gradient, and wrong ones that shortcuts take for right, in random order."""
    size = np.abs(gradient).max()
    right = gradient.copy()
    one_off, last_off, cancelling = gradient.copy(), gradient.copy(), gradient.copy()
    one_off.flat[0] += 0.7 * size
    last_off.flat[-1] += 0.7 * size
    cancelling.flat[0] += 0.5 * size
    cancelling.flat[-1] -= 0.5 * size
    nearly = gradient * 1.01
    claims = [
        (right, True),
        (gradient * 2, False),
        (-gradient, False),
        (np.zeros_like(gradient), False),
        (one_off, False),
        (last_off, False),
        (cancelling, False),
        (nearly, False),
        (np.full_like(gradient, gradient.sum()), False),
    ]
    if with_nan:
        for place in [(0, 0), (-1, -1)]:
            spoilt = gradient.copy()
            spoilt[place] = np.nan
            claims.append((spoilt, False))
    order = draw.permutation(len(claims))
    return loss, theta, [claims[i][0] for i in order], np.array([claims[i][1] for i in order])
