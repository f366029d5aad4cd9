"""Real-time recurrent learning: the gradient of a plain cell computed forwards, with nothing to go back to.

    S_t = ∂H_t/∂θ = φ′(A_t) ⊙ (∂A_t/∂θ with H_{t−1} held still + S_{t−1} W_hh)         Eq. 3.19 (bptt-sensitivity)
    ∂L/∂θ = Σ_t (∂L/∂O_t W_hq^T) S_t                                                  Eq. 3.20 (bptt-forwards)

Williams & Zipser 1989. Every weight has its sensitivity to carry, one number for each unit of the state: (h + d)h² + h²
numbers a sequence, whatever T is, and each step multiplies all of them by W_hh. That is why nobody trains so, and
that there is no tape is why somebody always wishes to.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnncourse.cells import RNN
from rnncourse.cells.activations import ACTIVATIONS
from rnncourse.cells.admission import require_params, state_or_zeros
from rnncourse.cells.validation import require_dtype, require_finite, require_shape

Array = np.ndarray


def gradient(
    cell: RNN,
    params: RNN.Params,
    X: Array,
    d_output: Callable[[int, Array], Array],
    state: Array | None = None,
) -> tuple[RNN.Params, Array]:
    """∂L/∂params in one pass forwards.

    Parameters
    ----------
    cell, params : a plain cell
    X : [n, T, d]
    d_output : ``d_output(t, h_t [n, h]) -> [n, h]``, what the loss of step t alone says about H_t; called once a
        step, in order, with t from 0
    state : [n, h], H_0; zeros if None

    Returns
    -------
    d_params : ∂L/∂params, as ``cell.backward`` gives it, up to rounding
    h_T : [n, h], the state after the last step

    Raises
    ------
    ValueError, TypeError : sizes or dtypes that do not fit, a number that is not finite

    >>> cell, rng = RNN(), np.random.default_rng(0)
    >>> params, X = cell.init(rng, d=2, h=3), rng.normal(size=(4, 5, 2))
    >>> d_params, _ = gradient(cell, params, X, lambda t, h_t: np.ones_like(h_t))
    >>> H, _, tape = cell.forward(params, X)
    >>> np.allclose(d_params.W_hh, cell.backward(params, tape, np.ones_like(H))[0].W_hh, rtol=1e-12)
    True
    """
    require_params(cell, params)
    d, h = cell.sizes(params)
    require_shape("X", X, ("n", "T", d))
    require_finite("X", X)
    n, T, _ = X.shape
    h_t = state_or_zeros(cell, "state", params, state, n)
    require_dtype(X=X, state=h_t, **params._asdict())
    _, slope = ACTIVATIONS[cell.activation]
    carried = RNN.Params(*(np.zeros((n, h, *weight.shape), X.dtype) for weight in params))  # n,h,…
    d_params = RNN.Params(*map(np.zeros_like, params))
    for t in range(T):
        carried = _inside(params, carried, X[:, t], h_t)
        h_t, _ = cell.step_forward(params, X[:, t], h_t)
        carried = RNN.Params(*(np.einsum("nu,nu...->nu...", slope(h_t), one) for one in carried))
        dh_t = d_output(t, h_t)
        require_shape(f"what d_output returns at t = {t}", dh_t, (n, h))
        d_params = RNN.Params(
            *(
                total + np.einsum("nu,nu...->...", dh_t, one)
                for total, one in zip(d_params, carried, strict=True)
            )
        )
    return d_params, h_t


def _inside(params: RNN.Params, carried: RNN.Params, x_t: Array, h_prev: Array) -> RNN.Params:
    """∂A_t/∂θ: each weight's old influence through H_{t−1}, and its own use at this step."""
    through = RNN.Params(*(np.einsum("nk...,ku->nu...", one, params.W_hh) for one in carried))
    unit = np.arange(params.W_hh.shape[0])  # column u of a weight feeds unit u and no other
    through.W_xh[:, unit, :, unit] += x_t
    through.W_hh[:, unit, :, unit] += h_prev
    through.b_h[:, unit, unit] += 1
    return through
