"""The benchmark of the layers: what it compares with is right, and its bars are looked at."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from layers import assert_close, problem

from rnncourse.cells import LSTM
from rnncourse.tree import named_arrays
from tests.conftest import ROOT


@pytest.fixture
def programs(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import cells
    import textbook

    yield cells, textbook
    for name in ("cells", "textbook"):
        sys.modules.pop(name)


def test_the_textbooks_lstm_is_the_courses(rng, programs):
    _, textbook = programs
    params, X, state, _, dH, _ = problem(LSTM(), rng)
    weights = textbook.separate(params)
    H, steps = textbook.forward(weights, X, state.h, state.c)
    d_weights, dX, d_state = textbook.backward(weights, steps, dH)
    outputs, _, tape = LSTM().forward(params, X, state)
    expected = (outputs, *LSTM().backward(params, tape, dH))
    assert_close(named_arrays((H, textbook.together(d_weights), dX, d_state)), named_arrays(expected), 1e-13)


def rows_at(cells, ratio):
    """A row for each bar at a ratio of the bar; for every size and type where the bar is for all."""
    return [
        {
            "threads": 1,
            "what": what,
            "against": against,
            "dtype": one,
            "size": list(at),
            "ratio": ratio * most,
        }
        for what, against, dtype, size, most in cells.BARS
        for one in ([dtype] if dtype else ["float32", "float64"])
        for at in ([size] if size else cells.SIZES)
    ]


def test_every_bar_is_looked_at(programs):
    cells, _ = programs
    assert cells.shortfalls(rows_at(cells, 0.99)) == []
    met, missed = rows_at(cells, 0.99), rows_at(cells, 1.01)
    for place, row in enumerate(missed):
        found = cells.shortfalls([*met[:place], row, *met[place + 1 :]])
        assert any(f"{row['what']} against {row['against']}" in line for line in found), row


def test_a_bar_that_nothing_was_measured_for_is_not_met(programs):
    cells, _ = programs
    assert len(cells.shortfalls([])) == len(cells.BARS)
    assert all("not measured" in line for line in cells.shortfalls([]))


def test_a_small_part_runs(programs, capsys):
    cells, _ = programs
    rows = cells.layers((3, 2, 4, 5), "float32", 1) + cells.training_step((8, 4, 8, 5), "float64", 1)
    rows += cells.memory((30, 8, 6, 16), "float64")
    cells.show([{"threads": 1} | row | {"ratio": row["value"] / row["other"]} for row in rows])
    assert {row["against"] for row in rows} == {"torch", "plain", "LSTM", "floor", "textbook", "formula"}
    assert "CoupledLSTM" in capsys.readouterr().out
    assert all(np.isfinite(row["value"]) and row["value"] > 0 < row["other"] for row in rows)


def test_tapes_hold_what_their_formulas_say(programs):
    cells, _ = programs
    for row in cells.memory((40, 32, 24, 64), "float32"):
        assert 0.85 < row["value"] / row["other"] < 1.15, row
