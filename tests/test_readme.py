"""What README.md and the other guides in the root point to is there, down to the heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def text(path: Path) -> str:
    """A guide without its blocks of code, in which brackets mean something else."""
    return _CODE.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The names that headings get on the usual hosts: small letters, no punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", text(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def nowhere(path: Path) -> list[str]:
    """The relative links of a guide that lead to no file, or to no heading of it."""
    wrong = []
    for link in _LINK.findall(text(path)):
        name, _, heading = link.partition("#")
        if "://" in link:
            continue
        target = path.parent / name if name else path
        if not target.exists() or (heading and heading not in anchors(target)):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("*.md")))
def test_every_relative_link_and_image_leads_somewhere(name):
    assert nowhere(ROOT / name) == []


def test_links_are_found_at_all_and_those_to_nothing(tmp_path):
    assert "book/_static/page.png" in _LINK.findall((ROOT / "README.md").read_text("utf-8"))
    page = tmp_path / "A.md"
    page.write_text("# One, two\n[a](#one-two) [b](#three) [c](B.md) ![d](A.md)\n", encoding="utf-8")
    assert nowhere(page) == ["#three", "B.md"]
