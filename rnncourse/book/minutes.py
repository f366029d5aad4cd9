"""How long a chapter takes: the minutes that its page's first table gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from rnncourse.book.contents import chapter_page

_LINE = re.compile(r"(\d+) to read.*?, (\d+) to run .*? and (\d+) to play with it, (\d+) to solve")


class Minutes(NamedTuple):
    """Reading the page; the lab, run once and played with; solving the exercises."""

    read: int
    lab: int
    solve: int


def minutes(root: Path, chapter: str) -> Minutes | None:
    """The minutes of a chapter, or None where its page gives none."""
    found = _LINE.search((root / f"{chapter_page(chapter)}.md").read_text(encoding="utf-8"))
    if not found:
        return None
    read, run, play, solve = map(int, found.groups())
    return Minutes(read, run + play, solve)


def in_words(total: int) -> str:
    """Hours, to the half hour that is nearest.

    >>> in_words(201), in_words(160), in_words(50)
    ('3½ hours', '2½ hours', '1 hour')
    """
    halves = max(2, round(total / 30))
    return f"{halves // 2}{'½' * (halves % 2)} hour{'s' * (halves > 2)}"
