"""Where a chapter stands, said on its page; and the chapters of a part, listed on the part's page.

    ```{chapters-of} I
    ```

lists the written chapters of Part I with the question of each and its minutes to read, run and solve, as its own
page gives them, and names the planned ones below.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from rnncourse.book.contents import chapter_page, is_written, part_page
from rnncourse.book.minutes import in_words, minutes
from rnncourse.curriculum import CHAPTERS, PARTS, Chapter

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BY_PAGE = {chapter_page(chapter.name): chapter for chapter in CHAPTERS}
_TABLE = """\
:::{list-table}
:header-rows: 1
:class: part-table

* - Chapter
  - Its question
  - Read
  - Lab
  - Solve
"""


class ChaptersOf(SphinxDirective):
    """``{chapters-of} I``: the table of a part."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """The table, and a sentence on what is planned."""
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f"there is no part {part!r}; there are {', '.join(PARTS)}")
        root = Path(self.env.srcdir)
        for chapter in written(root, part):
            self.env.note_dependency(str(root / f"{chapter_page(chapter.name)}.md"))
        return self.parse_text_to_nodes(table(root, part))


def written(root: Path, part: str) -> list[Chapter]:
    """The chapters of a part that have their page."""
    return [chapter for chapter in CHAPTERS if chapter.part == part and is_written(root, chapter.name)]


def table(root: Path, part: str) -> str:
    """The text of a part's table: a row a chapter, and the sums where there is more than one."""
    rows, sums = [], [0, 0, 0]
    for chapter in written(root, part):
        taken = minutes(root, chapter.name) or (0, 0, 0)
        sums = [total + one for total, one in zip(sums, taken, strict=True)]
        link = f"{chapter.number} · {{doc}}`{chapter.title} </{chapter_page(chapter.name)}>`"
        rows.append(_row(link, chapter.question, taken))
    if len(rows) > 1:
        rows.append(_row("**Together**", in_words(sum(sums)), sums))
    text = _TABLE + "".join(rows) + ":::\n"
    planned = [c for c in CHAPTERS if c.part == part and not is_written(root, c.name)]
    if planned:
        names = [
            f"{chapter.title} ({chapter.question[0].lower()}{chapter.question[1:]})" for chapter in planned
        ]
        text += f"\nStill to come: {'; '.join(names)}.\n"
    return text


def _row(chapter: str, question: str, taken: tuple[int, ...] | list[int]) -> str:
    return f"* - {chapter}\n  - {question}\n" + "".join(f"  - {number}\n" for number in taken)


def say_where(app: Sphinx, doctree: nodes.document) -> None:
    """Below the title of a chapter: its part, its place in it, and how long it takes in all."""
    chapter = BY_PAGE.get(app.env.docname)
    title = next(doctree.findall(nodes.title), None)
    if chapter is None or title is None:
        return
    root = Path(app.srcdir)
    names = [other.name for other in written(root, chapter.part)]
    line = nodes.paragraph("", "", part_link(root, chapter.part, app.env.docname))
    words = f", chapter {names.index(chapter.name) + 1} of its {len(names)}"
    if taken := minutes(root, chapter.name):
        words += f" · about {in_words(sum(taken))} with lab and exercises"
    line += nodes.Text(words)
    title.parent.insert(title.parent.index(title) + 1, nodes.container("", line, classes=["standing"]))


def part_link(root: Path, part: str, document: str) -> nodes.Node:
    """``Part I · Recurrence``, a link where the part has a page."""
    label = f"Part {part} · {PARTS[part]}"
    if not (root / f"{part_page(part)}.md").is_file():
        return nodes.inline("", label)
    return link("doc", f"/{part_page(part)}", label, document)


def link(kind: str, target: str, label: str, document: str) -> addnodes.pending_xref:
    """What ``{doc}`label <target>` `` or ``{term}`` (``kind`` says which) becomes in ``document``."""
    return addnodes.pending_xref(
        "",
        nodes.inline(label, label, classes=["xref", "std", f"std-{kind}"]),
        refdomain="std",
        reftype=kind,
        reftarget=target,
        refexplicit=True,
        refwarn=True,
        refdoc=document,
    )


def setup(app: Sphinx) -> None:
    """Register the directive; speak up when a page has been read."""
    app.add_directive("chapters-of", ChaptersOf)
    app.connect("doctree-read", say_where)
