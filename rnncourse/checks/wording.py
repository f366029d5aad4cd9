"""Errors and values in a learner's words."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Any

import numpy as np


def words(error: BaseException) -> str:
    """An error's type and what it says."""
    return f"{type(error).__name__}: {text}" if (text := said(error)) else type(error).__name__


def said(error: BaseException, limit: int = 300) -> str:
    """An error's own words on one line, without a full stop; NumPy's on matrix products in plain ones."""
    text = re.sub(r"\b\w+\.<locals>\.", "", str(error))
    if text.startswith("matmul") and (found := re.search(r"size (\d+) is different from (\d+)", text)):
        text = f"a matrix product whose inner sizes differ, {found[2]} on the left of @ and {found[1]} on the right"
    return shorten(text, limit, placeholder=" …").rstrip(".")


def count(value: Any) -> str:
    """How many values came, in a learner's words."""
    if isinstance(value, (tuple, list)):
        return f"a {type(value).__name__} of {len(value)}"
    return f"one value, {kind(value)}"


def kind(value: Any) -> str:
    """The type in a learner's words."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    names = {
        type(None): "None",
        int: "an integer",
        float: "a number",
        tuple: "a tuple",
        list: "a list",
        str: "a text",
    }
    return names.get(type(value), f"a {type(value).__name__}")
