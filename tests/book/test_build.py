"""Building: what runs again and what does not, and what a failure says. One small course, built often."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from rnncourse.book.build import build
from rnncourse.errors import CourseError
from tests.book.conftest import ROOT, write

TOC = """format: jb-book
root: book/index
chapters:
  - file: book/rnn/rnn
    sections:
      - file: book/rnn/lab
"""
PAGES = {
    "_toc.yml": TOC,
    "book/index.md": "# Cover\n\nAlso here: {glue:text}`rnn/lab.ipynb::answer:d`.\n",
    "book/rnn/rnn.md": "# Chapter\n\nThe answer is {glue:text}`lab.ipynb::answer:d`.\n",
    "book/references.bib": "",
    "rnncourse/toy.py": "from rnncourse.toy_inner import ANSWER\n",
    "rnncourse/toy_inner.py": "ANSWER = 41\n",
    "rnncourse/toy_unused.py": "NOTHING = 0\n",
    "requirements.txt": "numpy\n",
}
LAB = (
    "import sys\nsys.path.insert(0, '../..')",
    "from myst_nb import glue\nfrom rnncourse import toy\nglue('answer', toy.ANSWER, display=False)",
    "with open('runs', 'a') as runs:\n    runs.write('x')",
)
pytestmark = pytest.mark.slow


def write_lab(root: Path, *cells: str) -> None:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = [new_markdown_cell("# Lab", id="title")]
    made += [new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)]
    nbformat.write(new_notebook(cells=made, metadata=kernel), root / "book/rnn/lab.ipynb")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "rnncourse", root / "rnncourse", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "book" / "_static", root / "book" / "_static")
    shutil.copy(ROOT / "_config.yml", root)
    write(root, PAGES)
    write_lab(root, *LAB)
    build(root)
    return root


def runs(course: Path) -> int:
    return len((course / "book/rnn/runs").read_text())


def shown(course: Path, page: str) -> str:
    return (course / f"_build/html/{page}.html").read_text(encoding="utf-8")


def test_a_second_build_runs_nothing_and_writes_nothing(course):
    before = runs(course)
    page = course / "_build/html/book/rnn/rnn.html"
    written = page.stat().st_mtime_ns
    assert build(course) == course / "_build/html/index.html"
    assert (runs(course), page.stat().st_mtime_ns) == (before, written)


def test_a_changed_style_sheet_is_on_every_page_and_runs_nothing(course):
    before = runs(course)
    with open(course / "book/_static/course.css", "a", encoding="utf-8") as sheet:
        sheet.write("/* changed */\n")
    linked = re.search(r"course\.css\?v=(\w+)", shown(course, "book/rnn/rnn"))[1]
    build(course)
    assert runs(course) == before
    assert "/* changed */" in (course / "_build/html/_static/course.css").read_text(encoding="utf-8")
    assert re.search(r"course\.css\?v=(\w+)", shown(course, "book/rnn/rnn"))[1] != linked


def test_a_change_that_no_lab_uses_runs_nothing(course):
    before = runs(course)
    write(course, {"rnncourse/toy_unused.py": "NOTHING = 1\n"})
    build(course)
    assert runs(course) == before


def test_a_change_two_imports_away_runs_the_lab_and_renews_the_pages_that_show_its_numbers(course):
    before = runs(course)
    write(course, {"rnncourse/toy_inner.py": "ANSWER = 42\n"})
    build(course)
    assert runs(course) == before + 1
    assert all(">42<" in shown(course, page) for page in ("book/rnn/rnn", "book/index"))


def test_an_edited_lab_renews_the_pages_that_show_its_numbers(course):
    write_lab(course, LAB[0], LAB[1].replace("toy.ANSWER", "toy.ANSWER + 100"), LAB[2])
    build(course)
    assert all(">142<" in shown(course, page) for page in ("book/rnn/rnn", "book/index"))


def test_a_cell_that_fails_is_named_with_its_error_every_time(course):
    write_lab(course, *LAB[:2], "1 / 0")
    for _ in range(2):
        with pytest.raises(CourseError) as caught:
            build(course)
        assert "book/rnn/lab.ipynb, cell 4 failed with ZeroDivisionError: division by zero." in str(
            caught.value
        )
    write_lab(course, *LAB)
    build(course)


def test_a_warning_fails_this_build_and_the_next(course):
    page = PAGES["book/rnn/rnn.md"]
    write(course, {"book/rnn/rnn.md": page + "\nSee {eq}`no-such-equation`.\n"})
    for _ in range(2):
        with pytest.raises(CourseError, match=r"book/rnn/rnn.md.*no-such-equation"):
            build(course)
    write(course, {"book/rnn/rnn.md": page})
    build(course)


def test_a_lab_that_writes_to_stderr_fails_the_build(course):
    write_lab(course, *LAB, "import warnings\nwarnings.warn('careful')")
    with pytest.raises(CourseError, match=r"book/rnn/lab\.ipynb.*stderr"):
        build(course)
    write_lab(course, *LAB)
    build(course)


def test_a_folder_that_is_no_course_is_refused(tmp_path):
    with pytest.raises(CourseError, match=r"There is no _config\.yml"):
        build(tmp_path)
