"""The plots of a page weigh less: scour takes out of Matplotlib's SVG what nobody sees.

Groups around one thing, names that nothing refers to, blanks, and digits beyond the fifth of a coordinate (a hundredth
of a point in a picture of 550 points). A learner's notebook gets the plots as they are.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from docutils import nodes
from scour import scour
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from optparse import Values

    from sphinx.application import Sphinx

PLOT = re.compile(r"<svg(?:(?!</svg>).)*?\bid=\"[^\"]*patch_1\".*?</svg>", re.DOTALL)


@cache
def _options() -> Values:
    return scour.parse_args(
        [
            "--quiet", "--strip-xml-prolog", "--no-line-breaks", "--indent=none", "--enable-comment-stripping",
            "--enable-id-stripping", "--shorten-ids", "--set-precision=5",
            "--disable-style-to-xml", "--disable-simplify-colors",  # the colours are the page's: var(--rc-blue)
        ]
    )  # fmt: skip


@cache
def slim(svg: str, prefix: str) -> str:
    """A plot's SVG without what nobody sees; what is left of its ids begins with ``prefix``.

    >>> slim('<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><path d="M 1.0000004 2 L 3 4"/></g></svg>', "p-")
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="m1 2 2 2"/></svg>'
    """
    small = scour.scourString(svg, _options())
    names = set(re.findall(r'\bid="([^"]+)"', small))
    # A blank's outline is empty: scour takes it out and leaves what uses it.
    small = re.sub(r'<use\b[^>]*href="#([^"]+)"[^>]*/>', lambda use: use[0] if use[1] in names else "", small)
    for name in sorted(names, key=len, reverse=True):
        small = re.sub(rf'(\bid="|href="#|url\(#){re.escape(name)}(?=["\)])', rf"\g<1>{prefix}{name}", small)
    return small.strip()


class SlimPlots(SphinxPostTransform):
    """The plots among a lab's outputs; those in a chapter's figures are met where the figure is made."""

    default_priority = 7  # the outputs have become HTML

    def run(self, **options: object) -> None:
        """Put the small picture in the place of each."""
        numbers = count(1)
        for raw in list(self.document.findall(nodes.raw)):
            if "svg" not in raw.astext() or "prefix" in raw.parent:
                continue
            text = PLOT.sub(lambda found: slim(found[0], f"plot{next(numbers)}-"), raw.astext())
            if text != raw.astext():
                raw.replace_self(nodes.raw("", text, **raw.attributes))


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(SlimPlots)
