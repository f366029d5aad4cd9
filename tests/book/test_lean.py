"""A page that loads less looks as it did: the one style sheet, the scripts that come late, the slim plots."""

from __future__ import annotations

import re

import pytest

from rnncourse.book.lean import SHEETS
from rnncourse.book.slim import slim
from tests.book.conftest import built_pages
from tests.book.test_pages import DESKTOP

#: One with formulas, code, a plot and questions, and one with boxes and tabs of others.
PAGES = ["book/rnn/rnn", "book/teaching/class"]

#: Every property of every kind of element, as text: of those alike in tag, classes and parent's classes, one.
LOOKS = """() => [...new Map([...document.querySelectorAll("body, body *:not(script)")].map((element) =>
  [`${element.tagName}.${element.getAttribute("class")} in ${element.parentElement.getAttribute("class")}`, element],
))].map(([kind, element]) => {
  const style = getComputedStyle(element);
  return kind + " "
    + [...style].filter((name) => !name.startsWith("--"))
      .map((name) => name + ":" + style.getPropertyValue(name)).join(";");
})"""

#: Takes what was left out back in: the sheets as their authors wrote them, in the place of the one.
AS_THEY_WERE = """(sheets) => Promise.all(sheets.map((sheet) => new Promise((done, fail) => {
  const frame = document.querySelector('link[href$="frame.css"]'), link = document.createElement("link");
  [link.rel, link.onload, link.onerror] = ["stylesheet", done, () => fail(sheet)];
  link.href = frame.href.replace("frame.css", sheet);
  frame.before(link);
}))).then(() => document.querySelector('link[href$="frame.css"]').remove())"""


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_no_element_looks_other_than_with_all_sheets(browser, site, book, page):
    static = book / "_static"
    sheets = [found.relative_to(static).as_posix() for name in SHEETS for found in static.glob(name)]
    assert len(sheets) == len(SHEETS)
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(f"{site}/{page}.html")
    tab.wait_for_function("'reachable' in document.documentElement.dataset")
    tab.evaluate("document.documentElement.dataset.laidOut = ''")
    ours = tab.evaluate(LOOKS)
    tab.evaluate(AS_THEY_WERE, sheets)
    theirs = tab.evaluate(LOOKS)
    context.close()
    assert len(ours) > 100
    assert [mine[:200] for mine, other in zip(ours, theirs, strict=True) if mine != other] == []


def test_every_page_has_the_one_sheet_and_no_other_but_the_courses_own(book):
    for page in built_pages(book):
        links = re.findall(
            r"<link[^>]*rel=\"stylesheet\"[^>]*>", (book / f"{page}.html").read_text(encoding="utf-8")
        )
        names = [re.search(r"([\w.-]+\.css)", link)[1] for link in links]
        assert names[0] == "frame.css"
        assert set(names[1:]) <= {"course.css", "explore.css"}
    whole = sum(path.stat().st_size for name in SHEETS for path in (book / "_static").glob(name))
    assert (book / "_static" / "frame.css").stat().st_size < whole / 3


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_dark_or_light_before_any_script_of_the_theme(browser, site, scheme):
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme)
    tab = context.new_page()
    tab.route("**/*.js*", lambda route: route.abort())
    # What the theme noted at the last visit, by another light.
    other = "light" if scheme == "dark" else "dark"
    tab.add_init_script(f"localStorage.setItem('mode', 'auto'); localStorage.setItem('theme', '{other}')")
    tab.goto(f"{site}/{PAGES[0]}.html")
    assert tab.evaluate("document.documentElement.dataset.theme") == scheme
    tab.wait_for_function("!('early' in document.documentElement.dataset)")  # nothing stays put off
    context.close()


def test_a_slim_plot_has_its_lines_its_colours_and_names_of_its_own():
    plot = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 99 99">'
        '<defs><path id="far" d="M 0 0 L 0 3.500004"/></defs> <g id="patch_1"><g id="line2d_1">'
        '<path d="M 12.3456789 20 L 30.000001 40" style="fill: none; stroke: var(--rc-blue)"/></g>'
        '<use xlink:href="#far" x="1" y="2"/><use xlink:href="#far" x="3" y="4"/><defs><path id="blank"/></defs>'
        '<use xlink:href="#blank" x="5"/></g></svg>'
    )
    small = slim(plot, "p1-")
    assert "stroke:var(--rc-blue)" in small
    assert re.search(r'd="m12\.346 20 17\.65\d* 20"', small)
    (name,) = re.findall(r'\bid="(p1-[^"]+)"', small)
    assert re.findall(r'href="([^"]+)"', small) == [f"#{name}", f"#{name}"]
    assert len(small) < len(plot)
