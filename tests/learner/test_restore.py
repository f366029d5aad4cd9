"""Damaged notebooks made whole: the learner's code is kept, whatever became of the file around it."""

from __future__ import annotations

import copy
import json
import random

import pytest
import tiny

from rnncourse.grading.intake import parse
from rnncourse.grading.rebuild import rebuild
from rnncourse.learner.restore import restore


@pytest.fixture
def repaired(root, path):
    """Put ``content`` in place, restore, and return (notebook, everything said)."""

    def running(content) -> tuple[dict, str]:
        damaged = content if isinstance(content, bytes) else json.dumps(content, indent=1).encode()
        path.write_bytes(damaged)
        lines = []
        written = restore(root, "tiny", lines.append)
        if written:
            backup = next(line for line in lines if "as it was" in line).rpartition(": ")[2]
            assert (root / backup).read_bytes() == damaged
        return json.loads(path.read_text()), "\n".join(lines)

    return running


def sources(notebook: dict) -> dict[str, str]:
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}


def flags(root, notebook: dict) -> set[str]:
    released = json.loads((root / "exercises" / "tiny" / "tiny.ipynb").read_text())
    return {flag.code for flag in rebuild(released, parse(json.dumps(notebook).encode()))[1]}


def test_whole_notebook_is_left_alone_with_its_outputs(root, path, solved):
    solved["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    path.write_text(before := json.dumps(solved))
    said = []
    assert restore(root, "tiny", said.append) == []
    assert path.read_text() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda cells: cells.pop(1), id="locked cell deleted"),
        pytest.param(lambda cells: cells.insert(3, copy.deepcopy(cells[1])), id="locked cell duplicated"),
        pytest.param(lambda cells: cells.reverse(), id="order reversed"),
        pytest.param(lambda cells: [cell.pop("metadata") for cell in cells], id="metadata lost"),
        pytest.param(
            lambda cells: [(cell.pop("metadata"), cell.pop("id")) for cell in cells], id="ids lost too"
        ),
        pytest.param(lambda cells: [cell.update(cell_type="raw") for cell in cells], id="types changed"),
    ],
)
def test_what_happened_to_the_cells_is_undone_and_the_code_kept(root, repaired, solved, damage):
    damage(solved["cells"])
    notebook, said = repaired(solved)
    found = sources(notebook)
    assert [found[f"tiny-{name}"] for name in tiny.RIGHT] == list(tiny.RIGHT.values())
    assert flags(root, notebook) == set()
    assert "Your code is in 2 of 2 solution cells" in said


def test_edited_locked_cell_is_the_courses_again_and_the_edit_is_kept_as_text(repaired, solved):
    solved["cells"][1]["source"] += "\nlearning_rate = 0.1"
    notebook, said = repaired(solved)
    assert "learning_rate" not in sources(notebook)["setup"]
    last = notebook["cells"][-1]
    assert (last["cell_type"], "learning_rate = 0.1" in "".join(last["source"])) == ("markdown", True)
    assert "your version of the locked cell `setup`" in said


def test_cells_of_the_learners_own_stay_where_they_stood(repaired, solved):
    solved["cells"].insert(
        4, {"cell_type": "code", "id": "mine", "metadata": {}, "source": "print(double(2))"}
    )
    del solved["cells"][1]
    notebook, _ = repaired(solved)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert ids[ids.index("mine") - 1] == "tiny-double"


def test_stub_that_came_twice_never_hides_the_answer(repaired, solved, root):
    stub = json.loads((root / "exercises" / "tiny" / "tiny.ipynb").read_text())["cells"][3]
    solved["cells"].append(stub)
    assert sources(repaired(solved)[0])["tiny-double"] == tiny.RIGHT["double"]


def test_of_two_answers_the_last_counts_and_the_other_is_kept_as_text(repaired, solved):
    again = copy.deepcopy(solved["cells"][3]) | {"source": "def double(x):\n    return 2 * x"}
    solved["cells"].append(again)
    notebook, said = repaired(solved)
    assert sources(notebook)["tiny-double"] == again["source"]
    assert tiny.RIGHT["double"] in "".join(notebook["cells"][-1]["source"])
    assert "another version of `tiny-double`" in said


