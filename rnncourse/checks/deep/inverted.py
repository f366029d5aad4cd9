"""Mistakes of the exercise on inverted dropout, and its cases."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import dropout
from rnncourse.checks.drawing import twins
from rnncourse.checks.suspects import Suspect


def dropout_case(draw, shape, p, dtype=np.float64):
    """The arguments of ``dropout`` in training and (Y, keep) by the course's."""
    X = draw.normal(size=shape).astype(dtype)
    rng, given = twins(draw)
    if p == 0:
        return (X, p, given), X
    Y, tape = dropout.forward(X, p, rng)
    return (X, p, given), (Y + 0, tape.keep)  # no −0 in messages


def dropout_back_case(draw, shape, p, dtype=np.float64):
    """The arguments of ``dropout_backward`` and dX by the course's."""
    dY, keep = draw.normal(size=shape).astype(dtype), draw.random(size=shape) >= p
    return (dY, keep, p), dropout.backward(dropout.Tape(keep, p, dY.shape), dY) + 0


def first(result):
    """Y of (Y, keep), for a view; raises TypeError for anything else."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise TypeError("two things are wanted, Y and keep")
    return result[0]


def _drawn(X, p, rng, keeps=lambda draws, p: draws >= p, shape=lambda X: X.shape):
    return keeps(rng.random(shape(X)), p)


def _but(scale=lambda p: 1 / (1 - p), still=lambda X, p: X, times=np.multiply, whole=False, **mask):
    """``dropout`` with one part exchanged; ``still(X, p)`` is Y in evaluation, ``mask`` are arguments of ``_drawn``."""

    def wrong(X, p, rng):
        if rng is None:
            return still(X, p), None
        keep = _drawn(X, p, rng, **mask)
        return (times(keep, X) * scale(p)).astype(X.dtype), np.broadcast_to(keep, X.shape) if whole else keep

    return wrong


def _binomial(X, p, rng):
    """The mask as so many tosses of one coin a number; from the same generator it is another mask."""
    if rng is None:
        return X, None
    keep = rng.binomial(1, 1 - p, X.shape).astype(bool)
    return (keep * X / (1 - p)).astype(X.dtype), keep


def _but_own(seed):
    return lambda X, p, rng: _but()(X, p, None if rng is None else np.random.default_rng(seed))


def _scaled_mask(X, p, rng):
    """The mask with the scale in it is returned."""
    Y, keep = _but()(X, p, rng)
    return Y, keep if keep is None else keep / (1 - p)


DROPOUT = (
    Suspect(
        "probability-of-keeping",
        _but(scale=lambda p: np.divide(1, p), keeps=lambda draws, p: draws < p),
        "You take p for the probability to *keep* a number, as TensorFlow 1 did. Here p is the probability to drop "
        "one, as in PyTorch: at p = 0.1 nine of ten numbers stay.",
        also=(
            _but(scale=lambda p: np.divide(1, p)),
            _but(scale=lambda p: np.divide(1, p), keeps=lambda draws, p: draws >= 1 - p),
            _but(keeps=lambda draws, p: draws < p),
        ),
    ),
    Suspect(
        "not-scaled",
        _but(scale=lambda p: 1),
        "The right numbers are dropped, and the others are as they were, so that on average Y is too small: at {where} "
        "you have {got}, expected {want}. By which factor does the mean shrink, and what makes up for it?",
    ),
    Suspect(
        "scaled-in-evaluation",
        _but(still=lambda X, p: (X * (1 - p)).astype(X.dtype)),
        "In training all is right. In evaluation you scale as well. In the older form evaluation did so, "
        "because training did not; here the mean is right already, and evaluation has nothing to do.",
        also=(_but(still=lambda X, p: (X / (1 - p)).astype(X.dtype)),),
    ),
    Suspect(
        "one-mask-for-the-batch",
        _but(shape=lambda X: X.shape[1:]),
        "All your sequences lose the same numbers: the mask lacks the batch's axis. Every number of X has a draw of "
        "its own.",
        also=tuple(
            _but(shape=shape, whole=whole)
            for shape in (lambda X: X.shape[1:], lambda X: X.shape[-1:], lambda X: (1, *X.shape[1:]))
            for whole in (False, True)
        ),
    ),
    Suspect(
        "mask-by-the-other-end",
        _but(keeps=lambda draws, p: draws < 1 - p),
        "About as many numbers are dropped as should be, and others than were asked for: the task says what to draw "
        "and which draws keep, so that two people with one generator get one mask.",
        also=(_binomial,),
    ),
    Suspect(
        "generator-of-its-own",
        _but_own(0),
        "Your mask does not come from the generator that you were given: it would be the same at every call, and a "
        "network that always loses the same units has simply fewer.",
        also=(_but_own(1), _but_own(42)),
    ),
    Suspect(
        "multiplied-by-the-keep-probability",
        _but(scale=lambda p: 1 - p),
        "The numbers that stay are made smaller, by 1 − p. They have to stand in for those that went.",
    ),
    Suspect(
        "scale-in-the-mask",
        _scaled_mask,
        "Your keep holds the scale as well. It is to say which numbers were kept, in truth values; what they are "
        "scaled by follows from p, and the way back is told p.",
    ),
    Suspect(
        "turned-mask",
        _but(times=lambda keep, X: ~keep * X),
        "Your keep is right, and Y holds the numbers that it drops.",
    ),
)


def _back(dY, keep, p, mask=True, scale=lambda p: 1 / (1 - p), still=lambda dY, p: dY):
    if keep is None:
        return still(dY, p)
    return ((keep * dY if mask else dY) * scale(p)).astype(dY.dtype)


def _back_but(**parts):
    return lambda dY, keep, p: _back(dY, keep, p, **parts)


DROPOUT_BACK = (
    Suspect(
        "mask-forgotten-backwards",
        _back_but(mask=False),
        "The gradient passes numbers that were dropped. Such a number of X did not reach Y at all, whatever it was: "
        "what is the slope of Y by it?",
        also=(_back_but(mask=False, scale=lambda p: 1),),
    ),
    Suspect(
        "not-scaled",
        _back_but(scale=lambda p: 1),
        "The right entries are zero. Forward, those that stay were scaled; the slope is that scale.",
    ),
    Suspect(
        "probability-of-keeping",
        _back_but(scale=lambda p: np.divide(1, p)),
        "You divide by p, as if it were the probability to keep. Here p is the probability to drop.",
    ),
    Suspect(
        "multiplied-by-the-keep-probability",
        _back_but(scale=lambda p: 1 - p),
        "You multiply by 1 − p. Forward, the numbers that stay were made larger: what is the slope of Y by one of "
        "them?",
    ),
    Suspect(
        "scaled-twice",
        _back_but(scale=lambda p: 1 / (1 - p) ** 2),
        "The scale has come in twice. dY is the gradient by Y; Y is X times mask and scale, once.",
    ),
    Suspect(
        "scaled-backwards-in-evaluation",
        _back_but(still=lambda dY, p: (dY / (1 - p)).astype(dY.dtype)),
        "Without a mask nothing was dropped and nothing scaled, and the gradient goes through as it is.",
        also=(_back_but(still=lambda dY, p: (dY * (1 - p)).astype(dY.dtype)),),
    ),
)
