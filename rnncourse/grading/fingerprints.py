"""Python code as a set of fingerprints that neither names, layout, comments nor the order of functions change.

Winnowing, after S. Schleimer, D. S. Wilkerson and A. Aiken, "Winnowing: Local Algorithms for Document
Fingerprinting", SIGMOD 2003, over the nodes of the syntax tree in their order: of every ``WINDOW`` successive
hashes of ``GRAM`` nodes the smallest is kept, so any match of ``GRAM + WINDOW - 1`` nodes is found. Functions and
other top-level statements are taken one by one. A name counts as what it is bound to be: builtins, modules,
attributes and keyword arguments stay; all others are alike. Cells that are no Python are read as tokens.
"""

from __future__ import annotations

import ast
import builtins
import io
import keyword
import re
import tokenize
import zlib
from collections.abc import Iterator

import numpy as np

GRAM, WINDOW = 12, 5

#: Names that mean the same in everyone's notebook.
_SHARED = frozenset(dir(builtins)) | {
    "np",
    "numpy",
    "torch",
    "math",
    "plt",
    "checks",
    "itertools",
    "functools",
}
_BASE = np.uint64(0x9E3779B97F4A7C15)
_LONGEST_SOURCE = 200_000

Token = tuple[str, int]


def fingerprints(source: str) -> dict[int, tuple[int, int]]:
    """Each fingerprint of ``source`` with the first and last line (from 1) of the first place that has it."""
    found: dict[int, tuple[int, int]] = {}
    for tokens in statements(source[:_LONGEST_SOURCE]):
        if len(tokens) < GRAM:
            continue
        hashes = _hashes([text for text, _ in tokens])
        lines = [line for _, line in tokens]
        for at in _winnowed(hashes):
            span = lines[at : at + GRAM]
            found.setdefault(int(hashes[at]), (min(span), max(span)))
    return found


def statements(source: str) -> Iterator[list[Token]]:
    """The normalised tokens of each top-level statement: (what it is, its line)."""
    plain = re.sub(r"(?m)^([ \t]*)[%!].*$", r"\1pass", source)
    try:
        body = ast.parse(plain).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield list(_words(plain))
        return
    for statement in body:
        try:
            yield list(_nodes(statement))
        except RecursionError:
            continue


def _nodes(node: ast.AST) -> Iterator[Token]:
    """A tree in order. Left out is what changes nothing: contexts, docstrings, annotations, bare expressions."""
    line = getattr(node, "lineno", 0)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        node = ast.copy_location(ast.Assign([node.target], node.value), node)
    if isinstance(node, ast.Name):
        yield (node.id if node.id in _SHARED else "name"), line
        return
    if isinstance(node, ast.Constant):
        yield ("text" if isinstance(node.value, str | bytes) else repr(node.value)), line
        return
    if isinstance(node, ast.arg):
        yield "name", line
        return
    if isinstance(node, ast.Attribute):
        yield from _nodes(node.value)
        yield f".{node.attr}", node.end_lineno or line
        return
    if not isinstance(node, ast.Expr | ast.arguments | ast.expr_context):
        yield type(node).__name__, line
    if isinstance(node, ast.keyword):
        yield str(node.arg), line
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "ctx", "type_comment", "kind", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.expr_context | ast.operator | ast.cmpop | ast.boolop | ast.unaryop):
                if not isinstance(child, ast.expr_context):
                    yield type(child).__name__, line
            elif isinstance(child, ast.AST):
                for text, at in _nodes(child):
                    yield text, at or line


def _words(source: str) -> Iterator[Token]:
    """The tokens of a text that is no Python, as far as it can be read."""
    skipped = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in skipped:
                continue
            own = (
                token.type == tokenize.NAME
                and not keyword.iskeyword(token.string)
                and token.string not in _SHARED
            )
            text = "name" if own else "text" if token.type == tokenize.STRING else token.string
            yield text, token.start[0]
    except (tokenize.TokenError, SyntaxError, ValueError):
        return


def _hashes(tokens: list[str]) -> np.ndarray:
    """A polynomial hash modulo 2^64 of each run of GRAM tokens; the same on every machine."""
    ids = np.array([zlib.crc32(text.encode("utf-8", "replace")) for text in tokens], dtype=np.uint64)
    count = len(ids) - GRAM + 1
    total = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for place in range(GRAM):
            total = total * _BASE + (ids[place : place + count] + np.uint64(1))
        return (total ^ (total >> np.uint64(29))) * _BASE


def _winnowed(hashes: np.ndarray) -> list[int]:
    """Where the smallest hash of each window lies; of equal ones the last."""
    if len(hashes) <= WINDOW:
        return [int(len(hashes) - 1 - np.argmin(hashes[::-1]))]
    windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
    last = WINDOW - 1 - np.argmin(windows[:, ::-1], axis=1)
    return sorted(set((last + np.arange(len(windows))).tolist()))
