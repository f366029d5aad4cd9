"""The loops of the GRU whose reset comes after the product: one product a step for all that the state drives.

Three products leave H_{t−1}: for r, for z, and u = H W_hg + b_hg, which r then scales. All the input's products are
one, before the loop. With the blocks in the order u, r, z, g the recurrent weights see the first three and the
input's weights the last three.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from rnncourse.cells.fast.gates import sigmoid_from_tanh
from rnncourse.cells.fast.sequence import Steps, allocate, batch_first, chunks, rows, slices
from rnncourse.cells.gru import ParamsAfter, ParamsBefore

Array = np.ndarray


class Tape(NamedTuple):
    """``X [T, n, d + 1]``: rows [x_t, 1]; ``H [T + 1, n, h]``, the initial state first; ``gates [4, T, n, h]``: u, r,
    z, g.

    Memory: n·T·(d + 1) + n·(T + 1)·h + 4·n·T·h numbers.
    """

    X: Array
    H: Array
    gates: Array
    steps: Steps
    valid: Array
    made_by: Any = None


def tape_for(X: Array, h_0: Array, steps: Steps, products: int) -> tuple[Tape, Array, Array]:
    """A tape with the input and the initial state in it, and scratch for ``products`` [n, h] and for one more."""
    (n, T, d), h = X.shape, h_0.shape[1]
    driven, H, gates, several, one = allocate(
        X.dtype, (T, n, d + 1), (T + 1, n, h), (4, T, n, h), (products, n, h), (n, h)
    )
    driven[..., :d] = X.transpose(1, 0, 2)
    driven[..., d] = 1
    H[0] = h_0
    return Tape(driven, H, gates, steps, steps.valid), several, one


def by_input(params: ParamsAfter | ParamsBefore) -> Array:
    """[3, d + 1, h]: what a row [x_t, 1] gives to r, z, g. Halved for sigmoids: σ(a) = (1 + tanh(a/2))/2."""
    W = np.concatenate([params.W_xh, params.b_h[None]])
    return np.stack(np.split(W * _halved(len(params.W_hh), W.dtype), 3, axis=1))


def by_state(W_hh: Array) -> Array:
    """[3, h, h]: what a state gives to g, r, z, halved for sigmoids."""
    W_hr, W_hz, W_hg = np.split(W_hh * _halved(len(W_hh), W_hh.dtype), 3, axis=1)
    return np.stack([W_hg, W_hr, W_hz])


def _halved(h: int, dtype: np.dtype) -> Array:
    return np.repeat(np.array([0.5, 0.5, 1], dtype), h)


def forward(params: ParamsAfter, X: Array, h_0: Array, steps: Steps) -> Tape:
    """The loop, for a z that keeps the old state."""
    tape, products, change = tape_for(X, h_0, steps, 3)
    _, T, n, h = tape.gates.shape
    W_x, W_h, half = by_input(params), by_state(params.W_hh), np.array(0.5, X.dtype)
    H, cut = tape.H, slices(n, h * h)
    before = H[:-1].reshape(T, cut[0], 1, cut[1], h)
    driven = products.reshape(3, *cut, h).swapaxes(0, 1)
    for part in chunks(T, n * h):
        np.matmul(rows(tape.X[part]), W_x, out=tape.gates[1:, part].reshape(3, -1, h, copy=False))
        for t in range(part.start, part.stop):
            u, r, z, g = tape.gates[:, t]
            sigmoids = tape.gates[1:3, t]
            np.matmul(before[t], W_h, out=driven)
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
    return tape


def backward(
    params: ParamsAfter, tape: Tape, dH: Array | None, dh_T: Array, need_dX: bool
) -> tuple[ParamsAfter, Array | None, Array]:
    """The loop back: every gate is reached through h_t alone, by a factor known beforehand."""
    _, T, n, h = tape.gates.shape
    ends, [dh] = tape.steps.entering(dh_T)
    dH = tape.steps.d_outputs(dH)
    W_hrz, W_hg = np.split(params.W_hh, [2 * h], axis=1)
    W_hhT = np.ascontiguousarray(np.concatenate([W_hg, W_hrz], axis=1).T)  # 3h,h
    parts = list(chunks(T, n * h))
    dA, K, kept = allocate(dh.dtype, (T, n, 4 * h), (parts[0].stop, 4, n, h), (n, h))
    cut = slices(n, 3 * h * h)
    before, left = dA[..., : 3 * h].reshape(T, *cut, 3 * h, copy=False), dh.reshape(*cut, h)
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
            np.matmul(before[t], W_hhT, out=left)
            dh += kept
    if (ended := ends.get(0)) is not None:
        dh[ended] += dh_T[ended]
    flat = rows(dA)
    of_state, of_input = flat[:, : 3 * h], flat[:, h:]
    dW_x = rows(tape.X).T @ of_input  # d+1,3h
    d_params = ParamsAfter(
        W_xh=dW_x[:-1],
        W_hh=np.roll(rows(tape.H[:-1]).T @ of_state, 2 * h, axis=1),  # blocks g, r, z to r, z, g
        b_h=dW_x[-1],
        b_hg=flat[:, :h].sum(0),
    )
    return d_params, batch_first(of_input @ params.W_xh.T, n) if need_dX else None, dh


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
