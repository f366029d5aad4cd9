"""What is said of an attack, and how its folder is made.

Every attack lies in ``tests/attacks/<name>/`` with ``expect.json``: status, flags and score that it must get.
``files`` there is what is done to the student's folder before grading, in order, since a repository cannot hold it:

``{"put": path, "text": str}`` or ``"repeat": [str, times]``   a file, or more behind one that is there
``{"link": path, "to": target}``, ``{"pipe": path}``, ``{"socket": path}``, ``{"folder": path}``
``{"remove": path}``, ``{"rename": path, "to": path}``, ``{"student": name}``   the student's folder by another name

``racing`` there says that timing decides which cells see the protocol broken: those flags are not compared,
and the score may be less.

Paths lie in the student's folder; ``{course}`` in a target stands for the course's folder.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Attack:
    """One folder of tests/attacks: what is handed in, and what grading must say to it."""

    name: str
    folder: Path
    assignment: str
    kind: str
    about: str
    status: str
    flags: tuple[tuple[str, str | None], ...]
    score: float
    files: tuple[dict, ...] = ()
    racing: bool = False

    @property
    def student(self) -> str:
        """Who hands it in: a folder named like the attack, unless the name is the attack."""
        return next((step["student"] for step in self.files if "student" in step), self.name)


def load(root: Path) -> list[Attack]:
    """The attacks of the course at ``root``, in the order of their names."""
    found = []
    for path in sorted((root / "tests" / "attacks").glob("*/expect.json")):
        said = json.loads(path.read_text("utf-8"))
        found.append(
            Attack(
                path.parent.name,
                path.parent,
                said["assignment"],
                said["class"],
                said["about"],
                said["status"],
                tuple((flag["code"], flag["grade_id"]) for flag in said["flags"]),
                said["score"],
                tuple(said.get("files", ())),
                said.get("racing", False),
            )
        )
    return found


def hand_in(student: Path, assignment: str, content: bytes) -> None:
    (student / assignment).mkdir(parents=True)
    (student / assignment / f"{assignment}.ipynb").write_bytes(content)


def lay(attack: Attack, submitted: Path, course: Path) -> None:
    student = submitted / attack.student
    hand_in(student, attack.assignment, (attack.folder / "submission.ipynb").read_bytes())
    for step in attack.files:
        _do(step, student, course)


def _do(step: dict, student: Path, course: Path) -> None:
    """One step of ``files``, as the module's docstring lists them."""
    kind = next(iter(step))
    path = student / step[kind]
    if kind == "put":
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            text, times = step.get("repeat", [step.get("text", ""), 1])
            file.write(text.encode() * times)
    elif kind == "link":
        path.symlink_to(step["to"].replace("{course}", str(course)))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        # Bound by its name alone: the whole path may be longer than an address may be.
        descriptor = os.open(path.parent, os.O_PATH)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"/proc/self/fd/{descriptor}/{path.name}")
        os.close(descriptor)
    elif kind == "folder":
        path.mkdir()
    elif kind == "remove":
        path.rmdir() if path.is_dir() else path.unlink()
    elif kind == "rename":
        path.rename(student / step["to"])
    elif kind != "student":
        raise ValueError(f"no such step: {kind}")
