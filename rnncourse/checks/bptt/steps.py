"""Mistakes of the exercise on the cell's backward pass."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.running import several
from rnncourse.checks.suspects import Suspect

STEP_NAMES = ("da_t", "dx_t", "dh_prev", "dW_xh", "dW_hh", "db_h")


def step_signals(result):
    """da_t, dx_t and dh_prev: what goes back to where the step came from."""
    return several(result, STEP_NAMES)[:3]


def step_weights(result):
    """dW_xh, dW_hh and db_h: what the step says to the parameters."""
    return several(result, STEP_NAMES)[3:]


def _back(x_t, h_prev, da, W_xh, W_hh):
    """All six results, from the gradient of the pre-activation."""
    return da, da @ W_xh.T, da @ W_hh.T, x_t.T @ da, h_prev.T @ da, da.sum(0)


def _with_slope(slope):
    def wrong(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
        return _back(x_t, h_prev, dh_t * slope(h_prev, h_t), W_xh, W_hh)

    return wrong


def _right_but(**replaced):
    """All results right but those named, each a function of everything that is there."""

    def wrong(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
        da = dh_t * (1 - h_t**2)
        results = dict(zip(STEP_NAMES, _back(x_t, h_prev, da, W_xh, W_hh), strict=True))
        given = {"x": x_t, "p": h_prev, "h": h_t, "U": W_xh, "W": W_hh, "dh": dh_t, "da": da}
        return tuple(replaced[name](**given) if name in replaced else results[name] for name in STEP_NAMES)

    return wrong


def _square():
    """Arguments with one size for everything, on which all six results count, whatever part a test looks at."""
    draw = np.random.default_rng(0)
    return tuple(draw.uniform(-1, 1, size=(3, 3)) for _ in range(6))


STEP = (
    Suspect(
        "slope-forgotten",
        _with_slope(lambda p, h: 1),
        "Your da_t is dh_t itself: the tanh between them is passed as if it were not there. What is its slope where "
        "the state came out as h_t?",
        probe=_square(),
    ),
    Suspect(
        "slope-not-squared",
        _with_slope(lambda p, h: 1 - h),
        "Your factor exceeds 1 wherever the state is negative, and no slope of tanh does. "
        "Differentiate tanh once more, in terms of its own value.",
    ),
    Suspect(
        "tanh-taken-again",
        _with_slope(lambda p, h: 1 - np.tanh(h) ** 2),
        "h_t has been through the tanh already, and your slope sends it through a second time. The slope can be "
        "written in the *output* of tanh alone.",
    ),
    Suspect(
        "slope-of-the-sigmoid",
        _with_slope(lambda p, h: h * (1 - h)),
        "h(1 − h) is the slope of the logistic function in terms of its value. The cell's activation is tanh.",
    ),
    Suspect(
        "slope-of-the-state-before",
        _with_slope(lambda p, h: 1 - p**2),
        "Your slope is taken at h_prev. The tanh that this step passed gave h_t.",
    ),
    Suspect(
        "signals-skip-the-tanh",
        _right_but(dx_t=lambda dh, U, **_: dh @ U.T, dh_prev=lambda dh, W, **_: dh @ W.T),
        "da_t is right, and dx_t and dh_prev are made from dh_t instead. The weights stand *inside* the tanh: "
        "every way back to x_t and h_prev leads through a_t.",
    ),
    Suspect(
        "one-signal-skips-the-tanh",
        _right_but(dh_prev=lambda dh, W, **_: dh @ W.T),
        "One of the two ways out of the step is made from dh_t and not from da_t. Both weights stand *inside* the "
        "tanh: whoever goes back to x_t or to h_prev comes through a_t.",
        also=(_right_but(dx_t=lambda dh, U, **_: dh @ U.T),),
    ),
    Suspect(
        "weights-skip-the-tanh",
        _right_but(
            dW_xh=lambda x, dh, **_: x.T @ dh,
            dW_hh=lambda p, dh, **_: p.T @ dh,
            db_h=lambda dh, **_: dh.sum(0),
        ),
        "The parameters stand inside the tanh, and these gradients are made from dh_t, which is outside. "
        "At {where} you have {got}, expected {want}.",
        also=(_right_but(dW_xh=lambda x, dh, **_: x.T @ dh, dW_hh=lambda p, dh, **_: p.T @ dh),),
    ),
    Suspect(
        "state-before-not-transposed",
        _right_but(dh_prev=lambda da, W, **_: da @ W),
        "dh_prev goes through W_hh in the direction of the forward pass. W_hh is square, so NumPy takes it either way "
        "round; only one of them sums over the units that h_prev feeds.",
    ),
    Suspect(
        "recurrent-weights-by-the-new-state",
        _right_but(dW_hh=lambda h, da, **_: h.T @ da),
        "dW_hh pairs da_t with h_t. The state that W_hh multiplied in this step is the one *before* it.",
    ),
    Suspect(
        "weights-lie-on-their-side",
        _right_but(dW_xh=lambda x, da, **_: da.T @ x, dW_hh=lambda p, da, **_: da.T @ p),
        "The numbers are right and lie on their side: a gradient has the shape of its array, W_xh is [d, h]; "
        "and dW_hh, which is square, is turned too.",
    ),
    Suspect(
        "recurrent-weights-lie-on-their-side",
        _right_but(dW_hh=lambda p, da, **_: da.T @ p),
        "dW_hh is transposed. It is square, so its shape does not tell; row i belongs to what comes from unit i.",
    ),
    Suspect(
        "averaged-over-the-batch",
        _right_but(
            dW_xh=lambda x, da, **_: x.T @ da / len(x),
            dW_hh=lambda p, da, **_: p.T @ da / len(p),
            db_h=lambda da, **_: da.mean(0),
        ),
        "These are means over the batch: {got} for {want}. All sequences use the same weights, so their gradients "
        "add up; whether the loss is a mean has been settled in dh_t already.",
        also=(_right_but(db_h=lambda da, **_: da.mean(0)),),
    ),
    Suspect(
        "bias-not-summed",
        _right_but(db_h=lambda da, **_: da),
        "Your db_h has a row for every sequence. One b_h [h] is added to all rows, so it hears from all of them.",
    ),
    Suspect(
        "bias-summed-over-units",
        _right_but(db_h=lambda da, **_: da.sum(1)),
        "Your db_h has no entry for each unit: the sum ran over the units. Over which axis was b_h spread?",
        also=(_right_but(db_h=lambda da, **_: da.sum()),),
    ),
    Suspect(
        "input-weights-not-transposed",
        lambda x, p, h, U, W, dh: (dh * (1 - h**2)) @ U,
        "The sizes cannot meet: W_xh [d, h] led from x to a, and the way back from a [n, h] to x needs it turned.",
        also=(lambda x, p, h, U, W, dh: dh @ U,),
    ),
    Suspect(
        "weights-product-not-turned",
        lambda x, p, h, U, W, dh: x @ (dh * (1 - h**2)),
        "The sizes cannot meet in a product for a weight: its gradient sums over the *batch*, so n must be the inner "
        "size of the product, and the sizes of the weight the outer ones.",
    ),
    Suspect(
        "matrix-product-for-the-slope",
        lambda x, p, h, U, W, dh: dh @ (1 - h**2),
        "The tanh acts on each entry by itself, so its slopes multiply entry by entry. `@` is a matrix product.",
    ),
)
