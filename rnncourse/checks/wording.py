"""Errors and values in a learner's words."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Any

import numpy as np

from rnncourse.checks.standing import StandIn, Unreadable

#: How the sentence ends that comes back from what was lent for so many calls and has been called more often.
NO_END = "does your loop end?"


def words(error: BaseException) -> str:
    """An error's type and what it says."""
    return f"{type(error).__name__}: {text}" if (text := said(error)) else type(error).__name__


def named(error: BaseException) -> str:
    """An error's type where it is one of Python's own: the name of any other may say anything."""
    kind_of = type(error)
    return kind_of.__name__ if kind_of.__module__ == "builtins" else "an error of its own"


def said(error: BaseException, limit: int = 300) -> str:
    """An error's own words on one line, without a full stop; NumPy's on matrix products in plain ones."""
    printable = "".join(letter if letter.isprintable() else " " for letter in str(error))
    text = re.sub(r"\b\w+\.<locals>\.", "", printable)
    if text.startswith("matmul") and (found := re.search(r"size (\d+) is different from (\d+)", text)):
        text = f"a matrix product whose inner sizes differ, {found[2]} on the left of @ and {found[1]} on the right"
    return shorten(text, limit, placeholder=" …").rstrip(".")


def advice_on(error: BaseException) -> str:
    """What usually helps with an error of this kind; nothing where nothing usually does."""
    text = str(error)
    if isinstance(error, NameError):
        return (
            "Inside your function that name means nothing. An argument under another name? NumPy's (np. …)?"
        )
    if isinstance(error, TypeError) and "can be converted to a scalar index" in text:
        return "A list is asked for one place at a time; only an array takes an array of places."
    if isinstance(error, TypeError) and "can be converted" in text:
        return "Functions of the module math take one number. NumPy's, of the same names, take whole arrays."
    if isinstance(error, ValueError) and "truth value of an array" in text:
        return (
            "`==` compares an array entry by entry, and no condition takes many answers at once. Whether a name stands "
            "for None is asked with `is`; of many entries `any` or `all` make one answer."
        )
    if isinstance(error, AttributeError) and "before Module.__init__()" in text:
        return "What the stub of __init__ does before all else belongs to every module: its layers are kept by it."
    if isinstance(error, RuntimeError) and "in-place operation" in text and "leaf Variable" in text:
        return "PyTorch follows what is done to a parameter, for gradients. Setting one is none of that: see the task."
    if isinstance(error, TypeError) and "got tuple" in text:
        return "Something that you were handed returns several values at once; give each a name of its own."
    about_sizes = re.search(r"shape|dimension|axis|axes|size|broadcast|out of bounds|too many indices", text)
    if isinstance(error, (ValueError, IndexError)) and about_sizes:
        return "Print the shapes of what meets in that line, and compare them with the docstring's."
    return ""


def count(value: Any) -> str:
    """How many values came, in a learner's words."""
    if isinstance(value, (tuple, list)):
        return f"a {type(value).__name__} of {len(value)}"
    return f"one value, {kind(value)}"


def because(value: Any) -> str:
    """Why something cannot be looked at, as the end of a sentence that says what it is."""
    return f", and {value.why}" if isinstance(value, Unreadable) and value.why else ""


def kind(value: Any) -> str:
    """The type in a learner's words."""
    if isinstance(value, (StandIn, Unreadable)):
        return value.kind
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


def shown(value: Any, limit: int = 400) -> str:
    """A value on one line: small arrays entry by entry, large ones by their shape."""
    if isinstance(value, int) and value.bit_length() > 4000:  # Python refuses to write that many digits
        return f"an integer of {value.bit_length()} bits"
    if isinstance(value, np.ndarray) and value.size > 12:
        return f"array {list(value.shape)} {value.dtype}, from {value.flat[0]} to {value.flat[-1]}"
    if isinstance(value, (tuple, list)):
        return shorten(f"({', '.join(map(shown, value[:8]))}{', …' if len(value) > 8 else ''})", limit)
    if isinstance(value, (StandIn, Unreadable)):
        return value.kind
    if callable(value):
        return f"a function, {getattr(value, '__name__', '?')}"
    return shorten(repr(value), limit, placeholder=" …")


def on_which_numbers(called: str, args: tuple) -> str:
    """The call, where its arguments are a few numbers or a list of them; arrays would say nothing to the eye."""
    numbers = [
        argument for argument in args if isinstance(argument, (int, float)) or _are_few_numbers(argument)
    ]
    if not numbers or len(numbers) + sum(map(callable, args)) < len(args):
        return ""
    written = ", ".join(getattr(a, "__name__", str(a) if type(a) is list else shown(a)) for a in args)
    return f" The call was `{called}({written})`."


def _are_few_numbers(argument: Any) -> bool:
    return type(argument) is list and len(argument) <= 8 and all(type(a) in (int, float) for a in argument)
