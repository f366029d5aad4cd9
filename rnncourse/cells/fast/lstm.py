"""The LSTM, fast: one product a step, one tanh for all four gates, the way back in factors known beforehand."""

from __future__ import annotations

from functools import partial

import numpy as np

from rnncourse.cells import lstm
from rnncourse.cells.fast.gates import Tape, pack, put_back, reorder, sigmoid_from_tanh, through_time
from rnncourse.cells.fast.sequence import Steps, allocate, batch_first, drive, rows
from rnncourse.cells.lstm import Params, State

Array = np.ndarray

#: g, i, f, o: the three sigmoids side by side, the output gate last.
ORDER = [2, 0, 1, 3]


class LSTM(lstm.LSTM):
    """``cells.LSTM`` with the same parameters and the same results, for training.

    The tape holds n·(T + 1)·(2h + d + 1) + 5·n·T·h numbers; backward needs 4·n·T·h more while it runs.
    """

    def _run(
        self, params: Params, X: Array, state: State, lengths: Array | None, rng: None
    ) -> tuple[Array, State, Tape]:
        n, T, d = X.shape
        h = state.h.shape[1]
        steps = Steps.of(lengths, n, T)
        W = pack(params.W_hh, params.W_xh, params.b_h, ORDER, halved=slice(1, 4))
        Z, C, gates, tanh_c, product = allocate(
            X.dtype, (T + 1, n, h + d + 1), (T + 1, n, h), (T, 4, n, h), (T, n, h), (n, h)
        )
        drive(Z, state.h, X)
        C[0] = state.c
        for t in range(T):
            a, c = gates[t], C[t + 1]
            np.matmul(Z[t], W, out=a)
            np.tanh(a, out=a)
            sigmoid_from_tanh(a[1:])
            g, i, f, o = a
            np.multiply(f, C[t], out=c)
            np.multiply(i, g, out=product)
            c += product
            np.tanh(c, out=tanh_c[t])
            np.multiply(o, tanh_c[t], out=Z[t + 1, :, :h])
        H = Z[:, :, :h]
        final = State(steps.last(H), steps.last(C))
        return steps.outputs(H[1:]), final, Tape(Z, C, gates, tanh_c, steps, steps.valid)

    def _run_back(
        self, params: Params, tape: Tape, dH: Array | None, d_final: State
    ) -> tuple[Params, Array, State]:
        Z, n, h = tape.Z, tape.Z.shape[1], tape.C.shape[2]
        W_hh = np.ascontiguousarray(reorder(params.W_hh, ORDER).T)
        dA, dh_0, dc_0 = through_time(partial(_factors, tape), tape, W_hh, dH, *d_final)
        dW = put_back(rows(Z[:-1]).T @ dA, ORDER)  # h+d+1,4h
        dX = batch_first(dA @ reorder(params.W_xh, ORDER).T, n)
        return Params(W_xh=dW[h:-1], W_hh=dW[:h], b_h=dW[-1]), dX, State(dh_0, dc_0)


def _factors(tape: Tape, part: slice, K: Array, P: Array) -> Array:
    """P = o (1 − tanh² c) = o − h tanh c; K: each gate's slope times what it multiplies; F = f."""
    g, i, f, o = (tape.gates[part, gate] for gate in range(4))
    K_g, K_i, K_f, K_o = (K[:, gate] for gate in range(4))
    H = tape.Z[1:, :, : K.shape[-1]][part]
    np.subtract(1, tape.gates[part, 1:], out=K[:, 1:])
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
