"""The keyboard alone suffices: everything that can be pressed is reached in its order, is seen, and can be left."""

from __future__ import annotations

import pytest

from tests.book.test_pages import DESKTOP, PHONE, Visit

pytestmark = pytest.mark.browser
PAGE = "book/bptt/bptt"  # links, formulas, drawings with buttons, code to copy, questions

#: What a reader can press and see, in the order of the page; each gets a number.
PRESSABLE = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !e.disabled)
  .map((e, number) => (e.dataset.nth = number, e.outerHTML.slice(0, 90)))"""

#: Where the focus is, and whether that is to be seen: a ring of two pixels, inside the window.
HERE = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
  return { nth: Number(here.dataset.nth ?? -1), what: here.outerHTML.slice(0, 90),
           ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
           inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
}"""


@pytest.fixture(scope="module")
def wide(browser, site):
    visit = Visit(browser, site, PAGE, DESKTOP, reduced_motion="reduce")
    yield visit.tab
    visit.context.close()


@pytest.fixture(scope="module")
def journey(wide) -> tuple[list[str], list[dict]]:
    """All that can be pressed, and what the Tab key came to, one after the other."""
    there = wide.evaluate(PRESSABLE)
    stops = []
    for _ in range(len(there) + 5):
        wide.keyboard.press("Tab")
        stops.append(wide.evaluate(HERE))
        if stops[-1]["nth"] == len(there) - 1:
            break
    return there, stops


def test_the_first_thing_reached_leads_past_the_contents(browser, site):
    visit = Visit(browser, site, PAGE, DESKTOP, reduced_motion="reduce")
    visit.tab.keyboard.press("Tab")
    first = visit.tab.evaluate(HERE)
    assert "#main-content" in first["what"]
    assert first["inside"]
    visit.tab.keyboard.press("Enter")
    visit.tab.keyboard.press("Tab")
    assert visit.tab.evaluate("document.activeElement.closest('main') !== null")
    visit.context.close()


def test_everything_that_can_be_pressed_is_reached(journey):
    there, stops = journey
    reached = {stop["nth"] for stop in stops}
    assert [what for number, what in enumerate(there) if number not in reached] == []


def test_it_is_reached_in_the_order_of_the_page(journey):
    numbers = [stop["nth"] for stop in journey[1] if stop["nth"] >= 0]
    assert numbers == sorted(numbers)


def test_where_the_focus_is_can_always_be_seen(journey):
    assert [
        stop["what"] for stop in journey[1] if stop["nth"] >= 0 and not (stop["ring"] and stop["inside"])
    ] == []


def test_escape_leaves_the_search(wide):
    wide.keyboard.press("Control+k")
    assert wide.evaluate("document.activeElement.matches('dialog[open] input[name=q]')")
    wide.keyboard.press("Escape")
    assert wide.locator("dialog[open]").count() == 0


@pytest.mark.parametrize("side", ["primary", "secondary"])
def test_escape_leaves_the_contents_on_a_phone(browser, site, side):
    visit = Visit(browser, site, PAGE, PHONE, reduced_motion="reduce")
    opener = visit.tab.locator(f"button.{side}-toggle:visible")
    opener.first.focus()
    visit.tab.keyboard.press("Enter")
    assert visit.tab.locator(f"#pst-{side}-sidebar-modal[open]").count() == 1
    visit.tab.keyboard.press("Escape")
    assert visit.tab.locator("dialog[open]").count() == 0
    visit.context.close()
