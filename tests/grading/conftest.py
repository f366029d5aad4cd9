"""The small course of ``tiny``, and its class graded once for all tests that only read what came out."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import fakes
import nbgrader.api
import pytest
import tiny

from rnncourse.grading import assignment as assignments
from rnncourse.grading import bundle, engine
from rnncourse.grading import workers as hiring
from rnncourse.grading.generate import GRADEBOOK, put_environment_first
from rnncourse.grading.pool import Pool
from rnncourse.grading.release import release
from rnncourse.grading.run import Report, Request, grade_class

# Worker processes find the same course as this one, and the fake engine.
_PLACES = [Path(fakes.__file__).parent, Path(bundle.__file__).parents[2], os.environ.get("PYTHONPATH")]
os.environ["PYTHONPATH"] = os.pathsep.join(str(place) for place in _PLACES if place)

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


@pytest.fixture(scope="session")
def made(course, tmp_path_factory) -> tuple[bundle.Bundle, Path]:
    """The bundle of ``tiny``, and the folder with the gradebook that knows its cells."""
    folder = tmp_path_factory.mktemp("made")
    return bundle.make(assignments.load(course, "tiny"), folder), folder


@pytest.fixture(scope="session")
def alembic_version() -> str:
    """What nbgrader starts a program to find out, for every new gradebook."""
    put_environment_first()
    return nbgrader.api.get_alembic_version()


@pytest.fixture
def swift(made, monkeypatch, alembic_version):
    """Grading in this process, with an engine that runs nothing and a bundle that was made before.

    Call it with another bundle to have that one made from now on.
    """

    def give(one: bundle.Bundle) -> None:
        def make(assignment, folder):
            shutil.copyfile(made[1] / GRADEBOOK, folder / GRADEBOOK)
            return one

        monkeypatch.setattr(bundle, "make", make)

    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: alembic_version)
    monkeypatch.setattr(engine, "grade", fakes.grade)
    monkeypatch.setattr(engine, "close", fakes.close)
    monkeypatch.setattr(engine, "warm", fakes.warm)
    monkeypatch.setattr(hiring, "Pool", fakes.InTurn)
    give(made[0])
    return give


@pytest.fixture
def workers(swift, monkeypatch):
    """As ``swift``, in worker processes."""
    monkeypatch.setattr(hiring, "Pool", Pool)
