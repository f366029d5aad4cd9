"""The learner's IPython shell: made once, quiet, without history, colours or a user's settings."""

from __future__ import annotations

import io
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def make() -> Any:
    """The shell, warmed up; the one that exists, if there is one."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    if InteractiveShell.initialized():
        return InteractiveShell.instance()
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.autocall = 0
    with (
        warnings.catch_warnings(),
        tempfile.TemporaryDirectory() as folder,
    ):  # a user's settings are not looked at
        warnings.simplefilter("ignore")
        shell = InteractiveShell.instance(config=settings, ipython_dir=folder)
    for name in ("showtraceback", "showsyntaxerror", "showindentationerror"):
        setattr(shell, name, _silent)  # a cell's error is told as data
    with printed(1000):
        shell.run_cell("%precision\nNone", store_history=False)
    return shell


def _silent(*args: Any, **settings: Any) -> None:
    """In the place of IPython's printing of tracebacks."""


class Printed(io.TextIOBase):
    """Keeps what is printed, up to ``limit`` characters; ``cut`` tells whether there was more."""

    def __init__(self, limit: int) -> None:
        self._left, self._parts, self.cut = limit, [], False

    def writable(self) -> bool:
        """That it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Keep ``text``, or as much as there is room for."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.cut = self.cut or len(text) > self._left
        if self._left > 0 and text:
            self._parts.append(text[: self._left])
            self._left -= len(self._parts[-1])
            if len(self._parts) > 1000:
                self._parts = ["".join(self._parts)]
        return len(text)

    def text(self) -> str:
        """What was kept."""
        return "".join(self._parts)


@contextmanager
def printed(limit: int) -> Iterator[Printed]:
    """Standard output and error go into one ``Printed`` for a while."""
    before, kept = (sys.stdout, sys.stderr), Printed(limit)
    sys.stdout = sys.stderr = kept
    try:
        yield kept
    finally:
        sys.stdout, sys.stderr = before
