"""Mistakes of the exercise on padding and masks."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _lengths(sequences):
    return np.array([len(sequence) for sequence in sequences])


def _box(sequences, padding, T=None, front=False):
    lengths = _lengths(sequences)
    T = lengths.max() if T is None else T
    ids = np.full((len(sequences), T), padding)
    for row, sequence in zip(ids, sequences, strict=True):
        if front:
            row[T - len(sequence) :] = sequence
        else:
            row[: len(sequence)] = sequence[:T]
    return ids, lengths


def _cut(sequences, padding):
    shortest = min(map(len, sequences))
    return np.array([sequence[:shortest] for sequence in sequences]), _lengths(sequences)


def _lengths_from_the_box(sequences, padding):
    ids, _ = _box(sequences, padding)
    return ids, (ids != padding).sum(axis=1)


def _longest_for_all(sequences, padding):
    ids, lengths = _box(sequences, padding)
    return ids, np.full_like(lengths, lengths.max())


def _last_repeated(sequences, padding):
    T = max(map(len, sequences))
    return np.array([s + [s[-1]] * (T - len(s)) for s in sequences]), _lengths(sequences)


PAD = (
    Suspect(
        "padding-in-front",
        lambda sequences, padding: _box(sequences, padding, front=True),
        "Your sequences stand at the end of their rows, with padding in front. Here they begin at step 0, "
        "and padding follows: see the docstring.",
    ),
    Suspect(
        "cut-to-the-shortest",
        _cut,
        "All sequences have been cut to the length of the shortest. The box is as long as the *longest*, "
        "so that no id is lost.",
    ),
    Suspect(
        "padding-not-used",
        lambda sequences, padding: _box(sequences, 0),
        "Your filling is {got}, expected {want}: it does not depend on the argument `padding`.",
        also=(lambda sequences, padding: _box(sequences, -1),),
    ),
    Suspect(
        "last-id-repeated",
        _last_repeated,
        "The rows are filled up with the last id of each sequence. They are to be filled with `padding`.",
    ),
    Suspect(
        "ragged-array",
        lambda sequences, padding: np.array(sequences),
        "Lists of different lengths do not make an array: NumPy has no rows of their own length. "
        "Make the box first, at its full size, and lay each list into its row.",
    ),
    Suspect(
        "one-column-too-many",
        lambda sequences, padding: _box(sequences, padding, T=max(map(len, sequences)) + 1),
        "The last column holds padding and nothing else: the longest sequence is to fill its row.",
    ),
    Suspect(
        "time-first",
        lambda sequences, padding: (_box(sequences, padding)[0].T, _lengths(sequences)),
        "The box lies on its side, [T, n]: a row for each step. In this course a row is a sequence, [n, T].",
    ),
    Suspect(
        "lengths-from-the-box",
        _lengths_from_the_box,
        "A length is too small: {got} for {want}. An id that equals `padding` is taken for filling. "
        "Whoever looks only at the box cannot tell the two apart; the lists can.",
    ),
    Suspect(
        "longest-for-all",
        _longest_for_all,
        "Every length is that of the longest sequence: {got} for {want}. That is how long the box is; "
        "wanted is how much of each row is real.",
    ),
    Suspect(
        "box-without-lengths",
        lambda sequences, padding: _box(sequences, padding)[0],
        "The box alone does not tell filling from content. Two results are wanted: ids, and lengths.",
    ),
    Suspect(
        "results-exchanged",
        lambda sequences, padding: _box(sequences, padding)[::-1],
        "You return the lengths first and the box second; the docstring has them the other way round.",
    ),
)

MASK = (
    Suspect(
        "one-too-many",
        lambda lengths, T: np.arange(T) <= lengths[:, None],
        "Every row has one True too many: a sequence of length 2 has the steps 0 and 1.",
    ),
    Suspect(
        "one-too-few",
        lambda lengths, T: np.arange(T) < lengths[:, None] - 1,
        "The last real step of each sequence is False: a sequence of length 2 has the steps 0 and 1.",
        also=(lambda lengths, T: np.arange(1, T + 1) < lengths[:, None],),
    ),
    Suspect(
        "mask-turned-round",
        lambda lengths, T: np.arange(T) >= lengths[:, None],
        "Your mask is True in the padding. True is to mean real.",
    ),
    Suspect(
        "mask-time-first",
        lambda lengths, T: np.arange(T)[:, None] < lengths,
        "The comparison is right and lies on its side, [T, n]. Which of the two has to be the column?",
    ),
    Suspect(
        "mask-without-axis",
        lambda lengths, T: np.arange(T) < lengths,
        "[T] step numbers meet [n] lengths, and NumPy pairs them entry by entry, or fails to. Every step is to be "
        "compared with every length, which takes a row and a column.",
    ),
    Suspect(
        "longest-mask-for-all",
        lambda lengths, T: np.tile(np.arange(T) < lengths.max(), (len(lengths), 1)),
        "All rows are alike and end with the longest sequence. Each sequence has an end of its own.",
    ),
    Suspect(
        "box-of-the-longest",
        lambda lengths, T: np.arange(lengths.max()) < lengths[:, None],
        "Your mask is as wide as the longest of these sequences. The box may be wider, and it has T steps.",
    ),
    Suspect(
        "real-at-the-end",
        lambda lengths, T: np.arange(T) >= T - lengths[:, None],
        "True stands at the end of the rows. Our sequences begin at step 0, and padding follows.",
    ),
)
