"""Lists of what is in the book, made when it is built: all figures, all equations, all exercises.

    ```{register} figures
    ```

makes a section a chapter; ``equations`` and ``exercises`` do so too. What is listed is taken from the pages as they
were read, after all of them were, so that numbers, captions and links are those of the pages.
"""

from __future__ import annotations

import ast
import html
import json
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective

from rnncourse.book.contents import chapter_page, is_written
from rnncourse.book.drawings import drawing_box
from rnncourse.book.minutes import minutes
from rnncourse.book.thumbnails import picture_file
from rnncourse.curriculum import CHAPTERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_NUMBERED = re.compile(r"^\d+ · ")


class register(nodes.General, nodes.Element):
    """Stands for the entries of one ``page`` until all pages are read."""


class Register(SphinxDirective):
    """``{register} figures``, ``equations`` or ``exercises``."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """A section for each page that may have entries, to be filled when all pages are read."""
        kind = self.arguments[0]
        if kind not in ENTRIES:
            raise self.error(f"there is no register of {kind!r}; there are {', '.join(ENTRIES)}")
        self.env.metadata[self.env.docname]["register"] = kind
        return [
            nodes.section(
                "",
                nodes.title(title, title),
                register(kind=kind, page=page),
                ids=[f"{kind}-{page.rpartition('/')[2]}"],
                names=[],
            )
            for page, title in pages(Path(self.env.srcdir), kind)
        ]


def pages(root: Path, kind: str) -> list[tuple[str, str]]:
    """(document, title of its section) of what a register looks through, in the order of the book."""
    chapters = [c for c in CHAPTERS if is_written(root, c.name)]
    found = [(chapter_page(c.name), f"{c.number} · {c.title}") for c in chapters]
    if kind == "exercises":
        return [
            (f"exercises/{c.name}/{c.name}", title)
            for c, (_, title) in zip(chapters, found, strict=True)
            if (root / f"exercises/{c.name}/{c.name}.ipynb").is_file()
        ]
    return found


class FillRegisters(SphinxPostTransform):
    """Put the entries in, before references and glued numbers are resolved."""

    default_priority = 1

    def run(self, **options: object) -> None:
        """Replace each placeholder by its entries; where there are none, say so: the contents list the section."""
        for node in list(self.document.findall(register)):
            made = list(ENTRIES[node["kind"]](self, node["page"]))
            node.replace_self(made or [nodes.paragraph("", f"This chapter has no {node['kind']}.")])

    def link(self, page: str, anchor: str) -> str:
        """The address of a place in the book, from this page."""
        return f"{self.app.builder.get_relative_uri(self.env.docname, page)}#{anchor}"


def figures(at: FillRegisters, page: str) -> Iterator[nodes.Node]:
    """A card a figure: its picture, its number, its caption."""
    numbers = at.env.toc_fignumbers.get(page, {}).get("figure", {})
    cards = nodes.container("", classes=["figure-cards"])
    for figure in at.env.get_doctree(page).findall(nodes.figure):
        caption = next(figure.findall(nodes.caption), None)
        name = figure["ids"][0] if figure["ids"] else ""
        if caption is None or name not in numbers:
            continue
        link, number = at.link(page, name), ".".join(map(str, numbers[name]))
        card = nodes.container("", classes=["figure-card"])
        box = next(figure.findall(drawing_box), None)
        if box is not None:
            file = posixpath.relpath(picture_file(name), posixpath.dirname(at.env.docname))
            # The theme puts white behind pictures where it is dark, except behind those of this class.
            picture = f'<img class="dark-light" loading="lazy" src="{html.escape(file)}"'
            picture += f' alt="{html.escape(box["alt"])}">'
            picture = f'<a class="picture" href="{html.escape(link)}">{picture}</a>'
            card += nodes.raw("", picture, format="html")
        words = nodes.paragraph("", "", nodes.reference("", f"Fig. {number}", refuri=link, internal=True))
        words += [nodes.Text(" "), *moved(caption, at.env.docname)]
        card += words
        cards += card
    if cards.children:
        yield cards


def equations(at: FillRegisters, page: str) -> Iterator[nodes.Node]:
    """An entry an equation: its number, the section that it stands in, the formula."""
    for formula in at.env.get_doctree(page).findall(nodes.math_block):
        label = formula.get("label")
        if not label or not formula.get("number"):
            continue
        number = addnodes.pending_xref(
            "", nodes.inline("", label), refdomain="math", reftype="eq", reftarget=label,
            refexplicit=False, refwarn=True, refdoc=at.env.docname,
        )  # fmt: skip
        tex = formula.astext()
        copied = nodes.math_block(tex, tex, nowrap=formula.get("nowrap", False), number=None, label=None)
        copied["docname"] = at.env.docname
        where = nodes.paragraph("", "", number, nodes.Text(f" {section_of(formula)}"))
        yield nodes.container("", where, copied, classes=["equation-entry"])


def exercises(at: FillRegisters, page: str) -> Iterator[nodes.Node]:
    """An entry an exercise: its title, points and minutes, and what each of its functions is for."""
    root, chapter = Path(at.env.srcdir), page.rpartition("/")[2]
    asked = tasks(json.loads(Path(at.env.doc2path(page)).read_text(encoding="utf-8")))
    total, taken = sum(task.points for task in asked), minutes(root, chapter)
    titles = [t for t in at.env.get_doctree(page).findall(nodes.title) if _NUMBERED.match(t.astext())]
    entries = nodes.definition_list(classes=["exercise-list"])
    for title, task in zip(titles, asked, strict=True):
        link = at.link(page, title.parent["ids"][0])
        term = nodes.term("", "", nodes.reference("", task.title, refuri=link, internal=True))
        worth = f" {task.points:g} point{'s' * (task.points != 1)}"
        if taken and total:
            worth += f", about {max(5, 5 * round(taken.solve * task.points / total / 5))} minutes"
        term += nodes.inline("", worth, classes=["worth"])
        body = nodes.definition()
        for name, purpose in task.functions:
            body += nodes.paragraph("", "", nodes.literal("", name), nodes.Text(" "), *in_code(purpose))
        entries += nodes.definition_list_item("", term, body)
    if entries.children:
        yield entries


ENTRIES: dict[str, Callable[[FillRegisters, str], Iterator[nodes.Node]]] = {
    "figures": figures,
    "equations": equations,
    "exercises": exercises,
}


class Task(NamedTuple):
    """An exercise as its notebook has it; ``functions`` are (name, first line of its docstring)."""

    title: str
    points: float
    functions: list[tuple[str, str]]


def tasks(notebook: dict) -> list[Task]:
    """The exercises of a released notebook, in order: what stands between one numbered heading and the next."""
    found: list[Task] = []
    for cell in notebook["cells"]:
        source, role = "".join(cell["source"]), cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "markdown":
            headings = [line[3:].strip() for line in source.splitlines() if line.startswith("## ")]
            found += [Task(title, 0, []) for title in headings if _NUMBERED.match(title)]
        elif found and role.get("grade"):
            found[-1] = found[-1]._replace(points=found[-1].points + role.get("points", 0))
        if found and role.get("solution") and cell["cell_type"] == "code":
            found[-1].functions.extend(purposes(source))
    return found


def purposes(source: str) -> Iterator[tuple[str, str]]:
    """(name, first line of the docstring) of the functions and classes that a cell defines."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and (words := ast.get_docstring(node)):
            yield node.name, words.partition("\n")[0]


