"""The {question} directive: what it shows, and what it refuses."""

from __future__ import annotations

import pytest

GOOD = """# Page

```{question}
:name: q-weights

How many cells, at $T = 5$?

- [ ] Five, `T` of them.
  You count one a *step*.
- [x] One.
  It is used $T$ times.
- [ ] As many as there are hidden units, which is a choice
  of two lines.

  A unit is a number of the state.

  Two paragraphs explain it.
```

```{question}
And a second?

- [x] Yes.
  So it is.
- [ ] No.
  It is.
```
"""


@pytest.fixture(scope="module")
def page(small_book):
    book = small_book({"index": GOOD})
    assert book.warnings == ""
    return book.soup("index")


def test_each_choice_opens_its_own_explanation(page):
    choices = page.select("#q-weights details.choice")
    assert [choice.summary.select_one(".text").get_text() for choice in choices] == [
        "Five, T of them.",
        "One.",
        "As many as there are hidden units, which is a choice\nof two lines.",
    ]
    assert [p.get_text() for p in choices[0].select(".explanation p")] == ["Not so.", "You count one a step."]
    assert len(choices[2].select(".explanation p")) == 3


def test_right_and_wrong_are_said_in_words(page):
    verdicts = [verdict.get_text() for verdict in page.select("#q-weights .verdict")]
    assert verdicts == ["Not so.", "Right.", "Not so."]


def test_choices_are_closed_and_need_no_script(page):
    assert all(choice.name == "details" and "open" not in choice.attrs for choice in page.select(".choice"))


def test_formulas_code_and_emphasis_work_in_choice_and_explanation(page):
    first, second, _ = page.select("#q-weights details.choice")
    assert first.summary.code.get_text() == "T"
    assert first.select_one(".explanation em").get_text() == "step"
    assert second.select_one(".explanation .math annotation").get_text() == "T"


def test_questions_are_numbered_on_their_page_and_named_for_readers_of_screens(page):
    assert [label.get_text() for label in page.select(".question-label")] == ["Question 1", "Question 2"]
    for question in page.select(".question"):
        assert page.find(id=question["aria-labelledby"])


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("Q?\n\n- [x] A.\n  Yes.\n- [ ] B.", "(b) 'B.' has no explanation"),
        ("Q?\n\n- [ ] A.\n  No.\n- [ ] B.\n  No.", "marks no choice as right"),
        ("Q?\n\n- [x] A.\n  Yes.", "has one choice"),
        ("Q?\n\n- A.\n  Yes.\n- [x] B.\n  No.", "(a) should begin with [x] or [ ]"),
        ("Q?", "should end with a list of choices"),
        ("- [x] A.\n  Yes.\n- [ ] B.\n  No.", "no question before them"),
    ],
)
def test_a_question_that_is_not_complete_fails_the_build(small_book, body, complaint):
    book = small_book({"index": f"# Page\n\n```{{question}}\n{body}\n```\n"})
    assert "WARNING: {question}" in book.warnings
    assert complaint in book.warnings
    assert "index.md:3" in book.warnings
