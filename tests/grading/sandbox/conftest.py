"""Stations for the sandbox's tests, made once for each set of protections left out."""

from __future__ import annotations

import shutil
import sys

import pytest

if sys.platform != "linux" or shutil.which("bwrap") is None:
    pytest.skip("the sandbox needs Linux and bubblewrap", allow_module_level=True)

import sandboxed

from rnncourse.grading.sandbox.station import Station


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """rnncourse with stand-ins for what runs inside."""
    folder = tmp_path_factory.mktemp("package")
    folder.chmod(0o755)
    return sandboxed.package(folder)


@pytest.fixture(scope="module")
def station(package):
    """``station(level, *without)``: a warm station, shared by all tests of a module that ask for the same."""
    made: dict[tuple, Station] = {}

    def get(level: str = "nested", *without: str) -> Station:
        key = level, frozenset(without)
        if key not in made:
            made[key] = Station(sandboxed.spec(package), level, key[1])
        return made[key]

    yield get
    for one in made.values():
        one.close()
