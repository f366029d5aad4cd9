"""What a notebook depends on is found by reading, through any number of imports."""

from __future__ import annotations

import pytest

from rnncourse.book.imports import closure, imported_modules
from rnncourse.book.stale import without_magics
from tests.book.conftest import write


@pytest.fixture
def package(tmp_path):
    files = {
        "rnncourse/__init__.py": "",
        "rnncourse/a.py": "from rnncourse.sub import c\n",
        "rnncourse/b.py": "import numpy\n",
        "rnncourse/sub/__init__.py": "from .d import thing\n",
        "rnncourse/sub/c.py": "def f():\n    from . import e\n",
        "rnncourse/sub/d.py": "thing = 1\n",
        "rnncourse/sub/e.py": "from ..b import x\n",
        "rnncourse/alone.py": "",
    }
    write(tmp_path, files)
    return tmp_path


def names(package, *modules):
    return [path.relative_to(package / "rnncourse").as_posix() for path in closure(set(modules), package)]


def test_imports_are_followed_through_packages_functions_and_relative_names(package):
    found = names(package, *imported_modules("from rnncourse import a", root=package))
    assert found == ["__init__.py", "a.py", "b.py", "sub/__init__.py", "sub/c.py", "sub/d.py", "sub/e.py"]


def test_a_name_that_is_no_module_counts_as_its_module(package):
    assert names(package, *imported_modules("from rnncourse.b import x", root=package)) == [
        "__init__.py",
        "b.py",
    ]


def test_other_packages_do_not_count(package):
    assert imported_modules("import numpy as np, torch", root=package) == set()


def test_a_circle_of_imports_ends(package):
    write(package, {"rnncourse/b.py": "from rnncourse import a\n"})
    assert "a.py" in names(package, "rnncourse.b")


def test_lines_of_ipython_are_left_out():
    source = "%matplotlib inline\nif True:\n    !ls\nfrom rnncourse import a"
    assert without_magics(source) == "pass\nif True:\n    pass\nfrom rnncourse import a"
    assert without_magics("%%time\nx = 1") == "\nx = 1"


def test_a_lab_that_keeps_numbers_does_not_depend_on_how_pages_are_made():
    files = {path.name for path in closure({"rnncourse.book.keep"})}
    assert "keep.py" in files
    assert files.isdisjoint({"drawings.py", "questions.py", "stale.py", "build.py"})
