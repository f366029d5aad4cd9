"""Mistakes of the exercise on perplexity: surprise in all, and put together."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect
from rnncourse.losses import log_softmax


def surprise_case(draw, n, T, v, dtype=np.float64):
    """Logits, targets and a mask with sequences of several lengths, none of which fills all steps."""
    lengths = draw.permutation(np.concatenate([[1, T - 1], draw.integers(1, T, size=n - 2)]))
    logits = (2 * draw.normal(size=(n, T, v))).astype(dtype)
    return logits, draw.integers(v, size=(n, T)), np.arange(T) < lengths[:, None]


def _picked(table, y):
    return np.take_along_axis(table, y[..., None], axis=-1)[..., 0]


def _own(table, y):
    """−log p of each target; classes that do not exist are moved to the last one."""
    return -_picked(table, np.clip(y, 0, table.shape[-1] - 1))


def _real(a, y, mask, table=log_softmax):
    """−log p of the real steps alone."""
    a, y = a[mask], y[mask]
    return -table(a)[np.arange(len(y)), y]


def _with(table):
    return lambda a, y, mask: (_real(a, y, mask, table).sum(), int(mask.sum()))


def _p(a):
    return np.exp(log_softmax(a))


def _shifted_by_one(a):
    a = a - a.max()
    return a - np.log(np.exp(a).sum(axis=-1, keepdims=True))


_CLEAN = surprise_case(np.random.default_rng(0), 3, 4, 5)
#: One step whose largest logit is the target's: log of the softmax is exact, and e^1000 is not a number.
_SURE = (np.array([[[0.0, 1000.0]]]), np.array([[1]]), np.array([[True]]))

SURPRISE = (
    Suspect(
        "padding-in-the-total",
        lambda a, y, mask: (_own(log_softmax(a), y).sum(), int(mask.sum())),
        "Your total includes the padding, which nobody asked the model to predict; `mask` says where it is.",
        also=(lambda a, y, mask: (_own(log_softmax(a), y).sum(), mask.size),),
        probe=_CLEAN,
    ),
    Suspect(
        "all-places-counted",
        lambda a, y, mask: (_real(a, y, mask).sum(), mask.size),
        "The total is right. Your count is n · T, padding included: what adds nothing to the total should not be "
        "divided by either.",
        probe=_CLEAN,
    ),
    Suspect(
        "mean-for-total",
        lambda a, y, mask: (_real(a, y, mask).mean(), int(mask.sum())),
        "Your total is a mean. Two batches with different numbers of real steps can be put together from their totals, "
        "and not from their means.",
        probe=_CLEAN,
    ),
    Suspect(
        "total-negative",
        lambda a, y, mask: (-_real(a, y, mask).sum(), int(mask.sum())),
        "Your total is negative: the logarithm of a probability is, and a surprise is what is taken away from 0.",
        probe=_CLEAN,
    ),
    Suspect(
        "probabilities-summed",
        lambda a, y, mask: (np.exp(-_real(a, y, mask)).sum(), int(mask.sum())),
        "Your total sums probabilities: it grows the *better* the model is. The surprise is taken from the logarithm.",
        also=(lambda a, y, mask: (-np.exp(-_real(a, y, mask)).sum(), int(mask.sum())),),
        probe=_CLEAN,
    ),
    Suspect(
        "total-in-bits",
        lambda a, y, mask: (_real(a, y, mask).sum() / np.log(2), int(mask.sum())),
        "Your total is right in bits. Here it is in nats, natural logarithms; bits come with the third function.",
        probe=_CLEAN,
    ),
    Suspect(
        "softmax-twice",
        _with(lambda a: log_softmax(_p(a))),
        "Your {got} is what comes out when the softmax is taken of probabilities, once more. One softmax makes "
        "probabilities of logits.",
        probe=_CLEAN,
    ),
    Suspect(
        "logits-taken-for-probabilities",
        _with(np.log),
        "You take the logarithm of a logit. Logits may be negative and do not sum to 1; their softmax is what does.",
        probe=_CLEAN,
    ),
    Suspect(
        "power-overflows",
        _with(lambda a: np.log(np.exp(a) / np.exp(a).sum(axis=-1, keepdims=True))),
        "e^710 is more than a float64 can hold. The softmax does not change when the same number is taken from all "
        "logits of a step: which number leaves no power above 1?",
        also=(_with(lambda a: a - np.log(np.exp(a).sum(axis=-1, keepdims=True))),),
        probe=_SURE,
    ),
    Suspect(
        "one-maximum-for-all",
        _with(_shifted_by_one),
        "You subtract the largest logit of the whole batch. A step whose logits are all far below it is left with "
        "powers that are all 0. Each step has a largest logit of its own.",
        probe=(np.array([[[0.0, 1.0], [2000.0, 1.0]]]), np.array([[0, 0]]), np.array([[True, True]])),
    ),
    Suspect(
        "logarithm-of-zero",
        _with(lambda a: np.log(_p(a))),
        "A probability as small as e^−800 is 0 in the computer, and its logarithm −∞: the perplexity of the whole text "
        "would be infinite for one step. Take the logarithm of the softmax on paper first.",
        probe=_SURE,
    ),
    Suspect(
        "probability-clipped",
        _with(lambda a: np.log(_p(a) + 1e-9)),
        "You keep a probability from being 0. That hides a surprise of 800 behind one of less than 30, and "
        "reports a better perplexity than the model has.",
        also=tuple(
            _with(lambda a, how=how, small=small: np.log(how(_p(a), small)))
            for small in (1e-12, 1e-10, 1e-9, 1e-8)
            for how in (np.add, np.maximum)
        ),
        probe=_CLEAN,
    ),
    Suspect(
        "padding-leaks",
        lambda a, y, mask: ((_own(log_softmax(a), np.where(mask, y, 0)) * mask).sum(), int(mask.sum())),
        "Your mask multiplies, and zero times NaN is NaN: what stands in the padding comes through. "
        "Choose the real steps instead of weighing all of them.",
        probe=_CLEAN,
    ),
    Suspect(
        "padding-class-looked-up",
        lambda a, y, mask: (np.where(mask, -_picked(log_softmax(a), y), 0).sum(), int(mask.sum())),
        "You look up the target of every place, also in the padding, where there may be an id that does not exist. "
        "Choose the real steps first.",
        also=(
            lambda a, y, mask: ((-_picked(log_softmax(a), y) * mask).sum(), int(mask.sum())),
            lambda a, y, mask: (-_picked(log_softmax(a), y)[mask].sum(), int(mask.sum())),
        ),
        probe=_CLEAN,
    ),
)

#: Two batches, both with real steps: where one has none, several mistakes give 0/0.
_TWO = (np.array([3.0, 10.0]), np.array([2, 5]))

PERPLEXITY = (
    Suspect(
        "mean-of-perplexities",
        lambda totals, counts: np.exp(totals / counts).mean(),
        "This is the mean of the batches' own perplexities. A batch of a few steps weighs as much as "
        "one of many, and one bad batch rules. Totals add up; what do you divide by at the end?",
        also=(lambda totals, counts: np.nanmean(np.exp(totals / counts)),),
        probe=_TWO,
    ),
    Suspect(
        "mean-of-means",
        lambda totals, counts: np.exp((totals / counts).mean()),
        "You average each batch, then the averages. A step of a short batch counts more than one of "
        "a long batch, and a batch without a real step is 0/0.",
        also=(lambda totals, counts: np.exp(np.nanmean(totals / counts)),),
        probe=_TWO,
    ),
    Suspect(
        "weighted-mean-of-perplexities",
        lambda totals, counts: (np.exp(totals / np.maximum(counts, 1)) * counts).sum() / counts.sum(),
        "Your batches have the right weights, and the mean is taken too late: of perplexities. Surprise is what adds "
        "up; the power comes last.",
        also=(lambda totals, counts: np.average(np.exp(totals / counts), weights=counts),),
        probe=_TWO,
    ),
    Suspect(
        "empty-batch-divided",
        lambda totals, counts: np.exp((totals / counts * counts).sum() / counts.sum()),
        "A batch of padding alone has no mean: 0/0, and weighing it with 0 does not make it go away. The totals add up "
        "without being divided first.",
        probe=_TWO,
    ),
    Suspect(
        "nats-as-bits",
        lambda totals, counts: 2 ** (totals.sum() / counts.sum()),
        "The mean is in nats, and you raise 2 to it. Perplexity undoes the logarithm that was taken: which one was it?",
    ),
    Suspect(
        "mean-not-undone",
        lambda totals, counts: totals.sum() / counts.sum(),
        "This is the mean surprise, {got} nats. Perplexity is the number of equally likely symbols among "
        "which a choice would be as surprising.",
    ),
    Suspect(
        "divided-by-batches",
        lambda totals, counts: np.exp(totals.sum() / len(totals)),
        "You divide by the number of batches. A perplexity is per *symbol*.",
    ),
)
