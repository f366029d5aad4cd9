"""Mistakes of the exercise that tells the conventions apart."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.gru.conventions import CONVENTIONS, SAME
from rnncourse.checks.suspects import Suspect


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


def _one_at_a_time(reset, update):
    """Settles each gate with a fixed guess of the other."""

    def wrong(H, run):
        resets = {one for one in ("before", "after") if _alike(H, run(one, update))}
        updates = {one for one in ("keeps", "takes") if _alike(H, run(reset, one))}
        return [found.pop() if len(found) == 1 else "cannot tell" for found in (resets, updates)]

    return wrong


def _clear_case(reset, update):
    """What the conventions give where H below is 0.01 with an error in the seventh decimal."""
    return np.full((1, 1, 1), {("before", "keeps"): 0.01, ("after", "keeps"): 0.4}.get((reset, update), 0.8))


DETECT = (
    Suspect(
        "bit-for-bit",
        _detecting(lambda H, mine: (mine == H).all()),
        "None of the four runs is H bit for bit, and none will be: H has been written down with six decimals. "
        "How far apart may two runs be that count as the same?",
        also=(
            _detecting(lambda H, mine: (mine == H).all(), _all_or_nothing),
            _detecting(np.allclose),
            _detecting(lambda H, mine: np.allclose(mine, H)),
        ),
        probe=(np.full((1, 1, 1), 0.0100003), _clear_case),
    ),
    Suspect(
        "one-culprit-for-certain",
        _detecting(_alike, _first),
        "More than one convention gives this H, and you name a single one. An answer that the evidence does "
        "not force is a guess.",
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
        "one-gate-at-a-time",
        _one_at_a_time("before", "keeps"),
        "You settle one gate while you guess the other, and where the guess is wrong nothing fits. A convention is a "
        "pair: how many pairs are there to be tried?",
        also=tuple(_one_at_a_time(*one) for one in CONVENTIONS[1:]),
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
        "matrix-forgotten",
        _telling(reset=lambda W_xh, W_hh, b_h, b_hg: bool(b_hg.any())),
        "b_hg is zero here, and you conclude that the resets agree. Take two units with different r and compare "
        "r ⊙ (h W_hg) with (r ⊙ h) W_hg by hand, entry by entry.",
    ),
    Suspect(
        "told-for-not-told",
        lambda *args: (not _reset_told(*args), not _update_told(*args)),
        "Both answers are turned round: True says that the two *can* be told apart.",
    ),
    Suspect(
        "diagonal-of-the-wrong-block",
        _telling(reset=lambda W_xh, W_hh, b_h, b_hg: _off_diagonal(W_hh[:, : len(b_hg)]) or bool(b_hg.any())),
        "You look at the columns of r. It is the candidate's product that the reset stands before or after.",
    ),
)
