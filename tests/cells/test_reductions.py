"""Which cells contain which: each variant with some parameters at special values is another cell."""

from __future__ import annotations

import numpy as np
import pytest
from layers import Problem, assert_close, problem, run

from rnncourse.cells import (
    GRU,
    LSTM,
    LSTM1997,
    MGU,
    AblatedLSTM,
    CoupledLSTM,
    ForgetOnlyLSTM,
    FullGateLSTM,
    PeepholeLSTM,
    ProjectedLSTM,
)
from rnncourse.cells.ablations import SEARCH_SPACE

SATURATED = 60.0  # σ(60) = 1 in float64: a gate that nothing closes


def with_params(given: Problem, params: object) -> Problem:
    return given._replace(params=params)


def columns(array: np.ndarray, blocks: int) -> list[np.ndarray]:
    return np.split(array, blocks, axis=-1)


def side_by_side(*blocks: np.ndarray) -> np.ndarray:
    return np.concatenate(blocks, axis=-1)


def assert_same_but_for_parameters(got: dict, want: dict, tolerance: float = 1e-14) -> None:
    """Outputs, final state and the gradients of input and initial state, where parameters differ in form."""

    def others(results: dict) -> dict:
        return {name: array for name, array in results.items() if not name.startswith("d_params")}

    assert_close(others(got), others(want), tolerance)


# ---- peepholes


def test_without_its_peepholes_weights_the_peephole_lstm_is_the_lstm(rng):
    given = problem(PeepholeLSTM(), rng, padded=True)
    zeros = {name: np.zeros(4) for name in ("p_i", "p_f", "p_o")}
    got = run(PeepholeLSTM(), with_params(given, given.params._replace(**zeros)))
    want = run(LSTM(), with_params(given, LSTM.Params(*given.params[:3])))
    peepholes = {name: got.pop(f"d_params.{name}") for name in zeros}
    assert_close(got, want, 1e-14)
    # The weights are at zero, their gradients are not: training opens the peepholes.
    assert all((gradient != 0).all() for gradient in peepholes.values())


@pytest.mark.parametrize(
    ("name", "base"),
    [("V", PeepholeLSTM()), ("NP", LSTM())],
    ids=["nothing is the peephole LSTM", "NP is the LSTM"],
)
def test_ablations_that_are_other_cells(rng, name, base):
    given = problem(base, rng, padded=True)
    assert_close(run(SEARCH_SPACE[name], given), run(base, given), 1e-15)


@pytest.mark.parametrize(
    ("name", "base"),
    [("CIFG", CoupledLSTM()), ("NFG", LSTM1997("tanh"))],
    ids=["CIFG is the coupled LSTM", "NFG is the LSTM of 1997 with tanh"],
)
def test_ablations_that_are_other_cells_but_for_peepholes(rng, name, base):
    given = problem(base, rng, padded=True)
    cell = AblatedLSTM(name)
    got = run(cell, with_params(given, cell.Params(*given.params, p_i=np.zeros(4), p_o=np.zeros(4))))
    for peephole in ("p_i", "p_o"):
        del got[f"d_params.{peephole}"]
    assert_close(got, run(base, given), 1e-14)


@pytest.mark.parametrize(("name", "gone"), [("NIG", "i"), ("NFG", "f"), ("NOG", "o")])
def test_a_gate_that_is_gone_is_a_gate_that_is_wide_open(rng, name, gone):
    given = problem(PeepholeLSTM(), rng)
    params = given.params
    block = "ifgo".index(gone)
    params.b_h[block * 4 : (block + 1) * 4] = SATURATED
    cell = AblatedLSTM(name)

    def without(array: np.ndarray) -> np.ndarray:
        return side_by_side(*(part for k, part in enumerate(columns(array, 4)) if k != block))

    left = {k: v for k, v in params._asdict().items() if k in cell.Params._fields}
    reduced = cell.Params(**left | {k: without(left[k]) for k in ("W_xh", "W_hh", "b_h")})
    assert_same_but_for_parameters(run(cell, with_params(given, reduced)), run(PeepholeLSTM(), given))


