"""A drawing that is stepped through: by mouse, by keyboard, and whole where nothing can be pressed."""

from __future__ import annotations

import pytest

from tests.book.test_pages import DESKTOP, Visit

pytestmark = pytest.mark.browser
PAGE = "book/bptt/bptt"
HIDDEN = "gs => gs.filter(g => getComputedStyle(g).visibility === 'hidden').length"


@pytest.fixture
def visit(browser, site):
    visit = Visit(browser, site, PAGE, DESKTOP)
    yield visit
    visit.context.close()


def hidden(tab) -> int:
    return tab.eval_on_selector_all("figure.steps .drawing-box.wide .step", HIDDEN)


def test_all_steps_show_until_a_button_is_pressed(visit):
    assert hidden(visit.tab) == 0
    assert "all 10 steps" in visit.tab.inner_text("figure.steps .place")


def test_forward_shows_one_step_more_and_says_what_it_is(visit):
    forward = visit.tab.locator("figure.steps button", has_text="Forward")
    for step in (1, 2):
        forward.click()
        assert hidden(visit.tab) == 10 - step
        assert visit.tab.inner_text("figure.steps .place") == f"step {step} of 10"
        assert len(visit.tab.inner_text("figure.steps .says")) > 20
    assert visit.tab.locator("figure.steps .says .katex").count() > 0


def test_the_arrow_keys_go_both_ways_and_round(visit):
    visit.tab.locator("figure.steps button").first.focus()
    visit.tab.keyboard.press("ArrowRight")
    visit.tab.keyboard.press("ArrowLeft")
    assert hidden(visit.tab) == 0
    visit.tab.keyboard.press("ArrowLeft")
    assert visit.tab.inner_text("figure.steps .place") == "step 10 of 10"


def test_print_shows_all_of_it(visit):
    visit.tab.locator("figure.steps button", has_text="Forward").click()
    visit.tab.emulate_media(media="print")
    assert hidden(visit.tab) == 0
    assert not visit.tab.locator("figure.steps .stepper").is_visible()


def test_without_scripts_the_whole_drawing_is_there(browser, site):
    visit = Visit(browser, site, PAGE, DESKTOP, java_script_enabled=False)
    assert visit.tab.locator("figure.steps .step").first.is_visible()
    assert visit.tab.locator("figure.steps button").count() == 0
    visit.context.close()
