"""The gated recurrent unit (Cho et al. 2014), in both conventions of its reset gate and both of its update gate.

    R_t = σ(X_t W_xr + H_{t-1} W_hr + b_r)                      Eq. 7.1 (gru-gates): what the candidate sees
    Z_t = σ(X_t W_xz + H_{t-1} W_hz + b_z)                      and how much of the old state stays
    G_t = tanh(X_t W_xg + b_g + R_t ⊙ (H_{t-1} W_hg + b_hg))    Eq. 7.2 (gru-after): reset after the product, or
    G_t = tanh(X_t W_xg + b_g + (R_t ⊙ H_{t-1}) W_hg)           Eq. 7.3 (gru-before): reset before it
    H_t = Z_t ⊙ H_{t-1} + (1 − Z_t) ⊙ G_t                       Eq. 7.4 (gru-state): update keeps, or
    H_t = (1 − Z_t) ⊙ H_{t-1} + Z_t ⊙ G_t                       Eq. 7.5 (gru-takes): it takes

The reset before is that of the published paper; the reset after, which needs a second bias and lets one product
serve all three gates, is cuDNN's, PyTorch's and, by default, Keras's. Gates in PyTorch's order r, z, g (its n).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnncourse.cells.activations import sigmoid
from rnncourse.cells.recurrence import Cell
from rnncourse.cells.validation import require_choice

Array = np.ndarray


class ParamsAfter(NamedTuple):
    """``W_xh [d, 3h]``, ``W_hh [h, 3h]``, ``b_h [3h]``, columns r, z, g; ``b_hg [h]``, which the reset scales."""

    W_xh: Array
    W_hh: Array
    b_h: Array
    b_hg: Array


class ParamsBefore(NamedTuple):
    """``W_xh [d, 3h]``, ``W_hh [h, 3h]``, ``b_h [3h]``: the columns of r, of z, of g."""

    W_xh: Array
    W_hh: Array
    b_h: Array


class Cache(NamedTuple):
    """One step's memory: ``x_t [n, d]``, the state before, the gates, and ``u [n, h]``: H W_hg + b_hg or R ⊙ H."""

    x_t: Array
    h_prev: Array
    r: Array
    z: Array
    g: Array
    u: Array


def flip_update(params: ParamsAfter | ParamsBefore) -> ParamsAfter | ParamsBefore:
    """The parameters with which update="takes" computes what update="keeps" does with these, and the other way.

    1 − σ(a) = σ(−a), Eq. 7.6 (gru-flip): the columns of z change their sign, in W_xh, W_hh and b_h. Nothing is
    rounded, and twice gives back the same. Between the two resets there is no such map, Eq. 7.7 (gru-gap).

    >>> flip_update(ParamsBefore(np.ones((1, 3)), np.ones((1, 3)), np.ones(3))).b_h
    array([ 1., -1.,  1.])
    """
    h = params.W_hh.shape[0]

    def flip(columns: Array) -> Array:
        flipped = columns.copy()
        flipped[..., h : 2 * h] *= -1
        return flipped

    return params._replace(W_xh=flip(params.W_xh), W_hh=flip(params.W_hh), b_h=flip(params.b_h))


