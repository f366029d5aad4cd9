"""The figures that a reader can turn: what each shows before it is touched, and what its script starts from.

``gates``      one unit of an LSTM under a reader's hands: c and h over time
``gradients``  the length of a gradient against distance: matrix, tanh and gate
``shapes``     every tensor of a layer of torch.nn and its shape
``reach``      which inputs reach which outputs, and by which states

A figure is an ``Explorer``, made by a function without arguments that the {explorer} directive names
(rnncourse/book/explorers.py). Its picture and its table are computed here, with rnncourse.cells; they are what paper
shows, and a browser without scripts. With scripts book/_static/explore/SCRIPT.js takes their place. It has the same
equations once more, and tests/book/test_explorers.py holds the two together.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Explorer(NamedTuple):
    """A figure's ``script`` (its file's stem), what the script is given, two still pictures, and their numbers.

    ``settings`` must be fit for JSON; ``table`` is a heading row and the rows below it, all of them strings.
    """

    script: str
    settings: dict[str, Any]
    wide: str
    narrow: str
    table: list[list[str]]
