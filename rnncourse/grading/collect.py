"""``rnncourse collect``: from what a learning system hands out to DIR/<student>/<assignment>/<notebook>.ipynb."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import roster as rosters
from rnncourse.grading.labels import Notebooks, Sender, sender_of, wrapper
from rnncourse.grading.laying import lay
from rnncourse.grading.parcels import Parcel, unpack
from rnncourse.grading.roster import Roster
from rnncourse.place import shown


@dataclass
class Collected:
    """What became of everything that came; texts are for a person, one a file.

    ``others`` are the files that are no notebooks of those of whom no notebook was taken; ``heard`` are those in the
    roster of whom anything came, and ``absent`` those of whom nothing did, now or before.
    """

    taken: dict[tuple[str, str, str], Parcel] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: int = 0
    older: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    others: dict[str, list[str]] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    absent: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many files were not taken."""
        lists = (self.older, self.unknown, self.ambiguous, self.refused, self.strange, *self.others.values())
        return sum(map(len, lists))


def collect(
    root: Path,
    source: Path,
    into: Path,
    roster: Path | None = None,
    assignment: str | None = None,
    dry_run: bool = False,
) -> Collected:
    """Lay every student's newest attempt where grading looks for it, and note when it came.

    Parameters
    ----------
    assignment : what a file is an attempt at that neither its cells nor its name tell of; None: it is set aside

    Raises
    ------
    CourseError : (2) the source cannot be read, holds nothing of any assignment, or lies in ``into``
    """
    _check_apart(source, into)
    with tempfile.TemporaryDirectory(prefix="rnncourse-collect-") as folder:
        people = rosters.load(roster) if roster else None
        found = _sorted_out(source, Notebooks(root, assignment), people, Path(folder))
        if not (found.taken or found.unknown or found.ambiguous or found.refused):
            there = f"; {len(found.strange)} notebooks of something else" if found.strange else ""
            raise CourseError(
                f"{source} holds no notebook of an assignment{there}: is it the right folder or zip?"
            )
        if people:
            wanted = {assignment for _, assignment, _ in found.taken}
            found.absent = [
                student
                for student in people.students
                if student not in found.heard and not _collected(into / student, wanted)
            ]
        lay(found, into, dry_run)
    return found


def _sorted_out(source: Path, notebooks: Notebooks, people: Roster | None, folder: Path) -> Collected:
    """Everything that came, by student and notebook; the contents are put by in ``folder``."""
    found = Collected()
    attempts: dict[tuple[str, str, str], list[tuple[Sender, Parcel]]] = {}
    parcels, rest = [], []
    for parcel in unpack(source):
        if parcel.refused or parcel.other:
            rest.append(parcel)
            if parcel.refused:
                found.refused.append(f"{parcel.shown} {parcel.refused}.")
            continue
        kind = notebooks.which(parcel)
        if kind is None:
            found.strange.append(parcel.shown)
            rest.append(replace(parcel, content=b""))
        else:
            parcels.append((parcel.put_by(folder / str(len(parcels))), kind))
    wrapped = wrapper([parcel.path for parcel, _ in parcels], notebooks.names)
    for parcel, kind in parcels:
        sender = sender_of(parcel.path[wrapped:], notebooks.names)
        student = _student(sender, people, parcel, found)
        if student:
            attempts.setdefault((student, *kind), []).append((sender, parcel))
    _set_namesakes_aside(attempts, found)
    for key, several in sorted(attempts.items()):
        newest = _newest(several)
        if newest is None:
            found.ambiguous += [
                f"{key[0]}: {parcel.shown} differs from another that came at the same time."
                for _, parcel in several
            ]
        else:
            found.taken[key] = newest
            found.older += [f"{key[0]}: {parcel.shown}" for _, parcel in several if parcel is not newest]
    _hear(rest, wrapped, notebooks.names, people, found)
    return found


def _hear(rest: list[Parcel], wrapped: int, names: set[str], people: Roster | None, found: Collected) -> None:
    """Note of whom something came that is not taken, and what of it is no notebook."""
    handed_in = {student for student, _, _ in found.taken}
    for parcel in rest:
        sender = sender_of(parcel.path[wrapped:], names) if len(parcel.path) > wrapped else None
        if sender is None:
            continue
        who = people.who(*sender.written) if people else {sender.folder} - {""}
        found.heard |= who
        if parcel.other and len(who) == 1 and not who & handed_in:
            found.others.setdefault(next(iter(who)), []).append(parcel.shown.rpartition("/")[2])


