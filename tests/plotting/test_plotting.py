"""Figures: themed, described, with ids of their own, the same from run to run."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest

from rnncourse import plotting
from rnncourse.plotting import palette, svg
from rnncourse.plotting.diagrams import bidirectional, rnn, sequences, sequences_patterns


def plot(name="one"):
    fig, ax = plotting.figure(4, 3)
    ax.plot([0, 1, 2], [3, 1, 2], label="a")
    ax.plot([0, 1, 2], [1, 2, 3], label="b")
    ax.legend()
    return plotting.show(fig, name=name, alt="Two lines that cross.", caption="A < B")


def test_no_colour_of_the_palette_stays_fixed_in_a_figure():
    shown = plot().svg.replace(palette.STYLE, "")
    fixed = set(re.findall(r"(?<!, )#[0-9a-f]{6}\b", shown))
    assert palette.BLUE not in fixed
    assert palette.INK not in fixed
    assert "currentColor" in shown


def test_the_same_figure_is_the_same_text_and_two_figures_share_no_id():
    assert plot().svg == plot().svg
    ids = [set(re.findall(r'\bid="([^"]+)"', plot(name).svg)) for name in ("one", "two")]
    assert ids[0]
    assert not ids[0] & ids[1]
    references = set(re.findall(r'(?:href="|url\()#([^")]+)', plot("one").svg))
    assert references <= ids[0]


def test_alt_and_caption_are_escaped_and_the_alt_is_required():
    shown = plot()
    assert 'aria-label="Two lines that cross."' in shown._repr_html_()
    assert "A &lt; B" in shown._repr_html_()
    assert "figcaption" not in shown.bare()._repr_html_()
    fig, _ = plotting.figure()
    with pytest.raises(ValueError, match="alt should say"):
        plotting.show(fig, name="x", alt=" ")


DRAWINGS = [
    rnn.cell,
    rnn.unrolled,
    rnn.unrolled_narrow,
    rnn.readouts,
    rnn.readouts_narrow,
    rnn.shift_register,
    sequences.readers,
    sequences.readers_narrow,
    sequences.embedding,
    sequences.chain_and_tree,
    sequences.chain_and_tree_narrow,
    sequences_patterns.patterns,
    sequences_patterns.patterns_narrow,
    bidirectional.directions,
    bidirectional.directions_narrow,
    bidirectional.trap,
    bidirectional.trap_narrow,
]


@pytest.mark.parametrize("draw", DRAWINGS)
def test_drawings_are_well_formed_and_stay_inside_their_frame(draw):
    body = draw().replace(palette.STYLE, "")
    root = ElementTree.fromstring(body)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for element in root.iter():
        for axis, limit in (("x", width), ("cx", width), ("y", height), ("cy", height)):
            if axis in element.attrib and not element.tag.endswith("marker"):
                assert -1 <= float(element.attrib[axis]) <= limit + 1


def test_letters_with_an_index_are_lowered_and_raised_again():
    shifts = re.findall(r' dy="([-0-9.]+)"', svg.math(0, 0, "h_{t-1} + b"))
    assert len(shifts) == 2
    assert float(shifts[0]) == -float(shifts[1]) > 0


def test_digits_and_signs_stand_upright_and_letters_lean():
    pieces = dict(re.findall(r'style="([^"]*)">([^<]+)</tspan>', svg.math(0, 0, "x_{t-1}")))
    leaning = {letters: "font-style:normal" not in style for style, letters in pieces.items()}
    assert leaning == {"t": True, "−1": False} or leaning == {"x": True, "t": True, "−1": False}


def test_squares_of_one_strength_are_one_shape_and_letters_stand_on_theirs():
    _, ax = plotting.figure(2, 2)
    plotting.squares(ax, np.array([[0, 1, 0.5], [0.5, 0.51, 0]]), plotting.INK)
    strengths = [(patch.get_alpha(), len(patch.get_path().vertices)) for patch in ax.patches]
    assert strengths == [(0.5, 15), (1.0, 5)]
    assert ax.patches[1].get_path().vertices.mean(0) == pytest.approx((1, 0), abs=0.11)
    for bad in (np.ones(3), np.array([[-0.1]]), np.array([[1.1]])):
        with pytest.raises(ValueError, match="should be a matrix"):
            plotting.squares(ax, bad, plotting.INK)
    lettered = plotting.letters("a b\n", np.array([1, -1, 0.1, 0]), columns=2)
    assert [text.get_text() for text in lettered.axes[0].texts] == ["a", "·", "b", "⏎"]
    assert len(lettered.axes[0].patches) == 3
    with pytest.raises(ValueError, match="one a character"):
        plotting.letters("ab", np.zeros(3))
    plt.close("all")
