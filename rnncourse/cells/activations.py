"""The squashing functions, and their slopes told from their values. Real or complex, any shape."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Array = np.ndarray


def sigmoid(a: Array) -> Array:
    """σ(a) = 1 / (1 + e^−a) = (1 + tanh(a/2)) / 2: the second form cannot overflow.

    Near 0 it is right to the last digits of 1, not of itself: in float32 σ(−17) has lost half of it, and from −20
    on it is 0.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    return 0.5 * (1 + np.tanh(0.5 * a))


def relu(a: Array) -> Array:
    """max(a, 0), and NaN for NaN; by the real part where ``a`` is complex, so that a complex step sees the slope."""
    return np.where(a.real <= 0, 0, a)


def identity(a: Array) -> Array:
    return a


#: name → (φ, φ′ as a function of the value y = φ(a))
ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "tanh": (np.tanh, lambda y: 1 - y**2),
    "relu": (relu, lambda y: (y.real > 0).astype(y.dtype)),
    "identity": (identity, np.ones_like),
}