def test_file_cut_off_anywhere_keeps_every_answer_before_the_cut(repaired, solved):
    text = json.dumps(solved, indent=1, ensure_ascii=False)
    ends = {
        name: text.index(json.dumps(source)) + len(json.dumps(source)) for name, source in tiny.RIGHT.items()
    }
    for cut in range(0, len(text) - 1, 97):
        notebook, said = repaired(text[:cut].encode())
        found = sources(notebook)
        for name, source in tiny.RIGHT.items():
            if ends[name] < cut:
                assert found[f"tiny-{name}"] == source, (cut, name)
        assert len(notebook["cells"]) >= 10
        assert "The file was no JSON" in said or "so nothing could be saved" in said


def test_half_of_an_answer_is_half_kept_and_said_to_be_torn(repaired, solved):
    text = json.dumps(solved, indent=1)
    cut = text.index("return x + x") + len("return x ")
    notebook, said = repaired(text[:cut].encode())
    assert sources(notebook)["tiny-double"] == "def double(x):\n    return x "
    assert "Broken off or mixed up in the file, so look at it: tiny-double" in said
    assert "Not found in the file, so a stub again: tiny-square" in said


def test_merge_conflict_keeps_both_sides(repaired, solved):
    solved["cells"][3]["source"] = ["def double(x):\n", "    return x + x"]
    text = json.dumps(solved, indent=1)
    line = next(line for line in text.splitlines(keepends=True) if "return x + x" in line)
    torn = text.replace(line, f'<<<<<<< HEAD\n{line}=======\n    "    return 2 * x"\n>>>>>>> theirs\n')
    notebook, said = repaired(torn.encode())
    assert sources(notebook)["tiny-double"] == "def double(x):\n    return x + x    return 2 * x"
    assert sources(notebook)["tiny-square"] == tiny.RIGHT["square"]
    assert "look at it: tiny-double" in said


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 100, b"[]", b'"x"', b"{}", b'{"cells": 3}', b"[" * 100_000, b"\xff\xfe{"]
)
def test_of_bytes_that_hold_nothing_a_fresh_copy_is_made_and_the_bytes_kept(root, repaired, content):
    notebook, said = repaired(content)
    released = json.loads((root / "exercises" / "tiny" / "tiny.ipynb").read_text())
    assert [cell["id"] for cell in notebook["cells"]] == [cell["id"] for cell in released["cells"]]
    assert "so nothing could be saved" in said
    assert "whole again" not in said
    assert "nor a package of `rnncourse submit` is here" in said


def test_earlier_packages_are_pointed_to(root, repaired):
    for name in ("tiny.zip", "tiny.earlier-1.zip"):
        (root / "work" / name).write_bytes(b"")
    said = repaired(b"")[1]
    assert "into work/tiny.zip; it may hold more." in said
    assert "into work/tiny.earlier-1.zip; it may hold more." in said


def test_random_damage_never_raises_and_always_gives_a_notebook_that_grades(root, repaired, solved):
    text, chance = json.dumps(solved, indent=1).encode(), random.Random(1)
    for _ in range(60):
        damaged = bytearray(text)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randint(0, 200)] = bytes(
                chance.choices(b'\xff{}[]",:\\ab\n', k=chance.randint(0, 9))
            )
        notebook, _ = repaired(bytes(damaged))
        assert flags(root, notebook) <= {"cells-added"}


def test_old_format_and_other_encodings_are_read(repaired, solved):
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": tiny.RIGHT["double"]}]}]}
    assert sources(repaired(old)[0])["tiny-double"] == tiny.RIGHT["double"]
    utf16 = json.dumps(solved).encode("utf-16")
    assert sources(repaired(utf16)[0])["tiny-square"] == tiny.RIGHT["square"]


def test_earlier_copy_of_jupyterlab_is_pointed_to(repaired, path):
    (path.parent / ".ipynb_checkpoints").mkdir()
    (path.parent / ".ipynb_checkpoints" / "tiny-checkpoint.ipynb").write_text("{}")
    assert "JupyterLab kept an earlier copy" in repaired(b"")[1]
