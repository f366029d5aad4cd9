"""The {drawing} directive: pictures drawn by code."""

from __future__ import annotations

import sys
import types

import pytest

from rnncourse.book.drawings import DrawingError, draw, prepare

SVG = (
    '<style>.x{}</style><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 50" width="300" style="a:b">'
    '<defs><marker id="tip"/></defs><path id="tip-2" marker-end="url(#tip)"/><use href="#tip-2"/></svg>'
)


@pytest.fixture(autouse=True)
def pictures(monkeypatch):
    module = types.ModuleType("pictures")
    module.good = lambda: SVG
    module.broken = lambda: 1 / 0
    module.none = lambda: None
    monkeypatch.setitem(sys.modules, "pictures", module)


def directive(argument="pictures:good", options=":name: one\n:alt: A line.\n", caption="The caption, $x$."):
    return f"```{{drawing}} {argument}\n{options}{caption}\n```\n"


def test_a_drawing_is_a_numbered_figure_with_a_name_for_those_who_do_not_see_it(small_book):
    book = small_book({"index": "# Cover", "book/rnn/rnn": f"# C\n\n{directive()}\nSee {{numref}}`one`.\n"})
    assert book.warnings == ""
    page = book.soup("book/rnn/rnn")
    assert page.select_one("figure#one [role=img]")["aria-label"] == "A line."
    assert page.select_one("figcaption .caption-number").get_text().strip() == "Fig. 2.1"
    assert page.select_one("a[href='#one'] .std-numref").get_text() == "Fig. 2.1"
    assert page.select_one("figcaption .math annotation").get_text() == "x"


def test_two_drawings_share_a_page_without_sharing_ids(small_book):
    second = directive(options=":name: two\n:alt: The same.\n")
    book = small_book({"index": f"# Page\n\n{directive()}\n{second}"})
    ids = [element["id"] for element in book.soup("index").find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_ids_and_what_refers_to_them_change_together():
    svg = prepare(SVG[SVG.index("<svg") :], "p-")
    for changed in ('id="p-tip"', "url(#p-tip)", 'id="p-tip-2"', 'href="#p-tip-2"'):
        assert changed in svg


def test_a_drawing_gives_up_its_fixed_size():
    assert prepare(SVG[SVG.index("<svg") :], "p-").startswith('<svg style="--drawing-width: 300px" xmlns')


@pytest.mark.parametrize(
    ("argument", "complaint"),
    [
        ("pictures:missing", "has no function missing"),
        ("pictures:broken", "broken() raised ZeroDivisionError"),
        ("pictures:none", "should return an SVG as a string, got NoneType"),
        ("no_such_module:f", "the module no_such_module cannot be imported"),
        ("pictures", "write module:function"),
    ],
)
def test_a_drawing_that_cannot_be_drawn_fails_the_build_and_says_why(small_book, argument, complaint):
    book = small_book({"index": f"# Page\n\n{directive(argument)}"})
    assert f"WARNING: {{drawing}} {argument}: " in book.warnings
    assert complaint in book.warnings


def test_a_drawing_without_alt_fails_the_build(small_book):
    assert "needs :alt:" in small_book({"index": f"# Page\n\n{directive(options='')}"}).warnings


def test_a_drawing_without_viewbox_is_refused():
    with pytest.raises(DrawingError, match="viewBox"):
        prepare("<svg></svg>", "p-")


@pytest.mark.parametrize("name", ["wide", "narrow"])
def test_the_map_shows_every_chapter(name):
    from rnncourse.curriculum import CHAPTERS

    svg = draw(f"rnncourse.book.map:{name}")
    assert svg.count('class="map-chapter') == len(CHAPTERS)
