"""A drawing that is stepped through: by mouse, by keyboard, and whole where nothing can be pressed."""

from __future__ import annotations

import math

import pytest

from tests.book.test_pages import DESKTOP, Visit
from tests.test_bptt_by_hand import B_H, H_0, W_HH, W_XH, X, by_hand

pytestmark = pytest.mark.browser
PAGE = "book/bptt/bptt"
FIGURE = "figure#fig-bptt-graph"
HIDDEN = "gs => gs.filter(g => getComputedStyle(g).visibility === 'hidden').length"


@pytest.fixture
def visit(browser, site):
    visit = Visit(browser, site, PAGE, DESKTOP)
    yield visit
    visit.context.close()


def hidden(tab) -> int:
    return tab.eval_on_selector_all(f"{FIGURE} .drawing-box.wide .step", HIDDEN)


def test_all_steps_show_until_a_button_is_pressed(visit):
    assert hidden(visit.tab) == 0
    assert "all 10 steps" in visit.tab.inner_text(f"{FIGURE} .place")


def test_forward_shows_one_step_more_and_says_what_it_is(visit):
    forward = visit.tab.locator(f"{FIGURE} button", has_text="Forward")
    for step in (1, 2):
        forward.click()
        assert hidden(visit.tab) == 10 - step
        assert visit.tab.inner_text(f"{FIGURE} .place") == f"step {step} of 10"
        assert len(visit.tab.inner_text(f"{FIGURE} .says")) > 20
    assert visit.tab.locator(f"{FIGURE} .says .katex").count() > 0


def test_the_arrow_keys_go_both_ways_and_round(visit):
    visit.tab.locator(f"{FIGURE} button").first.focus()
    visit.tab.keyboard.press("ArrowRight")
    visit.tab.keyboard.press("ArrowLeft")
    assert hidden(visit.tab) == 0
    visit.tab.keyboard.press("ArrowLeft")
    assert visit.tab.inner_text(f"{FIGURE} .place") == "step 10 of 10"


def test_the_example_by_hand_has_its_numbers_at_every_step(visit):
    figure = visit.tab.locator("figure#fig-bptt-hand")
    found, said = by_hand(), []
    for _ in range(10):
        figure.locator("button", has_text="Forward").click()
        said.append("".join(figure.locator(".says").text_content().split()))
    assert f"{math.tanh(X[0] * W_XH + H_0 * W_HH + B_H):.5f}" in said[0]
    assert f"L={found['loss']:.5f}" in said[3]
    assert f"={found['h_0']:.5f}" in said[8]
    assert f"={found['W_hh']:.5f}" in said[9]
    assert f"{found['W_hh']:.4f}" in figure.locator(".drawing-box.wide .step.now").text_content()


def test_print_shows_all_of_it(visit):
    visit.tab.locator(f"{FIGURE} button", has_text="Forward").click()
    visit.tab.emulate_media(media="print")
    assert hidden(visit.tab) == 0
    assert not visit.tab.locator(f"{FIGURE} .stepper").is_visible()


def test_without_scripts_the_whole_drawing_is_there(browser, site):
    visit = Visit(browser, site, PAGE, DESKTOP, java_script_enabled=False)
    assert visit.tab.locator(f"{FIGURE} .step").first.is_visible()
    assert visit.tab.locator(f"{FIGURE} button").count() == 0
    visit.context.close()
