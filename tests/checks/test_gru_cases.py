"""What the checks of chapter 7 expect is what the course's own cells and maps do, and their cases can be decided."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse.cells import GRU, gru
from rnncourse.checks import gru as lent
from rnncourse.checks.gru.conventions import CONVENTIONS, outputs, weights_of
from rnncourse.checks.gru.half_life import bias_for, half_life
from rnncourse.checks.gru.layouts import polarity, to_keras, to_pytorch
from rnncourse.frameworks import keras


def one_gru(d=2, h=3):
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    return torch.nn.GRU(d, h, batch_first=True, dtype=torch.float64)


def arrays_of(module):
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    return [getattr(module, name).detach().numpy() for name in names]


def test_maps_between_frameworks_are_those_of_the_course():
    from rnncourse.frameworks import pytorch

    module = one_gru()
    by_torch, by_keras = (
        pytorch.from_torch(module)[1],
        keras.from_keras(GRU(), list(to_keras(*arrays_of(module)))),
    )
    for one, other in zip(by_torch, by_keras, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-15)


def test_there_and_back_again_is_where_it_was():
    for one, other in zip(arrays_of(one_gru()), to_pytorch(*to_keras(*arrays_of(one_gru()))), strict=True):
        np.testing.assert_array_equal(one, other)


def test_other_polarity_gives_the_same_outputs():
    given = to_keras(*arrays_of(one_gru()))
    X = np.random.default_rng(0).normal(size=(4, 5, 2))
    keeps, taken = (keras.from_keras(GRU(), list(arrays)) for arrays in (given, polarity(*given)))
    np.testing.assert_allclose(
        GRU().forward(keeps, X)[0], GRU(update="takes").forward(taken, X)[0], rtol=1e-12, atol=1e-12
    )
    np.testing.assert_array_equal(taken.W_xh, gru.flip_update(keeps).W_xh)


@pytest.mark.parametrize("kind", lent.TELLS)
def test_what_can_be_told_of_weights_is_what_random_evidence_tells(kind):
    draw = np.random.default_rng(0)
    for _ in range(20):
        params = weights_of(draw, kind, d=2, h=3)
        X, h_0 = draw.normal(size=(20, 1, 2)), draw.normal(size=(20, len(params.b_hg)))
        runs = {one: outputs(params, X, h_0, *one) for one in CONVENTIONS}
        resets = np.abs(runs["before", "keeps"] - runs["after", "keeps"]).max()
        updates = np.abs(runs["after", "keeps"] - runs["after", "takes"]).max()
        assert (resets > 1e-6, updates > 1e-6) == lent.TELLS[kind]


def test_half_life_is_measured_on_a_cell_that_hears_nothing():
    steps = np.array([1.0, 3.0, 7.0])
    params = GRU().init(np.random.default_rng(0), d=1, h=3)
    params = type(params)(*map(np.zeros_like, params))
    params.b_h[3:6] = bias_for(steps)
    H = GRU().forward(params, np.zeros((1, 7, 1)), np.ones((1, 3)))[0]
    np.testing.assert_allclose(H[0, steps.astype(int) - 1, np.arange(3)], 0.5, rtol=1e-12)
    np.testing.assert_allclose(half_life(bias_for(steps)), steps, rtol=1e-12)


def test_window_carries_its_share_and_no_input_could_be_spared():
    draw = np.random.default_rng(0)
    for _ in range(50):
        (z, share), windows = lent.window_case(draw, 4, low=0.2)
        for gate, window in zip(z, windows.astype(int), strict=True):
            weights = (1 - gate) * gate ** np.arange(window)
            assert weights.sum() >= share > weights[:-1].sum()


def test_cases_in_which_nothing_differs_clearly_are_refused():
    with pytest.raises(RuntimeError, match="clearly apart"):
        lent.case(np.random.default_rng(0), "any", ("before", "keeps"), tries=0)


def test_run_names_the_words_that_it_takes():
    (_, run), _ = lent.case(np.random.default_rng(0), "any", ("before", "keeps"))
    with pytest.raises(ValueError, match="takes"):
        run("after", "gives")


@pytest.mark.parametrize("wrong", [True, [True], (1, 0), ("yes", "no")])
def test_two_truth_values_are_read_and_nothing_else(wrong):
    assert lent.truths([True, np.False_]) == (True, False)
    with pytest.raises(TypeError):
        lent.truths(wrong)
