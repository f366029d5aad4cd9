"""Recurrent layers in NumPy, forward and backward, one file a cell, one shape of interface for all.

``init(rng, d, h) -> params`` · ``step(params, x_t, state) -> state`` ·
``forward(params, X, state, lengths) -> outputs, final state, tape`` ·
``backward(params, tape, d_outputs, d_final) -> d_params, d_X, d_state``

Batch first: a sequence is ``X [n, T, d]``, a step of it ``x_t [n, d]``. Row vectors, as in the book.
"""

from rnncourse.cells import dense, dropout
from rnncourse.cells.ablations import AblatedLSTM
from rnncourse.cells.bidirectional import Bidirectional, reverse_within_length
from rnncourse.cells.checkpointing import Checkpointed
from rnncourse.cells.coupled import CoupledLSTM
from rnncourse.cells.forget_only import ForgetOnlyLSTM
from rnncourse.cells.full_gate import FullGateLSTM
from rnncourse.cells.gru import GRU
from rnncourse.cells.layer_norm import LayerNormLSTM
from rnncourse.cells.lstm import LSTM
from rnncourse.cells.lstm_1997 import LSTM1997
from rnncourse.cells.mgu import MGU
from rnncourse.cells.peephole import PeepholeLSTM
from rnncourse.cells.projection import ProjectedLSTM
from rnncourse.cells.recurrent_dropout import CandidateDropout, StateDropout, WeightDrop
from rnncourse.cells.rnn import RNN
from rnncourse.cells.stacked import Stacked
from rnncourse.cells.zoneout import Zoneout

__all__ = [
    "GRU",
    "LSTM",
    "LSTM1997",
    "MGU",
    "RNN",
    "AblatedLSTM",
    "Bidirectional",
    "CandidateDropout",
    "Checkpointed",
    "CoupledLSTM",
    "ForgetOnlyLSTM",
    "FullGateLSTM",
    "LayerNormLSTM",
    "PeepholeLSTM",
    "ProjectedLSTM",
    "Stacked",
    "StateDropout",
    "WeightDrop",
    "Zoneout",
    "dense",
    "dropout",
    "reverse_within_length",
]
