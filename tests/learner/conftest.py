"""A learner's copy of the small course: exercises released, solutions gone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import tiny

from rnncourse.grading.release import release
from rnncourse.learner.start import start


@pytest.fixture(scope="session")
def given_out(tmp_path_factory) -> Path:
    """exercises/ of the small course, without its solutions."""
    root = tiny.course(tmp_path_factory.mktemp("given-out"))
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    release(root, check=False, say=lambda line: None)
    shutil.rmtree(root / "solutions")
    return root


@pytest.fixture
def root(given_out, tmp_path, monkeypatch) -> Path:
    """A fresh copy of it, with a fresh copy of the exercises in work/."""
    shutil.copytree(given_out, tmp_path / "course")
    monkeypatch.chdir(tmp_path / "course")
    start(tmp_path / "course", lambda line: None)
    return tmp_path / "course"


@pytest.fixture
def path(root) -> Path:
    """The learner's notebook."""
    return root / "work" / "tiny" / "tiny.ipynb"


@pytest.fixture
def solved(path) -> dict:
    """The learner's notebook with right answers, saved."""
    made = tiny.filled(json.loads(path.read_text()), **tiny.RIGHT)
    path.write_text(json.dumps(made, indent=1))
    return made
