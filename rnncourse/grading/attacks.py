"""``rnncourse attack-test``: the hostile submissions of tests/attacks/, graded together with an honest class."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.errors import CourseError
from rnncourse.grading import aftermath, honest, intake, pages
from rnncourse.grading import assignment as assignments
from rnncourse.grading.hostile import Attack, hand_in, lay, load

#: Lower than a course's own, so that what never ends costs little: seconds of CPU time, and bytes.
LIMITS = {
    "cell_seconds": 3.0,
    "setup_seconds": 10.0,
    "submission_seconds": 30.0,
    "patience": 2.5,
    "memory_bytes": 3 * 2**28,
}
#: The key that seeds are made with, so that two runs can be compared.
SEED = "a77ac4"
#: Seconds after which a run is held not to end.
PATIENCE = 1800.0

_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """What became of one submission: ``faults`` says how it differs from what was expected."""

    name: str
    kind: str
    status: str
    score: float
    faults: tuple[str, ...] = ()


@dataclass
class Report:
    """What a run of the attacks found; ``faults`` are those of the run as a whole."""

    attacks: list[Outcome] = field(default_factory=list)
    honest: list[Outcome] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def let_through(self) -> list[str]:
        """Everything that is not as it must be, a line each."""
        spoilt = [one for one in [*self.attacks, *self.honest] if one.faults]
        return [f"{one.name}: {'; '.join(one.faults)}" for one in spoilt] + self.faults


def attack_test(
    root: Path,
    only: Sequence[str] = (),
    level: str | None = None,
    workers: int | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Report:
    """Grade the attacks, or ``only`` those named, among an honest class, by the command that instructors use.

    Raises
    ------
    CourseError : (2) there are no attacks, or none of that name
    """
    every = load(root)
    if not every:
        raise CourseError(f"{root / 'tests' / 'attacks'} holds no attacks: run this in the whole repository.")
    if unknown := set(only) - {attack.name for attack in every}:
        raise CourseError(
            f"There is no attack {', '.join(sorted(unknown))}: see {root / 'tests' / 'attacks'}."
        )
    chosen = [attack for attack in every if not only or attack.name in only]
    report = Report()
    for name in sorted({attack.assignment for attack in chosen}):
        mine = [attack for attack in chosen if attack.assignment == name]
        say(f"{name}: {len(mine)} attacks among an honest class")
        with tempfile.TemporaryDirectory(prefix="rnncourse-hostile-", ignore_cleanup_errors=True) as folder:
            _Run(root, Path(folder), name, level, workers, say).of(mine, report)
    return report


@dataclass(frozen=True)
class _Run:
    """One assignment's attacks in a folder of their own: course, submissions, grades and temporary files."""

    root: Path
    folder: Path
    assignment: str
    level: str | None
    workers: int | None
    say: Callable[[str], None]

    def of(self, attacks: list[Attack], report: Report) -> None:
        course, private = self.folder / "course", self.folder / "tmp"
        private.mkdir()
        _course(self.root, self.assignment, course)
        students = honest.students(self.root, course, self.assignment)
        alone, mixed = self.folder / "alone", self.folder / "mixed"
        for student in students:
            for submitted in (alone, mixed):
                hand_in(submitted / student.name, self.assignment, student.content)
        for attack in attacks:
            lay(attack, mixed, course)
        with aftermath.Watch(
            private, [mixed, course, self.root / "rnncourse", self.root / "solutions"]
        ) as watch:
            results = self._grade(mixed, self.folder / "grades", private, report)
            left = watch.left()
        report.faults += [f"{self.assignment}: {sentence}" for sentence in left]
        before = self._grade(alone, self.folder / "grades-alone", private, report)
        report.attacks += [
            _outcome(attack, results.get(intake.readable(attack.student))) for attack in attacks
        ]
        for student in students:
            found = results.get(student.name)
            report.honest.append(_honest(student, found, before.get(student.name)))
        report.faults += pages.faults(self.folder / "grades", results)

    def _grade(self, submitted: Path, out: Path, private: Path, report: Report) -> dict[str, dict]:
        """Run the command; the results by student."""
        command = [sys.executable, "-m", "rnncourse.cli", "grade", self.assignment, "--seed", SEED]
        command += ["--submitted", str(submitted), "--out", str(out)]
        command += ["--workers", str(self.workers)] if self.workers else []
        environment = os.environ | {
            "TMPDIR": str(private),
            "PYTHONPATH": str(_PACKAGE),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if self.level:
            environment["RNNCOURSE_SANDBOX"] = self.level
        try:
            ended = subprocess.run(
                command, cwd=self.folder / "course", env=environment, capture_output=True, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            report.faults.append(f"{self.assignment}: grading did not end within {PATIENCE:.0f} s")
            return {}
        if ended.returncode:
            words = ended.stderr.decode(errors="replace").strip().splitlines()[-3:]
            report.faults.append(
                f"{self.assignment}: grading ended with {ended.returncode}: {' '.join(words)}"
            )
        kept = out / "results.json"
        return {entry["student"]: entry for entry in json.loads(kept.read_text())} if kept.is_file() else {}


def _course(root: Path, name: str, course: Path) -> None:
    """A course with this one assignment, and lower limits; those of the attacks alone lie with them."""
    home = next(
        folder
        for folder in (root, root / "tests" / "attacks" / "assignments")
        if name in assignments.names(folder)
    )
    shutil.copytree(home / "solutions" / name, course / "solutions" / name)
    (course / "exercises").mkdir()
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    for path in (course / "solutions" / name).glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        notebook["metadata"].setdefault("rnncourse", {})["limits"] = LIMITS
        path.write_text(json.dumps(notebook), "utf-8")


def _outcome(attack: Attack, found: dict | None) -> Outcome:
    if found is None:
        return Outcome(attack.name, attack.kind, "none", 0.0, ("it got no result",))
    faults = []
    for name, wanted in (("status", attack.status), ("score", attack.score)):
        less = name == "score" and attack.racing and found[name] < attack.score
        if found[name] != wanted and not less:
            faults.append(f"{name} {found[name]}, expected {wanted}")
    flags = {(flag["code"], flag["grade_id"]) for flag in found["flags"]}
    if attack.racing:
        flags = {flag for flag in flags if flag[0] != "protocol-violation"}
    faults += [
        f"flag {code} of {cell}, not expected" for code, cell in sorted(flags - {*attack.flags}, key=str)
    ]
    faults += [f"no flag {code} of {cell}" for code, cell in sorted({*attack.flags} - flags, key=str)]
    return Outcome(attack.name, attack.kind, found["status"], found["score"], tuple(faults))


def _honest(student: honest.Student, found: dict | None, alone: dict | None) -> Outcome:
    if found is None or alone is None:
        return Outcome(student.name, "honest", "none", 0.0, ("it got no result",))
    faults = []
    if (found["status"], found["score"]) != ("graded", student.score):
        faults.append(f"{found['status']}, {found['score']:g} points, expected graded, {student.score:g}")
    changed = [
        name for name in found if name not in ("seconds", "cpu_seconds") and found[name] != alone[name]
    ]
    if changed:
        faults.append(f"another {' and '.join(changed)} than without the attacks")
    return Outcome(student.name, "honest", found["status"], found["score"], tuple(faults))


def table(report: Report) -> str:
    """A line an attack, with what is wrong, and the sum."""
    lines = [f"{'attack':36} {'status':14} {'score':>6}"]
    for one in report.attacks:
        lines.append(
            f"{one.name:36} {one.status:14} {one.score:6g}  {'; '.join(one.faults) or 'as it must be'}"
        )
    held = sum(not one.faults for one in report.attacks)
    exact = sum(not one.faults for one in report.honest)
    lines.append(
        f"{held} of {len(report.attacks)} attacks held; {exact} of {len(report.honest)} honest students exact."
    )
    return "\n".join(lines)
