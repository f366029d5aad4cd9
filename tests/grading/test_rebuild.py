"""Only solution cells and added cells come from a submission; every other change is flagged and has no effect."""

from __future__ import annotations

import copy
import json

import pytest

from rnncourse.grading.assignment import source_of
from rnncourse.grading.intake import Malformed, parse
from rnncourse.grading.rebuild import prints, rebuild


@pytest.fixture
def handed_in(released):
    """A copy of the released notebook to spoil, with a function that finds a cell by id."""
    notebook = copy.deepcopy(released)
    return notebook, {cell["id"]: cell for cell in notebook["cells"]}


def after(released, notebook):
    rebuilt, flags = rebuild(released, parse(json.dumps(notebook).encode()))
    return rebuilt, [(flag.code, flag.grade_id) for flag in flags]


def test_untouched_release_is_rebuilt_as_it_is_and_has_no_flags(released):
    rebuilt, flags = after(released, released)
    assert [(c["id"], source_of(c)) for c in rebuilt["cells"]] == [
        (c["id"], source_of(c)) for c in released["cells"]
    ]
    assert flags == []


def test_solution_is_taken_and_outputs_are_not(released, handed_in):
    notebook, cells = handed_in
    cells["tiny-double"]["source"] = "double = 1"
    cells["tiny-double"]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hello"}]
    rebuilt, flags = after(released, notebook)
    cell = next(c for c in rebuilt["cells"] if c["id"] == "tiny-double")
    assert (cell["source"], cell["outputs"], flags) == ("double = 1", [], [])


@pytest.mark.parametrize("name", ["setup", "tiny-double-check"])
def test_edited_locked_cell_is_flagged_and_the_masters_runs(released, handed_in, name):
    notebook, cells = handed_in
    cells[name]["source"] = "pass"
    rebuilt, flags = after(released, notebook)
    assert flags == [("locked-cell-edited", name)]
    assert all(source_of(cell) != "pass" for cell in rebuilt["cells"])


def test_edited_points_tags_and_types_are_flagged_and_have_no_effect(released, handed_in):
    notebook, cells = handed_in
    cells["tiny-double-check"]["metadata"]["nbgrader"]["points"] = 100
    cells["tiny-square-check"]["metadata"]["tags"] = ["skip-execution"]
    cells["tiny-square-hidden"]["cell_type"] = "markdown"
    rebuilt, flags = after(released, notebook)
    assert flags == [
        ("metadata-edited", name) for name in ("tiny-double-check", "tiny-square-check", "tiny-square-hidden")
    ]
    assert [c["metadata"] for c in rebuilt["cells"]] == [c["metadata"] for c in released["cells"]]


def test_deleted_cell_is_flagged_and_put_back(released, handed_in):
    notebook, cells = handed_in
    notebook["cells"].remove(cells["tiny-square-hidden"])
    rebuilt, flags = after(released, notebook)
    assert flags == [("cell-missing", "tiny-square-hidden")]
    assert len(rebuilt["cells"]) == len(released["cells"])


def test_added_cells_stay_where_they_stood_without_their_metadata(released, handed_in):
    notebook, _ = handed_in
    ids = [cell["id"] for cell in notebook["cells"]]
    own = {
        "cell_type": "code",
        "id": "x",
        "metadata": {"nbgrader": {"grade": True}},
        "source": "a = 1",
        "outputs": [],
    }
    notebook["cells"].insert(ids.index("tiny-double") + 1, own)
    notebook["cells"].append({"cell_type": "markdown", "id": "y", "metadata": {}, "source": "  \n"})
    rebuilt, flags = after(released, notebook)
    assert flags == [("cells-added", None)]
    position = [cell["id"] for cell in rebuilt["cells"]].index("tiny-double") + 1
    assert (rebuilt["cells"][position]["source"], rebuilt["cells"][position]["metadata"]) == ("a = 1", {})
    assert len(rebuilt["cells"]) == len(released["cells"]) + 1