@pytest.mark.parametrize("name", ["NIAF", "NOAF"])
def test_without_its_activation_a_cell_differs_by_the_cube_of_small_signals(rng, name):
    """tanh(a) = a − a³/3 + …: what the activation sees ten times smaller, the difference a thousand times."""
    given = problem(PeepholeLSTM(), rng)
    x_t, state = given.X[:, 0], given.state._replace(c=0 * given.state.c)

    def difference(scale: float) -> float:
        params = given.params._replace(W_xh=given.params.W_xh.copy(), W_hh=given.params.W_hh.copy())
        params = params._replace(b_h=params.b_h.copy())
        for array in (params.W_xh, params.W_hh, params.b_h):
            array[..., 8:12] *= scale
        one, other = (cell.step(params, x_t, state).h for cell in (AblatedLSTM(name), PeepholeLSTM()))
        return np.abs(one - other).max()

    assert difference(1e-3) / difference(1e-2) == pytest.approx(1e-3, rel=0.05)


def test_full_gate_recurrence_with_nothing_recurring_is_the_peephole_lstm(rng):
    given = problem(FullGateLSTM(), rng, padded=True)
    params = given.params._replace(W_gates=np.zeros((12, 12)))
    H, final, _ = FullGateLSTM().forward(params, given.X, given.state, given.lengths)
    base = PeepholeLSTM()
    h_c = base.State(given.state.h, given.state.c)
    want_H, want_final, _ = base.forward(base.Params(*params[:6]), given.X, h_c, given.lengths)
    assert_close({"H": H, "h": final.h, "c": final.c}, {"H": want_H, **want_final._asdict()}, 1e-15)


# ---- projection, coupling, 1997


def test_projecting_onto_the_first_cells_is_an_lstm_that_feeds_back_only_those(rng):
    cell = ProjectedLSTM(p=3)
    given = problem(cell, rng, padded=True)
    params = given.params._replace(W_hp=np.eye(4, 3))
    W_hh = np.concatenate([params.W_hh, np.zeros((1, 16))])  # the fourth output goes nowhere
    H, final, _ = cell.forward(params, given.X, None, given.lengths)
    want = LSTM().forward(LSTM.Params(params.W_xh, W_hh, params.b_h), given.X, None, given.lengths)
    assert_close({"H": H, "h": final.h}, {"H": want[0][..., :3], "h": want[1].h[:, :3]}, 1e-15)
    assert_close({"c": final.c}, {"c": want[1].c}, 1e-15)


def test_coupled_gates_are_an_lstm_whose_forget_gate_has_the_input_gates_weights_negated(rng):
    given = problem(CoupledLSTM(), rng, padded=True)

    def uncoupled(array: np.ndarray) -> np.ndarray:
        i, g, o = columns(array, 3)
        return side_by_side(i, -i, g, o)

    got = run(CoupledLSTM(), given)
    want = run(LSTM(), with_params(given, LSTM.Params(*map(uncoupled, given.params))))
    assert_same_but_for_parameters(got, want)
    for name in ("W_xh", "W_hh", "b_h"):
        di, df, dg, do = columns(want[f"d_params.{name}"], 4)
        assert_close({name: got[f"d_params.{name}"]}, {name: side_by_side(di - df, dg, do)}, 1e-13)


def test_a_coupled_cell_stays_between_minus_one_and_one_and_one_without_forget_gate_does_not(rng):
    X = 3 * rng.normal(size=(4, 50, 2))
    coupled, free = CoupledLSTM(), LSTM1997("tanh")
    params = coupled.init(rng, 2, 5)
    assert np.abs(coupled.forward(params, X)[1].c).max() < 1
    assert np.abs(free.forward(free.Params(*params), X)[1].c).max() > 1


