"""Mistakes of the exercise on two linear maps in a row."""

from __future__ import annotations

import math

import numpy as np

from rnncourse.cells import LSTM, dense
from rnncourse.checks.suspects import Suspect


def dense_before(draw, d, m, h, dtype=np.float64):
    """Weights of a dense layer from d to m and of an LSTM of h units behind it."""
    ahead = dense.init(draw, d, m, dtype)
    return ahead, LSTM().init(draw, m, h, dtype)


def composed(ahead, params):
    """The one map that does what the dense layer and the cell's input product do."""
    W = dense.forward(dense.Params(params.W_xh, np.zeros_like(params.b_h)), ahead.W_hq)
    b = dense.forward(dense.Params(params.W_xh, params.b_h), ahead.b_q[None])[0]
    return W, b


def outputs_of(W_hh, X):
    """A view: all outputs of an LSTM that reads X through the learner's weights."""

    def view(result):
        W, b = result
        return LSTM().forward(LSTM().Params(W, W_hh, b), X)[0]

    return view


def two_layers(ahead, params, X):
    """All outputs of the LSTM behind the dense layer."""
    return LSTM().forward(params, dense.forward(ahead, X))[0]


COMPOSE = (
    Suspect(
        "dense-bias-dropped",
        lambda W_in, b_in, W_xh, b_h: (W_in @ W_xh, b_h),
        "Your weights are right, and your bias is that of the cell alone. The dense layer's bias goes through the "
        "second map too.",
    ),
    Suspect(
        "own-bias-dropped",
        lambda W_in, b_in, W_xh, b_h: (W_in @ W_xh, b_in @ W_xh),
        "Your weights are right, and in your bias the cell's own is missing.",
    ),
    Suspect(
        "dense-bias-not-mapped",
        lambda W_in, b_in, W_xh, b_h: (W_in @ W_xh, b_in + b_h),
        "b_in has m entries and b_h has 4h: they do not live in the same place. What happens to b_in on its way?",
        also=(lambda W_in, b_in, W_xh, b_h: (W_in @ W_xh, b_h + b_in),),
    ),
    Suspect(
        "bias-through-both",
        lambda W_in, b_in, W_xh, b_h: (W_in @ W_xh, (b_in + 1) @ W_xh + b_h),
        "Your weights are right. b_in passes the second map once, as it is.",
    ),
    Suspect(
        "composed-turned",
        lambda W_in, b_in, W_xh, b_h: ((W_in @ W_xh).T, b_in @ W_xh + b_h),
        "You have W the other way up. With states as rows a matrix has a row for each input: [d, 4h].",
    ),
    Suspect(
        "maps-in-the-wrong-order",
        lambda W_in, b_in, W_xh, b_h: (W_xh @ W_in, b_in @ W_xh + b_h),
        "You multiply the matrices in the wrong order. A row x meets W_in first, and it comes from the left.",
    ),
)


def parameters(d, m, h):
    """How many parameters the dense layer and an LSTM have together, and how many the LSTM that does the same."""
    cell = LSTM()
    of_cell = [sum(map(math.prod, cell.shapes(inputs, h).values())) for inputs in (m, d)]
    return (d + 1) * m + of_cell[0], of_cell[1]


#: Sizes at which no two of the mistakes below come to the same counts.
_SIZES = (3, 7, 5)


def _counts(d, m, h, *, gates=4, biases=1, own_bias=1, dense_part=True, into=None):
    cell = [gates * h * (inputs + h + biases) for inputs in (m if into is None else into, d)]
    return ((d + own_bias) * m if dense_part else 0) + cell[0], cell[1]


def _but(**parts):
    return lambda d, m, h: _counts(d, m, h, **parts)


COUNTS = (
    Suspect(
        "dense-bias-not-counted",
        _but(own_bias=0),
        "The second count is right. In the first you have {got}, expected {want}: the dense layer's m biases are "
        "missing.",
        probe=_SIZES,
    ),
    Suspect(
        "dense-layer-not-counted",
        _but(dense_part=False),
        "The second count is right. In the first the dense layer's own weights are missing.",
        probe=_SIZES,
    ),
    Suspect(
        "two-biases",
        _but(biases=2),
        "You have 4h too many: you count two bias vectors, as PyTorch keeps them. Here there is one.",
        probe=_SIZES,
    ),
    Suspect(
        "cell-without-bias",
        _but(biases=0),
        "Your LSTM has no bias in either count: 4h numbers are missing.",
        also=(_but(biases=0, own_bias=0),),
        probe=_SIZES,
    ),
    Suspect(
        "one-gate",
        _but(gates=1),
        "Your cell has weights for some of its four blocks only.",
        also=(_but(gates=3),),
        probe=_SIZES,
    ),
    Suspect(
        "cell-still-reads-the-image",
        lambda d, m, h: _counts(d, m, h, into=d),
        "The second count is right. In the first you have {got}, expected {want}: behind a dense layer the cell reads "
        "its m numbers, and not d.",
        probe=_SIZES,
    ),
    Suspect(
        "counts-exchanged",
        lambda d, m, h: _counts(d, m, h)[::-1],
        "Both numbers are right, and have changed places.",
        probe=_SIZES,
    ),
)
