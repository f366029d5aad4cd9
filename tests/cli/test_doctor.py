"""``rnncourse doctor``: each use on its own, and a sandbox that is tried."""

from __future__ import annotations

import sys
import types

import pytest

from rnncourse import doctor
from rnncourse.errors import ENVIRONMENT, CourseError


@pytest.fixture
def sandbox(monkeypatch):
    """Put a self-test in place that gives this level, or raises this error."""

    def put(answer):
        def best_level():
            if isinstance(answer, Exception):
                raise answer
            return answer

        package = types.ModuleType("rnncourse.grading.sandbox")
        package.__path__ = []
        tested = types.ModuleType("rnncourse.grading.sandbox.selftest")
        tested.best_level = best_level
        monkeypatch.setitem(sys.modules, "rnncourse.grading.sandbox", package)
        monkeypatch.setitem(sys.modules, "rnncourse.grading.sandbox.selftest", tested)
        monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: True)

    return put


@pytest.fixture
def said(tmp_path):
    """Run doctor on a folder with all that it looks for: (exit code, what it said)."""
    for name in ("book", "exercises", "solutions"):
        (tmp_path / name).mkdir()

    def running(use=None):
        lines = []
        return doctor.examine(lines.append, tmp_path, use), "\n".join(lines)

    return running


@pytest.mark.parametrize(("level", "words"), [("nested", "level nested"), ("cold", "slower")])
def test_sandbox_that_holds_is_named_with_its_level(said, sandbox, level, words):
    sandbox(level)
    code, text = said("grading")
    assert (code, words in text) == (0, True)
    assert "grading   ready" in text


def test_sandbox_that_does_not_hold_fails_grading_and_is_a_note_for_all_others(said, sandbox):
    sandbox(CourseError("Install bubblewrap.", ENVIRONMENT))
    assert said("grading")[0] == 3
    code, text = said()
    assert (code, "note  Install bubblewrap." in text) == (0, True)
    assert "grading   ready, see note above" in text
    assert "sandbox" not in said("learning")[1]


def test_missing_package_fails_only_who_needs_it(said, tmp_path, sandbox):
    sandbox("nested")
    (tmp_path / "requirements.txt").write_text("sphinx-book-theme==1\nno-such-package==1.0\n")
    doctor._NEEDED_FOR["no-such-package"] = ("reading",)
    try:
        code, text = said()
        assert code == 3
        assert "reading   see FAIL above" in text
        assert "learning  ready" in text
        assert said("grading")[0] == 0
    finally:
        del doctor._NEEDED_FOR["no-such-package"]


def test_what_is_not_there_is_said(said, tmp_path, sandbox, monkeypatch):
    sandbox("nested")
    (tmp_path / "solutions").rmdir()
    monkeypatch.setattr(doctor, "_memory", lambda: 2.0)
    monkeypatch.setattr(doctor.os, "cpu_count", lambda: 16)
    text = said()[1]
    assert "solutions is not there: grade with the whole repository" in text
    assert "2 GiB of memory for 16 cores: grade with --workers 1" in text


def test_little_room_on_the_disk_is_a_note(said, sandbox, monkeypatch):
    sandbox("nested")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: types.SimpleNamespace(free=2**28))
    assert "only 0.2 GiB of disk are free" in said()[1]
