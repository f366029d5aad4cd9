"""How far a long run is: a bar with the time left on a terminal, plain lines elsewhere.

``with progress(total, say) as tick: tick("ada: graded, 40 of 40")`` once for each thing that is done.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]

#: Elsewhere than on a terminal, no more lines than these are said of a run, so that a log stays readable.
MOST_LINES = 100

#: A bar and its words fit a common terminal.
_LONGEST_WORDS = 40


@contextmanager
def progress(total: int, say: Say, *, terminal: bool | None = None) -> Iterator[Callable[[str], None]]:
    """Give a function to be called once for each of ``total`` things done, with words about it.

    Parameters
    ----------
    say : where plain lines go
    terminal : whether to draw a bar on standard error; None: if that is a terminal and RNNCOURSE_QUIET is not set
    """
    if terminal is None:
        terminal = sys.stderr.isatty() and not os.environ.get("RNNCOURSE_QUIET")
    if terminal and total:
        yield from _bar(total)
    else:
        yield _Lines(total, say)


def _bar(total: int) -> Iterator[Callable[[str], None]]:
    from tqdm import tqdm

    width = {"dynamic_ncols": True} if _has_size() else {"ncols": 80, "nrows": 20}
    with tqdm(total=total, file=sys.stderr, unit="", smoothing=0.1, leave=False, **width) as bar:

        def tick(words: str = "") -> None:
            bar.set_postfix_str(_printable(words)[:_LONGEST_WORDS], refresh=False)
            bar.update()

        yield tick


def _has_size() -> bool:
    """Whether the terminal says how large it is; some say 0, in which tqdm would draw nothing."""
    try:
        return min(os.get_terminal_size(sys.stderr.fileno())) > 0
    except (OSError, ValueError):
        return False


class _Lines:
    """Every line of a small run; of a large one every n-th, with the time that is left."""

    def __init__(self, total: int, say: Say) -> None:
        self._total, self._say, self._done = total, say, 0
        self._step = max(1, -(-total // MOST_LINES))
        self._began = time.monotonic()

    def __call__(self, words: str = "") -> None:
        self._done += 1
        if self._done % self._step and self._done != self._total:
            return
        spent = time.monotonic() - self._began
        left = spent / self._done * max(self._total - self._done, 0)
        about = f" (about {clock(left)} left)" if left >= 10 else ""
        self._say(f"{self._done}/{self._total} {_printable(words)}".rstrip() + about)


def clock(seconds: float) -> str:
    """Seconds as people say them.

    >>> clock(5), clock(600), clock(9000)
    ('5 s', '10 min', '2 h 30 min')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def _printable(words: str) -> str:
    """Names come from folders and may hold anything; a terminal obeys escape codes."""
    return "".join(letter if letter.isprintable() else "�" for letter in words)
