"""Chapter numbers are the curriculum's, whichever chapters are already written.

Sphinx numbers what it finds, in the order in which it finds it: with chapter 1 unwritten, chapter 2 would
be 1. Here the number of ``book/rnn/rnn`` is that of ``rnn`` in rnncourse.curriculum, so an equation is
(2.1) on the day it is written and for ever. Equations and figures of the pages under a chapter (lab,
exercises, solutions) continue its count; those pages carry no number of their own, and neither do sections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx_external_toc.collectors import TocTreeCollectorWithStyles

from rnncourse.book.contents import chapter_page
from rnncourse.curriculum import CHAPTERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Document name → chapter number.
NUMBERS = {chapter_page(chapter.name): chapter.number for chapter in CHAPTERS}


def assign_chapter_numbers(collector: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    """Give each chapter page its number: in its title, in every contents list, for its figures and equations.

    Takes the place of Sphinx's own method of the same signature; returns the documents whose number changed.
    """
    before, env.toc_secnumbers = env.toc_secnumbers, {}
    for document in env.found_docs & set(env.tocs):
        number = (NUMBERS[document],) if document in NUMBERS else None
        env.titles[document].attributes.pop("secnumber", None)
        for entry in env.tocs[document].findall(addnodes.compact_paragraph):
            entry[0].attributes.pop("secnumber", None)
        if number:
            references = [entry[0] for entry in env.tocs[document].findall(addnodes.compact_paragraph)]
            # A section with () is shown without a number, and hands its chapter's on to what it holds.
            env.toc_secnumbers[document] = {reference["anchorname"]: () for reference in references} | {
                "": number
            }
            env.titles[document]["secnumber"] = references[0]["secnumber"] = number
    return [page for page in env.found_docs if before.get(page) != env.toc_secnumbers.get(page)]


def setup(app: Sphinx) -> None:
    """Replace Sphinx's count of sections by the curriculum's."""
    for collector in (TocTreeCollector, TocTreeCollectorWithStyles):
        collector.assign_section_numbers = assign_chapter_numbers
