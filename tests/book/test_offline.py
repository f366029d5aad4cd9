"""Everything a page needs is in the folder of the book: no address elsewhere is loaded."""

from __future__ import annotations

import hashlib
import re

import pytest

from tests.book.conftest import ROOT, toc_pages

VENDORED = ROOT / "book" / "_static" / "katex"
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "video": "src"}
RELATIONS = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "modulepreload", "manifest"}


@pytest.fixture(scope="module", params=toc_pages())
def page(request) -> str:
    """Page by page, so that each is parsed once."""
    return request.param


def test_a_page_loads_nothing_from_elsewhere(soup, page):
    outside = [
        str(element)
        for name, attribute in LOADS.items()
        for element in soup(page).find_all(name)
        if re.match(r"(https?:)?//", element.get(attribute, ""))
        and (name != "link" or RELATIONS & set(element.get("rel", [])))
    ]
    assert outside == []


def test_no_script_in_a_page_names_an_address_elsewhere(soup, page):
    scripts = [script.get_text() for script in soup(page).find_all("script")]
    assert [text[:80] for text in scripts if re.search(r"https?://|['\"]//", text)] == []


def test_no_stylesheet_asks_for_anything_elsewhere(book):
    asks = re.compile(r"(?:@import\s+|url\()\s*['\"]?(?:https?:)?//")
    styles = list(book.rglob("*.css"))
    assert styles
    assert [style.name for style in styles if asks.search(style.read_text(encoding="utf-8"))] == []


def test_each_script_is_loaded_once_and_none_holds_up_the_page(soup, page):
    scripts = soup(page).find_all("script", src=True)
    sources = [script["src"].partition("?")[0] for script in scripts]
    assert len(sources) == len(set(sources))
    assert [script["src"] for script in scripts if not {"defer", "async"} & set(script.attrs)] == []
    assert [source for source in sources if re.search("katex|fontawesome|searchindex", source)] == []


def test_the_copy_of_katex_is_the_one_that_was_recorded():
    first, *lines = (VENDORED / "VENDORED").read_text().splitlines()
    version = re.search(r"katex@([\d.]+);", first)[1]
    assert f'version:"{version}"' in (VENDORED / "katex.min.js").read_text(encoding="utf-8")
    recorded = {name: digest for digest, name in (line.split("  ./") for line in lines)}
    found = {
        path.relative_to(VENDORED).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDORED.rglob("*")
        if path.is_file() and path.name != "VENDORED"
    }
    assert found == recorded


def test_every_font_that_a_browser_would_ask_for_first_is_there():
    style = (VENDORED / "katex.min.css").read_text(encoding="utf-8")
    first = {name for block in re.findall(r"src:url\(([^)]+)\)", style) for name in [block]}
    assert first
    assert [name for name in first if not (VENDORED / name).is_file()] == []
