"""The commands of an instructor, from ``collect`` and ``grade`` to ``feedback``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rnncourse.commands.saying import say
from rnncourse.errors import CourseError

if TYPE_CHECKING:
    from rnncourse.grading.outcome import Report

Command = Callable[..., argparse.ArgumentParser]
TITLE = "To teach"


def add(command: Command) -> None:
    """Their arguments; ``command(name, run, words)`` makes each."""
    dated = command("due", _due, "say when an assignment is to be handed in, or look")
    dated.add_argument("assignment", metavar="ASSIGNMENT")
    dated.add_argument(
        "when", nargs="?", metavar="TIME", help='such as "2026-03-01 12:00 UTC"; never: no due date'
    )
    _add_collect(command("collect", _collect, "lay out what a learning system hands out, for grading"))
    _add_grade(command("grade", _grade, "grade a class's submissions of one assignment"), one=True)
    _add_grade(
        command("regrade", _regrade, "grade all again after a corrected test; say whose score changes"),
        one=False,
    )
    back = command(
        "feedback", _feedback, "write pages and grades.csv anew with what was done by hand, and pack"
    )
    back.add_argument("assignment", metavar="ASSIGNMENT")
    back.add_argument("--overlay", type=Path, metavar="DIR", help="the one that the class was graded with")
    words = "what `nbgrader collect` brought, to hand out by `nbgrader release_feedback`"
    back.add_argument("--submitted", type=Path, metavar="DIR", help=words)
    report = command("report", _report, "say how a class did: scores, difficulty, common mistakes, faults")
    report.add_argument("assignment", metavar="ASSIGNMENT")
    report.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="where grade wrote")
    similar = command("similar", _similar, "say which submissions are alike, and where; it proves nothing")
    similar.add_argument("assignment", metavar="ASSIGNMENT")
    similar.add_argument("--submitted", type=Path, required=True, metavar="DIR", help="as for grade")
    for made in (dated, back, similar):
        made.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: grades/")
    for made in (dated, back):
        made.add_argument("--gradebook", metavar="URL", help="default: sqlite:///OUT/gradebook.db")
    attacks = command(
        "attack-test", _attack_test, "grade hostile submissions: none may gain, stop or leave anything"
    )
    attacks.add_argument("--only", action="append", default=[], metavar="NAME", help="may be repeated")
    attacks.add_argument(
        "--level", choices=["nested", "cold"], help="of the sandbox; default: the best there is"
    )
    attacks.add_argument("--workers", type=_at_least_one, metavar="N", help="default: one a core")


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
    return grade_class(place.root(), request, say)


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
    with progress(count, say) as tick:
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

    report = attacks.attack_test(place.root(), given.only, given.level, given.workers, say)
    print(attacks.table(report))
    for line in report.let_through:
        say(f"let through: {line}")
    return 1 if report.let_through else 0


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number of workers from 1, not {text!r}")
    return int(text)
