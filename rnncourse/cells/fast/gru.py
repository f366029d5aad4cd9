"""The GRU with its reset after the product, fast: one product a step for all that the state drives.

In PyTorch's convention three products leave H_{t−1}: for r, for z, and u = H W_hg + b_hg, which r then scales. All
inputs' products are one, before the loop. With the blocks in the order u, r, z, g the recurrent weights see the
first three and the input's weights the last three.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnncourse.cells import gru
from rnncourse.cells.fast.gates import put_back, reorder, sigmoid_from_tanh
from rnncourse.cells.fast.sequence import Steps, allocate, batch_first, chunks, rows

Array = np.ndarray


class Tape(NamedTuple):
    """``X [T, n, d]``, ``H [T + 1, n, h]``, the initial state first, and ``gates [4, T, n, h]``: u, r, z, g.

    Memory: n·T·d + n·(T + 1)·h + 4·n·T·h numbers.
    """

    X: Array
    H: Array
    gates: Array
    steps: Steps
    valid: Array


def run(W_xh: Array, W_hh: Array, b_h: Array, b_hg: Array, X: Array, h_0: Array, steps: Steps) -> Tape:
    """Forward. Weights as [·, 3h] with blocks r, z, g, and z such that it keeps the old state."""
    n, T, d = X.shape
    h = h_0.shape[1]
    X_t, H, gates, products, change = allocate(
        X.dtype, (T, n, d), (T + 1, n, h), (4, T, n, h), (3, n, h), (n, h)
    )
    X_t[:] = X.transpose(1, 0, 2)
    H[0] = h_0
    halved = np.repeat(np.array([0.5, 0.5, 1], X.dtype), h)  # σ(a) = (1 + tanh(a/2))/2
    W_x = np.stack(np.split(W_xh * halved, 3, axis=1))  # 3,d,h
    W_h = np.stack(np.split(reorder(W_hh * halved, [2, 0, 1]), 3, axis=1))  # 3,h,h: u, r, z
    driven = gates[1:].reshape(3, T * n, h)
    np.matmul(rows(X_t), W_x, out=driven)
    driven += (b_h * halved).reshape(3, 1, h)
    half = np.array(0.5, X.dtype)
    for t in range(T):
        u, r, z, g = gates[:, t]
        np.matmul(H[t], W_h, out=products)
        np.add(products[0], b_hg, out=u)
        sigmoids = gates[1:3, t]
        sigmoids += products[1:]
        np.tanh(sigmoids, out=sigmoids)
        sigmoid_from_tanh(sigmoids, half)
        np.multiply(r, u, out=change)
        g += change
        np.tanh(g, out=g)
        np.subtract(H[t], g, out=change)  # h_t = g + z (h_{t−1} − g)
        change *= z
        np.add(g, change, out=H[t + 1])
    return Tape(X_t, H, gates, steps, steps.valid)


def run_back(W_hh: Array, tape: Tape, dH: Array | None, dh_T: Array) -> tuple[Array, Array]:
    """Backward: ∂L/∂(u, r, z, g before their squashing) [T·n, 4h] and ∂L/∂h_0."""
    _, T, n, h = tape.gates.shape
    ends, [dh] = tape.steps.entering(dh_T)
    dH = tape.steps.d_outputs(dH)
    W_hhT = np.ascontiguousarray(reorder(W_hh, [2, 0, 1]).T)  # 3h,h
    parts = list(chunks(T, n * h))
    dA, K, kept = allocate(dh.dtype, (T, n, 4 * h), (parts[0].stop, 4, n, h), (n, h))
    by_gate = dA.reshape(T, n, 4, h).transpose(0, 2, 1, 3)
    z = tape.gates[2]
    for part in reversed(parts):
        length = part.stop - part.start
        _factors(tape, part, K[:length])
        for step in reversed(range(part.start, part.stop)):
            if (ended := ends.get(step + 1)) is not None:
                dh[ended] += dh_T[ended]
            if dH is not None:
                dh += dH[step]
            np.multiply(K[step - part.start], dh, out=by_gate[step])
            np.multiply(dh, z[step], out=kept)
            np.matmul(dA[step, :, : 3 * h], W_hhT, out=dh)
            dh += kept
    if (ended := ends.get(0)) is not None:
        dh[ended] += dh_T[ended]
    return dA.reshape(T * n, 4 * h), dh


def _factors(tape: Tape, part: slice, K: Array) -> None:
    """What multiplies dh_t in ∂L/∂(pre-activation): of u, r, z, g. Every gate is reached through h_t alone."""
    u, r, z, g = (tape.gates[gate, part] for gate in range(4))
    K_u, K_r, K_z, K_g = (K[:, gate] for gate in range(4))
    np.multiply(g, g, out=K_g)
    np.subtract(1, K_g, out=K_g)
    np.subtract(1, z, out=K_z)
    K_g *= K_z  # (1 − z)(1 − g²)
    K_z *= z
    np.subtract(tape.H[:-1][part], g, out=K_u)
    K_z *= K_u  # z (1 − z)(h_{t−1} − g)
    np.multiply(K_g, r, out=K_u)
    np.subtract(1, r, out=K_r)
    K_r *= K_u
    K_r *= u  # K_g u r (1 − r)


class GRU(gru.GRU):
    """``cells.GRU(reset="after")`` with the same parameters and the same results, for training.

    Of the other convention, where the reset state needs a second product a step, there is the plain cell alone:
    with ``reset="before"`` this class runs it. The tape holds n·T·(d + 5h) + n·h numbers; backward needs 4·n·T·h
    more while it runs.
    """

    def _run(
        self, params: gru.ParamsAfter, X: Array, h_0: Array, lengths: Array | None, rng: None
    ) -> tuple[Array, Array, Tape]:
        if self.reset == "before":
            return super()._run(params, X, h_0, lengths, rng)
        steps = Steps.of(lengths, *X.shape[:2])
        tape = run(*self._keeping(params), X, h_0, steps)
        return steps.outputs(tape.H[1:]), steps.last(tape.H), tape

    def _run_back(
        self, params: gru.ParamsAfter, tape: Tape, dH: Array | None, dh_T: Array
    ) -> tuple[gru.ParamsAfter, Array, Array]:
        if self.reset == "before":
            return super()._run_back(params, tape, dH, dh_T)
        h = dh_T.shape[1]
        W_xh, W_hh, *_ = params = self._keeping(params)
        dA, dh_0 = run_back(W_hh, tape, dH, dh_T)
        by_state, by_input = dA[:, : 3 * h], dA[:, h:]
        sums = dA.sum(0)
        d_params = gru.ParamsAfter(
            W_xh=rows(tape.X).T @ by_input,
            W_hh=put_back(rows(tape.H[:-1]).T @ by_state, [2, 0, 1]),
            b_h=sums[h:],
            b_hg=sums[:h],
        )
        return self._keeping(d_params), batch_first(by_input @ W_xh.T, len(tape.valid)), dh_0

    def _keeping(self, params: gru.ParamsAfter) -> gru.ParamsAfter:
        """Parameters, or gradients, of the same cell with a z that keeps: for σ(−a) = 1 − σ(a), the negated z."""
        if self.update == "keeps":
            return params
        h = len(params.b_hg)
        W_xh, W_hh, b_h = (array.copy() for array in params[:3])
        for array in (W_xh, W_hh, b_h):
            array[..., h : 2 * h] *= -1
        return gru.ParamsAfter(W_xh, W_hh, b_h, params.b_hg)
