"""Mistakes of the exercise on one step of the backward pass."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import LSTM
from rnncourse.checks.running import several
from rnncourse.checks.suspects import Suspect

STEP_BACK_NAMES = ("dx_t", "dh_prev", "dc_prev", "dW_xh", "dW_hh", "db_h")


def results(*names):
    """A view of the results of these names; see ``STEP_BACK_NAMES``."""
    wanted = [STEP_BACK_NAMES.index(name) for name in names]

    def view(result):
        found = several(result, STEP_BACK_NAMES)
        return tuple(found[place] for place in wanted)

    return view


def step_case(draw, n, d, h, dtype=np.float64, start=False):
    """Arguments of ``step_backward``, and what it should return by the course's own cell, by name.

    start: the state before is zero, as at the beginning of a sequence.
    """
    cell = LSTM()
    params = cell.init(draw, d, h, dtype)
    x_t, h_prev, c_prev = (draw.normal(size=(n, size)).astype(dtype) for size in (d, h, h))
    before = cell.State(0 * h_prev, 0 * c_prev) if start else cell.State(np.tanh(h_prev), c_prev)
    after, cache = cell.step_forward(params, x_t, before)
    dh_t, dc_t = (draw.normal(size=(n, h)).astype(dtype) for _ in range(2))
    weights, dx_t, d_before = cell.step_backward(params, cache, cell.State(dh_t, dc_t))
    tape = (x_t, *before, cache.i, cache.f, cache.g, cache.o, after.c)
    expected = dict(zip(STEP_BACK_NAMES, (dx_t, *d_before, *weights), strict=True))
    return (tape, params.W_xh, params.W_hh, dh_t, dc_t), expected


def _back(tape, W_xh, W_hh, dh, dc, *, cell=None, slopes=None, skip=(), **replaced):
    """The right step with parts exchanged.

    cell(dh, dc, o, c): ∂L/∂c_t; slopes: gate → factor of its activation; skip: gates that are left out;
    replaced: a gate's gradient before its activation, or a result by its name, each from what there is
    """
    x, h_prev, c_prev, i, f, g, o, c = tape
    dc = cell(dh, dc, o, c) if cell else dc + dh * o * (1 - np.tanh(c) ** 2)
    inner = {"i": dc * g, "f": dc * c_prev, "g": dc * i, "o": dh * np.tanh(c)}
    known = {"dc": dc, "dh": dh, "i": i, "f": f, "g": g, "o": o, "c": c, "h_prev": h_prev, "x": x}
    inner |= {gate: replaced[gate](**known) for gate in "ifgo" if gate in replaced}
    slope = {"i": i * (1 - i), "f": f * (1 - f), "g": 1 - g**2, "o": o * (1 - o)} | {
        gate: factor(**known) for gate, factor in (slopes or {}).items()
    }
    da = np.concatenate([inner[gate] * slope[gate] * (gate not in skip) for gate in "ifgo"], axis=1)
    known |= {"da": da, "W_xh": W_xh, "W_hh": W_hh}
    found = (da @ W_xh.T, da @ W_hh.T, dc * f, x.T @ da, h_prev.T @ da, da.sum(0))
    pairs = zip(STEP_BACK_NAMES, found, strict=True)
    return tuple(replaced[name](**known) if name in replaced else value for name, value in pairs)


def _but(**parts):
    return lambda *args: _back(*args, **parts)


def _share_forgotten(tape, W_xh, W_hh, dh, dc):
    return _back(tape, W_xh, W_hh, dh, dc, dc_prev=lambda f, **_: dc * f)


#: Arguments on which all six results count, whatever part a test looks at.
_ALL = step_case(np.random.default_rng(0), 3, 4, 2)[0]

STEP_BACK = (
    Suspect(
        "cell-squashed-without-slope",
        _but(cell=lambda dh, dc, o, c: dc + dh * o),
        "What comes down from h_t reaches your cell undiminished. Between c_t and h_t stands a tanh, whose slope is "
        "small where the cell is full: at {where} you have {got}, expected {want}. "
        'See "Backward, line by line" in chapter 5.',
        probe=_ALL,
    ),
    Suspect(
        "slope-at-the-cell-itself",
        _but(cell=lambda dh, dc, o, c: dc + dh * o * (1 - c**2)),
        "Your slope of the tanh is 1 - c², which is the formula in terms of its *value*. c_t is what went in, "
        "and may be larger than 1.",
        probe=_ALL,
    ),
    Suspect(
        "slope-of-the-output",
        _but(cell=lambda dh, dc, o, c: dc + dh * (1 - (o * np.tanh(c)) ** 2)),
        "Your slope is 1 - h_t², as in the plain cell. h_t is not a tanh: it is a tanh *times* the output gate.",
        also=(_but(cell=lambda dh, dc, o, c: dc + dh * o * (1 - (o * np.tanh(c)) ** 2)),),
        probe=_ALL,
    ),
    Suspect(
        "output-gate-not-passed",
        _but(cell=lambda dh, dc, o, c: dc + dh * (1 - np.tanh(c) ** 2)),
        "What comes down from h_t passes the output gate too: a gate that showed little lets little back.",
        probe=_ALL,
    ),
    Suspect(
        "cell-reached-by-c-alone",
        _but(cell=lambda dh, dc, o, c: dc),
        "Your gradient of the cell is dc_t alone. c_t reaches the loss by two edges: right, through the next cell, "
        "which is dc_t, and up, through h_t.",
        probe=_ALL,
    ),
    Suspect(
        "cell-reached-by-h-alone",
        _but(cell=lambda dh, dc, o, c: dh * o * (1 - np.tanh(c) ** 2)),
        "dc_t plays no part in your result: the cell hears only what comes down through h_t of its own step. "
        "What arrives from the next step's cell is the path that makes this network last.",
        probe=_ALL,
    ),
    Suspect(
        "forget-gate-not-passed",
        _but(dc_prev=lambda dc, **_: dc),
        "Your dc_prev is the gradient of c_t itself. On the way back to c_prev the cell passes one factor.",
        probe=_ALL,
    ),
    Suspect(
        "cell-before-hears-the-right-alone",
        _share_forgotten,
        "The gates are right. Your dc_prev hands on dc_t as it arrived; c_prev also reached the loss through h_t of "
        "this step, since c_t did.",
        probe=_ALL,
    ),
    Suspect(
        "halves-exchanged",
        lambda *args: (lambda dx, dh, dc, *rest: (dx, dc, dh, *rest))(*_back(*args)),
        "dh_prev and dc_prev have changed places: h comes first.",
        probe=_ALL,
    ),
    Suspect(
        "candidate-with-a-gates-slope",
        _but(slopes={"g": lambda g, **_: g * (1 - g)}),
        "dc_prev is right, and so are three of the four blocks. g was made by a tanh; you gave it the slope "
        "of the logistic function, g(1 - g), which is negative wherever g is.",
        probe=_ALL,
    ),
    Suspect(
        "output-gate-left-out",
        _but(skip="o"),
        "dc_prev is right. Nothing arrives at the pre-activation of the output gate: o is not on the way to c_t, "
        "and still it made h_t. Which of the two gradients does it hear?",
        probe=_ALL,
    ),
    Suspect(
        "output-gate-from-the-cell",
        _but(o=lambda dc, c, **_: dc * np.tanh(c)),
        "dc_prev is right. The output gate's block is made from the gradient of c_t, and o stands behind the cell: "
        "it reaches the loss through h_t alone.",
        probe=_ALL,
    ),
    Suspect(
        "output-gate-by-the-cell",
        _but(o=lambda dh, c, **_: dh * c),
        "dc_prev is right. What o multiplied in the forward pass is not c_t but what a tanh made of it.",
        probe=_ALL,
    ),
    Suspect(
        "forget-gate-by-the-new-cell",
        _but(f=lambda dc, c, **_: dc * c),
        "dc_prev is right. f multiplied the cell *before* this step; your block of f pairs it with something else.",
        also=(_but(f=lambda dc, h_prev, **_: dc * h_prev),),
        probe=_ALL,
    ),
    Suspect(
        "input-and-candidate-exchanged",
        _but(i=lambda dc, i, **_: dc * i, g=lambda dc, g, **_: dc * g),
        "dc_prev is right. In a product each factor hears the *other* one: yours hear themselves.",
        probe=_ALL,
    ),
    Suspect(
        "gates-not-passed",
        _but(slopes={gate: lambda **_: 1 for gate in "ifgo"}),
        "dc_prev is right. Your four blocks stop at the gates; the weights stand inside their activations.",
        probe=_ALL,
    ),
    Suspect(
        "bias-of-the-mean",
        _but(db_h=lambda da, **_: da.mean(0)),
        "The matrices are right, and db_h is a mean over the sequences. Each of them used the bias, so their gradients "
        "add up, as the matrix products add them up for you.",
    ),
    Suspect(
        "recurrent-not-transposed",
        _but(dW_hh=lambda da, h_prev, **_: da.T @ h_prev),
        "dW_hh lies on its side: it should have the shape of W_hh, [h, 4h].",
        also=(_but(dW_hh=lambda da, h_prev, **_: da.T @ h_prev, dW_xh=lambda da, x, **_: da.T @ x),),
    ),
)
