"""Mistakes of the exercise on the final states of padded batches."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import LSTM
from rnncourse.checks.suspects import Suspect


def padded_run(draw, lengths, T, d, h, dtype=np.float64, padding=None):
    """Arguments of ``final_states``, and each sequence's own final state by the course's own layer.

    The states come from a run that did not know the lengths and read on; ``padding`` is put behind the ends of
    some sequences instead, where it is given.
    """
    cell, n = LSTM(), len(lengths)
    params = cell.init(draw, d, h, dtype)
    X, h_0, c_0 = (draw.normal(size=size).astype(dtype) for size in [(n, T, d), (n, h), (n, h)])
    start = cell.State(np.tanh(h_0), c_0)
    H, last, tape = cell.forward(params, X, start)
    C = np.stack([*(cache.c_prev for cache in tape.caches[1:]), last.c], axis=1)
    if padding is not None:
        H, C = (np.where((np.arange(T) < lengths[:, None])[..., None], A, dtype(padding)) for A in (H, C))
    _, final, _ = cell._run(params, X, start, lengths, None)  # unlike ``forward`` it takes a length of 0
    return (H, C, lengths, *start), tuple(final)


def _picked(H, C, lengths, h_0, c_0, place=None, empty=None):
    """Both states at ``place(lengths)``; ``empty(start, A)`` for sequences of length 0."""
    rows, at = np.arange(len(H)), place(lengths, H.shape[1]) if place else lengths - 1
    none = (lengths == 0)[:, None]
    return tuple(
        np.where(none, empty(start, A) if empty else start, A[rows, at]) for A, start in [(H, h_0), (C, c_0)]
    )


def _but(**parts):
    return lambda *args: _picked(*args, **parts)


def _weighed(H, C, lengths, h_0, c_0):
    one = (np.arange(H.shape[1]) == lengths[:, None] - 1)[..., None].astype(H.dtype)
    none = (lengths == 0)[:, None].astype(H.dtype)
    return (H * one).sum(1) + none * h_0, (C * one).sum(1) + none * c_0


def _late(H, C, lengths, h_0, c_0):
    rows = np.arange(len(H))
    return H[rows, lengths], C[rows, lengths]


#: Two short sequences whose padding is numbers: where it is NaN, all who look there get the same.
_SHORT = padded_run(np.random.default_rng(0), np.array([1, 2]), 4, 2, 2)[0]

#: The first of these two sequences is empty.
_EMPTY = padded_run(np.random.default_rng(0), np.array([0, 2]), 4, 2, 2)[0]

FINAL = (
    Suspect(
        "last-place",
        lambda H, C, lengths, h_0, c_0: (H[:, -1], C[:, -1]),
        "These are the states of the last place of the box. There a short sequence's state has gone on through its "
        "padding: at {where} you have {got}, expected {want}.",
        also=(_but(place=lambda lengths, T: T - 1 + 0 * lengths),),
        probe=_SHORT,
    ),
    Suspect(
        "one-late",
        _late,
        "A length is one more than the index of the last step: a sequence of length 3 ends with t = 2.",
        also=(_but(place=lambda lengths, T: np.minimum(lengths, T - 1)),),
        probe=_SHORT,
    ),
    Suspect(
        "output-for-the-cell",
        lambda H, C, lengths, h_0, c_0: (_picked(H, C, lengths, h_0, c_0)[0],) * 2,
        "h is right, and your second result is the same array again. What a cell shows and what it holds are two "
        "things: c stands in C.",
        also=(lambda H, C, lengths, h_0, c_0: _picked(H, H, lengths, h_0, c_0),),
    ),
    Suspect(
        "empty-ends-at-the-end",
        _but(empty=lambda start, A: A[:, -1]),
        "Right but for the empty sequences. A length of 0 gives the index -1, and Python counts that from the end: "
        "they got the last place of the box. Which state does a sequence have that took no step?",
    ),
    Suspect(
        "empty-ends-at-zero",
        _but(empty=lambda start, A: 0 * start),
        "Right but for the empty sequences, which end at zero. A sequence that took no step has the state that it "
        "was given.",
        also=(lambda H, C, lengths, h_0, c_0: _weighed(H, C, lengths, 0 * h_0, 0 * c_0),),
        probe=_EMPTY,
    ),
    Suspect(
        "empty-ends-after-a-step",
        _but(empty=lambda start, A: A[:, 0]),
        "Right but for the empty sequences, which end after their first step. They have none: what stands there is "
        "padding.",
    ),
    Suspect(
        "padding-leaks",
        _weighed,
        "Your mask multiplies, and zero times NaN is NaN: what stands in the padding comes through. "
        "Choose a step instead of weighing them all.",
        probe=_SHORT,
    ),
    Suspect(
        "one-length-for-all",
        _but(place=lambda lengths, T: lengths.max() - 1 + 0 * lengths),
        "All sequences are read at one place. Each has an end of its own.",
        also=(
            _but(place=lambda lengths, T: lengths.min() - 1 + 0 * lengths),
            lambda H, C, lengths, h_0, c_0: (H[:, lengths.max() - 1], C[:, lengths.max() - 1]),
            lambda H, C, lengths, h_0, c_0: (H[:, lengths.min() - 1], C[:, lengths.min() - 1]),
        ),
    ),
    Suspect(
        "halves-exchanged",
        lambda *args: _picked(*args)[::-1],
        "Both arrays are right, and have changed places: h comes first.",
    ),
    Suspect(
        "mask-without-axis",
        lambda H, C, lengths, h_0, c_0: np.where(lengths > 0, h_0, h_0),
        "A mask [n] meets states [n, h], and NumPy aligns the *last* axes. "
        "One truth value for each row takes the shape of a column.",
    ),
    Suspect(
        "every-row-at-every-end",
        lambda H, C, lengths, h_0, c_0: (H[:, lengths - 1], C[:, lengths - 1]),
        "You took, of every sequence, the steps at which *any* sequence ends. Row i is to be paired with lengths[i].",
    ),
)
