"""exercises/ is what solutions/ generates, byte for byte, and what stock nbgrader generates too."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tiny

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading.assignment import source_of
from rnncourse.grading.release import release

ROOT = Path(__file__).parents[2]


def test_committed_exercises_are_what_the_solutions_generate():
    assert release(ROOT, check=True, say=lambda line: None) == []


def test_release_shows_no_solution_no_hidden_test_and_no_explanation(released):
    text = json.dumps(released)
    assert "BEGIN" not in text
    assert "2.0 * x" not in text
    assert "Twice is plus itself" not in text
    hidden = next(cell for cell in released["cells"] if cell["id"] == "tiny-double-hidden")
    assert source_of(hidden) == "# Hidden test · a fresh number"


def test_every_stub_raises(released):
    stubs = [source_of(cell) for cell in released["cells"] if cell["id"] in ("tiny-double", "tiny-square")]
    assert all(stub.endswith("raise NotImplementedError()") for stub in stubs)


@pytest.fixture
def copy(course, tmp_path):
    """A copy of the small course to spoil."""
    return Path(shutil.copytree(course, tmp_path / "course"))


def quietly(root, check):
    return release(root, check=check, say=lambda line: None)


def test_stale_and_extra_files_are_named_and_nothing_is_written(copy):
    stale = copy / "exercises" / "tiny" / "tiny.ipynb"
    stale.write_text("{}")
    (copy / "exercises" / "tiny" / "notes.txt").write_text("")
    with pytest.raises(CourseError) as caught:
        quietly(copy, check=True)
    assert "exercises/tiny/tiny.ipynb is not what solutions/ generates" in str(caught.value)
    assert "exercises/tiny/notes.txt comes from no solution" in str(caught.value)
    assert (caught.value.exit_code, stale.read_text()) == (2, "{}")


def test_release_brings_them_in_step_and_then_has_nothing_to_do(copy):
    (copy / "exercises" / "tiny" / "tiny.ipynb").write_text("{}")
    (copy / "exercises" / "tiny" / "notes.txt").write_text("")
    assert quietly(copy, check=False) == ["exercises/tiny/tiny.ipynb", "exercises/tiny/notes.txt"]
    assert quietly(copy, check=True) == []


def test_assignment_that_breaks_a_rule_is_not_released(tmp_path):
    made = tiny.notebook()
    made.cells[-1].metadata.nbgrader["points"] = 0
    root = tiny.course(tmp_path, made)
    with pytest.raises(CourseError, match="tiny-square-hidden: carries no points"):
        quietly(root, check=False)
    assert not (root / "exercises").exists()


def test_stock_nbgrader_generates_the_same_bytes(tmp_path):
    for name in ("nbgrader_config.py", "solutions"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    for name in assignments.names(ROOT):
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", name]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        for committed in (ROOT / "exercises" / name).rglob("*.ipynb"):
            generated = tmp_path / committed.relative_to(ROOT)
            assert generated.read_bytes() == committed.read_bytes()
