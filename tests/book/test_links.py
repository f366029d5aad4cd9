"""Links inside the book lead somewhere; addresses outside are well written. Nobody is asked here."""

from __future__ import annotations

import re

import pytest

from rnncourse.book import links
from tests.book.conftest import ROOT


def test_every_link_inside_the_built_book_leads_to_a_file_and_a_place(book):
    faults, count = links.broken(book)
    assert count > 4000
    assert faults == []


def test_every_address_outside_is_well_written():
    found = links.outside(ROOT)
    assert len(found) > 80
    assert {address: wrong for address in found if (wrong := links.badly_written(address))} == {}


def test_every_reference_has_what_leads_to_it_in_its_form():
    wrong = []
    entries = links.references(ROOT)
    assert len(entries) == len(re.findall(r"^@", (ROOT / "book" / "references.bib").read_text("utf-8"), re.M))
    for key, fields in entries.items():
        if not fields.get("year", "").isdigit():
            wrong.append(f"{key}: year {fields.get('year')!r}")
        if fields.get("doi", "10.1000/x").startswith(("http", "doi")):
            wrong.append(f"{key}: a DOI without an address before it")
        if "url" in fields and "doi.org/" in fields["url"]:
            wrong.append(f"{key}: its address is a DOI; write doi = {{…}}")
    assert wrong == []


PAGE = '<h1 id="top">x</h1><!-- <a href="no.html"> --><script>"<a href=\'no.html\'>"</script>'


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<a href="other.html#there">x</a>', []),
        ('<a href="other.html#gone">x</a>', ["index.html: other.html#gone"]),
        ('<a href="gone.html">x</a>', ["index.html: gone.html"]),
        ('<a href="#top">x</a><a href="#">x</a><a href="https://elsewhere.invalid/">x</a>', []),
        ('<p aria-labelledby="top bottom">x</p>', ["index.html: #bottom"]),
        ('<img alt="" src="pictures/gone.svg">', ["index.html: pictures/gone.svg"]),
        ('<a href="../outside.html">x</a>', ["index.html: ../outside.html"]),
    ],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path, link, found):
    html = tmp_path / "html"
    html.mkdir()
    (tmp_path / "outside.html").write_text("")
    (html / "index.html").write_text(PAGE + link, encoding="utf-8")
    (html / "other.html").write_text('<p id="there">x</p>', encoding="utf-8")
    assert links.broken(html, ["index.html"])[0] == found


@pytest.mark.parametrize(
    "address",
    [
        "https://doi.org/1162/neco",
        "https://arxiv.org/abs/1706",
        "https://arxiv.org/abs/1713.03762",
        "https://nowhere",
        "http://a b.c",
    ],
)
def test_an_address_that_is_badly_written_is_found(address):
    assert links.badly_written(address)


def test_an_address_is_asked_and_what_it_answers_is_said(site):
    assert links.ask(f"{site}/book/index.html") == ""
    assert links.ask(f"{site}/gone.html") == "answers 404"
    assert links.ask("http://127.0.0.1:9/").startswith("does not answer")
