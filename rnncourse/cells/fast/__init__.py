"""The cells for training: the parameters and the results of ``rnncourse.cells``, in less time.

Each is a subclass of the plain cell that reads like the equations, and replaces only its loops over time. How much
it gains, ``benchmarks/cells.py`` prints: most where a call costs more than its numbers, as for one long sequence;
nothing for a single step, where ``step`` is the plain cell's anyway.
"""

from rnncourse.cells.fast.coupled import CoupledLSTM
from rnncourse.cells.fast.gru import GRU
from rnncourse.cells.fast.lstm import LSTM
from rnncourse.cells.fast.peephole import PeepholeLSTM
from rnncourse.cells.fast.rnn import RNN

__all__ = ["GRU", "LSTM", "RNN", "CoupledLSTM", "PeepholeLSTM"]
