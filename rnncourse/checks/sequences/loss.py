"""Mistakes of the exercise on the masked loss."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _log_p(a, axis=-1):
    a = a - a.max(axis=axis, keepdims=True)
    return a - np.log(np.exp(a).sum(axis=axis, keepdims=True))


def _p(a):
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _own(table, targets):
    """Each step's entry for its target, negative: [n, T]."""
    return -np.take_along_axis(table, targets[..., None], axis=-1)[..., 0]


def _picked(table, targets):
    """The same by indices, whose error for a class that does not exist has other words."""
    n, T = targets.shape
    return -table[np.arange(n)[:, None], np.arange(T), targets]


def _losses(logits, targets, mask):
    """The loss of each step, zero in the padding; padding is never looked at."""
    return np.where(mask, _own(_log_p(np.where(mask[..., None], logits, 0)), np.where(mask, targets, 0)), 0)


def _of_means(logits, targets, mask):
    return (_losses(logits, targets, mask).sum(axis=1) / mask.sum(axis=1)).mean()


def _real(logits, targets, mask, table):
    """The mean over the real steps of what ``table`` says of logits [r, q]."""
    a, y = logits[mask], targets[mask]
    return -table(a)[np.arange(len(y)), y].mean()


def _naive(a):
    return np.log(np.exp(a) / np.exp(a).sum(axis=-1, keepdims=True))


def _naive_sum(a):
    return a - np.log(np.exp(a).sum(axis=-1, keepdims=True))


def _shifted_by_one(a):
    a = a - a.max()
    return a - np.log(np.exp(a).sum(axis=-1, keepdims=True))


def _shifted_in_the_sum(a):
    """The largest logit of all for the power, added again after the logarithm."""
    return a - a.max() - np.log(np.exp(a - a.max()).sum(axis=-1, keepdims=True))


def _sized():
    """A clean case: finite logits of ordinary size, classes that exist, sequences of several lengths."""
    draw = np.random.default_rng(0)
    mask = np.arange(4) < np.array([4, 2, 1])[:, None]
    return draw.normal(size=(3, 4, 5)), draw.integers(5, size=(3, 4)), mask


_CLEAN = _sized()
#: One step whose largest logit is the target's: log of the softmax is exact, and e^1000 is not a number.
_SURE = (np.array([[[0.0, 1000.0]]]), np.array([[1]]), np.array([[True]]))