def test_the_lstm_of_1997_is_the_limit_of_a_large_forget_bias(rng):
    """1 − σ(b) falls as e^−b, and the difference with it."""
    given = problem(LSTM1997("tanh"), rng, padded=True)
    want = run(LSTM1997("tanh"), given)

    def gap(forget_bias: float) -> float:
        def with_forget_gate(array: np.ndarray, f: float) -> np.ndarray:
            i, g, o = columns(array, 3)
            return side_by_side(i, np.full_like(i, f), g, o)

        W_xh, W_hh, b_h = given.params
        params = LSTM.Params(
            with_forget_gate(W_xh, 0.1), with_forget_gate(W_hh, 0.1), with_forget_gate(b_h, forget_bias)
        )
        got = run(LSTM(), with_params(given, params))
        return max(np.abs(got[name] - want[name]).max() for name in ("outputs", "final.c", "dX", "d_state.c"))

    assert gap(20) / gap(10) == pytest.approx(np.exp(-10), rel=0.01)
    assert gap(SATURATED) < 1e-13


def test_the_squashings_of_1997_and_tanh_are_the_same_cells_in_other_units(rng):
    given = problem(LSTM1997(), rng)
    half_g = np.repeat([1, 0.5, 1], 4)
    H, final, _ = LSTM1997("1997").forward(given.params, given.X, given.state)
    params = given.params._replace(**{name: a * half_g for name, a in given.params._asdict().items()})
    state = given.state._replace(c=given.state.c / 2)
    want_H, want, _ = LSTM1997("tanh").forward(params, given.X, state)
    assert_close({"H": H, "c": final.c}, {"H": want_H, "c": 2 * want.c}, 1e-14)


# ---- one gate


def test_the_minimal_gated_unit_is_a_gru_whose_reset_and_update_gates_are_tied(rng):
    given = problem(MGU(), rng, padded=True)
    gru = GRU(reset="before", update="takes")

    def tied(array: np.ndarray) -> np.ndarray:
        f, g = columns(array, 2)
        return side_by_side(f, f, g)

    got, want = run(MGU(), given), run(gru, with_params(given, gru.Params(*map(tied, given.params))))
    assert_same_but_for_parameters(got, want)
    for name in ("W_xh", "W_hh", "b_h"):
        dr, dz, dg = columns(want[f"d_params.{name}"], 3)
        assert_close({name: got[f"d_params.{name}"]}, {name: side_by_side(dr + dz, dg)}, 1e-13)


def test_the_forget_gate_alone_with_beta_0_is_a_gru_that_never_resets(rng):
    given = problem(ForgetOnlyLSTM(beta=0), rng, padded=True)
    gru = GRU(reset="before", update="keeps")

    def never_resets(array: np.ndarray, r: float) -> np.ndarray:
        f, g = columns(array, 2)
        return side_by_side(np.full_like(f, r), f, g)

    W_xh, W_hh, b_h = given.params
    params = gru.Params(never_resets(W_xh, 0), never_resets(W_hh, 0), never_resets(b_h, SATURATED))
    got, want = run(ForgetOnlyLSTM(beta=0), given), run(gru, with_params(given, params))
    assert_same_but_for_parameters(got, want)


@pytest.mark.parametrize(("beta", "leaves"), [(0, False), (1, True)])
def test_only_a_beta_above_0_lets_the_state_leave_minus_one_to_one(beta, leaves):
    """Where s and the candidate stand still, h → g (1 − σ(s − β)) / (1 − σ(s)): e at most, for β = 1."""
    cell = ForgetOnlyLSTM(beta=beta)
    params = cell.Params(np.zeros((1, 2)), np.zeros((1, 2)), np.array([3.0, 5.0]))
    _, h, _ = cell.forward(params, np.zeros((1, 500, 1)))
    sigma = lambda a: 1 / (1 + np.exp(-a))  # noqa: E731
    assert h.item() == pytest.approx(np.tanh(5) * (1 - sigma(3 - beta)) / (1 - sigma(3)), rel=1e-9)
    assert (h.item() > 1) == leaves
