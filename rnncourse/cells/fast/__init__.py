"""The cells for training: the parameters and the results of ``rnncourse.cells``, several times faster.

Each is a subclass of the plain cell that reads like the equations, and replaces only its loops over time.
"""

from rnncourse.cells.fast.coupled import CoupledLSTM
from rnncourse.cells.fast.gru import GRU
from rnncourse.cells.fast.lstm import LSTM
from rnncourse.cells.fast.peephole import PeepholeLSTM
from rnncourse.cells.fast.rnn import RNN

__all__ = ["GRU", "LSTM", "RNN", "CoupledLSTM", "PeepholeLSTM"]
