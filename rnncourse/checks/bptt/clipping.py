"""Mistakes of the exercise on clipping by the global norm."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect
from rnncourse.checks.wording import count


def clipped_and_norm(result):
    """The clipped arrays and the norm in one flat list, for a view; raises TypeError where there are no such two.

    Beside float32 arrays the norm counts as float32 too: in what type it was summed up is the learner's choice.
    """
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise TypeError(f"two values are wanted, the clipped gradients and the norm, got {count(result)}")
    clipped, norm = result
    if not isinstance(clipped, (tuple, list)):
        raise TypeError(f"the clipped gradients should be a list of arrays, got {count(clipped)}")
    if all(isinstance(g, np.ndarray) and g.dtype == np.float32 for g in clipped):
        norm = np.float32(norm) if np.ndim(norm) == 0 and np.isrealobj(norm) else norm
    return [*clipped, norm]


def _norm(gradients):
    return np.sqrt(sum((g.astype(float) ** 2).sum() for g in gradients))


def _scaled(gradients, factor):
    return [g * float(factor) for g in gradients]


def _by(measure, shown=None):
    """Clip by another measure of size; the norm that is returned is the right one unless ``shown`` says otherwise."""

    def wrong(gradients, limit):
        size = measure(gradients)
        clipped = _scaled(gradients, limit / size) if size > limit else list(gradients)
        return clipped, (shown or measure)(gradients)

    return wrong


def _each_by_its_norm(gradients, limit):
    clipped = [g * float(min(1, limit / max(_norm([g]), 1e-300))) for g in gradients]
    return clipped, _norm(gradients)


def _mean_square(gradients):
    return np.sqrt(sum((g**2).sum() for g in gradients) / sum(g.size for g in gradients))


def _always(gradients, limit):
    return _scaled(gradients, limit / _norm(gradients)), _norm(gradients)


def _after(gradients, limit):
    norm = _norm(gradients)
    return _scaled(gradients, min(1, limit / norm)), min(norm, limit)


def _zero_over_zero(gradients, limit):
    norm = _norm(gradients)
    return _scaled(gradients, np.float64(1) if 0 < norm <= limit else limit / norm if norm else np.nan), norm


CLIP = (
    Suspect(
        "zero-over-zero",
        _zero_over_zero,
        "A gradient of zero comes back as NaN: its norm is 0, and you divide by it. It happens, for example "
        "where nothing in a batch was real.",
    ),
    Suspect(
        "clip-by-value",
        lambda gradients, limit: ([np.clip(g, -limit, limit) for g in gradients], _norm(gradients)),
        "Every entry is cut to ±limit. That turns the gradient towards the diagonals, and its norm may still exceed "
        "the limit; clipping by norm multiplies all entries by one number.",
    ),
    Suspect(
        "clip-each-array",
        _each_by_its_norm,
        "Each array is clipped by its own norm, so large arrays shrink against small ones and the direction changes. "
        "*Global* means one norm, of everything, and one factor.",
    ),
    Suspect(
        "always-rescaled",
        _always,
        "Gradients within the limit are scaled *up* to it: {got} for {want}. Clipping is to leave them as they are.",
        also=(
            lambda gradients, limit: (
                _scaled(gradients, limit / (_norm(gradients) + 1e-6)),
                _norm(gradients),
            ),
        ),
    ),
    Suspect(
        "norm-after-clipping",
        _after,
        "The gradients are right. The norm wanted is the one *before* clipping: it is what you watch to see whether a "
        "run explodes, and after clipping it never exceeds the limit.",
        also=(lambda gradients, limit: (_scaled(gradients, min(1, limit / _norm(gradients))), limit),),
    ),
    Suspect(
        "root-forgotten",
        _by(lambda gradients: _norm(gradients) ** 2),
        "Your norm is the sum of the squares, without the root: {got} where {want} is expected.",
        also=(_by(lambda gradients: _norm(gradients) ** 2, _norm),),
    ),
    Suspect(
        "norms-added-up",
        _by(lambda gradients: sum(_norm([g]) for g in gradients)),
        "You add up the arrays' norms. Lengths of perpendicular pieces do not add, their squares do: think of all "
        "entries in one long vector.",
    ),
    Suspect(
        "mean-for-sum",
        _by(_mean_square),
        "Your norm is a root *mean* square, so a larger network would be clipped later. The norm sums.",
    ),
    Suspect(
        "largest-entry",
        _by(lambda gradients: max(np.abs(g).max() for g in gradients)),
        "You measure by the largest entry. The norm here is the root of the sum of all squares.",
    ),
    Suspect(
        "one-array-alone",
        _by(lambda gradients: _norm(gradients[:1])),
        "Your norm is that of one array of the list. Global means all of them.",
        also=(_by(lambda gradients: _norm(gradients[-1:])),),
    ),
    Suspect(
        "factor-upside-down",
        lambda gradients, limit: (
            _scaled(gradients, _norm(gradients) / limit) if _norm(gradients) > limit else list(gradients),
            _norm(gradients),
        ),
        "Your gradients grow: the factor stands upside down. Afterwards the norm is to be the limit.",
    ),
    Suspect(
        "too-large-is-dropped",
        lambda gradients, limit: (
            [np.zeros_like(g) for g in gradients] if _norm(gradients) > limit else list(gradients),
            _norm(gradients),
        ),
        "A gradient above the limit is thrown away. Clipping keeps its direction and shortens it.",
    ),
)
