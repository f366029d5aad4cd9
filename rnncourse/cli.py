"""The command ``rnncourse``. Only the standard library is needed to get as far as a helpful sentence."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from rnncourse.errors import ENVIRONMENT, FAULT, INTERRUPTED, CourseError

OLDEST_PYTHON = (3, 11)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what the user can mend is one sentence on standard error."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        wanted, there = ".".join(map(str, OLDEST_PYTHON)), ".".join(map(str, sys.version_info[:3]))
        return _complain(f"Python {wanted} or newer is needed, this is {there}.", ENVIRONMENT)
    signal.signal(signal.SIGTERM, _interrupt)
    given = parser().parse_args(arguments)
    try:
        return given.run(given) or 0
    except CourseError as error:
        return _complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _complain(
            "Interrupted. What was complete is kept; run the same command to go on.", INTERRUPTED
        )
    except BrokenPipeError:
        return _complain("The reader of the output went away.", FAULT)
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        return _complain(
            f"The package {name!r} is missing: run `make setup`, or `python -m pip install -r requirements.txt` "
            "in the environment that you use.",
            ENVIRONMENT,
        )


def parser() -> argparse.ArgumentParser:
    """All commands and their arguments."""
    top = argparse.ArgumentParser(
        prog="rnncourse", description="The course: read it, solve it, grade it.", allow_abbrev=False
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    command("course", _course, "build the book, check the exercises, grade the sample class")
    command("build", _build, "execute and build the book into _build/html")
    read = command("read", _read, "serve the built book on this machine")
    read.add_argument("--port", type=int, default=8000, help="default: 8000")
    command("start", _start, "copy exercises and labs into work/, never overwriting one")
    lab = command("lab", _lab, "start, then JupyterLab on work/")
    lab.add_argument("--port", type=int, default=8888, help="default: 8888")
    release = command("release", _release, "bring exercises/ in step with solutions/")
    release.add_argument("--check", action="store_true", help="only say where it is not, exit 2 then")
    command("sample", _sample, "assemble the sample class in _build/sample-class")
    command("doctor", _doctor, "say what this machine lacks for each use, and what to do")
    _add_grade(command("grade", _grade, "grade a class's submissions of one assignment"))
    return top


def _add_grade(made: argparse.ArgumentParser) -> None:
    made.add_argument("assignment", metavar="ASSIGNMENT")
    made.add_argument(
        "--submitted", type=Path, required=True, metavar="DIR", help="holds <student>/ASSIGNMENT/"
    )
    made.add_argument("--gradebook", metavar="URL", help="default: sqlite:///OUT/gradebook.db")
    made.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: grades/")
    made.add_argument("--workers", type=_at_least_one, metavar="N", help="default: one a core")
    made.add_argument("--scheduler", metavar="URL", help="of a cluster; not supported yet")
    made.add_argument("--only", action="append", default=[], metavar="STUDENT", help="may be repeated")
    made.add_argument("--force", action="store_true", help="grade again what has a result")
    made.add_argument("--dry-run", action="store_true", help="say what would be graded, write nothing")
    made.add_argument("--seed", metavar="HEX", help="in the place of the key kept in OUT/.course-key")
    made.add_argument(
        "--trusted", action="store_true", help="you trust the submissions: run them unprotected"
    )
    made.add_argument("--json", action="store_true", help="one JSON object on standard output, not the table")


def _grade(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading import report
    from rnncourse.grading.run import Request, grade_class

    names = (
        "assignment",
        "submitted",
        "out",
        "gradebook",
        "workers",
        "scheduler",
        "force",
        "dry_run",
        "seed",
    )
    request = Request(
        **{name: getattr(given, name) for name in names}, only=tuple(given.only), trusted=given.trusted
    )
    found = grade_class(place.root(), request, _say)
    print(report.as_json(found) if given.json else report.table(found))
    if not given.json and not given.dry_run:
        pages = place.shown(found.out / "feedback")
        print(f"Feedback pages: {pages}   grades: {place.shown(found.out / 'grades.csv')}")


def _release(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading.release import release

    release(place.root(), given.check, print)


def _sample(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading.sample import assemble_class

    root = place.root()
    for folder in assemble_class(root):
        print(f"{len(list(folder.iterdir()))} students in {place.shown(folder)}")


def _course(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.course import make

    make(place.root(), _say)


def _build(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.book.build import build

    print(place.shown(build(place.root())))


def _read(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.book.serve import serve

    serve(place.root(), given.port)


def _start(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.course import start

    start(place.root(), print)


def _lab(given: argparse.Namespace) -> int:
    from rnncourse import place
    from rnncourse.course import lab

    return lab(place.root(), given.port, _say)


def _doctor(given: argparse.Namespace) -> int:
    from rnncourse.doctor import examine

    return examine(print)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number of workers from 1, not {text!r}")
    return int(text)


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _complain(sentence: str, code: int) -> int:
    _say(f"rnncourse: {sentence}")
    return code


if __name__ == "__main__":
    sys.exit(main())
