"""The stored results of ``benchmarks/cloze.py``: complete, and what they say is what the program demands."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from rnncourse import stored

PROGRAM = Path(__file__).parents[1] / "benchmarks" / "cloze.py"


@pytest.fixture(scope="module")
def program():
    spec = importlib.util.spec_from_file_location("cloze_benchmark", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_reader_training_and_lag_is_stored_once(program):
    kept = [
        (row["reader"], *row["trained"], row["steps"], row["lag"]) for row in stored.load("cloze")["rows"]
    ]
    wanted = {
        (reader, *trained, steps, lag)
        for reader in program.READERS
        for trained in ((9, 9), (9, 12))
        for steps in program.STEPS
        for lag in range(9, 16)
    }
    assert len(kept) == len(set(kept))
    assert set(kept) == wanted


def test_what_is_stored_meets_the_demand_and_a_start_that_fails_is_named(program):
    rows = stored.load("cloze")["rows"]
    assert program.shortfalls(rows) == []
    spoilt = [row | {"filled": 4} if row["lag"] == 11 else row for row in rows]
    assert program.shortfalls(spoilt) == [
        "recurrent, orthogonal start, trained for [9, 12], lag 11: 4 of 5 starts"
    ]
