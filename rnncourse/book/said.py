"""What a page says in words about its results, held to them by the lab.

A number on a page comes from its lab through ``rnncourse.book.keep``. "None of ten", "cannot be told from it" and the
description of a figure cannot: they stand there in words. So the lab repeats them, each with what makes it true.
"""

from __future__ import annotations

import numpy as np


def said(words: str, so: bool) -> None:
    """Print ``words``, a piece of the page exactly as it stands there, and whether it is ``so`` in this run.

    Nothing is raised where it is not, for whoever plays with the lab may well make a page wrong.
    ``tests/book/test_said.py`` fails where the words are not on the page, or not so in the run that built the book.

    Raises TypeError where ``so`` is neither true nor false.
    """
    if not isinstance(so, (bool, np.bool_)):
        raise TypeError(f"{words!r} should be so or not so (True or False), got {type(so).__name__}")
    print(f"{'so' if so else 'NOT SO'}: {words}")
