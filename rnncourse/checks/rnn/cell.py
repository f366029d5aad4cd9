"""Mistakes of the exercise on one step."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def relu(a):
    return np.maximum(a, 0)


def _square():
    """Arguments of ``step`` with one size for everything, so that no mistake of the order can raise."""
    draw = np.random.default_rng(0)
    return tuple(draw.normal(size=size) for size in [(3, 3), (3, 3), (3, 3), (3, 3), (3,)])


_SQUARE = _square()

STEP = (
    Suspect(
        "recurrent-weights-transposed",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + h @ W_hh.T + b),
        "With a zero state before it your step would be exact, so the input's part is right and the state's is not. "
        "W_hh is square, so a transpose goes unnoticed by NumPy: states are rows here, as in Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "state-ignored",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + b),
        "Your {got} is what a cell without memory gives: the state before plays no part in it. "
        "Count the terms inside the tanh of Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "input-ignored",
        lambda x, h, W_xh, W_hh, b: np.tanh(h @ W_hh + b),
        "Your {got} does not depend on the input of this step. Count the terms inside the tanh of Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "bias-forgotten",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + h @ W_hh),
        "Every column is off by a shift of its own before the tanh, which is what b_h adds. See Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "bias-outside",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + h @ W_hh) + b,
        "Your {got} is a tanh plus something: entries may even leave (-1, 1). What does the tanh of Eq. 2.1 enclose?",
        probe=_SQUARE,
    ),
    Suspect(
        "bias-added-twice",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + b + h @ W_hh + b),
        "Before the tanh every column is off by b_h itself. This cell has one bias for both products: Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "no-squashing",
        lambda x, h, W_xh, W_hh, b: x @ W_xh + h @ W_hh + b,
        "The sum of the three terms is right, and {got} is that sum itself. A state lies in (-1, 1): see φ in Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "sigmoid-for-tanh",
        lambda x, h, W_xh, W_hh, b: sigmoid(x @ W_xh + h @ W_hh + b),
        "The sum inside is right, and the function around it maps to (0, 1) instead of (-1, 1): see φ below Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "relu-for-tanh",
        lambda x, h, W_xh, W_hh, b: relu(x @ W_xh + h @ W_hh + b),
        "The sum inside is right, and the function around it cuts off at 0 and grows without end: see φ below Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "squashed-separately",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh) + np.tanh(h @ W_hh + b),
        "You squash the input's part and the state's part each on its own, and the sum {got} may leave (-1, 1). "
        "How far does the bracket of Eq. 2.1 reach?",
        also=(
            lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + b) + np.tanh(h @ W_hh),
            lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh) + np.tanh(h @ W_hh) + b,
            lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + b) + np.tanh(h @ W_hh + b),
        ),
        probe=_SQUARE,
    ),
    Suspect(
        "state-added-outside",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + b) + h @ W_hh,
        "The input's part is squashed and the state's part is added to that, unsquashed. "
        "What does the tanh of Eq. 2.1 enclose?",
        probe=_SQUARE,
    ),
    Suspect(
        "state-unweighted",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + h + b),
        "The state before enters as it is. In Eq. 2.1 it goes through a matrix of its own first.",
        probe=_SQUARE,
    ),
    Suspect(
        "states-as-columns",
        lambda x, h, W_xh, W_hh, b: np.tanh(W_xh.T @ x.T + W_hh.T @ h.T + b[:, None]),
        "The numbers are right and lie on their side: [h, n], every state a column. Here every state is a row.",
        probe=_SQUARE,
    ),
    Suspect(
        "matrices-swapped",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_hh + h @ W_xh + b),
        "The sizes cannot meet: a matrix between two vectors is named for them, W_xh leads from x to h.",
        probe=_SQUARE,
    ),
    Suspect(
        "input-weights-transposed",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh.T + h @ W_hh + b),
        "The sizes cannot meet: W_xh is [d, h] as it comes, written for rows, so x_t [n, d] meets its first axis.",
        also=(lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh.T + h @ W_hh.T + b),),
        probe=_SQUARE,
    ),
    Suspect(
        "column-convention",
        lambda x, h, W_xh, W_hh, b: np.tanh(W_xh @ x + W_hh @ h + b),
        "Sizes that cannot meet: the matrix stands on the left, as for column vectors. "
        "Here every sample is a row, so the data come first (see the shapes under Eq. 2.1).",
        also=(lambda x, h, W_xh, W_hh, b: np.tanh(W_xh.T @ x + W_hh.T @ h + b),),
        probe=_SQUARE,
    ),
    Suspect(
        "elementwise-product",
        lambda x, h, W_xh, W_hh, b: np.tanh(x * W_xh + h * W_hh + b),
        "`*` multiplies entry by entry and needs two arrays of one shape. The products of Eq. 2.1 are matrix products.",
        probe=_SQUARE,
    ),
)
