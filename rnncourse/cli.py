"""The command ``rnncourse``. Only the standard library is needed to get as far as a helpful sentence."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rnncourse.errors import ENVIRONMENT, FAULT, INTERRUPTED, CourseError

if TYPE_CHECKING:
    from rnncourse.grading.outcome import Report

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
        for again in (signal.SIGINT, signal.SIGTERM):
            signal.signal(again, _end)
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
    attacks = command(
        "attack-test", _attack_test, "grade hostile submissions: none may gain, stop or leave anything"
    )
    attacks.add_argument("--only", action="append", default=[], metavar="NAME", help="may be repeated")
    attacks.add_argument(
        "--level", choices=["nested", "cold"], help="of the sandbox; default: the best there is"
    )
    attacks.add_argument("--workers", type=_at_least_one, metavar="N", help="default: one a core")
    _add_collect(command("collect", _collect, "lay out what a learning system hands out, for grading"))
    report = command("report", _report, "say how a class did: scores, difficulty, common mistakes, faults")
    report.add_argument("assignment", metavar="ASSIGNMENT")
    report.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="where grade wrote")
    dated = command("due", _due, "say when an assignment is to be handed in, or look")
    dated.add_argument("assignment", metavar="ASSIGNMENT")
    dated.add_argument(
        "when", nargs="?", metavar="TIME", help='such as "2026-03-01 12:00 UTC"; never: no due date'
    )
    back = command(
        "feedback", _feedback, "write pages and grades.csv anew with what was done by hand, and pack"
    )
    back.add_argument("assignment", metavar="ASSIGNMENT")
    back.add_argument("--overlay", type=Path, metavar="DIR", help="the one that the class was graded with")
    words = "what `nbgrader collect` brought, to hand out by `nbgrader release_feedback`"
    back.add_argument("--submitted", type=Path, metavar="DIR", help=words)
    for made in (dated, back):
        made.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: grades/")
        made.add_argument("--gradebook", metavar="URL", help="default: sqlite:///OUT/gradebook.db")
    similar = command("similar", _similar, "say which submissions are alike, and where; it proves nothing")
    similar.add_argument("assignment", metavar="ASSIGNMENT")
    similar.add_argument("--submitted", type=Path, required=True, metavar="DIR", help="as for grade")
    similar.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: grades/")
    _add_grade(command("grade", _grade, "grade a class's submissions of one assignment"), one=True)
    _add_grade(
        command("regrade", _regrade, "grade all again after a corrected test; say whose score changes"),
        one=False,
    )
    return top


def _add_collect(made: argparse.ArgumentParser) -> None:
    made.add_argument("source", type=Path, metavar="SOURCE", help="a folder, or a learning system's zip")
    made.add_argument("--into", type=Path, required=True, metavar="DIR", help="gets <student>/<assignment>/")
    made.add_argument("--roster", type=Path, metavar="CSV", help="a class list with id, name, email")
    made.add_argument("--assignment", metavar="NAME", help="of files that neither cells nor name tell of")
    made.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")


def _add_grade(made: argparse.ArgumentParser, one: bool) -> None:
    made.add_argument(
        "assignment", metavar="ASSIGNMENT", nargs="?", help="may be left out with --one" if one else None
    )
    made.add_argument("--submitted", type=Path, metavar="DIR", help="holds <student>/ASSIGNMENT/")
    words = "one notebook, with what was asked and answered" if one else argparse.SUPPRESS
    made.add_argument("--one", type=Path, metavar="FILE", help=words)
    made.add_argument("--gradebook", metavar="URL", help="default: sqlite:///OUT/gradebook.db")
    made.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: grades/")
    made.add_argument("--workers", type=_at_least_one, metavar="N", help="default: one a core")
    made.add_argument("--scheduler", metavar="URL", help="of a Dask cluster, on this machine or by tls://")
    made.add_argument("--only", action="append", default=[], metavar="STUDENT", help="may be repeated")
    made.add_argument("--force", action="store_true", help="grade again what has a result")
    made.add_argument("--dry-run", action="store_true", help="say what would be graded, write nothing")
    made.add_argument("--seed", metavar="HEX", help="in the place of the key kept in OUT/.course-key")
    made.add_argument(
        "--trusted", action="store_true", help="you trust the submissions: run them unprotected"
    )
    made.add_argument(
        "--attempts",
        choices=("latest", "best"),
        default="latest",
        help="which counts of several; default: latest",
    )
    made.add_argument(
        "--roster", type=Path, metavar="CSV", help="who is excused or has longer; default: OUT/roster.csv"
    )
    made.add_argument("--overlay", type=Path, metavar="DIR", help="holds hidden tests of your own")
    made.add_argument(
        "--stamps", action="store_true", help="believe the times that `nbgrader collect` brought"
    )
    made.add_argument("--json", action="store_true", help="one JSON object on standard output, not the table")


def _grade_one(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading import identity, one

    key = identity.course_key(given.out, given.seed, keep=False)
    level = "trusted" if given.trusted else None
    print(one.examine(place.root(), given.one, key, level, given.assignment, given.overlay))


def _grade(given: argparse.Namespace) -> None:
    if given.one:
        return _grade_one(given)
    _check_class_named(given, "grade")
    _begin_workers(given)
    from rnncourse import place
    from rnncourse.grading import report

    found = _graded(given, regrade=False)
    if given.json:
        sys.stdout.writelines(report.as_json(found))
        return
    print(report.table(found))
    if not given.dry_run:
        pages = place.shown(found.out / "feedback")
        print(f"Feedback pages: {pages}   grades: {place.shown(found.out / 'grades.csv')}")


def _check_class_named(given: argparse.Namespace, command: str) -> None:
    if given.one or not given.assignment or not given.submitted:
        raise CourseError(
            f"Which class? `rnncourse {command} ASSIGNMENT --submitted DIR`, or `rnncourse grade --one FILE` for one."
        )


def _begin_workers(given: argparse.Namespace) -> None:
    """Let what workers come from load its modules while this process loads its own."""
    if not given.scheduler:
        from rnncourse.grading import pool

        pool.begin()


def _regrade(given: argparse.Namespace) -> None:
    _check_class_named(given, "regrade")
    _begin_workers(given)
    from rnncourse.grading import report

    found = _graded(given, regrade=True)
    if given.json:
        sys.stdout.writelines(report.as_json(found))
    else:
        print(report.changes(found))


def _graded(given: argparse.Namespace, regrade: bool) -> Report:
    from rnncourse import place
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
    names += ("trusted", "attempts", "roster", "overlay", "stamps")
    given.only = tuple(given.only)
    request = Request(**{name: getattr(given, name) for name in (*names, "only")}, regrade=regrade)
    return grade_class(place.root(), request, _say)


def _collect(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading.collect import collect, told

    names = ("source", "into", "roster", "assignment", "dry_run")
    found = collect(place.root(), **{name: getattr(given, name) for name in names})
    told(found, given.into, given.dry_run, print)


def _report(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading import assignment, class_report

    found = class_report.count(given.out / "results.json", given.assignment)
    page, *others = class_report.write(found, assignment.load(place.root(), given.assignment), given.out)
    print(f"{len(found.students)} results of {given.assignment}: {place.shown(page)}")
    print(f"The same as tables: {', '.join(place.shown(path) for path in others)}")


def _due(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading.due import due

    print(due(place.root(), given.assignment, given.when, given.out, given.gradebook))


def _feedback(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading.handing_back import hand_back

    done = hand_back(
        place.root(), given.assignment, given.out, given.gradebook, given.overlay, given.submitted
    )
    pages, by_hand = f"{done.pages} page{'s' * (done.pages != 1)}", done.by_hand or "none"
    print(f"{pages} of {given.assignment}, {by_hand} with points or words by hand or a cost of lateness.")
    print(f"To hand out, a folder a student: {place.shown(done.packed)}")


def _similar(given: argparse.Namespace) -> None:
    from rnncourse import place
    from rnncourse.grading import assignment, intake, places, similarity, similarity_report
    from rnncourse.grading.progress import progress
    from rnncourse.learner.start import released

    root = place.root()
    chosen = assignment.load(root, given.assignment)
    places.check_apart(given.submitted, given.out)
    count = len(intake.students(given.submitted, chosen.name))
    answers = root / "tests" / "submissions" / chosen.name
    with progress(count, _say) as tick:
        found = similarity.compare(chosen, released(root, chosen.name), given.submitted, answers, tick)
    page, table = similarity_report.write(found, chosen.name, given.out)
    high = sum(pair.share >= similarity.HIGH for pair in found.pairs)
    explained = sum(pair.published >= similarity.EXPLAINED for pair in found.pairs)
    many = len(found.pairs)
    print(
        f"{many} pair{'s' * (many != 1)} of {len(found.works) - 1} submissions share enough to look at, {high} much; "
        f"in {explained} it is mostly what the published solution has too."
    )
    print("It proves nothing by itself: read both, then talk with both.")
    print(f"Report: {place.shown(page)}   table: {place.shown(table)}")


def _attack_test(given: argparse.Namespace) -> int:
    from rnncourse import place
    from rnncourse.grading import attacks

    report = attacks.attack_test(place.root(), given.only, given.level, given.workers, _say)
    print(attacks.table(report))
    for line in report.let_through:
        _say(f"let through: {line}")
    return 1 if report.let_through else 0


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

    rows = progress(place.root(), _say)
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

    return lab(place.root(), given.port, _say, given.name)


def _doctor(given: argparse.Namespace) -> int:
    from rnncourse.doctor import examine

    return examine(print, use=given.use)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number of workers from 1, not {text!r}")
    return int(text)


def _end(signum: int, frame: object) -> None:
    """Told again to stop while what is left is put away: at once, and still as an interruption."""
    os._exit(INTERRUPTED)


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _complain(sentence: str, code: int) -> int:
    _say(f"rnncourse: {sentence}")
    return code


def run() -> None:
    """``main`` as a process of its own, which ends without a last look for garbage: that would take half a second."""
    code = main()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    run()
