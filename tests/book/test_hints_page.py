"""The instructor's table of hints renders as it is meant, row by row."""

from __future__ import annotations

from rnncourse.book import hints
from tests.book.conftest import ROOT


def test_every_hint_is_a_row_of_its_own_and_nothing_in_it_is_taken_for_markup(small_book):
    text = hints.page(ROOT)
    made = small_book({"index": "# Cover", "hints": text})
    assert made.warnings == ""
    page = made.soup("hints")
    written = [line for line in text.splitlines() if line.startswith("| ") and "`" in line]
    rows = page.select("tbody tr")
    assert len(rows) == len(written) > 1000
    assert {len(row.find_all("td")) for row in rows} == {2}
    assert not page.select(".body a.reference.external, .body img, .body .math, .problematic")
    row = next(row for row in rows if "bias-added-twice" in row.get_text())
    assert "h_t" not in row.get_text()
    assert "This cell has one bias for both products: Eq. 2.1." in row.get_text()
    assert "Before the tanh every column is off by b_h itself." in row.get_text()
    emphasised = next(row for row in rows if "probability" in row.get_text() or row.select("em"))
    assert "*" not in emphasised.get_text().replace("* ", "")
