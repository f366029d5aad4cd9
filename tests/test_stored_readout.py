"""The stored results of ``benchmarks/readout.py``: complete, and what they say is what the program demands."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from rnncourse import stored

PROGRAM = Path(__file__).parents[1] / "benchmarks" / "readout.py"


@pytest.fixture(scope="module")
def program():
    spec = importlib.util.spec_from_file_location("readout_benchmark", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_number_of_units_and_reader_is_stored_once_with_all_its_starts(program):
    rows = stored.load("readout")["rows"]
    assert sorted((row["units"], row["read"]) for row in rows) == sorted(
        (units, read) for units in program.UNITS for read in program.READS
    )
    assert {len(row["accuracy"]) for row in rows} == {program.SEEDS}


def test_the_stored_differences_are_those_of_the_stored_rows(program):
    kept = stored.load("readout")
    for row, again in zip(kept["differences"], program.differences(kept["rows"]), strict=True):
        assert row["pair"] == again["pair"]
        assert np.allclose(
            [row[key] for key in ("mean", "low", "high")], [again[key] for key in ("mean", "low", "high")]
        )


def test_an_interval_is_students_t(program):
    rows = [
        {"units": units, "read": read, "accuracy": [0.5 + shift * place, 0.6 + shift * place + 0.02 * place]}
        for units, shift in ((8, 0.1), (64, 0.0))
        for place, read in enumerate(program.READS)
    ]
    first = program.differences(rows)[0]  # own ends minus last column: 0.1 and 0.12
    assert first["mean"] == pytest.approx(0.11)
    assert first["high"] - first["mean"] == pytest.approx(12.7062 * 0.01, rel=1e-4)


def test_what_is_stored_meets_the_demand_and_a_difference_that_may_be_none_is_named(program):
    compared = stored.load("readout")["differences"]
    assert program.shortfalls(compared) == []
    spoilt = [row | {"low": -0.01} for row in compared]
    assert len(program.shortfalls(spoilt)) == 1
    assert program.shortfalls(spoilt)[0].startswith("8 units, own ends minus last column: -0.010 to ")
