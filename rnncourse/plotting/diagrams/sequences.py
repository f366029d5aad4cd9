"""Drawings of chapter 1, sequences: a sentence with a blank, three readers, an embedding, a chain and a tree.

The map of the patterns of inputs and outputs is in ``sequences_patterns``.
"""

from __future__ import annotations

from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE, RED
from rnncourse.plotting.svg import arrow, box, circle, curve, drawing, math, text
from rnncourse.tasks import cloze

#: How each word of the sentence is said, and what it means.
_GLOSSES = (
    *(
        ("wǒ", "I"),
        ("zuótiān", "yesterday"),
        ("shàngxué", "to school"),
        ("chídào", "be late"),
        ("le", "(done)"),
    ),
    *(("", "comma"), ("lǎoshī", "teacher"), ("pīpíng", "scold"), ("le", "(done)"), ("", "?")),
)
_GAP, _WORDS = 29, 8


def sentence() -> str:
    """The late pupil, word by word, with the way from the blank back to the clue."""
    clue, blank, top = 33, 33 + cloze.LATE.lag * 64, 88
    words = cloze.LATE.words
    way = curve(f"M{blank},{top - 48} C{blank - 60},4 {clue + 60},4 {clue},{top - 48}", BLUE, dashed=True)
    count = text((clue + blank) / 2, 38, f"{cloze.LATE.lag} places back", BLUE)
    return drawing(642, 160, way, count, *_words(words, 0, 0, top))


def sentence_narrow() -> str:
    """The same in two rows, for phones."""
    words, half = cloze.LATE.words, 5
    return drawing(322, 270, *_words(words[:half], 0, 0, 40), *_words(words[half:], half, 0, 178))


def _words(words: tuple[str, ...], first: int, left: float, top: float) -> list[str]:
    """Boxes with words; above each how many places it lies before the blank, below how it is said and what it is."""
    pieces = []
    for number, word in enumerate(words, first):
        x, back = left + 33 + (number - first) * 64, len(cloze.LATE.words) - 1 - number
        colour = BLUE if number == cloze.LATE.clue else RED if back == 0 else GREY
        said, meant = _GLOSSES[number]
        pieces += [
            text(x, top - 30, str(back) if back else "", colour, size=13),
            box(x, top, 58, 36, colour, dashed=back == 0),
            text(x, top, word if back else "", INK, size=18),
            text(x, top + 33, said, GREY, size=12),
            text(x, top + 53, meant, INK if back else RED, size=12),
        ]
    return pieces


def readers() -> str:
    """Window, dilated convolutions and recurrence over the same eight words, side by side."""
    return drawing(780, 240, *_window(0, 0), *_dilated(265, 0), *_recurrent(530, 0))


def readers_narrow() -> str:
    """The three below one another, for phones."""
    return drawing(250, 730, *_window(0, 0), *_dilated(0, 245), *_recurrent(0, 490))


def _place(left: float, step: int) -> float:
    return left + 22 + step * _GAP


def _inputs(left: float, top: float, seen: int) -> list[str]:
    """Eight words, of which the last ``seen`` are read."""
    return [
        circle(_place(left, step), top + 185, 8, BLUE if step >= _WORDS - seen else GREY)
        for step in range(_WORDS)
    ]


def _frame(left: float, top: float, title: str, below: str) -> list[str]:
    middle = left + 124
    return [text(middle, top + 12, title, INK, size=14), text(middle, top + 222, below, GREY, size=13)]


def _output(left: float, top: float, start: float) -> list[str]:
    """An output over the last word, fed from height ``start``."""
    x = _place(left, _WORDS - 1)
    return [arrow((x, top + start), (x, top + 52), colour=RED), circle(x, top + 42, 8, RED)]


def _window(left: float, top: float, k: int = 4) -> list[str]:
    last, first = _place(left, _WORDS - 1), _place(left, _WORDS - k)
    middle, width = (first + last) / 2, last - first + 30
    pieces = [*_frame(left, top, "window", f"sees the last k = {k} words"), *_inputs(left, top, k)]
    pieces += [
        arrow((_place(left, step), top + 175), (_place(left, step), top + 132), colour=ORANGE)
        for step in range(_WORDS - k, _WORDS)
    ]
    pieces += [box(middle, top + 115, width, 30, GREEN)]
    return [*pieces, *_output(left, top, 98)]