def in_code(words: str) -> Iterator[nodes.Node]:
    """Text in which what stands between backquotes is code."""
    for place, piece in enumerate(words.split("`")):
        yield nodes.literal("", piece) if place % 2 else nodes.Text(piece)


def section_of(node: nodes.Node) -> str:
    """The title of the section that a node stands in."""
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node[0].astext() if node is not None else ""


def moved(caption: nodes.caption, document: str) -> list[nodes.Node]:
    """Copies of a caption's pieces for another page: ids stay behind, references are resolved from there."""
    copied = caption.deepcopy()
    for node in copied.findall(nodes.Element):
        node["ids"] = []
    for link in copied.findall(addnodes.pending_xref):
        if link.get("reftype") == "doc":
            link["reftarget"] = "/" + docname_join(link["refdoc"], link["reftarget"])
        link["refdoc"] = document
    return list(copied.children)


def read_again(app: Sphinx, env: BuildEnvironment, documents: list[str]) -> None:
    """Where any page is read, the registers are made anew."""
    if documents:
        known = {page for page, values in env.metadata.items() if "register" in values}
        documents += sorted((known & env.found_docs) - set(documents))


def setup(app: Sphinx) -> None:
    """Register the directive and what fills it."""
    app.add_node(register)
    app.add_directive("register", Register)
    app.add_post_transform(FillRegisters)
    app.connect("env-before-read-docs", read_again)