LOSS = (
    Suspect(
        "padding-counted",
        lambda a, y, mask: _own(_log_p(a), y).mean(),
        "This is the mean over all n · T places, padding included: `mask` plays no part in it.",
        also=(lambda a, y, mask: _picked(_log_p(a), y).mean(),),
        probe=_CLEAN,
    ),
    Suspect(
        "divided-by-all-places",
        lambda a, y, mask: _losses(a, y, mask).mean(),
        "You have {got}, expected {want}. Padding adds nothing to your sum, and is counted when you divide: "
        "the mean is over the real steps, and there are fewer of them than n · T.",
        probe=_CLEAN,
    ),
    Suspect(
        "summed",
        lambda a, y, mask: _losses(a, y, mask).sum(),
        "This is the sum over the real steps. It grows with the batch; wanted is the mean.",
        probe=_CLEAN,
    ),
    Suspect(
        "divided-by-sequences",
        lambda a, y, mask: _losses(a, y, mask).sum() / len(a),
        "Your sum is divided by the number of sequences. The mean is over the real steps of the whole batch.",
        probe=_CLEAN,
    ),
    Suspect(
        "mean-of-means",
        _of_means,
        "You average within each sequence first, and then over sequences. A step of a short sequence then counts "
        "more than one of a long sequence, and a sequence that is padding alone is 0/0. "
        "Every real step counts the same.",
        also=(lambda a, y, mask: np.nanmean(_losses(a, y, mask).sum(axis=1) / mask.sum(axis=1)),),
        probe=_CLEAN,
    ),
    Suspect(
        "sign-forgotten",
        lambda a, y, mask: _real(a, y, mask, lambda a: -_log_p(a)),
        "Your loss is negative: the logarithm of a probability is. A loss is what we make smaller.",
        probe=_CLEAN,
    ),
    Suspect(
        "softmax-twice",
        lambda a, y, mask: _real(a, y, mask, lambda a: _log_p(_p(a))),
        "Your {got} is what comes out when the softmax is taken of probabilities, once more. "
        "The loss gets logits, and one softmax makes probabilities of them.",
        probe=_CLEAN,
    ),
    Suspect(
        "logits-taken-for-probabilities",
        lambda a, y, mask: _real(a, y, mask, np.log),
        "You take the logarithm of a logit. Logits may be negative and do not sum to 1; their softmax is what does.",
        probe=_CLEAN,
    ),
    Suspect(
        "softmax-over-steps",
        lambda a, y, mask: (np.where(mask, _own(_log_p(a, axis=1), y), 0)).sum() / mask.sum(),
        "Your probabilities sum to 1 over the steps. The softmax is over the q classes of one step, the last axis.",
        also=(lambda a, y, mask: _real(a, y, mask, lambda a: _log_p(a, axis=0)),),
        probe=_CLEAN,
    ),
    Suspect(
        "softmax-over-everything",
        lambda a, y, mask: _real(a, y, mask, lambda a: np.log(np.exp(a) / np.exp(a).sum())),
        "Your probabilities sum to 1 over all steps together. Each step has a softmax of its own, over its q classes.",
        also=(
            lambda a, y, mask: (
                np.where(mask, _own(np.log(np.exp(a) / np.exp(a).sum()), y), 0).sum() / mask.sum()
            ),
            lambda a, y, mask: _real(
                a, y, mask, lambda a: np.log(np.exp(a - a.max()) / np.exp(a - a.max()).sum())
            ),
        ),
        probe=_CLEAN,
    ),
    Suspect(
        "divided-by-classes-too",
        lambda a, y, mask: _losses(a, y, mask).sum() / (mask.sum() * a.shape[-1]),
        "Your loss is too small by the factor q: the mean has run over the classes as well. "
        "Each real step has one loss, that of its target.",
        probe=_CLEAN,
    ),
    Suspect(
        "largest-for-target",
        lambda a, y, mask: -_log_p(a[mask]).max(axis=-1).mean(),
        "Each step is charged for the class that it finds most likely, whichever is right: `targets` plays no part.",
        probe=_CLEAN,
    ),
    Suspect(
        "base-two",
        lambda a, y, mask: _losses(a, y, mask).sum() / mask.sum() / np.log(2),
        "Your loss is right in bits. Here it is in natural logarithms: their derivative needs no factor.",
        probe=_CLEAN,
    ),
    Suspect(
        "probabilities-clipped",
        lambda a, y, mask: _real(a, y, mask, lambda a: np.log(_p(a) + 1e-8)),
        "You add something small to a probability, or keep it from being small. That hides log 0 and changes every "
        "loss: a network that is surely wrong, by 800, would be told less than 30. "
        "Work with the logarithm from the start.",
        also=tuple(
            lambda a, y, mask, small=small, how=how: _real(a, y, mask, lambda a: np.log(how(_p(a), small)))
            for small in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
            for how in (np.add, np.maximum, lambda p, s: np.clip(p, s, 1 - s))
        ),
    ),
    Suspect(
        "power-overflows",
        lambda a, y, mask: _real(a, y, mask, _naive),
        "e^710 is more than a float64 can hold. The softmax does not change when the same number is taken from all "
        "logits of a step: which number leaves no power above 1?",
        also=(lambda a, y, mask: _real(a, y, mask, _naive_sum),),
        probe=_SURE,
    ),
    Suspect(
        "one-maximum-for-all",
        lambda a, y, mask: _real(a, y, mask, _shifted_by_one),
        "You subtract the largest logit of the whole batch. A step whose logits are all far below it is left with "
        "powers that are all 0, and log 0. Each step has a largest logit of its own.",
        also=(lambda a, y, mask: _real(a, y, mask, _shifted_in_the_sum),),
        probe=(np.array([[[0.0, 1.0], [2000.0, 1.0]]]), np.array([[0, 0]]), np.array([[True, True]])),
    ),
    Suspect(
        "logarithm-of-zero",
        lambda a, y, mask: _real(a, y, mask, lambda a: np.log(_p(a))),
        "Your powers do not overflow any more, but a probability as small as e^−800 is 0 in the computer, and its "
        "logarithm is −∞. Take the logarithm of the softmax on paper first: what becomes of the quotient?",
        probe=_SURE,
    ),
    Suspect(
        "padding-leaks",
        lambda a, y, mask: (_own(_log_p(a), np.where(mask, y, 0)) * mask).sum() / mask.sum(),
        "Your mask multiplies, and zero times NaN is NaN: what stands in the padding comes through. "
        "Choose the real steps instead of weighing all of them.",
        probe=_CLEAN,
    ),
    Suspect(
        "padding-class-looked-up",
        lambda a, y, mask: np.where(mask, _own(_log_p(a), y), 0).sum() / mask.sum(),
        "You look up the target of every place, also in the padding, where there may be a class that does not exist. "
        "Choose the real steps first.",
        also=(
            lambda a, y, mask: np.where(mask, _picked(_log_p(a), y), 0).sum() / mask.sum(),
            lambda a, y, mask: -(np.eye(a.shape[-1])[y] * _log_p(a)).sum(-1)[mask].mean(),
        ),
        probe=_CLEAN,
    ),
)