def _dilated(left: float, top: float) -> list[str]:
    heights = [185, 145, 105, 65]  # of the words and of three layers
    pieces = [
        *_frame(left, top, "dilated convolutions", "3 layers see the last 2³ = 8 words"),
        *_inputs(left, top, 8),
    ]
    needed = [_WORDS - 1]  # nodes of the layer above that the output depends on
    for layer in (3, 2, 1):
        gap, below = 2 ** (layer - 1), []
        for step in needed:
            x, y = _place(left, step), top + heights[layer]
            for source in (step, step - gap):
                start = (_place(left, source), top + heights[layer - 1] - 9)
                pieces.append(arrow(start, (x, y + 8), colour=ORANGE, head=False))
                below.append(source)
            pieces.append(box(x, y, 14, 14, GREEN, round=3))
        needed = below
    x = _place(left, _WORDS - 1)
    return [*pieces, arrow((x, top + 57), (x, top + 43), colour=RED), circle(x, top + 34, 8, RED)]


def _recurrent(left: float, top: float) -> list[str]:
    pieces = [*_frame(left, top, "recurrence", "sees all words since the start"), *_inputs(left, top, 8)]
    for step in range(_WORDS):
        x = _place(left, step)
        pieces += [arrow((x, top + 175), (x, top + 130), colour=BLUE), box(x, top + 118, 18, 22, GREEN)]
        if step:
            pieces.append(arrow((x - _GAP + 10, top + 118), (x - 10, top + 118), colour=ORANGE))
    return [*pieces, *_output(left, top, 105)]


def embedding() -> str:
    """A one-hot row times the matrix E is the row of E at the place of the one."""
    signs = math(250, 70, "×", INK, size=20), math(430, 70, "=", INK, size=20)
    return drawing(570, 212, *_one_hot(40, 70), signs[0], *_table(284, 40), signs[1], *_row(478, 70))


def embedding_narrow() -> str:
    """The three below one another, for phones."""
    signs = math(28, 182, "×", INK, size=20), math(28, 366, "=", INK, size=20)
    return drawing(300, 392, *_one_hot(60, 70), signs[0], *_table(80, 126), signs[1], *_row(108, 366))


def _one_hot(left: float, top: float, cell: float = 34) -> list[str]:
    pieces = [text(left + 2.5 * cell, top - 50, "one-hot of word 3", GREY, size=13)]
    for place in range(5):
        x, hot = left + place * cell + cell / 2, place == 3
        pieces += [
            box(x, top, cell, cell, BLUE if hot else GREY, round=0),
            math(x, top, "1" if hot else "0", BLUE if hot else GREY, size=17),
            text(x, top - 28, str(place), GREY, size=12),
        ]
    return pieces


def _table(left: float, top: float) -> list[str]:
    pieces = [text(left + 58, top + 156, "E, a row for each word", GREY, size=13)]
    for row in range(5):
        y, hot = top + row * 28, row == 3
        pieces.append(text(left, y, str(row), GREY, size=12))
        pieces += [
            box(left + 28 + column * 30, y, 30, 28, ORANGE if hot else GREY, round=0) for column in range(3)
        ]
    return pieces


def _row(left: float, top: float) -> list[str]:
    cells = [box(left + column * 30, top, 30, 28, ORANGE, round=0) for column in range(3)]
    return [*cells, text(left + 30, top - 34, "row 3 of E", GREY, size=13)]


def chain_and_tree() -> str:
    """A recurrent network walks along a chain, a recursive one up a tree."""
    return drawing(620, 220, *_chain(0, 0), *_tree(330, 0))


def chain_and_tree_narrow() -> str:
    """The two below one another, for phones."""
    return drawing(290, 440, *_chain(0, 0), *_tree(0, 220))


def _chain(left: float, top: float) -> list[str]:
    pieces = [text(left + 145, top + 14, "recurrent: along a chain", INK, size=14)]
    for step in range(4):
        x = left + 45 + step * 68
        pieces += [
            math(x, top + 195, f"x_{{{step + 1}}}", BLUE),
            arrow((x, top + 180), (x, top + 128), colour=BLUE),
            box(x, top + 110, 34, 30, GREEN),
        ]
        if step:
            pieces.append(arrow((x - 50, top + 110), (x - 19, top + 110), colour=GREEN))
    return pieces


def _tree(left: float, top: float) -> list[str]:
    pieces = [text(left + 145, top + 14, "recursive: up a tree", INK, size=14)]
    leaves = [left + 45 + step * 68 for step in range(4)]
    joints = [(leaves[0] + leaves[1]) / 2, (leaves[2] + leaves[3]) / 2]
    root = sum(joints) / 2
    for step, x in enumerate(leaves):
        pieces += [
            math(x, top + 195, f"x_{{{step + 1}}}", BLUE),
            curve(f"M{x:g},{top + 180:g} L{joints[step // 2]:g},{top + 143:g}", BLUE),
        ]
    for x in joints:
        pieces += [
            box(x, top + 126, 34, 30, GREEN),
            arrow((x, top + 110), (root, top + 75), colour=GREEN),
        ]
    return [*pieces, box(root, top + 58, 34, 30, GREEN)]
