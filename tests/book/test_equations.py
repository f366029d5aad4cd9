"""An equation that the code cites is in the book, under the number and the name that the code says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from rnncourse.book.contents import is_written
from rnncourse.curriculum import CHAPTERS
from tests.book.conftest import ROOT, toc_pages

WRITTEN = {str(chapter.number) for chapter in CHAPTERS if is_written(ROOT, chapter.name)}
CITED = re.compile(r"\bEqs?\. (?P<number>\d+\.\d+)(?: \((?P<label>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)\))?")
pytestmark = pytest.mark.skipif(not WRITTEN, reason="no chapter is written")


def texts() -> Iterator[tuple[str, str]]:
    """(where, text) of everything that may cite: the package's sources, the exercises' notebooks."""
    for path in sorted((ROOT / "rnncourse").rglob("*.py")):
        if "book" not in path.relative_to(ROOT).parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted([*ROOT.glob("solutions/*/*.ipynb"), *ROOT.glob("book/*/lab.ipynb")]):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], 1):
            yield f"{path.relative_to(ROOT).as_posix()}, cell {number}", "".join(cell["source"])


def citations() -> list[tuple[str, str, str | None]]:
    """(where, number, label or None) of each citation of a chapter that is written."""
    found = ((where, match) for where, text in texts() for match in CITED.finditer(text))
    return [(where, m["number"], m["label"]) for where, m in found if m["number"].split(".")[0] in WRITTEN]


@pytest.fixture(scope="module")
def numbers(soup) -> dict[str, str]:
    """Label → number of the equations of the book."""
    return {
        equation["id"].removeprefix("equation-"): re.search(r"\d+\.\d+", equation.select_one(".eqno").text)[0]
        for page in toc_pages()
        for equation in soup(page).select(".equation[id]")
        if equation.select_one(".eqno")
    }


def test_a_citation_by_name_has_the_number_that_the_book_gives_it(numbers):
    wrong = [
        f"{where} cites {label} as {number}, in the book it is {numbers.get(label, 'missing')}"
        for where, number, label in citations()
        if label and numbers.get(label) != number
    ]
    assert wrong == []


def test_every_number_that_is_cited_is_in_the_book(numbers):
    known = set(numbers.values())
    assert [f"{where} cites {number}" for where, number, _ in citations() if number not in known] == []


def test_the_cells_cite_by_name():
    assert [
        where for where, _, label in citations() if where.startswith("rnncourse/cells/") and not label
    ] == []
