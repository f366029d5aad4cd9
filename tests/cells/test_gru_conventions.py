"""The GRU's four forms: reset before or after the product, z that keeps or takes."""

from __future__ import annotations

import numpy as np
import pytest
from layers import Problem, assert_close, problem, run

from rnncourse.cells import GRU


def both_resets(given: Problem, update: str, b_hg: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Outputs of the reset after and of the reset before, same weights."""
    after, before = GRU("after", update), GRU("before", update)
    h = given.params.W_hh.shape[0]
    params = after.Params(*given.params[:3], b_hg=np.full(h, b_hg))
    H_after, _, _ = after.forward(params, given.X, given.state)
    H_before, _, _ = before.forward(before.Params(*given.params[:3]), given.X, given.state)
    return H_after, H_before


@pytest.mark.parametrize("update", ["keeps", "takes"])
def test_the_two_resets_agree_for_one_unit_and_for_a_diagonal_matrix_without_its_bias(rng, update):
    one_unit = problem(GRU(), rng, h=1)
    diagonal = problem(GRU(), rng)
    diagonal.params.W_hh[:, 8:] *= np.eye(4)
    for given in (one_unit, diagonal):
        after, before = both_resets(given, update)
        assert_close({"H": after}, {"H": before}, 1e-15)
        after, before = both_resets(given, update, b_hg=0.5)  # the reset scales this bias; before has none
        assert np.abs(after - before).max() > 1e-3


def test_the_two_resets_differ_in_general(rng):
    after, before = both_resets(problem(GRU(), rng), "keeps")
    assert np.abs(after - before).max() > 1e-2


@pytest.mark.parametrize("reset", ["after", "before"])
def test_the_two_polarities_of_z_convert_by_negating_its_parameters(rng, reset):
    given = problem(GRU(reset), rng, padded=True)
    sign = np.repeat([1, -1, 1], 4)
    params = given.params._replace(**{k: getattr(given.params, k) * sign for k in ("W_xh", "W_hh", "b_h")})
    got = run(GRU(reset, "takes"), given._replace(params=params))
    for name in ("W_xh", "W_hh", "b_h"):
        got[f"d_params.{name}"] *= sign
    assert_close(got, run(GRU(reset, "keeps"), given), 1e-13)
