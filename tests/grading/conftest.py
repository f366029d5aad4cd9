"""The small course of ``tiny``, and its class graded once for all tests that only read what came out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import tiny

from rnncourse.grading.release import release
from rnncourse.grading.run import Report, Request, grade_class

ENDLESS = """\
import time


def {name}(x):
    while True:
        try:
            time.sleep(60)
        except {caught}:
            pass
"""


@dataclass(frozen=True)
class GradedClass:
    """A course, its submissions, where the grades went, and what the first run reported."""

    root: Path
    submitted: Path
    out: Path
    report: Report

    def results(self) -> dict[str, dict]:
        return {entry["student"]: entry for entry in json.loads((self.out / "results.json").read_text())}


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> Path:
    """The course with its exercises released."""
    root = tiny.course(tmp_path_factory.mktemp("course"))
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    release(root, check=False, say=lambda line: None)
    return root


@pytest.fixture(scope="session")
def released(course) -> dict:
    """The released notebook."""
    return json.loads((course / "exercises" / "tiny" / "tiny.ipynb").read_text())


@pytest.fixture(scope="session")
def graded(course, released, tmp_path_factory) -> GradedClass:
    """Ten students, good and bad, graded once."""
    submitted, out = tmp_path_factory.mktemp("submitted"), tmp_path_factory.mktemp("grades")
    shouting = tiny.RIGHT | {
        "square": "# <script>alert('no')</script>\ndef square(x):\n    return '<img src=x onerror=alert(1)>'"
    }
    chatter = tiny.RIGHT["double"] + "\n\n\nfor _ in range(60000):\n    print('x' * 80)"
    class_of = {
        "perfect": tiny.filled(released, **tiny.RIGHT),
        "wrong": tiny.filled(released, **(tiny.RIGHT | {"square": "def square(x):\n    return x"})),
        "stub": released,
        "endless": tiny.filled(
            released, **(tiny.RIGHT | {"double": ENDLESS.format(name="double", caught="ValueError")})
        ),
        "stubborn": tiny.filled(
            released, **(tiny.RIGHT | {"square": ENDLESS.format(name="square", caught="BaseException")})
        ),
        "dying": tiny.filled(
            released, **(tiny.RIGHT | {"square": "import os\n\n\ndef square(x):\n    os._exit(1)"})
        ),
        "shouting": tiny.filled(released, **shouting),
        "chatty": tiny.filled(released, **(tiny.RIGHT | {"double": chatter})),
        "torn": json.dumps(released).encode()[:700],
        "absent": None,
    }
    for student, content in class_of.items():
        tiny.hand_in(submitted, student, content)
    report = grade_class(course, Request("tiny", submitted, out, workers=2))
    return GradedClass(course, submitted, out, report)
