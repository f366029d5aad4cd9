"""The page "From nothing to a graded class" is carried out as it stands, and formgrader by a browser."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import formgrader
import pytest
import transcripts
from nbgrader.api import Gradebook

from tests.conftest import chromium

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "book" / "teaching" / "class.md"
COMMENT = "You count the steps between, not the steps; otherwise the idea is right. Half a point."

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        any(shutil.which(program) is None for program in ("bash", "bwrap", "git")),
        reason="bash, git and bubblewrap are needed to carry the page out",
    ),
]


@dataclass(frozen=True)
class Afterwards:
    """Where the page ended: its folder, what its commands printed, what formgrader showed (None: no browser)."""

    folder: Path
    printed: dict[str, str]
    seen: formgrader.Seen | None

    @property
    def grades(self) -> Path:
        return self.folder / "spring" / "grades"


@pytest.fixture(scope="module")
def afterwards(tmp_path_factory, request) -> Afterwards:
    """The page, carried out once.

    In the place of a clone there is a copy of the working tree, and in that of a new environment the one that runs
    this, with the copy's package. What the page says to do in formgrader is done in a browser where there is one,
    else by nbgrader's own interface.
    """
    folder, seen = tmp_path_factory.mktemp("nothing"), []
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(folder / "rnn-course"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }

    def by_hand(where: Path) -> None:
        if chromium() is None:
            note(where)
        else:
            browser = request.getfixturevalue("browser")
            seen.append(formgrader.visit(where, environment, browser, COMMENT, "0.5"))

    instead = {
        "git clone ": lambda where: copy(where / "rnn-course"),
        "python3 -m venv ": "true",
        "source .venv": "true",
        "python -m pip install ": "true",
        "jupyter lab": by_hand,
    }
    printed = transcripts.carry_out(PAGE.read_text("utf-8"), folder, environment, instead)
    return Afterwards(folder, printed, seen[0] if seen else None)


def copy(target: Path) -> None:
    """The course's files as they are now, as a repository."""
    listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, capture_output=True, check=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    subprocess.run(["git", "init", "-q", str(target)], check=True)


def note(grades: Path) -> None:
    """What the page says to do in formgrader, without a browser."""
    with Gradebook(f"sqlite:///{grades / 'gradebook.db'}") as book:
        where = ("sequences", "sequences", "hana")
        book.find_comment("sequences-counts", *where).manual_comment = COMMENT
        book.find_grade("sequences-counts-reach", *where).manual_score = 0.5
        book.db.commit()


def test_every_command_of_the_page_prints_what_the_page_shows(afterwards):
    steps = transcripts.steps(PAGE.read_text("utf-8"))
    assert len(steps) > 25
    replaced = ("git clone", "jupyter lab")
    assert {step.command for step in steps if not step.command.startswith(replaced)} == {*afterwards.printed}


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\n...\nb", "a\nb", True),
        ("a\n...\nb", "a\nx\ny\nb", True),
        ("took ... s", "took 3.4 s", True),
        ("", "anything", True),
        ("a", "a\nb", False),
        ("...\nb", "b\nc", False),
        ("took ... s", "took 3\n4 s", False),
        ("a.c", "abc", False),
    ],
)
def test_shown_output_stands_for_what_was_printed_and_nothing_else(shown, printed, same):
    assert transcripts.matches(shown, printed) == same


@pytest.mark.parametrize("command", ["echo other", "false", "exit 3", "cat class.csv"])
def test_command_that_fails_or_prints_something_else_is_named_with_its_line(command, tmp_path):
    page = f"text\n\n```console\n$ cd .\n$ {command}\nas shown\n```\n"
    with pytest.raises(transcripts.Differs, match=rf"line 5|ended at: {command}"):
        transcripts.carry_out(page, tmp_path, os.environ, {})


def test_comment_and_points_of_formgrader_are_on_the_page_that_is_handed_back(afterwards):
    with zipfile.ZipFile(afterwards.grades / "feedback-sequences.zip") as packed:
        hana, ada = (packed.read(f"{who}/sequences.html").decode() for who in ("hana", "ada"))
    assert f"<strong>Comment.</strong> {COMMENT}" in hana
    assert "not yet, 0.5 of 1, given by hand" in hana
    assert "1 point is taken off because it came late: <strong>37.5</strong> in the end." in hana
    assert "<strong>38.5</strong> of 41 points" in hana
    assert "by hand" not in ada
    assert "Comment." not in ada


def test_page_in_the_folder_is_the_one_that_was_packed(afterwards):
    page = afterwards.grades / "feedback" / "hana" / "sequences" / "sequences.html"
    with zipfile.ZipFile(afterwards.grades / "feedback-sequences.zip") as packed:
        assert packed.read("hana/sequences.html") == page.read_bytes()


def test_nbgraders_export_says_the_same(afterwards):
    with (afterwards.grades / "exported.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {who: float(row["score"]) for who, row in rows.items()} == {
        **{"ada": 41, "hana": 37.5, "jonas": 0, "kira": 0}
    }
    assert (rows["hana"]["first_name"], rows["hana"]["last_name"]) == ("Hana", "Horáková")
    assert rows["ada"]["email"] == "ada@example.org"
    assert rows["hana"]["duedate"].startswith("2026-03-01 12:00")
    assert rows["hana"]["timestamp"].startswith("2026-03-03 09:00")


@pytest.mark.browser
def test_formgrader_shows_the_class_and_keeps_what_is_entered(afterwards):
    if afterwards.seen is None:
        pytest.skip("Chromium is not installed: formgrader was not opened")
    assert afterwards.seen.submissions == {"ada": "40 / 40", "hana": "38 / 40", "jonas": "0 / 40"}
    assert afterwards.seen.comment == COMMENT
    assert afterwards.seen.points == "0.5"
