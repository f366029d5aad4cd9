"""The contents are what the curriculum says of the pages that are written."""

from __future__ import annotations

import pytest

from rnncourse.book.contents import chapter_page, is_written, toc
from rnncourse.curriculum import CHAPTERS
from tests.book.conftest import ROOT, toc_pages, write

WRITTEN = [chapter for chapter in CHAPTERS if is_written(ROOT, chapter.name)]


def test_the_book_builds_without_a_warning(built):
    assert built == ROOT / "_build" / "html" / "index.html"


def test_the_contents_are_in_step_with_the_curriculum_and_the_written_pages():
    cure = "python -m rnncourse.book.contents"
    assert (ROOT / "_toc.yml").read_text(encoding="utf-8") == toc(ROOT), f"out of step: run {cure}"


def test_only_pages_that_exist_are_listed(tmp_path):
    write(tmp_path, {"book/rnn/rnn.md": "", "book/lstm/lstm.md": "", "book/lstm/lab.ipynb": ""})
    text = toc(tmp_path)
    assert "Part I · Recurrence" in text
    assert "Part III" not in text
    assert "book/lstm/lab" in text
    assert "book/rnn/lab" not in text


def test_the_parts_and_chapters_keep_the_order_of_the_curriculum(tmp_path):
    write(tmp_path, {f"{chapter_page(chapter.name)}.md": "" for chapter in reversed(CHAPTERS)})
    text = toc(tmp_path)
    places = [text.index(f"file: {chapter_page(chapter.name)}\n") for chapter in CHAPTERS]
    assert places == sorted(places)


@pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.name)
def test_a_chapter_shows_the_curriculums_number_and_title(soup, chapter):
    title = soup(chapter_page(chapter.name)).article.h1
    assert title.get_text().rstrip("#") == f"{chapter.number}. {chapter.title}"
    entries = [a.get_text().strip() for a in soup("book/index").select("nav.bd-links a")]
    assert f"{chapter.number}. {chapter.title}" in entries


@pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.name)
def test_equations_and_figures_carry_the_number_of_their_chapter(soup, chapter):
    pages = [page for page in toc_pages() if page.split("/")[1] == chapter.name]
    numbers = [number.get_text() for page in pages for number in soup(page).select(".eqno, .caption-number")]
    assert numbers
    assert [number for number in numbers if f"{chapter.number}." not in number] == []
