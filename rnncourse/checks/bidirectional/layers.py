"""Layers that the exercise on dependency maps lends, and their maps.

What an input of theirs does to an output it does by a sum of products, so that answers are exact; the recurrent ones
have weights of one sign, so that no two ways from an input to an output cancel.
"""

from __future__ import annotations

import numpy as np

from rnncourse.cells import RNN, Bidirectional
from rnncourse.checks.running import bounded


def recurrent_layer(direction, draw, d=2, h=2):
    """A layer of tanh cells, ``"forward"`` or ``"both"``; all of its outputs fall where an input rises."""

    def signed(params):
        return params._replace(W_xh=-np.abs(params.W_xh) - 0.2, W_hh=np.abs(params.W_hh) / 2 + 0.2)

    layer = RNN() if direction == "forward" else Bidirectional(RNN())
    params = layer.init(draw, d, h)
    params = signed(params) if direction == "forward" else type(params)(*map(signed, params))
    return bounded(lambda X: layer.forward(params, X)[0], "layer")


def window_layer(draw, d, places):
    """One unit; output t is a weighted sum of the inputs at t + place, for the places that exist."""
    mix, weights = draw.uniform(0.5, 1, size=d), draw.uniform(0.5, 1, size=len(places))
    weights[::2] *= -1

    def layer(X):
        T = X.shape[1]
        seen = (X * mix).sum(axis=2)
        H = np.zeros((len(X), T, 1))
        for place, weight in zip(places, weights, strict=True):
            t = np.arange(max(0, -place), min(T, T - place))
            H[:, t, 0] += weight * seen[:, t + place]
        return H

    return bounded(layer, "layer")


def window_reached(T, places):
    """The map of a ``window_layer``."""
    return np.isin(np.arange(T) - np.arange(T)[:, None], places)


def opposed_layer(draw):
    """Reads forward, and only the last number of each input; three units: one, its opposite, and one that is idle."""
    keep = draw.uniform(0.4, 0.8)

    def layer(X):
        state, H = np.zeros(len(X)), np.zeros((*X.shape[:2], 3))
        for t in range(X.shape[1]):
            state = keep * state + X[:, t, -1]
            H[:, t, 0], H[:, t, 1] = state, -state
        return H

    return bounded(layer, "layer")
