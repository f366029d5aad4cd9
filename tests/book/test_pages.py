"""Every page of the book in a real browser: complete, offline, legible, light and dark, wide and narrow."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.book.conftest import toc_pages

pytestmark = pytest.mark.browser
PAGES = toc_pages()
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}

#: Relative luminance and contrast as WCAG 2 defines them; each text element against the colour it lies on.
CONTRAST = r"""
() => {
  const parse = (c) => (c.match(/[\d.]+/g) || []).map(Number);
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length && (colour.length < 4 || colour[3] > 0.99)) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const wanted = "article :is(p, li, h1, h2, h3, a, td, th, summary .text, .verdict, figcaption, .eqno), " +
    "article :is(figcaption span, pre span, svg text), " +
    ".bd-sidebar-primary a, .bd-sidebar-secondary a, .prev-next-footer p";
  for (const element of document.querySelectorAll(wanted)) {
    if (!element.textContent.trim() || element.matches(".headerlink")) continue;
    if (!element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const isText = element.namespaceURI.endsWith("svg");
    const colour = parse(isText ? style.fill : style.color);
    if (colour.length < 3 || style.fill === "none" && isText) continue;
    const [a, b] = [luminance(colour), luminance(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const text = element.textContent.trim().slice(0, 40);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${element.tagName} ${text}`);
  }
  return faint;
}
"""


class Visit:
    """One page opened once, with all that it asked for and complained of; in a browser of its own if none is given."""

    def __init__(
        self, browser, site: str, page: str, viewport: dict, scheme: str = "light", context=None, **options
    ) -> None:
        self.own = context is None
        self.context = context or browser.new_context(viewport=viewport, color_scheme=scheme, **options)
        self.tab = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        self.tab.on(
            "response", lambda r: self.complaints.append(f"{r.status}: {r.url}") if r.status >= 400 else None
        )
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", self._console)
        self.tab.goto(f"{site}/{page}.html")
        if options.get("java_script_enabled", True):
            # The last thing that course.js does.
            self.tab.wait_for_function("'reachable' in document.documentElement.dataset")
            self.tab.evaluate("document.fonts.ready")

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def close(self) -> None:
        """The tab is closed, and the browser if it is this visit's own."""
        (self.context if self.own else self.tab).close()


@pytest.fixture(scope="module", params=PAGES)
def page(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def contexts(browser):
    """A wide window and a phone, for all pages: what pages share is loaded once."""
    opened = {
        "wide": browser.new_context(viewport=DESKTOP, color_scheme="light"),
        "phone": browser.new_context(viewport=PHONE, color_scheme="light"),
    }
    yield opened
    for context in opened.values():
        context.close()


@pytest.fixture(scope="module")
def visits(contexts, site, page):
    """The page on a wide screen and on a phone."""
    opened = {name: Visit(None, site, page, {}, context=context) for name, context in contexts.items()}
    yield opened
    for visit in opened.values():
        visit.close()


def test_every_formula_is_set(visits):
    tab = visits["wide"].tab
    bare = "ms => ms.filter(m => !m.querySelector('.katex')).map(m => m.textContent)"
    assert tab.eval_on_selector_all(".math", bare) == []
    assert tab.eval_on_selector_all(".katex-error", "es => es.map(e => e.title)") == []


def test_no_raw_tex_is_left_in_the_text(visits):
    text = visits["wide"].tab.evaluate(
        """() => {
          const copy = document.querySelector("article").cloneNode(true);
          copy.querySelectorAll(".math, pre, code").forEach((e) => e.remove());
          return copy.textContent;
        }"""
    )
    assert (
        re.findall(r".{0,20}(?:\$\$|\\frac|\\begin\{|\\[a-z]+\{|(?<!\w)\$[^\s$][^$\n]*\$).{0,20}", text) == []
    )


def test_every_image_is_there(visits):
    missing = """is => Promise.all(is.map(i => {
      i.loading = "eager";  // those below the fold wait to be scrolled to
      return i.decode().then(() => "", () => i.src);
    })).then(sources => sources.filter(Boolean))"""
    assert visits["wide"].tab.eval_on_selector_all("img", missing) == []


def test_every_figure_says_in_words_what_it_shows(visits):
    silent = """fs => fs.filter(f => ![...f.querySelectorAll("img[alt], [role][aria-label]")]
      .some(e => (e.alt || e.getAttribute("aria-label") || "").trim().length > 15))
      .map(f => f.id || f.textContent)"""
    assert visits["wide"].tab.eval_on_selector_all("article figure", silent) == []


def test_no_letter_of_a_drawing_is_cut_off(visits):
    cut = """ts => ts.filter(t => t.getClientRects().length).filter(t => {
      const [text, picture] = [t.getBoundingClientRect(), t.ownerSVGElement.getBoundingClientRect()];
      return text.left < picture.left - 1 || text.right > picture.right + 1
          || text.top < picture.top - 3 || text.bottom > picture.bottom + 3;
    }).map(t => t.textContent)"""
    assert visits["wide"].tab.eval_on_selector_all(".drawing-box svg text", cut) == []


def test_the_page_has_one_title_and_no_level_is_skipped(visits):
    levels = visits["wide"].tab.eval_on_selector_all(
        "article h1, article h2, article h3, article h4", "hs => hs.map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_text_stands_out_from_what_it_lies_on(visits, scheme):
    tab = visits["wide"].tab
    tab.emulate_media(color_scheme=scheme)
    tab.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
    tab.eval_on_selector_all("details.choice", "ds => ds.forEach(d => d.open = true)")
    assert tab.evaluate(CONTRAST) == []


@pytest.mark.parametrize("page", ["book/gru/gru"])
def test_light_and_dark_differ_from_the_first_moment(browser, site, page):
    background = "getComputedStyle(document.body).backgroundColor"
    shown = {}
    for scheme in ("light", "dark"):
        visit = Visit(browser, site, page, DESKTOP, scheme)
        assert visit.tab.evaluate("document.documentElement.dataset.theme") == scheme
        assert visit.complaints == []
        shown[scheme] = visit.tab.evaluate(background)
        visit.close()
    assert shown["light"] == "rgb(255, 255, 255)"
    assert max(map(int, re.findall(r"\d+", shown["dark"]))) < 50


def test_nothing_is_wider_than_a_phone(visits):
    tab = visits["phone"].tab
    tab.eval_on_selector_all("details.choice", "ds => ds.forEach(d => d.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # Not hidden either: what sticks out of the column must lie in a box that scrolls.
    cut = tab.evaluate(
        """() => {
          const scrolls = (e) => {
            for (; e && e.tagName !== "BODY"; e = e.parentElement)
              if (["auto", "scroll"].includes(getComputedStyle(e).overflowX)) return true;
            return false;
          };
          return [...document.querySelectorAll("article *")]
            .filter((e) => e.getClientRects().length && !e.closest(".katex-mathml") && !e.ownerSVGElement)
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e))
            .map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`);
        }"""
    )
    assert cut == []


def test_links_within_the_book_lead_somewhere(visits, site, book):
    links = visits["wide"].tab.eval_on_selector_all(
        "a[href]", "as => as.map(a => new URL(a.getAttribute('href'), location).href)"
    )
    broken = []
    for link in {link for link in links if link.startswith(site)}:
        path, _, anchor = link.removeprefix(site).partition("#")
        target = book / path.lstrip("/").partition("?")[0]
        if not target.is_file() or (anchor and f'id="{anchor}"' not in target.read_text(encoding="utf-8")):
            broken.append(link)
    assert broken == []


def test_the_focus_is_seen(visits):
    tab = visits["wide"].tab
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    width = tab.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2


def test_there_is_one_search_field_in_sight(visits):
    fields = visits["wide"].tab.locator("input[type=search]:visible, button.search-button-field:visible")
    assert fields.count() == 1


# Last, when the page has been dark and back, and its questions are open.
def test_the_page_complains_of_nothing(visits):
    assert {name: visit.complaints for name, visit in visits.items()} == {"wide": [], "phone": []}


def test_no_request_leaves_the_machine(visits, site):
    allowed = (site + "/", "data:", "blob:")
    assert [url for visit in visits.values() for url in visit.requests if not url.startswith(allowed)] == []


@pytest.fixture(scope="module")
def page_with_questions(book) -> str:
    return next(
        page for page in PAGES if "question-label" in (book / f"{page}.html").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_choice_opens_its_own_explanation_and_no_other(browser, site, page_with_questions, scripts):
    visit = Visit(browser, site, page_with_questions, DESKTOP, java_script_enabled=scripts)
    choices = visit.tab.locator("details.choice")
    assert not choices.nth(0).locator(".explanation").is_visible()
    choices.nth(0).locator("summary").click()
    assert choices.nth(0).locator(".verdict").is_visible()
    assert not choices.nth(1).locator(".explanation").is_visible()
    visit.close()


def test_a_choice_opens_by_the_keyboard(browser, site, page_with_questions):
    visit = Visit(browser, site, page_with_questions, DESKTOP)
    first = visit.tab.locator("details.choice").first
    first.locator("summary").focus()
    visit.tab.keyboard.press("Enter")
    assert first.locator(".explanation").is_visible()
    visit.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_print_loses_no_explanation(browser, site, page_with_questions, scripts):
    visit = Visit(browser, site, page_with_questions, DESKTOP, java_script_enabled=scripts)
    visit.tab.emulate_media(media="print")
    explanations = visit.tab.locator(".explanation")
    assert all(explanations.nth(i).is_visible() for i in range(explanations.count()))
    visit.close()


@pytest.mark.parametrize("page", ["genindex", "search"])
def test_the_index_and_the_search_fit_a_phone_and_complain_of_nothing(browser, site, page):
    visit = Visit(browser, site, page, PHONE)
    assert visit.complaints == []
    assert visit.tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    visit.close()
