"""The loops of the GRU whose reset comes after the product: one product a step for all that the state drives.

Three products leave H_{t−1}: for r, for z, and u = H W_hg + b_hg, which r then scales. All the input's products are
one, before the loop. With the blocks in the order u, r, z, g the recurrent weights see the first three and the
input's weights the last three.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnncourse.cells.fast.gates import put_back, reorder, sigmoid_from_tanh
from rnncourse.cells.fast.sequence import Steps, allocate, batch_first, chunks, rows
from rnncourse.cells.gru import ParamsAfter

Array = np.ndarray

#: g, r, z: the order of the recurrent weights' blocks, of which the first makes u.
ORDER = [2, 0, 1]


class Tape(NamedTuple):
    """``X [T, n, d]``, ``H [T + 1, n, h]``, the initial state first, and ``gates [4, T, n, h]``: u, r, z, g.

    Memory: n·T·d + n·(T + 1)·h + 4·n·T·h numbers.
    """

    X: Array
    H: Array
    gates: Array
    steps: Steps
    valid: Array


def drive(W_xh: Array, b_h: Array, X_t: Array, out: Array) -> None:
    """What the input and the biases give to r, z, g in all steps, ``out [3, T, n, h]``; halved where a sigmoid comes.

    σ(a) = (1 + tanh(a/2))/2.
    """
    halved = _halved(W_xh.shape[1] // 3, W_xh.dtype)
    flat = out.reshape(3, -1, out.shape[-1])
    np.matmul(rows(X_t), np.stack(np.split(W_xh * halved, 3, axis=1)), out=flat)
    flat += (b_h * halved).reshape(3, 1, -1)


def recurrent(W_hh: Array) -> Array:
    """The recurrent weights as blocks [3, h, h] of g, r, z, those of the sigmoids halved."""
    return np.stack(np.split(reorder(W_hh * _halved(len(W_hh), W_hh.dtype), ORDER), 3, axis=1))


def _halved(h: int, dtype: np.dtype) -> Array:
    return np.repeat(np.array([0.5, 0.5, 1], dtype), h)


def forward(params: ParamsAfter, X: Array, h_0: Array, steps: Steps) -> Tape:
    """The loop, for a z that keeps the old state."""
    n, T, d = X.shape
    h = h_0.shape[1]
    X_t, H, gates, products, change = allocate(
        X.dtype, (T, n, d), (T + 1, n, h), (4, T, n, h), (3, n, h), (n, h)
    )
    X_t[:] = X.transpose(1, 0, 2)
    H[0] = h_0
    drive(params.W_xh, params.b_h, X_t, gates[1:])
    W_h, half = recurrent(params.W_hh), np.array(0.5, X.dtype)
    for t in range(T):
        u, r, z, g = gates[:, t]
        sigmoids = gates[1:3, t]
        np.matmul(H[t], W_h, out=products)
        np.add(products[0], params.b_hg, out=u)
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


def backward(
    params: ParamsAfter, tape: Tape, dH: Array | None, dh_T: Array
) -> tuple[ParamsAfter, Array, Array]:
    """The loop back: every gate is reached through h_t alone, by a factor known beforehand."""
    _, T, n, h = tape.gates.shape
    ends, [dh] = tape.steps.entering(dh_T)
    dH = tape.steps.d_outputs(dH)
    W_hhT = np.ascontiguousarray(reorder(params.W_hh, ORDER).T)  # 3h,h
    parts = list(chunks(T, n * h))
    dA, K, kept = allocate(dh.dtype, (T, n, 4 * h), (parts[0].stop, 4, n, h), (n, h))
    by_gate = dA.reshape(T, n, 4, h).transpose(0, 2, 1, 3)
    z = tape.gates[2]
    for part in reversed(parts):
        factors(tape, part, K[: part.stop - part.start])
        for t in reversed(range(part.start, part.stop)):
            if (ended := ends.get(t + 1)) is not None:
                dh[ended] += dh_T[ended]
            if dH is not None:
                dh += dH[t]
            np.multiply(K[t - part.start], dh, out=by_gate[t])
            np.multiply(dh, z[t], out=kept)
            np.matmul(dA[t, :, : 3 * h], W_hhT, out=dh)
            dh += kept
    if (ended := ends.get(0)) is not None:
        dh[ended] += dh_T[ended]
    flat = rows(dA)
    by_state, by_input, sums = flat[:, : 3 * h], flat[:, h:], flat.sum(0)
    d_params = ParamsAfter(
        W_xh=rows(tape.X).T @ by_input,
        W_hh=put_back(rows(tape.H[:-1]).T @ by_state, ORDER),
        b_h=sums[h:],
        b_hg=sums[:h],
    )
    return d_params, batch_first(by_input @ params.W_xh.T, n), dh


def factors(tape: Tape, part: slice, K: Array) -> None:
    """What multiplies dh_t in ∂L/∂(u, r, z, g before their squashing), for a slice of steps: ``K [steps, 4, n, h]``."""
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
