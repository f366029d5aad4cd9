"""Numbers come from the curriculum, and references follow them."""

from __future__ import annotations

import pytest

LATE = """# Late chapter

## First section

$$ a = b $$ (late-one)

## Second section

$$ c = d $$

$$ e = f $$ (late-two)

\\begin{align}
x &= 1 \\\\
y &= 2
\\end{align}
"""


@pytest.fixture(scope="module")
def book(small_book):
    pages = {
        "index": "# Cover\n\nSee {eq}`late-two`.",
        "book/lstm/lstm": LATE,
        "book/rnn/rnn": "# Early chapter\n\n$$ g = h $$ (early)\n\nSee {eq}`late-one` and {eq}`early`.",
        "book/notation": "# Notation\n\n$$ z $$ (appendix)",
    }
    book = small_book(pages)
    assert book.warnings == ""
    return book


def numbers(page):
    return [number.get_text().strip("#¶\n ") for number in page.select(".eqno")]


def test_equations_carry_the_number_of_their_chapter_in_the_curriculum(book):
    assert numbers(book.soup("book/rnn/rnn")) == ["(2.1)"]
    assert numbers(book.soup("book/lstm/lstm"))[:2] == ["(5.1)", "(5.2)"]


def test_a_formula_without_a_label_has_no_number(book):
    assert (
        len(book.soup("book/lstm/lstm").select(".equation")) == len(numbers(book.soup("book/lstm/lstm"))) + 1
    )


def test_references_show_the_number_from_any_page(book):
    assert [a.get_text() for a in book.soup("book/rnn/rnn").select("a[href*=equation]:not(.headerlink)")] == [
        "(5.1)",
        "(2.1)",
    ]
    assert book.soup("index").select_one("a[href*=equation-late-two]").get_text() == "(5.2)"


def test_a_chapter_shows_its_number_and_its_sections_show_none(book):
    page = book.soup("book/lstm/lstm")
    assert page.h1.select_one(".section-number").get_text().strip() == "5."
    assert not page.select("h2 .section-number")


def test_appendices_have_no_number(book):
    assert not book.soup("book/notation").select("h1 .section-number")


def test_display_environments_are_set_without_numbers_of_their_own(book):
    formula = book.soup("book/lstm/lstm").select(".math.display annotation")[-1].get_text()
    assert formula.startswith("\\begin{align*}")