def test_of_a_doubled_solution_the_last_counts_and_the_first_still_runs_before_it(released, handed_in):
    notebook, cells = handed_in
    second = copy.deepcopy(cells["tiny-double"]) | {"source": "double = 2", "id": "copy"}
    cells["tiny-double"]["source"] = "double = 1"
    ids = [cell["id"] for cell in notebook["cells"]]
    notebook["cells"].insert(ids.index("tiny-double") + 1, second)
    rebuilt, flags = after(released, notebook)
    sources = [source_of(cell) for cell in rebuilt["cells"]]
    assert flags == [("cell-duplicated", "tiny-double")]
    assert sources.index("double = 1") + 1 == sources.index("double = 2")
    assert rebuilt["cells"][sources.index("double = 2")]["id"] == "tiny-double"


def test_doubled_test_is_flagged_and_runs_once(released, handed_in):
    notebook, cells = handed_in
    notebook["cells"].append(copy.deepcopy(cells["tiny-double-check"]))
    rebuilt, flags = after(released, notebook)
    assert flags == [("cell-duplicated", "tiny-double-check")]
    assert len(rebuilt["cells"]) == len(released["cells"])


def test_moved_cells_run_in_the_masters_order(released, handed_in):
    notebook, _ = handed_in
    notebook["cells"].reverse()
    rebuilt, flags = after(released, notebook)
    assert [cell["id"] for cell in rebuilt["cells"]] == [cell["id"] for cell in released["cells"]]
    assert flags == []


def test_lost_metadata_is_made_up_for_by_the_cell_id(released, handed_in):
    notebook, cells = handed_in
    cells["tiny-double"]["metadata"] = {}
    cells["tiny-double"]["source"] = "double = 1"
    rebuilt, flags = after(released, notebook)
    assert flags == [("metadata-edited", "tiny-double")]
    assert "double = 1" in [source_of(cell) for cell in rebuilt["cells"]]


def test_kernel_and_notebook_metadata_come_from_the_master(released, handed_in):
    notebook, _ = handed_in
    notebook["metadata"] = {"kernelspec": {"name": "evil", "display_name": "x", "language": "python"}}
    assert after(released, notebook)[0]["metadata"] == released["metadata"]


def test_notebook_of_something_else_is_malformed(released):
    other = {"nbformat": 4, "cells": [{"cell_type": "code", "source": "1", "metadata": {}}]}
    with pytest.raises(Malformed, match="none of this assignment's solution cells"):
        after(released, other)


def test_cell_as_an_earlier_release_had_it_is_no_edit(released, handed_in):
    notebook, cells = handed_in
    corrected = copy.deepcopy(released)
    for cell in corrected["cells"]:
        if cell["id"] == "tiny-double-check":
            cell["source"] = "# Check · a number\nassert double(4.0) == 8.0"
            cell["metadata"]["nbgrader"]["points"] = 2
    corrected["cells"] = [
        dict(cell, id="new", metadata={"nbgrader": dict(cell["metadata"]["nbgrader"], grade_id="new")})
        if cell["id"] == "tiny-square-check"
        else cell
        for cell in corrected["cells"]
    ]
    submitted = parse(json.dumps(notebook).encode())
    accused = {(flag.code, flag.grade_id) for flag in rebuild(corrected, submitted)[1]}
    assert accused == {
        ("cells-added", None),
        ("cell-missing", "new"),
        ("locked-cell-edited", "tiny-double-check"),
        ("metadata-edited", "tiny-double-check"),
    }
    made, flags = rebuild(corrected, submitted, earlier=[prints(released)])
    assert flags == []
    assert [source_of(cell) for cell in made["cells"]] == [source_of(cell) for cell in corrected["cells"]]
    cells["tiny-double-check"]["source"] = "pass"
    _, flags = rebuild(corrected, parse(json.dumps(notebook).encode()), earlier=[prints(released)])
    assert [(flag.code, flag.grade_id) for flag in flags] == [
        ("locked-cell-edited", "tiny-double-check"),
        ("metadata-edited", "tiny-double-check"),
    ]
