"""What the paths and cells of files say: who they are from, and of which assignment's notebook they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rnncourse.grading import assignment as assignments
from rnncourse.grading.intake import Malformed, parse
from rnncourse.grading.parcels import Parcel


@dataclass(frozen=True)
class Sender:
    """Who a file says it is from: the ways to write them, surest first.

    ``folder`` is the student's folder if there is no roster, "" if a file's mere name is too little for that.
    """

    written: tuple[str, ...]
    folder: str
    attempt: int = 0


def sender_of(path: tuple[str, ...], names: Iterable[str]) -> Sender | None:
    """Who the path of a file, as a learning system or an instructor lays it out, is from; None if it says nothing.

    >>> sender_of(("Ada Lovelace_123_assignsubmission_file_", "rnn.ipynb"), ["rnn"]).folder
    'ada-lovelace-123'
    >>> sender_of(("lovelaceada_LATE_77_4021_rnn-2.ipynb",), ["rnn"])
    Sender(written=('#77', 'lovelaceada'), folder='lovelaceada-77', attempt=2)
    >>> sender_of(("ada", "rnn", "rnn.ipynb"), ["rnn"]).folder
    'ada'
    """
    if moodle := re.match(r"(.+)_(\d+)_assignsubmission_(?:file|onlinetext)(?:_|$)", path[0]):
        return Sender((f"#{moodle[2]}", moodle[1]), f"{_slug(moodle[1])}-{moodle[2]}")
    alone = len(path) == 1 or path[0].lower().endswith(".zip")
    if alone and (canvas := re.match(r"([^_]+)_(?:LATE_)?(\d+)_(\d+)_(.+)$", path[0])):
        again = re.search(r"-(\d+)\.\w+$", canvas[4])
        return Sender(
            (f"#{canvas[2]}", canvas[1]), f"{_slug(canvas[1])}-{canvas[2]}", int(again[1]) if again else 0
        )
    label = path[0].rpartition(".")[0] if alone else path[0]
    if label in set(names) or not label:
        return None
    return Sender((label,), "" if alone else label)


class Notebooks:
    """Which assignment's notebook a file is: told by its cells, whatever it is called; else by its name."""

    def __init__(self, root: Path, fallback: str | None) -> None:
        every = [assignments.load(root, name) for name in assignments.names(root)]
        self.names = {one.name for one in every}
        self._homes = {
            cell.id: (one.name, master.name)
            for one in every
            for master in one.masters
            for cell in master.solutions()
        }
        self._stems = {master.name: (one.name, master.name) for one in every for master in one.masters}
        self._fallback = None
        if fallback is not None:
            chosen = assignments.load(root, fallback)
            self._fallback = (chosen.name, chosen.masters[0].name)

    def which(self, parcel: Parcel) -> tuple[str, str] | None:
        """(assignment, notebook), or None where nothing tells."""
        try:
            cells = parse(parcel.content)
        except Malformed:
            cells = []
        counts = Counter(
            self._homes[name] for cell in cells if (name := cell.grade_id or cell.id) in self._homes
        )
        if counts:
            return counts.most_common(1)[0][0]
        stem = parcel.path[-1].rpartition(".")[0]
        stem = re.sub(r"^.*_assignsubmission_file_|^[^_]+_(?:LATE_)?\d+_\d+_", "", stem)
        return self._stems.get(re.sub(r"(-\d+| \(\d+\))$", "", stem)) or (
            None if stem == "lab" else self._fallback
        )


def wrapper(paths: list[tuple[str, ...]], names: set[str]) -> int:
    """1 if one folder of no meaning lies around everything, as ``submitted/``, else 0."""
    tops = {path[0] for path in paths}
    seconds = {path[1] for path in paths if len(path) > 2}
    around = len(tops) == 1 and all(len(path) > 2 for path in paths) and not seconds & names
    return int(around and len(seconds) > 1)


def _slug(words: str) -> str:
    """A name as a folder's: lower case, hyphens; letters of any script stay."""
    return re.sub(r"[^\w]+", "-", words.casefold()).strip("-_") or "student"
