"""Pictures made of squares: images, and text whose letters stand on a ground that shows a number each."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from rnncourse.plotting import palette
from rnncourse.plotting.plots import figure

#: Strengths that are told apart. The squares of one strength are one shape, which keeps a picture small.
LEVELS = 16
_SQUARE = Path.unit_rectangle().vertices - 0.5


def squares(ax: plt.Axes, values: np.ndarray, colour: str) -> None:
    """A square of side 1 around (column, row) for each of ``values`` [rows, columns], clear at 0, ``colour`` at 1.

    A picture of squares takes the colours of the page around it, where a raster would keep its own.

    Raises ValueError for values that are not a matrix or not in [0, 1].
    """
    values = np.asarray(values, float)
    if values.ndim != 2 or not ((values >= 0) & (values <= 1)).all():
        raise ValueError(f"values should be a matrix of numbers in [0, 1], got shape {values.shape}")
    levels = np.rint(values * LEVELS).astype(int)
    for level in range(1, levels.max() + 1):
        rows, columns = np.nonzero(levels == level)
        if len(rows):
            corners = _SQUARE + np.stack([columns, rows], 1)[:, None]
            shape = Path.make_compound_path(*(Path(each, Path.unit_rectangle().codes) for each in corners))
            ax.add_patch(PathPatch(shape, color=colour, alpha=level / LEVELS, lw=0))


def letters(text: str, values: np.ndarray, columns: int = 60, width: float = 7.0) -> plt.Figure:
    """``text`` in lines of ``columns`` letters, orange behind values above 0, blue below, stronger towards ±1.

    Spaces are shown as a low dot, line ends as ⏎.

    Raises ValueError where there is not one value in [−1, 1] for each character.

    >>> letters("abc", np.array([-1.0, 0.0, 0.5])).axes[0].texts[2].get_text()
    'c'
    """
    values = np.asarray(values, float)
    if values.shape != (len(text),) or not (np.abs(values) <= 1).all():
        raise ValueError(
            f"values should be {len(text)} numbers in [-1, 1], one a character, got {values.shape}"
        )
    rows = -(-len(text) // columns)
    ground = np.zeros(rows * columns)
    ground[: len(text)] = 0.75 * values
    fig, ax = figure(width, 0.34 * rows)
    for sign, colour in ((1, palette.ORANGE), (-1, palette.BLUE)):
        squares(ax, np.maximum(sign * ground, 0).reshape(rows, columns), colour)
    for place, letter in enumerate(text):
        y, x = divmod(place, columns)
        shown = {" ": "·", "\n": "⏎"}.get(letter, letter)
        ax.text(x, y, shown, ha="center", va="center", fontsize=11, family="DejaVu Sans Mono")
    ax.set(xlim=(-0.6, columns - 0.4), ylim=(rows - 0.4, -0.6))
    ax.axis("off")
    return fig
