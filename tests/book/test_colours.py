"""The pages and the figures share one palette, and its colours can be read as text."""

from __future__ import annotations

import re

import pytest

from rnncourse.plotting import palette
from tests.book.conftest import ROOT

STYLE = (ROOT / "book" / "_static" / "course.css").read_text(encoding="utf-8")


def of_theme(style: str, theme: str) -> dict[str, str]:
    """Name → colour as the block of a theme declares them."""
    block = re.search(rf'html\[data-theme="{theme}"\][^{{]*\{{(.*?)\}}', style, re.DOTALL)[1]
    return dict(re.findall(r"--rc-(\w+): ?(#\w{6});", block))


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_the_pages_use_the_colours_of_the_figures():
    light, dark = of_theme(STYLE, "light"), of_theme(STYLE, "dark")
    for colour, name in palette._NAMES.items():
        assert light[name] == colour
        assert dark[name] == palette._DARK[colour]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_can_be_read_on_paper_and_on_wash(theme):
    colours = of_theme(STYLE, theme)
    for name in ("blue", "orange", "green", "red", "purple", "grey", "ink", "quiet"):
        for behind in ("paper", "wash"):
            assert contrast(colours[name], colours[behind]) >= 4.49, (name, behind)
