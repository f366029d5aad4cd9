"""What is pressed has a name for those who hear the page, where the theme and MyST-NB give none or a wrong one."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: In the contents at the side, a chapter's link and the arrow after it that opens its pages.
_ARROW = re.compile(
    r'(<a class="[^"]*reference internal[^"]*" href="[^"]*">\s*([^<]*?)\s*</a>\s*<details[^>]*>\s*<summary)>'
)


def name_arrows(contents: str) -> str:
    """The contents with a name at each arrow: whose pages it opens.

    >>> name_arrows('<a class="reference internal" href="x">2. RNN</a><details><summary>')
    '<a class="reference internal" href="x">2. RNN</a><details><summary aria-label="Pages of 2. RNN">'
    """
    return _ARROW.sub(r'\1 aria-label="Pages of \2">', contents)


def name_things(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Mend the contents at the side and the body of the page."""
    if contents := context.get("generate_toctree_html"):

        @functools.wraps(contents)
        def named(*arguments: Any, **options: Any) -> str:
            return name_arrows(str(contents(*arguments, **options)))

        context["generate_toctree_html"] = named
    if body := context.get("body"):
        # The words that are seen, "Show code cell source", are the better name.
        body = body.replace('<summary aria-label="Toggle hidden content">', "<summary>")
        # A list must hold items, and these are entries of a bibliography, which have a role of their own.
        context["body"] = body.replace(
            '<div role="list" class="citation-list">', '<div class="citation-list">'
        )


def setup(app: Sphinx) -> None:
    """After the theme has put its functions into the context."""
    app.connect("html-page-context", name_things, priority=900)
