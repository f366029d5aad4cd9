"""How each cell starts: where the forget bias goes, what the schemes do gate by gate."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from layers import CELLS

from rnncourse.cells import LayerNormLSTM
from rnncourse.tree import named_arrays

WITH_FORGET_BIAS = {name: cell for name, cell in CELLS.items() if hasattr(cell, "forget_bias")}
#: (block of b_h, sign) where the forget gate is not the second block
ELSEWHERE = {
    "coupled": (0, -1),
    "ablated-CIFG": (0, -1),
    "forget-only": (0, 1),
    "forget-only-beta-0": (0, 1),
    "ablated-NIG": (0, 1),
}


@pytest.mark.parametrize("name", WITH_FORGET_BIAS)
def test_the_forget_bias_is_stored_in_the_forget_gates_bias_and_nowhere_else(name):
    cell, h = WITH_FORGET_BIAS[name], 5

    def start(forget_bias: float) -> dict[str, np.ndarray]:
        biased = dataclasses.replace(cell, forget_bias=forget_bias)
        return named_arrays(biased.init(np.random.default_rng(0), 2, h))

    one, other = start(0.0), start(2.5)
    difference = {key: other[key] - one[key] for key in one}
    moved = difference.pop("b_h").reshape(-1, h)
    assert all((array == 0).all() for array in difference.values())
    block, sign = ELSEWHERE.get(name, (1, 1))
    want = np.zeros_like(moved)
    if name != "ablated-NFG":
        want[block] = sign * 2.5
    assert moved == pytest.approx(want, abs=1e-15)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_orthogonal_starts_are_orthogonal_gate_by_gate(rng, cell):
    h = 5
    W_hh = cell.init(rng, 2, h, scheme="orthogonal").W_hh
    assert W_hh.shape[1] % h == 0
    for block in np.split(W_hh, W_hh.shape[1] // h, axis=1):
        assert np.allclose(block @ block.T, np.eye(len(block)), rtol=0, atol=1e-14)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scheme", ["pytorch", "glorot", "orthogonal"])
def test_every_scheme_draws_every_parameter_in_the_type_asked_for(rng, cell, dtype, scheme):
    params = named_arrays(cell.init(rng, 2, 5, dtype, scheme))
    assert {array.dtype for array in params.values()} == {np.dtype(dtype)}
    assert all(np.isfinite(array).all() for array in params.values())


@pytest.mark.parametrize("scheme", ["pytorch", "glorot", "orthogonal"])
def test_layer_norm_starts_with_gains_of_one_and_no_shift(rng, scheme):
    params = LayerNormLSTM().init(rng, 2, 5, scheme=scheme)
    assert all((gain == 1).all() for gain in (params.alpha_x, params.alpha_h, params.alpha_c))
    assert (params.beta_c == 0).all()
