"""Mistakes of the exercise on dependency maps."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def reached(direction, T):
    """The map of a layer of T steps that reads ``"forward"``, ``"backward"`` or ``"both"`` ways."""
    ahead = np.tri(T, dtype=bool)
    return {"forward": ahead, "backward": ahead.T, "both": ahead | ahead.T}[direction]


def truth_values(result):
    """A map as it came, for a view; raises TypeError where its entries are no truth values."""
    if isinstance(result, np.ndarray) and result.dtype != bool:
        raise TypeError(f"its entries should be True or False, and are numbers ({result.dtype})")
    return result


def _transposed(direction, T):
    return reached(direction, T).T


def _without_own(direction, T):
    return reached(direction, T) & ~np.eye(T, dtype=bool)


def _neighbours(direction, T):
    near = np.abs(np.arange(T)[:, None] - np.arange(T)) <= 1
    return reached(direction, T) & near


def _and(direction, T):
    return np.eye(T, dtype=bool) if direction == "both" else reached(direction, T)


def _but_own(direction, T):
    return reached("both", T) & ~np.eye(T, dtype=bool) if direction == "both" else reached(direction, T)


REACHES = (
    Suspect(
        "directions-exchanged",
        _transposed,
        "Your map lies across: [t, s] speaks of output t and input s. A forward layer's first output has read "
        "one input; its last one has read them all.",
    ),
    Suspect(
        "own-step-left-out",
        _without_own,
        "Output t has read input t as well: the diagonal belongs to the map.",
        also=(_but_own,),
    ),
    Suspect(
        "one-step-only",
        _neighbours,
        "Your map knows the step before and the step after, and no more. The state hands on what it holds: "
        "how far back does that go?",
    ),
    Suspect(
        "both-means-either",
        _and,
        'Your map of "both" is True where *both* directions reach. The outputs hold both states: one way is enough.',
    ),
)


def _answers(layer, X, change=None, piled=False):
    """|H changed − H| with its sign, [s, t, h]."""
    T = len(X)
    batch = np.repeat(X[None], T + 1, axis=0)
    for s in range(T):
        places = slice(0, s + 1) if piled else s
        batch[s, places] = (change or (lambda x: x + 1))(batch[s, places])
    H = layer(batch)
    return H[:T] - H[T]


def _first_number(x):
    return x + np.eye(1, x.shape[-1])[0]


def _small(answers):
    return np.abs(answers) > 1e-9


def _any(layer, X, **options):
    return _small(_answers(layer, X, **options)).any(axis=2).T


def _sum(layer, X):
    return _small(_answers(layer, X).sum(axis=2)).T


#: A sequence for the probes, each of which asks about one mistake alone.
_TRIED = np.arange(6.0).reshape(3, 2)

MEASURE = (
    Suspect(
        "measured-across",
        lambda layer, X: _any(layer, X).T,
        "Your map lies across: a row belongs to an output, a column to the input that you change.",
    ),
    Suspect(
        "changes-pile-up",
        lambda layer, X: _any(layer, X, piled=True),
        "Each of your changes stays while you make the next, so that column s shows what *any* input up to s reaches. "
        "Begin each time with the sequence as it was.",
    ),
    Suspect(
        "only-rises-count",
        lambda layer, X: (_answers(layer, X) > 1e-9).any(axis=2).T,
        "You miss the outputs that fall when an input rises. An answer is an answer, whatever its sign.",
    ),
    Suspect(
        "zeros-not-moved",
        lambda layer, X: _any(layer, X, change=lambda x: 2 * x),
        "Your map finds nothing in a sequence of zeros: a change that multiplies moves no zero.",
        also=(
            lambda layer, X: _any(layer, X, change=lambda x: 0 * x),
            lambda layer, X: _any(layer, X, change=lambda x: -x),
        ),
    ),
    Suspect(
        "first-number-only",
        lambda layer, X: _any(layer, X, change=_first_number),
        "You change one of the d numbers of an input, and this layer does not look at it. Input s is all of its "
        "numbers: how should each of them be moved?",
        probe=(lambda X: np.cumsum(X[..., -1:], axis=1), _TRIED),
    ),
    Suspect(
        "opposite-answers-cancel",
        _sum,
        "Two units of this layer answer alike with opposite signs, and your map takes them for silent: "
        "differences are added up, and cancel.",
        probe=(lambda X: np.cumsum(X.sum(axis=2), axis=1)[..., None] * np.array([1.0, -1.0]), _TRIED),
        also=(lambda layer, X: _small(_answers(layer, X).mean(axis=2)).T,),
    ),
    Suspect(
        "every-unit-demanded",
        lambda layer, X: _small(_answers(layer, X)).all(axis=2).T,
        "You ask for the answer of all units of an output, and one is enough. In a bidirectional layer half of them "
        "have read one side only, and a unit may be idle.",
        probe=(lambda X: np.cumsum(X.sum(axis=2), axis=1)[..., None] * np.array([1.0, 0.0]), _TRIED),
        also=(lambda layer, X: _small(_answers(layer, X)).prod(axis=2, dtype=bool).T,),
    ),
)
