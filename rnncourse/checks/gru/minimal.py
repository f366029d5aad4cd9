"""Mistakes of the exercise on the minimal gated unit, and its cases."""

from __future__ import annotations

import math

import numpy as np

from rnncourse.cells import GRU, MGU
from rnncourse.cells.activations import sigmoid
from rnncourse.checks.gru.one_step import drawn
from rnncourse.checks.suspects import Suspect

MGU_NAMES = ("dx_t", "dh_prev", "dW_xh", "dW_hh", "db_h")
COUNT_NAMES = ("the first count", "the second count", "the third count")


def mgu_case(draw, n, d, h, dtype=np.float64, zero=False):
    """x_t, h_prev, parameters; h_t; the arguments of ``mgu_backward``; its five results."""
    cell = MGU()
    params = drawn(draw, cell, d, h, dtype)
    x_t, dh_t = (draw.normal(size=(n, size)).astype(dtype) for size in (d, h))
    h_prev = np.zeros((n, h), dtype) if zero else draw.uniform(-1, 1, size=(n, h)).astype(dtype)
    h_t, cache = cell.step_forward(params, x_t, h_prev)
    d_params, dx_t, dh_prev = cell.step_backward(params, cache, dh_t)
    back_args = (*cache, params.W_xh, params.W_hh, dh_t)
    return (x_t, h_prev, *params), h_t, back_args, (dx_t, dh_prev, *d_params)


def counted(d, h):
    """The numbers of parameters by the course's cells."""
    return tuple(
        sum(math.prod(shape) for shape in cell.shapes(d, h).values())
        for cell in (MGU(), GRU(reset="before"), GRU(reset="after"))
    )


def _stepping(keeps=False, view=lambda f, h_prev: f * h_prev, after=False, order=(0, 1)):
    def wrong(x_t, h_prev, W_xh, W_hh, b_h):
        a, W = np.split(x_t @ W_xh + b_h, 2, axis=1), np.split(W_hh, 2, axis=1)
        f = sigmoid(a[order[0]] + h_prev @ W[order[0]])
        W_hg = W[order[1]]
        g = np.tanh(a[order[1]] + (f * (h_prev @ W_hg) if after else view(f, h_prev) @ W_hg))
        new = 1 - f if keeps else f
        return (1 - new) * h_prev + new * g

    return wrong


_STEP_PROBE = mgu_case(np.random.default_rng(0), n=2, d=2, h=2)[0]

MGU_STEP = (
    Suspect(
        "gate-keeps",
        _stepping(keeps=True),
        "Your f keeps the old state. In this unit it takes the new: where f is 0, h_t should be h_prev. The paper's "
        "name for it, forget gate, misleads.",
        probe=_STEP_PROBE,
    ),
    Suspect(
        "candidate-sees-everything",
        _stepping(view=lambda f, h_prev: h_prev),
        "Your candidate sees all of the old state. The one gate has two jobs: it updates, and it resets.",
        probe=_STEP_PROBE,
    ),
    Suspect(
        "reset-on-the-wrong-side",
        _stepping(after=True),
        "Your f scales the product h W_hg. This unit resets before the product.",
        probe=_STEP_PROBE,
    ),
    Suspect(
        "candidate-sees-the-rest",
        _stepping(view=lambda f, h_prev: (1 - f) * h_prev),
        "Your candidate sees (1 − f) ⊙ h_prev. The same f that lets the candidate in lets it see the past.",
        probe=_STEP_PROBE,
    ),
    Suspect(
        "gate-and-candidate-exchanged",
        _stepping(order=(1, 0)),
        "The gate is computed from the candidate's columns, and the candidate from the gate's: the order is f, g.",
        probe=_STEP_PROBE,
    ),
)


