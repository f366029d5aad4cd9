"""Text whose letters stand on a ground that shows a number each, as a Matplotlib figure."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from rnncourse.plotting import palette
from rnncourse.plotting.plots import figure


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
    fig, ax = figure(width, 0.34 * rows)
    for place, (letter, value) in enumerate(zip(text, values, strict=True)):
        y, x = divmod(place, columns)
        colour = palette.ORANGE if value > 0 else palette.BLUE
        ax.add_patch(Rectangle((x - 0.5, y - 0.48), 1, 0.96, color=colour, alpha=0.75 * abs(value), lw=0))
        shown = {" ": "·", "\n": "⏎"}.get(letter, letter)
        ax.text(x, y, shown, ha="center", va="center", fontsize=11, family="DejaVu Sans Mono")
    ax.set(xlim=(-0.6, columns - 0.4), ylim=(rows - 0.4, -0.6))
    ax.axis("off")
    return fig
