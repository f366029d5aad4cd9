"""The lint of an assignment finds each planted fault, and nothing in what is committed."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from rnncourse.grading import assignment as assignments
from rnncourse.grading import lint
from rnncourse.grading.names import taken

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


def allowing_torch(made):
    made.metadata["rnncourse"]["allow"] = ["numpy", "torch", "rnncourse.checks"]


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
        (
            replacing("tiny-double-check", "6.0", "double(3.0)"),
            "uses the learner's double outside the arguments",
        ),
        (
            replacing("tiny-double-check", "checks.returns(double", "double(1)\nchecks.returns(double"),
            "(line 2)",
        ),
        (
            replacing("tiny-double-check", "checks.returns(double", "f = double\nchecks.returns(f"),
            "checks.made",
        ),
        (
            replacing("tiny-double-check", "checks.returns(double", "checks.returns(lambda x: double(x)"),
            "checks.vjp",
        ),
        (
            replacing(
                "tiny-double-check",
                "checks.returns",
                "np.warnings = __import__('warnings')\nnp.warnings.warn('odd')\nchecks.returns",
            ),
            "tiny-double-check: writes on standard error: ",
        ),
        (
            replacing(
                "tiny-double-check", "checks.returns", "__import__('sys').stdout.write('a')\nchecks.returns"
            ),
            "tiny-double-check: writes on standard output: 'a'",
        ),
        (
            replacing(
                "setup",
                "import numpy as np",
                "import numpy as np\nfrom rnncourse import checks\nchecks.allow('torch')",
            ),
            "says checks.allow('torch'), and its metadata does not allow it",
        ),
        (
            replacing("setup", "import numpy as np", "import numpy as np\n# checks.rng"),
            "setup: draws with checks.rng",
        ),
        (allowing_torch, "allows torch in its metadata, and no setup cell says checks.allow('torch')"),
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


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("checks.returns(step, (1,), 2)", ("step",)),
        ("def forward(x): return x\nchecks.returns(step, (forward,), 2)", ("step",)),
        ("def body():\n    checks.returns(forward, (step,), 2)", ("forward", "step")),
        ("def body():\n    step = 1\n    return step", ()),
        ("step = 1\nstep", ()),
    ],
)
def test_what_a_test_takes_from_the_learner(source, names):
    assert taken(source, {"step", "forward"}) == names


def test_a_learners_name_may_stand_in_a_tuple_of_arguments(tmp_path):
    made = tiny.notebook()
    replacing(
        "tiny-double-check",
        "(3.0,), 6.0",
        "(*[3.0],), 6.0, suspects=(checks.Suspect('a', abs, 'b.', (double,)),)",
    )(made)
    assert lint.faults(tiny.course(tmp_path, made), "tiny") == []
