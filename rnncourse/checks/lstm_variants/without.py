"""Cases and mistakes of the exercise on peepholes that change nothing."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import LSTM, PeepholeLSTM
from rnncourse.cells.lstm import State
from rnncourse.checks.suspects import Suspect

CONVERTED_NAMES = ("W_xh", "W_hh", "b_h", "p_i", "p_f", "p_o")


def converted(params):
    """What an LSTM's parameters are as a peephole LSTM's: nothing is seen by a weight of zero."""
    shapes = PeepholeLSTM().shapes(params.W_xh.shape[0], params.W_hh.shape[0])
    return *params, *(np.zeros(shapes[name], params.b_h.dtype) for name in CONVERTED_NAMES[3:])


def cells_with_peepholes(draw, kinds, n, h):
    """Cells (p_i, p_f, p_o, c_0, T) of the kinds given, in random order, and which of them run as the LSTM.

    kinds : "none", no peephole at all; "output", the output gate alone sees, for one step from zeros; "first-step",
        one step from zeros; "later", several steps from zeros; "started", one step from a cell that is seen;
        "elsewhere", one step from a cell that nobody sees; "one-sequence", as "started" in one sequence alone;
        "cancelling", peepholes that add up to zero; "faint", a millionth

    Which of them run as the LSTM is found by running them.
    """
    cells = [_cell(draw, kinds[place], n, h) for place in draw.permutation(len(kinds))]
    return cells, np.array([_runs_as_lstm(draw, *cell) for cell in cells])


def _cell(draw, kind, n, h):
    p_i, p_f, p_o = np.zeros((3, h))
    c_0, T, seen = np.zeros((n, h)), 1, int(draw.integers(h))
    weight = draw.uniform(0.3, 1, size=2) * draw.choice([-1, 1], size=2)
    if kind == "none":
        return p_i, p_f, p_o, draw.normal(size=(n, h)), int(draw.integers(3, 7))
    if kind == "output":
        p_o[seen] = weight[0]
    elif kind in ("first-step", "later"):
        p_i[seen], p_f[(seen + 1) % h] = weight
        T = 1 if kind == "first-step" else int(draw.integers(2, 6))
    elif kind in ("started", "one-sequence"):
        (p_i if draw.integers(2) else p_f)[seen] = weight[0]
        c_0[:, seen] = draw.uniform(0.5, 1, size=n)
        c_0[:-1, seen] *= kind == "started"
    elif kind == "elsewhere":
        p_i[seen], p_f[seen] = weight
        c_0[:] = draw.uniform(0.5, 1, size=(n, h))
        c_0[:, seen] = 0
    elif kind == "cancelling":
        p_f[seen], p_f[(seen + 1) % h], T = weight[0], -weight[0], 3
    else:  # "faint"
        p_i[seen], T = 1e-6, 4
    return p_i, p_f, p_o, c_0, T


def _runs_as_lstm(draw, p_i, p_f, p_o, c_0, T):
    """Whether the outputs agree to the last bit, on random weights and inputs."""
    plain = LSTM().init(draw, 2, len(p_i))
    X, state = draw.normal(size=(len(c_0), T, 2)), State(np.zeros_like(c_0), c_0)
    peeping = PeepholeLSTM.Params(*plain, p_i, p_f, p_o)
    one, other = LSTM().forward(plain, X, state)[0], PeepholeLSTM().forward(peeping, X, state)[0]
    return bool((one == other).all())


def same_verdicts(result):
    """A learner's verdicts as one array of truth values, for a view; raises TypeError for anything else."""
    if isinstance(result, np.ndarray) and result.ndim == 1:
        result = list(result)
    if not isinstance(result, (tuple, list)):
        raise TypeError("a list is wanted, with True or False for each cell")
    if not all(isinstance(verdict, (bool, np.bool_)) for verdict in result):
        raise TypeError("every verdict should be True or False")
    return np.array([bool(verdict) for verdict in result])


def _filled(number):
    return lambda W_xh, W_hh, b_h: (
        W_xh,
        W_hh,
        b_h,
        *(np.full(len(W_hh), number, b_h.dtype) for _ in range(3)),
    )


