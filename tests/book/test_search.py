"""The search finds terms, symbols by their names, and exercises: the right page is among the first three."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from rnncourse.book.searchable import remember_index
from tests.book.test_pages import DESKTOP

pytestmark = pytest.mark.browser

QUERIES = {
    "forget gate": "book/lstm/lstm",
    "hidden weight matrix": "book/notation",
    "W_xh": "book/notation",
    "sigma": "book/notation",
    "vanishing gradient": "book/glossary",
    "truncated backpropagation": "book/bptt/bptt",
    "double softmax": "book/mnist/mnist",
    "perplexity": "book/language/language",
    "peephole": "book/lstm-variants/lstm-variants",
    "reset gate": "book/gru/gru",
    "inverted dropout": "book/deep/deep",
    "激活函数": "book/glossary",
}


@pytest.fixture(scope="module")
def tab(browser):
    context = browser.new_context(viewport=DESKTOP)
    yield context.new_page()
    context.close()


def results(tab, site: str, query: str) -> list[str]:
    """The pages that are found, best first."""
    tab.goto(f"{site}/search.html?q={query}", wait_until="commit")
    tab.wait_for_function("document.querySelector('.search-summary')?.textContent.length > 0", timeout=60_000)
    addresses = tab.eval_on_selector_all("ul.search > li > a", "as => as.map(a => a.getAttribute('href'))")
    return [address.partition("#")[0].removesuffix(".html") for address in addresses]


@pytest.mark.parametrize(("query", "page"), QUERIES.items())
def test_the_right_page_is_among_the_first_three(tab, site, query, page):
    tab.route(
        "**/*", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    found = results(tab, site, query)
    assert page in found[:3]


def test_the_words_of_pages_that_a_build_did_not_write_stay_in_the_search():
    written = {"new": [("sigma", "index-0", "main")]}
    entries = {"old": [("single", "forget gate", "term-forget-gate", "main", None)], "new": []}
    app = SimpleNamespace(
        builder=SimpleNamespace(indexer=SimpleNamespace(_index_entries=written)),
        env=SimpleNamespace(domaindata={"index": {"entries": entries}}),
    )
    assert remember_index(app) == []
    assert written == {
        "new": [("sigma", "index-0", "main")],
        "old": [("forget gate", "term-forget-gate", "main")],
    }


def test_beside_a_page_stands_a_piece_of_its_text_and_nothing_of_what_stands_around_it(tab, site):
    faults: list = []
    tab.unroute_all()
    tab.on("pageerror", lambda fault: faults.append(fault))
    tab.goto(f"{site}/search.html?q=forget gate")
    tab.wait_for_function("document.querySelectorAll('ul.search > li p.context').length > 5", timeout=60_000)
    pieces = tab.eval_on_selector_all("ul.search > li p.context", "ps => ps.map(p => p.textContent)")
    assert not faults
    assert not any("On this page" in piece for piece in pieces)
    assert min(map(len, pieces)) > 20
