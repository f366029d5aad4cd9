"""The loops of the GRU whose reset comes before the product: two products a step, the second of r ⊙ h_{t−1}."""

from __future__ import annotations

import numpy as np

from rnncourse.cells.fast.gates import sigmoid_from_tanh
from rnncourse.cells.fast.gru_after import Tape, by_input, by_state, tape_for
from rnncourse.cells.fast.sequence import Steps, allocate, batch_first, chunks, rows
from rnncourse.cells.gru import ParamsBefore

Array = np.ndarray


def forward(params: ParamsBefore, X: Array, h_0: Array, steps: Steps) -> Tape:
    """The loop, for a z that keeps the old state. In the tape u = r ⊙ h_{t−1}."""
    tape, products, change = tape_for(X, h_0, steps, 2)
    _, T, n, h = tape.gates.shape
    W_x, (W_hg, *W_hrz), half = by_input(params), by_state(params.W_hh), np.array(0.5, X.dtype)
    H, W_hrz = tape.H, np.stack(W_hrz)
    for part in chunks(T, n * h):
        np.matmul(rows(tape.X[part]), W_x, out=tape.gates[1:, part].reshape(3, -1, h, copy=False))
        for t in range(part.start, part.stop):
            u, r, z, g = tape.gates[:, t]
            sigmoids = tape.gates[1:3, t]
            np.matmul(H[t], W_hrz, out=products)
            sigmoids += products
            np.tanh(sigmoids, out=sigmoids)
            sigmoid_from_tanh(sigmoids, half)
            np.multiply(r, H[t], out=u)
            np.matmul(u, W_hg, out=change)
            g += change
            np.tanh(g, out=g)
            np.subtract(H[t], g, out=change)  # h_t = g + z (h_{t−1} − g)
            change *= z
            np.add(g, change, out=H[t + 1])
    return tape


def backward(
    params: ParamsBefore, tape: Tape, dH: Array | None, dh_T: Array, need_dX: bool
) -> tuple[ParamsBefore, Array | None, Array]:
    """The loop back: z and the candidate are reached through h_t, the reset through u = r ⊙ h_{t−1}."""
    _, T, n, h = tape.gates.shape
    ends, [dh] = tape.steps.entering(dh_T)
    dH = tape.steps.d_outputs(dH)
    W_hrzT, W_hgT = (np.ascontiguousarray(W.T) for W in np.split(params.W_hh, [2 * h], axis=1))
    parts = list(chunks(T, n * h))
    dA, K, du = allocate(dh.dtype, (T, n, 3 * h), (parts[0].stop, 3, n, h), (n, h))
    da_r, da_z, da_g = np.split(dA, 3, axis=2)  # T,n,h each
    _, r, z, _ = tape.gates
    for part in reversed(parts):
        factors(tape, part, K[: part.stop - part.start])
        for t in reversed(range(part.start, part.stop)):
            if (ended := ends.get(t + 1)) is not None:
                dh[ended] += dh_T[ended]
            if dH is not None:
                dh += dH[t]
            K_r, K_z, K_g = K[t - part.start]
            np.multiply(dh, K_g, out=da_g[t])
            np.multiply(dh, K_z, out=da_z[t])
            np.matmul(da_g[t], W_hgT, out=du)
            np.multiply(du, K_r, out=da_r[t])
            du *= r[t]
            dh *= z[t]
            dh += du
            np.matmul(dA[t, :, : 2 * h], W_hrzT, out=du)
            dh += du
    if (ended := ends.get(0)) is not None:
        dh[ended] += dh_T[ended]
    flat = rows(dA)
    dW_hrz = rows(tape.H[:-1]).T @ flat[:, : 2 * h]
    dW_hg = rows(tape.gates[0]).T @ flat[:, 2 * h :]
    dW_x = rows(tape.X).T @ flat  # d+1,3h
    d_params = ParamsBefore(dW_x[:-1], np.concatenate([dW_hrz, dW_hg], axis=1), dW_x[-1])
    return d_params, batch_first(flat @ params.W_xh.T, n) if need_dX else None, dh


def factors(tape: Tape, part: slice, K: Array) -> None:
    """What multiplies du_t in ∂L/∂a_r and dh_t in ∂L/∂a_z and ∂L/∂a_g: ``K [steps, 3, n, h]``."""
    u, r, z, g = (tape.gates[gate, part] for gate in range(4))
    K_r, K_z, K_g = (K[:, gate] for gate in range(3))
    np.subtract(1, r, out=K_r)
    K_r *= u  # h_{t−1} r (1 − r)
    np.subtract(1, z, out=K_z)
    np.multiply(g, g, out=K_g)
    np.subtract(1, K_g, out=K_g)
    K_g *= K_z  # (1 − z)(1 − g²)
    K_z *= z
    K_z *= tape.H[:-1][part] - g  # z (1 − z)(h_{t−1} − g)
