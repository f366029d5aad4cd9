"""The lint of an assignment finds each planted fault, and nothing in what is committed."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from rnncourse.grading import assignment as assignments
from rnncourse.grading import lint

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", assignments.names(ROOT))
def test_committed_assignments_break_no_rule(name):
    assert lint.faults(ROOT, name) == []


def test_small_course_breaks_no_rule(course):
    assert lint.faults(course, "tiny") == []


def cells_of(made):
    return {cell.id: cell for cell in made.cells}


def replacing(name, old, new):
    def plant(made):
        cell = cells_of(made)[name]
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return plant


def marking(name, **marks):
    return lambda made: cells_of(made)[name].metadata.nbgrader.update(marks)


def outputs(made):
    cells_of(made)["setup"].outputs = [{"output_type": "stream", "name": "stdout", "text": "x"}]


def unmarked(made):
    cells_of(made)["setup"].metadata = {}


def twice(made):
    made.cells[-1].id = made.cells[-2].id


def before_all(made):
    made.cells.insert(1, made.cells.pop())


HIDDEN = tiny.DOUBLE_HIDDEN.rstrip("\n")


@pytest.mark.parametrize(
    ("plant", "sentence"),
    [
        (marking("setup", grade_id="other"), "setup: the cell's id is not its grade_id, 'other'"),
        (twice, "2 cells have this id"),
        (outputs, "setup: outputs are stored"),
        (unmarked, "setup: a code cell that nbgrader does not know"),
        (replacing("tiny-double-check", "# Check · a number", "# a number"), "'# Check · one step"),
        (replacing("tiny-double-check", "# Check · a number\n", ""), "tiny-double-check: its first line is"),
        (replacing("tiny-double-hidden", "Hidden test", "Check"), "'# Hidden test · one step"),
        (replacing("tiny-double-hidden", "# Hidden test · a fresh number\n", ""), "a visible first line"),
        (replacing("tiny-double-check", "checks.returns", "x = 1\nprint(x)\nchecks.returns"), "prints"),
        (replacing("tiny-double-check", "checks.returns(", "float("), "ends in a value"),
        (replacing("tiny-double-check", "3.0", "answer"), "uses answer, which no solution cell"),
        (replacing("tiny-double-check", "checks.returns", "import os\nchecks.returns"), "imports os"),
        (
            replacing("tiny-double", "    ### BEGIN", "    import torch\n    ### BEGIN"),
            "tiny-double: imports torch",
        ),
        (replacing("tiny-double", "2.0 * x", "rnncourse"), "the example in double is not true"),
        (replacing("tiny-double", "    4.0\n", "    5.0\n"), "the example in double is not true"),
        (replacing("tiny-double", "    ### BEGIN SOLUTION\n", ""), "has no ### BEGIN SOLUTION"),
        (
            replacing("tiny-double", "def double", "def helper(x):\n    return x\n\n\ndef double"),
            "releases helper as it is",
        ),
        (replacing("tiny-double", "def double", "%time\ndef double"), "no Python that runs without IPython"),
        (marking("tiny-double-check", points=0), "carries no points"),
        (before_all, "comes before every solution cell"),
    ],
)
def test_planted_fault_is_found(tmp_path, plant, sentence):
    made = tiny.notebook()
    plant(made)
    faults = lint.faults(tiny.course(tmp_path, made), "tiny")
    assert any(sentence in fault for fault in faults), faults


def test_file_that_nobody_listed_is_found_and_a_listed_one_is_not(tmp_path):
    made = tiny.notebook()
    made.metadata["rnncourse"]["data"] = ["digits.csv"]
    root = tiny.course(tmp_path, made)
    folder = root / "solutions" / "tiny"
    (folder / "digits.csv").write_text("1,2\n")
    (folder / "answers.txt").write_text("42\n")
    assert lint.faults(root, "tiny") == [
        "solutions/tiny/answers.txt: would be released; list it in the notebook's metadata, or move it away"
    ]
