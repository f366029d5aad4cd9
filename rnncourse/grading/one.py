"""``rnncourse grade --one FILE``: one notebook graded, and the judge's transcript on screen.

What was asked, answered and expected, test by test: for the instructor who wants to know why a score is what
it is. Hidden inputs and expected values are shown, so this is nothing to hand back.
"""

from __future__ import annotations

import json
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import indent, wrap

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import bundle, engine, identity, intake, overlay, wording
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.bundle import Bundle
from rnncourse.grading.engine import Graded, Job
from rnncourse.grading.results import Result, TestResult
from rnncourse.grading.sandbox.selftest import best_level

#: Columns of the transcript, and the most that is shown of one argument list, answer or expected value.
WIDTH, _LONGEST = 96, 1200


def read(root: Path, path: Path, name: str | None = None) -> tuple[Assignment, dict[str, bytes]]:
    """The assignment that the notebook at ``path`` belongs to, and its bytes by the name of the master.

    Found by the cells in it, whatever the file is called; ``name`` says which assignment it must be.

    Raises
    ------
    CourseError : (2) there is no such file, it cannot be read, or it is of no assignment here or of several
    """
    content = _bytes(path)
    try:
        cells = intake.parse(content)
    except intake.Malformed as error:
        raise CourseError(f"{path} {error} `rnncourse restore` saves what can be saved.") from None
    ids = {cell.grade_id or cell.id for cell in cells}
    wanted = [assignments.load(root, name)] if name else _all(root)
    found = [
        (len(ids & {cell.id for cell in master.solutions()}), assignment, master.name)
        for assignment in wanted
        for master in assignment.masters
    ]
    best = max((count for count, _, _ in found), default=0)
    candidates = [(assignment, notebook) for count, assignment, notebook in found if count == best]
    if not wanted:
        raise CourseError(f"There is no solutions/ in {root}, which grading needs: use the whole repository.")
    if not best:
        there = f"assignment {name!r}" if name else "any assignment here"
        raise CourseError(f"{path} holds no solution cell of {there}: is it the right notebook?")
    if len(candidates) > 1:
        names = ", ".join(assignment.name for assignment, _ in candidates)
        raise CourseError(
            f"{path} may belong to {names}: say which, as in `rnncourse grade {candidates[0][0].name} --one …`."
        )
    assignment, notebook = candidates[0]
    if len(content) > assignment.limits.submission_bytes:
        raise CourseError(f"{path} is larger than {assignment.name} allows; clear its outputs.")
    return assignment, {notebook: content}


def examine(
    root: Path,
    path: Path,
    key: bytes,
    level: str | None = None,
    name: str | None = None,
    own_tests: Path | None = None,
    grade: Callable[[Job], Graded] = engine.grade,
) -> str:
    """Grade the notebook at ``path`` and return the transcript; errors as ``read`` and the engine have them.

    Parameters
    ----------
    key : the course's: the seed is the one that a class graded with it gets
    level : the sandbox's; None: the best that holds here, tried after the notebook is found good
    own_tests : an overlay's folder
    grade : the engine
    """
    assignment, notebooks = read(root, path, name)
    if own_tests:
        assignment = overlay.apply(assignment, own_tests)
    level = level or best_level()
    with tempfile.TemporaryDirectory(prefix="rnncourse-one-", ignore_cleanup_errors=True) as folder:
        made = bundle.make(assignment, Path(folder))
    try:
        graded = grade(Job(made, notebooks, blank(made, notebooks, key), level, transcript=True))
    finally:
        engine.close()
    return shown(assignment, graded.result, graded.transcript)


def blank(made: Bundle, notebooks: Mapping[str, bytes], key: bytes) -> Result:
    """The result before anything is known."""
    attempt = identity.attempt(dict(notebooks))
    return Result(
        student="one",
        assignment=made.assignment.name,
        attempt=attempt,
        bundle=made.hash,
        environment=identity.environment(),
        seed=identity.seed(key, attempt),
        status="graded",
        flags=(),
        score=0.0,
        max_score=made.assignment.max_score,
        tests=(),
    )


