"""Formulas are set when the book is built: for the eye, for the ear, and without a script of the reader's browser."""

from __future__ import annotations

import pytest

from rnncourse.book.formulas import FormulaError, set_formula, set_says


@pytest.fixture(scope="module")
def book(small_book):
    pages = {
        "index": "# Cover\n\nA state $h_t$.\n\n$$ h_t = \\tanh a $$ (state)\n",
        "wrong": "# W\n\nSee $\\nonsense$.\n",
    }
    return small_book(pages)


def test_a_formula_is_on_the_page_for_the_eye_and_for_the_ear(book):
    formula = book.soup("index").select_one("p .math")
    assert formula.select_one("math msub")
    assert formula.select_one(".katex-html")["aria-hidden"] == "true"
    assert formula.select_one("annotation").get_text() == "h_t"
    assert book.soup("index").select_one(".equation .math.display .katex-display")


def test_a_formula_that_katex_does_not_understand_fails_the_build_by_name(book):
    assert "wrong.md" in book.warnings
    assert "\\nonsense" in book.warnings
    assert book.warnings.count("WARNING") == 1


def test_what_katex_says_of_a_wrong_formula_is_handed_on():
    with pytest.raises(FormulaError, match="Undefined control sequence"):
        set_formula("\\nonsense")


def test_the_words_of_a_step_have_their_formulas_set_and_their_signs_kept():
    set_ = set_says('<g data-says="if a &lt; b, $c_t$ grows">')
    assert "if a &amp;lt; b" in set_
    assert "katex" in set_
    assert "$" not in set_.replace("annotation", "")
