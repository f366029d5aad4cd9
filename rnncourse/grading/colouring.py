"""Python in colours for a page, in one pass whose time is proportional to the length, whatever the text."""

from __future__ import annotations

import keyword
import re

#: Each alternative takes what it begins to the end of its line, or of the text: there is no way back.
_TOKENS = re.compile(
    r"""
    (?P<c> \#[^\n]*+ )
  | (?P<s> (?:\b[rbfuRBFU]{1,2})?+ (?: '{3} (?:[^'\\]|\\.|'(?!''))*+ (?:'{3}|\\?\Z)
                                     | "{3} (?:[^"\\]|\\.|"(?!""))*+ (?:"{3}|\\?\Z)
                                     | '(?:[^'\\\n]|\\.)*+'? | "(?:[^"\\\n]|\\.)*+"? ) )
  | (?P<n> \b\d(?:[\w.]|(?<=[eE])[+-])*+ )
  | (?P<f> (?<=\bdef\ )\w++ | (?<=\bclass\ )\w++ )
  | (?P<w> \b[^\W\d]\w*+ )
    """,
    re.VERBOSE | re.DOTALL,
)


def coloured(code: str) -> list[tuple[str, str]]:
    """``code`` as (class, text): c comment, s string, n number, f a name that is defined, k keyword, "" the rest.

    >>> coloured("def f(x): return 2  # two")[:4]
    [('k', 'def'), ('', ' '), ('f', 'f'), ('', '(x): ')]
    """
    pieces: list[tuple[str, str]] = []
    plain = ""
    end = 0
    for found in _TOKENS.finditer(code):
        kind = found.lastgroup or ""
        if kind == "w":
            kind = "k" if keyword.iskeyword(found[0]) else ""
        plain += code[end : found.start()]
        end = found.end()
        if not kind:
            plain += found[0]
            continue
        if plain:
            pieces.append(("", plain))
            plain = ""
        pieces.append((kind, found[0]))
    plain += code[end:]
    return [*pieces, ("", plain)] if plain else pieces
