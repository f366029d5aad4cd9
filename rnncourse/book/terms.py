"""The first use of a glossary's term on a chapter's page is a link to it, whether or not its author thought of it.

A term that a page links by itself, `` {term}`padding` ``, is left to its author. Otherwise the first place in running
text that has the word is linked: not in headings, code, formulas, tables, captions, questions or other links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from rnncourse.book.contents import chapter_page
from rnncourse.book.questions import question
from rnncourse.book.standing import link
from rnncourse.curriculum import CHAPTERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CHAPTER_PAGES = {chapter_page(chapter.name) for chapter in CHAPTERS}
#: Text below one of these is no running text.
ELSEWHERE = (
    addnodes.pending_xref,
    nodes.reference,
    nodes.title,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.table,
    nodes.caption,
    nodes.container,
    question,
)
_GLOSSARY = re.compile(r"^```\{glossary\}\n(.*?)^```", re.MULTILINE | re.DOTALL)


def glossary_terms(text: str) -> list[str]:
    """The terms of a page's glossaries, as they are written there.

    >>> glossary_terms("```{glossary}\\n:sorted:\\n\\nlong short-term memory\\nLSTM\\n  A cell.\\n```\\n")
    ['long short-term memory', 'LSTM']
    """
    lines = [line for block in _GLOSSARY.findall(text) for line in block.splitlines()]
    return [line.strip() for line in lines if line.strip() and not line.startswith((" ", ":"))]


def pattern(terms: list[str]) -> re.Pattern[str]:
    """Any of the terms as a whole word or its plural; small letters also stand for a capital at a sentence's start.

    >>> found = pattern(["time step", "RNN"])
    >>> [found.search(text)[0] for text in ("two time steps", "Time step 3 of an RNN", "RNNs")]
    ['time steps', 'Time step', 'RNNs']
    >>> found.search("lifetime steps") is None and found.search("rnn") is None
    True
    """
    ways = []
    for term in sorted(terms, key=len, reverse=True):
        first = f"[{term[0]}{term[0].upper()}]" if term[0].islower() else re.escape(term[0])
        ways.append(first + r"\s+".join(map(re.escape, term[1:].split(" "))))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ways)})(?:e?s)?(?![\w-])")


def link_first_uses(app: Sphinx, doctree: nodes.document) -> None:
    """Link in a chapter's page what its author has not."""
    document = app.env.docname
    glossary = Path(app.srcdir, "book", "glossary.md")
    if document not in CHAPTER_PAGES or not glossary.is_file():
        return
    written = {term.lower(): term for term in glossary_terms(glossary.read_text(encoding="utf-8"))}
    for own in doctree.findall(addnodes.pending_xref):
        if own.get("reftype") == "term":
            written.pop(own["reftarget"].lower(), None)
    for text in list(running_text(doctree)):
        if written:
            _link(text, written, document)


def running_text(doctree: nodes.document) -> Iterator[nodes.Text]:
    """The pieces of text of a page that are running text, in their order."""
    for text in doctree.findall(nodes.Text):
        above, node = [], text.parent
        while node is not None:
            above.append(node)
            node = node.parent
        if any(isinstance(node, nodes.paragraph) for node in above) and not any(
            isinstance(node, ELSEWHERE) for node in above
        ):
            yield text


def _link(text: nodes.Text, written: dict[str, str], document: str) -> None:
    """Replace the first uses in one piece of text, and take their terms out of ``written``."""
    pieces, rest = [], str(text)
    while written and (match := pattern(list(written.values())).search(rest)):
        found = re.sub(r"\s+", " ", match[0])
        term = next(
            written[word.lower()]
            for word in (found, found.removesuffix("s"), found.removesuffix("es"))
            if word.lower() in written
        )
        pieces += [nodes.Text(rest[: match.start()]), link("term", term, match[0], document)]
        rest = rest[match.end() :]
        del written[term.lower()]
    if pieces:
        text.parent.replace(text, [*pieces, nodes.Text(rest)])


def setup(app: Sphinx) -> None:
    """Run when a page has been read, before its references are resolved."""
    app.connect("doctree-read", link_first_uses)
