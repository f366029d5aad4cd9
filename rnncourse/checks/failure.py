"""The one exception that checks raise on purpose."""

from __future__ import annotations

import re
from textwrap import wrap

#: Columns; nbgrader's own report cuts a line off not far beyond.
WIDTH = 80


class CheckFailed(AssertionError):
    """A check's verdict on a wrong answer: what failed, where, and what usually causes it.

    ``str()`` ends in the hint's name in brackets, by which grading and the class report know it again; a learner
    in a notebook sees the message alone.
    """

    def __init__(self, message: str, hint_id: str) -> None:
        if message.startswith("the "):  # but never a symbol: h_t is not H_t
            message = message[0].upper() + message[1:]
        super().__init__(f"{message}\n[{hint_id}]")
        self.message = message
        self.hint_id = hint_id

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback: a learner needs the hint, not the check's inside."""
        lines = [line for text in self.message.split("\n") for line in wrap(text, WIDTH)]
        return ["\x1b[1;31mNot yet.\x1b[0m", *lines]


def parse(text: str) -> tuple[str, str | None]:
    """Split ``str(CheckFailed)`` into message and hint name; the name is None where there is none.

    >>> parse("h_t is wrong\\n[weights-transposed]")
    ('h_t is wrong', 'weights-transposed')
    """
    found = re.fullmatch(r"(.*)\n\[([a-z0-9-]+)\]", text, re.DOTALL)
    return (found[1], found[2]) if found else (text, None)
