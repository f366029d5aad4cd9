"""The built book and a server of it; and small books for the tests of the extension."""

from __future__ import annotations

import functools
import io
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from bs4 import BeautifulSoup
from filelock import FileLock

from rnncourse.book.build import build
from rnncourse.book.serve import server
from rnncourse.errors import CourseError

ROOT = Path(__file__).parents[2]


def toc_pages() -> list[str]:
    """The documents of _toc.yml, in order."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = [toc["root"]]
    for part in toc["parts"]:
        for chapter in part["chapters"]:
            pages += [chapter["file"], *(section["file"] for section in chapter.get("sections", []))]
    return pages


def built_pages(book: Path) -> list[str]:
    """Every page of the built book that a reader can open, the search and the index among them."""
    found = (path.relative_to(book) for path in book.rglob("*.html") if "_static" not in path.parts)
    return sorted(path.with_suffix("").as_posix() for path in found if path != Path("index.html"))


@pytest.fixture(scope="session")
def built() -> Path | CourseError:
    """The book's first page, or why there is none; builds what is not up to date, one process at a time."""
    (ROOT / "_build").mkdir(exist_ok=True)
    with FileLock(ROOT / "_build" / "tests.lock"):
        try:
            return build(ROOT)
        except CourseError as error:
            return error


@pytest.fixture(scope="session")
def book(built: Path | CourseError) -> Path:
    """The folder of the built pages. Where the book does not build, one test fails and says why."""
    if isinstance(built, CourseError):
        pytest.skip("the book does not build: see test_the_book_builds_without_a_warning")
    return built.parent


@pytest.fixture(scope="session")
def soup(book: Path) -> Callable[[str], BeautifulSoup]:
    """A page of the book, parsed; the last two are kept, for tests that go through the book page by page."""
    return functools.lru_cache(maxsize=2)(
        lambda page: BeautifulSoup((book / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    )


@pytest.fixture(scope="session")
def site(book: Path) -> Iterator[str]:
    """The address at which the built book is served."""
    with server(ROOT, 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


class SmallBook(NamedTuple):
    """What came of a small book: its folder, what Sphinx warned of, and its pages."""

    root: Path
    warnings: str

    def text(self, page: str) -> str:
        """The HTML of a page."""
        return (self.root / "_build" / "html" / f"{page}.html").read_text(encoding="utf-8")

    def soup(self, page: str) -> BeautifulSoup:
        """A page, parsed."""
        return BeautifulSoup(self.text(page), "html.parser")


def write(root: Path, files: dict[str, str]) -> None:
    """Write files into a folder, making folders on the way."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., SmallBook]:
    """Build a book of the pages given, {document: MyST text}, with the course's own configuration.

    The first page is the cover; later ones lie under it in their order. A document whose name ends with .ipynb is a
    notebook's JSON; it is not run. ``settings`` take the place of the configuration's.
    """
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    def make(pages: dict[str, str], **settings: object) -> SmallBook:
        root = tmp_path_factory.mktemp("book")
        write(root, {name if "." in name else f"{name}.md": text for name, text in pages.items()})
        first, *others = (name.removesuffix(".ipynb") for name in pages)
        chapters = "".join(f"  - file: {name}\n" for name in others)
        toc = f"format: jb-book\nroot: {first}\n" + (f"chapters:\n{chapters}" if others else "")
        write(root, {"_toc.yml": toc})
        config, _ = get_final_config(
            user_yaml=ROOT / "_config.yml", cli_config={"latex_individualpages": False}, sourcedir=root
        )
        config = {key: value for key, value in config.items() if not key.startswith("bibtex")}
        config |= {
            "html_static_path": [],
            "html_css_files": [],
            "html_favicon": "",
            "nb_execution_mode": "off",
        }
        config |= {"html_theme": "basic", "html_theme_options": {}}
        config["extensions"] = [name for name in config["extensions"] if name != "sphinxcontrib.bibtex"]
        config["external_toc_path"] = str(root / "_toc.yml")
        config |= settings
        warnings = io.StringIO()
        html = root / "_build" / "html"
        with docutils_namespace():
            app = Sphinx(
                root, None, html, html.parent / ".doctrees", "html",
                confoverrides=config, status=None, warning=warnings, freshenv=True,
            )  # fmt: skip
            app.build()
        return SmallBook(root, re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue()))

    return make
