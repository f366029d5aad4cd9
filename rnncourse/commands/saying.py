"""What a command tells its user: on standard error, so that standard output is the result alone."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """One line, at once."""
    print(line, file=sys.stderr, flush=True)
