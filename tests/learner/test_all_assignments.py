"""``rnncourse progress`` and the page that a learner sees first."""

from __future__ import annotations

import json

import pytest
import tiny

from rnncourse import cli
from rnncourse.learner import progress as progresses
from rnncourse.learner import telling, welcome
from rnncourse.learner.progress import progress
from rnncourse.learner.submit import submit


@pytest.fixture
def row(root):
    """A function: the row of the small course, and which notebooks were run for it."""

    def made():
        lines: list[str] = []
        (found,) = progress(root, lines.append)
        return found, lines

    return made


def test_rows_go_from_no_copy_to_handed_in_and_only_changes_are_run(root, path, row, monkeypatch):
    found, ran = row()
    assert (found.state, found.points, found.max_points, found.hidden_points) == ("not-begun", 0, 3, 7)
    assert ran == []

    released = json.loads(path.read_text())
    path.write_text(json.dumps(tiny.filled(released, double=tiny.RIGHT["double"])))
    found, ran = row()
    assert (found.state, found.points, found.complete, found.packed) == ("begun", 1, 1, "no")
    assert ran == ["Running tiny …"]
    submit(root, "tiny", None, ran.append)
    monkeypatch.setattr(progresses, "of_assignment", None)  # nothing is run again
    assert row()[0].packed == "yes"
    monkeypatch.undo()

    path.write_text(json.dumps(tiny.filled(released, **tiny.RIGHT)))
    found, _ = row()
    assert (found.state, found.points, found.packed) == ("complete", 3, "older")
    path.unlink()
    assert row()[0].exercises == 2


def test_damaged_notebook_and_damaged_notes_are_said_and_survived(root, path, row):
    path.write_text('{"cells": [')
    (root / "work" / progresses.KEPT).write_text("[1, 2")
    found, _ = row()
    assert found.state == "damaged"
    lines: list[str] = []
    telling.table([found], lines.append)
    assert max(map(len, lines)) <= telling.WIDTH
    assert "rnncourse restore tiny" in " ".join(lines)


def test_table_and_json_are_on_standard_output(root, capsys):
    assert cli.main(["progress"]) == 0
    assert "tiny           0 of 3          0 of 2     not begun  no" in capsys.readouterr().out
    assert cli.main(["progress", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["assignments"][0]["state"] == "not-begun"


def test_first_page_names_every_assignment_and_is_never_taken_from_who_edits_it(root):
    page = welcome.write(root)
    text = page.read_text("utf-8")
    assert "[tiny](tiny/tiny.ipynb)" in text
    assert "| 2 | 10 |" in text
    assert "rnncourse check tiny" in text
    page.write_text(text.replace("10", "11"), "utf-8")
    assert "11" in welcome.write(root).read_text("utf-8")
    page.unlink()
    older = "# Older\n"
    page.write_text(f"{older}\n{welcome._sealed(older)}\n", "utf-8")
    assert welcome.write(root).read_text("utf-8") == text
