"""Mistakes of the exercise on the way back, and what it lends."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import RNN, Bidirectional
from rnncourse.cells.bidirectional import reverse_within_length
from rnncourse.checks.running import several
from rnncourse.checks.suspects import Suspect

BACKWARD_NAMES = (
    "dX",
    *(f"d{name} {way}" for way in ("ahead", "back") for name in ("W_xh", "W_hh", "b_h")),
)


def flat(result):
    """dX and each direction's three gradients in one row."""
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        raise TypeError("three values are wanted: dX, and a tuple of gradients for either direction")
    dX, *ways = result
    for way, name in zip(ways, ("forward", "backward"), strict=True):
        if not isinstance(way, (tuple, list)) or len(way) != 3:
            raise TypeError(
                f"the {name} direction's gradients should be the tuple that was returned for them"
            )
    return tuple(several([dX, *ways[0], *ways[1]], BACKWARD_NAMES))


def way_back(draw, d, h, lengths, T, dtype=np.float64):
    """The arguments of ``backward`` for a layer that has run on random numbers, and the gradients in one row."""
    layer, cell = Bidirectional(RNN()), RNN()
    params = layer.init(draw, d, h, dtype)
    X = draw.normal(size=(len(lengths), T, d)).astype(dtype)
    H, _, tape = layer.forward(params, X, lengths=lengths)
    dH = draw.normal(size=H.shape).astype(dtype)

    def through(own, record):
        def back(dH_own):
            weights, dX, _ = cell.backward(own, record, dH_own)
            return dX, tuple(weights)

        return back

    d_params, dX, _ = layer.backward(params, tape, dH)
    lent = (
        lambda A, lengths: reverse_within_length(A, lengths),
        through(params.forward, tape.forward),
        through(params.backward, tape.backward),
    )
    return (dH, lengths, *lent), (dX, *d_params.forward, *d_params.backward)


def _but(into=True, out=True, turn=None, halves=None, end=None):
    """The right way with one part exchanged.

    into, out: whether dH_back is reversed, and dX_back; turn: how; halves(dH): the two gradients;
    end(dX_ahead, dX_back, d_ahead, d_back): what is returned
    """

    def wrong(dH, lengths, reverse, through_ahead, through_back):
        turned = turn or reverse
        h = dH.shape[2] // 2
        dH_ahead, dH_back = halves(dH) if halves else (dH[:, :, :h], dH[:, :, h:])
        dX_ahead, d_ahead = through_ahead(dH_ahead)
        dX_back, d_back = through_back(turned(dH_back, lengths) if into else dH_back)
        dX_back = turned(dX_back, lengths) if out else dX_back
        return end(dX_ahead, dX_back, d_ahead, d_back) if end else (dX_ahead + dX_back, d_ahead, d_back)

    return wrong


def _box(A, lengths):
    return A[:, ::-1]


def _summed(dX_ahead, dX_back, d_ahead, d_back):
    both = tuple(one + other for one, other in zip(d_ahead, d_back, strict=True))
    return dX_ahead + dX_back, both, both


BACKWARD = (
    Suspect(
        "nothing-reversed",
        _but(into=False, out=False),
        "Neither dH nor dX is reversed on the backward direction's way. That layer ran on the reversed sequences: "
        "its outputs were made in that order, and its dX has it too.",
    ),
    Suspect(
        "gradient-in-not-reversed",
        _but(into=False),
        "The forward direction's gradients are right, the backward direction's are not. Its half of dH speaks of the "
        "outputs as they stand in H; in which order did that layer make them?",
    ),
    Suspect(
        "gradient-out-not-reversed",
        _but(out=False),
        "All gradients of weights are right. Of dX one share belongs to what the backward layer read; in which order "
        "was that?",
    ),
    Suspect(
        "whole-box-turned",
        _but(turn=_box),
        "Without padding this is right. With it, a gradient that is turned in the whole box comes to the wrong steps; "
        'see "Padding" in chapter 4.',
    ),
    Suspect(
        "one-edge-only",
        _but(end=lambda one, other, a, b: (one, a, b)),
        "All gradients of weights are right. dX is the share of one direction alone. X reaches the loss by two edges.",
        also=(_but(end=lambda one, other, a, b: (other, a, b)),),
    ),
    Suspect(
        "edges-averaged",
        _but(end=lambda one, other, a, b: ((one + other) / 2, a, b)),
        "dX is half of what it should be. Where two edges leave one place, their gradients are added.",
    ),
    Suspect(
        "inputs-joined",
        _but(end=lambda one, other, a, b: (np.concatenate([one, other], axis=2), a, b)),
        "The two shares of dX lie side by side. Outputs were laid side by side; the input was one, and read twice.",
    ),
    Suspect(
        "halves-exchanged",
        _but(halves=lambda dH: (dH[:, :, dH.shape[2] // 2 :], dH[:, :, : dH.shape[2] // 2])),
        "Each direction gets the other one's half of dH. The forward states stand first in H.",
    ),
    Suspect(
        "every-other-unit",
        _but(halves=lambda dH: (dH[:, :, ::2], dH[:, :, 1::2])),
        "You give each direction every other unit. The directions lie side by side: first all units of the one.",
    ),
    Suspect(
        "weights-exchanged",
        _but(end=lambda one, other, a, b: (one + other, b, a)),
        "dX is right, and the two directions' gradients of weights have changed places.",
    ),
    Suspect(
        "weights-added",
        _but(end=_summed),
        "dX is right. The gradients of the weights have been added up over the directions. "
        "Each has weights of its own.",
    ),
    Suspect(
        "whole-gradient-to-both",
        _but(halves=lambda dH: (dH, dH)),
        "A layer refuses the gradient that you send through it: it has all 2h columns of dH. "
        "Each direction made h of them.",
    ),
)
