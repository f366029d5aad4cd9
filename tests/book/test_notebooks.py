"""Every notebook can be had from its page and its chapter's, as a file, by one command, and where an address is set
by two services."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from rnncourse.book.notebooks import advice, elsewhere, with_first_cell
from tests.book.conftest import ROOT, toc_pages

NOTEBOOKS = [page for page in toc_pages() if page.endswith("/lab") or page.startswith("exercises/")]
GITHUB = {"url": "https://github.com/owner/name", "branch": "main", "built": "gh-pages"}
CHAPTER = """# The recurrent cell

## At a glance

:::{list-table}
:class: at-a-glance

* - After this chapter you can
  - **write** a cell.
* - Minutes
  - 50 to read, 1 to run the lab and 30 to play with it, 120 to solve the exercises.
:::
"""


def tiny(title):
    cells = [new_markdown_cell(f"# {title}\n\nWords.", id="title"), new_code_cell("print(1)", id="one")]
    python = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    return nbformat.writes(new_notebook(cells=cells, metadata=python))


@pytest.fixture(scope="module", params=[{"url": ""}, GITHUB], ids=["without address", "with address"])
def small(request, small_book):
    pages = {
        "index": "# Cover",
        "book/rnn/rnn": CHAPTER,
        "book/rnn/lab.ipynb": tiny("Lab"),
        "exercises/rnn/rnn.ipynb": tiny("Exercises"),
    }
    made = small_book(pages, course_repository=request.param)
    assert made.warnings == ""
    return request.param, made


PAGES = {"book/rnn/rnn": 2, "book/rnn/lab": 1, "exercises/rnn/rnn": 1}


@pytest.mark.parametrize(("page", "count"), PAGES.items())
def test_a_page_links_the_files_of_its_notebooks(small, page, count):
    made = small[1]
    links = made.soup(page).select("a.notebook-file")
    assert len(links) == count
    folder = made.root / "_build/html" / page
    for link in links:
        file = (folder.parent / link["href"]).resolve()
        assert nbformat.read(file, as_version=4).cells[0].source.startswith("# ")
        assert link["download"] in ("rnn-lab.ipynb", "rnn.ipynb")


@pytest.mark.parametrize(("page", "count"), PAGES.items())
def test_a_page_shows_the_command_that_opens_its_notebooks(small, page, count):
    shown = {code.get_text() for code in small[1].soup(page).select(".way code")}
    assert len(shown) == count
    assert shown <= {"rnncourse lab rnn", "rnncourse lab rnn/lab"}


@pytest.mark.parametrize(("page", "count"), PAGES.items())
def test_services_are_linked_where_there_is_an_address_and_only_there(small, page, count):
    repository, made = small
    links = [a["href"] for a in made.soup(page).select("a.external")]
    binder = [
        link for link in links if link.startswith("https://mybinder.org/v2/gh/owner/name/main?labpath=")
    ]
    start = "https://colab.research.google.com/github/owner/name/blob/gh-pages/"
    colab = [link for link in links if link.startswith(start)]
    expected = count if repository["url"] else 0
    assert (len(binder), len(colab), len(links)) == (expected, expected, 2 * expected)
    assert all((made.root / "_build/html" / link.removeprefix(start)).is_file() for link in colab)


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("https://github.com/o/n.git", "https://mybinder.org/v2/gh/o/n/main?labpath=book%2Frnn%2Flab.ipynb"),
        ("https://gitlab.com/group/sub/n/", "https://mybinder.org/v2/gl/group%2Fsub%2Fn/main?labpath="),
        ("https://git.example.org/n", "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fn/main?"),
    ],
)
def test_binder_is_told_what_kind_of_address_it_is(url, start):
    label, address = elsewhere({"url": url, "branch": "main"}, "book/rnn/lab")[0]
    assert (label, address.startswith(start)) == ("Binder", True), address


def run_first_cell(repository, block):
    """The first cell of a shipped notebook, run where the package is there or is not."""
    notebook = with_first_cell(nbformat.reads(tiny("Lab"), as_version=4), repository)
    lines = "import sys; sys.modules['rnncourse'] = None\n" if block else ""
    source = lines + notebook.cells[1].source
    return subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True)


def test_the_first_cell_does_nothing_where_the_course_is_installed():
    ran = run_first_cell(GITHUB, block=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("repository", "line"),
    [
        (GITHUB, "%pip install myst-nb -e git+https://github.com/owner/name.git@main#egg=rnncourse"),
        ({"url": ""}, "python -m pip install -r requirements.txt -e ."),
    ],
    ids=["with address", "without address"],
)
def test_the_first_cell_says_what_to_do_where_the_course_is_missing(repository, line):
    ran = run_first_cell(repository, block=True)
    last = ran.stderr[ran.stderr.index("ModuleNotFoundError: The package rnncourse") :]
    assert ran.returncode == 1
    assert line in [text.strip() for text in last.splitlines()]
    assert "During handling" not in ran.stderr


def test_the_advice_names_no_address_that_is_not_set():
    assert "http" not in advice({"url": ""})


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_the_built_bookhas_every_notebookas_the_course_has_it_and_the_first_cell(book, page):
    shipped = nbformat.read(book / f"{page}.ipynb", as_version=4)
    nbformat.validate(shipped)
    own = json.loads((ROOT / f"{page}.ipynb").read_text(encoding="utf-8"))
    assert shipped.cells.pop(1).id == "course-is-installed"
    assert [cell.source for cell in shipped.cells] == ["".join(cell["source"]) for cell in own["cells"]]
    assert [cell.get("outputs") for cell in shipped.cells] == [
        nbformat.from_dict(cell).get("outputs")
        for cell in nbformat.reads(json.dumps(own), as_version=4).cells
    ]


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_every_notebooks_page_links_it(book, page):
    text = (book / f"{page}.html").read_text(encoding="utf-8")
    links = re.findall(r'<a class="notebook-file" href="([^"]+)"', text)
    assert [(book / page).parent.joinpath(link).resolve() for link in links] == [book / f"{page}.ipynb"]


def test_binder_installs_the_courses_own_pins():
    lines = [line for line in (ROOT / ".binder/requirements.txt").read_text().splitlines() if line[:1] != "#"]
    assert lines == ["-r ../requirements.txt"]
    assert (ROOT / ".binder" / lines[0].split()[1]).resolve() == ROOT / "requirements.txt"
    version = re.fullmatch(r"python-(\d+\.\d+)\n", (ROOT / ".binder/runtime.txt").read_text())[1]
    assert f"Python {version}" in (ROOT / "requirements.txt").read_text().splitlines()[0]
    done = subprocess.run(["bash", "-n", ".binder/postBuild"], cwd=ROOT)
    assert done.returncode == 0
    assert Path(ROOT / ".binder/postBuild").stat().st_mode & 0o111
