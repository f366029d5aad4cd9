"""``make`` lists its targets, and names a Python that will not do before it installs anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with the Makefile and nothing else."""
    for name in ("Makefile", "requirements.txt", "constraints.txt", "pyproject.toml", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def test_bare_make_lists_every_target_and_does_nothing(folder):
    lines = make(folder).stdout.splitlines()
    assert [" ".join(line.split()[:2]) for line in lines] == [
        f"make {name}" for name in ("help", "setup", "course", "test", "read", "lab", "clean")
    ]
    assert not (folder / ".venv").exists()


def test_python_that_is_too_old_is_named_before_anything_is_made(folder):
    old = folder / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.1"\nexit 1\n')
    old.chmod(0o755)
    said = make(folder, "setup", f"PYTHON={old}")
    assert said.returncode != 0
    assert "Python 3.9.1 is too old: Python 3.11 or newer is needed" in said.stderr
    assert not (folder / ".venv").exists()


def test_python_that_is_not_there_is_named_with_the_cure(folder):
    said = make(folder, "course", "PYTHON=no-such-python")
    assert said.returncode != 0
    assert "There is no no-such-python: install Python 3.11 or newer" in said.stderr


def test_setup_says_that_it_installs_and_leaves_errors_in_view(folder):
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@"\necho "no such pin" >&2\nexit 1\n')
    python.chmod(0o755)
    said = make(folder, "setup")
    assert said.returncode != 0
    assert said.stdout.splitlines()[:2] == [
        "installing, a few minutes the first time",
        "-m pip install -q -r requirements.txt -e .",
    ]
    assert "no such pin" in said.stderr


def test_ci_runs_the_same_tests():
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("exec make test")
