"""What ``rnncourse check`` and ``rnncourse progress`` print: plain text that fits a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import wrap

from rnncourse.learner.check import STATES, Checked, Standing
from rnncourse.learner.looking import saved
from rnncourse.learner.progress import Row

WIDTH = 80


def tell(one: Checked, say: Callable[[str], None]) -> None:
    """A notebook as ``check`` found it, exercise by exercise."""
    say(f"{one.notebook}, as it was saved {saved(Path(one.notebook))}")
    for exercise in one.exercises:
        points = sum(check.points for check in exercise.checks if check.ended == "passed")
        most = sum(check.points for check in exercise.checks)
        say("")
        counted = f"{points:g} of {most:g}  {STATES[exercise.state]}"
        say(f"{exercise.title:<{WIDTH - 2 - len(counted)}}  {counted}")
        for line in _left(exercise):
            say(line)
        if exercise.graded_besides:
            hidden = sum(points for _, points in exercise.graded_besides)
            titles = " · ".join(title for title, _ in exercise.graded_besides)
            _say_wrapped(say, f"graded besides, {_points(hidden)}: {titles}", "    ")
    say("")
    _tell_whole(one, say)


def _left(exercise: Standing) -> list[str]:
    """What stands between this exercise and its points; of one that is not begun there is nothing to say."""
    lines: list[str] = []
    if exercise.state == "not-begun":
        return lines
    if exercise.why:
        _say_wrapped(lines.append, exercise.why, "    ")
    if exercise.state == "raises":
        return lines
    for check in exercise.checks:
        if check.ended != "passed":
            lines.append(f"  fails, {_points(check.points)}: {check.title}")
            for text in check.hint.split("\n"):
                _say_wrapped(lines.append, text, "    ")
    return lines


def _tell_whole(one: Checked, say: Callable[[str], None]) -> None:
    counts = {state: sum(exercise.state == state for exercise in one.exercises) for state in STATES}
    done = counts["complete"]
    say(
        f"Visible checks: {one.points:g} of {one.max_points:g} points. "
        f"Exercises: {done} of {len(one.exercises)} complete, {counts['not-begun']} not begun."
    )
    _say_wrapped(
        say,
        f"Grading runs the same checks and the hidden tests, {_points(one.hidden_points)}, whose names stand above: on "
        "fresh numbers, leaving what your functions are given unchanged, in bounded time and memory, with the imports "
        "that the assignment allows.",
        "",
    )
    for note in one.notes:
        _say_wrapped(say, note, "")
    if done == len(one.exercises):
        say(f"Nothing is left here: `rnncourse submit {one.assignment}` packs it to hand in.")


#: An assignment's state and package, in the table's words.
_ROW_STATES = {"not-begun": "not begun", "absent": "no copy"}
_PACKED = {"yes": "yes", "no": "no", "older": "before a change"}


def table(rows: list[Row], say: Callable[[str], None]) -> None:
    """All assignments, a line each; then what all of it comes to, and what to do about what is not there."""
    say(f"{'assignment':<14} {'visible checks':<15} {'exercises':<10} {'state':<10} packed to hand in")
    say(f"{'-' * 14} {'-' * 15} {'-' * 10} {'-' * 10} {'-' * 17}")
    for row in rows:
        points, done = f"{row.points:g} of {row.max_points:g}", f"{row.complete} of {row.exercises}"
        state = _ROW_STATES.get(row.state, row.state)
        say(f"{row.assignment:<14} {points:<15} {done:<10} {state:<10} {_PACKED[row.packed]}")
    seen, most = sum(row.points for row in rows), sum(row.max_points for row in rows)
    hidden = sum(row.hidden_points for row in rows)
    say("")
    _say_wrapped(
        say,
        f"{seen:g} of {most:g} points on visible checks; {hidden:g} more are on hidden tests, which grading runs. "
        "`rnncourse check ASSIGNMENT` says what is left.",
        "",
    )
    for row in rows:
        if row.problem:
            _say_wrapped(say, f"{row.assignment}: {row.problem}", "")
    if absent := [row.assignment for row in rows if row.state == "absent"]:
        _say_wrapped(say, f"`rnncourse start` puts copies of these into work/: {', '.join(absent)}.", "")


def _points(number: float) -> str:
    return f"{number:g} point{'s' * (number != 1)}"


def _say_wrapped(say: Callable[[str], None], text: str, indent: str) -> None:
    for line in wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]:
        say(line)
