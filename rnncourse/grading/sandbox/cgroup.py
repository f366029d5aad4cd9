"""A kernel's own limit on a whole box, where the machine lets this user keep control groups (cgroup v2, delegated).

It comes on top of what the supervisor watches, and catches what grows faster than it looks. Many machines delegate
nothing; then the watching alone holds the limit. To have it, grade inside a delegated scope, such as
``systemd-run --user --scope -p Delegate=yes rnncourse grade …`` from a user's own session.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from pathlib import Path

_ROOT, _OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
#: How far above its limit the kernel lets a box come: the supervisor looks every 25 ms and should see it first.
_ABOVE = 256 << 20
_made = itertools.count()


def delegated(root: Path = _ROOT, own: Path = _OWN) -> Path | None:
    """The nearest group above this process's own in which it may make others with limits of memory and processes."""
    try:
        lines = own.read_text().splitlines()
        inside = next(line.removeprefix("0::/") for line in lines if line.startswith("0::/"))
    except (OSError, StopIteration):
        return None
    group = root / inside
    while group != root and root in group.parents:
        group = group.parent
        try:
            given = (group / "cgroup.subtree_control").read_text().split()
        except OSError:
            return None
        if (
            {"memory", "pids"} <= set(given)
            and os.access(group, os.W_OK)
            and os.access(group / "cgroup.procs", os.W_OK)
        ):
            return group
    return None


class Group:
    """A control group for one box; whatever the kernel refuses, the box goes without."""

    def __init__(self, parent: Path | None, memory_bytes: int, processes: int, pids: list[int]) -> None:
        self._folder: Path | None = None
        if parent is None:
            return
        folder = parent / f"rnncourse-{os.getpid()}-{next(_made)}"
        try:
            folder.mkdir()
            self._folder = folder
            (folder / "memory.max").write_text(str(memory_bytes + _ABOVE))
            (folder / "pids.max").write_text(str(processes + len(pids)))
            with contextlib.suppress(OSError):  # machines without swap may lack it
                (folder / "memory.swap.max").write_text("0")
            for pid in pids:
                (folder / "cgroup.procs").write_text(str(pid))
        except OSError:
            self.remove()

    def overflowed(self) -> bool:
        """Whether the kernel has ended a process of the box for want of memory."""
        if self._folder is None:
            return False
        try:
            events = dict(line.split() for line in (self._folder / "memory.events").read_text().splitlines())
        except (OSError, ValueError):
            return False
        return int(events.get("oom_kill", 0)) > 0

    def remove(self) -> None:
        """Forget the group; its processes must be gone."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._folder.rmdir()
            self._folder = None
