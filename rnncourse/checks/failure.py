"""The one exception that checks raise on purpose."""

from __future__ import annotations

import re
from textwrap import wrap

_EITHER = re.compile("\x02([^\x02-\x04]*)\x03([^\x02-\x04]*)\x04")

#: Columns; nbgrader's own report cuts a line off not far beyond.
WIDTH = 80


def either(full: str, quiet: str = "") -> str:
    """A part of a message that the learner's code had a hand in, and what stands for it where inputs are hidden.

    An error's words, a value that came back: a function can put what it was given into them.
    """
    return f"\x02{full}\x03{quiet}\x04"


class CheckFailed(AssertionError):
    """A check's verdict on a wrong answer: what failed, where, and what usually causes it.

    ``str()`` ends in the hint's name in brackets, by which grading and the class report know it again; a learner
    in a notebook sees the message alone. ``quiet`` is the message for who must not learn a hidden test's inputs.
    """

    def __init__(self, message: str, hint_id: str) -> None:
        self.quiet, message = (_begun(_chosen(message, which)) for which in (r"\2", r"\1"))
        super().__init__(f"{message}\n[{hint_id}]")
        self.message = message
        self.hint_id = hint_id

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback: a learner needs the hint, not the check's inside."""
        lines = [line for text in self.message.split("\n") for line in wrap(text, WIDTH)]
        return ["\x1b[1;31mNot yet.\x1b[0m", *lines]


def _chosen(message: str, which: str) -> str:
    """The message with one of two texts at every ``either``; one may stand within another."""
    while (chosen := _EITHER.sub(which, message)) != message:
        message = chosen
    return message


def _begun(message: str) -> str:
    """The message with a capital at its beginning, but never a symbol's: h_t is not H_t."""
    return message[0].upper() + message[1:] if message.startswith("the ") else message


def parse(text: str) -> tuple[str, str | None]:
    """Split ``str(CheckFailed)`` into message and hint name; the name is None where there is none.

    >>> parse("h_t is wrong\\n[weights-transposed]")
    ('h_t is wrong', 'weights-transposed')
    """
    found = re.fullmatch(r"(.*)\n\[([a-z0-9-]+)\]", text, re.DOTALL)
    return (found[1], found[2]) if found else (text, None)
