"""The commands that make the course and hand it out, from ``build`` to ``handout``, and ``doctor``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from rnncourse.commands.saying import say
from rnncourse.errors import CourseError

Command = Callable[..., argparse.ArgumentParser]
TITLE = "To read, make and hand out the course"


def add(command: Command) -> None:
    """Their arguments; ``command(name, run, words)`` makes each."""
    command("course", _course, "build the book, check the exercises, grade the sample class")
    command("build", _build, "execute and build the book into _build/html")
    read = command("read", _read, "serve the built book on this machine")
    read.add_argument("--port", type=int, default=8000, help="default: 8000")
    release = command("release", _release, "bring exercises/ in step with solutions/")
    release.add_argument("--check", action="store_true", help="only say where it is not, exit 2 then")
    sample = command("sample", _sample, "assemble the sample class, to try grading with")
    sample.add_argument("assignment", nargs="?", metavar="ASSIGNMENT", help="only this one's")
    sample.add_argument("--into", type=Path, metavar="DIR", help="default: _build/sample-class/submitted")
    handed = command("handout", _handout, "copy the course without solutions and tests, for learners")
    handed.add_argument("target", type=Path, metavar="DIR", help="a new folder, outside the course")
    doctor = command("doctor", _doctor, "say what this machine lacks for each use, and what to do")
    doctor.add_argument(
        "use", nargs="?", metavar="USE", choices=("reading", "learning", "grading"), help="this one"
    )


def _release(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading.release import release

    release(place.root(), given.check, print)


def _sample(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading.sample import assemble_class

    for folder in assemble_class(place.root(), given.assignment, given.into):
        print(f"{len(list(folder.iterdir()))} students in {place.shown(folder)}")


def _handout(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.handout import handout

    copied = handout(place.root(), given.target)
    print(f"{len(copied)} files in {place.shown(given.target)}: no solutions, no tests, no history")


def _course(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.course import make

    make(place.root(), say)


def _build(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.book.build import build

    print(place.shown(build(place.root())))


def _read(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.book.serve import serve

    if os.environ.get("JUPYTERHUB_SERVICE_PREFIX"):
        raise CourseError(
            "On a hub your browser does not reach what is served here: read the book at the address that you were "
            f"given. Its pages as text are in {place.root() / 'book'}."
        )
    serve(place.root(), given.port)


def _doctor(given: argparse.Namespace) -> int:
    from rnncourse.doctor import examine

    return examine(print, use=given.use)
