"""The lists of all figures, equations and exercises hold all there are, and lead to their places."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from rnncourse.book.contents import chapter_page, is_written
from rnncourse.book.links import broken
from rnncourse.book.registers import tasks
from rnncourse.book.thumbnails import colours, on_its_own
from rnncourse.curriculum import CHAPTERS
from tests.book.conftest import ROOT

WRITTEN = [chapter for chapter in CHAPTERS if is_written(ROOT, chapter.name)]
PAGE = """# The recurrent cell

## The idea

```{drawing} tests.book.test_registers:picture
:name: fig-one
:alt: A square of one colour.
The state $h$, see {eq}`rnn-one` and {doc}`the cover </index>`.
```

## The mathematics

$$ a = b $$ (rnn-one)

$$ c = d $$

$$ e = f $$ (rnn-two)
"""


def picture():
    return '<svg viewBox="0 0 40 20"><rect width="9" height="9" fill="var(--rc-blue)"/><text>a</text></svg>'


def exercises():
    def code(source, **role):
        return new_code_cell(source, metadata={"nbgrader": role})

    stub = 'def {0}(x):\n    """{1}\n\n    More.\n    """\n    raise NotImplementedError'
    first = stub.format("stack", "One step of every layer.")
    cells = [
        new_markdown_cell("# Exercises"),
        new_markdown_cell("## 1 · A stack\n\nWords."),
        code(first + "\n\n\n" + stub.format("whole", "All steps."), solution=True),
        code("# Check · values", grade=True, points=2),
        code("# Hidden test · fresh", grade=True, points=1),
        new_markdown_cell("### A remark"),
        new_markdown_cell("## 2 · How many?"),
        code(stub.format("count", "How many `layers` there are."), solution=True),
        code("# Check · count", grade=True, points=1),
    ]  # fmt: skip
    python = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    return nbformat.writes(new_notebook(cells=cells, metadata=python))


@pytest.fixture(scope="module")
def small(small_book):
    minutes = "\n\n| | |\n|---|---|\n| a | 5 to read, 1 to run it and 2 to play with it, 80 to solve |\n"
    pages = {
        "index": "# Cover",
        "book/figures": "# All figures\n\n```{register} figures\n```",
        "book/equations": "# All equations\n\n```{register} equations\n```",
        "book/exercises": "# All exercises\n\n```{register} exercises\n```",
        "book/rnn/rnn": PAGE + minutes,
        "book/lstm/lstm": "# Long short-term memory\n\nNothing to list.",
        "exercises/rnn/rnn.ipynb": exercises(),
    }
    made = small_book(pages)
    assert made.warnings == ""
    return made


def plain(node):
    return " ".join(node.get_text().split())


def test_a_figure_is_shown_with_its_number_and_caption_and_leads_to_its_place(small):
    (card,) = small.soup("book/figures").select(".figure-card")
    assert plain(card.p).startswith("Fig. 2.1 The state ")
    assert plain(card.p).endswith(", see (2.1) and the cover.")
    assert card.p.select_one(".math")
    assert [a["href"] for a in card.p.select("a")][1:] == ["rnn/rnn.html#equation-rnn-one", "../index.html"]
    assert {a["href"] for a in card.select("a.picture, p > a:first-child")} == {"rnn/rnn.html#fig-one"}
    faults, _ = broken(small.root / "_build/html", ["book/figures.html"])
    assert [
        fault for fault in faults if fault.startswith("book/figures.html") and "_static" not in fault
    ] == []
    assert card.img["alt"] == "A square of one colour."
    assert card.img["loading"] == "lazy"


def test_the_picture_of_a_figure_is_a_file_that_stands_on_its_own(small):
    (image,) = small.soup("book/figures").select(".figure-card img")
    file = small.root / "_build/html/book" / image["src"]
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_a_picture_carries_the_colours_of_both_themes():
    sheet = (ROOT / "book/_static/course.css").read_text(encoding="utf-8")
    assert "--rc-blue: #0a66a8;" in colours(sheet, "light")
    assert "--rc-blue: #6cb8f0;" in colours(sheet, "dark")
    light, _, dark = on_its_own(picture(), sheet).partition("prefers-color-scheme: dark")
    assert "--rc-blue: #0a66a8" in light
    assert "--rc-blue: #6cb8f0" in dark


def test_equations_are_listed_with_number_section_and_formula(small):
    entries = small.soup("book/equations").select(".equation-entry")
    assert [plain(entry.p) for entry in entries] == ["(2.1) The mathematics", "(2.2) The mathematics"]
    assert [entry.a["href"] for entry in entries] == [
        "rnn/rnn.html#equation-rnn-one",
        "rnn/rnn.html#equation-rnn-two",
    ]
    letters = ["".join(re.findall("[a-z]", entry.select_one(".math").get_text()))[:2] for entry in entries]
    assert letters == ["ab", "ef"]
    assert not small.soup("book/equations").select(".eqno")


def test_exercises_are_listed_with_points_minutes_and_what_they_ask(small):
    page = small.soup("book/exercises")
    assert [plain(dt) for dt in page.select("dl.exercise-list dt")] == [
        "1 · A stack 3 points, about 60 minutes",
        "2 · How many? 1 point, about 20 minutes",
    ]
    assert [plain(p) for p in page.select("dl.exercise-list dd p")] == [
        "stack One step of every layer.",
        "whole All steps.",
        "count How many layers there are.",
    ]
    assert [code.get_text() for code in page.select("dd code")] == ["stack", "whole", "count", "layers"]
    link = page.select("dl.exercise-list dt a")[1]["href"]
    path, _, anchor = link.partition("#")
    assert path == "../exercises/rnn/rnn.html"
    assert (
        small.soup("exercises/rnn/rnn")
        .find(id=anchor)
        .find(re.compile("h[12]"))
        .get_text()
        .startswith("2 · ")
    )


@pytest.mark.parametrize(("page", "empty"), [("figures", True), ("equations", True), ("exercises", False)])
def test_a_chapter_without_entries_says_so(small, page, empty):
    article = small.soup(f"book/{page}")
    headings = [plain(h2).rstrip("¶#") for h2 in article.select("h2")]
    assert headings == ["2 · The recurrent cell", "5 · Long short-term memory"][: 1 + empty]
    assert (f"This chapter has no {page}." in article.get_text()) == empty


def test_an_unknown_register_is_refused(small_book):
    made = small_book({"index": "# Cover\n\n```{register} tables\n```"})
    assert "there is no register of 'tables'" in made.warnings


def test_every_figure_of_the_chapters_is_listed_with_a_picture(soup, book):
    listed = {card.a["href"]: card for card in soup("book/figures").select(".figure-card")}
    there = set()
    for chapter in WRITTEN:
        text = (book / f"{chapter_page(chapter.name)}.html").read_text(encoding="utf-8")
        names = re.findall(r'<figure [^>]*id="([^"]+)"', text)
        there |= {f"{chapter.name}/{chapter.name}.html#{name}" for name in names}
    assert set(listed) == there
    for card in listed.values():
        file = (book / "book" / card.img["src"]).resolve()
        ElementTree.fromstring(file.read_text(encoding="utf-8"))


def test_every_equation_of_the_chapters_is_listed(soup, book):
    listed = {entry.a["href"] for entry in soup("book/equations").select(".equation-entry")}
    there = set()
    for chapter in WRITTEN:
        text = (book / f"{chapter_page(chapter.name)}.html").read_text(encoding="utf-8")
        links = re.findall(r'class="eqno">[^<]*<a class="headerlink" href="(#[^"]+)"', text)
        there |= {f"{chapter.name}/{chapter.name}.html{link}" for link in links}
    assert listed == there
    assert listed


@pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.name)
def test_every_exercise_is_listed_with_its_points(soup, chapter):
    notebook = json.loads(
        (ROOT / f"exercises/{chapter.name}/{chapter.name}.ipynb").read_text(encoding="utf-8")
    )
    asked = tasks(notebook)
    roles = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
    assert sum(task.points for task in asked) == sum(role.get("points", 0) for role in roles)
    assert all(task.functions for task in asked)
    section = soup("book/exercises").find(id=f"exercises-{chapter.name}")
    found = [plain(dt) for dt in section.select("dt")]
    assert len(found) == len(asked)
    for line, task in zip(found, asked, strict=True):
        assert line.startswith(f"{task.title} {task.points:g} point")


@pytest.mark.parametrize("title", ["Zoneout", "Temperature and top-k", "Gates that look at the cell"])
def test_the_search_index_has_the_titles_of_exercises(book, title):
    index = (book / "searchindex.js").read_text(encoding="utf-8")
    page = json.loads(index[index.index("{") : index.rindex("}") + 1])
    number = page["docnames"].index("book/exercises")
    for word in re.findall(r"[a-z]{5,}", title.lower()):
        held = [*page["terms"].items(), *page["titleterms"].items()]
        places = [place for stem, place in held if stem.startswith(word[:4])]
        assert any(number in (place if isinstance(place, list) else [place]) for place in places), word
