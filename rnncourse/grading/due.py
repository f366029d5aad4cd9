"""``rnncourse due``: when an assignment is to be handed in, kept in the gradebook, where nbgrader looks too."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading.home import Home, check_writable, locked

#: What takes a due date away.
NEVER = "never"


def due(
    root: Path, name: str, when: str | None, out: Path = Path("grades"), gradebook: str | None = None
) -> str:
    """Set the due date of the assignment ``name``, or with ``when`` None only look; a sentence that says it.

    Late are then those of whom ``rnncourse collect`` noted a later arrival; ``rnncourse grade`` settles what it costs.

    Parameters
    ----------
    when : a time with its zone, such as "2026-03-01 12:00 UTC" or "2026-03-01T13:00+01:00"; "never": no due date

    Raises
    ------
    CourseError : (2) there is no such assignment, or the time cannot be read
    """
    assignments.load(root, name)
    wanted = read(when) if when and when != NEVER else None
    if when is None and gradebook is None and not (out / "gradebook.db").is_file():
        return _said(name, None)
    from rnncourse.grading.gradebook import Writer

    check_writable(out)
    with locked(out), Writer(gradebook or Home(out).gradebook) as writer:
        if when:
            writer.set_due(name, wanted)
        return _said(name, writer.due(name))


def read(text: str) -> datetime:
    """The time that ``text`` says, naive and in UTC.

    Raises
    ------
    CourseError : (2) it is no time, or its zone is not said: two people would read it differently

    >>> read("2026-03-01 13:00 +01:00")
    datetime.datetime(2026, 3, 1, 12, 0)
    """
    plain = text.strip().removesuffix("UTC").strip() + "+00:00" * text.strip().endswith("UTC")
    try:
        found = datetime.fromisoformat(plain.replace(" +", "+").replace(" -", "-"))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CourseError(
            f'Say a time and its zone, such as "2026-03-01 12:00 UTC" or "2026-03-01 13:00 +01:00", not {text!r}.'
        )
    return found.astimezone(UTC).replace(tzinfo=None)


def _said(name: str, due: datetime | None) -> str:
    return f"{name} is due on {due:%A, %Y-%m-%d %H:%M} UTC." if due else f"{name} has no due date."
