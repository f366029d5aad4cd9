"""Figures and diagrams in one style, legible in light and dark, in the book and in JupyterLab.

``figure()`` opens a Matplotlib figure in the course's style; ``show(fig, alt=..., caption=...)`` turns it into
an inline SVG whose lines and letters take the colours of the page around it. ``svg`` draws diagrams.
"""

from rnncourse.plotting.lettering import letters, squares
from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from rnncourse.plotting.plots import Plot, figure, show

__all__ = [
    "BLUE", "GREEN", "GREY", "INK", "ORANGE", "PURPLE", "RED", "Plot", "figure", "letters", "show", "squares",
]  # fmt: skip
