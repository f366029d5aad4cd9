"""``rnncourse grade``: find what was handed in, have it graded by workers, write it down as the one writer."""

from __future__ import annotations

import difflib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import bundle, handing_back, identity, intake, outcome, overlay, places, policy
from rnncourse.grading.home import Home, check_writable, locked, taken_back
from rnncourse.grading.journal import Store
from rnncourse.grading.marking import Marking
from rnncourse.grading.outcome import Report
from rnncourse.grading.progress import Say
from rnncourse.grading.questions import Questions
from rnncourse.grading.roster import unfit
from rnncourse.grading.workers import hired_early

if TYPE_CHECKING:
    from rnncourse.grading.gradebook import Writer


@dataclass(frozen=True)
class Request:
    """The arguments of ``rnncourse grade``, as the contract names them, and of ``rnncourse regrade``.

    Attributes
    ----------
    attempts : which attempt counts of several, "latest" or "best"
    roster : who is excused and who has longer; None: roster.csv in ``out``, if it is there
    regrade : grade everything again and report whose score changes; with ``dry_run`` write nothing
    overlay : a folder with hidden tests of the instructor's own
    stamps : believe the times that ``nbgrader collect`` brought
    """

    assignment: str
    submitted: Path
    out: Path = Path("grades")
    gradebook: str | None = None
    workers: int | None = None
    scheduler: str | None = None
    only: tuple[str, ...] = ()
    force: bool = False
    dry_run: bool = False
    seed: str | None = None
    trusted: bool = False
    attempts: str = policy.LATEST
    roster: Path | None = None
    regrade: bool = False
    overlay: Path | None = None
    stamps: bool = False


def grade_class(
    root: Path,
    request: Request,
    say: Say = lambda line: None,
    reached: Callable[[str], None] = lambda step: None,
) -> Report:
    """Grade every submission that has no result yet for the same bytes, bundle, environment and seed.

    Parameters
    ----------
    say : is told how far it is; a bar on standard error takes its place on a terminal
    reached : is told each step of writing, for tests that stop there

    Raises
    ------
    CourseError : (2) bad input, nothing written; (3) refused; (4) the grader failed on some submissions, whose
        results are left out while all others are written
    KeyboardInterrupt : results that were complete are written
    """
    began = time.monotonic()
    assignment = assignments.load(root, request.assignment)
    if request.overlay:
        assignment = overlay.apply(assignment, request.overlay)
    there = intake.students(request.submitted, assignment.name)
    new = not request.out.exists() and not request.dry_run
    _check(request)
    decided = policy.load(
        assignment.name, request.attempts, request.roster, request.submitted, request.out, request.stamps
    )
    known = Store(request.out)
    without = _without_folder(decided, there, known, assignment.name, say)
    names = _chosen(sorted({*there, *without}), request.only)
    key = identity.course_key(request.out, request.seed, keep=not request.dry_run)
    alone = nullcontext() if request.dry_run else locked(request.out)
    # What a submission left running may still write while the folder goes: no reason to lose a result.
    folders = tempfile.TemporaryDirectory(prefix="rnncourse-", ignore_cleanup_errors=True)
    unknown = sum(known.get(name, assignment.name) is None for name in names)
    starting = hired_early(assignment, request, unknown)
    with alone, taken_back(request.out, new), folders as folder, starting as early:
        # nbgrader takes a second or two to load, in which the workers load what is theirs.
        from rnncourse.grading import lateness
        from rnncourse.grading.commit import Committer
        from rnncourse.grading.generate import GRADEBOOK
        from rnncourse.grading.gradebook import Writer

        penalty = lateness.penalty(root, request.out, decided.excused)
        made = bundle.make(assignment, Path(folder))
        home, release = Home(request.out), made.prints()
        earlier = tuple(prints for prints in home.releases(assignment.name) if prints != release)
        made = replace(made, earlier=earlier)
        if not request.dry_run:
            home.put_release(assignment.name, release)
        store = Store(request.out, reached)
        questions = Questions(made, request.submitted, request.out, key, decided)
        plan = questions.plan(names, store, force=request.force or request.regrade)
        run = Marking(request, questions, plan, store, early, say)
        if not request.dry_run:
            url = places.gradebook_url(request.gradebook or home.gradebook)
            prepared = f"sqlite:///{folder}/{GRADEBOOK}"
            with Writer(url) as writer:
                if plan.current or plan.earlier or not writer.knows(assignment.name):
                    writer.take_assignment(assignment.name, prepared)
                committer = Committer(home, store, writer, decided, reached)
                home.put_settings(root, request.submitted, url)
                for sentence in plan.lost:
                    say(sentence)
                try:
                    run.write_kept(writer, committer)
                    run.grade(committer)
                    writer.settle(assignment.name, run.arrivals(), decided.extensions, penalty)
                    writer.name(decided.people)
                    said = writer.by_hand(assignment.name)
                    # Also of those whose result a stopped run had written down, and not yet what was done by hand.
                    touched = {who for who, _ in said} & set(plan.names)
                    for student in {*plan.earlier, *plan.current} | touched:
                        if (found := store.get(student, assignment.name)) is not None:
                            handing_back.write_pages(home, found, assignment, said, anew=False)
                finally:
                    _save(request.out, store, writer)
        elif request.regrade:
            run.grade(None)
        run.complain()
        rows = [] if request.dry_run else list(_rows(store, plan.names, assignment.name))
    graded = sorted({*plan.earlier, *plan.current})
    return Report(
        assignment.name,
        rows,
        graded,
        plan.kept,
        time.monotonic() - began,
        request.out,
        excused=tuple(plan.excused),
        changes=tuple(sorted(run.changes, key=lambda change: change.student)),
    )


def _check(request: Request) -> None:
    places.check_apart(request.submitted, request.out)
    if request.gradebook:
        places.check_gradebook(request.gradebook)
    if request.scheduler:
        from rnncourse.grading.cluster import check_url

        check_url(request.scheduler)
    if not request.dry_run:
        check_writable(request.out)


def _save(out: Path, store: Store, writer: Writer) -> None:
    """Replace results.json and grades.csv, each in one step."""
    store.save()
    handing_back.write_grades(out, store, writer.totals())


def _rows(store: Store, names: list[str], assignment: str) -> Iterator[outcome.Row]:
    for name in names:
        if (found := store.get(name, assignment)) is not None:
            yield outcome.row(found)


def _without_folder(
    decided: policy.Policy, there: list[str], store: Store, assignment: str, say: Say
) -> list[str]:
    """Whom the roster names and nobody handed in for; not those whose attempt was graded from another folder.

    Raises
    ------
    CourseError : (2) the roster's name can be nobody's folder
    """
    found = []
    for name in sorted(decided.named - set(there)):
        if why := unfit(name):
            raise CourseError(f"The roster names {name!r}, which {why}.")
        known = store.get(name, assignment)
        if known is not None and known.attempt is not None:
            continue
        found.append(name)
        if near := difflib.get_close_matches(name, set(there) - decided.named, 1):
            say(f"The roster names {name}, and nobody of that name handed in; did you mean {near[0]}?")
    return found


def _chosen(names: list[str], only: tuple[str, ...]) -> list[str]:
    for name in only:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {len(names)} students."
            raise CourseError(f"--only {name}: nobody of that name handed in; {hint}")
    return [name for name in names if not only or name in only]
