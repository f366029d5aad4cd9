"""Diagrams: boxes, arrows and letters with indices, as SVG that follows the theme of the page.

Coordinates are in pixels of a drawing ``width`` wide; y grows downwards. Every function returns a piece of SVG;
``drawing`` puts pieces together. Letters are written as in the text: ``h_{t-1}``, ``W_{xh}``.
"""

from __future__ import annotations

import html
import re

from rnncourse.plotting.palette import INK, STYLE, variable

_MATH = "KaTeX_Math,'Latin Modern Math','STIX Two Math','Times New Roman',serif"
_UPRIGHT = _MATH.replace("KaTeX_Math", "KaTeX_Main")  # KaTeX_Math has old-style digits
_WORDS = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif"


def drawing(width: float, height: float, *pieces: str) -> str:
    """An SVG of this size, shrinking with the page and never growing past it."""
    body = "".join(pieces)
    return (
        f'{STYLE}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'style="width:100%;max-width:{width:g}px;height:auto" fill="none">{_HEADS}{body}</svg>'
    )


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    colour: str = INK,
    *,
    round: float = 6,
    dashed: bool = False,
) -> str:
    """A rectangle with its centre at (x, y), faintly filled with its own colour."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    paint = variable(colour)
    return (
        f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width:g}" height="{height:g}" rx="{round:g}" '
        f'style="stroke:{paint};fill:{paint};fill-opacity:.10;stroke-width:1.6"{dash}/>'
    )


def circle(x: float, y: float, radius: float, colour: str = INK) -> str:
    """A circle, faintly filled with its own colour."""
    paint = variable(colour)
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" '
        f'style="stroke:{paint};fill:{paint};fill-opacity:.10;stroke-width:1.6"/>'
    )


def arrow(*points: tuple[float, float], colour: str = INK, dashed: bool = False, head: bool = True) -> str:
    """A line through the points, with its head at the last."""
    path = "M" + "L".join(f"{x:g},{y:g}" for x, y in points)
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    tip = f' marker-end="url(#head-{_tag(colour)})"' if head else ""
    return f'<path d="{path}" style="stroke:{variable(colour)};stroke-width:1.6"{dash}{tip}/>'


def curve(path: str, colour: str = INK, dashed: bool = False, head: bool = True) -> str:
    """An arrow along any SVG path."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    tip = f' marker-end="url(#head-{_tag(colour)})"' if head else ""
    return f'<path d="{path}" style="stroke:{variable(colour)};stroke-width:1.6"{dash}{tip}/>'


def math(
    x: float, y: float, letters: str, colour: str = INK, *, size: float = 18, anchor: str = "middle"
) -> str:
    """Letters with indices, centred on (x, y): ``h_{t-1}``; a name after a backslash is upright: ``\\tanh``."""
    spans, lowered = [], False
    for index, words in _pieces(letters):
        shift = "" if index == lowered else f' dy="{size * 0.22 if index else -size * 0.22:.3g}"'
        lowered = index
        small = f"font-size:{size * 0.72:.3g}px;" if index else ""
        for run in re.findall(r"\\[a-z]+|[A-Za-z]+|[^A-Za-z\\]+", words):
            slant = "" if run[0].isalpha() else f"font-style:normal;font-family:{_UPRIGHT};"
            shown = html.escape(run.lstrip("\\").replace("-", "−"))
            spans.append(f'<tspan{shift} style="{small}{slant}">{shown}</tspan>')
            shift = ""
    return (
        f'<text x="{x:g}" y="{y + size * 0.32:g}" text-anchor="{anchor}" '
        f'style="fill:{variable(colour)};font-size:{size:g}px;font-style:italic;font-family:{_MATH}">'
        f"{''.join(spans)}</text>"
    )


def _pieces(letters: str) -> list[tuple[bool, str]]:
    """What stands on the line and what below it, in order: ``[(False, "h"), (True, "t-1")]``."""
    return [
        (piece.startswith("_{"), piece[2:-1] if piece.startswith("_{") else piece)
        for piece in re.findall(r"_\{[^}]*\}|(?:(?!_\{).)+", letters)
    ]


def text(
    x: float, y: float, words: str, colour: str = INK, *, size: float = 14, anchor: str = "middle"
) -> str:
    """Words, centred on (x, y)."""
    return (
        f'<text x="{x:g}" y="{y + size * 0.35:g}" text-anchor="{anchor}" '
        f'style="fill:{variable(colour)};font-size:{size:g}px;font-family:{_WORDS}">{html.escape(words)}</text>'
    )


def _tag(colour: str) -> str:
    return colour.lstrip("#")


def _head(colour: str) -> str:
    return (
        f'<marker id="head-{_tag(colour)}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0,0.8L7.5,4L0,7.2z" style="fill:{variable(colour)}"/></marker>'
    )


def _all_heads() -> str:
    from rnncourse.plotting import palette

    colours = [INK, palette.BLUE, palette.ORANGE, palette.GREEN, palette.RED, palette.PURPLE, palette.GREY]
    return f"<defs>{''.join(map(_head, colours))}</defs>"


_HEADS = _all_heads()