def _but(**changed):
    """The right way back with some of its lines replaced."""

    def wrong(x_t, h_prev, f, g, W_xh, W_hh, dh_t):
        W_hf, W_hg = np.split(W_hh, 2, axis=1)
        k = {"p": h_prev, "f": f, "g": g, "dh": dh_t}

        def line(name, right):
            k[name] = changed.get(name, right)(k)
            return k[name]

        da_g = line("da_g", lambda k: k["dh"] * k["f"] * (1 - k["g"] ** 2))
        line("d_seen", lambda k: da_g @ W_hg.T)
        df = line("df", lambda k: k["dh"] * (k["g"] - k["p"]) + k["d_seen"] * k["p"])
        da_f = line("da_f", lambda k: df * k["f"] * (1 - k["f"]))
        kept = line("kept", lambda k: k["dh"] * (1 - k["f"]))
        by_candidate = line("by_candidate", lambda k: k["d_seen"] * k["f"])
        by_gate = line("by_gate", lambda k: da_f @ W_hf.T)
        dW_hg = line("dW_hg", lambda k: (k["f"] * k["p"]).T @ da_g)
        da = np.concatenate([da_f, da_g], axis=1)
        dW_hh = np.concatenate([h_prev.T @ da_f, dW_hg], axis=1)
        return da @ W_xh.T, kept + by_candidate + by_gate, x_t.T @ da, dW_hh, da.sum(0)

    return wrong


def _none(k):
    return np.zeros_like(k["dh"])


MGU_BACK = (
    Suspect(
        "gate-has-one-job",
        _but(df=lambda k: k["dh"] * (k["g"] - k["p"])),
        "Your f hears from one of its two places alone. It stands in the last line of the step and in the "
        "candidate, and what comes back from both is added.",
        also=(_but(df=lambda k: k["d_seen"] * k["p"]),),
    ),
    Suspect(
        "gate-sign",
        _but(df=lambda k: k["dh"] * (k["p"] - k["g"]) + k["d_seen"] * k["p"]),
        "What the last line says to f has the opposite sign. If f grows a little, h_t gets more of one thing and less "
        "of another: more of which?",
    ),
    Suspect(
        "kept-path-left-out",
        _but(kept=_none),
        "Your dh_prev lacks the way that passes no matrix: from h_prev straight into h_t.",
    ),
    Suspect(
        "gate-path-left-out",
        _but(by_gate=_none),
        "Your dh_prev lacks what comes back through f, which was made from h_prev too.",
    ),
    Suspect(
        "candidate-path-whole",
        _but(by_candidate=lambda k: k["d_seen"]),
        "The candidate saw f ⊙ h_prev. Back on that way, your gradient has come as far as the product, and has not "
        "passed f.",
    ),
    Suspect(
        "weights-by-the-whole-state",
        _but(dW_hg=lambda k: k["p"].T @ k["da_g"]),
        "The candidate's columns of dW_hh pair da_g with h_prev. What W_hg multiplied in this step was something "
        "else. All the rest is right.",
    ),
    Suspect(
        "gate-turned",
        _but(
            da_g=lambda k: k["dh"] * (1 - k["f"]) * (1 - k["g"] ** 2),
            kept=lambda k: k["dh"] * k["f"],
            df=lambda k: k["dh"] * (k["p"] - k["g"]) + k["d_seen"] * k["p"],
        ),
        "These are the gradients of a unit whose f keeps. Here it takes.",
    ),
)


def _counting(mgu=None, before=None, after=None):
    def wrong(d, h):
        right = counted(d, h)
        return tuple(
            other(d, h) if other else own for own, other in zip(right, (mgu, before, after), strict=True)
        )

    return wrong


COUNTS = (
    Suspect(
        "second-bias-not-counted",
        _counting(after=lambda d, h: 3 * h * (d + h + 1)),
        "Your two GRUs have the same count. The one that resets after the product has a bias b_hg that the other has "
        "no use for.",
    ),
    Suspect(
        "a-second-bias-for-every-gate",
        _counting(after=lambda d, h: 3 * h * (d + h + 2)),
        "Your last count has two biases for every gate, as PyTorch stores them. In the course's GRU those that are "
        "only ever added are one; which one is left?",
    ),
    Suspect(
        "biases-not-counted",
        _counting(
            mgu=lambda d, h: 2 * h * (d + h),
            before=lambda d, h: 3 * h * (d + h),
            after=lambda d, h: 3 * h * (d + h),
        ),
        "You count the matrices. Biases are learnt too, one for each column.",
        also=(
            _counting(
                mgu=lambda d, h: 2 * h * (d + h),
                before=lambda d, h: 3 * h * (d + h),
                after=lambda d, h: 3 * h * (d + h) + h,
            ),
        ),
    ),
    Suspect(
        "one-gate-too-few",
        _counting(mgu=lambda d, h: h * (d + h + 1)),
        "Your MGU has the gate and no candidate, or the candidate and no gate.",
    ),
)
