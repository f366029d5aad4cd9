"""What finding one's way comes to in a browser: files that arrive, pictures that follow the theme, a way through."""

from __future__ import annotations

import io

import nbformat
import pytest
from PIL import Image

pytestmark = pytest.mark.browser
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def tab(browser):
    context = browser.new_context(viewport=WIDE, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("page", "saved"),
    [
        ("book/rnn/rnn", ["rnn-lab.ipynb", "rnn.ipynb"]),
        ("book/rnn/lab", ["rnn-lab.ipynb"]),
        ("exercises/rnn/rnn", ["rnn.ipynb"]),
    ],
)
def test_a_click_saves_the_notebook_under_a_name_that_says_which(tab, site, page, saved):
    tab.goto(f"{site}/{page}.html")
    links = tab.locator("a.notebook-file")
    names = []
    for number in range(links.count()):
        with tab.expect_download() as waited:
            links.nth(number).click()
        names.append(waited.value.suggested_filename)
        assert len(nbformat.read(waited.value.path(), as_version=4).cells) > 10
    assert names == saved


@pytest.mark.parametrize(("scheme", "least", "most"), [("light", 240, 255), ("dark", 0, 60)])
def test_the_pictures_of_the_list_of_figures_follow_the_theme(browser, site, scheme, least, most):
    context = browser.new_context(viewport=WIDE, color_scheme=scheme)
    tab = context.new_page()
    tab.goto(f"{site}/book/figures.html", wait_until="networkidle")
    # a wide drawing and a plot of a lab; the corner is background, which the file itself paints
    for name in ("fig-rnn-unrolled", "fig-rnn-echo"):
        picture = tab.locator(f"a.picture[href$='#{name}'] img")
        picture.scroll_into_view_if_needed()
        tab.wait_for_function("i => i.complete && i.naturalWidth > 0", arg=picture.element_handle())
        with Image.open(io.BytesIO(picture.screenshot())) as shot:
            pale = shot.convert("L").histogram()
        common = max(range(256), key=pale.__getitem__)
        assert least <= common <= most, (name, common)
    context.close()


def test_one_can_walk_from_the_cover_into_the_first_chapter(tab, site):
    tab.goto(f"{site}/book/index.html")
    walked = []
    for _ in range(3):
        tab.locator(".prev-next-footer a.right-next").click()
        tab.wait_for_load_state()
        walked.append(tab.locator("article h1").inner_text().rstrip("#"))
    assert walked == ["The course in ten minutes", "Part I · Recurrence", "1. Sequences"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("page", "name"), [("lstm/lstm", "fig-lstm-path-explorer"), ("language/language", "fig-language-unit")]
)
def test_an_address_that_points_into_a_page_shows_what_it_points_at(browser, site, page, name, width):
    context = browser.new_context(viewport=WIDE | {"width": width})
    tab = context.new_page()
    tab.goto(f"{site}/book/{page}.html#{name}")
    tab.wait_for_function(
        "document.readyState === 'complete' && 'laidOut' in document.documentElement.dataset"
    )
    at_the_top = """name => new Promise(done => setTimeout(() => {
      const { top } = document.getElementById(name).getBoundingClientRect();
      done(top >= 0 && top < 120);
    }, 300))"""
    tab.wait_for_function(at_the_top, arg=name)
    tab.evaluate("location.hash = '#common-mistakes'")
    tab.wait_for_function(at_the_top, arg="common-mistakes")
    context.close()


def test_in_the_end_all_of_a_page_is_laid_out_also_where_nobody_looks(tab, site):
    tab.goto(f"{site}/book/lstm/lstm.html")
    tab.wait_for_function("'laidOut' in document.documentElement.dataset")
    hidden = "es => es.filter(e => getComputedStyle(e).contentVisibility !== 'visible').length"
    assert tab.eval_on_selector_all("article section section", hidden) == 0


def test_on_a_phone_the_list_of_sections_goes_when_one_is_chosen(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(f"{site}/book/lstm/lstm.html")
    tab.locator("button.secondary-toggle").click()
    over = tab.locator("dialog#pst-secondary-sidebar-modal")
    assert over.evaluate("dialog => dialog.open")
    over.locator("a[href='#by-hand']").click()
    tab.wait_for_function("document.getElementById('by-hand').getBoundingClientRect().top < 200")
    assert not over.evaluate("dialog => dialog.open")
    context.close()
