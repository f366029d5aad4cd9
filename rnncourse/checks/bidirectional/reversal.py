"""Mistakes of the exercise on reversing within the length."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _picked(X, source):
    return X[np.arange(len(X))[:, None], source]


def _t_and_end(X, lengths):
    return np.arange(X.shape[1]), lengths[:, None]


def _cleared(X, lengths):
    t, end = _t_and_end(X, lengths)
    taken = _picked(X, np.where(t < end, end - 1 - t, t))
    return np.where((t < end).reshape(*X.shape[:2], *[1] * (X.ndim - 2)), taken, 0).astype(X.dtype)


def _one_late(X, lengths):
    t, end = _t_and_end(X, lengths)
    return _picked(X, np.where(t < end, end - t, t))


def _one_late_within(X, lengths):
    t, end = _t_and_end(X, lengths)
    return _picked(X, np.where(t < end, np.minimum(end - t, X.shape[1] - 1), t))


def _turned_round(X, lengths):
    t, end = _t_and_end(X, lengths)
    return _picked(X, (end - 1 - t) % X.shape[1])


def _pushed_to_the_end(X, lengths):
    """Real steps reversed, behind the padding."""
    t, end = _t_and_end(X, lengths)
    shift = X.shape[1] - end
    return _picked(X, np.where(t < shift, end + t, X.shape[1] - 1 - t))


def _all_orders(X, lengths):
    t, end = _t_and_end(X, lengths)
    return X[:, np.where(t < end, end - 1 - t, t)]


def _from_the_last_place(X, lengths):
    """A slice from place lengths − 1 backwards: for a length of 0 that is place −1, the last one."""
    out = X.copy()
    for i, length in enumerate(lengths):
        out[i, :length] = X[i, length - 1 :: -1]
    return out


def _longest(X, lengths):
    out = X.copy()
    out[:, : lengths.max()] = X[:, : lengths.max()][:, ::-1]
    return out


def _padding_reversed(X, lengths):
    t, end = _t_and_end(X, lengths)
    return _picked(X, np.where(t < end, t, X.shape[1] - 1 - t + end))


REVERSE = (
    Suspect(
        "whole-box-reversed",
        lambda X, lengths: X[:, ::-1],
        "You reverse the whole box, and what was padding now stands in front of every shorter sequence. "
        "Each sequence has an end of its own, which lengths gives.",
    ),
    Suspect(
        "longest-reversed",
        _longest,
        "You reverse every sequence as if it were as long as the longest of the batch. Each has a length of its own.",
    ),
    Suspect(
        "padding-behind-lost-its-order",
        _turned_round,
        "The real steps are right. The padding is in its place too, but in reverse order, as happens when "
        "negative places are counted from the end of the box. Only real steps move.",
    ),
    Suspect(
        "padding-reversed-instead",
        _padding_reversed,
        "The padding has been reversed, and the sequences have not: your condition is the wrong way round.",
    ),
    Suspect(
        "padding-cleared",
        _cleared,
        "The real steps are right, and the padding has become zero. It stays what it was, so that a second call "
        "gives back the first one's input.",
    ),
    Suspect(
        "one-late",
        _one_late,
        "Your order begins with what stands *behind* the last real step. Steps count from 0: with which index does a "
        "sequence of length 3 end?",
        also=(_one_late_within,),
        probe=(np.arange(12.0).reshape(2, 6), np.array([3, 2])),
    ),
    Suspect(
        "padding-in-front",
        _pushed_to_the_end,
        "The real steps are reversed, and stand behind the padding. They begin at place 0: the backward direction "
        "should meet them first.",
    ),
    Suspect(
        "batch-reversed",
        lambda X, lengths: X[::-1],
        "It is the sequences of the batch that have changed places. Steps are the second axis.",
    ),
    Suspect(
        "numbers-of-a-step-reversed",
        lambda X, lengths: X[..., ::-1],
        "The steps are where they were; the numbers inside each step have been reversed. Steps are the second axis.",
    ),
    Suspect(
        "every-order-from-every-sequence",
        _all_orders,
        "Your result has an axis too many: every sequence has been put into the order of every other. An array of "
        "places [n, T] needs an array of row numbers beside it, so that the two are taken in pairs.",
    ),
    Suspect(
        "empty-sequence",
        _from_the_last_place,
        "An empty sequence goes wrong: counted from its length, its last real step would be at −1, and that is for "
        "Python the last place of the box. Nothing of it should move.",
        probe=(np.arange(8.0).reshape(2, 4), np.array([0, 3])),
    ),
)
