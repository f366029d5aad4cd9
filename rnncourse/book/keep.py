"""How a lab hands its numbers and figures to the pages of its chapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnncourse.plotting import Plot


def keep(name: str, value: Any) -> None:
    """Keep a number or a figure under ``name``, shown by a page and not by the lab.

    On a page: `` {glue:text}`lab.ipynb::name:.2f` `` for a number (a whole one with ``:.0f``),
    ``{drawing} lab.ipynb::name`` for a figure, whose caption the page gives.

    Raises
    ------
    TypeError : for anything that is neither one number nor a ``Plot``
    """
    from myst_nb import glue

    if isinstance(value, Plot):
        glue(name, value.bare(), display=False)
    elif np.ndim(value) == 0 and np.asarray(value).dtype.kind in "biuf":
        glue(name, float(value), display=False)
    else:
        raise TypeError(f"{name} should be one number or a Plot, got {type(value).__name__}")


def keep_all(values: Mapping[str, Any]) -> None:
    """``keep`` each value under its key."""
    for name, value in values.items():
        keep(name, value)
