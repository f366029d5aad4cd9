"""Mistakes of the exercise on the softmax that is applied twice, and programs that do so or do not."""

from __future__ import annotations

import numpy as np

from rnncourse import losses
from rnncourse.checks.suspects import Suspect


def lowest(k):
    """The lowest loss that a double softmax can reach: that of a probability of 1 for the right one of k classes."""
    return float(losses.softmax_cross_entropy(np.eye(k), np.arange(k))[0])


FLOOR = (
    Suspect(
        "all-classes-counted",
        lambda k: np.log(1 + k / np.e),
        "You have {got}, expected {want}. At the best one class has all the probability and the others have none: "
        "how many others are there?",
    ),
    Suspect(
        "loss-of-a-guess",
        lambda k: np.log(k),
        "That is the loss of a network that knows nothing, with the same probability for all. Which inner "
        "probabilities are the best that there can be?",
    ),
    Suspect(
        "floor-at-zero",
        lambda k: 0.0,
        "One softmax can bring the loss as near to 0 as you like. The second is handed numbers between 0 and 1, and "
        "cannot: between 0 and 1 there is a factor of e, and no more.",
    ),
    Suspect(
        "exponent-turned-round",
        lambda k: np.log(1 + (k - 1) * np.e),
        "You have the sign of an exponent turned: {got} is what comes out if the right class is handed 0 and "
        "every other one 1. Which number does the right class have at best, and which the others?",
    ),
    Suspect(
        "probability-for-its-loss",
        lambda k: np.e / (np.e + k - 1),
        "That is the probability which the second softmax gives to the right class. The loss is minus its logarithm.",
    ),
)


def twice(outputs, targets):
    """Loss and gradient of a double softmax; the outer one is the course's own."""
    p = np.exp(losses.log_softmax(outputs))
    loss, dp = losses.softmax_cross_entropy(p, targets)
    return loss, _through(p, dp)


def _through(p, dp):
    return p * (dp - (p * dp).sum(1, keepdims=True))


def _shaped(back):
    def wrong(outputs, targets):
        p = np.exp(losses.log_softmax(outputs))
        loss, dp = losses.softmax_cross_entropy(p, targets)
        return loss, back(p, dp)

    return wrong


def _three_times(outputs, targets):
    p = np.exp(losses.log_softmax(outputs))
    loss, dq = twice(p, targets)
    return loss, _through(p, dq)


def _summed(outputs, targets):
    loss, slopes = twice(outputs, targets)
    return loss * len(outputs), slopes * len(outputs)


def _sum_for_the_slopes(outputs, targets):
    loss, slopes = twice(outputs, targets)
    return loss, slopes * len(outputs)


LOSS = (
    Suspect(
        "softmax-once",
        losses.softmax_cross_entropy,
        "That is the right loss, of one softmax. The exercise wants the wrong program's: its model ends in a softmax, "
        "and its loss begins with one.",
    ),
    Suspect(
        "inner-softmax-left-out-of-the-gradient",
        _shaped(lambda p, dp: dp),
        "The loss is right. Your gradient is that of the probabilities: it has passed the outer softmax and stops "
        "there, one function short of the logits.",
    ),
    Suspect(
        "slope-entry-by-entry",
        _shaped(lambda p, dp: dp * p * (1 - p)),
        "The loss is right. Your inner slope is p(1 - p), each probability by its own logit alone. But a softmax "
        "shares out one whole: each logit moves *every* probability of its row.",
    ),
    Suspect(
        "softmax-of-a-matrix",
        _shaped(lambda p, dp: p * (dp - (p * dp).sum())),
        "The loss is right. In your gradient the sum runs over the whole batch; a softmax knows its own row only.",
    ),
    Suspect(
        "summed-over-the-batch",
        _summed,
        "Yours is the sum over the batch, and the mean is wanted.",
        also=(_sum_for_the_slopes,),
    ),
    Suspect(
        "softmax-three-times",
        _three_times,
        "That is three of them.",
    ),
    Suspect(
        "gradient-sign-turned",
        _shaped(lambda p, dp: -_through(p, dp)),
        "The loss is right, and your gradient points downhill: it should say where the loss *grows*.",
    ),
)


#: What a program does, and how much its model has learnt: those above the floor are not all of one kind.
_PROGRAMS = (
    ("logits", 0.3),
    ("double", 6.0),
    ("adding up", 6.0),
    ("probabilities", 0.3),
    ("logs", 2.0),
    ("double", 0.3),
)


