"""A chapter says where it stands, and a part's page says what its chapters ask and how long they take."""

from __future__ import annotations

import re

import pytest

from rnncourse.book.contents import chapter_page, is_written, part_page
from rnncourse.book.minutes import in_words, minutes
from rnncourse.curriculum import CHAPTERS, PARTS
from tests.book.conftest import ROOT, toc_pages

WRITTEN = [chapter for chapter in CHAPTERS if is_written(ROOT, chapter.name)]
GLANCE = """

:::{list-table}
:class: at-a-glance

* - Minutes
  - %s to read, 1 to run the lab and %s to play with it, %s to solve the exercises.
:::
"""


@pytest.fixture(scope="module")
def small(small_book):
    pages = {
        "index": "# Cover",
        "book/gates": "# Part II · Gates\n\n```{chapters-of} II\n```",
        "book/lstm/lstm": "# Long short-term memory" + GLANCE % (90, 29, 180),
        "book/gru/gru": "# The gated recurrent unit" + GLANCE % (60, 19, 40),
        "book/rnn/rnn": "# The recurrent cell",
    }
    made = small_book(pages)
    assert made.warnings == ""
    return made


def cells(row):
    return [cell.get_text().strip() for cell in row.select("td")]


def test_a_part_lists_its_written_chapters_with_question_and_minutes(small):
    rows = [cells(row) for row in small.soup("book/gates").select("table.part-table tbody tr")]
    assert rows == [
        ["5 · Long short-term memory", "How does a memory last?", "90", "30", "180"],
        ["7 · The gated recurrent unit", "How little is enough?", "60", "20", "40"],
        ["Together", "7 hours", "150", "50", "220"],
    ]


def test_a_part_links_its_chapters_and_names_what_is_planned(small):
    page = small.soup("book/gates")
    links = [a["href"] for a in page.select("table.part-table a")]
    assert links == ["lstm/lstm.html", "gru/gru.html"]
    assert "Still to come: Variants of the LSTM (what is each part for?)." in page.get_text()


def test_a_chapter_says_where_it_stands_and_links_its_part(small):
    line = small.soup("book/gru/gru").select_one(".standing")
    words = " ".join(line.get_text().split())
    assert words == "Part II · Gates, chapter 2 of its 2 · about 2 hours with lab and exercises"
    assert line.a["href"] == "../gates.html"


def test_a_part_without_a_page_and_a_chapter_without_minutes_are_no_fault(small):
    line = small.soup("book/rnn/rnn").select_one(".standing")
    assert line.get_text().strip() == "Part I · Recurrence, chapter 1 of its 1"
    assert line.a is None


def test_hours_are_to_the_nearest_half():
    assert [in_words(total) for total in (10, 74, 76, 104, 106, 600)] == [
        "1 hour", "1 hour", "1½ hours", "1½ hours", "2 hours", "10 hours",
    ]  # fmt: skip


@pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.name)
def test_every_chapter_gives_its_minutes(chapter):
    assert minutes(ROOT, chapter.name) is not None


@pytest.mark.parametrize("part", [part for part in PARTS if any(c.part == part for c in WRITTEN)])
def test_every_part_has_its_page_before_its_chapters(part):
    pages = toc_pages()
    first = next(chapter for chapter in WRITTEN if chapter.part == part)
    assert pages.index(part_page(part)) == pages.index(chapter_page(first.name)) - 1


@pytest.mark.parametrize("part", [part for part in PARTS if any(c.part == part for c in WRITTEN)])
def test_a_parts_page_says_what_one_can_do_afterwards(soup, part):
    page = soup(part_page(part)).article
    assert page.h1.get_text().rstrip("#") == f"Part {part} · {PARTS[part]}"
    assert len(page.select("table.part-table tbody tr")) == sum(c.part == part for c in WRITTEN) + 1
    assert any(strong.get_text() == "Afterwards" for strong in page.select("strong"))


@pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.name)
def test_a_chapter_leads_to_its_part_and_to_its_neighbours(book, chapter):
    text = (book / f"{chapter_page(chapter.name)}.html").read_text(encoding="utf-8")
    standing = text[text.index('class="standing') :][:400]
    assert f'href="../{PARTS[chapter.part].lower()}.html"' in standing
    assert 'class="left-prev"' in text
    assert 'class="right-next"' in text


def test_the_tour_has_no_formula_and_leads_to_every_chapter(soup):
    page = soup("book/tour").article
    assert not page.select(".math, .eqno, .katex")
    links = {a["href"] for a in page.select("a[href]")}
    assert [c.name for c in WRITTEN if f"{c.name}/{c.name}.html" not in links] == []
    assert {f"{title.lower()}.html" for title in PARTS.values()} <= links
    assert 900 < len(re.findall(r"\w+", page.get_text())) < 2000
    assert len(page.select("figure")) >= 5
