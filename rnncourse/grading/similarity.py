"""Which submissions are alike beyond what an exercise makes alike. It proves nothing by itself.

Compared is what learners write: solution cells and cells of their own. What everyone was given is left out, and a
fingerprint weighs the less the more people have it: ln(people / havers) scaled to 1 for two; nothing where more
than a quarter of all, or more than 100, have it. The repository's own answers (``tests/submissions``) count as
people, so that the usual ways to write an answer weigh little in a class of any size.

Winnowing over Python's own syntax tree, rather than copydetect (PyPI), which has the same algorithm over Pygments'
tokens: there every name is alike, redundant brackets and annotations make a difference, and what is common to a
whole class counts in full.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rnncourse.errors import CourseError
from rnncourse.grading import intake
from rnncourse.grading.assignment import Assignment, source_of
from rnncourse.grading.fingerprints import fingerprints
from rnncourse.grading.submissions import load_all

#: The name of the published answers in the report; no student's folder can have it.
PUBLISHED = "(the worked solution)"

#: What a pair must share to be listed at all: a share of the smaller one, and so many fingerprints' weight.
LEAST_SHARE, LEAST_WEIGHT = 0.2, 5.0

#: From here on a pair is called alike; below, likeness is what independent answers have too (tested).
HIGH = 0.6

#: From here on, what a pair shares is mostly the published solution's, which says little of one about the other.
EXPLAINED = 0.5

_COMMON_SHARE, _COMMON_FEWEST, _COMMON_MOST = 0.25, 5, 100
_BLOCK = 400


@dataclass
class Work:
    """One person's code by cell, and its fingerprints: hash → the places (cell, first line, last line)."""

    name: str
    cells: dict[str, str] = field(default_factory=dict)
    places: dict[int, list[tuple[str, int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """Two works: the share of the smaller one's weight that is in both, that weight, and the cells with most of it.

    ``published`` is the share of that weight which the published solution has as well.
    """

    one: str
    other: str
    share: float
    weight: float
    shared: frozenset[int]
    cells: tuple[tuple[str, int], ...]
    published: float = 0.0


@dataclass(frozen=True)
class Found:
    """All works by name, the pairs of students, and those with the published solution; the most alike first.

    ``unread`` handed in what cannot be read, ``absent`` nothing; ``given`` are the lines that everyone was given.
    """

    works: dict[str, Work]
    pairs: list[Pair]
    published: list[Pair]
    unread: list[str]
    absent: list[str]
    given: frozenset[str]


def compare(
    assignment: Assignment,
    released: dict[str, dict],
    submitted: Path,
    answers: Path | None = None,
    tick: Callable[[str], None] = lambda words: None,
) -> Found:
    """Compare all submissions of ``assignment`` in ``submitted`` with each other and with the worked solution.

    Parameters
    ----------
    released : the notebooks that were given out, by name; what is in them is nobody's own
    answers : a folder of published answers (tests/submissions/<assignment>) that count as people

    Raises
    ------
    CourseError : (2) nobody handed in
    """
    given = {mark for notebook in released.values() for mark in _of_notebook(notebook)}
    works, unread, absent = {}, [], []
    for student in intake.students(submitted, assignment.name):
        handed_in = intake.collect(submitted, student, assignment)
        work = _work(assignment, handed_in, student, given)
        if work is not None:
            works[student] = work
        else:
            (unread if handed_in.notebooks or handed_in.problem else absent).append(student)
        tick(student)
    if not works:
        raise CourseError(
            f"None of the notebooks in {submitted} can be read, so there is nothing to compare."
        )
    master = Work(PUBLISHED)
    for notebook in assignment.masters:
        for cell in notebook.solutions():
            _add(master, cell.id, cell.source, given)
    background = [set(fingerprints(answer.source)) for answer in load_all(answers)] if answers else []
    every = [*works.values(), master]
    pairs = list(_pairs(every, _weights(every, background), set(master.places)))
    return Found(
        works | {PUBLISHED: master},
        [pair for pair in pairs if PUBLISHED not in (pair.one, pair.other)],
        [pair for pair in pairs if PUBLISHED in (pair.one, pair.other)],
        unread,
        absent,
        frozenset(_lines_of(released.values())),
    )


def _lines_of(notebooks: Iterable[dict]) -> Iterable[str]:
    """The lines of all code cells, without the space around them."""
    for notebook in notebooks:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                yield from map(str.strip, source_of(cell).splitlines())


def _work(assignment: Assignment, handed_in: intake.HandedIn, student: str, given: set[int]) -> Work | None:
    """The cells that ``student`` wrote; None where nothing can be read."""
    work, read = Work(student), False
    for master in assignment.masters:
        if master.name not in handed_in.notebooks:
            continue
        roles = {cell.id: cell.role for cell in master.cells}
        try:
            cells = intake.parse(handed_in.notebooks[master.name])
        except intake.Malformed:
            continue
        read = True
        for number, cell in enumerate(cells, 1):
            name = cell.grade_id or cell.id
            if cell.kind == "code" and roles.get(name, "own") in ("solution", "own"):
                _add(work, name if name in roles else f"own cell {number}", cell.source, given)
    return work if read else None


def _add(work: Work, cell: str, source: str, given: set[int]) -> None:
    work.cells[cell] = work.cells.get(cell, "") + source
    for mark, (first, last) in fingerprints(source).items():
        if mark not in given:
            work.places.setdefault(mark, []).append((cell, first, last))


def _of_notebook(notebook: dict) -> Iterable[int]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield from fingerprints(source_of(cell))


def _weights(works: list[Work], background: list[set[int]]) -> dict[int, float]:
    """How much each fingerprint counts; what is common counts nothing and is left out."""
    havers = Counter(mark for work in works for mark in work.places)
    people = len(works) + len(background)
    for marks in background:
        havers.update(marks & havers.keys())
    common = max(_COMMON_FEWEST, min(int(_COMMON_SHARE * people), _COMMON_MOST))
    scale = math.log(max(people, 3) / 2)
    return {
        mark: min(1.0, math.log(max(people, 3) / count) / scale)
        for mark, count in havers.items()
        if count <= common
    }


def _pairs(works: list[Work], weights: dict[int, float], published: set[int]) -> Iterable[Pair]:
    """All pairs that share enough, the most alike first; ``published`` is what the published solution has."""
    from scipy.sparse import csr_matrix

    columns = {mark: number for number, mark in enumerate(weights)}
    marks = [[mark for mark in work.places if mark in columns] for work in works]
    indices = np.array([columns[mark] for row in marks for mark in row], dtype=np.int64)
    data = np.sqrt([weights[mark] for row in marks for mark in row])
    starts = np.cumsum([0, *map(len, marks)])
    matrix = csr_matrix((data, indices, starts), shape=(len(works), max(len(columns), 1)))
    totals = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    found = []
    for begin in range(0, len(works), _BLOCK):
        product = (matrix[begin : begin + _BLOCK] @ matrix.T).tocoo()
        rows, others, shared = product.row + begin, product.col, product.data
        smaller = np.minimum(totals[rows], totals[others])
        keep = (rows < others) & (shared >= LEAST_WEIGHT) & (shared >= LEAST_SHARE * smaller)
        found += zip(rows[keep], others[keep], shared[keep] / smaller[keep], shared[keep], strict=True)
    for row, other, share, weight in sorted(found, key=lambda pair: (-pair[2], -pair[3], pair[0], pair[1])):
        one, two = works[row], works[other]
        shared = frozenset(mark for mark in one.places if mark in two.places and mark in columns)
        cells = Counter(cell for mark in shared for cell in {place[0] for place in one.places[mark]})
        known = sum(weights[mark] for mark in shared & published) / sum(weights[mark] for mark in shared)
        most = tuple(cells.most_common(3))
        yield Pair(one.name, two.name, min(float(share), 1.0), float(weight), shared, most, known)
