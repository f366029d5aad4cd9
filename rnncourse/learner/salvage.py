"""The cells of a notebook file in any state: whole, truncated, with a merge conflict in it, of an old format.

Nothing is trusted and nothing raises: what can be read of a cell is kept, and ``torn`` says that it may not be all.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Saved:
    """A cell as found; ``name`` is its grade_id or else its id, "" where both are lost."""

    name: str
    kind: str
    source: str
    torn: bool = False


def cells(content: bytes) -> tuple[list[Saved], bool]:
    """All cells that can be found in these bytes, in order; and whether the file was whole JSON."""
    text = _text(content)
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return _from_pieces(text), False
    found = notebook.get("cells") if isinstance(notebook, dict) else notebook
    if isinstance(notebook, dict) and not isinstance(found, list):
        sheets = notebook.get("worksheets")  # nbformat 3
        sheets = [sheet for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
        found = [cell for sheet in sheets for cell in sheet.get("cells") or []]
    found = found if isinstance(found, list) else []
    return [_cell(cell) for cell in found if isinstance(cell, dict)], True


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace").replace("\0", "")


def _cell(cell: dict) -> Saved:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    source = source if isinstance(source, str) else json.dumps(source)
    marks = cell.get("metadata")
    marks = marks.get("nbgrader") if isinstance(marks, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    name = next((name for name in (grade_id, cell.get("id")) if isinstance(name, str) and name), "")
    kind = cell.get("cell_type")
    return Saved(name, kind if kind in ("markdown", "raw") else "code", _sound(source))


#: A cell begins with its type; so does nbgrader's record within a cell, whose own begin lies just before.
_BEGIN = re.compile(r'(?<!"nbgrader": )(?<!"nbgrader":)\{\s*"(?:cell_type|attachments)"\s*:')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)("?)', re.DOTALL)


def _from_pieces(text: str) -> list[Saved]:
    """Cell by cell: those that are whole as they are, of the others what can be read."""
    decoder, found, end = json.JSONDecoder(), [], 0
    begins = [match.start() for match in _BEGIN.finditer(text)]
    for number, begin in enumerate(begins):
        if begin < end:
            continue
        try:
            cell, end = decoder.raw_decode(text, begin)
            found.append(_cell(cell))
        except (ValueError, RecursionError):
            stop = next((later for later in begins[number + 1 :]), len(text))
            saved = _torn(text[begin:stop])
            if saved.source.strip():
                found.append(saved)
    return found


def _torn(piece: str) -> Saved:
    """What can be read of a cell that is no JSON."""
    kind = re.search(r'"cell_type"\s*:\s*"(markdown|raw)"', piece[:200])
    name = re.search(r'"grade_id"\s*:\s*"([\w-]+)"', piece) or re.search(r'"id"\s*:\s*"([\w-]+)"', piece)
    begin = re.search(r'"(?:source|input)"\s*:\s*(?=[\["])', piece)
    source = _strings(piece[begin.end() :]) if begin else ""
    return Saved(name[1] if name else "", kind[1] if kind else "code", _sound(source), torn=True)


def _strings(text: str) -> str:
    """A JSON string, or the lines of a list of them, up to wherever they break off."""
    if text[0] == '"':
        found = _STRING.match(text)
        return _unescaped(found[1]) if found else ""
    lines, at = [], 1
    while at < len(text):
        if text[at] == '"':
            found = _STRING.match(text, at)
            lines.append(_unescaped(found[1]))
            at = found.end()
        elif text[at] == "]":
            break
        else:
            at += 1
    return "".join(lines)


def _unescaped(inner: str) -> str:
    for cut in range(7):  # half an escape at the end is at most six characters
        try:
            return json.loads(f'"{inner[: len(inner) - cut]}"', strict=False)
        except ValueError:
            continue
    return ""


def _sound(source: str) -> str:
    """Text that can be written as UTF-8."""
    return source.encode("utf-8", errors="replace").decode("utf-8")
