"""Losses in logits, with their gradients: softmax and binary cross-entropy, over the entries that are real.

    L = Σ_e w_e ℓ_e,   ℓ = −log softmax(a)_y = log Σ_k e^{a_k} − a_y            softmax cross-entropy
                       ℓ = −y log σ(a) − (1 − y) log(1 − σ(a))                  binary cross-entropy

w_e is 1 for an entry that the mask calls real and 0 for padding; divided by the number of real entries where
the reduction is "mean". Both take **logits**: a softmax or a sigmoid before them would be a second one.
"""

from __future__ import annotations

import numpy as np

from rnncourse.cells.activations import relu, sigmoid
from rnncourse.cells.validation import (
    require_array,
    require_choice,
    require_dtype,
    require_finite,
    require_shape,
)

Array = np.ndarray


def log_softmax(logits: Array) -> Array:
    """log softmax over the last axis: a − max a − log Σ e^(a − max a), in which no power exceeds 1.

    >>> log_softmax(np.array([0.0, 1e4])).tolist()
    [-10000.0, 0.0]
    """
    require_array("logits", logits)
    shifted = logits - logits.real.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def softmax_cross_entropy(
    logits: Array, targets: Array, mask: Array | None = None, reduction: str = "mean"
) -> tuple[float, Array]:
    """−log of the probability that softmax gives to the right class, and its gradient.

    Eq. 3.4 (bptt-softmax) and Eq. 3.5 (bptt-softmax-slope), weighted as in Eq. 3.6 (bptt-loss).

    Parameters
    ----------
    logits : [n, q] or [n, T, q], or with any other leading sizes: a score for each of q classes
    targets : [n] or [n, T], integers in 0..q−1
    mask : booleans over the leading axes of targets, True where real (``validation.up_to(lengths, T)`` makes
        it); None: everywhere. Elsewhere neither logits nor targets are read, and the gradient is exactly zero.
    reduction : "mean" over the real entries, or their "sum"

    Returns
    -------
    loss : a number of the logits' dtype
    d_logits : ∂L/∂logits = w (softmax(a) − one-hot(y)), shape and dtype of the logits

    Raises
    ------
    ValueError : shapes that do not fit, a class out of range, a number that is not finite, nothing real
    TypeError : logits that are no floating array, targets that are no integers, a mask that is not boolean

    >>> loss, d_logits = softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([1]))
    >>> round(float(loss), 6), d_logits.tolist()
    (0.693147, [[0.5, -0.5]])
    """
    require_array("logits", logits)
    require_dtype(logits=logits)
    if logits.ndim < 2:
        raise ValueError(f"logits should have shape [n, q] or [n, T, q], got {list(logits.shape)}")
    require_shape("targets", targets, logits.shape[:-1])
    if targets.dtype.kind not in "iu":
        raise TypeError(f"targets should be integers, the numbers of the classes, got {targets.dtype}")
    real, weight = _weigh(logits, targets, mask, reduction)
    if real is not None:
        logits, targets = np.where(real[..., None], logits, 0), np.where(real, targets, 0)
    require_finite("logits", logits)
    q = logits.shape[-1]
    if targets.min() < 0 or targets.max() >= q:
        _require_everywhere("targets", targets, (targets >= 0) & (targets < q), f"classes in 0..{q - 1}")

    log_p = log_softmax(logits).reshape(-1, q)  # entries,q
    right = np.arange(len(log_p)), targets.reshape(-1)
    loss = -(log_p[right] * weight.reshape(-1)).sum()
    d_logits = np.exp(log_p)
    d_logits[right] -= 1
    d_logits *= weight.reshape(-1, 1)
    return loss, d_logits.reshape(logits.shape)


def binary_cross_entropy(
    logits: Array, targets: Array, mask: Array | None = None, reduction: str = "mean"
) -> tuple[float, Array]:
    """Cross-entropy of yes-or-no questions, one a logit, and its gradient.

    ℓ = max(a, 0) − a y + log(1 + e^−|a|), which no logit can overflow; Eq. 3.2 (bptt-binary-stable) and
    Eq. 3.3 (bptt-binary-slope), weighted as in Eq. 3.6 (bptt-loss).

    Parameters
    ----------
    logits : [n], [n, T], [n, T, q] …: an answer each, positive for yes
    targets : shape of the logits; probabilities of yes in [0, 1], so 0 and 1, and booleans
    mask : booleans over the leading axes of logits: [n, T] serves logits [n, T, q]; otherwise as for softmax
    reduction : "mean" over the real logits, or their "sum"

    Returns
    -------
    loss : a number of the logits' dtype
    d_logits : ∂L/∂logits = w (σ(a) − y), shape and dtype of the logits

    Raises
    ------
    ValueError, TypeError : as ``softmax_cross_entropy``; targets outside [0, 1]

    >>> loss, d_logits = binary_cross_entropy(np.array([0.0, 1000.0]), np.array([1.0, 0.0]))
    >>> round(float(loss), 4), d_logits.tolist()
    (500.3466, [-0.25, 0.5])
    """
    require_array("logits", logits)
    require_dtype(logits=logits)
    require_shape("targets", targets, logits.shape)
    precision = logits.real.dtype
    if targets.dtype.kind not in "bui" and targets.dtype != precision:
        raise TypeError(f"targets should be {precision}, booleans or whole numbers, got {targets.dtype}")
    real, weight = _weigh(logits, targets, mask, reduction)
    a, y = logits, targets.astype(precision)
    if real is not None:
        a, y = np.where(real, a, 0), np.where(real, y, 0)
    require_finite("logits", a)
    _require_everywhere("targets", y, (y >= 0) & (y <= 1), "probabilities from 0 to 1")

    magnitude = np.where(a.real > 0, a, -a)
    losses = relu(a) - a * y + np.log1p(np.exp(-magnitude))
    return (losses * weight).sum(), (sigmoid(a) - y) * weight


def _weigh(logits: Array, targets: Array, mask: Array | None, reduction: str) -> tuple[Array | None, Array]:
    """Which targets are real, None for all, and the weight w of each; both of the targets' shape."""
    require_choice("reduction", reduction, ("mean", "sum"))
    real, count = None, targets.size
    if mask is not None:
        require_array("mask", mask)
        require_shape("mask", mask, targets.shape[: max(mask.ndim, 1)])
        if mask.dtype != bool:
            raise TypeError(f"mask should be boolean, True where an entry is real, got {mask.dtype}")
        real = np.broadcast_to(mask.reshape(mask.shape + (1,) * (targets.ndim - mask.ndim)), targets.shape)
        count = int(real.sum())
    if count == 0:
        raise ValueError(f"at least one entry should be real, got none in {list(targets.shape)}")
    weight = np.full(targets.shape, 1 / count if reduction == "mean" else 1.0, logits.real.dtype)
    return real, weight if real is None else np.where(real, weight, 0)


def _require_everywhere(name: str, array: Array, holds: Array, expected: str) -> None:
    """Raise ValueError at the first entry where ``holds`` is False, giving its place."""
    if not holds.all():
        place = tuple(int(index) for index in np.argwhere(~holds)[0])
        raise ValueError(f"{name} should be {expected}, got {array[place]} at {list(place)}")
