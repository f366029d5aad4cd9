"""Mistakes of the exercise on the embedding."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _summed(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE


def _averaged(ids, dX, v):
    counts = np.bincount(ids.reshape(-1), minlength=v)[:, None]
    return (_summed(ids, dX, v) / np.maximum(counts, 1)).astype(dX.dtype)


def _overwritten(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    dE[ids] = dX
    return dE


def _sequence_by_sequence(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    for own, gradient in zip(ids, dX, strict=True):
        dE[own] += gradient
    return dE


def _first_only(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    for k in range(v):
        places = dX[ids == k]
        if len(places):
            dE[k] = places[0]
    return dE


def _step_by_step(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    for t in range(ids.shape[1]):
        dE[ids[:, t]] += dX[:, t]
    return dE


def _ones_along_the_batch(ids, v):
    rows = np.zeros((*ids.shape, v))
    rows[ids] = 1
    return rows


ONE_HOT = (
    Suspect(
        "ones-along-the-batch",
        _ones_along_the_batch,
        "`a[ids]` picks along the *first* axis of a, and yours counts sequences. The ids are places on the last axis; "
        "which sequence and which step each belongs to has to be said as well.",
    ),
    Suspect(
        "as-large-as-the-ids",
        lambda ids, v: np.eye(ids.max() + 1)[ids],
        "Your rows end with the largest id that occurs here. A row has a place for every token of the vocabulary, "
        "also for those that this batch lacks: v of them.",
    ),
    Suspect(
        "bag-of-tokens",
        lambda ids, v: np.eye(v)[ids].sum(axis=1),
        "The rows of each sequence have been added up, which says which tokens occur and not where. "
        "Wanted is a row for every step: [n, T, v].",
        also=(lambda ids, v: np.eye(v)[ids].max(axis=1),),
    ),
    Suspect(
        "tokens-before-steps",
        lambda ids, v: np.eye(v)[ids].swapaxes(1, 2),
        "The rows lie across: [n, v, T]. The last axis is the token's own, the second counts steps.",
    ),
    Suspect(
        "one-hot-one-place-late",
        lambda ids, v: np.roll(np.eye(v)[ids], 1, axis=2),
        "The 1 stands one place off: ids count from 0.",
        also=(
            lambda ids, v: np.eye(v + 1)[ids + 1],
            lambda ids, v: np.eye(v)[ids - 1],
            lambda ids, v: np.eye(v, k=-1)[ids],
        ),
    ),
    Suspect(
        "rows-in-one-heap",
        lambda ids, v: np.eye(v)[ids.reshape(-1)],
        "The rows of all sequences lie in one heap, [n · T, v]; which belongs to which sequence is lost.",
    ),
    Suspect(
        "ids-for-ones",
        lambda ids, v: np.eye(v)[ids] * ids[..., None],
        "You write the id at its place, {got} for {want}. One-hot rows hold zeros and a single 1: "
        "all tokens are equally large.",
    ),
)

EMBED = (
    Suspect(
        "columns-looked-up",
        lambda ids, E: E.T[ids],
        "Your ids pick columns of E, which has a row for each token and a column for each of its d numbers.",
        also=(lambda ids, E: E[:, ids],),
    ),
    Suspect(
        "vectors-averaged",
        lambda ids, E: E[ids].mean(axis=1),
        "One vector for each sequence: the steps have been merged into one. Wanted is one for each step, [n, T, d].",
        also=(lambda ids, E: E[ids].sum(axis=1),),
    ),
    Suspect(
        "vectors-joined",
        lambda ids, E: E[ids].reshape(len(ids), -1),
        "The vectors of a sequence are laid end to end, as a window model wants them. Here: [n, T, d].",
    ),
    Suspect(
        "vectors-across",
        lambda ids, E: E[ids].swapaxes(1, 2),
        "The vectors are right and lie across, [n, d, T]. The last axis is the vector's own.",
    ),
    Suspect(
        "row-after",
        lambda ids, E: E[ids - 1],
        "Each token has its neighbour's vector: row 0 of E belongs to id 0.",
    ),
    Suspect(
        "id-times-vector",
        lambda ids, E: ids[..., None] * E[ids],
        "Each vector is multiplied by its id. An id names a row and has no size.",
    ),
)

#: Tokens 1 and 3 of five.
_WITH_GAPS = (np.array([[3, 1, 3]]), np.array([[[1.0], [2.0], [4.0]]]), 5)

EMBED_BACKWARD = (
    Suspect(
        "repeats-overwrite",
        _overwritten,
        "Rows of tokens that occur once are right. Where a token occurs again, one of its gradients is left and the "
        "others are lost. All places of a token read the same row; each is a way to the loss, and the ways add up. "
        "(NumPy's `a[i] += b` reads, adds and writes back once for each row, however often the row stands in i.)",
    ),
    Suspect(
        "first-place-only",
        _first_only,
        "Rows of tokens that occur once are right. Of a token that occurs again, the gradient of its first place "
        "alone is counted. Each place is a way to the loss, and the ways add up.",
    ),
    Suspect(
        "repeats-within-a-sequence",
        _sequence_by_sequence,
        "A token that occurs in two sequences adds up, and one that occurs twice within a sequence does not. "
        "`a[i] += b` writes each row once, however often the row stands in i.",
    ),
    Suspect(
        "repeats-across-sequences",
        _step_by_step,
        "A token that occurs at two steps adds up, and one that occurs in two sequences at the same step does not. "
        "`a[i] += b` writes each row once, however often the row stands in i.",
    ),
    Suspect(
        "gradients-averaged",
        _averaged,
        "The gradients of a token that occurs again are averaged. The ways to the loss add up: a token that "
        "occurs three times has three times the influence.",
    ),
    Suspect(
        "present-rows-only",
        lambda ids, dX, v: _summed(ids, dX, v)[np.unique(ids)],
        "Your gradient has rows for the tokens that occur and no others. ∂L/∂E has the shape of E, [v, d]: "
        "a token that does not occur has a gradient too, and you know it.",
        probe=_WITH_GAPS,
    ),
    Suspect(
        "as-large-as-the-largest-id",
        lambda ids, dX, v: _summed(ids, dX, ids.max() + 1),
        "Your gradient ends with the largest id that occurs here. ∂L/∂E has the shape of E, [v, d].",
        probe=_WITH_GAPS,
    ),
    Suspect(
        "gradient-across",
        lambda ids, dX, v: _summed(ids, dX, v).T,
        "The numbers are right and lie across, [d, v]. A gradient has the shape of what it is the gradient of.",
    ),
    Suspect(
        "handed-through",
        lambda ids, dX, v: dX,
        "This is ∂L/∂X, as it came or merely rearranged or summed over an axis: it does not say which token "
        "stood where. Wanted is a gradient for each row of E.",
        also=(
            lambda ids, dX, v: dX[ids],
            lambda ids, dX, v: dX.sum(axis=0),
            lambda ids, dX, v: dX.sum(axis=1),
        ),
    ),
)
