"""The commands of a learner: ``start``, ``check``, ``progress``, ``submit``, ``restore`` and ``lab``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from rnncourse.commands.saying import say

Command = Callable[..., argparse.ArgumentParser]
TITLE = "To learn"


def add(command: Command) -> None:
    """Their arguments; ``command(name, run, words)`` makes each."""
    started = command("start", _start, "copy exercises and labs into work/, never overwriting one")
    started.add_argument("chapter", nargs="?", metavar="CHAPTER", help="only this one's")
    checked = command(
        "check", _check, "run a notebook as a whole: what passes, what is left, what grading adds"
    )
    checked.add_argument("notebook", metavar="NOTEBOOK", help="its path, or an assignment in work/, as rnn")
    checked.add_argument("--json", action="store_true", help="one JSON object on standard output")
    advanced = command("progress", _progress, "say how far each assignment in work/ is")
    advanced.add_argument("--json", action="store_true", help="one JSON object on standard output")
    submitted = command("submit", _submit, "check your notebook in work/ and pack it to hand in")
    submitted.add_argument("chapter", metavar="CHAPTER")
    submitted.add_argument("--out", type=Path, metavar="FILE", help="default: work/CHAPTER.zip")
    restored = command("restore", _restore, "make a damaged notebook in work/ whole, keeping your code")
    restored.add_argument("chapter", metavar="CHAPTER")
    lab = command("lab", _lab, "start, then JupyterLab on work/, or on one notebook there")
    lab.add_argument("name", nargs="?", metavar="NAME", help="rnn: its exercises; rnn/lab: its lab")
    lab.add_argument("--port", type=int, default=8888, help="default: 8888")


def _start(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.learner import welcome
    from rnncourse.learner.start import start

    start(place.root(), print, given.chapter)
    print(f"Where to start: {place.shown(welcome.write(place.root()))}")


def _check(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.learner import telling
    from rnncourse.learner.check import as_json, check

    found = check(place.root(), given.notebook)
    if given.json:
        return print(as_json(found))
    for one in found:
        telling.tell(one, print)


def _progress(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.learner import telling
    from rnncourse.learner.progress import as_json, progress

    rows = progress(place.root(), say)
    if given.json:
        return print(as_json(rows))
    telling.table(rows, print)


def _submit(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.learner.submit import submit

    submit(place.root(), given.chapter, given.out, print)


def _restore(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.learner.restore import restore

    restore(place.root(), given.chapter, print)


def _lab(given: argparse.Namespace) -> int:
    from rnncourse import place
    from rnncourse.learner.lab import lab

    return lab(place.root(), given.port, say, given.name)
