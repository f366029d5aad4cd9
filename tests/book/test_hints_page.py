"""The instructor's table of hints renders as it is meant, row by row."""

from __future__ import annotations

import re

from rnncourse.book import hints
from tests.book.conftest import ROOT


def test_every_hint_is_a_row_of_its_own_and_nothing_in_it_is_taken_for_markup(small_book):
    text = hints.page(ROOT)
    made = small_book({"index": "# Cover", "hints": text})
    assert made.warnings == ""
    page = made.soup("hints")
    heads = "| earned by |", "| hint |"
    written = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(heads)]
    rows = page.select("tbody tr")
    assert len(rows) == len(written) > 1000
    assert {len(row.find_all("td")) for row in rows} == {2}
    assert not page.select(".body a.reference.external, .body img, .body .math, .problematic")
    for line, row in zip(written, rows, strict=True):
        assert _letters(row.get_text()) == _letters(line.replace("\\", "").replace("|", ""))
    assert "*as in every exercise*" in text
    assert any(emphasis.get_text() == "as in every exercise" for emphasis in page.select("td em"))


def _letters(text: str) -> str:
    """Without what marks code and emphasis, and with straight quotes."""
    straight = text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."}))
    return re.sub(r"[`*|\s]", "", straight)
