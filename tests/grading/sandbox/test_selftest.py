"""The self-test finds the best level that holds, and says what to do where none does."""

from __future__ import annotations

import time

import pytest
import sandboxed

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading.sandbox import bubblewrap, filter, selftest
from rnncourse.grading.sandbox.station import Station


@pytest.fixture
def fresh():
    """What was found out about this machine's programs is forgotten, before and after."""
    for known in (bubblewrap.program, filter.program):
        known.cache_clear()
    yield
    for known in (bubblewrap.program, filter.program):
        known.cache_clear()


def test_this_machine_has_a_level_and_it_is_found_quickly():
    began = time.monotonic()
    assert selftest.best_level() in ("nested", "cold")
    assert time.monotonic() - began < 5  # 0.4 s on an idle machine


@pytest.mark.parametrize("level", ["nested", "cold"])
def test_a_whole_sandbox_has_no_faults(station, level):
    assert selftest.self_test(station(level)) == []


def test_trusted_says_what_is_lost(station):
    faults = selftest.self_test(station("trusted"))
    assert {"reach the network", "make namespaces (unshare)", "write outside /tmp"} <= set(faults)


@pytest.mark.parametrize(
    ("without", "fault"),
    [
        ("netns", "reach the network"),
        ("capabilities", "hold capabilities"),
        ("seccomp:unshare", "make namespaces (unshare)"),
        ("seccomp:ptrace", "trace processes (ptrace)"),
        ("seccomp:memfd_create", "keep memory in no process (memfd_create)"),
        ("binds", "see the machine's folders"),
        ("descriptors", "have more than its descriptors"),
    ],
)
def test_each_missing_protection_is_found(station, without, fault):
    assert fault in selftest.self_test(station("nested", without))


def test_missing_bubblewrap_is_named_with_its_package(fresh, monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    with pytest.raises(CourseError, match="apt-get install bubblewrap") as caught:
        selftest.best_level()
    assert caught.value.exit_code == ENVIRONMENT


def test_missing_libseccomp_is_named_with_its_package(fresh, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyseccomp", None)
    with pytest.raises(CourseError, match="apt-get install libseccomp2"):
        selftest.best_level()


@pytest.mark.parametrize(("version", "level"), [("0.4.1", "nested"), ("0.6.1", "cold"), ("", "nested")])
def test_too_old_a_bubblewrap_is_refused(fresh, monkeypatch, tmp_path, package, version, level):
    old = tmp_path / "bwrap"
    old.write_text(f"#!/bin/sh\necho bubblewrap {version}\n")
    old.chmod(0o755)
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: str(old))
    with (
        Station(sandboxed.spec(package), level) as station,
        pytest.raises(CourseError, match=r"bubblewrap 0\.[57] or newer"),
    ):
        station.open("learner", [0])


def test_where_nested_namespaces_are_refused_it_is_cold(monkeypatch):
    real = Station.open

    def refusing(self, role, descriptors, module=None):
        if self.level == "nested":
            raise CourseError("unshare: Operation not permitted", ENVIRONMENT)
        return real(self, role, descriptors, module)

    monkeypatch.setattr(Station, "open", refusing)
    assert selftest.best_level() == "cold"


def test_a_machine_that_leaves_a_hole_at_every_level_is_refused(monkeypatch):
    monkeypatch.setattr(selftest, "self_test", lambda station: ["reach the network"])
    with pytest.raises(CourseError, match=r"reach the network.*--trusted") as caught:
        selftest.best_level()
    assert caught.value.exit_code == ENVIRONMENT


def test_a_box_that_does_not_answer_is_a_fault(package, monkeypatch):
    monkeypatch.setattr(selftest, "_PROBE", "json")  # has no main
    with Station(sandboxed.spec(package), "nested") as station:
        assert selftest.self_test(station) == ["not be made to answer"]
