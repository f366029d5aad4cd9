"""What a command says when it cannot go on: one sentence with the cure, and the exit code of the contract."""

from __future__ import annotations

BAD_INPUT, ENVIRONMENT, FAULT, INTERRUPTED, READER_GONE = 2, 3, 4, 130, 141


class CourseError(Exception):
    """A fault that the user can mend. ``str()`` is the sentence shown; no traceback goes with it.

    Exit codes: BAD_INPUT (2) usage or bad input, ENVIRONMENT (3) something missing on the machine,
    FAULT (4) a fault of the course's own.
    """

    def __init__(self, message: str, exit_code: int = BAD_INPUT) -> None:
        super().__init__(message)
        self.exit_code = exit_code
