"""Cases for the exercise that tells the conventions apart: weights of every kind, what they tell, and runs."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import GRU
from rnncourse.cells.gru import ParamsAfter, ParamsBefore
from rnncourse.checks.gru.one_step import drawn
from rnncourse.checks.running import bounded

CONVENTIONS = tuple((reset, update) for reset in ("before", "after") for update in ("keeps", "takes"))

#: Two runs are the same below this, as the task says; in a case all others differ by CLEAR and more.
SAME, CLEAR = 1e-4, 1e-2


def outputs(params, X, h_0, reset, update):
    """The outputs under a convention; with the reset before the product b_hg stands beside b_g."""
    if reset == "before":
        b_h = params.b_h.copy()
        b_h[-len(params.b_hg) :] += params.b_hg
        params = ParamsBefore(params.W_xh, params.W_hh, b_h)
    return GRU(reset=reset, update=update).forward(params, X, h_0)[0]


def weights_of(draw, kind, d, h):
    """Parameters of a kind: "any", "half" (z is 1/2), "diagonal", "one-unit", "unbiased" (b_hg = 0), "both"."""
    params = drawn(draw, GRU(), d, 1 if kind == "one-unit" else h, scale=1.5)
    W_xh, W_hh, b_h, b_hg = (array.copy() for array in params)
    h = len(b_hg)
    if kind in ("diagonal", "both", "diagonal-biased"):
        W_hh[:, 2 * h :] *= np.eye(h)
    if kind in ("half", "both"):
        for array in (W_xh, W_hh, b_h):
            array[..., h : 2 * h] = 0
    if kind == "constant":
        W_xh[:, h : 2 * h] = W_hh[:, h : 2 * h] = 0
    if kind in ("diagonal", "both", "one-unit", "unbiased"):
        b_hg[:] = 0
    return ParamsAfter(W_xh, W_hh, b_h, b_hg)


#: For each kind what can be told: of the reset, of the update gate.
TELLS = {
    "any": (True, True),
    "unbiased": (True, True),
    "constant": (True, True),
    "diagonal-biased": (True, True),
    "diagonal": (False, True),
    "one-unit": (False, True),
    "half": (True, False),
    "both": (False, False),
}


def case(draw, kind, convention, n=2, T=4, d=2, h=3, zero=False, tries=1000):
    """The arguments of ``detect``, H rounded to six decimals, and the answer; ``zero``: from a state of zeros.

    Drawn until runs that are not the same are clearly apart, by their last step at least.
    """
    for _ in range(tries):
        params = weights_of(draw, kind, d, h)
        X, h_0 = draw.normal(size=(n, T, d)), draw.uniform(-1, 1, size=(n, len(params.b_hg))) * (not zero)
        runs = {one: outputs(params, X, h_0, *one) for one in CONVENTIONS}
        gaps = {one: np.abs(runs[one] - runs[convention])[:, -1].max() for one in CONVENTIONS}
        if all(gap < 1e-9 or gap > CLEAR for gap in gaps.values()):
            break
    else:
        raise RuntimeError("no case in which the conventions are clearly apart was found")
    answer = [own if told else "cannot tell" for own, told in zip(convention, TELLS[kind], strict=True)]

    def run(reset, update):
        if (reset, update) not in CONVENTIONS:
            raise ValueError(
                f'reset should be "before" or "after" and update "keeps" or "takes", got {reset!r}, {update!r}'
            )
        return runs[reset, update].copy()

    return (runs[convention].round(6), bounded(run, "run", calls=100)), answer


#: What is special about weights of a kind, in words.
_ABOUT = {
    "any": "nothing is zero",
    "unbiased": "b_hg is zero",
    "constant": "z has a bias and no weights",
    "diagonal-biased": "W_hg is diagonal and b_hg is not zero",
    "diagonal": "W_hg is diagonal and b_hg is zero",
    "one-unit": "there is one unit and b_hg is zero",
    "half": "all of z's columns are zero",
    "both": "z's columns and b_hg are zero and W_hg is diagonal",
}


def tellable_case(draw, kind, d=2, h=3):
    """The arguments of ``tellable``, its two answers and their names."""
    names = [f"the answer on the {gate} (where {_ABOUT[kind]})" for gate in ("reset", "update gate")]
    return tuple(weights_of(draw, kind, d, h)), TELLS[kind], names
