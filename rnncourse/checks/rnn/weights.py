"""Mistakes of the exercises on PyTorch's weights and on counting parameters."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect

FROM_TORCH = (
    Suspect(
        "not-transposed",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih, W_hh, b_ih + b_hh),
        "PyTorch multiplies x W_ihᵀ: its matrices are written for column vectors, [h, d]. Ours take rows, [d, h].",
    ),
    Suspect(
        "reshaped",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.reshape(W_ih.shape[::-1]), W_hh.T, b_ih + b_hh),
        "The shape is right and the entries are in the wrong places: reshape keeps the order in memory, "
        "it does not exchange rows and columns.",
    ),
    Suspect(
        "recurrent-not-transposed",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh, b_ih + b_hh),
        "W_xh is right. weight_hh is square, so its shape does not tell that it needs the same treatment.",
    ),
    Suspect(
        "one-bias-dropped",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh.T, b_ih),
        "The matrices are right. PyTorch adds two bias vectors in every step, and yours is the first of them alone.",
    ),
    Suspect(
        "biases-averaged",
        lambda W_ih, W_hh, b_ih, b_hh: (W_ih.T, W_hh.T, (b_ih + b_hh) / 2),
        "The matrices are right; your bias is half of what PyTorch adds up in a step.",
    ),
)

TO_TORCH = (
    Suspect(
        "bias-twice",
        lambda W_xh, W_hh, b: (W_xh.T, W_hh.T, b, b),
        "The matrices are right. With these two vectors PyTorch would add b_h twice: at {where} they sum to {got}.",
    ),
    Suspect(
        "not-transposed-back",
        lambda W_xh, W_hh, b: (W_xh, W_hh, b, np.zeros_like(b)),
        "torch.nn.RNN(d, h) keeps weight_ih as [h, d]; load_state_dict would refuse this shape.",
    ),
    Suspect(
        "recurrent-not-transposed-back",
        lambda W_xh, W_hh, b: (W_xh.T, W_hh, b, np.zeros_like(b)),
        "weight_ih is right. weight_hh is square: PyTorch would load it without complaint and compute another network.",
    ),
)


COUNT = (
    Suspect(
        "one-cell-a-step",
        lambda d, h, q, T: T * (d * h + h * h + h) + h * q + q,
        "Your count grows with T. There is one cell, used T times: see weight sharing, Fig. 2.2.",
    ),
    Suspect(
        "biases-not-counted",
        lambda d, h, q, T: d * h + h * h + h * q,
        "You have {got}, expected {want}: the difference is h + q, one number for each unit and each output.",
    ),
    Suspect(
        "output-layer-not-counted",
        lambda d, h, q, T: d * h + h * h + h,
        "This is the cell alone. The output layer has parameters too: Eq. 2.2.",
    ),
    Suspect(
        "recurrent-matrix-not-counted",
        lambda d, h, q, T: d * h + h + h * q + q,
        "Without W_hh this is a feed-forward network: Eq. 2.1 has two matrices.",
    ),
    Suspect(
        "state-counted",
        lambda d, h, q, T: d * h + h * h + 2 * h + h * q + q,
        "You have h too many. A state is computed, not learnt; and of biases the cell has one vector here.",
    ),
)

COUNT_TORCH = (
    Suspect(
        "torch-one-bias",
        lambda d, h, q: d * h + h * h + h + h * q + q,
        "torch.nn.RNN has {want} here. You count one bias vector in the cell; list its parameters and their shapes.",
    ),
    Suspect(
        "torch-two-output-biases",
        lambda d, h, q: d * h + h * h + 2 * h + h * q + 2 * q,
        "The cell is right. torch.nn.Linear, the output layer, has one bias vector.",
    ),
)

LARGEST = (
    Suspect(
        "over-budget",
        lambda budget, d, q: _largest(budget, d, q) + 1,
        "A cell with h = {got} needs more than the budget: round the other way.",
    ),
    Suspect(
        "one-below",
        lambda budget, d, q: _largest(budget, d, q) - 1,
        "h = {got} fits, and so does {want}. A budget that is met exactly is met.",
    ),
    Suspect(
        "outputs-left-out",
        lambda budget, d, q: _largest(budget, d, 0),
        "h = {got} fits only if the output layer is free: its weights and biases count too, Eq. 2.2.",
    ),
)


def _largest(budget, d, q):
    h = 0
    while (h + 1) * (d + h + 1 + 1 + q) + q <= budget:
        h += 1
    return h
