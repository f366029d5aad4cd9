"""The book's own fonts draw every Chinese character and every icon of its pages, and no page loads more of them."""

from __future__ import annotations

import hashlib
import re

import pytest
from fontTools.ttLib import TTFont

from rnncourse.book.characters import UNDRAWN, chinese, chinese_of_sources, icon, icons_of_theme, theme_style
from tests.book.conftest import ROOT, built_pages
from tests.book.test_pages import DESKTOP, Visit

FONTS = ROOT / "book" / "_static" / "fonts"
AGAIN = "run tools/vendor-fonts again"


@pytest.fixture(scope="module")
def drawn() -> set[str]:
    return {chr(code) for code in TTFont(FONTS / "chinese.woff2").getBestCmap()}


def test_every_chinese_character_of_the_sources_can_be_drawn(drawn):
    assert chinese_of_sources(ROOT) - drawn == set(), AGAIN


def test_every_chinese_character_of_the_pages_can_be_drawn(drawn, book):
    shown = set().union(
        *(chinese((book / f"{page}.html").read_text(encoding="utf-8")) for page in built_pages(book))
    )
    assert "循" in shown
    assert shown - UNDRAWN - drawn == set(), AGAIN


def test_every_icon_of_the_pages_can_be_drawn(book):
    icons = {chr(code) for code in TTFont(FONTS / "icons.woff2").getBestCmap()}
    assert icons_of_theme() <= icons, AGAIN
    text = "".join((book / f"{page}.html").read_text(encoding="utf-8") for page in built_pages(book))
    named = set(re.findall(r"\bfa-(?:solid|regular|brands)\b[^\"]*?\bfa-([a-z-]+)", text)) - {"lg"}
    assert "bars" in named
    style = theme_style()
    assert [name for name in named if icon(name, style) not in icons] == [], AGAIN


def test_the_fonts_are_small_and_those_that_were_recorded():
    first, *lines = (FONTS / "VENDORED").read_text(encoding="utf-8").splitlines()
    assert "@fontsource/noto-sans-sc@" in first
    recorded = {name: digest for digest, name in (line.split("  ./") for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FONTS.iterdir()
        if path.name != "VENDORED"
    }
    assert found == recorded
    assert sum(path.stat().st_size for path in FONTS.glob("*.woff2")) < 100_000


@pytest.mark.browser
def test_a_page_without_chinese_does_not_load_the_font_for_it(browser, site):
    visit = Visit(browser, site, "genindex", DESKTOP)
    assert [url for url in visit.requests if "chinese" in url] == []
    visit.context.close()


@pytest.mark.browser
def test_chinese_is_drawn_on_a_machine_without_a_font_for_it(browser, site):
    """In words, in code and in drawings, the book's font stands among those that are asked for, and it can be had."""
    visit = Visit(browser, site, "book/sequences/sequences", DESKTOP)
    assert (
        visit.tab.evaluate("document.fonts.load(`16px 'Course Chinese'`, '我').then(faces => faces.length)")
        == 1
    )
    families = visit.tab.evaluate(
        """() => ["article p", "article h2", "article pre", "article svg text[style*='system-ui']"]
          .map((place) => getComputedStyle(document.querySelector(place)).fontFamily)"""
    )
    assert [family for family in families if "Course Chinese" not in family] == []
    visit.context.close()
