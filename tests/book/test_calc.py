"""Numbers worked out when the book is built, in the text and in formulas."""

from __future__ import annotations

import pytest

from rnncourse.book.calc import computed, evaluate


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4 * (10*64 + 64**2 + 64):,d", "19,200"),
        ("2**-4:.4f", "0.0625"),
        ("3/5:.1f", "0.6"),
        ("-(1 - 0.8**2):.2f", "−0.36"),
        ("ceil(log2(100))", "7"),
        ("sigmoid(0):.1f", "0.5"),
        ("10**-16/2:.0e", "5\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻¹⁷"),
        ("0.1 + 0.2:.1f", "0.3"),
        ("0.3 / 0.1", "3"),
    ],
)
def test_arithmetic_in_a_format(text, shown):
    assert computed(text) == shown


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("h * d", "no arithmetic"),
        ("__import__('os')", "no arithmetic"),
        ("(1).real", "no arithmetic"),
        ("1/0", "no value"),
        ("1 +", "no value"),
        ("True", "no arithmetic"),
    ],
)
def test_what_is_no_arithmetic_is_refused(expression, complaint):
    with pytest.raises(ValueError, match=complaint):
        evaluate(expression)


def test_what_does_not_come_out_whole_needs_a_format():
    with pytest.raises(ValueError, match="give a format"):
        computed("1/3")


@pytest.fixture(scope="module")
def page(small_book):
    return small_book(
        {
            "index": "# Page\n\nIt is {calc}`2*3`, and $x = \\calc{2**10:,d}$.\n\n$$y = \\calc{1/4:.2f}$$ (page-y)\n"
        }
    )


def test_on_a_page(page):
    assert page.warnings == ""
    text = page.soup("index").get_text()
    assert "It is 6, and" in text
    assert "x = 1{,}024" in text
    assert "y = 0.25" in text


@pytest.mark.parametrize("source", ["{calc}`1/3`", "$\\calc{a}$"])
def test_a_number_that_cannot_be_computed_fails_the_build(small_book, source):
    assert "calc" in small_book({"index": f"# Page\n\nIt is {source}.\n"}).warnings
