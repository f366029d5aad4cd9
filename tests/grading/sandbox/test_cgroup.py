"""Control groups: found where they are delegated, used for a box, and done without where the kernel refuses."""

from __future__ import annotations

import os

import pytest
import sandboxed

from rnncourse.grading.sandbox import cgroup
from rnncourse.grading.sandbox.limits import MIB
from rnncourse.grading.sandbox.station import Station


@pytest.fixture
def slices(tmp_path):
    """Files that look like a user's session under systemd: app.slice is the user's, and gives both controllers."""
    own = tmp_path / "self-cgroup"
    own.write_text("0::/user.slice/app.slice/run-1.scope\n")
    root = tmp_path / "cgroup"
    (root / "user.slice" / "app.slice" / "run-1.scope").mkdir(parents=True)
    for folder, given in (("user.slice", "cpu"), ("user.slice/app.slice", "cpu memory pids")):
        (root / folder / "cgroup.subtree_control").write_text(given)
        (root / folder / "cgroup.procs").write_text("")
    return root, own


def test_the_nearest_group_that_gives_both_controllers_is_found(slices):
    root, own = slices
    assert cgroup.delegated(root, own) == root / "user.slice" / "app.slice"


def test_without_the_controllers_or_without_cgroup_v2_there_is_none(slices):
    root, own = slices
    (root / "user.slice" / "app.slice" / "cgroup.subtree_control").write_text("cpu pids")
    assert cgroup.delegated(root, own) is None
    own.write_text("4:memory:/\n")
    assert cgroup.delegated(root, own) is None
    assert cgroup.delegated(root, own.with_name("no-such-file")) is None


def test_a_group_gets_the_limits_and_the_processes(slices):
    parent = slices[0] / "user.slice" / "app.slice"
    group = cgroup.Group(parent, 100 * MIB, 12, [os.getpid()])
    (folder,) = parent.glob("rnncourse-*")
    assert int((folder / "memory.max").read_text()) > 100 * MIB
    assert (folder / "pids.max").read_text() == "13"
    assert (folder / "cgroup.procs").read_text() == str(os.getpid())
    assert not group.overflowed()
    (folder / "memory.events").write_text("low 0\noom 1\noom_kill 1\n")
    assert group.overflowed()


def test_what_the_kernel_refuses_the_box_goes_without(tmp_path):
    group = cgroup.Group(tmp_path / "no-such-group", 100 * MIB, 12, [])
    assert not group.overflowed()
    group.remove()


def test_a_box_that_the_kernel_stopped_for_memory_is_above_its_limit(package, monkeypatch):
    monkeypatch.setattr(cgroup.Group, "overflowed", lambda self: True)
    with (
        Station(sandboxed.spec(package), "nested") as station,
        sandboxed.running(station, "import time; time.sleep(60)") as there,
    ):
        assert there.box.memory_bytes() > sandboxed.LIMITS.memory_bytes


@pytest.mark.skipif(cgroup.delegated() is None, reason="no control groups are delegated on this machine")
def test_the_kernel_holds_the_tree_where_groups_are_delegated(package):
    source = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        held = bytearray(200 << 20)
        time.sleep(60)
say(0)
time.sleep(60)
"""
    with Station(sandboxed.spec(package), "nested") as station, sandboxed.running(station, source) as there:
        assert there.say() == 0
        assert sandboxed.eventually(there.box._group.overflowed, 30)
    assert not list(cgroup.delegated().glob(f"rnncourse-{os.getpid()}-*"))
