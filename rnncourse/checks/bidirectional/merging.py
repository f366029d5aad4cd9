"""The three ways to merge, their gradients, and the mistakes of the exercise on them."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect

#: What each direction weighs where the two are added.
_SHARE = {"sum": 1.0, "mean": 0.5}


def merged(H_ahead, H_back, how):
    """What ``Bidirectional(merge=how)`` makes of its directions' outputs."""
    return np.concatenate([H_ahead, H_back], axis=2) if how == "concat" else (H_ahead + H_back) * _SHARE[how]


def merged_backward(dH, how):
    """What its way back sends into either direction."""
    return tuple(np.split(dH, 2, axis=2)) if how == "concat" else (dH * _SHARE[how],) * 2


def _merging(how, wrong):
    """``merged``, but for one word."""
    return lambda one, other, word: wrong(one, other) if word == how else merged(one, other, word)


def _sending(how, wrong):
    return lambda dH, word: wrong(dH) if word == how else merged_backward(dH, word)


def _interleaved(one, other):
    return np.stack([one, other], axis=-1).reshape(*one.shape[:2], -1)


MERGE = (
    Suspect(
        "mean-not-halved",
        _merging("mean", lambda one, other: one + other),
        'Your "mean" is a sum: twice as large.',
    ),
    Suspect(
        "sum-halved",
        _merging("sum", lambda one, other: (one + other) / 2),
        'Your "sum" is a mean: half as large.',
    ),
    Suspect(
        "mean-over-units",
        _merging("mean", lambda one, other: np.concatenate([one, other], axis=2).mean(axis=2)),
        "The mean has been taken over all units of a step. It is taken over the two directions, unit by unit: "
        "[n, T, h].",
    ),
    Suspect(
        "backward-first",
        _merging("concat", lambda one, other: np.concatenate([other, one], axis=2)),
        "The halves have changed places: the forward states come first.",
    ),
    Suspect(
        "joined-in-time",
        _merging("concat", lambda one, other: np.concatenate([one, other], axis=1)),
        "The backward states have been laid behind the forward ones, as further steps. Which axis counts units?",
    ),
    Suspect(
        "joined-in-the-batch",
        _merging("concat", lambda one, other: np.concatenate([one, other], axis=0)),
        "The backward states have been laid below the forward ones, as further sequences. Which axis counts units?",
    ),
    Suspect(
        "units-interleaved",
        _merging("concat", _interleaved),
        "The units of the two directions alternate. First come all of the forward direction, then all of the other.",
    ),
)

MERGE_BACKWARD = (
    Suspect(
        "mean-gradient-whole",
        _sending("mean", lambda dH: (dH, dH)),
        'For "mean" either direction gets all of dH. By what does a mean multiply each of its two terms?',
    ),
    Suspect(
        "sum-gradient-halved",
        _sending("sum", lambda dH: (dH / 2, dH / 2)),
        'For "sum" you share dH out between the directions. A gradient is no cake: if either state grows by 1, '
        "so does the sum.",
    ),
    Suspect(
        "sum-gradient-to-one",
        _sending("sum", lambda dH: (dH, np.zeros_like(dH))),
        'For "sum" only the forward direction gets a gradient. Either of the two moves the sum.',
    ),
    Suspect(
        "sum-gradient-cut",
        _sending("sum", lambda dH: (dH[:, :, : dH.shape[2] // 2], dH[:, :, dH.shape[2] // 2 :])),
        'For "sum" you cut dH in two. A sum has h units, and each of them comes from both directions.',
    ),
    Suspect(
        "gradients-exchanged",
        _sending("concat", lambda dH: merged_backward(dH, "concat")[::-1]),
        "The halves have changed places: the forward states came first.",
    ),
    Suspect(
        "gradient-every-other-unit",
        _sending("concat", lambda dH: (dH[:, :, ::2], dH[:, :, 1::2])),
        "You give each direction every other unit. Which columns of H were the forward direction's?",
    ),
    Suspect(
        "gradient-cut-in-time",
        _sending("concat", lambda dH: np.array_split(dH, 2, axis=1)),
        "dH has been cut along the steps. The states were laid side by side: which axis counts units?",
        also=(_sending("concat", lambda dH: (dH[:, : dH.shape[1] // 2], dH[:, dH.shape[1] // 2 :])),),
    ),
)