def _shaped(shape_of):
    return lambda W_xh, W_hh, b_h: (W_xh, W_hh, b_h, *(np.zeros(shape_of(W_hh), b_h.dtype) for _ in range(3)))


CONVERT = (
    Suspect(
        "ones-for-nothing",
        _filled(1.0),
        "A weight of 1 shows the whole cell to a gate. What multiplies and changes nothing is not what *adds* and "
        "changes nothing: where does a peephole's term stand?",
    ),
    Suspect(
        "peepholes-as-matrices",
        _shaped(lambda W_hh: (len(W_hh), len(W_hh))),
        'A gate looks at the cell of its own unit: h numbers a gate, and no matrix. See "Peepholes" in chapter 6.',
    ),
    Suspect(
        "peepholes-for-four-gates",
        _shaped(lambda W_hh: (W_hh.shape[1],)),
        "Your vectors have an entry for each *column* of W_hh, which stands for four blocks. A peephole belongs to one "
        "gate.",
    ),
)


def _judged(verdict):
    return lambda cells: [bool(verdict(*cell)) for cell in cells]


def _right(p_i, p_f, p_o, c_0, T):
    seen = (p_i != 0) | (p_f != 0)
    return not p_o.any() and (not seen.any() or (T == 1 and not c_0[:, seen].any()))


def _by_sums(p_i, p_f, p_o, c_0, T):
    seen = (p_i != 0) | (p_f != 0)
    return p_o.sum() == 0 and ((p_i.sum() == 0 and p_f.sum() == 0) or (T == 1 and not c_0[:, seen].any()))


SAME = (
    Suspect(
        "first-step-forgotten",
        _judged(lambda p_i, p_f, p_o, c_0, T: not (p_i.any() or p_f.any() or p_o.any())),
        "Peepholes of zero are enough, and not the only case. One of these cells has weights that never meet anything "
        "but zeros: which cell does the first step of a sequence look at?",
    ),
    Suspect(
        "output-gate-sees-the-new-cell",
        _judged(
            lambda p_i, p_f, p_o, c_0, T: (
                not (seen := (p_i != 0) | (p_f != 0) | (p_o != 0)).any()
                or (T == 1 and not c_0[:, seen].any())
            )
        ),
        "You excuse p_o in the first step from a zero cell. The output gate looks at the cell *after* the step has "
        'written to it; see "Peepholes" in chapter 6.',
    ),
    Suspect(
        "peepholes-that-cancel",
        _judged(_by_sums),
        "Peepholes of opposite signs pass for none: their sum is zero. Each belongs to a unit of its own, "
        "and no sum is ever taken.",
    ),
    Suspect(
        "start-of-the-cell-ignored",
        _judged(lambda p_i, p_f, p_o, c_0, T: not p_o.any() and (T == 1 or not (p_i.any() or p_f.any()))),
        "You take the first step for blind whatever c_0 is. It is blind only where the cell that it looks at is zero.",
    ),
    Suspect(
        "whole-cell-asked-for",
        _judged(
            lambda p_i, p_f, p_o, c_0, T: (
                not p_o.any() and (not (p_i.any() or p_f.any()) or (T == 1 and not c_0.any()))
            )
        ),
        "You ask for a cell that is zero in every unit. A unit's gates look at that unit's cell alone, so only the "
        "units with a peephole count.",
    ),
    Suspect(
        "first-sequence-only",
        _judged(lambda p_i, p_f, p_o, c_0, T: _right(p_i, p_f, p_o, c_0[:1], T)),
        "One of these batches holds several sequences that start from different cells. It is enough that one differs.",
    ),
    Suspect(
        "small-is-not-zero",
        _judged(
            lambda p_i, p_f, p_o, c_0, T: _right(
                *(np.where(np.abs(p) < 1e-5, 0, p) for p in (p_i, p_f, p_o)), c_0, T
            )
        ),
        "A peephole of a millionth passes for none. It changes the outputs, if only in their seventh digit.",
    ),
    Suspect(
        "length-ignored",
        _judged(lambda p_i, p_f, p_o, c_0, T: _right(p_i, p_f, p_o, c_0, 1)),
        "You judge by c_0 alone. After the first step the cell holds something, whatever it held before.",
    ),
)
