"""The LSTM, fast: one product a step, one tanh for all four gates, the way back in factors known beforehand."""

from __future__ import annotations

from functools import partial

import numpy as np

from rnncourse.cells import lstm
from rnncourse.cells.fast import gates
from rnncourse.cells.fast.sequence import Fast
from rnncourse.cells.lstm import Params, State

Array = np.ndarray

#: The tape's order of the gates: g, i, f, o.
ORDER = [2, 0, 1, 3]


class LSTM(Fast, lstm.LSTM):
    """``cells.LSTM`` with the same parameters and the same results, for training.

    The tape holds n·(T + 1)·(2h + d + 1) + 5·n·T·h numbers and one state more; backward needs 4·n·T·h more, and as
    ``through_time`` says.
    """

    def _run(
        self, params: Params, X: Array, state: State, lengths: Array | None, noise: None
    ) -> tuple[Array, State, gates.Tape]:
        W, half = gates.pack(params, ORDER), np.array(0.5, X.dtype)
        tape, product = gates.tape_for(X, state, 4, lengths)
        for z_t, products, c_prev, c_t, h_t, a, tanh_c in gates.steps(tape):
            g, i, f, o = a
            np.matmul(z_t, W, out=products)
            np.tanh(a, out=a)
            gates.sigmoid_from_tanh(a[1:], half)
            np.multiply(f, c_prev, out=c_t)
            np.multiply(i, g, out=product)
            c_t += product
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
    """P = o (1 − tanh² c) = o − h tanh c; K: each gate's slope times what it multiplies; F = f."""
    g, i, f, o = (tape.gates[part, gate] for gate in range(4))
    K_i, K_f, K_g, K_o = (K[:, gate] for gate in range(4))
    H = tape.Z[1:, :, : K.shape[-1]][part]
    np.subtract(1, tape.gates[part, 1:3], out=K[:, :2])
    np.subtract(1, o, out=K_o)
    np.multiply(i, g, out=P)
    K_i *= P  # i (1 − i) g
    P *= g
    np.subtract(i, P, out=K_g)  # i (1 − g²)
    np.multiply(f, tape.C[:-1][part], out=P)
    K_f *= P  # f (1 − f) c_{t−1}
    K_o *= H  # o (1 − o) tanh c
    np.multiply(H, tape.tanh_c[part], out=P)
    np.subtract(o, P, out=P)
    return f
