"""Scikit-learn's handwritten digits as sequences: eight rows of eight pixels, read from top to bottom.

1,797 images from the UCI archive (Alpaydin & Kaynak 1998), shipped with scikit-learn, so nothing is fetched.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Digits(NamedTuple):
    """``X [n, 8, 8]`` rows of pixels in 0..1, float32; ``y [n]`` the digits, integers 0..9."""

    X: Array
    y: Array


def load(rng: np.random.Generator, test_share: float = 0.2) -> tuple[Digits, Digits]:
    """Training and test images, split at random.

    >>> train, test = load(np.random.default_rng(0))
    >>> train.X.shape, test.X.shape, sorted(set(test.y.tolist()))
    ((1438, 8, 8), (359, 8, 8), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    if not 0 < test_share < 1:
        raise ValueError(f"test_share should lie between 0 and 1, got {test_share}")
    from sklearn.datasets import load_digits

    images = load_digits()
    order = rng.permutation(len(images.target))
    held_out = round(test_share * len(order))
    X = (images.images / 16).astype(np.float32)
    train, test = order[held_out:], order[:held_out]
    return Digits(X[train], images.target[train]), Digits(X[test], images.target[test])
