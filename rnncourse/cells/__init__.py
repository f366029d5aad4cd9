"""Recurrent layers in NumPy, forward and backward, one file a cell, one shape of interface for all.

``init(rng, d, h) -> params`` · ``step(params, x_t, state) -> state`` ·
``forward(params, X, state, lengths) -> outputs, final state, tape`` ·
``backward(params, tape, d_outputs, d_final) -> d_params, d_X, d_state``

Batch first: a sequence is ``X [n, T, d]``, a step of it ``x_t [n, d]``. Row vectors, as in the book.
"""

from rnncourse.cells import dense, dropout
from rnncourse.cells.bidirectional import Bidirectional, reverse_within_length
from rnncourse.cells.checkpointing import Checkpointed
from rnncourse.cells.gru import GRU
from rnncourse.cells.lstm import LSTM
from rnncourse.cells.recurrent_dropout import CandidateDropout, StateDropout, WeightDrop
from rnncourse.cells.rnn import RNN
from rnncourse.cells.stacked import Stacked
from rnncourse.cells.zoneout import Zoneout

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "Bidirectional",
    "CandidateDropout",
    "Checkpointed",
    "Stacked",
    "StateDropout",
    "WeightDrop",
    "Zoneout",
    "dense",
    "dropout",
    "reverse_within_length",
]
