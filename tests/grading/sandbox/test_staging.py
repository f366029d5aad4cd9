"""What a learner's box may see: what its assignment allows, and nothing that holds an answer."""

from __future__ import annotations

import os

import pytest
import sandboxed

from rnncourse.grading.sandbox import staging
from rnncourse.grading.sandbox.limits import MIB, Limits
from rnncourse.grading.sandbox.station import LEVELS, Station


def staged(*allowed: str) -> set[str]:
    return set(staging.learner_course(sandboxed.ROOT, allowed))


def test_a_learner_gets_the_checks_but_no_assignment_s_own_mistakes():
    files = staged("numpy", "rnncourse.checks")
    assert "rnncourse/checks/__init__.py" in files
    assert "rnncourse/checks/judging.py" in files
    assert not any(name.startswith("rnncourse/checks/rnn/") for name in files)


def test_a_learner_gets_no_reference_and_no_grader():
    files = staged(
        "numpy", "torch", "rnncourse.checks", "rnncourse.tasks", "rnncourse.training", "rnncourse.plotting"
    )
    for absent in (
        "cells",
        "frameworks",
        "book",
        "losses.py",
        "optimizers.py",
        "gradcheck.py",
        "schedules.py",
    ):
        assert not any(name.startswith(f"rnncourse/{absent}") for name in files), absent
    grading = {name.split("/")[2] for name in files if name.startswith("rnncourse/grading/")}
    assert grading <= {"__init__.py", "inside", "sandbox"}
    assert not any(name.endswith(".pyc") for name in files)


def test_a_part_is_there_only_where_it_is_allowed():
    assert "rnncourse/tasks/echo.py" in staged("rnncourse.tasks.echo")
    assert "rnncourse/tasks/__init__.py" in staged("rnncourse.tasks.echo")
    assert "rnncourse/tasks/digits.py" not in staged("rnncourse.tasks.echo")
    assert not any("plotting" in name for name in staged("rnncourse.tasks"))


def test_packages_come_with_what_they_require():
    names = {path.name for path in staging.learner_packages(("torch",))}
    assert {"numpy", "IPython", "traitlets", "torch", "sympy", "mpmath", "typing_extensions.py"} <= names
    assert not {"nbgrader", "sqlalchemy", "keras", "rnncourse", "pytest", "sklearn"} & names
    assert "torch" not in {path.name for path in staging.learner_packages(("numpy",))}


@pytest.mark.parametrize(
    "use",
    [
        "from rnncourse.tasks import digits, echo; import sklearn.datasets",
        "from rnncourse.plotting import figure, svg; import matplotlib.pyplot",
        "from rnncourse.training import fit",
        "from rnncourse import checks; checks.rng('a test')",
    ],
)
def test_what_a_part_of_the_course_needs_comes_with_it(package, use):
    part = use.split()[1].replace("rnncourse.", "").replace("rnncourse", "checks")
    spec = sandboxed.spec(package, allowed=(f"rnncourse.{part}",), limits=Limits())
    with Station(spec, "nested") as station:
        assert sandboxed.said(station, f"{use}; say('works')") == "works"


@pytest.mark.parametrize("level", LEVELS)
def test_a_box_imports_what_is_allowed_and_finds_nothing_else(package, level):
    source = """
import importlib.util, os, sys
import numpy, rnncourse.checks, IPython
names = ["torch", "sklearn", "nbgrader", "rnncourse.cells", "rnncourse.checks.rnn", "rnncourse.grading.engine"]
say([[name for name in names if importlib.util.find_spec(name) is not None], "solutions" in str(sys.path)])
"""
    with Station(
        sandboxed.spec(package, allowed=("numpy", "rnncourse.checks"), limits=Limits()), level
    ) as station:
        assert sandboxed.said(station, source) == [[], False]


def test_the_judge_has_everything(package):
    source = "import rnncourse.cells, rnncourse.checks.rnn, sklearn; say('all')"
    with (
        Station(sandboxed.spec(package, allowed=("numpy",), limits=Limits()), "nested") as station,
        sandboxed.running(station, source, "judge") as there,
    ):
        assert there.say() == "all"


def test_no_variable_of_the_worker_s_is_seen_inside(package, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_GRADEBOOK", "postgresql://teacher:secret@localhost/grades")
    source = "import os; say('secret' in str(dict(os.environ)))"
    for level in LEVELS:
        with Station(sandboxed.spec(package), level) as station:
            assert sandboxed.said(station, source) is False


@pytest.mark.parametrize("level", ["nested", "cold"])
def test_arguments_with_the_machine_s_paths_are_not_to_be_seen(station, level):
    source = """
import os
found = []
for name in os.listdir("/proc"):
    if name.isdigit():
        found.append(open(f"/proc/{name}/cmdline").read())
say(found)
"""
    assert sandboxed.said(station(level), source) == []


def test_the_tests_own_limits_are_smaller_than_the_course_s():
    assert sandboxed.LIMITS.memory_bytes < Limits().memory_bytes == 2048 * MIB
    assert os.sysconf("SC_PAGE_SIZE") <= 65536
