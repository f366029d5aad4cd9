"""The stored results of long experiments: complete, and what they say is what was run."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from rnncourse import stored

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def program(name):
    """A program of benchmarks/, as a module."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def echo():
    return program("echo")


def test_echo_is_stored_for_every_size_start_length_and_lag_and_no_two_blocks_are_copies(echo):
    found = stored.load("echo")
    assert found["made_by"]["seeds"] == echo.SEEDS
    assert set(found["made_by"]["versions"]) == {"python", "numpy", "torch"}
    rows = {(row["h"], row["start"], row["steps"], row["k"]): row for row in found["rows"]}
    wanted = {
        (h, start, steps, k)
        for h, lags in echo.LAGS.items()
        for start in ("PyTorch's", "orthogonal")
        for steps in echo.STEPS[h]
        for k in lags
    }
    assert set(rows) == wanted
    for h, lags in echo.LAGS.items():
        for steps in echo.STEPS[h]:
            blocks = [
                [rows[h, start, steps, k]["mean"] for k in lags] for start in ("PyTorch's", "orthogonal")
            ]
            assert blocks[0] != blocks[1]
    assert echo.shortfalls(found["rows"]) == []


def test_echo_names_what_falls_short(echo):
    rows = stored.load("echo")["rows"]
    spoilt = [
        {**row, "solved": 1} if (row["h"], row["k"], row["steps"]) == (4, 4, 400) else row for row in rows
    ]
    short = echo.shortfalls(spoilt)
    assert len(short) == 2
    assert all("h 4, k 4" in line for line in short)


def test_results_made_in_part_keep_the_rows_of_the_rest(echo, tmp_path, monkeypatch):
    path = tmp_path / "echo.json"
    path.write_text(json.dumps({"rows": [{"h": 2, "start": "x", "steps": 400, "k": 1, "mean": 0.5}]}))
    made = [{"h": 4, "start": "x", "steps": 400, "k": 1, "mean": 1.0}]
    monkeypatch.setattr(echo, "rows", lambda sizes, lengths: made)
    monkeypatch.setattr("sys.argv", ["echo.py", "--json", str(path), "--sizes", "4"])
    assert echo.main() == 0
    assert [row["h"] for row in json.loads(path.read_text())["rows"]] == [2, 4]


def test_missing_results_name_the_command_that_makes_them():
    with pytest.raises(FileNotFoundError, match=r"python benchmarks/nothing\.py --json"):
        stored.load("nothing")


def test_the_layers_speed_is_stored_whole_and_meets_every_bar():
    cells, found = program("cells"), stored.load("cells")
    assert set(found["made_by"]["versions"]) == {"python", "numpy", "torch"}
    assert cells.shortfalls(found["rows"]) == []
    assert {row["threads"] for row in found["rows"]} == {1, 2}
    sizes = {tuple(row["size"]) for row in found["rows"] if row["what"] == "LSTM"}
    assert sizes == set(cells.SIZES)
    assert all(row["ratio"] == row["value"] / row["other"] for row in found["rows"])
