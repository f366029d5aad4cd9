"""The book's frame: its Sphinx extension, and what builds, checks and serves it.

``contents``   _toc.yml made from the curriculum and the pages that are written
``numbering``  chapter numbers are the curriculum's; equations and figures follow them
``drawings``   {drawing}: a figure drawn by a function, or shown by a lab
``questions``  {question}: choices that each open their own explanation
``terms``      the first use of a glossary's term on a page is a link to it
``glued``      numbers from the labs, set as in print
``standing``   the chapters of a part with their minutes; on a chapter's page, where it stands
``notebooks``  the notebooks to download, and the ways to open one
``registers``  the lists of all figures, equations and exercises
``thumbnails`` each figure as a file, for the list of figures
``solutions``  the worked-solutions page of a chapter, made from the instructor's notebook
``hints``      the instructor's table of all hints and of the mistakes that earn them
``formulas``   formulas set, when the book is built, by the copy of KaTeX that it carries
``slim``       plots without what nobody sees
``lean``       a page loads what it needs, and no script holds it up
``spoken``     what is pressed has a name for those who hear the page
``searchable`` the words of the index are found by the search after every build
``characters`` which characters the book's own fonts must draw
``stale``      which notebooks must run again, because the package they use changed
``ahead``      those that must run do so side by side, before the pages are read
``build``, ``serve``  the commands
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


PARTS = (
    "solutions",
    "hints",
    "numbering",
    "formulas",
    "drawings",
    "questions",
    "terms",
    "glued",
    "standing",
    "notebooks",
    "registers",
    "thumbnails",
    "stale",
    "ahead",
    "slim",
    "lean",
    "spoken",
    "searchable",
)


def setup(app: Sphinx) -> dict[str, object]:
    """Called by Sphinx: register the book's parts.

    They are imported by name, so that a lab which imports rnncourse.book.keep does not depend on them and
    runs again only for what changes its numbers.
    """
    os.environ.setdefault("RNNCOURSE_QUIET", "1")  # no progress bars on the pages; kernels inherit it
    # Jupyter Book sets this for an extension that the book leaves out; Sphinx would warn of an unknown value.
    app.add_config_value("comments_config", {}, "")
    for part in PARTS:
        import_module(f"rnncourse.book.{part}").setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}
