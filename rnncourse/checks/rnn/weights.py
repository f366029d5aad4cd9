"""Mistakes of the exercises on PyTorch's weights and on counting parameters."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect

FROM_TORCH = (
    Suspect(
        "not-transposed",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih, W_hh, b_ih + b_hh),
        "PyTorch multiplies x W_ihᵀ: its matrices are written for column vectors, [h, d]. Ours take rows, [d, h].",
        also=(lambda W_ih, W_hh, b_ih, b_hh: (W_ih, W_hh.T, b_ih + b_hh),),
    ),
    Suspect(
        "reshaped",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.reshape(W_ih.shape[::-1]), W_hh.T, b_ih + b_hh),
        "The shape is right and the entries are in the wrong places: reshape keeps the order in memory, "
        "it does not exchange rows and columns.",
        also=(lambda W_ih, W_hh, b_ih, b_hh: (W_ih.reshape(W_ih.shape[::-1]), W_hh, b_ih + b_hh),),
    ),
    Suspect(
        "recurrent-not-transposed",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh, b_ih + b_hh),
        "weight_hh is square, so its shape does not tell that it needs the same treatment as weight_ih.",
    ),
    Suspect(
        "matrices-exchanged",
        lambda W_ih, W_hh, b_ih, b_hh: (W_hh.T, W_ih.T, b_ih + b_hh),
        "The two matrices have changed places. In PyTorch's names ih is input to hidden, and hh hidden to hidden.",
        also=(lambda W_ih, W_hh, b_ih, b_hh: (W_hh, W_ih, b_ih + b_hh),),
    ),
    Suspect(
        "one-bias-dropped",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh.T, b_ih),
        "PyTorch adds two bias vectors in every step, and yours is one of them alone.",
        also=(lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh.T, b_hh),),
    ),
    Suspect(
        "biases-averaged",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh.T, (b_ih + b_hh) / 2),
        "Your bias is half of what PyTorch adds up in a step.",
    ),
    Suspect(
        "biases-side-by-side",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh.T, np.concatenate([b_ih, b_hh])),
        "Both of PyTorch's biases are there, next to one another. The cell of Eq. 2.1 has one number for each unit.",
        also=(lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh.T, np.stack([b_ih, b_hh])),),
    ),
    Suspect(
        "four-for-three",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh.T, b_ih, b_hh),
        "Both biases are handed on. What do two vectors do that are only ever added together? See Eq. 2.5.",
    ),
)

TO_TORCH = (
    Suspect(
        "bias-twice",
        lambda W_xh, W_hh, b: (W_xh.T, W_hh.T, b, b),
        "PyTorch adds its two bias vectors, and with yours it would add b_h twice.",
    ),
    Suspect(
        "not-transposed-back",
        lambda W_xh, W_hh, b: (W_xh, W_hh, b, np.zeros_like(b)),
        "torch.nn.RNN(d, h) keeps weight_ih as [h, d]; load_state_dict would refuse this shape.",
        also=(lambda W_xh, W_hh, b: (W_xh, W_hh.T, b, np.zeros_like(b)),),
    ),
    Suspect(
        "reshaped-back",
        lambda W_xh, W_hh, b: (W_xh.reshape(W_xh.shape[::-1]), W_hh.T, b, np.zeros_like(b)),
        "PyTorch would take these shapes, and compute another network: reshape keeps the order in memory, "
        "it does not exchange rows and columns.",
        also=(lambda W_xh, W_hh, b: (W_xh.reshape(W_xh.shape[::-1]), W_hh, b, np.zeros_like(b)),),
    ),
    Suspect(
        "recurrent-not-transposed-back",
        lambda W_xh, W_hh, b: (W_xh.T, W_hh, b, np.zeros_like(b)),
        "weight_hh is square: PyTorch would load it as it is, without complaint, and compute another network.",
    ),
    Suspect(
        "no-bias-back",
        lambda W_xh, W_hh, b: (W_xh.T, W_hh.T, np.zeros_like(b), np.zeros_like(b)),
        "With these two vectors PyTorch would compute a cell without bias.",
    ),
    Suspect(
        "one-bias-back",
        lambda W_xh, W_hh, b: (W_xh.T, W_hh.T, b),
        "torch.nn.RNN has four arrays of weights, two of them biases: list its named_parameters().",
    ),
    Suspect(
        "scalar-bias-back",
        lambda W_xh, W_hh, b: (W_xh.T, W_hh.T, b, 0),
        "Each of PyTorch's bias vectors has h entries, and load_state_dict takes no other shape.",
        also=(lambda W_xh, W_hh, b: (W_xh.T, W_hh.T, b, np.zeros(1)),),
    ),
)


#: Sizes at which no two of the mistakes below come to the same count: d, h, q, T.
_SIZES = (3, 5, 4, 7)

COUNT = (
    Suspect(
        "one-cell-a-step",
        lambda d, h, q, T: T * (d * h + h * h + h) + h * q + q,
        "Your count grows with T. There is one cell, used T times: see weight sharing, Fig. 2.2.",
        also=(lambda d, h, q, T: T * (d * h + h * h + h + h * q + q),),
        probe=_SIZES,
    ),
    Suspect(
        "weights-for-every-input",
        lambda d, h, q, T: T * d * h + h * h + h + h * q + q,
        "Your W_xh has a row for every number of the whole sequence, T · d of them, as a layer would that reads "
        "it in one piece. The cell reads one step at a time, with the same d rows at each.",
        probe=_SIZES,
    ),
    Suspect(
        "biases-not-counted",
        lambda d, h, q, T: d * h + h * h + h * q,
        "You have {got}, expected {want}. Both layers are more than their matrices: look at what Eqs. 2.1 and 2.2 add.",
        probe=_SIZES,
    ),
    Suspect(
        "output-layer-not-counted",
        lambda d, h, q, T: d * h + h * h + h,
        "This is the cell alone. The output layer has parameters too: Eq. 2.2.",
        probe=_SIZES,
    ),
    Suspect(
        "recurrent-matrix-not-counted",
        lambda d, h, q, T: d * h + h + h * q + q,
        "Without W_hh this is a feed-forward network: Eq. 2.1 has two matrices.",
        probe=_SIZES,
    ),
    Suspect(
        "output-bias-not-counted",
        lambda d, h, q, T: d * h + h * h + h + h * q,
        "You have {got}, expected {want}: the difference is q, one number for each output. See Eq. 2.2.",
        probe=_SIZES,
    ),
    Suspect(
        "cell-bias-not-counted",
        lambda d, h, q, T: d * h + h * h + h * q + q,
        "You have {got}, expected {want}: the difference is h, one number for each unit. See Eq. 2.1.",
        probe=_SIZES,
    ),
    Suspect(
        "state-counted",
        lambda d, h, q, T: d * h + h * h + 2 * h + h * q + q,
        "You have h too many. A state is computed, not learnt; and of biases the cell has one vector here.",
        probe=_SIZES,
    ),
)

COUNT_TORCH = (
    Suspect(
        "torch-one-bias",
        lambda d, h, q: d * h + h * h + h + h * q + q,
        "You have {got}, expected {want}: you count one bias vector in the cell. "
        "List the parameters of torch.nn.RNN and their shapes.",
        probe=_SIZES[:3],
    ),
    Suspect(
        "torch-cell-alone",
        lambda d, h, q: d * h + h * h + 2 * h,
        "This is torch.nn.RNN alone. torch.nn.Linear, the output layer, has parameters too.",
        probe=_SIZES[:3],
    ),
    Suspect(
        "torch-no-biases",
        lambda d, h, q: d * h + h * h + h * q,
        "These are the matrices alone. Both modules have biases too: list their parameters and their shapes.",
        probe=_SIZES[:3],
    ),
    Suspect(
        "torch-two-output-biases",
        lambda d, h, q: d * h + h * h + 2 * h + h * q + 2 * q,
        "The cell is right. torch.nn.Linear, the output layer, has one bias vector.",
        probe=_SIZES[:3],
    ),
)


def _largest(budget, count):
    h = 0
    while count(h + 1) <= budget:
        h += 1
    return h


def _powers_of_two(budget, count):
    h = 1
    while count(2 * h) <= budget:
        h *= 2
    return h


#: A budget above what 7 units need (93) and well below what 8 do (114).
_WITH_SLACK = (97, lambda h: h * (h + 6) + 2)

LARGEST = (
    Suspect(
        "over-budget",
        lambda budget, count: _largest(budget, count) + 1,
        "A network with h = {got} needs more than the budget: h should be the last size that fits, "
        "and yours is the first that does not.",
        probe=_WITH_SLACK,
    ),
    Suspect(
        "one-unit-lost",
        lambda budget, count: _largest(budget, count) - 1,
        "h = {got} fits, and so does {want}. Your answer is one too small for every budget: look at where you stop.",
        also=(lambda budget, count: max(_largest(budget, count) - 1, 0),),
        probe=_WITH_SLACK,
    ),
    Suspect(
        "exact-budget-refused",
        lambda budget, count: _largest(budget - 1, count),
        "h = {got} fits, and so does {want}, to the last parameter. A budget that is met exactly is met.",
        probe=_WITH_SLACK,
    ),
    Suspect(
        "none-not-allowed",
        lambda budget, count: max(_largest(budget, count), 1),
        "Not even one unit fits into this budget, and you answer {got}. What does the docstring say for that case?",
        probe=_WITH_SLACK,
    ),
    Suspect(
        "grows-in-proportion",
        lambda budget, count: budget // count(1),
        "You divide the budget by what one unit costs. W_hh has h² entries: twice the units cost more than twice that.",
        probe=_WITH_SLACK,
    ),
    Suspect(
        "powers-of-two-alone",
        _powers_of_two,
        "h = {got} is the largest power of two that fits. Sizes between two powers are sizes too.",
        probe=_WITH_SLACK,
    ),
    Suspect(
        "closest-to-the-budget",
        lambda budget, count: min(range(_largest(budget, count) + 2), key=lambda h: abs(count(h) - budget)),
        "h = {got} comes closest to the budget, from above. At most means: not one parameter more.",
        probe=_WITH_SLACK,
    ),
)
