"""What a learner hands in: looked over as grading will, packed with its hashes, nothing lost."""

from __future__ import annotations

import hashlib
import json
import zipfile

import pytest
import tiny

from rnncourse import cli
from rnncourse.errors import CourseError
from rnncourse.learner.start import start
from rnncourse.learner.submit import submit


@pytest.fixture
def said(root):
    """Run ``submit`` and return (package, everything said)."""

    def running(out=None):
        lines = []
        return submit(root, "tiny", out, lines.append), "\n".join(lines)

    return running


def saved(path, notebook):
    path.write_text(json.dumps(notebook))


def test_package_holds_the_notebook_as_it_is_and_a_manifest_with_its_hash(said, solved, path, root):
    package, text = said()
    assert package == root / "work" / "tiny.zip"
    with zipfile.ZipFile(package) as handed_in:
        assert sorted(handed_in.namelist()) == ["manifest.json", "tiny.ipynb"]
        assert handed_in.read("tiny.ipynb") == path.read_bytes()
        manifest = json.loads(handed_in.read("manifest.json"))
    (entry,) = manifest["notebooks"]
    assert (manifest["assignment"], entry["file"]) == ("tiny", "tiny.ipynb")
    assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entry["exercises"] == {"tiny-double": "done", "tiny-square": "done"}
    assert "2 of 2 exercises" in text


def test_stubs_and_broken_code_are_named(said, solved, path):
    saved(
        path,
        tiny.filled(
            solved, double="def double(x) return", square="def square(x):\n    raise NotImplementedError()"
        ),
    )
    _, text = said()
    assert "Double a number  does not run as Python (line 1: expected ':')" in text
    assert "Square an array  begun (still a stub: square)" in text
    assert "0 of 2 exercises" in text


def test_code_with_magics_is_no_broken_code(said, solved, path):
    saved(path, tiny.filled(solved, double="%time 1\n!ls\ndef double(x):\n    return x + x"))
    assert "2 of 2 exercises" in said()[1]


def test_nothing_but_stubs_is_refused(said, root):
    with pytest.raises(CourseError, match=r"nothing but stubs.*Did you save"):
        said()
    assert not (root / "work" / "tiny.zip").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty.*rnncourse restore tiny"),
        (b'{"cells": [', "it breaks off.*rnncourse restore tiny"),
        (b'{"nbformat": 4, "cells": []}', "none of this assignment's solution cells"),
        (b" " * (17 * 2**20), "is 17 MiB, and 16 are allowed.*Clear Outputs"),
    ],
)
def test_what_grading_could_not_read_is_refused_with_what_to_do(said, path, content, sentence):
    path.write_bytes(content)
    with pytest.raises(CourseError, match=sentence):
        said()


def test_notebook_under_another_name_is_found_and_named(said, path):
    path.rename(path.with_name("mine.ipynb"))
    with pytest.raises(CourseError, match=r"is not there. There is mine.ipynb: rename yours"):
        said()


def test_edited_and_added_cells_are_said_and_packed_all_the_same(said, solved, path):
    solved["cells"][1]["source"] += "\nx = 1"
    solved["cells"].append(
        {
            "cell_type": "code",
            "id": "mine",
            "metadata": {},
            "source": "1",
            "outputs": [],
            "execution_count": None,
        }
    )
    saved(path, solved)
    _, text = said()
    assert "A locked cell was edited" in text
    assert "(setup)" in text
    assert "You added cells of your own, which is welcome; they will run where they stand." in text
    assert "Warning" not in text


def test_a_cell_that_imports_what_is_not_allowed_is_warned_of(said, solved, path):
    saved(path, tiny.filled(solved, double="%time 1\nimport torch\n\ndef double(x):\n    return 2 * x"))
    _, text = said()
    assert "Warning: your code imports a module that is not on this assignment's list" in text
    assert "(tiny-double)" in text


def test_the_same_notebook_gives_the_same_package_and_another_never_replaces_one(said, solved, path, root):
    first = said()[0].read_bytes()
    assert said()[0].read_bytes() == first
    assert [found.name for found in (root / "work").glob("*.zip")] == ["tiny.zip"]
    saved(path, tiny.filled(solved, double="def double(x):\n    return 2 * x"))
    package, text = said()
    assert package.read_bytes() != first
    assert (root / "work" / "tiny.earlier-1.zip").read_bytes() == first
    assert "The package of before is kept as" in text


def test_out_may_be_a_folder_and_must_be_possible(said, solved, tmp_path):
    assert said(tmp_path)[0] == tmp_path / "tiny.zip"
    for out, sentence in {
        tmp_path / "a.ipynb": "ends in .zip",
        tmp_path / "no" / "a.zip": "no folder",
    }.items():
        with pytest.raises(CourseError, match=sentence):
            said(out)


def test_start_takes_one_chapter_and_names_the_nearest(root):
    path = root / "work" / "tiny" / "tiny.ipynb"
    lines = []
    assert start(root, lines.append, "tiny") == []
    assert "rnncourse restore tiny" in lines[-1]
    path.unlink()
    assert start(root, lines.append, "tiny") == [path]
    with pytest.raises(CourseError, match="did you mean 'tiny'"):
        start(root, lines.append, "tinny")


def test_commands_speak_on_standard_output(root, solved, capsys):
    assert cli.main(["submit", "tiny"]) == 0
    assert "Hand in this file." in capsys.readouterr().out
    assert cli.main(["restore", "tiny"]) == 0
    assert "is whole; nothing was changed." in capsys.readouterr().out
    assert cli.main(["submit", "tinny"]) == 2
    assert "did you mean 'tiny'" in capsys.readouterr().err
