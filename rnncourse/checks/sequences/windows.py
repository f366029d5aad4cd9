"""Mistakes of the exercise on sliding windows."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _cut(ids, k, count):
    """``count`` windows of ``k`` from the beginning, [n, count, k]."""
    return ids[:, np.arange(count)[:, None] + np.arange(k)]


def _right(ids, k):
    return _cut(ids, k, ids.shape[1] - k), ids[:, k:]


def _side_by_side(ids, k):
    starts = np.arange(0, ids.shape[1] - k, k)
    return ids[:, starts[:, None] + np.arange(k)], ids[:, starts + k]


def _end_to_end(ids, k):
    flat = ids.reshape(1, -1)
    return _cut(flat, k, flat.shape[1] - k)[0], flat[0, k:]


def _stacked(ids, k):
    starts = range(ids.shape[1] - k)
    return np.stack([ids[:, j : j + k] for j in starts], axis=1), np.stack(
        [ids[:, j + k] for j in starts], axis=1
    )


def _one_with_the_end(ids, k):
    """A window more, the last one, after which nothing comes."""
    return _cut(ids, k, ids.shape[1] - k + 1), ids[:, k:]


_SIX_STEPS = (np.arange(12).reshape(2, 6), 3)

WINDOWS = (
    Suspect(
        "target-inside",
        lambda ids, k: (_right(ids, k)[0], _right(ids, k)[0][..., -1]),
        "Your targets are the last id of each window. A model would find the answer in its own input: "
        "the target is the id *after* the window.",
        also=(lambda ids, k: (_right(ids, k)[0], ids[:, k - 1 : -1]),),
    ),
    Suspect(
        "target-inside-with-the-end",
        lambda ids, k: (_one_with_the_end(ids, k)[0], ids[:, k - 1 :]),
        "You have a window more than there are ids to come, and each target is the last id of its own window: the "
        "answer stands in the input. Write down the first window and its target, and the last.",
        probe=_SIX_STEPS,
    ),
    Suspect(
        "first-window-lost",
        lambda ids, k: (_right(ids, k)[0][:, 1:], ids[:, k + 1 :]),
        "Your windows begin at step 1. The first window is that of steps 0 to k − 1.",
        probe=_SIX_STEPS,
    ),
    Suspect(
        "last-window-lost",
        lambda ids, k: (_cut(ids, k, ids.shape[1] - k - 1), ids[:, k:-1]),
        "The last window is missing, the one whose target is the last id. Count for T = 5 and k = 3 "
        "how many windows have an id after them.",
        probe=_SIX_STEPS,
    ),
    Suspect(
        "window-without-target",
        _one_with_the_end,
        "X has a window more than y has targets: after the last window nothing comes, so that it is no example.",
        also=(
            lambda ids, k: (_one_with_the_end(ids, k)[0], np.pad(ids[:, k:], ((0, 0), (0, 1)))),
            lambda ids, k: (_one_with_the_end(ids, k)[0], np.roll(ids, -k, axis=1)[:, : 1 - k or None]),
        ),
    ),
    Suspect(
        "windows-side-by-side",
        _side_by_side,
        "Your windows stand side by side, each beginning where the one before ends. They overlap: "
        "each begins one step after the one before.",
    ),
    Suspect(
        "sequences-joined",
        _end_to_end,
        "All sequences have been laid end to end, and some of your windows begin in one and end in the next. "
        "The first axis is the batch, [n, …].",
    ),
    Suspect(
        "windows-newest-first",
        lambda ids, k: (_right(ids, k)[0][..., ::-1], ids[:, k:]),
        "Your windows run backwards, the newest id first.",
    ),
    Suspect(
        "axes-exchanged",
        lambda ids, k: (_right(ids, k)[0].swapaxes(1, 2), ids[:, k:]),
        "The windows are right and laid out as [n, k, T − k]: the last two axes are exchanged.",
    ),
    Suspect(
        "windows-in-one-heap",
        lambda ids, k: (_right(ids, k)[0].reshape(-1, k), ids[:, k:].reshape(-1)),
        "The windows are right and lie in one heap of n · (T − k) rows; which belongs to which sequence is lost.",
    ),
    Suspect(
        "windows-without-targets",
        lambda ids, k: _right(ids, k)[0],
        "X is all you return. Two results are wanted: the windows, and the id after each.",
    ),
    Suspect(
        "no-window-no-stack",
        _stacked,
        "There is no window here with an id after it, and np.stack has nothing to take a shape from. "
        "An empty result has a shape too: [n, 0, k] and [n, 0].",
        also=(
            lambda ids, k: (
                np.stack([ids[:, j : j + k] for j in range(ids.shape[1] - k)], axis=1),
                ids[:, k:],
            ),
        ),
    ),
)


def _with_front(ids, k, padding):
    return np.concatenate([np.full((len(ids), k), padding), ids], axis=1)


def _past(ids, k, padding):
    return _cut(_with_front(ids, k, padding)[:, 1:], k, ids.shape[1])


def _ahead(ids, k, padding):
    longer = np.concatenate([ids, np.full((len(ids), k), padding)], axis=1)
    return _cut(longer, k, ids.shape[1])


CAUSAL = (
    Suspect(
        "wraps-round",
        lambda ids, k, padding: np.stack(
            [np.roll(ids, back, axis=1) for back in range(k - 1, -1, -1)], axis=2
        ),
        "The first windows hold ids from the *end* of the sequence: what is pushed out there comes in again here. "
        "Before the beginning there is padding.",
        also=(
            lambda ids, k, padding: np.stack(
                [ids[:, np.arange(t - k + 1, t + 1)] for t in range(ids.shape[1])], 1
            ),
        ),
    ),
    Suspect(
        "looks-ahead",
        _ahead,
        "Your window of step t begins at t and holds what comes after it. A model that sees the id it has to "
        "predict learns to copy. The window ends with t.",
    ),
    Suspect(
        "own-step-left-out",
        lambda ids, k, padding: _cut(_with_front(ids, k, padding), k, ids.shape[1]),
        "Your window of step t ends with step t − 1. It is to end with t itself.",
    ),
    Suspect(
        "past-newest-first",
        lambda ids, k, padding: _past(ids, k, padding)[..., ::-1],
        "Your windows run backwards, the newest id first. The docstring has the oldest first.",
    ),
    Suspect(
        "causal-padding-not-used",
        lambda ids, k, padding: _past(ids, k, 0),
        "Before the beginning you have {got}, expected {want}: it does not depend on the argument `padding`.",
        also=(lambda ids, k, padding: _past(ids, k, -1),),
    ),
    Suspect(
        "first-id-repeated",
        lambda ids, k, padding: _cut(np.pad(ids, ((0, 0), (k - 1, 0)), mode="edge"), k, ids.shape[1]),
        "Before the beginning your windows repeat the first id. There was nothing there, which is what padding says.",
    ),
    Suspect(
        "beginning-left-out",
        lambda ids, k, padding: _cut(ids, k, ids.shape[1] - k + 1),
        "There is a window for every step from k − 1 on, and none for the steps before. "
        "Every step has one, T in all: what lies before the beginning is padding.",
    ),
    Suspect(
        "padding-at-the-end",
        lambda ids, k, padding: np.stack(
            [
                np.concatenate(
                    [
                        ids[:, max(0, t - k + 1) : t + 1],
                        np.full((len(ids), max(0, k - 1 - t)), padding),
                    ],
                    axis=1,
                )
                for t in range(ids.shape[1])
            ],
            axis=1,
        ),
        "The first windows have their ids at the front and padding behind. Then the newest id stands at another "
        "place in each of them; it is to stand last, always.",
    ),
)
