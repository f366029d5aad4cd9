"""Mistakes of the exercise on truncated backpropagation, and the two functions that it is lent."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import RNN
from rnncourse.checks.running import bounded
from rnncourse.checks.suspects import Suspect


def lent_window(params):
    """(forward, backward) of a cell with these weights, over one window.

    forward(X, h) -> H;  backward(X, h, H, dH, dh_end) -> (dh, dW_xh, dW_hh, db_h)
    """
    cell = RNN()

    def forward(X, h):
        return cell.forward(params, X, h)[0]

    def backward(X, h, H, dH, dh_end):
        _, _, tape = cell.forward(params, X, h)
        weights, _, dh = cell.backward(params, tape, dH, dh_end)
        return dh, *weights

    return bounded(forward, "forward"), bounded(backward, "backward")


def truncated_gradients(params, X, dH, h_0, k):
    """The right answer, by the course's cell: dW_xh, dW_hh and db_h of every window, and the last state."""
    cell, gradients, h = RNN(), [], h_0
    for cut in _windows(X, k):
        _, h, tape = cell.forward(params, X[:, cut], h)
        gradients.append(cell.backward(params, tape, dH[:, cut])[0])
    return _result(gradients, h)


def _windows(X, k):
    return [slice(start, start + k) for start in range(0, X.shape[1], k)]


def _result(gradients, h):
    return *(np.stack(parts) for parts in zip(*gradients, strict=True)), h


def _truncated(
    X, dH, h_0, k, forward, backward, *, starts=None, hands_on=None, end=None, windows=None, back_from=None
):
    """The right loop with one part exchanged.

    starts(i, h): the state that window i starts from; hands_on(H): what goes to the next; end(dH_w): what is taken to
    come back from beyond the window; windows: the cuts; back_from(before, after): the state given to ``backward``.
    """
    h, gradients = h_0, []
    for i, cut in enumerate(_windows(X, k) if windows is None else windows):
        before = starts(i, h) if starts else h
        H = forward(X[:, cut], before)
        h = hands_on(H) if hands_on else H[:, -1]
        beyond = end(dH[:, cut]) if end else np.zeros_like(h_0)
        begun = back_from(before, h) if back_from else before
        gradients.append(backward(X[:, cut], begun, H, dH[:, cut], beyond)[1:])
    return _result(gradients, h)


def _but(**parts):
    return lambda *args: _truncated(*args, **parts)


def _never_cut(X, dH, h_0, k, forward, backward):
    """Forward through all windows, then backward through all, the gradient handed on."""
    states, outputs = [h_0], []
    for cut in _windows(X, k):
        outputs.append(forward(X[:, cut], states[-1]))
        states.append(outputs[-1][:, -1])
    dh, gradients = np.zeros_like(h_0), []
    for i, cut in reversed(list(enumerate(_windows(X, k)))):
        dh, *weights = backward(X[:, cut], states[i], outputs[i], dH[:, cut], dh)
        gradients.insert(0, weights)
    return _result(gradients, states[-1])


def _carries_gradient_forward(X, dH, h_0, k, forward, backward):
    """What came out of one window at its start is put in at the end of the next."""
    h, dh, gradients = h_0, np.zeros_like(h_0), []
    for cut in _windows(X, k):
        H = forward(X[:, cut], h)
        dh, *weights = backward(X[:, cut], h, H, dH[:, cut], dh)
        h = H[:, -1]
        gradients.append(weights)
    return _result(gradients, h)


def _never_moves(X, dH, h_0, k, forward, backward):
    """Every window starts from h_0, which is what comes out at the end too."""
    return *_truncated(X, dH, h_0, k, forward, backward, starts=lambda i, h: h_0)[:3], h_0


def _rearranged(change):
    return lambda *args: change(*_truncated(*args))


def _k_windows(X, dH, h_0, k, forward, backward):
    cuts = np.array_split(np.arange(X.shape[1]), k)
    return _but(windows=[slice(cut[0], cut[-1] + 1) for cut in cuts if len(cut)])(
        X, dH, h_0, k, forward, backward
    )


