"""Mistakes of the exercise on the two directions."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _read(X, lengths, weights, order, h_0=None, always=False, shown=False):
    """States [n, T, h] of one direction where they belong, and its final state.

    order: the steps in the order of reading; always: padding is read too; shown: padded outputs are not cleared
    """
    W_xh, W_hh, b_h = weights
    n, T, _ = X.shape
    h_t = np.zeros((n, len(b_h)), X.dtype) if h_0 is None else h_0
    H = np.zeros((n, T, len(b_h)), X.dtype)
    for t in order:
        real = (t < lengths)[:, None]
        h_t = np.where(real | always, np.tanh(X[:, t] @ W_xh + h_t @ W_hh + b_h), h_t)
        H[:, t] = np.where(real | shown, h_t, 0)
    return H, h_t


def _orders(X):
    return range(X.shape[1]), range(X.shape[1] - 1, -1, -1)


def _joined(X, lengths, ahead, back, **options):
    there, here = _orders(X)
    return _read(X, lengths, ahead, there, **options), _read(X, lengths, back, here, **options)


def _result(one, other):
    return np.concatenate([one[0], other[0]], axis=2), one[1], other[1]


def _same_weights(X, lengths, ahead, back):
    return _result(*_joined(X, lengths, ahead, ahead))


def _both_forward(X, lengths, ahead, back):
    there, _ = _orders(X)
    return _result(_read(X, lengths, ahead, there), _read(X, lengths, back, there))


def _within(A, lengths):
    t, end = np.arange(A.shape[1]), lengths[:, None]
    return A[np.arange(len(A))[:, None], np.where(t < end, end - 1 - t, t)]


def _not_turned_back(X, lengths, ahead, back):
    one, other = _joined(X, lengths, ahead, back)
    return _result(one, (_within(other[0], lengths), other[1]))


def _naive(X, lengths, ahead, back, shown=False):
    """The backward direction reads the padding as if it were data."""
    there, here = _orders(X)
    return _result(_read(X, lengths, ahead, there), _read(X, lengths, back, here, always=True, shown=shown))


def _padding_everywhere(X, lengths, ahead, back):
    return _result(*_joined(X, lengths, ahead, back, always=True, shown=True))


def _padding_read_and_cleared(X, lengths, ahead, back):
    return _result(*_joined(X, lengths, ahead, back, always=True))


def _shown(X, lengths, ahead, back):
    return _result(*_joined(X, lengths, ahead, back, shown=True))


def _final_back_from_the_end(X, lengths, ahead, back):
    H, h_ahead, _ = _result(*_joined(X, lengths, ahead, back))
    return H, h_ahead, H[np.arange(len(H)), lengths - 1, h_ahead.shape[1] :]


def _finals_from_the_box(X, lengths, ahead, back):
    H, h_ahead, _ = _result(*_joined(X, lengths, ahead, back))
    return H, H[:, -1, : h_ahead.shape[1]], H[:, -1, h_ahead.shape[1] :]


def _final_ahead_from_the_box(X, lengths, ahead, back):
    H, h_ahead, h_back = _result(*_joined(X, lengths, ahead, back))
    return H, H[:, -1, : h_ahead.shape[1]], h_back


def _handed_over(X, lengths, ahead, back):
    there, here = _orders(X)
    one = _read(X, lengths, ahead, there)
    return _result(one, _read(X, lengths, back, here, h_0=one[1]))


def _back_first(X, lengths, ahead, back):
    one, other = _joined(X, lengths, ahead, back)
    return np.concatenate([other[0], one[0]], axis=2), one[1], other[1]


def _finals_exchanged(X, lengths, ahead, back):
    H, h_ahead, h_back = _result(*_joined(X, lengths, ahead, back))
    return H, h_back, h_ahead


def _one_after_the_other(X, lengths, ahead, back):
    one, other = _joined(X, lengths, ahead, back)
    return np.concatenate([one[0], other[0]], axis=1), one[1], other[1]


def _added(X, lengths, ahead, back):
    one, other = _joined(X, lengths, ahead, back)
    return one[0] + other[0], one[1], other[1]


FORWARD = (
    Suspect(
        "one-set-of-weights",
        _same_weights,
        "Both directions run with the same weights. They are two cells, and you were given weights for each.",
        also=(lambda X, lengths, ahead, back: _same_weights(X, lengths, back, back),),
    ),
    Suspect(
        "both-read-forward",
        _both_forward,
        "Your backward states come from the steps *before* each step: both directions read from the first step to the "
        'last. The backward state of step t comes from that of step t + 1; see "The mathematics" in chapter 4.',
    ),
    Suspect(
        "left-in-reading-order",
        _not_turned_back,
        "The backward states are right and stand in the order in which they were made, so that step 0 shows a state "
        "that has read the last step only. Output t holds both states of step t.",
    ),
    Suspect(
        "padding-read-first",
        _naive,
        "The backward direction comes through the padding before it meets the sequence, and has changed its state by "
        'then. It should arrive at the last real step with zeros; see "Padding" in chapter 4.',
        also=(lambda *args: _naive(*args, shown=True),),
    ),
    Suspect(
        "padding-read-as-data",
        _padding_everywhere,
        "Your states do not depend on the lengths: both directions read padding as if it were data.",
        also=(_padding_read_and_cleared,),
    ),
    Suspect(
        "padding-not-cleared",
        _shown,
        "The states are right. In the padding H shows the state that a direction holds there; it should show zeros.",
    ),
    Suspect(
        "finals-from-the-box",
        _finals_from_the_box,
        "The outputs are right. You take a final state from the last place of the box: there is padding, or "
        "the backward direction has just begun. Where has each direction read everything?",
        also=(_final_ahead_from_the_box,),
        probe=(
            np.arange(12.0).reshape(2, 3, 2) / 10,
            np.array([2, 3]),
            (np.ones((2, 1)) / 2, np.ones((1, 1)) / 3, np.zeros(1)),
            (np.ones((2, 1)) / 4, np.ones((1, 1)) / 5, np.ones(1)),
        ),
    ),
    Suspect(
        "backward-final-after-one-step",
        _final_back_from_the_end,
        "The outputs are right. Your h_back is the backward state of the last real step, which has read that step "
        'only. Where does this direction end? See "The readout trap" in chapter 4.',
    ),
    Suspect(
        "state-handed-over",
        _handed_over,
        "The backward direction begins with the forward direction's final state. It begins from zeros: "
        "is there a variable that both loops use?",
    ),
    Suspect(
        "backward-half-first",
        _back_first,
        "The two halves of H have changed places: the forward states come first.",
    ),
    Suspect(
        "finals-exchanged",
        _finals_exchanged,
        "The outputs are right, and the two final states have changed places.",
    ),
    Suspect(
        "joined-in-time",
        _one_after_the_other,
        "The backward states have been laid *behind* the forward ones, as further steps. They belong beside them: "
        "which axis counts units?",
    ),
    Suspect(
        "states-added",
        _added,
        "The two states of a step have been added. Here they stand side by side; other ways to merge are exercise 6.",
    ),
)
