"""The one place for colours.

Six hues after Okabe & Ito (2008), told apart with every common colour blindness, each in two strengths: one for
white paper, one for a dark screen. A figure names a colour by its light value; ``themed`` then replaces the
value by a CSS variable, and ``STYLE`` gives the variable its value for the theme that the page is in.
"""

from __future__ import annotations

#: Text and axes: whatever colour the text around the figure has.
INK = "#010203"

BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0a66a8", "#a85b00", "#00795a", "#b5361c", "#8a4a86", "#6b7280"

_DARK = {
    BLUE: "#6cb8f0",
    ORANGE: "#f0b04a",
    GREEN: "#4ccfa6",
    RED: "#ff8a6b",
    PURPLE: "#dba3d8",
    GREY: "#9aa3af",
}
_NAMES = {BLUE: "blue", ORANGE: "orange", GREEN: "green", RED: "red", PURPLE: "purple", GREY: "grey"}


def variable(colour: str) -> str:
    """The CSS for a colour of the palette, with its light value where no theme is known.

    >>> variable(BLUE), variable(INK)
    ('var(--rc-blue, #0a66a8)', 'currentColor')
    """
    return "currentColor" if colour == INK else f"var(--rc-{_NAMES[colour]}, {colour})"


def themed(svg: str) -> str:
    """``svg`` with every colour of the palette replaced by its CSS variable."""
    for colour in (INK, *_NAMES):
        svg = svg.replace(colour, variable(colour))
    return svg


def _declarations(values: dict[str, str]) -> str:
    return "".join(f"--rc-{_NAMES[colour]}:{value};" for colour, value in values.items())


#: A style element that every figure carries, so that it is right wherever it is shown: the book's dark theme
#: sets data-theme on <html>, JupyterLab's sets data-jp-theme-light on <body>.
STYLE = (
    "<style>"
    f":root{{{_declarations({colour: colour for colour in _NAMES})}}}"
    f'html[data-theme="dark"],body[data-jp-theme-light="false"]{{{_declarations(_DARK)}}}'
    "</style>"
)
