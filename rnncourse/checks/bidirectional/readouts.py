"""Mistakes of the exercise on the right readout."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _halves(H):
    h = H.shape[2] // 2
    return H[:, :, :h], H[:, :, h:]


def _last(H, lengths):
    return H[np.arange(len(H)), lengths - 1]


def _beside(one, other):
    return np.concatenate([one, other], axis=1)


def _real(H, lengths):
    return (np.arange(H.shape[1]) < lengths[:, None])[..., None]


def _box_end(H, lengths):
    ahead, back = _halves(H)
    return _beside(ahead[:, -1], back[:, 0])


def _wrong_ends(H, lengths):
    ahead, back = _halves(H)
    return _beside(ahead[:, 0], _last(back, lengths))


def _back_first(H, lengths):
    ahead, back = _halves(H)
    return _beside(back[:, 0], _last(ahead, lengths))


def _one_late(H, lengths):
    ahead, back = _halves(H)
    return _beside(ahead[np.arange(len(H)), lengths], back[:, 0])


def _one_late_within(H, lengths):
    ahead, back = _halves(H)
    return _beside(ahead[np.arange(len(H)), np.minimum(lengths, H.shape[1] - 1)], back[:, 0])


def _all_pairs(H, lengths):
    ahead, back = _halves(H)
    return np.concatenate([ahead[:, lengths - 1], back[:, lengths * 0]], axis=2)


def _unpaired(H, lengths):
    """The error of laying [n, n, h] beside [n, h]."""
    ahead, back = _halves(H)
    return np.concatenate([ahead[:, lengths - 1], back[:, 0]], axis=1)


def _mean(H, lengths):
    return np.where(_real(H, lengths), H, 0).sum(axis=1) / lengths[:, None].astype(H.dtype)


def _interleaved(H, lengths):
    return _beside(_last(H, lengths)[:, ::2], H[:, 0, 1::2])


def _added(H, lengths):
    ahead, back = _halves(H)
    return _last(ahead, lengths) + back[:, 0]


#: On which the mistakes differ that agree where all sequences fill the box.
_PROBE = (np.arange(24.0).reshape(2, 3, 4), np.array([2, 3]))

READOUT = (
    Suspect(
        "readout-trap",
        _last,
        "You take both halves at the last real step. The forward state has read everything there; the backward state "
        'has read that one step and nothing else. See "The readout trap" in chapter 4.',
        probe=_PROBE,
    ),
    Suspect(
        "last-place-of-the-box",
        lambda H, lengths: H[:, -1],
        "You take the last place of the box for every sequence. For the shorter ones that is padding, and for the "
        "backward direction it is where reading begins.",
        probe=_PROBE,
    ),
    Suspect(
        "lengths-not-used",
        _box_end,
        "The backward half is right. The forward half comes from the last place of the box, where the shorter "
        "sequences have padding.",
        probe=_PROBE,
    ),
    Suspect(
        "all-at-the-first-step",
        lambda H, lengths: H[:, 0],
        "You take both halves at the first step. The backward state has read everything there, and the forward state "
        "one step only.",
    ),
    Suspect(
        "wrong-ends",
        _wrong_ends,
        "Each direction is read where it has just begun. Which step does the forward direction come to last, "
        "and which the backward one?",
    ),
    Suspect(
        "halves-exchanged",
        _back_first,
        "Both states are right, and stand in the wrong order: the forward direction's comes first.",
    ),
    Suspect(
        "forward-one-late",
        _one_late,
        "The forward state is taken one place behind the last real step. Steps count from 0.",
        also=(_one_late_within,),
        probe=(_PROBE[0], np.array([2, 1])),
    ),
    Suspect(
        "lengths-not-paired",
        _unpaired,
        "A slice and an array of lengths pick every sequence at every length, [n, n, h]. An array of row numbers in "
        "the place of the slice makes NumPy take the two in pairs.",
        also=(_all_pairs,),
    ),
    Suspect(
        "averaged-over-steps",
        _mean,
        "You average over the steps. That is a readout that people use, and another one: wanted is each direction's "
        "state after the whole sequence.",
        also=(lambda H, lengths: H.mean(axis=1),),
    ),
    Suspect(
        "halves-interleaved",
        _interleaved,
        "You take every other unit for each direction. The directions lie side by side: first all units of the one.",
    ),
    Suspect(
        "halves-added",
        _added,
        "Both states are right and have been added. They stand side by side, [n, 2h].",
    ),
)
