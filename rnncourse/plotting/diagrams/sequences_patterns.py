"""The map of chapter 1: four patterns of inputs and outputs, and what each is used for."""

from __future__ import annotations

from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, RED
from rnncourse.plotting.svg import arrow, box, circle, drawing, text

_WIDTH, _HEIGHT = 370, 235

#: title, steps with an input, steps with an output, whether outputs are fed back, shapes, two lines of uses
_PATTERNS = (
    (
        "one-to-many", {0}, {0, 1, 2, 3, 4}, True,
        "[n, d] → [n, T′, v]",
        "captions for images, text from a topic", "",
    ),
    (
        "many-to-one", {0, 1, 2, 3, 4}, {4}, False,
        "[n, T, d] → [n, q]",
        "sentiment, customer service, search,", "recommendation, action in a video, cloze",
    ),
    (
        "many-to-many, in step", {0, 1, 2, 3, 4}, {0, 1, 2, 3, 4}, False,
        "[n, T, d] → [n, T, q]",
        "language models, tagging, frames of speech", "or of video, the next click",
    ),
    (
        "many-to-many, one after the other", {0, 1, 2}, {2, 3, 4}, True,
        "[n, T, d] → [n, T′, v]",
        "translation, chat, speech to text,", "captions for video",
    ),
)  # fmt: skip


def patterns() -> str:
    """The four in two rows."""
    pieces = []
    for number, pattern in enumerate(_PATTERNS):
        pieces += _panel(number % 2 * (_WIDTH + 20), number // 2 * (_HEIGHT + 15), *pattern)
    return drawing(2 * _WIDTH + 20, 2 * _HEIGHT + 15, *pieces)


def patterns_narrow() -> str:
    """The four in one column, for phones."""
    pieces = []
    for number, pattern in enumerate(_PATTERNS):
        pieces += _panel(0, number * (_HEIGHT + 15), *pattern)
    return drawing(_WIDTH, 4 * _HEIGHT + 45, *pieces)


def _panel(
    left: float,
    top: float,
    title: str,
    reads: set[int],
    writes: set[int],
    fed_back: bool,
    shapes: str,
    *uses: str,
) -> list[str]:
    middle = left + _WIDTH / 2
    pieces = [text(middle, top + 14, title, INK, size=15)]
    for step in range(5):
        x = left + 65 + step * 60
        pieces.append(box(x, top + 95, 34, 26, GREEN))
        if step:
            pieces.append(arrow((x - 42, top + 95), (x - 19, top + 95), colour=GREEN))
        if step in reads:
            pieces += [circle(x, top + 145, 9, BLUE), arrow((x, top + 135), (x, top + 111), colour=BLUE)]
        if step in writes:
            pieces += [arrow((x, top + 81), (x, top + 58), colour=RED), circle(x, top + 47, 9, RED)]
        if fed_back and step in writes and step - 1 in writes:
            back = ((x - 51, top + 51), (x - 30, top + 63), (x - 18, top + 84))
            pieces.append(arrow(*back, colour=GREY, dashed=True))
    pieces.append(text(middle, top + 178, shapes, INK, size=14))
    pieces += [text(middle, top + 203 + 19 * line, words, GREY, size=13) for line, words in enumerate(uses)]
    return pieces
