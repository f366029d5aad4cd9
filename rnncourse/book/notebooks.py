"""The notebooks themselves: shipped with the book, and the ways to open one, said where a reader looks for them.

The build copies every lab (with the outputs it stores) and every assignment beside its page. A page of a notebook
links its file and shows the one command that opens the reader's own copy in JupyterLab; the first table of a
chapter's page does so for both. Once ``course_repository`` in ``_config.yml`` holds an address, links to Binder and,
for GitHub, to Colab stand there too.

A copy in the book begins with a cell that says what to do where the package is missing; in the course's own folder,
from which ``rnncourse lab`` copies, there is none.
"""

from __future__ import annotations

import html
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

import nbformat
from docutils import nodes

from rnncourse.book.contents import chapter_page
from rnncourse.curriculum import CHAPTERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

CHAPTER_PAGES = {chapter_page(chapter.name): chapter.name for chapter in CHAPTERS}
#: Where the course is installed, the cell does nothing.
FIRST_CELL = '''\
# If this complains, the course is not installed here. It says what to do.
try:
    import rnncourse
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        """{advice}"""
    ) from None
'''


class Notebook(NamedTuple):
    """``document`` is the page's name, ``name`` what ``rnncourse lab`` calls it."""

    document: str
    chapter: str
    kind: str

    @property
    def name(self) -> str:
        return f"{self.chapter}/lab" if self.kind == "lab" else self.chapter

    @property
    def save_as(self) -> str:
        return f"{self.chapter}-lab.ipynb" if self.kind == "lab" else f"{self.chapter}.ipynb"


class ways(nodes.General, nodes.Element):
    """The links to one notebook, as HTML; ``document`` is the notebook's, ``here`` the page's."""


def notebook_of(document: str) -> Notebook | None:
    """The notebook that a page shows, None for any other page.

    >>> notebook_of("book/rnn/lab").name, notebook_of("exercises/rnn/rnn").name, notebook_of("book/rnn/rnn")
    ('rnn/lab', 'rnn', None)
    """
    parts = document.split("/")
    if len(parts) != 3:
        return None
    folder, chapter, page = parts
    if folder == "book" and page == "lab":
        return Notebook(document, chapter, "lab")
    return Notebook(document, chapter, "exercises") if folder == "exercises" else None


def elsewhere(repository: dict[str, str], document: str) -> list[tuple[str, str]]:
    """(label, address) of the services that can run a notebook of the repository; none without its address.

    Binder runs the files of ``branch`` in the environment of ``.binder/``. Colab has no environment to give, so it
    opens the copy in the built book, whose first cell says what to install, from the branch ``built``.

    >>> [label for label, _ in elsewhere({"url": "https://github.com/a/b", "built": "gh-pages"}, "book/rnn/lab")]
    ['Binder', 'Colab']
    >>> elsewhere({"url": ""}, "book/rnn/lab")
    []
    """
    url = (repository.get("url") or "").strip().removesuffix("/").removesuffix(".git")
    if not url:
        return []
    address = urlsplit(url)
    owner_and_name = address.path.strip("/")
    branch, path = quote(repository.get("branch") or "HEAD", safe=""), f"{document}.ipynb"
    kinds = {"github.com": f"gh/{owner_and_name}", "gitlab.com": f"gl/{quote(owner_and_name, safe='')}"}
    kind = kinds.get(address.hostname or "", f"git/{quote(url, safe='')}")
    found = [("Binder", f"https://mybinder.org/v2/{kind}/{branch}?labpath={quote(path, safe='')}")]
    if address.hostname == "github.com" and repository.get("built"):
        built = quote(repository["built"], safe="")
        found.append(
            ("Colab", f"https://colab.research.google.com/github/{owner_and_name}/blob/{built}/{path}")
        )
    return found


