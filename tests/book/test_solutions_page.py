"""The worked-solutions page shows solutions and explanations, and no test."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from rnncourse.book.solutions import solutions_page, write_pages


def cell(source, kind=new_code_cell, tags=(), **nbgrader):
    made = kind(source)
    if nbgrader:
        roles = {"grade": False, "solution": False, "locked": False, "task": False}
        made.metadata["nbgrader"] = roles | nbgrader
    if tags:
        made.metadata["tags"] = list(tags)
    return made


@pytest.fixture
def master():
    return new_notebook(
        cells=[
            cell("# The whole assignment\n\nIntroduction.", new_markdown_cell),
            cell("## Before you start\n\nNothing is solved here.", new_markdown_cell),
            cell("import numpy as np", locked=True),
            cell("## 1 · One step\n\nWrite it.\n\n```python\n## no heading\n```", new_markdown_cell),
            cell(
                'def step(x):\n    """Doc."""\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION',
                solution=True,
            ),
            cell("assert step(1) == 1\n### BEGIN HIDDEN TESTS\nsecret(2)\n### END HIDDEN TESTS", grade=True),
            cell(
                "<!-- BEGIN EXPLANATION -->\nBecause $x$ is $x$.\n<!-- END EXPLANATION -->",
                new_markdown_cell,
                tags=["explanation"],
            ),
        ]
    )


def sources(page):
    return [cell.source for cell in page.cells]


def test_the_page_holds_task_headings_solutions_and_explanations_in_order(master):
    assert sources(solutions_page(master, "rnn"))[1:] == [
        "## 1 · One step",
        'def step(x):\n    """Doc."""\n    return x',
        "Because $x$ is $x$.",
    ]


def test_no_test_reaches_the_page(master):
    text = "\n".join(sources(solutions_page(master, "rnn")))
    assert "assert" not in text
    assert "secret" not in text


def test_hidden_tests_inside_a_solution_cell_do_not_reach_the_page(master):
    master.cells[4].source += "\n### BEGIN HIDDEN TESTS\nsecret(3)\n### END HIDDEN TESTS\n"
    assert "secret" not in "\n".join(sources(solutions_page(master, "rnn")))


def test_the_page_begins_with_a_link_to_the_exercises(master):
    assert "](../../exercises/rnn/rnn.ipynb)" in sources(solutions_page(master, "rnn"))[0]


def test_the_page_is_written_only_when_it_changed(master, tmp_path):
    (tmp_path / "book/rnn").mkdir(parents=True)
    (tmp_path / "solutions/rnn").mkdir(parents=True)
    nbformat.write(master, tmp_path / "solutions/rnn/rnn.ipynb")
    page = tmp_path / "book/rnn/solutions.ipynb"
    assert write_pages(tmp_path) == [page]
    assert write_pages(tmp_path) == []
    master.cells[4].source = master.cells[4].source.replace("return x", "return 2 * x")
    nbformat.write(master, tmp_path / "solutions/rnn/rnn.ipynb")
    assert write_pages(tmp_path) == [page]
    assert "return 2 * x" in page.read_text(encoding="utf-8")
