"""What pages say of results in words is held by their labs: on the page word for word, and so in the run that built it.

A number in digits comes to a page from its lab (``{glue:text}``). What stands there in words is repeated by the lab
with ``said``; and a page may not count results in words ("none of ten") that no lab holds.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from rnncourse.book import labs
from rnncourse.book.said import said
from rnncourse.book.stale import without_magics

ROOT = Path(__file__).parents[2]
#: Chapters whose pages were gone through sentence by sentence, with what they count that is no result.
CHAPTERS = {
    "sequences": {},
    "rnn": {},
    "bptt": {"One of the five starts. Up to": "which start is drawn"},
    "bidirectional": {},
    "lstm": {"Two of the four units while one bit is held": "which units are drawn"},
    "lstm-variants": {"none of the eight beats vanilla by much": "the paper's verdict"},
    "gru": {},
    "deep": {"another half of the sixteen units": "what a mask does"},
    "mnist": {
        "Three of the five articles": "the articles",
        "names nine of ten": "what is asked; the rows that it takes are glued",
    },
    "language": {},
}
_NETWORKS = "(?:networks|starts|seeds|readers|placements|GRUs|RNNs)"
_COUNT = "none|neither|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both|half|most"
_WHOLE = "(?:four|five|six|seven|eight|nine|ten|eleven|twelve|sixteen|twenty|thirty|forty|fifty|hundred)"
_THE = "(?:(?:the|its|our|these|those|all) )?"
#: "None of ten", "two of three starts", "one of its ten networks", "all five GRUs".
COUNTED = re.compile(
    rf"\b(?:(?:{_COUNT}) of {_THE}(?:{_WHOLE}|three {_NETWORKS})\b"
    rf"|one of {_THE}(?:three|{_WHOLE}) {_NETWORKS}|all (?:three|{_WHOLE})(?: \w+)? {_NETWORKS})",
    re.IGNORECASE,
)


def page(chapter: str) -> str:
    return (ROOT / "book" / chapter / f"{chapter}.md").read_text(encoding="utf-8")


def sayings(chapter: str) -> list[str]:
    """What the chapter's lab says that the page says, in its order."""
    found = []
    for cell in labs.code_cells(nbformat.read(ROOT / "book" / chapter / "lab.ipynb", as_version=4)):
        for node in ast.walk(ast.parse(without_magics(cell.source))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "said":
                found.append((cell.id, node.lineno, ast.literal_eval(node.args[0])))
    return [words for *_, words in found]


def not_held(text: str, held: list[str], no_results: dict[str, str]) -> list[str]:
    """The counts in words in ``text`` that stand in none of the pieces held and are not named as no results."""
    covered = [
        (start.start(), start.end())
        for piece in [*held, *no_results]
        for start in re.finditer(re.escape(piece), text)
    ]
    return [
        text[max(0, count.start() - 40) : count.end() + 40]
        for count in COUNTED.finditer(text)
        if not any(first <= count.start() and count.end() <= last for first, last in covered)
    ]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_a_lab_says_that_the_page_says_is_there_word_for_word(chapter):
    words = sayings(chapter)
    assert len(words) >= 5
    assert [one for one in words if one not in page(chapter)] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_it_was_so_in_the_run_that_built_the_page(chapter, book):
    ran = labs.code_cells(labs.executed(ROOT, Path("book") / chapter / "lab.ipynb"))
    text = "".join(output.get("text", "") for cell in ran for output in cell.outputs)
    lines = text.splitlines()
    assert [line for line in lines if line.startswith("NOT SO: ")] == []
    assert sorted(line.removeprefix("so: ") for line in lines if line.startswith("so: ")) == sorted(
        sayings(chapter)
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_page_counts_results_in_words_that_its_lab_does_not_hold(chapter):
    assert not_held(page(chapter), sayings(chapter), CHAPTERS[chapter]) == []
    assert [words for words in CHAPTERS[chapter] if words not in page(chapter)] == [], (
        "named, and not on the page"
    )


def test_a_count_that_nothing_holds_is_found():
    text = "None of ten learnt it, two of three starts did, and all five GRUs. It was one of two ways, or of eight."
    assert len(not_held(text, ["None of ten learnt it"], {})) == 2
    assert len(not_held(text, [], {"all five GRUs": "a drawing"})) == 2
    assert len(not_held(text, [], {})) == 3


def test_a_saying_prints_whether_it_is_so(capsys):
    said("none of ten", True)
    said("five of nine", 4 == 5)
    assert capsys.readouterr().out == "so: none of ten\nNOT SO: five of nine\n"
    with pytest.raises(TypeError, match="so or not so"):
        said("two of nine", 2)
