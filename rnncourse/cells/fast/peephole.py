"""The LSTM with peepholes, fast: as the LSTM, with what the peepholes add folded into the factors of the way back."""

from __future__ import annotations

from functools import partial

import numpy as np

from rnncourse.cells import peephole
from rnncourse.cells.fast import gates, lstm
from rnncourse.cells.fast.sequence import Fast, rows
from rnncourse.cells.lstm import State
from rnncourse.cells.peephole import Params

Array = np.ndarray


class PeepholeLSTM(Fast, peephole.PeepholeLSTM):
    """``cells.PeepholeLSTM`` with the same parameters and the same results, for training.

    The tape holds n·(T + 1)·(2h + d + 1) + 5·n·T·h numbers and one state more; backward needs 4·n·T·h more, and as
    ``through_time`` says.
    """

    def _run(
        self, params: Params, X: Array, state: State, lengths: Array | None, noise: None
    ) -> tuple[Array, State, gates.Tape]:
        W, half = gates.pack(params, lstm.ORDER), np.array(0.5, X.dtype)
        peepholes = half * _for_every_row(params, len(X))  # halved as the sigmoids' weights are
        tape, product = gates.tape_for(X, state, 4, lengths)
        seen = peepholes * state.c  # what i, f and o see of a cell: o this step's, i and f the one before's
        seen_by_if, seen_by_o = seen[:2], seen[2]
        for z_t, products, c_prev, c_t, h_t, a, tanh_c in gates.steps(tape):
            g, i, f, o = a
            gif, sigmoids = a[:3], a[1:3]
            np.matmul(z_t, W, out=products)
            sigmoids += seen_by_if
            np.tanh(gif, out=gif)
            gates.sigmoid_from_tanh(sigmoids, half)
            np.multiply(f, c_prev, out=c_t)
            np.multiply(i, g, out=product)
            c_t += product
            np.multiply(peepholes, c_t, out=seen)
            o += seen_by_o
            np.tanh(o, out=o)
            gates.sigmoid_from_tanh(o, half)
            np.tanh(c_t, out=tanh_c)
            np.multiply(o, tanh_c, out=h_t)
        return gates.results(tape)

    def _run_back(
        self, params: Params, tape: gates.Tape, dH: Array | None, d_final: State, need_dX: bool
    ) -> tuple[Params, Array | None, State]:
        n, h = d_final.h.shape
        known = partial(factors, _for_every_row(params, n), tape)
        dA, *d_state = gates.through_time(known, tape, params.W_hh, dH, *d_final)
        d_params, dX = gates.products(tape, dA, params.W_xh, need_dX)
        by_gate = dA.reshape(-1, 4, h)
        # einsum sums the products without storing them, in half the time.
        dp_i, dp_f = np.einsum("ngh,nh->gh", by_gate[:, :2], rows(tape.C[:-1]))
        dp_o = np.einsum("nh,nh->h", by_gate[:, 3], rows(tape.C[1:]))
        return Params(**d_params, p_i=dp_i, p_f=dp_f, p_o=dp_o), dX, State(*d_state)


def _for_every_row(params: Params, n: int) -> Array:
    """The peepholes of i, f, o as [3, n, h]: a product with rows that lie there is faster than with one repeated."""
    return np.repeat(np.stack([params.p_i, params.p_f, params.p_o])[:, None], n, axis=1)


def factors(peepholes: Array, tape: gates.Tape, part: slice, K: Array, P: Array) -> Array:
    """The LSTM's, and two edges more: P += K_o p_o, for o looks at c_t; F = f + K_i p_i + K_f p_f."""
    f = lstm.factors(tape, part, K, P)
    p_i, p_f, p_o = peepholes
    P += K[:, 3] * p_o
    F = K[:, 0] * p_i
    F += f
    F += K[:, 1] * p_f
    return F
