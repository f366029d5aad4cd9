"""The tape is as large as each cell's docstring says."""

from __future__ import annotations

import re

import numpy as np
import pytest
from layers import CELLS, problem

from rnncourse.tree import count


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize(("n", "T", "d", "h"), [(3, 5, 2, 4), (2, 7, 6, 5)])
def test_the_tape_holds_as_many_numbers_as_the_docstring_says(rng, cell, n, T, d, h):
    formula = re.search(r"tape holds\s+n·T·\((.+?)\)", type(cell).__doc__).group(1)
    of_a_step = eval(
        re.sub(r"(\d)([a-z])", r"\1*\2", formula), {"d": d, "h": h, "p": getattr(cell, "p", None)}
    )
    given = problem(cell, rng, n, T, d, h)
    _, _, tape = cell.forward(given.params, given.X, given.state)
    assert sum(map(count, tape.caches)) == n * T * of_a_step
    assert tape.valid.shape == (n, T)
    assert tape.valid.dtype == np.bool_
