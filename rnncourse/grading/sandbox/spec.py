"""What a station is made for, and the names that its levels, roles and protections have.

Levels, from fast to slow and from safe to not:

``nested``   a zygote in bubblewrap; each box is forked from it and moves into namespaces of its own
``cold``     a bubblewrap and a fresh interpreter for each box, where the machine refuses namespaces within namespaces
``trusted``  no sandbox: a box is forked from an ordinary process and sees what the user sees; limits still hold
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rnncourse.grading.sandbox import filter
from rnncourse.grading.sandbox.limits import NAMES, Limits

LEVELS = ("nested", "cold", "trusted")
ROLES = ("learner", "judge")
#: The protections that ``without`` can name, besides "seccomp:<call>" and "limit:<name>".
PROTECTIONS = (
    "netns", "pidns", "ipcns", "utsns", "private-tmp", "tmp-size", "small-proc", "binds", "read-only", "devices",
    "uid", "capabilities", "no-new-privs", "seccomp", "session", "descriptors", "reaper",
)  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """What a station is made for.

    ``allowed``: the modules that solutions may use, such as "numpy" and "rnncourse.checks". ``data``: (name, content)
    of the files in each box's current folder. ``package``: the folder that holds rnncourse/. ``cells``: (id, source)
    of the course's own cells, which the judge's zygote makes ready so that no box has to. ``modules``: the modules
    whose ``main`` and ``preload`` run in the boxes of each role.
    """

    allowed: tuple[str, ...]
    data: tuple[tuple[str, bytes], ...] = ()
    limits: Limits = field(default_factory=Limits)
    package: Path = Path(__file__).resolve().parents[3]
    cells: tuple[tuple[str, str], ...] = ()
    modules: tuple[tuple[str, str], ...] = (
        ("learner", "rnncourse.grading.inside.learner"),
        ("judge", "rnncourse.grading.inside.judge"),
    )


def unknown_protections(without: frozenset[str]) -> list[str]:
    """The names among these that no protection has."""
    calls, limits = (f"seccomp:{call}" for call in filter.CALLS), (f"limit:{name}" for name in NAMES)
    return sorted(without - {*PROTECTIONS, *calls, *limits})
