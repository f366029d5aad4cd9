"""A class that shares one read-only copy: every learner's command works from the home that their server begins in."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest
import tiny

from rnncourse import cli, place


@pytest.fixture
def home(given_out, tmp_path, monkeypatch):
    """A learner's home, where nbgrader's Fetch has put the assignment; the course is elsewhere, and not theirs."""
    shared, home = tmp_path / "shared", tmp_path / "ada"
    shutil.copytree(given_out, shared)
    (shared / "book" / "tiny").mkdir(parents=True)
    (shared / "book" / "tiny" / "lab.ipynb").write_text('{"nbformat": 4, "cells": []}')
    home.mkdir()
    shutil.copytree(shared / "exercises" / "tiny", home / "tiny")
    for name, value in {
        place.HOME_VARIABLE: str(shared),
        place.WORK_VARIABLE: "~",
        "HOME": str(home),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    yield home
    assert not (shared / "work").exists()


def test_what_was_fetched_is_checked_restored_and_counted_where_it_lies(home, capsys):
    path = home / "tiny" / "tiny.ipynb"
    solved = tiny.filled(json.loads(path.read_text()), **tiny.RIGHT)
    path.write_text(json.dumps(solved))
    for which in ("tiny", "tiny/tiny.ipynb"):
        assert cli.main(["check", which, "--json"]) == 0
        (found,) = json.loads(capsys.readouterr().out)["notebooks"]
        assert (found["notebook"], found["points"]) == ("tiny/tiny.ipynb", 3)
    assert cli.main(["progress", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["assignments"]
    assert (row["state"], row["packed"]) == ("complete", "no")
    path.write_text(json.dumps(solved)[:-200])
    assert cli.main(["restore", "tiny"]) == 0
    assert "tiny/tiny.ipynb is whole again" in capsys.readouterr().out
    assert cli.main(["submit", "tiny"]) == 0
    assert "tiny.ipynb" in zipfile.ZipFile(home / "tiny.zip").namelist()


def test_start_brings_the_lab_and_leaves_what_was_fetched(home, capsys):
    before = (home / "tiny" / "tiny.ipynb").read_bytes()
    assert cli.main(["start", "tiny"]) == 0
    said = capsys.readouterr().out
    assert "tiny/lab.ipynb: new" in said
    assert "tiny/tiny.ipynb: yours, left as it is" in said
    assert (home / "tiny" / "tiny.ipynb").read_bytes() == before
    assert (home / "START.md").is_file()


def test_lab_and_read_in_a_hubs_jupyterlab_say_what_to_do_instead(home, monkeypatch, capsys):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada/")
    assert cli.main(["lab"]) == 2
    assert "JupyterLab already: `rnncourse start` puts" in capsys.readouterr().err
    assert cli.main(["read"]) == 2
    assert "read the book at the address that you were given" in capsys.readouterr().err
