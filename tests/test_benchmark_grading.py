"""The benchmark of grading: its bars are looked at, and what it samples of a run adds up."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from rnncourse import stored
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def program():
    spec = importlib.util.spec_from_file_location("benchmark_grading", ROOT / "benchmarks" / "grading.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["benchmark_grading"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["benchmark_grading"]


def rows(program, better: float) -> list[dict]:
    """A row for each bar, ``better`` times as good as it asks for."""
    return [
        {"what": what, "ratio": bar * better if way == "at least" else bar / better}
        for what, bar, way in program.BARS
    ]


def test_every_bar_is_looked_at(program):
    assert program.shortfalls(rows(program, 1.01)) == []
    for place, (what, _, _) in enumerate(program.BARS):
        met, missed = rows(program, 1.01), rows(program, 0.99)
        found = program.shortfalls([*met[:place], missed[place], *met[place + 1 :]])
        assert len(found) == 1
        assert found[0].startswith(what)


def test_a_bar_that_nothing_was_measured_for_is_not_met(program):
    assert len(program.shortfalls([])) == len(program.BARS)


@pytest.mark.parametrize("nonsense", [-0.05, 0.0, float("nan")])
def test_a_figure_that_cannot_be_is_no_bar_met(program, nonsense):
    for place, (what, _, _) in enumerate(program.BARS):
        found = rows(program, 1.01)
        found[place]["ratio"] = nonsense
        assert [line.partition(":")[0] for line in program.shortfalls(found)] == [what]


def test_cost_of_one_is_the_difference_of_two_samples(program):
    samples = [program.Sample(count, 1.0 + 0.5 * count, 2.0 + 0.1 * count, 100) for count in (1, 20, 40)]
    found = program.each(samples, 20, 40)
    assert (found.wall, found.resident) == (0.5, 100)
    assert found.cpu == pytest.approx(0.1)


def test_what_is_stored_is_whole_and_meets_every_bar(program):
    found = stored.load("grading")
    assert [row["what"] for row in found["rows"]] == [what for what, _, _ in program.BARS]
    assert program.shortfalls(found["rows"]) == []
    assert set(found["made_by"]["versions"]) == {"python", "numpy", "torch", "nbgrader"}
    times, own, overhead, large, resident, workers = found["rows"]
    for row in (times, large, resident, workers):
        assert row["ratio"] == pytest.approx(row["value"] / row["other"])
    assert overhead["ratio"] == pytest.approx(overhead["value"] - own["value"])
