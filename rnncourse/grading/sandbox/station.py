"""The way into the sandbox: a bundle's zygotes, one for learners and one for judges, and boxes made from them."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from pathlib import Path

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading.sandbox import cgroup, filter
from rnncourse.grading.sandbox.box import Box, kill_process
from rnncourse.grading.sandbox.launching import Launch
from rnncourse.grading.sandbox.limits import Limits
from rnncourse.grading.sandbox.spec import LEVELS, ROLES, Spec, unknown_protections
from rnncourse.grading.sandbox.warm import Zygote, message_pair, receive

__all__ = ["LEVELS", "ROLES", "Limits", "Spec", "Station"]

_BOX_SECONDS = 30.0


class Station:
    """Zygotes for both roles, started when first needed and kept warm until ``close``; also a context manager.

    Not for several threads at once; and at the level "cold" the thread that opens a box must outlive it, because the
    kernel ends the box with that thread.

    ``without`` names protections to leave out. It is there for the tests that show what each of them is for, and
    nothing that a user can reach sets it.
    """

    def __init__(self, spec: Spec, level: str, without: frozenset[str] = frozenset()) -> None:
        if level not in LEVELS:
            raise CourseError(f"A level of the sandbox is one of {', '.join(LEVELS)}, not {level!r}.")
        if unknown := unknown_protections(frozenset(without)):
            raise ValueError(f"no such protection: {', '.join(unknown)}")
        self.spec, self.level, self.without = spec, level, frozenset(without)
        self._zygotes: dict[str, Zygote] = {}
        self._folder: tempfile.TemporaryDirectory | None = None
        if level == "trusted":
            self._folder = tempfile.TemporaryDirectory(prefix="rnncourse-", ignore_cleanup_errors=True)
        program = b"" if level == "trusted" else filter.program(self.without)
        folder = Path(self._folder.name) if self._folder else None
        self._launch = Launch(spec, level, self.without, program, folder)
        self._boxes: set[Box] = set()
        self._delegated = cgroup.delegated()

    def __enter__(self) -> Station:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start the zygotes of both roles now, side by side; ``open`` would otherwise do it."""
        if self.level != "cold":
            started = [self._launch.start(role) for role in ROLES if role not in self._zygotes]
            for zygote in started:
                zygote.wait_until_ready()
                self._zygotes[zygote.role] = zygote

    def warm_for(self, role: str) -> bool:
        """Whether the role's zygote is up and takes requests."""
        return role in self._zygotes and self._zygotes[role].alive()

    def open(self, role: str, descriptors: list[int], module: str | None = None) -> Box:
        """A new box, running ``main(3, 4, …)`` of the role's module with these descriptors, which stay open here.

        ``module``: another module to run instead.

        Raises CourseError (ENVIRONMENT) where the machine refuses what the level needs.
        """
        if self.level == "cold":
            zygote = self._launch.start(role)
            zygote.wait_until_ready()
        else:
            if not self.warm_for(role):
                self._discard(role)
                zygote = self._launch.start(role)
                zygote.wait_until_ready()
                self._zygotes[role] = zygote
            zygote = self._zygotes[role]
        return self._box(zygote, descriptors, module)

    def close(self) -> None:
        """Kill the boxes that are open, and end the zygotes."""
        for box in list(self._boxes):
            box.kill()
        for role in list(self._zygotes):
            self._discard(role)
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _discard(self, role: str) -> None:
        zygote = self._zygotes.pop(role, None)
        if zygote is not None:
            zygote.close()

    def _box(self, zygote: Zygote, descriptors: list[int], module: str | None) -> Box:
        folder = "/tmp/work"
        if self.level == "trusted":
            folder = str(Path(self._folder.name, uuid.uuid4().hex))

        def ending(box: Box) -> None:
            self._boxes.discard(box)
            if self.level == "cold":
                zygote.close()
            elif self.level == "trusted":
                shutil.rmtree(folder, ignore_errors=True)

        here, there = message_pair()
        pids: dict[str, int] = {}
        try:
            with there:
                zygote.ask(
                    {"loaded": zygote.loaded, "folder": folder, "module": module},
                    [there.fileno(), *descriptors],
                )
            here.settimeout(_BOX_SECONDS)
            while "main" not in pids:
                word, pid = receive(here)
                name, _, why = word.partition(" ")
                if name not in ("reaper", "main"):
                    raise ConnectionError(why or "it ended at once")
                pids[name] = pid
            limit, born_with = self.spec.limits.memory_bytes, zygote.born_with(pids["reaper"])
            first = self._first(zygote, pids)
            group = cgroup.Group(
                self._delegated, limit, self.spec.limits.processes, [pids["reaper"], pids["main"]]
            )
            box = Box(pids["reaper"], pids["main"], here, first, ending, limit, born_with, group)
            here.send(b"go")
        except OSError as error:
            for pid in pids.values():
                kill_process(pid)
            here.close()
            if self.level == "cold":
                zygote.close()
            raise CourseError(f"The sandbox could not make a box: {error}.", ENVIRONMENT) from error
        self._boxes.add(box)
        return box

    def _first(self, zygote: Zygote, pids: dict[str, int]) -> int | None:
        """A descriptor of process 1 of the box's process namespace, with whose end all of the box ends."""
        if self.level == "nested":
            return os.pidfd_open(pids["reaper"])
        return None if zygote.first is None else os.dup(zygote.first)
