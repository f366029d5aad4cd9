"""A lab copied into work/ is the lab of the book, without what only the book can show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rnncourse.learner.start import without_roles

ROOT = Path(__file__).parents[2]
LABS = sorted(path for path in ROOT.glob("book/*/lab.ipynb"))


@pytest.mark.parametrize("lab", LABS, ids=lambda path: path.parent.name)
def test_a_copied_lab_has_its_code_and_no_role_of_the_book(lab):
    given = json.loads(lab.read_text("utf-8"))["cells"]
    copied = json.loads(without_roles(lab.read_text("utf-8")))["cells"]
    assert [cell for cell in copied if cell["cell_type"] == "code"] == [
        cell for cell in given if cell["cell_type"] == "code"
    ]
    text = "".join("".join(cell["source"]) for cell in copied if cell["cell_type"] == "markdown")
    assert (
        re.findall(r"\{[a-z:-]+\}`|\]\((?!https?:|#)[^)]*\)|^[:`]{3,}\{.*|^\([\w-]+\)=", text, re.MULTILINE)
        == []
    )
