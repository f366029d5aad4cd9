"""The words of the index are found by the search after every build.

Sphinx keeps them for the pages that a build writes and forgets them for all others: after an edit of one page, no term
of the glossary was found by its name. What the index has of every page is handed over before the search is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def remember_index(app: Sphinx) -> list:
    """Give the search the entries of the pages that this build did not write; adds no page."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is None:
        return []
    for page, entries in app.env.domaindata["index"]["entries"].items():
        if page not in indexer._index_entries:
            indexer._index_entries[page] = sorted(
                {
                    (words, target or "", main)
                    for kind, value, target, main, _ in entries
                    for words in split_index_msg(kind, value)
                }
            )
    return []


def setup(app: Sphinx) -> None:
    """When all pages are written and the search is not."""
    app.connect("html-collect-pages", remember_index)
