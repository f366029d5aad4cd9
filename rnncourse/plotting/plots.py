"""Matplotlib figures as inline SVG that follows the theme of the page."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from cycler import cycler

from rnncourse.plotting import palette

_STYLE = {
    "axes.edgecolor": palette.INK,
    "axes.labelcolor": palette.INK,
    "axes.prop_cycle": cycler(
        color=[palette.BLUE, palette.ORANGE, palette.GREEN, palette.RED, palette.PURPLE]
    )
    + cycler(marker=["o", "s", "^", "D", "v"]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.size": 11,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "svg.fonttype": "path",
    "text.color": palette.INK,
    "xtick.color": palette.INK,
    "ytick.color": palette.INK,
}


def figure(width: float = 7.0, height: float = 3.4, **subplots: Any) -> tuple[plt.Figure, Any]:
    """``plt.subplots`` in the course's style; sizes in inches, a text column is 7 wide.

    The style stays on, so that what is added later (a legend, a label) has it too.
    """
    mpl.rcParams.update(_STYLE)
    return plt.subplots(figsize=(width, height), **subplots)


class Plot:
    """A finished figure: inline SVG for a page or a notebook, its description for everyone else."""

    def __init__(self, svg: str, alt: str, caption: str) -> None:
        self.svg, self.alt, self.caption = svg, alt, caption

    def __repr__(self) -> str:
        return f"Figure: {self.alt}"

    def bare(self) -> Plot:
        """The same without its caption, for a page that has a caption of its own."""
        return Plot(self.svg, self.alt, "")

    def _repr_html_(self) -> str:
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            f'<figure class="course-plot" style="margin:1em 0"><div role="img" aria-label="{html.escape(self.alt)}">'
            f"{self.svg}</div>{caption}</figure>"
        )


def show(fig: plt.Figure, *, name: str, alt: str, caption: str = "") -> Plot:
    """Close ``fig`` and return it as inline SVG.

    Parameters
    ----------
    name : letters and hyphens, unique on its page; prefixes the ids inside the SVG
    alt : what the figure shows, for those who do not see it
    caption : what to see in it

    Raises
    ------
    ValueError : for an empty ``alt``
    """
    if not alt.strip():
        raise ValueError("alt should say what the figure shows, got an empty text")
    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name}):
        fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(fig)
    return Plot(_inline(buffer.getvalue(), name), alt, caption)


def _inline(svg: str, name: str) -> str:
    """The <svg> element alone: scalable, themed, with ids of its own."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[\d.]+pt"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[\d.]+pt"', r'\1 style="width:100%;height:auto"', svg, count=1)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#{name}-", svg)
    svg = re.sub(r"<style[^>]*>.*?</style>", _local_style, svg, count=1, flags=re.DOTALL)
    return palette.STYLE + palette.themed(svg).strip()


def _local_style(found: re.Match) -> str:
    """Matplotlib's one global rule would restyle the whole page; it is the default join and cap, so drop it."""
    return "" if "stroke-linejoin" in found[0] else found[0]
