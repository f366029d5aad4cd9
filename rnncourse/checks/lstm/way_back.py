"""Mistakes of the exercise on the way back through time, and the tape that it is lent."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import LSTM
from rnncourse.checks.running import bounded
from rnncourse.checks.suspects import Suspect

BACK_NAMES = ("dX", "dh_0", "dc_0", "dW_xh", "dW_hh", "db_h")


def way_back(draw, n, T, d, h, dtype=np.float64):
    """Arguments of ``backward``, a lent step back among them, and what it should return by the course's own layer.

    The tape of the forward pass stays with ``step_back(t, dh_t, dc_t)``, which knows its steps by number.
    """
    cell = LSTM()
    params = cell.init(draw, d, h, dtype)
    X, h_0, c_0 = (draw.normal(size=size).astype(dtype) for size in [(n, T, d), (n, h), (n, h)])
    _, _, tape = cell.forward(params, X, cell.State(np.tanh(h_0), c_0))
    dH, dh_T, dc_T = (draw.normal(size=size).astype(dtype) for size in [(n, T, h), (n, h), (n, h)])
    weights, dX, d_start = cell.backward(params, tape, dH, cell.State(dh_T, dc_T))

    def step_back(t, dh_t, dc_t):
        if not 0 <= t < T:
            raise ValueError(f"the steps are 0 to {T - 1}, got t = {t}")
        own, dx_t, d_before = cell.step_backward(params, tape.caches[t], cell.State(dh_t, dc_t))
        return dx_t, *d_before, *own

    return (dH, dh_T, dc_T, bounded(step_back, "step_back")), (dX, *d_start, *weights)


def _through(
    dH, dh_T, dc_T, step_back, *, own=None, h=None, c=None, begins=None, kept=None, order=None, stacked=None
):
    """The right loop with one part exchanged.

    own(dH, t): what output t sends; h(t, carried), c(t, carried): what is handed to step t from the right;
    begins: what arrives at the last step; kept(old, new): a parameter's gradient after one more step;
    order(T): the steps as they are walked; stacked(dX): of the list of the inputs' gradients, what is laid together
    """
    T = dH.shape[1]
    dh, dc = begins(dh_T, dc_T) if begins else (dh_T, dc_T)
    dX, sums, kept = [None] * T, None, kept or (lambda old, new: old + new)
    for t in order(T) if order else reversed(range(T)):
        arrived = dH[:, t] if own is None else own(dH, t)
        dh, dc = h(t, dh) if h else dh, c(t, dc) if c else dc
        dX[t], dh, dc, *new = step_back(t, arrived + dh, dc)
        sums = new if sums is None else [kept(*pair) for pair in zip(sums, new, strict=True)]
    return np.stack(stacked(dX) if stacked else dX, axis=1), dh, dc, *sums


def _but(**parts):
    return lambda *args: _through(*args, **parts)


def _without_cell(dH, dh_T, dc_T, step_back):
    return _through(dH, dh_T, dc_T, step_back, c=lambda t, dc: dc_T if t == dH.shape[1] - 1 else 0 * dc)


def _without_state(dH, dh_T, dc_T, step_back):
    return _through(dH, dh_T, dc_T, step_back, h=lambda t, dh: dh_T if t == dH.shape[1] - 1 else 0 * dh)


def _without_both(dH, dh_T, dc_T, step_back):
    last = dH.shape[1] - 1
    return _through(
        dH,
        dh_T,
        dc_T,
        step_back,
        h=lambda t, dh: dh_T if t == last else 0 * dh,
        c=lambda t, dc: dc_T if t == last else 0 * dc,
    )


def _cell_at_every_step(dH, dh_T, dc_T, step_back):
    return _through(dH, dh_T, dc_T, step_back, c=lambda t, dc: dc_T)


def _final_state_at_every_step(dH, dh_T, dc_T, step_back):
    return _through(dH, dh_T, dc_T, step_back, h=lambda t, dh: dh if t == dH.shape[1] - 1 else dh + dh_T)


#: Arguments at which what is carried is something else than what arrives at the end.
_TWO_STEPS = way_back(np.random.default_rng(0), n=2, T=2, d=1, h=3)[0]

BACK = (
    Suspect(
        "cell-gradient-not-carried",
        _without_cell,
        "Right at the last step, wrong before it (at {where} you have {got}, expected {want}): the gradient of h is "
        "carried from step to step, and that of c begins at zero again. Two arrays go right in the forward pass, "
        'so two come back; see "Backward, line by line" in chapter 5.',
        also=(_cell_at_every_step,),
    ),
    Suspect(
        "state-gradient-not-carried",
        _without_state,
        "The gradient of c is carried from step to step, that of h is not. Each state h fed all four gates of the "
        "next step.",
        also=(_but(h=lambda t, dh: 0 * dh),),
    ),
    Suspect(
        "nothing-carried",
        _without_both,
        "Right at the last step, wrong before it: each step hears its own output alone, and nothing of what its state "
        "did to all later ones. That is no way back through time.",
    ),
    Suspect(
        "final-cell-ignored",
        _but(begins=lambda dh, dc: (dh, 0 * dc)),
        "dc_T plays no part: your way back begins with a cell that nobody reads. Whoever takes over the final state, "
        "the next chunk or a decoder, sends a gradient into both its halves.",
    ),
    Suspect(
        "final-state-ignored",
        _but(begins=lambda dh, dc: (0 * dh, dc)),
        "dh_T plays no part. The final h is the last output, and may be read a second time as a state: dH[:, -1] "
        "knows of the first reader only.",
        also=(_but(begins=lambda dh, dc: (0 * dh, 0 * dc)),),
        probe=_TWO_STEPS,
    ),
    Suspect(
        "final-gradient-at-every-step",
        _final_state_at_every_step,
        "dh_T is added again at every step. It enters once, at the end; earlier steps hear of it through what is "
        "carried.",
        also=(lambda dH, dh_T, *rest: _through(dH, dh_T, *rest, h=lambda t, dh: dh + dh_T),),
    ),
    Suspect(
        "outputs-into-the-cell",
        lambda dH, dh_T, dc_T, step_back: _through(
            dH, dh_T, dc_T, step_back, own=lambda dH, t: 0, c=lambda t, dc: dc + dH[:, t]
        ),
        "What the outputs send arrives at your cells. An output is h: dH goes to the other of the two arrays.",
    ),
    Suspect(
        "finals-exchanged",
        _but(begins=lambda dh, dc: (dc, dh)),
        "dh_T and dc_T have changed places.",
    ),
    Suspect(
        "outputs-ignored",
        _but(own=lambda dH, t: 0),
        "Only what arrives at the final state goes back. Each h_t also reached the loss through its own output.",
    ),
    Suspect(
        "last-output-only",
        _but(own=lambda dH, t: dH[:, t] * (t == dH.shape[1] - 1)),
        "dH is read at the last step and nowhere else. A loss at every step sends a gradient into every output.",
    ),
    Suspect(
        "walked-forward",
        _but(order=range),
        "Your loop runs from the first step to the last, so that each step sends its gradients to the one *after* it.",
        also=(_but(order=range, stacked=lambda dX: dX[::-1]),),
    ),
    Suspect(
        "weights-of-one-step",
        _but(kept=lambda old, new: new),
        "The signals are right, and the parameters hold the gradient of one step alone. One set of weights "
        "was used T times.",
        also=(_but(kept=lambda old, new: old),),
    ),
    Suspect(
        "weights-averaged",
        lambda dH, *rest: tuple(
            part / (dH.shape[1] if place > 2 else 1) for place, part in enumerate(_through(dH, *rest))
        ),
        "The signals are right, and your gradients of the parameters are means over the steps: {got} for {want}. "
        "Ways to the loss add up.",
    ),
    Suspect(
        "first-step-left-out",
        _but(order=lambda T: range(T - 1, 0, -1), stacked=lambda dX: dX[1:]),
        "Your loop ends one step too early: range(a, b, -1) stops before it reaches b.",
        also=(
            _but(order=lambda T: range(T - 1, 0, -1), stacked=lambda dX: [np.zeros_like(dX[-1]), *dX[1:]]),
        ),
    ),
    Suspect(
        "batch-taken-for-time",
        lambda dH, *rest: _through(
            dH, *rest, order=lambda T: reversed(range(len(dH))), stacked=lambda dX: dX[: len(dH)]
        ),
        "Your loop makes as many steps as there are sequences: len(dH) is n. Time is the second axis.",
    ),
    Suspect(
        "inputs-in-reading-order",
        lambda *args: (_through(*args)[0][:, ::-1], *_through(*args)[1:]),
        "dX has the right slices in the order in which your loop made them, last step first.",
    ),
    Suspect(
        "inputs-time-first",
        lambda *args: (_through(*args)[0].swapaxes(0, 1), *_through(*args)[1:]),
        "dX has the right slices, laid out as [T, n, d]; np.stack takes the axis on which to lay them.",
    ),
)