def _without_the_rest(X, dH, h_0, k, forward, backward):
    cuts = [slice(i * k, (i + 1) * k) for i in range(X.shape[1] // k)]
    return _but(windows=cuts)(X, dH, h_0, k, forward, backward)


def _overlapping(X, dH, h_0, k, forward, backward):
    cuts = [slice(t, t + k) for t in range(X.shape[1] - k + 1)]
    return _but(windows=cuts)(X, dH, h_0, k, forward, backward)


TRUNCATED = (
    Suspect(
        "gradient-not-cut",
        _never_cut,
        "These are the gradients of the whole sequence, chunk by chunk: what comes back out of a chunk goes on into "
        "the one before. Truncation ends it there; only the state's *value* passes a border.",
    ),
    Suspect(
        "gradient-carried-forward",
        _carries_gradient_forward,
        "The first chunk is right. Into the next ones you put, at the end, the gradient that came out of the one "
        "before at its start: it travels in the wrong direction. What comes from beyond a chunk is taken as nothing.",
    ),
    Suspect(
        "state-not-carried",
        lambda X, dH, h_0, k, forward, backward: _truncated(
            X, dH, h_0, k, forward, backward, starts=lambda i, h: h if i == 0 else np.zeros_like(h_0)
        ),
        "Your chunks start from zeros, at least all those after the first. Truncation cuts the gradient; the "
        "state goes on, or the network would not even see what came before.",
        also=(_but(starts=lambda i, h: np.zeros_like(h)),),
    ),
    Suspect(
        "state-back-to-the-start",
        lambda X, dH, h_0, k, forward, backward: _truncated(
            X, dH, h_0, k, forward, backward, starts=lambda i, h: h_0
        ),
        "The first chunk is right and every later one starts from h_0 again. What does a chunk hand to the next?",
    ),
    Suspect(
        "state-never-moves",
        _never_moves,
        "Every chunk starts from h_0, and h_0 is what you return as the last state: forward gave you states, and "
        "none of them is kept. What does a chunk hand to the next?",
    ),
    Suspect(
        "first-state-carried",
        _but(hands_on=lambda H: H[:, 0]),
        "What you hand on is the state after a chunk's *first* step.",
    ),
    Suspect(
        "state-overwritten-too-early",
        _but(back_from=lambda before, after: after),
        "backward is told that the chunk started from the state in which it *ended*: a variable was overwritten "
        "before its last use. Only dW_hh's first step sees it.",
    ),
    Suspect(
        "end-counted-twice",
        _but(end=lambda dH: dH[:, -1]),
        "The last step of every chunk counts twice: dH holds what its output sends back, and you hand the same in as "
        "what comes from beyond the chunk.",
    ),
    Suspect(
        "k-windows-of-any-length",
        _k_windows,
        "You make k chunks. k is the number of *steps* in one.",
    ),
    Suspect(
        "rest-left-out",
        _without_the_rest,
        "The last chunk is missing: where k does not divide T, the steps that are left over make a shorter one.",
    ),
    Suspect(
        "windows-overlap",
        _overlapping,
        "Your chunks overlap: each begins one step after the one before, and steps are counted several times. "
        "The next begins where the last one ended.",
    ),
    Suspect(
        "windows-added-up",
        _rearranged(lambda dU, dW, db, h: (dU.sum(0), dW.sum(0), db.sum(0), h)),
        "You return the sum over the chunks. Wanted is one gradient for each: a run takes a step of the optimiser "
        "after every chunk.",
    ),
    Suspect(
        "running-sums",
        _rearranged(lambda dU, dW, db, h: (dU.cumsum(0), dW.cumsum(0), db.cumsum(0), h)),
        "Every chunk's gradient holds those of the chunks before it: a sum that is never set back to zero.",
    ),
    Suspect(
        "divided-by-the-window",
        lambda X, dH, h_0, k, forward, backward: tuple(
            part / k if i < 3 else part for i, part in enumerate(_truncated(X, dH, h_0, k, forward, backward))
        ),
        "You divide by the chunk's length: {got} for {want}. Whether the loss is a mean, dH knows already.",
    ),
)