def advice(repository: dict[str, str]) -> str:
    """What to do where the package is missing: one line for pip, where the repository's address is known."""
    url = (repository.get("url") or "").strip().removesuffix("/").removesuffix(".git")
    if not url:
        return (
            "The package rnncourse is not installed here. In the course's folder run\\n"
            "    python -m pip install -r requirements.txt -e .\\n"
            "and open this notebook with the Python that you installed it for."
        )
    at = f"@{repository['branch']}" if repository.get("branch") else ""
    return (
        "The package rnncourse is not installed here. Run this line in a cell of its own:\\n"
        f"    %pip install myst-nb -e git+{url}.git{at}#egg=rnncourse\\n"
        "then restart the kernel and begin again."
    )


def with_first_cell(notebook: nbformat.NotebookNode, repository: dict[str, str]) -> nbformat.NotebookNode:
    """The notebook with the cell that looks for the package, after its title."""
    source = FIRST_CELL.format(advice=advice(repository)).rstrip()
    cell = nbformat.v4.new_code_cell(source, id="course-is-installed", metadata={"tags": ["installed"]})
    notebook.cells.insert(1 if notebook.cells and notebook.cells[0].cell_type == "markdown" else 0, cell)
    return notebook


def show_ways(app: Sphinx, doctree: nodes.document) -> None:
    """Below the title of a notebook's page; in the first table of a chapter's."""
    document = app.env.docname
    if notebook := notebook_of(document):
        title = next(doctree.findall(nodes.title), None)
        if title is not None:
            box = nodes.container("", ways(notebook=notebook, here=document), classes=["notebook-ways"])
            title.parent.insert(title.parent.index(title) + 1, box)
    elif document in CHAPTER_PAGES:
        for table in doctree.findall(nodes.table):
            if "at-a-glance" in table["classes"]:
                add_row(app, table, CHAPTER_PAGES[document], document)
                return


def add_row(app: Sphinx, table: nodes.table, chapter: str, here: str) -> None:
    """The row *Notebooks* of a chapter's first table, for those of its notebooks that the book has."""
    pages = (f"book/{chapter}/lab", f"exercises/{chapter}/{chapter}")
    found = [notebook_of(page) for page in pages if page in app.env.found_docs]
    body = next(table.findall(nodes.tbody), None)
    if not found or body is None:
        return
    cell = nodes.entry()
    for notebook in found:
        cell += nodes.paragraph("", "", ways(notebook=notebook, here=here))
    body += nodes.row("", nodes.entry("", nodes.paragraph("", "Notebooks")), cell)


def visit_ways(self: HTML5Translator, node: ways) -> None:
    """The file, the command, the services."""
    notebook, here = node["notebook"], node["here"]
    file = posixpath.relpath(f"{notebook.document}.ipynb", posixpath.dirname(here))
    what = "the lab" if notebook.kind == "lab" else "the exercises"
    command = f'<code class="docutils literal notranslate">rnncourse lab {notebook.name}</code>'
    said = (
        f'<a class="notebook-file" href="{html.escape(file)}" download="{notebook.save_as}">Download {what}</a>, '
        f"or open your own copy in JupyterLab: {command}"
    )
    repository = self.builder.app.config.course_repository
    links = [
        f'<a class="reference external" href="{html.escape(address)}">{label}</a>'
        for label, address in elsewhere(repository, notebook.document)
    ]
    if links:
        said += f", or in the browser: {', '.join(links)}"
    self.body.append(f'<span class="way">{said}</span>')


def ship(app: Sphinx, exception: Exception | None) -> None:
    """Copy the notebooks beside their pages."""
    if exception or app.builder.format != "html":
        return
    for document in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(document))
        if path.suffix != ".ipynb" or not notebook_of(document):
            continue
        notebook = with_first_cell(nbformat.read(path, as_version=4), app.config.course_repository)
        target = Path(app.outdir, f"{document}.ipynb")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the links, and what copies the files when the pages are written."""
    app.add_config_value("course_repository", {}, "env")
    app.add_node(ways, html=(visit_ways, lambda self, node: None))
    app.connect("doctree-read", show_ways)
    app.connect("build-finished", ship)
