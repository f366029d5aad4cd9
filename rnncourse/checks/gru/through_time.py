"""Mistakes of the way back through a sequence, and its cases."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import GRU
from rnncourse.checks.gru.one_step import drawn
from rnncourse.checks.running import bounded
from rnncourse.checks.suspects import Suspect


def time_case(draw, lengths, T, d, h, dtype=np.float64):
    """The arguments of ``backward`` and its six results by the course's layer, on sequences of these lengths."""
    cell, n = GRU(), len(lengths)
    params = drawn(draw, cell, d, h, dtype)
    X, h_0 = draw.normal(size=(n, T, d)).astype(dtype), draw.uniform(-1, 1, size=(n, h)).astype(dtype)
    _, _, tape = cell.forward(params, X, h_0, lengths=lengths)
    dH, dh_T = draw.normal(size=(n, T, h)).astype(dtype), draw.normal(size=(n, h)).astype(dtype)
    d_params, dX, dh_0 = cell.backward(params, tape, dH, dh_T)
    h_t, caches = h_0, []
    for t in range(T):
        h_new, cache = cell.step_forward(params, X[:, t], h_t)
        h_t = np.where((t < lengths)[:, None], h_new, h_t)
        caches.append(cache)

    def back(t, dh_t):
        d_weights, dx_t, dh_prev = cell.step_backward(params, caches[t], dh_t)
        return dx_t, dh_prev, *d_weights

    return (dH, dh_T, lengths, bounded(back, "back", calls=1000)), (dX, dh_0, *d_params)


def _hold(dh, arrived):
    """What a sequence that has ended hands on to the step before: what was handed to it."""
    return dh


def _but(
    masked=True, held=_hold, carried=True, outputs=True, final=True, summed=True, order=reversed, inputs=iter,
    given=lambda real, arrived: np.where(real, arrived, 0), cleared=True,
):  # fmt: skip
    """The right way back with one part exchanged; ``inputs`` puts the steps of dX in order, ``given`` is what
    ``back`` gets, and ``cleared`` says whether dX is zero where padded."""

    def wrong(dH, dh_T, lengths, back):
        steps, dX, total = range(dH.shape[1]), {}, None
        dh = dh_T if final else np.zeros_like(dh_T)
        for t in order(steps):
            real = (t < lengths)[:, None] | (not masked)
            arrived = dh + dH[:, t] if outputs else dh
            dx_t, dh_prev, *d_weights = back(t, given(real, arrived))
            dX[t] = np.where(real | (not cleared), dx_t, 0)
            handed_on = np.where(real, dh_prev, held(dh, arrived))
            dh = handed_on if carried or t == 0 else np.zeros_like(dh)
            total = d_weights if total is None or not summed else list(map(np.add, total, d_weights))
        return np.stack([dX[t] for t in inputs(steps)], axis=1), dh, *total

    return wrong


TIME_BACK = (
    Suspect(
        "padding-takes-part",
        _but(masked=False),
        "Behind a sequence's end nothing was computed: the state was held and the output was zero. Your gradient "
        "goes through the cell there all the same, and takes weights along.",
    ),
    Suspect(
        "held-state-forgotten",
        _but(held=lambda dh, arrived: 0),
        "Where a sequence has ended, your carried gradient is set to zero. The state was held there, so what arrives "
        "from later is handed on to the sequence's last real step; dh_T is lost otherwise.",
    ),
    Suspect(
        "padding-outputs-counted",
        _but(held=lambda dh, arrived: arrived),
        "What dH holds behind a sequence's end has been added to the gradient that is handed on. The outputs there "
        "are zeros that no state made.",
    ),
    Suspect(
        "padding-enters-the-weights",
        _but(given=lambda real, arrived: arrived),
        "dX and dh_0 are right: you sort out the padded steps in what `back` returns. Its sums over the batch have "
        "been made by then. What may a row that has ended hand *to* `back`, so that it adds nothing to them?",
    ),
    Suspect(
        "padding-enters-the-step",
        _but(given=lambda real, arrived: arrived, cleared=False),
        "dh_0 is right, and dX and the weights hear of steps that were never made: for a row that has ended, `back` "
        "gets a gradient all the same. Which rows of dh_t add nothing to anything?",
    ),
    Suspect(
        "inputs-in-the-order-of-the-walk",
        _but(inputs=reversed),
        "All is right but the order of dX: its steps stand in the order in which you came by them, the last first.",
    ),
    Suspect(
        "carry-dropped",
        _but(carried=False),
        "Each of your steps hears of its own output alone. A state reaches the loss also through the next state: "
        'see "Back through the states" in chapter 3.',
    ),
    Suspect(
        "final-gradient-ignored",
        _but(final=False),
        "Your walk begins with zeros. dh_T is what has arrived at the final state from beyond the sequence.",
    ),
    Suspect(
        "outputs-ignored",
        _but(outputs=False),
        "Only dh_T travels back. Every step has an output, and dH[:, t] arrives at its state.",
    ),
    Suspect(
        "weights-of-one-step",
        _but(summed=False),
        "dX and dh_0 are right. Of the weights' gradients you keep one step's share; the weights were used at every "
        "step.",
    ),
    Suspect(
        "walks-forward",
        _but(order=iter),
        "You walk from the first step to the last. What arrives at a step comes from the one after it.",
    ),
)