def shown(assignment: Assignment, result: Result, transcript: Iterable[str | Mapping] = ()) -> str:
    """The transcript as text for a terminal, exercise by exercise; nothing in it can steer the terminal.

    Parameters
    ----------
    transcript : "call" events, as mappings or as their JSON: ``called``, ``asked``, ``answered`` and
        ``expected`` are short texts, ``id`` is the test's; what is no event is shown at the end as it is
    """
    calls, loose = _by_test(transcript)
    results = {test.id: test for test in result.tests}
    lines = [f"{assignment.name} · {result.score:g} of {result.max_score:g} points · {result.status}"]
    if result.status != "graded":
        lines += wrap(wording.of_submission(result.status).instructor, WIDTH)
    lines += [f"seed {result.seed} · {result.seconds:.2f} s, {result.cpu_seconds:.2f} s of CPU"]
    for master in assignment.masters:
        for exercise in dict.fromkeys(cell.exercise for cell in master.tests()):
            mine = [
                results[cell.id]
                for cell in master.tests()
                if cell.exercise == exercise and cell.id in results
            ]
            earned, most = sum(test.score for test in mine), sum(test.max_score for test in mine)
            lines += ["", _between(str(exercise), f"{earned:g} of {most:g}"), "─" * WIDTH]
            for test in mine:
                lines += _test(test, calls.get(test.id, []))
    if result.flags or result.instructor_message:
        lines += ["", "Noted", "─" * WIDTH]
    for flag in result.flags:
        where = f" ({flag.grade_id})" if flag.grade_id else ""
        lines += wrap(f"{flag.code}{where}: {wording.of_flag(flag.code).instructor}", WIDTH)
    lines += _wrapped(result.instructor_message, 0)
    lines += [line for text in loose for line in _wrapped(text, 0)]
    return "\n".join(_printable(line) for line in lines)


def _test(test: TestResult, calls: Sequence[Mapping]) -> list[str]:
    words = wording.of_test(test.status)
    hidden = " (hidden)" if test.hidden else ""
    name = f"{words.mark} {test.title or test.id}{hidden}"
    lines = [_between(name, f"{words.short}, {test.score:g} of {test.max_score:g}")]
    for call in calls:
        lines += _labelled("asked", f"{call.get('called', '?')}({call.get('asked', '')})")
        lines += _labelled("answered", call.get("answered"))
        lines += _labelled("expected", call.get("expected"))
    if test.hint:
        lines += _wrapped(test.hint, 4)
    return lines


def _by_test(transcript: Iterable[str | Mapping]) -> tuple[dict[str, list[Mapping]], list[str]]:
    calls: dict[str, list[Mapping]] = {}
    loose = []
    for entry in transcript:
        event = _event(entry)
        if event is None:
            loose.append(str(entry))
        else:
            calls.setdefault(str(event["id"]), []).append(event)
    return calls, loose


def _event(entry: str | Mapping) -> Mapping | None:
    if isinstance(entry, str):
        try:
            entry = json.loads(entry)
        except (ValueError, RecursionError):
            return None
    return entry if isinstance(entry, Mapping) and "id" in entry and "called" in entry else None


def _labelled(label: str, text: object) -> list[str]:
    if text is None:
        return []
    cut = _cut(str(text))
    lines = [piece for line in cut.splitlines() or [""] for piece in wrap(line, WIDTH - 14) or [""]]
    return [f"    {label if not number else '':<10}{line}" for number, line in enumerate(lines)]


def _wrapped(text: str, by: int) -> list[str]:
    lines = [piece for line in _cut(text).splitlines() for piece in wrap(line, WIDTH - by)]
    return [indent(line, " " * by) for line in lines]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} … ({len(text)} characters)"


def _between(left: str, right: str) -> str:
    room = max(WIDTH - len(right) - 1, 1)
    return f"{left[:room]:<{room}} {right}"


def _printable(line: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in line)


def _all(root: Path) -> list[Assignment]:
    return [assignments.load(root, name) for name in assignments.names(root)]


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CourseError(f"{path} is no file: give one notebook.")
        if status.st_size > assignments.Limits().submission_bytes * 4:
            raise CourseError(
                f"{path} is {status.st_size / 2**20:.0f} MiB, too large for a notebook to grade."
            )
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from error