@dataclass(frozen=True)
class GRU(Cell):
    """The gated recurrent unit. The state is one array ``h_t [n, h]``, which is also the output.

    reset : "after" the matrix product (PyTorch) or "before" it (Cho et al. 2014); the parameters are of type
        ``gru.ParamsAfter`` or ``gru.ParamsBefore``
    update : z "keeps" the old state (PyTorch, Keras) or "takes" the new one (Chung et al. 2014)

    The tape holds n·T·(d + 5h) numbers and n·T truth values.

    >>> cell = GRU(reset="before")
    >>> [weight.shape for weight in cell.init(np.random.default_rng(0), d=2, h=4)]
    [(2, 12), (4, 12), (12,)]
    """

    reset: str = "after"
    update: str = "keeps"

    def __post_init__(self) -> None:
        require_choice("reset", self.reset, ("after", "before"))
        require_choice("update", self.update, ("keeps", "takes"))

    @property
    def Params(self) -> type:
        return ParamsAfter if self.reset == "after" else ParamsBefore

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        shared = {"W_xh": (d, 3 * h), "W_hh": (h, 3 * h), "b_h": (3 * h,)}
        return shared | {"b_hg": (h,)} if self.reset == "after" else shared

    def step_forward(
        self, params: ParamsAfter | ParamsBefore, x_t: Array, h_prev: Array
    ) -> tuple[Array, Cache]:
        """The equations of the module's docstring."""
        a_r, a_z, a_g = np.split(x_t @ params.W_xh + params.b_h, 3, axis=1)  # n,h each
        W_hr, W_hz, W_hg = np.split(params.W_hh, 3, axis=1)  # h,h each
        r = sigmoid(a_r + h_prev @ W_hr)
        z = sigmoid(a_z + h_prev @ W_hz)
        if self.reset == "after":
            u = h_prev @ W_hg + params.b_hg
            g = np.tanh(a_g + r * u)
        else:
            u = r * h_prev
            g = np.tanh(a_g + u @ W_hg)
        return self.mix(z, h_prev, g), Cache(x_t, h_prev, r, z, g, u)

    def step_backward(
        self, params: ParamsAfter | ParamsBefore, cache: Cache, dh: Array
    ) -> tuple[ParamsAfter | ParamsBefore, Array, Array]:
        """h_prev reaches h_t by four edges, Eq. 7.14 (gru-ways): kept, through the candidate, through r, through z."""
        dz, dh_kept, dg = self.mix_backward(cache.z, cache.h_prev, cache.g, dh)
        d_params, dx_t, dh_by_gates = self.gates_backward(params, cache, dz, dg)
        return d_params, dx_t, dh_kept + dh_by_gates

    def mix(self, z: Array, h_prev: Array, g: Array) -> Array:
        """Eq. 7.4 (gru-state) or Eq. 7.5 (gru-takes): h_t from the old state and the candidate."""
        keep = z if self.update == "keeps" else 1 - z
        return keep * h_prev + (1 - keep) * g

    def mix_backward(self, z: Array, h_prev: Array, g: Array, dh: Array) -> tuple[Array, Array, Array]:
        """∂L/∂z, ∂L/∂h_prev by the kept part alone, ∂L/∂g: Eq. 7.10 (gru-mix-back)."""
        keep, sign = (z, 1) if self.update == "keeps" else (1 - z, -1)
        return sign * dh * (h_prev - g), dh * keep, dh * (1 - keep)

    def gates_backward(
        self, params: ParamsAfter | ParamsBefore, cache: Cache, dz: Array, dg: Array
    ) -> tuple[ParamsAfter | ParamsBefore, Array, Array]:
        """From ∂L/∂z and ∂L/∂g through the gates and products: ∂L/∂params, ∂L/∂x_t, ∂L/∂(h_prev in them).

        Eq. 7.11 (gru-inside); Eq. 7.12 (gru-after-back) or Eq. 7.13 (gru-before-back); then the products,
        Eq. 7.14 (gru-ways), Eq. 7.15 (gru-weights) and Eq. 7.16 (gru-below).
        """
        x_t, h_prev, r, z, g, u = cache
        W_hr, W_hz, W_hg = np.split(params.W_hh, 3, axis=1)
        da_z = dz * z * (1 - z)
        da_g = dg * (1 - g**2)
        if self.reset == "after":
            du = da_g * r
            da_r = da_g * u * r * (1 - r)
            by_candidate = du @ W_hg.T
            dW_hg = h_prev.T @ du
        else:
            du = da_g @ W_hg.T
            da_r = du * h_prev * r * (1 - r)
            by_candidate = du * r
            dW_hg = u.T @ da_g
        dh_prev = by_candidate + da_r @ W_hr.T + da_z @ W_hz.T
        da = np.concatenate([da_r, da_z, da_g], axis=1)  # n,3h
        dW_hh = np.concatenate([h_prev.T @ da_r, h_prev.T @ da_z, dW_hg], axis=1)
        shared = {"W_xh": x_t.T @ da, "W_hh": dW_hh, "b_h": da.sum(0)}
        d_params = ParamsAfter(**shared, b_hg=du.sum(0)) if self.reset == "after" else ParamsBefore(**shared)
        return d_params, da @ params.W_xh.T, dh_prev
