"""A run that is killed at any moment loses nothing: the next one ends as if there had been no kill."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from dataclasses import replace

import fakes
import killing
import pytest
import tiny
from nbgrader.api import Gradebook

from rnncourse.grading import workers
from rnncourse.grading.run import Request, grade_class

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="killing needs a system that forks")

STUDENTS = 6


def hand_in(folder, attempt):
    """Six students; a second attempt changes what some of them handed in, and one withdraws."""
    tests = ["double-check", "double-hidden", "square-check", "square-hidden"]
    for number in range(STUDENTS):
        content = fakes.answer(*tests[: (number + attempt * (number % 3)) % 5], note=attempt * (number % 2))
        tiny.hand_in(folder, f"student-{number}", content)
    tiny.hand_in(folder, "torn", b"{")
    tiny.hand_in(folder, "absent", None)
    if attempt:
        (folder / "student-5" / "tiny" / "tiny.ipynb").unlink()


@pytest.fixture(scope="module")
def before(course, made, tmp_path_factory):
    """A class graded once and touched by hand, then handed in again: (request to copy, what must be left)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers.engine, "grade", fakes.grade)
        patch.setattr(workers.engine, "warm", fakes.warm)
        patch.setattr(workers, "Pool", fakes.InTurn)
        folder = tmp_path_factory.mktemp("killed")
        hand_in(folder / "in", 0)
        request = Request("tiny", folder / "in", folder / "out", seed="5eed", trusted=True)
        grade_class(course, request)
        with Gradebook(f"sqlite:///{folder / 'out' / 'gradebook.db'}") as book:
            for student in ("student-1", "student-3"):
                book.find_grade("tiny-square-check", "tiny", "tiny", student).manual_score = 1.5
                book.find_grade("tiny-double-check", "tiny", "tiny", student).extra_credit = 0.25
                book.find_comment("tiny-square", "tiny", "tiny", student).manual_comment = "nearly"
            book.db.commit()
        hand_in(folder / "in", 1)
        shutil.copytree(folder / "out", folder / "undisturbed")
        grade_class(course, replace(request, out=folder / "undisturbed"))
        return request, killing.left_behind(folder / "undisturbed")


@pytest.fixture
def again(before, swift, monkeypatch, tmp_path):
    """A copy of that class to be killed over: its request."""
    monkeypatch.setattr(workers, "Pool", fakes.InTurn)
    shutil.copytree(before[0].out, tmp_path / "out")
    return replace(before[0], out=tmp_path / "out")


@pytest.mark.parametrize("times", [1, 4])
@pytest.mark.parametrize("step", killing.STEPS)
def test_killed_at_a_step_the_next_run_ends_as_an_undisturbed_one(course, before, again, step, times):
    once = step in ("before results", "after results", "after truncation")
    status = killing.forked(lambda: killing.graded_until(course, again, step, 1 if once else times))
    assert os.WTERMSIG(status) == signal.SIGKILL
    grade_class(course, again)
    assert killing.left_behind(again.out) == before[1]


def test_killed_over_and_over_at_random_instants_it_still_ends_as_an_undisturbed_one(
    course, before, again, tmp_path
):
    instants, cut = random.Random(5), 0
    shutil.copytree(before[0].out, tmp_path / "whole")
    began = time.monotonic()
    killing.forked(lambda: grade_class(course, replace(again, out=tmp_path / "whole")))
    takes = time.monotonic() - began
    for trial in range(500):
        out = tmp_path / f"trial-{trial}"
        shutil.copytree(before[0].out, out)
        request = replace(again, out=out)
        status = killing.forked(
            lambda request=request: grade_class(course, request), instants.uniform(0, takes)
        )
        if os.WIFSIGNALED(status):
            cut += 1
            grade_class(course, request)
            assert killing.left_behind(out) == before[1], f"trial {trial}"
        shutil.rmtree(out)
        if cut == 50:
            break
    assert cut == 50


def test_journal_line_that_was_torn_is_written_over(course, before, again):
    killing.forked(lambda: killing.graded_until(course, again, "after journal", 3))
    journal = again.out / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-40])
    found = grade_class(course, again)
    assert killing.left_behind(again.out) == before[1]
    assert len(found.kept) >= 2
