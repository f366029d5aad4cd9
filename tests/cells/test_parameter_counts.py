"""How many numbers each cell learns."""

from __future__ import annotations

import pytest
from layers import CELLS

COUNTS = {
    "rnn": lambda d, h: h * (d + h + 1),
    "lstm": lambda d, h: 4 * h * (d + h + 1),
    "lstm-1997": lambda d, h: 3 * h * (d + h + 1),
    "peephole": lambda d, h: 4 * h * (d + h + 1) + 3 * h,
    "coupled": lambda d, h: 3 * h * (d + h + 1),
    "projected": lambda d, h: 4 * h * (d + 3 + 1) + 3 * h,
    "layer-norm": lambda d, h: 4 * h * (d + h + 1) + 10 * h,
    "forget-only": lambda d, h: 2 * h * (d + h + 1),
    "gru-before-keeps": lambda d, h: 3 * h * (d + h + 1),
    "gru-after-keeps": lambda d, h: 3 * h * (d + h + 1) + h,
    "mgu": lambda d, h: 2 * h * (d + h + 1),
    "ablated-V": lambda d, h: 4 * h * (d + h + 1) + 3 * h,
    "ablated-NIG": lambda d, h: 3 * h * (d + h + 1) + 2 * h,
    "ablated-NFG": lambda d, h: 3 * h * (d + h + 1) + 2 * h,
    "ablated-NOG": lambda d, h: 3 * h * (d + h + 1) + 2 * h,
    "ablated-NIAF": lambda d, h: 4 * h * (d + h + 1) + 3 * h,
    "ablated-NOAF": lambda d, h: 4 * h * (d + h + 1) + 3 * h,
    "ablated-CIFG": lambda d, h: 3 * h * (d + h + 1) + 2 * h,
    "ablated-NP": lambda d, h: 4 * h * (d + h + 1),
    "ablated-FGR": lambda d, h: 4 * h * (d + h + 1) + 3 * h + 9 * h * h,
}


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize(("d", "h"), [(1, 4), (7, 5), (28, 128)])
def test_parameter_counts_follow_the_closed_formula(rng, name, d, h):
    params = CELLS[name].init(rng, d, h)
    assert sum(array.size for array in params) == COUNTS[name](d, h)


def test_there_is_a_formula_for_every_kind_of_cell():
    assert {type(CELLS[name]) for name in COUNTS} == {type(cell) for cell in CELLS.values()}
