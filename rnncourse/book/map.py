"""The map of the chapters on the cover, drawn from the curriculum.

The course is drawn as what it is about: one cell after another, each handing its state to the next. A
chapter that is written is a link; one that is not is drawn with a broken outline.
"""

from __future__ import annotations

import textwrap
from html import escape

from rnncourse.book.contents import is_written
from rnncourse.book.imports import ROOT
from rnncourse.curriculum import CHAPTERS, PARTS, Chapter

WIDTH, COLUMNS = 760, 4
BOX, GAP, HEIGHT = 178, 16, 104
NARROW, ROW = 340, 50


def wide() -> str:
    """Rows of boxes, four to a row, an arrow from each chapter to the next of its row."""
    parts: list[str] = []
    y = 0
    for part, title in PARTS.items():
        chapters = [chapter for chapter in CHAPTERS if chapter.part == part]
        parts.append(_part_title(part, title, 0, y + 16))
        y += 28
        for first in range(0, len(chapters), COLUMNS):
            for column, chapter in enumerate(chapters[first : first + COLUMNS]):
                x = column * (BOX + GAP)
                if column:
                    parts.append(_arrow(x - GAP, y + HEIGHT / 2, x - 2, y + HEIGHT / 2))
                parts.append(_linked(chapter, _box(chapter, x, y)))
            y += HEIGHT + 16
        y += 10
    return _svg(WIDTH, y - 22, parts)


def narrow() -> str:
    """One column for phones: a chain of numbers, title and question beside each."""
    parts: list[str] = []
    y = 0
    for part, title in PARTS.items():
        parts.append(_part_title(part, title, 0, y + 16))
        y += 34
        chapters = [chapter for chapter in CHAPTERS if chapter.part == part]
        for i, chapter in enumerate(chapters):
            if i:
                parts.append(_arrow(16, y - ROW + 30, 16, y - 3))
            parts.append(_linked(chapter, _row(chapter, y)))
            y += ROW
        y += 8
    return _svg(NARROW, y - 12, parts)


def _box(chapter: Chapter, x: float, y: float) -> str:
    lines = textwrap.wrap(chapter.title, 16)
    text = "".join(_text(x + 40, y + 25 + 17 * i, line, "map-title") for i, line in enumerate(lines))
    question = textwrap.wrap(chapter.question, 22)
    below = y + 25 + 17 * len(lines) + 4
    text += "".join(_text(x + 14, below + 15 * i, line, "map-question") for i, line in enumerate(question))
    rectangle = (
        f'<rect x="{x + 1}" y="{y + 1}" width="{BOX - 2}" height="{HEIGHT - 2}" rx="10" {_look(chapter)}/>'
    )
    return rectangle + _text(x + 21, y + 25, str(chapter.number), "map-number", anchor="middle") + text


def _row(chapter: Chapter, y: float) -> str:
    return (
        f'<circle cx="16" cy="{y + 13}" r="14" {_look(chapter)}/>'
        + _text(16, y + 18, str(chapter.number), "map-number", anchor="middle")
        + _text(42, y + 11, chapter.title, "map-title")
        + _text(42, y + 28, chapter.question, "map-question")
    )


def _look(chapter: Chapter) -> str:
    if is_written(ROOT, chapter.name):
        return 'fill="var(--rc-blue-wash)" stroke="var(--rc-blue)" stroke-width="1.6"'
    return 'fill="none" stroke="var(--rc-grey)" stroke-width="1" stroke-dasharray="4 4"'


def _linked(chapter: Chapter, drawn: str) -> str:
    if is_written(ROOT, chapter.name):
        return f'<a class="map-chapter written" href="{chapter.name}/{chapter.name}.html">{drawn}</a>'
    return f'<g class="map-chapter">{drawn}</g>'


def _part_title(part: str, title: str, x: float, y: float) -> str:
    return _text(x, y, f"Part {part} · {title}", "map-part")


def _text(x: float, y: float, text: str, look: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{look}" text-anchor="{anchor}">{escape(text)}</text>'


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    head = 4
    tip = (
        f"M{x2 - head:g} {y2 - head:g}L{x2:g} {y2:g}L{x2 - head:g} {y2 + head:g}"
        if y1 == y2
        else f"M{x2 - head:g} {y2 - head:g}L{x2:g} {y2:g}L{x2 + head:g} {y2 - head:g}"
    )
    look = 'fill="none" stroke="var(--rc-grey)" stroke-width="1.4"'
    return f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}{tip}" {look}/>'


def _svg(width: float, height: float, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" class="map">'
        + "".join(parts)
        + "</svg>"
    )
