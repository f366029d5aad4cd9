"""The LSTM with coupled gates, fast: as the LSTM with three gates, c_t = c_{t−1} + i ⊙ (g − c_{t−1})."""

from __future__ import annotations

from functools import partial

import numpy as np

from rnncourse.cells import coupled
from rnncourse.cells.coupled import Params
from rnncourse.cells.fast import gates
from rnncourse.cells.fast.sequence import Fast
from rnncourse.cells.lstm import State

Array = np.ndarray

#: The tape's order of the gates: g, i, o.
ORDER = [1, 0, 2]


class CoupledLSTM(Fast, coupled.CoupledLSTM):
    """``cells.CoupledLSTM`` with the same parameters and the same results, for training.

    The tape holds n·(T + 1)·(2h + d + 1) + 4·n·T·h numbers and one state more; backward needs 3·n·T·h more, and as
    ``through_time`` says.
    """

    def _run(
        self, params: Params, X: Array, state: State, lengths: Array | None, noise: None
    ) -> tuple[Array, State, gates.Tape]:
        W, half = gates.pack(params, ORDER), np.array(0.5, X.dtype)
        tape, product = gates.tape_for(X, state, 3, lengths)
        for z_t, products, c_prev, c_t, h_t, a, tanh_c in gates.steps(tape):
            g, i, o = a
            np.matmul(z_t, W, out=products)
            np.tanh(a, out=a)
            gates.sigmoid_from_tanh(a[1:], half)
            np.subtract(g, c_prev, out=product)
            product *= i
            np.add(c_prev, product, out=c_t)
            np.tanh(c_t, out=tanh_c)
            np.multiply(o, tanh_c, out=h_t)
        return gates.results(tape)

    def _run_back(
        self, params: Params, tape: gates.Tape, dH: Array | None, d_final: State, need_dX: bool
    ) -> tuple[Params, Array | None, State]:
        dA, *d_state = gates.through_time(partial(factors, tape), tape, params.W_hh, dH, *d_final)
        d_params, dX = gates.products(tape, dA, params.W_xh, need_dX)
        return Params(**d_params), dX, State(*d_state)


def factors(tape: gates.Tape, part: slice, K: Array, P: Array) -> Array:
    """P = o − h tanh c; K_g = i (1 − g²), K_i = i (1 − i)(g − c_{t−1}), K_o = (1 − o) h; F = 1 − i."""
    g, i, o = (tape.gates[part, gate] for gate in range(3))
    K_i, K_g, K_o = (K[:, gate] for gate in range(3))
    H = tape.Z[1:, :, : K.shape[-1]][part]
    F = 1 - i
    np.subtract(g, tape.C[:-1][part], out=K_i)
    K_i *= i
    K_i *= F
    np.multiply(g, g, out=K_g)
    np.subtract(1, K_g, out=K_g)
    K_g *= i
    np.subtract(1, o, out=K_o)
    K_o *= H
    np.multiply(H, tape.tanh_c[part], out=P)
    np.subtract(o, P, out=P)
    return F