def _collected(folder: Path, wanted: set[str]) -> bool:
    """Whether a notebook of one of these assignments, or of any where none is named, lies in a student's folder."""
    return any(path.parent.name in wanted or not wanted for path in folder.glob("*/*.ipynb"))


def _student(sender: Sender | None, people: Roster | None, parcel: Parcel, found: Collected) -> str | None:
    """The student's folder, or None and a line in ``found``."""
    if sender is None:
        found.unknown.append(f"{parcel.shown} names no student.")
        return None
    if people is None and not sender.folder:
        found.unknown.append(
            f"{parcel.shown} lies in no student's folder; only a roster can tell whose it is."
        )
        return None
    if people is None:
        if why := rosters.unfit(sender.folder):
            found.refused.append(f"{parcel.shown}: the student's name {why}.")
            return None
        return sender.folder
    who = people.who(*sender.written)
    found.heard |= who
    if len(who) == 1:
        return next(iter(who))
    if who:
        found.ambiguous.append(f"{parcel.shown} may be {' or '.join(sorted(who))}.")
    else:
        found.unknown.append(f"{parcel.shown}: nobody in the roster is written so.")
    return None


def _set_namesakes_aside(attempts: dict[tuple, list[tuple[Sender, Parcel]]], found: Collected) -> None:
    """Two persons of the learning system's who would go by one name here: none of them is taken."""
    senders: dict[str, set[str]] = {}
    folded: dict[str, set[str]] = {}
    for (student, *_), several in attempts.items():
        senders.setdefault(student, set()).update(
            sender.written[0] for sender, _ in several if len(sender.written) > 1
        )
        folded.setdefault(student.casefold(), set()).add(student)
    for key in list(attempts):
        twins = folded[key[0].casefold()]
        if len(senders[key[0]]) > 1 or len(twins) > 1:
            why = (
                "came from several people of that name"
                if len(twins) == 1
                else f"differs from {sorted(twins)} in case only"
            )
            found.ambiguous += [f"{key[0]}: {parcel.shown} {why}." for _, parcel in attempts.pop(key)]


def _newest(several: list[tuple[Sender, Parcel]]) -> Parcel | None:
    """The attempt that came last; None where two different ones came at the same time."""
    early = datetime.min.replace(tzinfo=UTC)
    rank = {id(parcel): (parcel.received or early, sender.attempt) for sender, parcel in several}
    best = max(rank.values())
    last = [parcel for _, parcel in several if rank[id(parcel)] == best]
    return last[0] if len({parcel.digest for parcel in last}) == 1 else None


def _check_apart(source: Path, into: Path) -> None:
    if into.exists() and not into.is_dir():
        raise CourseError(f"--into {into} is a file: name the folder that the students' folders go into.")
    here, there = source.resolve(), into.resolve()
    if source.is_dir() and (here == there or here in there.parents or there in here.parents):
        raise CourseError(
            f"--into {into} and {source} lie in one another: choose a folder apart from the source."
        )


def told(found: Collected, into: Path, dry_run: bool, say: Callable[[str], None]) -> None:
    """Say what was done and, name by name, what was not."""
    say(
        f"{shown(into)}: {len(found.new)} new, {len(found.replaced)} replaced by a newer attempt, "
        f"{found.unchanged} there already, {_counted(len(found.older), 'older attempt')} left out"
        f"{'. Nothing was written.' if dry_run else '.'}"
    )
    lists = {
        "Not in the roster, or without a name; nothing was guessed": found.unknown,
        "Ambiguous, so not taken": found.ambiguous,
        "Refused": found.refused,
        "Notebooks of no assignment here": found.strange,
        "Older attempts, left out": found.older,
        "Sent something that is no notebook": [
            f"{student} ({', '.join(files)})" for student, files in sorted(found.others.items())
        ],
        "In the roster, and nothing came": found.absent,
    }
    for heading, lines in lists.items():
        if lines:
            say(f"\n{heading} ({len(lines)}):")
            for line in lines:
                say(f"  {line}")
    say(f"\n{_counted(found.left_out, 'file')} left out{', named above' if found.left_out else ''}.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
