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
from rnncourse.cells.recurrence import Cell
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
        assert repr(quick) == f"fast.{plain!r}"
        assert quick.step_forward.__func__ is plain.step_forward.__func__


@pytest.mark.parametrize("cut", [1, 2, 4])
@pytest.mark.parametrize(("quick", "plain"), CELLS)
def test_two_chunks_with_carried_state_equal_the_whole(rng, quick, plain, cut):
    posed = problem(plain, rng)
    H, final, _ = quick.forward(posed.params, posed.X, posed.state)
    H_first, state, _ = quick.forward(posed.params, posed.X[:, :cut], posed.state)
    H_second, last, _ = quick.forward(posed.params, posed.X[:, cut:], state)
    assert relative(np.concatenate([H_first, H_second], axis=1), H) < 1e-14
    assert_close(named_arrays(last, "final"), named_arrays(final, "final"), 1e-14)


@pytest.mark.parametrize("kind", [np.uint8, np.uint64, np.int8])
@every_pair
def test_lengths_of_any_integer_type_are_lengths(rng, quick, plain, kind):
    posed = problem(plain, rng, T=9, padded=True)._replace(lengths=np.array([2, 9, 5]))
    for layer in (quick, Checkpointed(plain) if isinstance(plain, Cell) else plain):
        assert_close(run(layer, posed._replace(lengths=posed.lengths.astype(kind))), run(plain, posed), 1e-12)


@every_pair
def test_what_the_caller_changes_after_forward_changes_no_gradient(rng, quick, plain):
    for layer in (quick, plain):
        posed = problem(layer, rng, padded=True)
        _, _, tape = layer.forward(posed.params, posed.X, posed.state, posed.lengths)
        wanted = layer.backward(posed.params, tape, posed.d_outputs, posed.d_final)
        posed.X[:], posed.lengths[:] = 5, 1
        again = layer.backward(posed.params, tape, posed.d_outputs, posed.d_final)
        assert_close(named_arrays(again), named_arrays(wanted), 1e-15)


@pytest.mark.filterwarnings("error")
def test_what_would_grow_without_bound_under_the_padding_reaches_nothing(rng):
    cell = fast.RNN("identity")
    params = cell.init(rng, 2, 3)._replace(W_hh=3 * np.eye(3))  # and 3^800 is no float64
    H, final, tape = cell.forward(params, rng.normal(size=(2, 800, 2)), lengths=np.array([1, 1]))
    d_params, dX, _ = cell.backward(params, tape, np.ones_like(H), np.ones_like(final))
    for array in (H, final, *d_params, dX):
        assert np.isfinite(array).all()


def test_the_tapes_hold_what_their_formulas_say(rng):
    n, T, d, h = 3, 5, 2, 4
    Z, C, state = n * (T + 1) * (h + d + 1), n * (T + 1) * h, n * h
    formulas = {
        fast.RNN: Z + state,
        fast.LSTM: Z + C + 5 * n * T * h + state,
        fast.PeepholeLSTM: Z + C + 5 * n * T * h + state,
        fast.CoupledLSTM: Z + C + 4 * n * T * h + state,
        fast.GRU: n * T * (d + 1 + 5 * h) + n * h + 4 * state,
    }
    for kind, numbers in formulas.items():
        given = problem(kind(), rng, n, T, d, h)
        tape = kind().forward(given.params, given.X)[2]
        block = tape[0]
        while block.base is not None:
            block = block.base
        arrays = 6  # each begins on a cache line, 8 numbers
        assert numbers <= block.size < numbers + 8 * arrays, kind


@pytest.mark.parametrize(("n", "T"), [(3, 5), (1, 5), (3, 1), (1, 1)])
@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
@pytest.mark.parametrize("quick", [quick for quick, _ in CELLS], ids=repr)
def test_arrays_that_come_out_are_nobodys_view_of_the_tape(rng, quick, padded, n, T):
    posed = problem(quick, rng, n=n, T=T, padded=padded)
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
    # What grows past all bounds where nothing is real must be zero, for zero times infinity is no gradient.
    growing = fast.RNN("identity")
    given = problem(growing, rng, n=16, T=6, padded=True)
    given = given._replace(lengths=np.ones(16, int))
    posed.append((growing, given._replace(params=given.params._replace(W_hh=1e200 * np.eye(4)))))
    # In a checkpoint's later segments rows have a length of 0: they ended before the first step.
    segmented = [Checkpointed(quick, every=2) for quick, _ in CELLS]
    posed += [
        (layer, problem(layer, rng, T=6, padded=True)._replace(lengths=np.array([6, 3, 1])))
        for layer in segmented
    ]
    posed += [(quick, given._replace(d_outputs=None)) for quick, given in posed]
    silent, made = survivors(module, statements, lambda: [run(cell, given) for cell, given in posed])
    assert silent == []
    assert made or module is gru  # which only chooses its loops
