"""Mistakes of the exercise that tells the conventions apart, and its cases."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import GRU
from rnncourse.cells.gru import ParamsAfter, ParamsBefore
from rnncourse.checks.gru.one_step import drawn
from rnncourse.checks.running import bounded
from rnncourse.checks.suspects import Suspect

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


def tellable_case(draw, kind, d=2, h=3):
    """The arguments of ``tellable`` and its two answers."""
    return tuple(weights_of(draw, kind, d, h)), TELLS[kind]


def truths(result):
    """Two truth values, for a view; raises TypeError for anything else."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise TypeError("two truth values are wanted")
    if any(type(value) not in (bool, np.bool_) for value in result):
        raise TypeError("two truth values are wanted, True or False")
    return tuple(bool(value) for value in result)


def _answer(matches):
    return [
        options.pop() if len(options := {match[place] for match in matches}) == 1 else "cannot tell"
        for place in (0, 1)
    ]


def _detecting(agree, choose=_answer):
    """Answers by the conventions whose run agrees with H."""

    def wrong(H, run):
        return choose([one for one in CONVENTIONS if agree(H, run(*one))])

    return wrong


def _alike(H, mine):
    return np.abs(H - mine).max() <= SAME


def _nearest(H, run):
    return list(min(CONVENTIONS, key=lambda one: np.abs(H - run(*one)).max()))


def _first(matches):
    return list(matches[0]) if matches else ["cannot tell", "cannot tell"]


def _all_or_nothing(matches):
    return list(matches[0]) if len(matches) == 1 else ["cannot tell", "cannot tell"]


DETECT = (
    Suspect(
        "bit-for-bit",
        _detecting(lambda H, mine: (mine == H).all()),
        "None of the four runs is H bit for bit, and none will be: H has been written down with six decimals. "
        "How far apart may two runs be that count as the same?",
        also=(_detecting(lambda H, mine: (mine == H).all(), _all_or_nothing),),
    ),
    Suspect(
        "one-culprit-for-certain",
        _detecting(_alike, _first),
        "More than one convention gives this H, and you name the one that you met first. An answer that the evidence "
        "does not force is a guess.",
        also=(_nearest, _detecting(_alike, lambda matches: list(matches[-1]))),
    ),
    Suspect(
        "all-or-nothing",
        _detecting(_alike, _all_or_nothing),
        "Where more than one convention fits, you say nothing of either gate. Look at what those that fit have in "
        "common: one of the two answers may be certain while the other is open.",
    ),
    Suspect(
        "first-step-only",
        _detecting(lambda H, mine: np.abs(H - mine)[:, 0].max() <= SAME),
        "You have looked at the first step. This sequence starts from zeros, and with b_hg = 0 the reset has nothing "
        "to scale there; a step later it has.",
        also=(_detecting(lambda H, mine: np.abs(H - mine)[0, 0].max() <= SAME),),
    ),
    Suspect(
        "last-of-the-list",
        lambda H, run: _answer([max(CONVENTIONS, key=lambda one: np.abs(H - run(*one)).max())]),
        "You name the convention whose run is *farthest* from H.",
    ),
)


def _parts(W_hh, b_hg):
    h = len(b_hg)
    return W_hh[:, 2 * h :], h


def _off_diagonal(W):
    return bool((W * (1 - np.eye(len(W)))).any())


def _reset_told(W_xh, W_hh, b_h, b_hg):
    return _off_diagonal(_parts(W_hh, b_hg)[0]) or bool(b_hg.any())


def _update_told(W_xh, W_hh, b_h, b_hg):
    h = len(b_hg)
    return any(bool(array[..., h : 2 * h].any()) for array in (W_xh, W_hh, b_h))


def _telling(reset=_reset_told, update=_update_told):
    return lambda *args: (reset(*args), update(*args))


TELLABLE = (
    Suspect(
        "second-bias-forgotten",
        _telling(reset=lambda W_xh, W_hh, b_h, b_hg: _off_diagonal(_parts(W_hh, b_hg)[0])),
        "W_hg is diagonal here, and b_hg is not zero. Compare r ⊙ (h W_hg + b_hg) with (r ⊙ h) W_hg + b_hg for a "
        "diagonal W_hg: what is left of the difference?",
    ),
    Suspect(
        "only-one-unit",
        _telling(reset=lambda W_xh, W_hh, b_h, b_hg: len(b_hg) > 1 or bool(b_hg.any())),
        "You ask how many units there are. What makes the two resets differ is that a unit's product sums over units "
        "with other values of r; does it, when W_hg is diagonal?",
        also=(_telling(reset=lambda W_xh, W_hh, b_h, b_hg: len(b_hg) > 1),),
    ),
    Suspect(
        "update-always-told",
        _telling(update=lambda *args: True),
        "You say that keeping and taking can always be told apart. With which constant value of z would "
        "z h + (1 − z) g and (1 − z) h + z g be the same?",
    ),
    Suspect(
        "constant-gate-taken-for-half",
        _telling(
            update=lambda W_xh, W_hh, b_h, b_hg: any(
                bool(W[:, len(b_hg) : 2 * len(b_hg)].any()) for W in (W_xh, W_hh)
            )
        ),
        "In one of these networks z is constant, since its weights are zero, and its bias is not. A constant gate of "
        "0.8 keeps much or takes much; only one constant is the same from both sides.",
    ),
    Suspect(
        "diagonal-of-the-wrong-block",
        _telling(reset=lambda W_xh, W_hh, b_h, b_hg: _off_diagonal(W_hh[:, : len(b_hg)]) or bool(b_hg.any())),
        "You look at the columns of r. It is the candidate's product that the reset stands before or after.",
    ),
)
