"""Questions that are answered with a number: typed and compared in a browser, complete without scripts."""

from __future__ import annotations

import pytest

from tests.book.conftest import ROOT

SOURCE = """# Page

```{numeric}
:name: n-count

How many weights has a cell of 64 units that reads 10 numbers?

- [ ] {calc}`10*64 + 64:,d`
  You left out the *state's* own matrix.
- [x] {calc}`10*64 + 64**2 + 64:,d`
  $dh + h^2 + h$.
```

```{numeric}
And half of a quarter?

- [x] {calc}`1/8:.3f` nats
  So it is.
- [ ] {calc}`-1/2:.1f`
  Half of what?
```

```{numeric}
And four elevenths?

- [x] {calc}`4/11:.3f`
  A little over a third.
- [ ] {calc}`4/10:.2f`
  Of ten?
```
"""


@pytest.fixture(scope="module")
def book_of_two(small_book):
    made = small_book({"index": SOURCE})
    assert made.warnings == ""
    return made


@pytest.fixture
def page(browser, book_of_two):
    """The page in a browser, with the script as the book loads it."""
    context = browser.new_context()
    shown = context.new_page()
    shown.set_content(book_of_two.text("index"), wait_until="domcontentloaded")
    shown.add_script_tag(path=ROOT / "book" / "_static" / "numeric.js")
    yield shown
    context.close()


def test_without_scripts_nothing_is_lost_and_the_right_number_comes_first(book_of_two):
    soup = book_of_two.soup("index")
    asked = soup.select_one("#n-count")
    assert [label.get_text() for label in soup.select(".question-label")] == [
        f"Question {n}" for n in (1, 2, 3)
    ]
    assert asked.details.summary.get_text() == "Show the answer"
    assert [line.get_text() for line in asked.select(".verdict")] == ["Right: 4,800.", "Not so: 704."]
    assert asked.select_one(".wrong em").get_text() == "state’s"
    assert "4,800" not in asked.find("p", class_="question-label").find_next("p").get_text()


def test_only_pages_with_such_a_question_load_the_script(small_book, book_of_two):
    assert "numeric.js" in book_of_two.text("index")
    assert "numeric.js" not in small_book({"index": "# Page\n\nNothing.\n"}).text("index")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4800", "Right: 4,800."),
        (" 4,800 ", "Right: 4,800."),
        ("4.8e3", "Right: 4,800."),
        ("4.8 × 10³", "Right: 4,800."),
        ("704", "Not so: 704."),
        ("4801", "none of the usual slips"),
        ("many", "Type a number"),
        ("", "Type a number"),
    ],
)
def test_what_is_typed_opens_the_explanation_that_belongs_to_it(page, typed, said):
    asked = page.locator("#n-count")
    asked.get_by_label("Your number").fill(typed)
    asked.get_by_label("Your number").press("Enter")
    assert said in asked.get_by_role("status").inner_text()
    assert asked.locator("details").get_attribute("open") is None


@pytest.mark.parametrize(
    ("typed", "right"), [("0.125", True), ("0,125", True), ("0.1254", True), ("0.13", False)]
)
def test_a_number_counts_to_the_last_digit_that_is_printed(page, typed, right):
    asked = page.locator(".question").nth(1)
    asked.get_by_label("Your number").fill(typed)
    asked.get_by_role("button", name="Check").click()
    assert ("Right" in asked.get_by_role("status").inner_text()) == right
    assert page.locator("#n-count").get_by_role("status").inner_text() == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.36", "give one digit more"),
        ("3.6e-1", "give one digit more"),
        ("0.4", "Not so: 0.40."),
        ("0.37", "none of"),
    ],
)
def test_a_right_number_with_too_few_digits_is_told_so(page, typed, said):
    asked = page.locator(".question").nth(2)
    asked.get_by_label("Your number").fill(typed)
    asked.get_by_role("button", name="Check").click()
    assert said in asked.get_by_role("status").inner_text()


def test_it_works_by_the_keyboard_alone(page):
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "INPUT":
        page.keyboard.press("Tab")
    page.keyboard.type("-0.5")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize(
    ("choices", "complaint"),
    [
        ("- [x] {calc}`1`\n  Yes.\n- [x] {calc}`2`\n  Yes.", "should mark one number as right"),
        ("- [x] many\n  Yes.\n- [ ] {calc}`2`\n  No.", "has no number in it"),
        ("- [x] {calc}`1/3:.2f`\n  Yes.\n- [ ] {calc}`0.331:.3f`\n  No.", "is the right one, as printed"),
    ],
)
def test_a_question_that_cannot_be_answered_fails_the_build(small_book, choices, complaint):
    source = f"# Page\n\n```{{numeric}}\nHow many?\n\n{choices}\n```\n"
    assert complaint in small_book({"index": source}).warnings
