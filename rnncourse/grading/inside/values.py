"""Values as plain data, exact in type and in every bit, and back: what may cross between the boxes.

None, truth values, numbers and short texts stand for themselves in JSON; everything else is a list whose first entry
says what it is:

    ["i", hex]                  an integer of more than 63 bits
    ["c", re, im]               a complex number
    ["s"]                       a text, its UTF-8 in the next buffer
    ["b"]                       bytes, in the next buffer
    ["a", dtype, shape]         an array, C order, in the next buffer;  ["g", dtype]  a NumPy scalar
    ["T", dtype, shape, grad]   a tensor, in the next buffer
    ["l" | "t" | "S" | "F", …]  list, tuple, set, frozenset
    ["d", key, value, …]        a dict, in its order
    ["n", name, fields, …]      a named tuple
    ["R", name, state]          a random generator (towards the learner only)
    [":", start, stop, step]    a slice;  ["..."]  Ellipsis
    ["r", k]                    the k-th list, dict, set, array, tensor or generator of this frame once more
    ["h" | "f" | "x", …]        what does not travel: handles, lent functions; the caller's ``lend`` and ``resolve``

Buffers are used in order, each once. A reference costs as much as what it refers to, so that sharing cannot make a
small frame large.
"""

from __future__ import annotations

import keyword
import sys
from collections import namedtuple
from functools import lru_cache
from typing import Any

MOST_NODES = 100_000
DEEPEST = 32
#: Bytes of all arrays and long texts of a frame; a frame has room for a little more.
MOST_BYTES = 60 * 2**20
#: The longest text that stands in the JSON itself.
SHORT = 64
#: Digits (hexadecimal) of an integer.
LONGEST_INTEGER = 4096

DTYPES = frozenset(
    [
        "|b1",
        "|i1",
        "|u1",
        *(f"<{kind}" for kind in ["i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]),
    ]
)
TENSOR_DTYPES = DTYPES - {"<u2", "<u4", "<u8"}
GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


class TooMuch(Exception):
    """A value is too large, too deep or contains itself. ``str()`` says which, in words for a learner."""


def is_tensor(value: Any) -> bool:
    """Whether ``value`` is a tensor or a parameter of PyTorch, where PyTorch is loaded."""
    torch = sys.modules.get("torch")
    tensor = getattr(torch, "Tensor", None)
    return isinstance(tensor, type) and issubclass(type(value), tensor)


def fields_are_fit(name: Any, fields: tuple, count: int) -> bool:
    """Whether a named tuple can have this name and these fields, and has ``count`` of them."""
    words = (name, *fields)
    return (
        len(fields) == count <= 64
        and all(type(word) is str and word.isidentifier() and word.isascii() for word in words)
        and not any(keyword.iskeyword(word) or len(word) > 64 for word in words)
        and not any(field.startswith("_") for field in fields)
        and len(set(fields)) == len(fields)
    )


@lru_cache(maxsize=256)
def named_tuple(name: str, fields: tuple[str, ...]) -> type:
    """The class of named tuples with this name and these fields: one for all that cross."""
    return namedtuple(name, fields)
