"""Cases and mistakes of the exercise on taking parts out of the step."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import AblatedLSTM
from rnncourse.cells.activations import sigmoid
from rnncourse.cells.lstm import State
from rnncourse.checks.suspects import Suspect

GATES, SQUASHINGS = ("NIG", "NFG", "NOG"), ("NIAF", "NOAF")


def ablated_case(draw, without, n, h, dtype=np.float64, start=False):
    """The arguments of a step without one of its parts, and what it gives; ``start``: from the zero state."""
    a_t = (1.5 * draw.normal(size=(n, 4 * h))).astype(dtype)
    c_prev = (0 if start else 1.5) * draw.normal(size=(n, h)).astype(dtype)
    return (a_t, c_prev.astype(dtype), without), _by_the_cell(without, a_t, c_prev.astype(dtype))


def _by_the_cell(without, a_t, c_prev):
    """h_t and c_t of the course's cell, whose pre-activations are those given: its input, through an identity."""
    cell, h = AblatedLSTM(without), c_prev.shape[1]
    blocks = dict(zip("ifgo", np.split(a_t, 4, axis=1), strict=True))
    x_t = np.concatenate([blocks[name] for name in cell.gates], axis=1)
    zeros = {name: np.zeros(shape, a_t.dtype) for name, shape in cell.shapes(x_t.shape[1], h).items()}
    params = cell.Params(**(zeros | {"W_xh": np.eye(x_t.shape[1], dtype=a_t.dtype)}))
    return tuple(cell.step(params, x_t, State(np.zeros_like(c_prev), c_prev)))


def _step_but(removed=1.0, order="ifgo", meaning=None, closed=None, unbent=lambda a: a):
    """The right step with one part exchanged.

    removed: what a gate is that is taken out; order: of the blocks; meaning: name → the name that it is taken for;
    closed(i, f, o, without): the three gates after all; unbent(a): the candidate without its squashing
    """

    def wrong(a_t, c_prev, without):
        without = (meaning or {}).get(without, without)
        a = dict(zip(order, np.split(a_t, 4, axis=1), strict=True))
        i, f, o = (
            np.full_like(c_prev, removed) if without == name else sigmoid(a[gate])
            for name, gate in (("NIG", "i"), ("NFG", "f"), ("NOG", "o"))
        )
        if closed:
            i, f, o = closed(i, f, o, without)
        c_t = f * c_prev + i * (unbent(a["g"]) if without == "NIAF" else np.tanh(a["g"]))
        return o * (c_t if without == "NOAF" else np.tanh(c_t)), c_t

    return wrong


ABLATED = (
    Suspect(
        "shut-instead-of-open",
        _step_but(removed=0.0),
        "The gate that you take out lets nothing through any more. An LSTM without the gate is one in which nothing "
        'stands in the way; see "Taking parts out" in chapter 6.',
    ),
    Suspect(
        "left-half-open",
        _step_but(removed=0.5),
        "The gate that you take out stands at one half: that is what the sigmoid makes of 0. To take away what a gate "
        "reads is not to take away the gate.",
    ),
    Suspect(
        "activations-exchanged",
        _step_but(meaning={"NIAF": "NOAF", "NOAF": "NIAF"}),
        "The two squashings have changed places. The input's is the candidate's; the output's is that of the cell on "
        "its way out.",
    ),
    Suspect(
        "both-squashings-taken-out",
        lambda a_t, c_prev, without: _bare(a_t, c_prev),
        "Both squashings are gone, that of the candidate and that of the cell. One part is taken out at a time.",
    ),
    Suspect(
        "candidate-taken-out",
        _step_but(unbent=np.ones_like),
        "Without its squashing your candidate is a constant, and reads nothing any more. It is the bending that is "
        "taken out; what was to be bent stays.",
        also=(_step_but(unbent=np.zeros_like),),
    ),
    Suspect(
        "another-squashing-instead",
        _step_but(unbent=sigmoid),
        "Your candidate has lost its tanh and found another function in its place. Nothing is to bend it: "
        "which values may it take then?",
        also=(_step_but(unbent=lambda a: np.maximum(a, 0)),),
    ),
    Suspect(
        "nothing-taken-out",
        lambda a_t, c_prev, without: _step_but()(a_t, c_prev, "nothing"),
        "This is the whole LSTM: nothing has been taken out of it.",
    ),
    Suspect(
        "gates-exchanged",
        _step_but(meaning={"NIG": "NFG", "NFG": "NIG"}),
        "You take out another gate than the one named: NIG is *no input gate*, NFG *no forget gate*, NOG *no output "
        "gate*.",
        also=tuple(
            _step_but(meaning={one: other, other: one}) for one, other in (("NIG", "NOG"), ("NFG", "NOG"))
        ),
    ),
    Suspect(
        "coupled-instead",
        _step_but(
            closed=lambda i, f, o, without: (
                1 - f if without == "NIG" else i,
                1 - i if without == "NFG" else f,
                o,
            )
        ),
        "You let the other gate do the work of the one that is missing. That is the coupled cell of exercise 3; here "
        "nothing replaces the gate.",
    ),
    Suspect(
        "blocks-in-another-order",
        _step_but(order="ifog"),
        "You take the four blocks of columns in another order than i, f, g, o.",
        also=tuple(_step_but(order=order) for order in ("figo", "igfo", "iofg", "gifo", "fiog")),
    ),
)


def _bare(a_t, c_prev):
    a_i, a_f, a_g, a_o = np.split(a_t, 4, axis=1)
    c_t = sigmoid(a_f) * c_prev + sigmoid(a_i) * a_g
    return sigmoid(a_o) * c_t, c_t
