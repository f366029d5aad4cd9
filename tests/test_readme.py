"""What README.md, CONTRIBUTING.md and GRADING.md point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "GRADING.md"])
def test_every_relative_link_and_image_exists(name):
    targets = [found.partition("#")[0] for found in _LINK.findall((ROOT / name).read_text("utf-8"))]
    absent = [path for path in targets if path and "://" not in path and not (ROOT / path).exists()]
    assert not absent, f"{name} points to what is not there: {absent}"


def test_links_are_found_at_all():
    assert "book/_static/page.png" in _LINK.findall((ROOT / "README.md").read_text("utf-8"))
