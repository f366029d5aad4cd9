"""Printed, a page is a handout: the text alone, on white, everything open, nothing cut."""

from __future__ import annotations

import re

import pytest

from tests.book.test_pages import DESKTOP, Visit

pytestmark = pytest.mark.browser
PAGE, LAB = "book/bptt/bptt", "book/rnn/lab"
#: What belongs to a screen.
NOT_ON_PAPER = (
    ".bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-footer, .skip-link, .headerlink, "
    ".copybtn, .stepper, #pst-back-to-top, dialog, button"
)
COLOUR = "e => getComputedStyle(e).backgroundColor"


@pytest.fixture(scope="module", params=[PAGE, LAB])
def printed(browser, site, request):
    """A page that was read in the dark, as it is laid out on a sheet of A4."""
    visit = Visit(browser, site, request.param, {"width": 718, "height": 1047}, scheme="dark")
    visit.tab.emulate_media(media="print")
    visit.tab.wait_for_function("document.documentElement.dataset.theme === 'light'")
    yield visit.tab
    visit.context.close()


def test_what_belongs_to_a_screen_is_gone(printed):
    seen = "es => es.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"
    assert printed.eval_on_selector_all(NOT_ON_PAPER, seen) == []


def test_the_title_is_the_first_thing_on_the_paper(printed):
    titles = printed.eval_on_selector_all(
        "h1", "es => es.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().top)"
    )
    assert len(titles) == 1
    assert titles[0] + printed.evaluate("scrollY") < 60


def test_the_paper_is_white_though_the_page_was_dark(printed):
    for part in ("body", "main", "article"):
        assert printed.eval_on_selector(part, COLOUR) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    ink = printed.eval_on_selector("article section section p", "e => getComputedStyle(e).color")
    assert max(map(int, re.findall(r"\d+", ink))) < 60


def test_every_choice_is_open(printed):
    assert printed.locator("article details:not([open])").count() == 0


def test_nothing_is_wider_than_the_sheet(printed):
    wide = """() => [...document.querySelectorAll("article *")]
      .filter((e) => e.checkVisibility() && !e.closest("svg, .katex") || e.matches("svg"))
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
      .map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`)"""
    assert printed.evaluate(wide) == []


def test_figures_code_and_answers_are_kept_on_one_sheet(printed):
    cut = """es => es.filter(e => e.offsetHeight < 900 && getComputedStyle(e).breakInside !== "avoid")
      .map(e => e.outerHTML.slice(0, 60))"""
    assert printed.eval_on_selector_all("article :is(figure, .equation, .choice, tr, .cell_input)", cut) == []
    assert printed.eval_on_selector_all(
        "article :is(h2, h3)", "es => es.every(e => getComputedStyle(e).breakAfter === 'avoid')"
    )


def test_the_screen_is_dark_again_afterwards(browser, site):
    visit = Visit(browser, site, PAGE, DESKTOP, scheme="dark")
    closed = visit.tab.locator("article details:not([open])").count()
    visit.tab.emulate_media(media="print")
    visit.tab.wait_for_function("document.documentElement.dataset.theme === 'light'")
    visit.tab.emulate_media(media="screen")
    visit.tab.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert visit.tab.locator("article details:not([open])").count() == closed > 0
    visit.context.close()
