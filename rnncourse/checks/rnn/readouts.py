"""Mistakes of the exercise on the readouts."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.rnn.cell import relu, sigmoid
from rnncourse.checks.suspects import Suspect


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
        "Your {got} has been through an activation. The output layer of Eq. 2.2 has none: values of any size, "
        "which a loss may squash later.",
        also=(lambda H, W, b: sigmoid(H @ W + b), lambda H, W, b: relu(H @ W + b)),
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
    return draw.normal(size=(3, 6, 2)), np.array([2, 4, 1]), draw.normal(size=(2, 2)), draw.normal(size=2)


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
        probe=_SHORT,
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
        probe=_SHORT,
    ),
    Suspect(
        "readout-all-pairs",
        lambda H, lengths, W, b: H[:, lengths - 1] @ W + b,
        "A colon on the first axis and `lengths` on the second take *every* sequence at *every* length, n × n states. "
        "Pair the two: sequence i with its own length (integer arrays index in step with one another).",
        also=(lambda H, lengths, W, b: H[:, lengths] @ W + b,),
        probe=_SHORT,
    ),
    Suspect(
        "readout-mean",
        lambda H, lengths, W, b: np.stack([s[:k].mean(0) for s, k in zip(H, lengths, strict=True)]) @ W + b,
        "This reads a mean over the steps. It is a readout that people use; the one asked for is of the last step.",
        also=(lambda H, lengths, W, b: H.mean(1) @ W + b,),
        probe=_SHORT,
    ),
    Suspect(
        "readout-of-every-step",
        lambda H, lengths, W, b: H @ W + b,
        "This is an output for every step, [n, T, q]. Many-to-one keeps one a sequence: `lengths` says which.",
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
            lambda H, lengths, W, b: sigmoid(_own_last(H, lengths) @ W + b),
            lambda H, lengths, W, b: _softmax(_own_last(H, lengths) @ W + b),
        ),
    ),
)
