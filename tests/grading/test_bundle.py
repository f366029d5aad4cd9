"""The bundle and the plan: what decides a grade, as one value, and what the judge is asked."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import pytest
import tiny

from rnncourse.grading import assignment as assignments
from rnncourse.grading import bundle as bundles
from rnncourse.grading.intake import parse
from rnncourse.grading.plan import message, steps
from rnncourse.grading.rebuild import rebuild


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    root = tiny.course(tmp_path_factory.mktemp("course"))
    return bundles.make(assignments.load(root, "tiny"), tmp_path_factory.mktemp("made"))


def test_bundle_is_one_json_object_without_a_place(bundle, tmp_path):
    content = json.loads(bundle.json())
    assert content["schema"] == 1
    assert "folder" not in content
    elsewhere = assignments.load(tiny.course(tmp_path / "there"), "tiny")
    (tmp_path / "made").mkdir()
    assert bundles.make(elsewhere, tmp_path / "made").hash == bundle.hash


def test_bundle_comes_back_from_a_pickle_as_it_was(bundle):
    assert pickle.loads(pickle.dumps(bundle)) == bundle


@pytest.mark.parametrize(
    "change", [{"allowed": ("numpy",)}, {"limits": assignments.Limits(cell_seconds=1.0)}]
)
def test_hash_changes_with_what_decides_a_grade(bundle, change):
    changed = replace(bundle, assignment=replace(bundle.assignment, **change))
    assert changed.hash != bundle.hash


def test_released_notebook_holds_no_hidden_test_and_is_handed_out_afresh(bundle):
    assert "HIDDEN" not in bundle.released["tiny"]
    bundle.notebook("tiny")["cells"].clear()
    assert bundle.notebook("tiny")["cells"]


def test_tests_take_what_only_the_learner_binds(bundle):
    assert bundle.takes == {
        "tiny-double-check": ("double",),
        "tiny-double-hidden": ("double",),
        "tiny-square-check": ("square",),
        "tiny-square-hidden": ("square",),
    }


def test_steps_are_the_code_cells_in_order_with_the_masters_tests(bundle):
    released = bundle.notebook("tiny")
    handed_in = tiny.filled(released, **tiny.RIGHT)
    handed_in["cells"].insert(4, {"cell_type": "code", "metadata": {}, "source": "print(1)"})
    for cell in handed_in["cells"]:
        if cell.get("id") == "tiny-square-check":
            cell["source"] = "pass"
    rebuilt, _ = rebuild(released, parse(json.dumps(handed_in).encode()))
    found = steps(bundle, "tiny", rebuilt)
    assert [(step.id, step.role) for step in found] == [
        ("setup", "setup"),
        ("tiny-double", "learner"),
        (None, "learner"),
        ("tiny-double-check", "test"),
        ("tiny-double-hidden", "test"),
        ("tiny-square", "learner"),
        ("tiny-square-check", "test"),
        ("tiny-square-hidden", "test"),
    ]
    assert "checks.returns(square" in found[6].source
    assert "HIDDEN" in found[7].source
    assert (found[4].takes, found[4].exercise) == (("double",), "tiny-double")
    assert [rebuilt["cells"][step.position]["source"] for step in found[1:3]] == [
        tiny.RIGHT["double"],
        "print(1)",
    ]


def test_message_names_what_is_done_already(bundle):
    rebuilt, _ = rebuild(bundle.notebook("tiny"), parse(bundle.released["tiny"].encode()))
    asked = message(steps(bundle, "tiny", rebuilt), 3, {1}, seed="5eed")
    assert (asked["start"], asked["skip"], asked["seed"]) == (3, [1], "5eed")
    assert [cell["index"] for cell in asked["cells"]] == list(range(7))
    assert json.loads(json.dumps(asked)) == asked
