"""Mistakes of the exercise on a whole sequence, and its cases."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import GRU
from rnncourse.checks.gru.one_step import drawn
from rnncourse.checks.running import bounded
from rnncourse.checks.suspects import Suspect


def forward_case(draw, lengths, T, d, h, dtype=np.float64, padding=None):
    """The arguments of ``forward`` and (H, h_T) by the course's cell; ``padding``: what stands behind the sequences."""
    cell, n = GRU(), len(lengths)
    params = drawn(draw, cell, d, h, dtype)
    X, h_0 = draw.normal(size=(n, T, d)).astype(dtype), draw.uniform(-1, 1, size=(n, h)).astype(dtype)
    H, h_T, _ = cell.forward(params, X, h_0, lengths=lengths)
    if padding is not None:
        X = np.where((np.arange(T) < lengths[:, None])[..., None], X, dtype(padding))

    def step(x_t, h_prev):
        return cell.step_forward(params, x_t, h_prev)[0]

    return (X, lengths, h_0, bounded(step, "step", calls=1000)), (H, h_T)


def _run(X, lengths, h_0, step, hold=np.where, show=np.where, order=None):
    """H and the last state held; hold(real, new, old) is the next state, show(real, state, 0) an output."""
    h_t, H = h_0, np.zeros((*X.shape[:2], h_0.shape[1]), X.dtype)
    for t in order(X.shape[1]) if order else range(X.shape[1]):
        real = (t < lengths)[:, None]
        h_t = hold(real, step(X[:, t], h_t), h_t)
        H[:, t] = show(real, h_t, 0)
    return H, h_t


def _new(real, one, other):
    return one


def _by_product(real, one, other):
    real = real.astype(np.asarray(one).dtype)
    return real * one + (1 - real) * other


def _from_zeros(X, lengths, h_0, step):
    return _run(X, lengths, np.zeros_like(h_0), step)


def _never_carried(X, lengths, h_0, step):
    H = np.stack([step(X[:, t], h_0) for t in range(X.shape[1])], axis=1)
    real = (np.arange(X.shape[1]) < lengths[:, None])[..., None]
    return np.where(real, H, 0), H[np.arange(len(H)), lengths - 1]


def _last_place(*args):
    H, _ = _run(*args)
    return H, H[:, -1]


def _steps_first(*args):
    H, h_T = _run(*args)
    return H.transpose(1, 0, 2), h_T


#: A batch whose padding holds numbers, on which a mask may multiply.
_PADDED = (
    np.arange(6.0).reshape(2, 3, 1),
    np.array([2, 3]),
    np.ones((2, 1)),
    lambda x_t, h_prev: (x_t + h_prev) / 2,
)

FORWARD = (
    Suspect(
        "padding-comes-through-the-mask",
        lambda *args: _run(*args, hold=_by_product, show=_by_product),
        "Your mask multiplies what it should choose. 0 times a number is 0, and 0 times NaN is NaN: what the padding "
        "holds reaches the state.",
        also=(
            lambda *args: _run(*args, hold=_by_product),
            lambda *args: _run(*args, hold=lambda real, new, old: old + real * (new - old)),
            lambda *args: _run(*args, show=_by_product),
        ),
        probe=_PADDED,
    ),
    Suspect(
        "padding-read-as-data",
        lambda *args: _run(*args, hold=_new, show=_new),
        "Your states do not depend on the lengths: short sequences go on reading what is not theirs. At "
        '{where} you have {got}, expected {want}; see "Padding" in chapter 2.',
        also=(lambda *args: _run(*args, hold=_new),),
    ),
    Suspect(
        "padding-not-cleared",
        lambda *args: _run(*args, show=_new),
        "The states are held as they should be. Behind a sequence's end H shows the held state; it should show zeros.",
    ),
    Suspect(
        "final-state-from-the-box",
        _last_place,
        "H is right. Your h_T of a short sequence is zero: it stands at the last place of the box, or the state was "
        "cleared where it should have been held. A sequence's final state is the one of its own last step.",
    ),
    Suspect(
        "start-from-zeros",
        _from_zeros,
        "You begin with zeros. The state before the first step is among the arguments.",
        also=(
            lambda X, lengths, h_0, step: _run(X, lengths, np.zeros_like(h_0), step, hold=_new, show=_new),
        ),
    ),
    Suspect(
        "steps-first",
        _steps_first,
        "Your H has the steps on its first axis. A list of T states [n, h] stacked as it is gives [T, n, h]; "
        "here sequences come first.",
    ),
    Suspect(
        "one-step-too-many",
        lambda X, lengths, h_0, step: _run(X, lengths + 1, h_0, step),
        "Short sequences take one step beyond their ends. Steps count from 0: which is the last one of a sequence of "
        "length 3?",
    ),
    Suspect(
        "state-not-carried",
        _never_carried,
        "Every step of yours begins from h_0. What a step returns is the state that the next one begins from.",
    ),
    Suspect(
        "read-from-the-end",
        lambda *args: _run(*args, order=lambda T: reversed(range(T))),
        "You read the sequences from their ends. The first step is step 0.",
    ),
)
