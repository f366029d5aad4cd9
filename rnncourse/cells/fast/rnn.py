"""The plain cell, fast: one product a step on the row [h_{t−1}, x_t, 1], all weights' gradients from one at the end."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from rnncourse.cells import rnn
from rnncourse.cells.activations import ACTIVATIONS
from rnncourse.cells.fast.sequence import Fast, Steps, allocate, batch_first, chunks, drive, rows, slices
from rnncourse.cells.rnn import Params

Array = np.ndarray


class Tape(NamedTuple):
    """``Z [T + 1, n, h + d + 1]``: rows [h_{t−1}, x_t, 1]. Memory: n·(T + 1)·(h + d + 1) numbers."""

    Z: Array
    steps: Steps
    valid: Array
    made_by: Any = None


class RNN(Fast, rnn.RNN):
    """``cells.RNN`` with the same parameters and the same results, for training.

    The tape holds n·(T + 1)·(h + d + 1) numbers and one state more; backward needs n·T·h more.
    """

    def _run(
        self, params: Params, X: Array, h_0: Array, lengths: Array | None, noise: None
    ) -> tuple[Array, Array, Tape]:
        n, T, d = X.shape
        h = h_0.shape[1]
        steps = Steps.of(lengths, n, T)
        W = np.concatenate([params.W_hh, params.W_xh, params.b_h[None]])  # h+d+1,h
        Z, a = allocate(X.dtype, (T + 1, n, h + d + 1), (n, h))
        drive(Z, h_0, X)
        cut = slices(n, h * (h + d + 1))
        driven, sums = Z[:-1].reshape(T, *cut, h + d + 1), a.reshape(*cut, h)
        phi, _ = ACTIVATIONS[self.activation]
        for t in range(T):
            np.matmul(driven[t], W, out=sums)
            if phi is np.tanh:
                np.tanh(a, out=Z[t + 1, :, :h])
            else:
                Z[t + 1, :, :h] = phi(a)
            if lengths is not None:
                # Without a squashing, a state that nobody reads could grow past all bounds.
                Z[t + 1, ~steps.valid[:, t], :h] = 0
        H = Z[:, :, :h]
        return steps.outputs(H[1:]), steps.last(H), Tape(Z, steps, steps.valid)

    def _run_back(
        self, params: Params, tape: Tape, dH: Array | None, dh_T: Array, need_dX: bool
    ) -> tuple[Params, Array | None, Array]:
        Z, steps = tape.Z, tape.steps
        T, n, h = len(Z) - 1, Z.shape[1], dh_T.shape[1]
        ends, [dh] = steps.entering(dh_T)
        dH = steps.d_outputs(dH)
        _, slope = ACTIVATIONS[self.activation]
        dA = np.empty((T, n, h), Z.dtype)
        cut = slices(n, h * h)
        before, left = dA.reshape(T, *cut, h), dh.reshape(*cut, h)
        W_hhT = np.ascontiguousarray(params.W_hh.T)
        for part in reversed(list(chunks(T, n * h))):
            after = Z[1:, :, :h][part]
            if self.activation == "tanh":
                np.multiply(after, after, out=dA[part])
                np.subtract(1, dA[part], out=dA[part])
            else:
                dA[part] = slope(after)
            for t in reversed(range(part.start, part.stop)):
                if (ended := ends.get(t + 1)) is not None:
                    dh[ended] += dh_T[ended]
                if dH is not None:
                    dh += dH[t]
                dA[t] *= dh
                np.matmul(before[t], W_hhT, out=left)
        if (ended := ends.get(0)) is not None:
            dh[ended] += dh_T[ended]
        dW = rows(Z[:T]).T @ rows(dA)  # h+d+1,h
        dX = batch_first(rows(dA) @ params.W_xh.T, n) if need_dX else None
        return Params(W_xh=dW[h:-1], W_hh=dW[:h], b_h=dW[-1]), dX, dh
