"""The fast cells: the plain cells' results, from loops in which every statement counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layers import FAST, assert_close, problem, relative, run
from mutation import statements, survivors

from rnncourse.cells import Checkpointed, fast
from rnncourse.cells.fast import coupled, gates, gru, gru_after, gru_before, lstm, peephole, rnn, sequence
from rnncourse.tree import map_arrays, named_arrays

SIZES = st.lists(st.integers(1, 9), min_size=4, max_size=4, unique=True)
every_pair = pytest.mark.parametrize(("quick", "plain"), FAST.values(), ids=FAST)
CELLS = [pair for name, pair in FAST.items() if "composed" not in name]


@every_pair
@settings(max_examples=20, deadline=None)
@given(
    sizes=SIZES, padded=st.booleans(), chunk=st.sampled_from([1, 40, 16_384]), seed=st.integers(0, 2**32 - 1)
)
def test_results_equal_the_plain_cells_for_random_shapes(quick, plain, sizes, padded, chunk, seed):
    n, T, d, h = sizes
    posed = problem(plain, np.random.default_rng(seed), n, T, d, h, padded=padded)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequence, "CHUNK", chunk)
        assert_close(run(quick, posed), run(plain, posed), 1e-11)


@every_pair
def test_float32_is_as_near_as_float32_can_be(rng, quick, plain):
    posed = problem(plain, rng, 5, 12, 3, 7, np.float32, padded=True)
    got = run(quick, posed)
    assert {array.dtype for array in got.values()} == {np.dtype(np.float32)}
    assert_close(got, run(plain, posed), 1e-5)


@every_pair
def test_parameters_start_alike_and_steps_are_the_plain_cells_own(quick, plain):
    drawn = [named_arrays(cell.init(np.random.default_rng(1), 2, 3)) for cell in (quick, plain)]
    assert all(np.array_equal(drawn[0][name], array) for name, array in drawn[1].items())
    if hasattr(plain, "step_forward"):
        assert quick.step_forward.__func__ is plain.step_forward.__func__


@pytest.mark.parametrize("cut", [1, 2, 4])
@every_pair
def test_two_chunks_with_carried_state_equal_the_whole(rng, quick, plain, cut):
    if "Bidirectional" in repr(quick):
        return  # what comes later is not known to the first chunk
    posed = problem(plain, rng)
    H, final, _ = quick.forward(posed.params, posed.X, posed.state)
    H_first, state, _ = quick.forward(posed.params, posed.X[:, :cut], posed.state)
    H_second, last, _ = quick.forward(posed.params, posed.X[:, cut:], state)
    assert relative(np.concatenate([H_first, H_second], axis=1), H) < 1e-14
    assert_close(named_arrays(last, "final"), named_arrays(final, "final"), 1e-14)


@pytest.mark.filterwarnings("error")
def test_what_would_grow_without_bound_under_the_padding_reaches_nothing(rng):
    cell = fast.RNN("identity")
    params = cell.init(rng, 2, 3)._replace(W_hh=3 * np.eye(3))  # and 3^800 is no float64
    H, final, tape = cell.forward(params, rng.normal(size=(2, 800, 2)), lengths=np.array([1, 1]))
    d_params, dX, _ = cell.backward(params, tape, np.ones_like(H), np.ones_like(final))
    for array in (H, final, *d_params, dX):
        assert np.isfinite(array).all()


@pytest.mark.parametrize("quick", [quick for quick, _ in CELLS], ids=repr)
def test_arrays_that_come_out_are_nobodys_view_of_the_tape(rng, quick):
    posed = problem(quick, rng, padded=True)
    outputs, final, tape = quick.forward(posed.params, posed.X, posed.state, posed.lengths)
    wanted = quick.backward(posed.params, tape, posed.d_outputs, posed.d_final)
    outputs[:] = np.nan
    map_arrays(lambda array: array.fill(np.nan), final)
    again = quick.backward(posed.params, tape, posed.d_outputs, posed.d_final)
    assert_close(named_arrays(again), named_arrays(wanted), 1e-15)


@pytest.mark.parametrize(
    ("n", "terms", "cut"),
    [
        (64, 15_625, (1, 64)),
        (64, 15_626, (2, 32)),
        (64, 125_000, (8, 8)),
        (64, 125_001, (1, 64)),
        (30, 40_000, (2, 15)),
        (7, 500_000, (1, 7)),
        (1, 1, (1, 1)),
    ],
)
def test_a_product_is_cut_into_as_few_small_ones_as_will_do(n, terms, cut):
    assert sequence.slices(n, terms) == cut


@every_pair
def test_cut_products_give_the_same(rng, monkeypatch, quick, plain):
    posed = problem(plain, rng, n=32, T=6)
    monkeypatch.setattr(sequence, "SMALL_PRODUCT", 16 * 3 * 4 * 4)
    assert_close(run(quick, posed), run(plain, posed), 1e-12)


# ---- no statement of a loop can go


MODULES = [rnn, lstm, peephole, coupled, gru, gru_after, gru_before, gates, sequence]


@pytest.mark.parametrize("module", MODULES, ids=[module.__name__.rpartition(".")[2] for module in MODULES])
def test_no_statement_of_a_fast_loop_can_go(rng, monkeypatch, module):
    monkeypatch.setattr(sequence, "CHUNK", 100)
    monkeypatch.setattr(sequence, "SMALL_PRODUCT", 16 * 3 * 4 * 4)
    # Memory that holds what it held before could hide a step that is left out.
    monkeypatch.setattr(np, "empty", lambda shape, dtype=float: np.full(shape, 7, dtype))
    posed = [
        (quick, problem(quick, rng, n=16, T=6, padded=padded))
        for quick, _ in CELLS
        for padded in (False, True)
    ]
    # In a checkpoint's later segments rows have a length of 0: they ended before the first step.
    segmented = [Checkpointed(quick, every=2) for quick, _ in CELLS]
    posed += [(layer, problem(layer, rng, T=6, padded=True)) for layer in segmented]
    posed += [(quick, given._replace(d_outputs=None)) for quick, given in posed]
    silent, made = survivors(module, statements, lambda: [run(cell, given) for cell, given in posed])
    # These two are seen by the test of what grows under the padding.
    known = ("if lengths is not None", "steps.valid[:, t, None]")
    assert [words for words in silent if not any(part in words for part in known)] == []
    assert made or module is gru  # which only chooses its loops
