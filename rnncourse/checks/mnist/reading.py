"""Mistakes of the exercise on images as sequences."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def pictures(draw, n, r, c):
    """Images [n, r, c] of bytes. None is quite black, and none of their pixels is quite white."""
    images = draw.integers(0, 200, size=(n, r, c), dtype=np.uint8)
    images[:, 0, 0] = draw.integers(150, 200, size=n)
    return images


def sequences(images, reading, order=None):
    """What ``as_sequences`` should return."""
    return _read(images, reading, order)


def _read(images, reading, order, *, scale=None, columns=None, pixels=None, permuted=None, dtype=np.float32):
    """The right reading with one part exchanged."""
    X = scale(images) if scale else images / 255
    if reading == "columns":
        X = columns(X) if columns else X.swapaxes(1, 2)
    elif reading == "pixels":
        X = pixels(X) if pixels else X.reshape(len(X), -1, 1)
    elif reading == "permuted":
        X = permuted(X, order) if permuted else X[:, order]
    return X.astype(dtype)


def _but(**parts):
    return lambda images, reading, order: _read(images, reading, order, **parts)


def _by_the_brightest_of_each(images):
    return images / images.max(axis=(1, 2), keepdims=True)


def _inverted(X, order):
    return X[:, np.argsort(order)]


READ = (
    Suspect(
        "not-scaled",
        _but(scale=lambda images: images),
        "Your numbers are the bytes themselves: at {where} you have {got}, expected {want}. White should be 1.",
        also=(_but(scale=lambda images: images, dtype=np.uint8),),
    ),
    Suspect(
        "scaled-by-the-brightest",
        _but(scale=lambda images: images / images.max()),
        "Your brightest pixel is 1, whatever it was: grey has become white, in one image or in the batch, and "
        "how bright a picture was is lost. Divide by what white is, whatever the images hold.",
        also=(_but(scale=_by_the_brightest_of_each),),
    ),
    Suspect(
        "divided-by-256",
        _but(scale=lambda images: images / 256),
        "All is in its place, and a little too dark: {got} for {want}. A byte has 256 values; which is the largest?",
    ),
    Suspect(
        "rounded-to-whole-numbers",
        _but(scale=lambda images: images // 255),
        "All grey is lost: `//` between bytes gives whole numbers.",
        also=(_but(scale=lambda images: images // 255, dtype=np.uint8),),
    ),
    Suspect(
        "columns-by-reshape",
        _but(columns=lambda X: X.reshape(len(X), X.shape[2], X.shape[1])),
        "The shape is right, and the pixels have been poured into it row by row: a reshape keeps the order in memory. "
        "What is wanted is that two axes change places.",
    ),
    Suspect(
        "rows-for-columns",
        _but(columns=lambda X: X),
        "Read by columns your sequences are those of the rows.",
    ),
    Suspect(
        "batch-turned-too",
        _but(columns=lambda X: X.T),
        "Your transpose turned all three axes round. The batch stays in front.",
    ),
    Suspect(
        "pixels-by-columns",
        _but(pixels=lambda X: X.swapaxes(1, 2).reshape(len(X), -1, 1)),
        "Your pixels come column after column; the eye goes along the first row first.",
    ),
    Suspect(
        "pixels-without-width",
        _but(pixels=lambda X: X.reshape(len(X), -1)),
        "Every step has one number, and a step is still a vector: [n, T, d] with d = 1.",
    ),
    Suspect(
        "pixels-in-one-step",
        _but(pixels=lambda X: X.reshape(len(X), 1, -1)),
        "You hand over the whole picture in a single step. One pixel a step: time is the second axis.",
    ),
    Suspect(
        "order-inverted",
        _but(permuted=_inverted),
        "Your rows are permuted by the inverse: you put row t to place order[t]. Step t is to *show* row order[t].",
    ),
    Suspect(
        "order-ignored",
        _but(permuted=lambda X, order: X),
        'Your "permuted" rows come in their own order.',
    ),
    Suspect(
        "columns-permuted",
        _but(permuted=lambda X, order: X[:, :, order]),
        "Your order was applied to the columns. A row keeps its pixels as they are; the rows change places.",
    ),
)

BACK = (
    Suspect(
        "order-applied-twice",
        lambda X, order: X[:, order],
        "You have permuted once more. That leads back only where the order is its own inverse: "
        "here row order[t] stands at step t, and has to go to place order[t].",
    ),
    Suspect(
        "nothing-put-back",
        lambda X, order: X,
        "Your rows stay where they were.",
    ),
    Suspect(
        "read-backwards",
        lambda X, order: X[:, ::-1],
        "You turn the sequence round; that undoes a reversal, and no other order.",
    ),
    Suspect(
        "sorted-by-brightness",
        lambda X, order: np.sort(X, axis=1),
        "You sort the numbers in the images. It is the places that are to be sorted.",
    ),
)


def shuffled(draw, r):
    """An order of r ≥ 3 rows that its inverse does not equal, nor its reversal."""
    while True:
        order = draw.permutation(r)
        if (np.argsort(order) != order).any() and (order[::-1] != np.argsort(order)).any():
            return order
