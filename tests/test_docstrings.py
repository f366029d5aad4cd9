"""Every example in the package's docstrings is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import rnncourse

MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(rnncourse.__path__, "rnncourse.")
    if not name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_module_hold(name):
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0