def programs(draw, m, n, k):
    """Arguments of ``applied_twice``: m programs of all kinds, and which of them apply softmax twice.

    Once: logits into a cross-entropy, also such as happen to add up to 1 in each row; probabilities of which the loss
    takes the logarithm alone; logarithms of probabilities, which a softmax leaves as they are. Each kind comes with
    trained and with untrained models.
    """
    kinds, skills = zip(*(_PROGRAMS[i % len(_PROGRAMS)] for i in draw.permutation(m)), strict=True)
    outputs, targets, values = np.empty((m, n, k)), draw.integers(k, size=(m, n)), np.empty(m)
    for i, kind in enumerate(kinds):
        a = draw.normal(size=(n, k)) + skills[i] * np.eye(k)[targets[i]]
        logs = losses.log_softmax(a)
        if kind == "adding up":
            a += (1 - a.sum(1, keepdims=True)) / k
        outputs[i] = {"logits": a, "adding up": a, "logs": logs}.get(kind, np.exp(logs))
        loss = losses.softmax_cross_entropy(outputs[i], targets[i])[0]
        values[i] = -logs[np.arange(n), targets[i]].mean() if kind == "probabilities" else loss
    return (outputs, targets, values), np.array([kind == "double" for kind in kinds])


def _adding_up(outputs):
    return np.isclose(outputs.sum(2), 1).all(1)


def _positive(outputs):
    return (outputs >= 0).all((1, 2))


def _by_softmax(outputs, targets, values):
    """Whether each loss is that of a softmax on the outputs."""
    given = [losses.softmax_cross_entropy(a, y)[0] for a, y in zip(outputs, targets, strict=True)]
    return np.isclose(given, values)


def _but(rule):
    return lambda outputs, targets, values: rule(outputs, targets, values)


def _exactly_one(outputs):
    return (outputs.sum(2) == 1).all(1)


def _exact_loss(outputs, targets, values):
    q = np.exp(outputs - outputs.max(2, keepdims=True))
    q = q / q.sum(2, keepdims=True)
    return -np.log(np.take_along_axis(q, targets[..., None], 2)[..., 0]).mean(1) == values


TWICE = (
    Suspect(
        "judged-by-the-floor",
        _but(lambda outputs, targets, values: values >= lowest(outputs.shape[2])),
        "You go by the floor. Below it no double softmax can be; above it may be any program that has not learnt much "
        "yet: ln k is the loss of all who know nothing.",
        also=(_but(lambda outputs, targets, values: values > lowest(outputs.shape[2])),),
    ),
    Suspect(
        "probabilities-suffice",
        _but(lambda outputs, targets, values: _adding_up(outputs) & _positive(outputs)),
        "You suspect every model that gives probabilities. Some of these programs take their logarithm and nothing "
        "else, which is a softmax once. The loss tells what was done with them.",
        also=(_but(lambda outputs, targets, values: _positive(outputs)),),
    ),
    Suspect(
        "adding-up-suffices",
        _but(lambda outputs, targets, values: _adding_up(outputs) & _by_softmax(outputs, targets, values)),
        "Some of your suspects have outputs that add up to 1 and are no probabilities: logits are free to do that. "
        "What else has a probability to be?",
        also=(_but(lambda outputs, targets, values: _adding_up(outputs)),),
    ),
    Suspect(
        "loss-suffices",
        _but(_by_softmax),
        "Your suspects are all whose loss applies a softmax. That is once, and right as long as the model does not.",
    ),
    Suspect(
        "equal-to-the-last-digit",
        _but(lambda *args: _exactly_one(args[0]) & _positive(args[0]) & _by_softmax(*args)),
        "Whom you suspect is guilty, and some of the guilty are missing: their probabilities add up to 1, or their "
        "loss is that of a second softmax, up to rounding and not to the last digit. Ask whether numbers are close.",
        also=(
            _but(lambda *args: _adding_up(args[0]) & _positive(args[0]) & _exact_loss(*args)),
            _but(lambda *args: _exactly_one(args[0]) & _positive(args[0]) & _exact_loss(*args)),
        ),
    ),
    Suspect(
        "verdicts-turned-round",
        _but(lambda *args: ~(_adding_up(args[0]) & _positive(args[0]) & _by_softmax(*args))),
        "All are told apart, and your verdicts say the opposite: True is for twice.",
    ),
    Suspect(
        "not-the-probabilities-own-loss",
        _but(lambda outputs, targets, values: ~_by_softmax(outputs, targets, values)),
        "You suspect those whose loss is *not* that of a softmax on the outputs: they apply none there.",
    ),
)


def same_verdicts(given):
    """The verdicts as truth values, one for each program; raises TypeError for what is none."""
    array = np.asarray(given)
    if array.dtype != bool:
        raise TypeError("one truth value for each program is wanted")
    return array
