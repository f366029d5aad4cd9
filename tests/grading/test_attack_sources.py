"""The attacks are what their sources make, and what is expected of them holds before anything of them runs."""

from __future__ import annotations

import json
import sys

import pytest

from rnncourse.grading import attacks
from rnncourse.grading.intake import Malformed, parse
from rnncourse.grading.rebuild import rebuild
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "attacks"
EVERY = attacks.load(ROOT)
#: Flags that come from comparing a notebook with the master's, before it runs.
COMPARED = {"locked-cell-edited", "cell-missing", "cell-duplicated", "metadata-edited", "cells-added"}


@pytest.fixture(scope="module")
def build():
    sys.path.insert(0, str(FOLDER))
    import build

    yield build
    sys.path.remove(str(FOLDER))
    for name in [name for name in sys.modules if name == "build" or name.partition(".")[0] == "sources"]:
        del sys.modules[name]


def test_every_attack_is_what_its_source_makes(build):
    wanted = {}
    for kind, found in build.attacks().items():
        for attack in found:
            assert attack.name not in wanted, "two attacks have one name"
            assert attack.name.startswith(f"{kind}-"), "a name begins with its class"
            wanted[attack.name] = build.files(attack, kind)
    there = {attack.name: _files(attack.folder) for attack in EVERY}
    assert there.keys() == wanted.keys()
    stale = [name for name in wanted if wanted[name] != there[name]]
    assert stale == [], "run python tests/attacks/build.py"


def test_there_are_several_of_each_class():
    count = {kind: sum(attack.kind == kind for attack in EVERY) for kind in {attack.kind for attack in EVERY}}
    assert len(EVERY) >= 75
    assert min(count.values()) >= 3, count
    assert all(attack.about.endswith(".") for attack in EVERY)


@pytest.mark.parametrize("attack", EVERY, ids=lambda attack: attack.name)
def test_flags_and_faults_of_the_file_are_those_expected(attack, build):
    content = (attack.folder / "submission.ipynb").read_bytes()
    on_disk = any(key != "student" for step in attack.files for key in step)
    try:
        _, found = rebuild(build.released(attack.assignment), parse(content))
    except Malformed:
        assert attack.status == "malformed"
        return
    odd_name = any("student" in step for step in attack.files)
    assert attack.status not in ("malformed", "missing") or on_disk or odd_name
    if attack.status not in ("malformed", "missing"):
        flags = {(flag.code, flag.grade_id) for flag in found}
        assert flags == {flag for flag in attack.flags if flag[0] in COMPARED}


def _files(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_expectations_say_what_the_contract_asks():
    for attack in EVERY:
        said = json.loads((attack.folder / "expect.json").read_text("utf-8"))
        assert {"status", "flags", "score"} <= said.keys()
        assert said["score"] < 40, f"{attack.name} would have nothing to gain"
