"""Mistakes of the exercises on one step and on the readouts."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _sigmoid(a):
    return 1 / (1 + np.exp(-a))


def _relu(a):
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
    ),
    Suspect(
        "state-ignored",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + b),
        "Your {got} is what a cell without memory gives: the state before plays no part in it. "
        "Count the terms inside the tanh of Eq. 2.1.",
    ),
    Suspect(
        "input-ignored",
        lambda x, h, W_xh, W_hh, b: np.tanh(h @ W_hh + b),
        "Your {got} does not depend on the input of this step. Count the terms inside the tanh of Eq. 2.1.",
    ),
    Suspect(
        "bias-forgotten",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + h @ W_hh),
        "Every column is off by a shift of its own before the tanh, which is what b_h adds. See Eq. 2.1.",
    ),
    Suspect(
        "bias-outside",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + h @ W_hh) + b,
        "Your {got} is a tanh plus something: entries may even leave (-1, 1). What does the tanh of Eq. 2.1 enclose?",
    ),
    Suspect(
        "bias-added-twice",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + b + h @ W_hh + b),
        "Before the tanh every column is off by b_h itself. This cell has one bias for both products: Eq. 2.1.",
    ),
    Suspect(
        "no-squashing",
        lambda x, h, W_xh, W_hh, b: x @ W_xh + h @ W_hh + b,
        "The sum of the three terms is right, and {got} is that sum itself. A state lies in (-1, 1): see φ in Eq. 2.1.",
        probe=_SQUARE,
    ),
    Suspect(
        "sigmoid-for-tanh",
        lambda x, h, W_xh, W_hh, b: _sigmoid(x @ W_xh + h @ W_hh + b),
        "The sum inside is right, and the function around it maps to (0, 1) instead of (-1, 1): see φ below Eq. 2.1.",
    ),
    Suspect(
        "relu-for-tanh",
        lambda x, h, W_xh, W_hh, b: _relu(x @ W_xh + h @ W_hh + b),
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
    ),
    Suspect(
        "state-added-outside",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + b) + h @ W_hh,
        "The input's part is squashed and the state's part is added to that, unsquashed. "
        "What does the tanh of Eq. 2.1 enclose?",
    ),
    Suspect(
        "state-unweighted",
        lambda x, h, W_xh, W_hh, b: np.tanh(x @ W_xh + h + b),
        "The state before enters as it is. In Eq. 2.1 it goes through a matrix of its own first.",
    ),
    Suspect(
        "states-as-columns",
        lambda x, h, W_xh, W_hh, b: np.tanh(W_xh.T @ x.T + W_hh.T @ h.T + b[:, None]),
        "The numbers are right and lie on their side: [h, n], every state a column. Here every state is a row.",
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


def _softmax(a):
    e = np.exp(a - a.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def _own_last(H, lengths):
    return H[np.arange(len(H)), lengths - 1]


EVERY = (
    Suspect(
        "readout-bias-forgotten",
        lambda H, W, b: H @ W,
        "Every output is off by the same amount in each column, which is what b_q adds. See Eq. 2.2.",
    ),
    Suspect(
        "readout-squashed",
        lambda H, W, b: np.tanh(H @ W + b),
        "Your {got} is squashed. The output layer of Eq. 2.2 has no activation: its values may have any size, "
        "and a loss may squash them later.",
        also=(lambda H, W, b: _sigmoid(H @ W + b), lambda H, W, b: _relu(H @ W + b)),
    ),
    Suspect(
        "readout-softmax",
        lambda H, W, b: _softmax(H @ W + b),
        "Your outputs are positive and sum to 1: probabilities. Eq. 2.2 gives logits; the softmax belongs to the loss, "
        "and applied in both places it caps what the network can say.",
    ),
    Suspect(
        "readout-last-only",
        lambda H, W, b: H[:, -1] @ W + b,
        "This is the output of the last step alone. Many-to-many: one output for every step, shape [n, T, q].",
    ),
    Suspect(
        "readout-steps-in-one-heap",
        lambda H, W, b: H.reshape(-1, H.shape[-1]) @ W + b,
        "All steps of all sequences lie in one heap of n · T rows. The outputs are right; "
        "which belongs to which sequence and step has been lost.",
    ),
    Suspect(
        "readout-time-first",
        lambda H, W, b: np.stack([H[:, t] @ W + b for t in range(H.shape[1])]),
        "The outputs are right and laid out as [T, n, q]: the new axis of a stack comes first unless you say where.",
    ),
    Suspect(
        "readout-averaged",
        lambda H, W, b: H.mean(1) @ W + b,
        "This is one output for each sequence, from the mean over its steps. Many-to-many asks for one at every step.",
    ),
)


def _short():
    """Arguments of ``readout_last`` with sequences of several lengths, none of which fills all steps."""
    draw = np.random.default_rng(0)
    return draw.normal(size=(3, 5, 2)), np.array([2, 4, 1]), draw.normal(size=(2, 2)), draw.normal(size=2)


_SHORT = _short()

LAST = (
    Suspect(
        "readout-reads-padding",
        lambda H, lengths, W, b: H[:, -1] @ W + b,
        "Right for sequences that fill all T steps, wrong for shorter ones: there, H[:, -1] is padding. "
        "Each sequence has a last step of its own, which `lengths` gives.",
        probe=_SHORT,
    ),
    Suspect(
        "readout-longest-for-all",
        lambda H, lengths, W, b: H[:, lengths.max() - 1] @ W + b,
        "All sequences are read at the last step of the longest one. Each has a last step of its own.",
        probe=_SHORT,
    ),
    Suspect(
        "readout-one-step-late",
        lambda H, lengths, W, b: H[np.arange(len(H)), lengths] @ W + b,
        "You read one step too late: a sequence of length 3 has its steps at t = 0, 1, 2.",
    ),
    Suspect(
        "readout-counts-from-the-end",
        lambda H, lengths, W, b: H[np.arange(len(H)), -lengths] @ W + b,
        "A negative index counts back from the end of the padded axis, T. A length counts from the beginning.",
        probe=_SHORT,
    ),
    Suspect(
        "readout-last-sequence",
        lambda H, lengths, W, b: H[-1] @ W + b,
        "H[-1] is the last sequence of the batch with all its steps; wanted is one step of every sequence.",
    ),
    Suspect(
        "readout-lengths-pick-sequences",
        lambda H, lengths, W, b: H[lengths - 1] @ W + b,
        "`lengths` stands on the first axis of H here, which counts sequences. It counts steps, the second axis.",
    ),
    Suspect(
        "readout-all-pairs",
        lambda H, lengths, W, b: H[:, lengths - 1] @ W + b,
        "H[:, lengths - 1] takes *every* sequence at *every* length, n × n states. "
        "Pair the two: sequence i with its own length (integer arrays index in step with one another).",
    ),
    Suspect(
        "readout-mean",
        lambda H, lengths, W, b: np.stack([s[:k].mean(0) for s, k in zip(H, lengths, strict=True)]) @ W + b,
        "This reads the mean over the steps. It is a readout that people use; the one asked for is of the last step.",
        probe=_SHORT,
    ),
    Suspect(
        "readout-first-step",
        lambda H, lengths, W, b: H[:, 0] @ W + b,
        "This reads the first state, which has seen one input of the sequence.",
        probe=_SHORT,
    ),
    Suspect(
        "readout-last-bias-forgotten",
        lambda H, lengths, W, b: _own_last(H, lengths) @ W,
        "The right states, without b_q: see Eq. 2.2.",
    ),
    Suspect(
        "readout-last-squashed",
        lambda H, lengths, W, b: np.tanh(_own_last(H, lengths) @ W + b),
        "The right states, and an activation after them: your {got} lies within its range. Eq. 2.2 has none.",
        also=(
            lambda H, lengths, W, b: _sigmoid(_own_last(H, lengths) @ W + b),
            lambda H, lengths, W, b: _softmax(_own_last(H, lengths) @ W + b),
        ),
    ),
)
