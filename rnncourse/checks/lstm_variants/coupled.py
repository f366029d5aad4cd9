"""Cases and mistakes of the exercise on coupled gates."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import CoupledLSTM
from rnncourse.cells.activations import sigmoid
from rnncourse.cells.lstm import State
from rnncourse.checks.suspects import Suspect

COUPLED_NAMES = ("da_t", "dc_prev")


def coupled_case(draw, n, d, h, dtype=np.float64, start=False):
    """The arguments of a step with coupled gates and what it gives; ``start``: from the zero state."""
    cell = CoupledLSTM(forget_bias=0.0)
    params, x_t, h_prev, c_prev = _drawn(draw, cell, n, d, h, dtype, start)
    return (x_t, h_prev, c_prev, *params), tuple(cell.step(params, x_t, State(h_prev, c_prev)))


def coupled_way_back(draw, n, h, dtype=np.float64, start=False):
    """The arguments of the way back through such a step, and the two gradients."""
    cell = CoupledLSTM(forget_bias=0.0)
    params, x_t, h_prev, c_prev = _drawn(draw, cell, n, 3 * h, h, dtype, start)
    after, cache = cell.step_forward(params, x_t, State(h_prev, c_prev))
    dh_t, dc_t = (draw.normal(size=(n, h)).astype(dtype) for _ in range(2))
    # Through a matrix of ones and zeros the pre-activations' gradient comes out as that of the input.
    _, da_t, before = cell.step_backward(
        params._replace(W_xh=np.eye(3 * h, dtype=dtype)), cache, State(dh_t, dc_t)
    )
    return (cache.i, cache.g, cache.o, c_prev, after.c, dh_t, dc_t), (da_t, before.c)


def _drawn(draw, cell, n, d, h, dtype, start):
    params = cell.init(draw, d, h, dtype)
    x_t = draw.normal(size=(n, d)).astype(dtype)
    h_prev, c_prev = draw.uniform(-1, 1, size=(n, h)), 1.5 * draw.normal(size=(n, h))
    state = (np.zeros((n, h), dtype),) * 2 if start else (h_prev.astype(dtype), c_prev.astype(dtype))
    return params, x_t, *state


def _step_but(order="igo", cell=None, shown=np.tanh):
    """The right step with other columns, another new cell ``cell(i, g, c_prev)``, or another output squashing."""
    cell = cell or (lambda i, g, c_prev: (1 - i) * c_prev + i * g)

    def wrong(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
        a = dict(zip(order, np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 3, axis=1), strict=True))
        c_t = cell(sigmoid(a["i"]), np.tanh(a["g"]), c_prev)
        return sigmoid(a["o"]) * shown(c_t), c_t

    return wrong


COUPLED_STEP = (
    Suspect(
        "gate-turned-round",
        _step_but(cell=lambda i, g, c_prev: i * c_prev + (1 - i) * g),
        "Where the gate is open your cell keeps what it has, and where it is shut the candidate comes in. This gate is "
        'the *input* gate: open, it lets in. See "Coupled gates" in chapter 6.',
    ),
    Suspect(
        "nothing-forgotten",
        _step_but(cell=lambda i, g, c_prev: c_prev + i * g),
        "The candidate comes in by the gate and nothing goes: your cell grows without bound. The same gate says how "
        "much of the old is let go.",
    ),
    Suspect(
        "nothing-held-back",
        _step_but(cell=lambda i, g, c_prev: (1 - i) * c_prev + g),
        "What goes is ruled by the gate, and the candidate comes in whole. The gate rules both.",
    ),
    Suspect(
        "blocks-exchanged",
        _step_but(order="iog"),
        "You take the three blocks of columns in another order than i, g, o.",
        also=tuple(_step_but(order=order) for order in ("gio", "goi", "oig", "ogi")),
    ),
    Suspect(
        "cell-shown-unsquashed",
        _step_but(shown=lambda c: c),
        "c_t is right. h_t shows the cell as it is; as in the LSTM it passes tanh before the output gate.",
    ),
    Suspect(
        "four-blocks-expected",
        lambda x_t, h_prev, c_prev, W_xh, W_hh, b_h: np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1),
        "You divide the columns by four. There is no block for f: three are left.",
    ),
)


def _back_but(arrives=None, gate=None, out=None, slope=lambda i: i * (1 - i)):
    """The right way back with one part exchanged.

    arrives(dc_t, up): ∂L/∂c_t; gate(dc, g, c_prev): ∂L/∂i_t; out(dc, i): ∂L/∂c_{t−1};
    slope(i): of the input gate
    """

    def wrong(i, g, o, c_prev, c_t, dh_t, dc_t):
        tanh_c = np.tanh(c_t)
        up = dh_t * o * (1 - tanh_c**2)
        dc = arrives(dc_t, up) if arrives else dc_t + up
        di = gate(dc, g, c_prev) if gate else dc * (g - c_prev)
        da = np.concatenate([di * slope(i), dc * i * (1 - g**2), dh_t * tanh_c * o * (1 - o)], axis=1)
        return da, out(dc, i) if out else dc * (1 - i)

    return wrong


COUPLED_BACK = (
    Suspect(
        "one-edge-of-the-gate",
        _back_but(gate=lambda dc, g, c_prev: dc * g),
        "The block of i is wrong, the other two are right: at {where} you have {got}, expected {want}. The gate "
        "reaches c_t by two edges, by what it lets in and by what it lets go; this is the first alone.",
    ),
    Suspect(
        "second-edge-with-the-wrong-sign",
        _back_but(gate=lambda dc, g, c_prev: dc * (g + c_prev)),
        "Both edges of the gate are there. The second came by 1 − i: which way does the cell move when i grows?",
    ),
    Suspect(
        "gate-pushed-the-wrong-way",
        _back_but(gate=lambda dc, g, c_prev: dc * (c_prev - g)),
        "The block of i has the right numbers with the wrong sign: that would be the gradient of a *forget* gate.",
    ),
    Suspect(
        "slope-of-the-gate-forgotten",
        _back_but(gate=lambda dc, g, c_prev: dc * (g - c_prev), slope=lambda i: 1),
        "The block of i stops at the gate itself. Between it and its pre-activation lies the slope of the sigmoid.",
    ),
    Suspect(
        "slope-of-another-function",
        _back_but(slope=lambda i: 1 - i**2),
        "The block of i goes back by a slope that is not its own; at {where} you have {got}, expected {want}. Which "
        "function made i, and what is that one's slope, told from its value?",
        also=(_back_but(slope=lambda i: i), _back_but(slope=lambda i: 1 - i)),
    ),
    Suspect(
        "other-edge-alone",
        _back_but(gate=lambda dc, g, c_prev: -dc * c_prev),
        "Of the gate's two edges you have the one by what it lets go; what it lets in is missing.",
    ),
    Suspect(
        "old-cell-by-the-input-gate",
        _back_but(out=lambda dc, i: dc * i),
        "da_t is right. dc_prev goes back through the gate that let the *candidate* in; with what factor did the old "
        "cell enter the new one?",
    ),
    Suspect(
        "output-not-heard",
        _back_but(arrives=lambda dc_t, up: dc_t),
        "The block of o is right; the others and dc_prev hear only from the next step. c_t reaches the loss through "
        "h_t too.",
    ),
    Suspect(
        "next-step-not-heard",
        _back_but(arrives=lambda dc_t, up: up),
        "The block of o is right; the others and dc_prev hear only from h_t. What comes from the next step is dc_t.",
    ),
)
