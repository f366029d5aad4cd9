"""Mistakes of the exercise on the model."""

from __future__ import annotations

import torch

from rnncourse.checks.mnist.looking import parameters
from rnncourse.checks.suspects import Suspect


def names_and_shapes(d, h, k):
    """The parameters that a reader should have, as ``parameters`` shows them."""
    return parameters(_Reader(d, h, k))


class _Reader(torch.nn.Module):
    """The right reader with one part exchanged.

    read(H, h, c): of outputs [n, T, h] and final states [1, n, h] what the readout sees; out(logits); start(ih, hh, h):
    writes into the biases
    """

    def __init__(self, d, h, k, *, read=None, out=None, start=None, batch_first=True, ahead=None, bias=True):
        super().__init__()
        if ahead:
            setattr(self, ahead, torch.nn.Linear(d, h))
        self._ahead = ahead
        self.lstm = torch.nn.LSTM(h if ahead else d, h, batch_first=batch_first)
        self.readout = torch.nn.Linear(h, k, bias=bias)
        self._read, self._out = read or (lambda H, h, c: H[:, -1]), out or (lambda logits: logits)
        with torch.no_grad():
            (start or _usual)(self.lstm.bias_ih_l0, self.lstm.bias_hh_l0, h)

    def forward(self, X):
        H, (h, c) = self.lstm(getattr(self, self._ahead)(X) if self._ahead else X)
        return self._out(self.readout(self._read(H, h, c)))


def _usual(ih, hh, h):
    ih.zero_(), hh.zero_()
    ih[h : 2 * h] = 1


def _both(ih, hh, h):
    _usual(ih, hh, h)
    hh[h : 2 * h] = 1


def _block(place):
    def start(ih, hh, h):
        ih.zero_(), hh.zero_()
        ih[place * h : (place + 1) * h] = 1

    return start


def _others_left(ih, hh, h):
    ih[h : 2 * h], hh[h : 2 * h] = 1, 0


def _others_left_both(ih, hh, h):
    ih[h : 2 * h], hh[h : 2 * h] = 1, 1


def _one_side_left(ih, hh, h):
    ih.zero_()
    ih[h : 2 * h] = 1


def _all(value):
    def start(ih, hh, h):
        ih.fill_(value), hh.zero_()

    return start


def _but(**parts):
    return lambda d, h, k: _Reader(d, h, k, **parts)


#: Tried on a fresh reader's biases, and on what it computes with given weights.
READER = (
    Suspect(
        "probabilities-returned",
        _but(out=lambda logits: logits.softmax(1)),
        "Your answers have been squashed to lie between 0 and 1. The loss has a softmax of its own and wants "
        'what comes before it; see "Common mistakes" in chapter 9.',
        also=(_but(out=torch.sigmoid),),
    ),
    Suspect(
        "log-probabilities-returned",
        _but(out=lambda logits: logits.log_softmax(1)),
        "You return logarithms of probabilities. The loss would not mind, for softmax leaves them as they are; but "
        "logits were asked for, and the work is done twice.",
    ),
    Suspect(
        "batch-taken-for-time",
        _but(batch_first=False),
        "The numbers are those of an LSTM that takes your first axis for time: it reads the *batch* from image to "
        "image. torch.nn.LSTM does so unless it is told otherwise.",
        also=(
            _but(batch_first=False, read=lambda H, h, c: h[-1]),
            _but(batch_first=False, read=lambda H, h, c: H[-1]),
        ),
    ),
    Suspect(
        "cell-read-out",
        _but(read=lambda H, h, c: c[0]),
        "Your readout sees c, what the cell holds. It should see h, what it shows.",
        also=(_but(read=lambda H, h, c: c),),
    ),
    Suspect(
        "rows-averaged",
        _but(read=lambda H, h, c: H.mean(1)),
        "Your readout sees the states of all rows at once, as their mean, sum or maximum. The last one alone "
        "has read the whole image.",
        also=(_but(read=lambda H, h, c: H.sum(1)), _but(read=lambda H, h, c: H.max(1)[0])),
    ),
    Suspect(
        "first-row-read-out",
        _but(read=lambda H, h, c: H[:, 0]),
        "Your readout sees the state after the *first* row.",
    ),
    Suspect(
        "every-row-read-out",
        _but(read=lambda H, h, c: H),
        "You answer after every row, [n, T, k]. One answer for each image is wanted.",
    ),
    Suspect(
        "axis-of-layers-left",
        _but(read=lambda H, h, c: h),
        "Your answers have an axis too many in front: PyTorch's final states are [layers, n, h].",
    ),
    Suspect(
        "last-image-read-out",
        _but(read=lambda H, h, c: H[-1]),
        "Your answers are all for the last image of the batch, one for each row: the first axis of the outputs is n.",
    ),
    Suspect(
        "logits-squashed",
        _but(out=torch.tanh),
        "Your answers have been through an activation. Logits are any numbers.",
        also=(_but(out=torch.relu),),
    ),
    Suspect(
        "forget-bias-twice",
        _but(start=_both),
        "Your forget gate begins at 2. PyTorch's LSTM has two biases for each gate and adds them up.",
        also=(_but(start=_others_left_both),),
    ),
    Suspect(
        "bias-of-another-gate",
        _but(start=_block(2)),
        "Another block than the forget gate's begins at 1. The order of PyTorch's blocks is i, f, g, o.",
        also=(_but(start=_block(0)), _but(start=_block(3))),
    ),
    Suspect(
        "biases-left-as-drawn",
        _but(start=lambda ih, hh, h: None),
        "In none of your gates do all units begin alike: both biases are as PyTorch draws them, or one of the two "
        "still is, and is added.",
        also=(_but(start=_one_side_left),),
    ),
    Suspect(
        "other-biases-left-as-drawn",
        _but(start=_others_left),
        "Your forget gate begins at 1. The other three blocks are to begin at 0, and are as PyTorch draws them.",
    ),
    Suspect(
        "all-gates-begin-at-one",
        _but(start=_all(1)),
        "All four blocks begin at 1. That opens the input gate as well, and fills the cell with the first rows.",
    ),
    Suspect(
        "all-gates-begin-at-zero",
        _but(start=_all(0)),
        "All biases begin at 0: the forget gate stands half open, and of a row eight steps back 1/256 is left.",
    ),
    Suspect(
        "dense-layer-before",
        _but(ahead="input"),
        "You have a dense layer before the LSTM. It is a linear map before a linear map, and exercise 6 does away with "
        "it.",
        also=tuple(_but(ahead=name) for name in ("dense", "linear", "fc", "embedding", "hidden")),
    ),
    Suspect(
        "readout-without-bias",
        _but(bias=False),
        "Your readout has no bias, so that no class can be likelier than another from the start.",
    ),
)
