"""The instructor's table of all hints: what each says, and the mistake that earns it; made when the book is built.

The hints are those of ``rnncourse/checks``, as the test cells of ``solutions/`` name them; the mistakes are the first
lines of the answers in ``tests/submissions``, each proved to earn its hint. Both are absent from what is handed out
to learners, and so is the page, ``book/teaching/hints.md``, which is generated and never edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rnncourse.checks.mnist import training as mnist_training
from rnncourse.checks.suspects import Suspect
from rnncourse.curriculum import CHAPTERS, Chapter
from rnncourse.grading import assignment as assignments
from rnncourse.grading.assignment import Master
from rnncourse.grading.feedback import exercise_title, parts
from rnncourse.grading.submissions import Submission, load_all

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PAGE = "book/teaching/hints.md"
#: Hints of every check, whatever the exercise: what is wrong can be seen without knowing why.
GENERAL = {
    "argument-changed": "The function writes into one of its arguments, or leaves it as it was not.",
    "error-says-too-little": "The refusal is of the right type, and its words lack what was asked for.",
    "not-a-function": "What stands under the function's name is something else.",
    "not-defined": "The name is not there: the cell above was not run, or ended in an error.",
    "not-finite": "Some entry is nan or infinite; the message names the first.",
    "not-refused": "What should have been refused with an error was accepted.",
    "not-written": "The stub still raises NotImplementedError.",
    "raised": "The function stopped with an error; the message has its words and the learner's line.",
    "refuses-what-is-right": "What is wrong is refused, and what is right as well.",
    "returns-nothing": "The result, or a part of it, is None: a return is missing.",
    "uses-answers": "The function uses what the assignment does not allow, or the course's own answer.",
    "wrong-dtype": "The values are right and their type is not: float64 where float32 came in, or the like.",
    "wrong-error": "The refusal is an error of another type than the one asked for.",
    "wrong-shape": "The shape is not the one asked for; the message has both.",
    "wrong-structure": "Another number of results than was asked for, or results that cannot be told apart.",
    "wrong-type": "The result is no array, or no list, where one was asked for.",
    "wrong-values": "Right shape, wrong numbers, and none of the mistakes that the exercise knows explains them.",
}
_FIRST = Path(__file__).with_name("hints.md")
#: Of the one exercise whose hints come from no suspect: what trained weights can read besides.
OWN = mnist_training.SAID
_PLACES = {"{where}": "(place)", "{got}": "(value)", "{want}": "(expected value)"}
_LISTED = re.compile(r"suspects=\w+\.([A-Z_]+)")


@dataclass(frozen=True)
class Row:
    """A hint of an exercise: its name, its words ("" for one of the ``GENERAL`` ones), the mistakes that earn it."""

    hint_id: str
    hint: str
    mistakes: tuple[str, ...]


def rows(root: Path, name: str) -> dict[str, list[Row]]:
    """For each exercise of an assignment, by its cell's id, all hints that its tests can give besides the general."""
    master = assignments.load(root, name).masters[0]
    answers = [one for one in load_all(root / "tests" / "submissions" / name) if not one.is_nothing]
    checks = import_module(f"rnncourse.checks.{name.replace('-', '_')}")
    found = {}
    for cell in master.solutions():
        earned: dict[str, list[str]] = {}
        for answer in answers:
            if answer.cell == cell.id and not answer.right:
                for hint in _hints(answer):
                    earned.setdefault(hint, []).append(answer.mistake)
        known: dict[str, str] = {}
        for suspect in suspects(master, cell.id, checks):
            before = f"{known[suspect.hint_id]} *In another check:* " if suspect.hint_id in known else ""
            known[suspect.hint_id] = before + suspect.hint
        if len(earned.keys() & OWN.keys()) > 2:  # judged by what its parameters read
            known |= OWN
        every = dict.fromkeys([*known, *sorted(earned)])
        found[cell.id] = [Row(hint, known.get(hint, ""), tuple(earned.get(hint, ()))) for hint in every]
    return found


def suspects(master: Master, exercise: str, checks: object) -> Iterator[Suspect]:
    """The mistakes that the tests of an exercise try, in their order; one of two wordings comes twice."""
    listed: dict[str, None] = {}
    for test in master.tests():
        if test.exercise == exercise:
            listed |= dict.fromkeys(_LISTED.findall(test.source))
    seen = set()
    for suspect in (suspect for name in listed for suspect in getattr(checks, name)):
        if (suspect.hint_id, suspect.hint) not in seen:
            seen.add((suspect.hint_id, suspect.hint))
            yield suspect


def _hints(answer: Submission) -> list[str]:
    return list(dict.fromkeys(filter(None, [answer.hint, *answer.hints.values()])))


def page(root: Path) -> str:
    """The page; "" where the solutions or the answers that prove them are not at hand."""
    chapters = [c for c in CHAPTERS if (root / "tests" / "submissions" / c.name).is_dir()]
    chapters = [chapter for chapter in chapters if chapter.name in assignments.names(root)]
    tables = [_tables(root, chapter) for chapter in chapters]
    if not tables:
        return ""
    general = "\n".join(f"| `{name}` | {_cell(words)} |" for name, words in GENERAL.items())
    return _FIRST.read_text("utf-8").format(
        count=sum(text.count("\n| ") for text in tables), general=general
    ) + "".join(tables)


def _tables(root: Path, chapter: Chapter) -> str:
    """A chapter's part of the page, a table for each exercise."""
    master = assignments.load(root, chapter.name).masters[0]
    lines = ["", f"## {chapter.title}", ""]
    for exercise, found in rows(root, chapter.name).items():
        lines += [f"### {exercise_title(master, exercise)}", "", "| earned by | the hint |", "|:--|:--|"]
        for row in found:
            mistakes = " Or: ".join(map(_cell, row.mistakes))
            says = _cell(row.hint) if row.hint else "*as in every exercise*"
            lines.append(f"| {mistakes} (*{row.hint_id}*) | {says} |".replace("|  (", "| ("))
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Words as MyST in a table's cell: code and emphasis stay, everything else means itself.

    >>> _cell("`a|b` is *not* a*b_c")
    '`a\\\\|b` is *not* a\\\\*b\\\\_c'
    """
    for place, words in _PLACES.items():
        text = text.replace(place, words)
    text = re.sub(r"\{(?:share|known|size|first|later)\}", "(number)", text)
    text = text.replace("{{", "{").replace("}}", "}")
    shown = []
    for tag, part in parts(" ".join(text.split())):
        if tag == "code":
            shown.append("`" + part.replace("|", r"\|") + "`")
        else:
            plain = re.sub(r"([\\`*_{}\[\]<>$|#^~])", r"\\\1", part)
            shown.append(f"*{plain}*" if tag else plain)
    return "".join(shown)


def write_page(root: Path) -> bool:
    """Write the page where it is new or changed, remove one that is none any more; whether anything was done."""
    path, text = root / PAGE, page(root)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text == before:
        return False
    if text:
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink()
    return True


def setup(app: Sphinx) -> None:
    """Write the page before the table of contents is read."""

    def before_the_contents(app: Sphinx, config: Config) -> None:
        if (Path(app.srcdir) / PAGE).parent.is_dir():
            write_page(Path(app.srcdir))

    app.connect("config-inited", before_the_contents, priority=100)
