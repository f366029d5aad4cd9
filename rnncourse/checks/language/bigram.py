"""Mistakes of the exercise on the smoothed bigram."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def counted_pairs(ids, v):
    """How often id b follows id a, [v, v]."""
    return np.bincount(ids[:-1] * v + ids[1:], minlength=v * v).reshape(v, v)


def _repeats_lost(ids, v):
    C = np.zeros((v, v), int)
    C[ids[:-1], ids[1:]] += 1
    return C


PAIRS = (
    Suspect(
        "repeats-lost",
        _repeats_lost,
        "No count of yours is above 1. `C[rows, columns] += 1` reads all entries, adds, and writes them back, so that "
        "of several additions to one entry the last one wins. It has to be added to one after the other.",
    ),
    Suspect(
        "rows-and-columns-exchanged",
        lambda ids, v: counted_pairs(ids, v).T,
        "Your rows and columns have changed places: the row is the id that comes *before*, the column the one "
        "after it.",
    ),
    Suspect(
        "text-wraps-round",
        lambda ids, v: counted_pairs(np.append(ids, ids[:1]), v),
        "You have a pair too many, the last id followed by the first. The text ends there.",
    ),
    Suspect(
        "no-follower-of-the-last",
        lambda ids, v: counted_pairs(ids, v) + 0 * ids[len(ids)],
        "You ask what comes after the last id of the text, and nothing does: N ids make N − 1 pairs.",
    ),
    Suspect(
        "every-other-pair",
        lambda ids, v: np.bincount(ids[: len(ids) // 2 * 2 : 2] * v + ids[1::2], minlength=v * v).reshape(
            v, v
        ),
        "You cut the text into pairs, and count half of them. Each id but the last is followed by another: pairs "
        "overlap.",
    ),
    Suspect(
        "sized-by-the-text",
        lambda ids, v: counted_pairs(ids, int(ids.max()) + 1),
        "Your table is as large as the ids of this text ask for. An id that does not occur has a row and a column too: "
        "the size is v.",
        also=(lambda ids, v: counted_pairs(np.unique(ids, return_inverse=True)[1], len(np.unique(ids))),),
    ),
)


def smoothed_table(
    C,
    k,
    share,
    *,
    own=lambda C, k: C / np.maximum(C.sum(1, keepdims=True), 1),
    followers=lambda C: C.sum(0),
    more=lambda k, v: k * v,
    unseen=lambda U, mixed: U,
):
    """P of the next id, [v, v], with one part exchanged.

    own(C, k): what each row says for itself; followers(C): the counts behind the unigram; more(k, v): what its
    denominator gains; unseen(U, mixed): the row of an id that nothing has followed, where mixed is (1 − share) U
    """
    v = len(C)
    U = (followers(C) + k) / (C.sum() + more(k, v))
    mixed = share * own(C, k) + (1 - share) * U
    return np.where(C.sum(1, keepdims=True) > 0, mixed, unseen(U, (1 - share) * U))


def _but(**parts):
    return lambda C, k, share: smoothed_table(C, k, share, **parts)


def _add_k(C, k):
    return (C + k) / (C.sum(1, keepdims=True) + k * len(C))


def _probes():
    """Pairs of which all ids have been followed; and some in which the last id has not."""
    draw = np.random.default_rng(0)
    seen = draw.integers(1, 6, size=(4, 4))
    unseen = seen.copy()
    unseen[2] = 0
    return (seen, 0.3, 0.6), (unseen, 0.3, 0.6)


_SEEN, _UNSEEN = _probes()

SMOOTHED = (
    Suspect(
        "unseen-context-divided-by-zero",
        lambda C, k, share: share * (C / C.sum(1, keepdims=True)) + (1 - share) * smoothed_table(C, k, 0),
        "A row is NaN: no id of this text ever followed that one, and 0/0 of nothing says nothing. What do you know of "
        "the next id when the last one tells you nothing?",
    ),
    Suspect(
        "unseen-context-keeps-its-share",
        _but(unseen=lambda U, mixed: mixed),
        "The row of an id that nothing has followed sums to 1 − share. Its own share goes to nobody there: a row that "
        "has nothing to say should leave everything to the other part of the mixture.",
        probe=_UNSEEN,
    ),
    Suspect(
        "unseen-context-uniform",
        _but(unseen=lambda U, mixed: 1 / len(U)),
        "After an id that nothing has followed you call all ids equally likely. You know more: how often each of them "
        "occurs at all.",
        also=(_but(unseen=lambda U, mixed: mixed + (1 - mixed.sum()) / len(U)),),
        probe=_UNSEEN,
    ),
    Suspect(
        "unseen-context-left-empty",
        _but(unseen=lambda U, mixed: 0 * U),
        "The row of an id that nothing has followed is all zeros: the first such id in a held-out text would cost "
        "infinitely many bits. What do you know of the next id when the last one tells you nothing?",
        probe=_UNSEEN,
    ),
    Suspect(
        "k-once-in-the-denominator",
        _but(more=lambda k, v: k),
        "Your rows do not sum to 1. k has been added to each of v counts: by how much has the sum of all counts grown?",
        probe=_SEEN,
        also=(_but(more=lambda k, v: 0),),
    ),
    Suspect(
        "shares-exchanged",
        lambda C, k, share: smoothed_table(C, k, 1 - share),
        "The two parts of your mixture have changed places: `share` is the part of the pairs, 1 − share that of the "
        "single ids.",
        probe=_SEEN,
    ),
    Suspect(
        "single-ids-counted-as-contexts",
        _but(followers=lambda C: C.sum(1)),
        "Your unigram counts how often each id comes *before* another one; it should say how often each of them comes "
        "next. The two differ by the first and the last id of the text.",
        probe=_SEEN,
    ),
    Suspect(
        "columns-sum-to-one",
        _but(own=lambda C, k: C / np.maximum(C.sum(0), 1)),
        "Your pairs are divided by the sums of columns, which say how often an id comes *after* another. A "
        "row belongs to one id that came before.",
        probe=_SEEN,
        also=(_but(own=lambda C, k: C / np.maximum(C.sum(0)[:, None], 1)),),
    ),
    Suspect(
        "divided-across-the-rows",
        _but(own=lambda C, k: C / np.maximum(C.sum(1), 1)),
        "You have the right sums and divide the *columns* by them: NumPy lays [v] along the last axis of [v, v]. Each "
        "row is to be divided by one number, its own sum.",
        probe=_SEEN,
    ),
    Suspect(
        "pairs-divided-by-all",
        _but(own=lambda C, k: C / max(C.sum(), 1)),
        "You divide each pair by the number of all pairs. That is the probability of the pair; wanted is that of its "
        "second id when the first is known.",
        probe=_SEEN,
    ),
    Suspect(
        "k-added-to-the-pairs-too",
        _but(own=_add_k),
        "You have added k to the pairs as well. Here the pairs are smoothed by the single ids alone, and only these "
        "by k.",
        probe=_SEEN,
        also=(
            lambda C, k, share: share * _add_k(C, k) + (1 - share) * smoothed_table(C, k, 0),
            lambda C, k, share: share * _add_k(C, k) + (1 - share) * C.sum(0) / C.sum(),
        ),
    ),
    Suspect(
        "pairs-alone-plus-k",
        lambda C, k, share: _add_k(C, k),
        "k added to every pair: then all ids that never followed are equally likely, the commonest and the rarest. "
        "Mix the pairs with the single ids instead; `share` plays no part in yours.",
        probe=_SEEN,
    ),
)
