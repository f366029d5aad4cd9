"""Mistakes of the exercise on the gradients of the cross-entropies."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _softmax(a, axis=-1):
    e = np.exp(a - a.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def _sigmoid(a):
    return (1 + np.tanh(a / 2)) / 2


def _one_hot(logits, targets):
    return np.eye(logits.shape[-1])[targets]


def _gap(logits, targets):
    return _softmax(logits) - _one_hot(logits, targets)


def _masked(rows, mask):
    return np.where(mask.reshape(mask.shape + (1,) * (rows.ndim - mask.ndim)), rows, 0)


def _own_means(rows, mask):
    """Every sequence's steps divided by its own length, and all by the number of sequences."""
    weights = 1 / (mask.sum(1, keepdims=True) * len(mask))
    return _masked(rows, mask) * weights.reshape(weights.shape + (1,) * (rows.ndim - mask.ndim))


def _sum_of_means(rows, mask):
    """Every sequence's steps divided by its own length, and the sequences added."""
    return _own_means(rows, mask) * len(mask)


def _weighed(rows, mask):
    weights = mask / mask.sum()
    return rows * weights.reshape(weights.shape + (1,) * (rows.ndim - mask.ndim))


def _through_softmax_again(logits, targets):
    p, gap = _softmax(logits), _gap(logits, targets)
    return p * (gap - (p * gap).sum(-1, keepdims=True))


def _overflowing(logits, targets, mask):
    e = np.exp(logits)
    return _masked(e / e.sum(-1, keepdims=True) - _one_hot(logits, targets), mask) / mask.sum()


def _overflowing_sigmoid(logits):
    return np.exp(logits) / (1 + np.exp(logits))


def _shared(name, rows):
    """The mistakes of mask, mean and sign, which both losses know; ``rows(logits, targets)`` is right at each step."""
    prefix = f"{name}-"
    return (
        Suspect(
            prefix + "mask-ignored",
            lambda a, y, m: rows(a, y) / m.size,
            "The mask plays no part: steps of padding push, and they count in the mean. Neither should be so.",
        ),
        Suspect(
            prefix + "padding-in-the-mean",
            lambda a, y, m: _masked(rows(a, y), m) / m.size,
            "The direction is right and every entry is too small by one factor: {got} for {want}. The mean is over "
            "the steps that are real, and padding is counted in your denominator.",
        ),
        Suspect(
            prefix + "padding-leaks",
            lambda a, y, m: _weighed(rows(a, y), m),
            "Your mask multiplies, and zero times NaN is NaN: what stands in the padding comes through. "
            "Choose between two values instead of weighing them.",
        ),
        Suspect(
            prefix + "padding-not-zero",
            lambda a, y, m: rows(a, y) / m.sum(),
            "Right at every real step. Where the mask is False the gradient is to be exactly zero: nothing that "
            "stands in the padding may push the weights.",
        ),
        Suspect(
            prefix + "not-averaged",
            lambda a, y, m: _masked(rows(a, y), m),
            "This is the gradient of the *sum* over the real steps. The loss is their mean: {got} for {want}.",
        ),
        Suspect(
            prefix + "divided-by-the-batch",
            lambda a, y, m: _masked(rows(a, y), m) / len(m),
            "You divide by the number of sequences. The mean runs over all real *steps* of all of them.",
        ),
        Suspect(
            prefix + "mean-of-means",
            lambda a, y, m: _own_means(rows(a, y), m),
            "You average within each sequence first, so that a step of a short sequence weighs more than one of a long "
            "sequence. The mean here is one, over all real steps of the batch.",
        ),
        Suspect(
            prefix + "sum-of-means",
            lambda a, y, m: _sum_of_means(rows(a, y), m),
            "You average within each sequence and add the sequences. The mean here is one, over all real steps of the "
            "batch: no step weighs more because its sequence is short.",
        ),
        Suspect(
            prefix + "sign-turned",
            lambda a, y, m: -_masked(rows(a, y), m) / m.sum(),
            "The sizes are right, and every sign is turned: {got} for {want}. Check one entry: raising the logit of "
            "the right answer must *lower* the loss.",
        ),
    )


