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
        "You have {got}, expected {want}: the difference is h + q, one number for each unit and each output.",
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


def _largest(budget, d, q, biases=1):
    h = 0
    while (h + 1) * (d + h + 1 + biases + q) + q <= budget:
        h += 1
    return h


def _budget(h, slack, d=3, q=2):
    """Arguments of ``largest_hidden`` whose budget is what a network with h units needs, and a little more."""
    return h * (d + h + 1 + q) + q + slack, d, q


LARGEST = (
    Suspect(
        "outputs-left-out",
        lambda budget, d, q: _largest(budget, d, 0),
        "h = {got} fits only if the output layer is free: its weights and biases count too, Eq. 2.2.",
        probe=_budget(h=5, slack=7, q=10),
    ),
    Suspect(
        "over-budget",
        lambda budget, d, q: _largest(budget, d, q) + 1,
        "A cell with h = {got} needs more than the budget: round the other way.",
    ),
    Suspect(
        "one-unit-lost",
        lambda budget, d, q: _largest(budget, d, q) - 1,
        "h = {got} fits, and so does {want}. Your answer is one too small for every budget: look at where you stop.",
        probe=_budget(h=5, slack=7),
    ),
    Suspect(
        "counts-as-torch",
        lambda budget, d, q: _largest(budget, d, q, biases=2),
        "h = {got} is the most for torch.nn.RNN, which has a second bias vector. The cell of Eq. 2.1 has one.",
        probe=_budget(h=5, slack=2),
    ),
    Suspect(
        "exact-budget-refused",
        lambda budget, d, q: _largest(budget - 1, d, q),
        "h = {got} fits, and so does {want}, to the last parameter. A budget that is met exactly is met.",
    ),
)
