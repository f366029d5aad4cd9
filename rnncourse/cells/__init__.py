"""Recurrent layers in NumPy, forward and backward, one file a cell, one interface for all.

    init(rng, d, h) -> params
    step(params, x_t, state) -> state
    forward(params, X, state, lengths) -> outputs, final state, tape
    backward(params, tape, d_outputs, d_final) -> d_params, dX, d_state

Batch first: a sequence is ``X [n, T, d]``, a step of it ``x_t [n, d]``; row vectors, as in the book. Layers hold
options and no numbers. What there is:

- cells: ``RNN``; ``LSTM`` and its variants ``LSTM1997``, ``PeepholeLSTM``, ``CoupledLSTM``, ``ProjectedLSTM``,
  ``LayerNormLSTM``, ``ForgetOnlyLSTM``, ``AblatedLSTM``, ``FullGateLSTM``; ``GRU`` in all its conventions; ``MGU``
- of any of them: ``Bidirectional``, ``Stacked``, ``Checkpointed``, and with dropout inside ``Zoneout``,
  ``StateDropout``, ``CandidateDropout``, ``WeightDrop``
- ``fast``: RNN, LSTM, GRU, PeepholeLSTM, CoupledLSTM with the same parameters and results, for training
- around them: ``dense``, ``embedding``, ``dropout``, ``chrono`` and, next door, ``rnncourse.losses``,
  ``optimizers``, ``schedules``, ``gradcheck``, ``frameworks``

Two layers of two directions each, on sequences of five steps and of three:

>>> import numpy as np
>>> from rnncourse.cells import Bidirectional, Stacked, fast
>>> network, rng = Stacked([Bidirectional(fast.GRU()), Bidirectional(fast.GRU())]), np.random.default_rng(0)
>>> params = network.init(rng, d=3, h=4)
>>> H, final, tape = network.forward(params, rng.normal(size=(2, 5, 3)), lengths=np.array([5, 3]))
>>> H.shape, final[1].forward.shape
((2, 5, 8), (2, 4))
>>> d_params, dX, d_state = network.backward(params, tape, np.ones_like(H))
>>> d_params[0].backward.W_xh.shape, dX.shape
((3, 12), (2, 5, 3))
"""

from rnncourse.cells import chrono, dense, dropout, embedding, fast
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
    "chrono",
    "dense",
    "dropout",
    "embedding",
    "fast",
    "reverse_within_length",
]