SOFTMAX = (
    *_shared("softmax", _gap),
    Suspect(
        "one-hot-forgotten",
        lambda a, y, m: _masked(_softmax(a), m) / m.sum(),
        "These are the probabilities, all of them positive: every class would be pushed down, the right one too. "
        "Where do the targets come in?",
    ),
    Suspect(
        "softmax-over-time",
        lambda a, y, m: _masked(_softmax(a, 1) - _one_hot(a, y), m) / m.sum(),
        "Your probabilities sum to one over another axis: over the steps, or over the sequences. At each step "
        "they are to sum to one over the classes, the last axis.",
        also=(lambda a, y, m: _masked(_softmax(a, 0) - _one_hot(a, y), m) / m.sum(),),
    ),
    Suspect(
        "gradient-of-probabilities",
        lambda a, y, m: -_masked(_one_hot(a, y) / _softmax(a), m) / m.sum(),
        "This is the gradient with respect to the *probabilities*, −1/p at the right class. One edge is missing: from "
        "the probabilities back to the logits, through the softmax.",
    ),
    Suspect(
        "softmax-passed-twice",
        lambda a, y, m: _masked(_through_softmax_again(a, y), m) / m.sum(),
        "p minus the one-hot is the gradient at the logits already, and you send it through the softmax once more.",
    ),
    Suspect(
        "raw-logits",
        lambda a, y, m: _masked(a - _one_hot(a, y), m) / m.sum(),
        "Logits are compared with the targets as they are: that is the gradient of a squared error. "
        "Which function turns logits into probabilities?",
    ),
    Suspect(
        "softmax-overflows",
        _overflowing,
        "A logit of 1000 is legal and its exponential is not. The softmax stays the same when all logits of a step are "
        "lowered by one number: which one keeps every power at 1 or below?",
    ),
)

BINARY = (
    *_shared("binary", lambda a, y: _sigmoid(a) - y),
    Suspect(
        "binary-slope-left-in",
        lambda a, y, m: _masked((_sigmoid(a) - y) * _sigmoid(a) * (1 - _sigmoid(a)), m) / m.sum(),
        "A factor σ(1 − σ) is left in: that is the gradient of a squared error, and at a confident mistake it is "
        "next to nothing. In the cross-entropy the factor cancels: write out both edges.",
    ),
    Suspect(
        "binary-raw-logits",
        lambda a, y, m: _masked(a - y, m) / m.sum(),
        "Logits are compared with the targets as they are. Which function turns a logit into a probability?",
    ),
    Suspect(
        "binary-sigmoid-turned",
        lambda a, y, m: _masked(_sigmoid(-a) - y, m) / m.sum(),
        "Your probability *falls* where the logit rises, so that a sure yes comes out as a no: put in a logit of 10. "
        "One sign inside the sigmoid decides.",
    ),
    Suspect(
        "binary-decided",
        lambda a, y, m: _masked((a > 0) - y, m) / m.sum(),
        "You compare the *decision*, yes or no, with the target, so that a hesitant right answer gets no push at all. "
        "What counts is the probability.",
    ),
    Suspect(
        "binary-gradient-of-probability",
        lambda a, y, m: _masked((_sigmoid(a) - y) / (_sigmoid(a) * (1 - _sigmoid(a))), m) / m.sum(),
        "This is the gradient with respect to the *probability*. One edge is missing: back through the sigmoid.",
    ),
    Suspect(
        "binary-softmax",
        lambda a, y, m: _masked(_softmax(a) - y, m) / m.sum(),
        "You take a softmax over the steps, as if one of them had to be the yes. Each step is a question of its own.",
    ),
    Suspect(
        "binary-overflows",
        lambda a, y, m: _masked(_overflowing_sigmoid(a) - y, m) / m.sum(),
        "e^a / (1 + e^a) is infinity over infinity at a logit of 1000. Write the sigmoid so that no power overflows.",
    ),
)
