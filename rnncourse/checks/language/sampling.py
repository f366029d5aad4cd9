"""Mistakes of the exercise on temperature and top-k: the distribution."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _kept(logits, k):
    """True at the k largest of each row; of equal ones those with the smaller ids."""
    return _at(np.argsort(-logits, axis=1, kind="stable")[:, :k], logits)


def _at(places, logits):
    kept = np.zeros(logits.shape, bool)
    np.put_along_axis(kept, places, True, axis=1)
    return kept


def _first_largest(logits):
    return np.eye(logits.shape[1], dtype=logits.dtype)[logits.argmax(axis=1)]


def _normed(weights):
    return weights / weights.sum(axis=1, keepdims=True)


def shares(logits, temperature, k, *, kept=_kept, cooled=None, cold=_first_largest):
    """The distribution, [n, v], with one part exchanged.

    kept(logits, k): which symbols stay; cooled(logits, temperature): the powers, before they are divided by their sum;
    cold(logits): at temperature 0
    """
    if temperature == 0:
        return cold(logits)
    with np.errstate(over="ignore"):  # −∞ is what is meant there
        shifted = (logits - logits.max(axis=1, keepdims=True)) / temperature
    powers = np.exp(shifted) if cooled is None else cooled(logits, temperature)
    return _normed(np.where(kept(logits, k), powers, 0).astype(logits.dtype))


def _but(**parts):
    return lambda *args: shares(*args, **parts)


def _threshold(logits, k):
    return logits >= np.sort(logits, axis=1)[:, [-min(k, logits.shape[1])]]


def _zeroed_afterwards(logits, temperature, k):
    return np.where(_kept(logits, k), shares(logits, temperature, logits.shape[1]), 0)


def _multiplied(a, temperature):
    a = a * temperature
    return np.exp(a - a.max(axis=1, keepdims=True))


def _untouched(a, temperature):
    return np.exp(a - a.max(axis=1, keepdims=True))


def _divided_first(a, temperature):
    a = a / temperature
    return np.exp(a - a.max(axis=1, keepdims=True))


def _left_out_at_zero(logits, temperature, k):
    """The left-out logits are set to 0, and have a power like any other."""
    return shares(np.where(_kept(logits, k), logits, 0), temperature, logits.shape[1])


def _columns(logits, temperature, k):
    p = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature) * _kept(logits, k)
    return p / p.sum(axis=0)


def _beyond(logits, temperature, k, pick=lambda a, k: np.sort(a, axis=1)[:, [-k]]):
    pick(logits, k)
    return shares(logits, temperature, k)


def _cold_division(logits, temperature, k):
    """NaN for those that stay alone."""
    cold = np.where(_kept(logits, k), logits.dtype.type(np.nan), 0)
    return shares(logits, temperature, k, cold=lambda a: cold)


_ORDINARY = (np.random.default_rng(0).normal(size=(3, 5)), 0.7, 3)
_TIED = (np.array([[1.0, 2.0, 2.0, 0.0]]), 0.7, 2)
_COLD = (np.array([[1.0, 3.0, 3.0, 0.0]]), 0, 4)

DISTRIBUTION = (
    Suspect(
        "temperature-multiplies",
        _but(cooled=_multiplied),
        "Your temperature works the wrong way round: the lower it is, the more alike your probabilities become. "
        "A low temperature should leave less to chance.",
        also=(
            lambda logits, temperature, k: shares(
                logits, temperature, k, cooled=_multiplied, cold=lambda a: _normed(0 * a + 1)
            ),
        ),
        probe=_ORDINARY,
    ),
    Suspect(
        "temperature-cancels",
        _but(cooled=_untouched),
        "`temperature` makes no difference: what divides all probabilities alike is lost again when they are divided "
        "by their sum. It belongs to the logits.",
        probe=_ORDINARY,
    ),
    Suspect(
        "rest-not-shared-out",
        _zeroed_afterwards,
        "Your rows sum to less than 1: what the left-out symbols had is missing. The k that stay share everything.",
        probe=_ORDINARY,
    ),
    Suspect(
        "largest-of-the-whole-batch",
        _but(kept=lambda a, k: a >= np.sort(a, axis=None)[-min(k, a.size)]),
        "Your choice of the k largest logits is made once for the whole batch. Each row has k of its own.",
        probe=_ORDINARY,
        also=(_but(kept=lambda a, k: _threshold(a[:1], k)[0] | (0 * a).astype(bool)),),
    ),
    Suspect(
        "smallest-kept",
        _but(kept=lambda a, k: _kept(-a, k)),
        "You keep the k symbols with the *smallest* logits. A sort in NumPy goes upwards.",
        probe=_ORDINARY,
    ),
    Suspect(
        "left-in-sorted-order",
        lambda *args: -np.sort(-shares(*args), axis=1),
        "Your probabilities are right and stand in the order of their size: column j no longer belongs to id j. What "
        "was sorted has to be put back to where it came from.",
        also=(
            lambda *args: np.sort(shares(*args), axis=1),
            lambda *args: -np.sort(-shares(*args), axis=1)[:, : args[2]],
        ),
        probe=_ORDINARY,
    ),
    Suspect(
        "k-without-effect",
        _but(kept=lambda a, k: np.ones(a.shape, bool)),
        "`k` makes no difference: all v symbols have kept a probability.",
        probe=_ORDINARY,
    ),
    Suspect(
        "left-out-logit-zero",
        _left_out_at_zero,
        "The logits that you leave out are 0, and 0 is a logit like any other: its power is 1. Which logit has the "
        "power 0?",
        also=(
            lambda logits, temperature, k: _normed(
                np.exp(np.where(_kept(logits, k), logits / temperature, 0)).astype(logits.dtype)
            ),
        ),
        probe=_ORDINARY,
    ),
    Suspect(
        "one-too-many-kept",
        _but(kept=lambda a, k: _kept(a, k + 1)),
        "k + 1 symbols have kept a probability. Count those above 0 in a row.",
        probe=_ORDINARY,
    ),
    Suspect(
        "columns-sum-to-one",
        lambda logits, temperature, k: np.nan_to_num(_columns(logits, temperature, k)),
        "Your columns sum to 1. A symbol is drawn for each *row*: the first axis is the batch.",
        also=(lambda logits, temperature, k: _columns(logits, temperature, k),),
        probe=_ORDINARY,
    ),
    Suspect(
        "ties-all-kept",
        _but(kept=_threshold),
        "More than k symbols have a probability: a comparison with the k-th largest logit keeps all that are equal to "
        "it. Exactly k stay; the task says which of equals.",
        probe=_TIED,
    ),
    Suspect(
        "ties-to-the-larger-id",
        _but(kept=lambda a, k: _kept(a[:, ::-1], k)[:, ::-1]),
        "Of symbols with the same logit yours does not keep the ones with the smaller ids. A sort that goes upwards "
        "and is then read from its end turns ties round, and one that is not *stable* leaves them anywhere.",
        also=(
            _but(
                kept=lambda a, k: _kept(a[:, ::-1], k)[:, ::-1],
                cold=lambda a: _first_largest(a[:, ::-1])[:, ::-1],
            ),
            _but(kept=lambda a, k: _at(np.argsort(a, axis=1)[:, ::-1][:, :k], a)),
            _but(kept=lambda a, k: _at(np.argsort(-a, axis=1)[:, :k], a)),
        ),
        probe=_TIED,
    ),
    Suspect(
        "cold-tie-shared",
        _but(cold=lambda a: _normed((a == a.max(axis=1, keepdims=True)).astype(a.dtype))),
        "At temperature 0 your symbols with the same largest logit share the row. Nothing is left to chance there: all "
        "of it goes to one of them.",
        probe=_COLD,
    ),
    Suspect(
        "divided-by-zero",
        _but(cold=lambda a: a * np.nan),
        "Temperature 0 divides by 0. What does the distribution become when the temperature falls towards 0?",
        also=(_cold_division,),
        probe=_COLD,
    ),
    Suspect(
        "overflow-when-cold",
        _but(cooled=_divided_first),
        "A logit divided by a tiny temperature is more than a float can hold, and ∞ − ∞ is not a number. The "
        "division does not change which logit is the largest: subtract it while the numbers are still small.",
        also=(
            _but(cooled=lambda a, temperature: np.exp(a / temperature)),
            _but(cooled=lambda a, temperature: _normed(np.exp(a / temperature))),
        ),
        probe=_ORDINARY,
    ),
    Suspect(
        "k-beyond-the-vocabulary",
        _beyond,
        "There are fewer than k symbols here, and your function asks for the k-th of them. Whoever sets k to 40 does "
        "not count the vocabulary first: where k is v or more, all symbols stay.",
        also=(
            lambda *args: _beyond(*args, pick=lambda a, k: np.sort(a, axis=1)[:, -k]),
            lambda *args: _beyond(*args, pick=lambda a, k: np.partition(a, -k, axis=1)),
            lambda *args: _beyond(*args, pick=lambda a, k: np.sort(a[0])[-k]),
            lambda *args: _beyond(*args, pick=lambda a, k: np.argsort(-a, axis=1)[:, k - 1]),
        ),
    ),
)
