"""Mistakes of the exercise on one step of the cell."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _sigmoid(a):
    return 1 / (1 + np.exp(-a))


def _step(
    x_t, h_prev, c_prev, W_xh, W_hh, b_h, *, order="ifgo", candidate=np.tanh, held=None, kept=None, shown=None
):
    """The step with one part exchanged.

    order: whose columns the blocks are taken for; held: what f multiplies; kept(c_prev, c, f): in the place of f;
    shown(c_prev, c): what o multiplies
    """
    blocks = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    a = dict(zip(order, blocks, strict=True))
    i, f, o, g = _sigmoid(a["i"]), _sigmoid(a["f"]), _sigmoid(a["o"]), candidate(a["g"])
    c = (kept(i, f) if kept else f) * (c_prev if held is None else held) + i * g
    return o * (shown(c_prev, c) if shown else np.tanh(c)), c


def _but(**parts):
    return lambda *args: _step(*args, **parts)


def _held_h(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    return _step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, held=h_prev)


def _without(**left_out):
    """The step without some of its arguments: ``W_hh=0`` leaves the recurrent part out."""

    def wrong(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
        given = {"W_xh": W_xh, "W_hh": W_hh, "b_h": b_h}
        given |= {name: np.zeros_like(given[name]) for name in left_out}
        return _step(x_t, h_prev, c_prev, **given)

    return wrong


def _stored_squashed(*args):
    h_t, c_t = _step(*args)
    return h_t, np.tanh(c_t)


def _squashed_last(*args):
    _, c_t = _step(*args)
    opening, _ = _step(*args, shown=lambda before, c: 1)
    return np.tanh(opening * c_t), c_t


def _interleaved(x_t, h_prev, c_prev, *weights):
    places = np.arange(4 * h_prev.shape[1]).reshape(-1, 4).T.ravel()
    return _step(x_t, h_prev, c_prev, *(array[..., places] for array in weights))


def _bare(x_t, h_prev, c_prev, W_xh, W_hh, b_h, candidate=np.tanh):
    i, f, g, o = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    c_t = f * c_prev + i * candidate(g)
    return o * np.tanh(c_t), c_t


_OTHER_ORDERS = ("igfo", "iofg", "ifog", "figo", "fiog", "igof", "iogf", "ogif", "ofig", "oifg")

STEP = (
    Suspect(
        "columns-of-another-order",
        _but(order="ifog"),
        "Your gates have changed places: the numbers are those of a cell whose columns are in another order. "
        "Here they are i, f, g, o, the candidate third, where other libraries have another gate.",
        also=tuple(_but(order=order) for order in _OTHER_ORDERS if order != "ifog"),
    ),
    Suspect(
        "candidate-through-a-sigmoid",
        _but(candidate=_sigmoid),
        "Your candidate goes through the logistic function, so that it is never negative and the cell can only be "
        "added to. Three of the four blocks say *how much*, between 0 and 1; the fourth says *what*.",
    ),
    Suspect(
        "cell-shown-as-it-is",
        _but(shown=lambda before, c: c),
        "c_t is right. Your h_t grows as large as the cell does, while a state h stays between -1 and 1 "
        "(at {where} you have {got}, expected {want}): something stands between c_t and the output gate.",
    ),
    Suspect(
        "tanh-of-the-product",
        _squashed_last,
        "c_t is right. Your tanh comes last, after the output gate. A gate is a share of what is ready to be shown: "
        "half open, it should let through one half of that.",
    ),
    Suspect(
        "old-cell-shown",
        _but(shown=lambda before, c: np.tanh(before)),
        "c_t is right. Your h_t shows the cell as it was *before* this step; what has just been written should be seen "
        "at once.",
        also=(_but(shown=lambda before, c: before),),
    ),
    Suspect(
        "state-kept-for-the-cell",
        _held_h,
        "Your forget gate multiplies h_prev. What is kept from step to step is the other half of the state: "
        "h has been squashed and gated already, and would fade.",
    ),
    Suspect(
        "results-exchanged",
        lambda *args: _step(*args)[::-1],
        "Both arrays are right, and have changed places: h_t comes first.",
    ),
    Suspect(
        "input-gate-for-both",
        _but(kept=lambda i, f: 1 - i),
        "Your forget gate plays no part in what the cell keeps. In a cell with coupled gates (chapter 6) the "
        "input gate decides that too; here forgetting has a gate of its own.",
        also=(_but(kept=lambda i, f: 1), _but(kept=lambda i, f: i)),
    ),
    Suspect(
        "cell-kept-squashed",
        _stored_squashed,
        "h_t is right, and the c_t that you return has been through the tanh: the cell would be squashed again at "
        "every step. The tanh is for those who look at it.",
    ),
    Suspect(
        "columns-interleaved",
        _interleaved,
        "You deal the columns out in turns, one to each gate. Each gate's h columns lie together: "
        "first all of i, then all of f.",
    ),
    Suspect(
        "gates-without-activation",
        _bare,
        "Your gates are any numbers: nothing holds them between 0 and 1.",
        also=(lambda *args: _bare(*args, candidate=lambda a: a),),
    ),
    Suspect(
        "recurrent-part-forgotten",
        _without(W_hh=0),
        "Your gates do not see h_prev. Each of them reads the input *and* the state before.",
    ),
    Suspect(
        "bias-forgotten",
        _without(b_h=0),
        "Your gates have no bias: with zero weights each would stand half open, whatever b_h says.",
    ),
)
