"""Cases and mistakes of the exercise on peepholes: the step, and the way back through them."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import PeepholeLSTM
from rnncourse.cells.activations import sigmoid
from rnncourse.cells.lstm import State
from rnncourse.checks.suspects import Suspect

PEEPHOLE_NAMES = ("dp_i", "dp_f", "dp_o", "dc_prev")


def peephole_case(draw, n, d, h, dtype=np.float64, start=False):
    """The arguments of a peephole step and what it gives; ``start``: from the zero state."""
    cell = PeepholeLSTM()
    params, x_t, h_prev, c_prev = _drawn(draw, cell, n, d, h, dtype, start)
    return (x_t, h_prev, c_prev, *params), tuple(cell.step(params, x_t, State(h_prev, c_prev)))


def peephole_way_back(draw, n, d, h, dtype=np.float64, start=False):
    """The arguments of the way back through a peephole step, and the four gradients."""
    cell = PeepholeLSTM()
    params, x_t, h_prev, c_prev = _drawn(draw, cell, n, d, h, dtype, start)
    _, cache = cell.step_forward(params, x_t, State(h_prev, c_prev))
    dh_t, dc_t = (draw.normal(size=(n, h)).astype(dtype) for _ in range(2))
    grads, _, before = cell.step_backward(params, cache, State(dh_t, dc_t))
    gates = (cache.i, cache.f, cache.g, cache.o)
    args = (*gates, c_prev, cache.c, params.p_i, params.p_f, params.p_o, dh_t, dc_t)
    return args, (grads.p_i, grads.p_f, grads.p_o, before.c)


def _drawn(draw, cell, n, d, h, dtype, start):
    params = cell.init(draw, d, h, dtype)
    # Peepholes and cells of a size that shows: a mistake in them is no rounding error.
    peepholes = {name: draw.uniform(0.5, 1.5, size=h).astype(dtype) for name in ("p_i", "p_f", "p_o")}
    x_t = draw.normal(size=(n, d)).astype(dtype)
    h_prev, c_prev = draw.uniform(-1, 1, size=(n, h)), 1.5 * draw.normal(size=(n, h))
    state = (np.zeros((n, h), dtype),) * 2 if start else (h_prev.astype(dtype), c_prev.astype(dtype))
    return params._replace(**peepholes), x_t, *state


def _step_but(order="ifgo", old=None, look=None, gate=None, candidate=None, shown=np.tanh):
    """The right step with one part exchanged.

    order: of the blocks; old(h_prev, c_prev): what p_i and p_f multiply; look(c_t, c_prev): what p_o multiplies;
    gate(a, seen): how a gate is made of its pre-activation and of what its peephole adds; candidate(a, p_i, c_prev);
    shown(c_t): what the output gate lets through
    """
    gate = gate or (lambda a, seen: sigmoid(a + seen))

    def wrong(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
        a = dict(zip(order, np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1), strict=True))
        seen = old(h_prev, c_prev) if old else c_prev
        i, f = gate(a["i"], p_i * seen), gate(a["f"], p_f * seen)
        g = candidate(a["g"], p_i, c_prev) if candidate else np.tanh(a["g"])
        c_t = f * c_prev + i * g
        o = gate(a["o"], p_o * (look(c_t, c_prev) if look else c_t))
        return o * shown(c_t), c_t

    return wrong


def _exchanged(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
    return _step_but()(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_f, p_i, p_o)


def _matrix_product(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
    a_i, *_ = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    return a_i + c_prev @ p_i


PEEPHOLE_STEP = (
    Suspect(
        "output-gate-sees-the-old-cell",
        _step_but(look=lambda c_t, c_prev: c_prev),
        "c_t is right and h_t is not: your output gate looks at the cell as it was before the step. It decides on what "
        'the step shows, and comes last; which cell is there by then? See "Peepholes" in chapter 6.',
    ),
    Suspect(
        "output-gate-sees-the-squashed-cell",
        _step_but(look=lambda c_t, c_prev: np.tanh(c_t)),
        "c_t is right and h_t is not: your output gate looks at tanh(c_t), which is what it lets through. A peephole "
        "looks at the cell itself.",
    ),
    Suspect(
        "peepholes-exchanged",
        _exchanged,
        "The peepholes of the input and the forget gate have changed places. (From a zero cell nobody would notice.)",
    ),
    Suspect(
        "peepholes-look-at-the-output",
        _step_but(old=lambda h_prev, c_prev: h_prev),
        "Your input and forget gates weigh h_prev a second time. W_hh has shown it to them already; what they have not "
        "seen is what the output gate held back.",
    ),
    Suspect(
        "peepholes-unused",
        _step_but(gate=lambda a, seen: sigmoid(a)),
        "This is the LSTM without peepholes: p_i, p_f and p_o play no part in your result.",
    ),
    Suspect(
        "peepholes-outside-the-sigmoid",
        _step_but(gate=lambda a, seen: sigmoid(a) + seen),
        "Your gates leave the range from 0 to 1: what a peephole sees is added behind the sigmoid. It is one more "
        "term of the pre-activation.",
    ),
    Suspect(
        "candidate-looks-too",
        _step_but(candidate=lambda a, p_i, c_prev: np.tanh(a + p_i * c_prev)),
        "Your candidate looks at the cell as well. Only gates do, the three that are squashed to lie between 0 and 1.",
    ),
    Suspect(
        "candidate-through-the-sigmoid",
        _step_but(candidate=lambda a, p_i, c_prev: sigmoid(a)),
        "The third block is the candidate, not a gate: it may be negative, and passes tanh.",
    ),
    Suspect(
        "cell-shown-unsquashed",
        _step_but(shown=lambda c_t: c_t),
        "c_t is right. h_t shows the cell as it is; as in the LSTM it passes tanh before the output gate.",
    ),
    Suspect(
        "results-exchanged",
        lambda *args: _step_but()(*args)[::-1],
        "The two results have changed places: h_t comes first.",
    ),
    Suspect(
        "blocks-in-another-order",
        _step_but(order="ifog"),
        "You take the four blocks of columns in another order than i, f, g, o.",
        also=tuple(_step_but(order=order) for order in ("figo", "igfo", "iofg", "gifo", "fiog")),
    ),
    Suspect(
        "peephole-as-a-matrix-product",
        _matrix_product,
        "`@` adds up over the cells of a state. Each unit's gates look at that unit's cell alone: entry by entry.",
    ),
)


def _back_but(arrives=None, by=None, p_o_by=None, out=None, summed=None, slope=None, bent=np.tanh):
    """The right way back with one part exchanged.

    arrives(dc_t, up, da_o, p_o): ∂L/∂c_t with all its edges; by(c_prev, c_t) and p_o_by: what pairs with da_i and
    da_f, and with da_o; out(dc, f, da_i, da_f, p_i, p_f): ∂L/∂c_{t−1}; summed(rows): a peephole's gradient from its
    rows; slope(gate): of the sigmoid; bent(c_t): of which the slope of tanh is told
    """
    summed = summed or (lambda rows: rows.sum(0))
    slope = slope or (lambda gate: gate * (1 - gate))

    def wrong(i, f, g, o, c_prev, c_t, p_i, p_f, p_o, dh_t, dc_t):
        da_o, up = dh_t * np.tanh(c_t) * slope(o), dh_t * o * (1 - bent(c_t) ** 2)
        dc = arrives(dc_t, up, da_o, p_o) if arrives else dc_t + up + da_o * p_o
        da_i, da_f = dc * g * slope(i), dc * c_prev * slope(f)
        old, new = by(c_prev, c_t) if by else c_prev, p_o_by(c_prev, c_t) if p_o_by else c_t
        dc_prev = out(dc, f, da_i, da_f, p_i, p_f) if out else dc * f + da_i * p_i + da_f * p_f
        return summed(da_i * old), summed(da_f * old), summed(da_o * new), dc_prev

    return wrong


PEEPHOLE_BACK = (
    Suspect(
        "edge-through-the-output-gate",
        _back_but(arrives=lambda dc_t, up, da_o, p_o: dc_t + up),
        "dp_o is right, and everything that comes from ∂L/∂c_t is off (at {where} you have {got}, expected {want}). "
        "Besides the next step and tanh there is a third edge out of c_t: who else has looked at it?",
    ),
    Suspect(
        "output-peephole-by-the-old-cell",
        _back_but(p_o_by=lambda c_prev, c_t: c_prev),
        "Of the four only dp_o is wrong. A weight's gradient pairs what came back with what the weight *multiplied*; "
        "p_o did not multiply the cell before the step.",
    ),
    Suspect(
        "peepholes-cut-the-way-back",
        _back_but(out=lambda dc, f, da_i, da_f, p_i, p_f: dc * f),
        "The three weights are right. dc_prev holds the direct way alone, as in the truncated gradient of 2000: "
        "c_{{t-1}} also reached the loss by the gates that looked at it.",
    ),
    Suspect(
        "output-not-heard",
        _back_but(arrives=lambda dc_t, up, da_o, p_o: dc_t),
        "dp_o is right. Of what comes back to c_t by way of h_t, some is missing. Beside the edge to the next "
        "step two edges leave the cell, and both lead to h_t.",
        also=(_back_but(arrives=lambda dc_t, up, da_o, p_o: dc_t + da_o * p_o),),
    ),
    Suspect(
        "next-step-not-heard",
        _back_but(arrives=lambda dc_t, up, da_o, p_o: up + da_o * p_o),
        "dp_o is right. Into c_t you let only what comes from its own step; what the next step sends back, "
        "dc_t, is missing.",
        also=(_back_but(arrives=lambda dc_t, up, da_o, p_o: up),),
    ),
    Suspect(
        "all-by-the-new-cell",
        _back_but(by=lambda c_prev, c_t: c_t),
        "dp_o and dc_prev are right. The other two are paired with the cell after the step; at which one did the input "
        "and the forget gate look?",
    ),
    Suspect(
        "slopes-of-the-gates-forgotten",
        _back_but(slope=lambda gate: 1),
        "You stop at the gates themselves. The peepholes stand inside the sigmoid, and its slope, told from its value, "
        "lies between.",
    ),
    Suspect(
        "slope-of-tanh-at-the-cell",
        _back_but(bent=lambda c_t: c_t),
        "dp_o is right. The slope of tanh is told from what tanh *gave*; c_t is what went in.",
    ),
    Suspect(
        "not-summed-over-the-batch",
        _back_but(summed=lambda rows: rows),
        "You have a row for every sequence. One p_i [h] serves them all, so it hears from all of them.",
    ),
    Suspect(
        "averaged-over-the-batch",
        _back_but(summed=lambda rows: rows.mean(0)),
        "These are means over the batch, {got} for {want}. All sequences use the same peepholes: their shares add up.",
    ),
    Suspect(
        "summed-over-the-units",
        _back_but(summed=lambda rows: rows.sum(1)),
        "Your gradients have a number for each sequence: the sum ran over the units. Over which axis was p_i spread?",
    ),
)
