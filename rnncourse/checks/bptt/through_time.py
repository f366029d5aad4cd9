"""Mistakes of the exercise on backpropagation through a whole sequence, and the step that it is lent."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import RNN
from rnncourse.cells.rnn import Cache
from rnncourse.checks.running import bounded, several
from rnncourse.checks.suspects import Suspect

SEQUENCE_NAMES = ("dX", "dh_0", "dW_xh", "dW_hh", "db_h")


def sequence_signals(result):
    """dX and dh_0."""
    return several(result, SEQUENCE_NAMES)[:2]


def sequence_weights(result):
    """dW_xh, dW_hh and db_h."""
    return several(result, SEQUENCE_NAMES)[2:]


def lent_step(params, activation="tanh"):
    """``step_back(x_t, h_prev, h_t, dh_t)`` of a cell with these weights: (dx_t, dh_prev, dW_xh, dW_hh, db_h)."""
    cell = RNN(activation)

    def step_back(x_t, h_prev, h_t, dh_t):
        weights, dx_t, dh_prev = cell.step_backward(params, Cache(x_t, h_prev, h_t), dh_t)
        return dx_t, dh_prev, *weights

    return bounded(step_back, "step_back")


def _through(
    X, h_0, H, dH, dh_T, step_back, *, begins=None, arrives=None, before=None, kept=None, share=1, end=None
):
    """The right loop with one part exchanged.

    begins(dh_T): what arrives at the last step from beyond it; arrives(t, own, carried): ∂L/∂H_t;
    before(t): the state before step t; kept(old, new): a parameter's gradient after one more step;
    share: a factor of the parameters' gradients; end(dh, dh_t): ∂L/∂H_0.
    """
    before = before or (lambda t: H[:, t - 1] if t else h_0)
    kept = kept or (lambda old, new: old + new)
    carried, dX, total, dh_t = (begins(dh_T) if begins else dh_T), [], None, None
    for t in reversed(range(X.shape[1])):
        dh_t = arrives(t, dH[:, t], carried) if arrives else dH[:, t] + carried
        dx_t, carried, *weights = step_back(X[:, t], before(t), H[:, t], dh_t)
        dX.insert(0, dx_t)
        total = (
            weights if total is None else [kept(old, new) for old, new in zip(total, weights, strict=True)]
        )
    return np.stack(dX, axis=1), end(carried, dh_t) if end else carried, *[array * share for array in total]


def _but(**parts):
    return lambda *args: _through(*args, **parts)


def _first_to_last(X, h_0, H, dH, dh_T, step_back):
    carried, dX, total = dh_T, [], 0
    for t in range(X.shape[1]):
        h_prev = H[:, t - 1] if t else h_0
        dx_t, carried, *weights = step_back(X[:, t], h_prev, H[:, t], dH[:, t] + carried)
        dX.append(dx_t)
        total = weights if t == 0 else [old + new for old, new in zip(total, weights, strict=True)]
    return np.stack(dX, axis=1), carried, *total


def _with_history(place):
    """The loop with another state before each step; ``place(H, h_0, t)`` says which."""

    def wrong(X, h_0, H, dH, dh_T, step_back):
        return _through(X, h_0, H, dH, dh_T, step_back, before=lambda t: place(H, h_0, t))

    return wrong


def _rearranged(change):
    def wrong(*args):
        return change(*_through(*args))

    return wrong


def _averaged(X, *rest):
    return _through(X, *rest, share=1 / X.shape[1])


def _stops_at_the_second_step(X, h_0, H, dH, dh_T, step_back):
    if X.shape[1] == 1:
        d, h = X.shape[2], h_0.shape[1]
        return np.zeros_like(X), dh_T, *(np.zeros(size, X.dtype) for size in [(d, h), (h, h), (h,)])
    rest = (X[:, 1:], H[:, 0], H[:, 1:], dH[:, 1:], dh_T, step_back)
    dX, dh, *weights = _through(*rest)
    return np.concatenate([np.zeros_like(X[:, :1]), dX], axis=1), dh, *weights


def _final_at_every_step(X, h_0, H, dH, dh_T, step_back):
    T = X.shape[1]
    return _through(
        X, h_0, H, dH, dh_T, step_back, arrives=lambda t, own, c: own + c + (dh_T if t < T - 1 else 0)
    )


def _only_last_output(X, h_0, H, dH, dh_T, step_back):
    last = np.zeros_like(dH)
    last[:, -1] = dH[:, -1]
    return _through(X, h_0, H, last, dh_T, step_back)


def _two_steps():
    """Arguments of two steps, at which the state before a step and the last one are two."""
    draw = np.random.default_rng(0)
    sizes = [(2, 2, 1), (2, 3), (2, 2, 3), (2, 2, 3), (2, 3)]
    step_back = lent_step(RNN().init(draw, 1, 3))
    return *(draw.uniform(-1, 1, size=size) for size in sizes), step_back


_TWO_STEPS = _two_steps()

SEQUENCE = (
    Suspect(
        "final-state-ignored",
        _but(begins=np.zeros_like),
        "dh_T plays no part. Whoever reads the last state, another layer or the next chunk, sends a gradient back into "
        "it: at t = T the edge to the right is dh_T.",
    ),
    Suspect(
        "carry-from-next-step",
        lambda X, h_0, H, dH, dh_T, step_back: _through(
            X, h_0, H, dH, dh_T, step_back, arrives=lambda t, own, c: own + c if t == X.shape[1] - 1 else own
        ),
        "Right at the last step and wrong before it (at {where} you have {got}, expected {want}). A state reaches the "
        "loss by two edges, up through its own output and right through the next state: the second is missing.",
        also=(_but(begins=np.zeros_like, arrives=lambda t, own, c: own),),
    ),
    Suspect(
        "own-output-ignored",
        _but(arrives=lambda t, own, c: c),
        "The gradient that comes from the right is carried, and dH is never added to it: only dh_T is heard. "
        "Each state also reaches the loss through the output of its own step.",
    ),
    Suspect(
        "last-output-only",
        _only_last_output,
        "dH is read at the last step and nowhere else. A loss at every step sends a gradient into every state.",
    ),
    Suspect(
        "weights-of-one-step",
        _but(kept=lambda old, new: new),
        "dX and dh_0 are as they should be, and the parameters hold the gradient of one step, the one your loop "
        "came to last. The same weights are used T times: what happens to T ways by which a number reaches the loss?",
    ),
    Suspect(
        "weights-of-the-last-step",
        _but(kept=lambda old, new: old),
        "The parameters hold the gradient of the last time step alone. The same weights are used at every step.",
    ),
    Suspect(
        "weights-averaged-over-time",
        _averaged,
        "Your gradients of the parameters are means over the steps: {got} for {want}, a factor of T. "
        "Ways to the loss add up; if the loss is a mean, dH knows it already.",
    ),
    Suspect(
        "walked-forward",
        _first_to_last,
        "Your loop runs from the first step to the last, so that a step sends its gradient to the one *after* it. "
        "The gradient of a state needs that of the next state first.",
    ),
    Suspect(
        "state-of-the-step-itself",
        _with_history(lambda H, h_0, t: H[:, t]),
        "step_back gets H[:, t] twice, as the state before and after the step. Before step t there was another state; "
        "only the gradient of W_hh sees it.",
        probe=_TWO_STEPS,
    ),
    Suspect(
        "first-step-reads-the-last-state",
        _with_history(lambda H, h_0, t: H[:, t - 1]),
        "All right but what the first step adds to dW_hh. H[:, t - 1] with t = 0 is H[:, -1], the *last* state, and "
        "Python does not complain. Which state stood before the first step?",
        probe=_TWO_STEPS,
    ),
    Suspect(
        "first-step-from-zeros",
        _with_history(lambda H, h_0, t: H[:, t - 1] if t else np.zeros_like(h_0)),
        "All right but what the first step adds to dW_hh: it counts as if it had started from a zero state. "
        "It started from h_0.",
    ),
    Suspect(
        "dx-time-reversed",
        _rearranged(lambda dX, *rest: (dX[:, ::-1], *rest)),
        "dX has the right slices in the order in which your loop made them, last step first.",
    ),
    Suspect(
        "dx-time-first",
        _rearranged(lambda dX, *rest: (dX.swapaxes(0, 1), *rest)),
        "dX has the right slices, laid out as [T, n, d]; np.stack takes the axis on which to lay them.",
        also=(_rearranged(lambda dX, *rest: (dX[:, ::-1].swapaxes(0, 1), *rest)),),
    ),
    Suspect(
        "first-step-left-out",
        _stops_at_the_second_step,
        "Your loop ends one step too early: X[:, 0] gets nothing, and what the first step adds to the parameters is "
        "missing. range(a, b, -1) stops before it reaches b.",
    ),
    Suspect(
        "stops-before-the-initial-state",
        _but(end=lambda carried, dh_t: dh_t),
        "Your dh_0 is the gradient of the state *after* the first step. One more step back leads to h_0, and you have "
        "its result in hand.",
    ),
    Suspect(
        "final-gradient-at-every-step",
        _final_at_every_step,
        "Right at the last step, and before it dh_T is added again each time. It enters once, at the end; "
        "earlier steps hear of it through what is carried.",
    ),
)
