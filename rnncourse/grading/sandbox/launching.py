"""Starting a zygote: behind bubblewrap or, trusted, as an ordinary process. It is told what to do by standard input."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from rnncourse.grading.sandbox import bubblewrap, staging
from rnncourse.grading.sandbox.spec import Spec
from rnncourse.grading.sandbox.warm import Zygote, message_pair

_BOOT = "import sys; sys.path += {paths!r}; from rnncourse.grading.sandbox import zygote; zygote.main()"
#: No user's packages, no .pth files, no current folder; the environment is ours, and PYTHONHASHSEED counts.
_FLAGS = ("-s", "-S", "-P", "-B")


@dataclass(frozen=True)
class Launch:
    """What the zygotes of a station have in common.

    ``program``: the filter of system calls; ``folder``: one of the station's own, at the level "trusted" alone.
    """

    spec: Spec
    level: str
    without: frozenset[str]
    program: bytes
    folder: Path | None

    def start(self, role: str) -> Zygote:
        """Start a zygote of that role; it loads what its boxes need while this one goes on."""
        modules = dict(self.spec.modules)
        told = {
            "role": role,
            "level": self.level,
            "allowed": self.spec.allowed,
            "cells": self.spec.cells if role == "judge" else (),
            "limits": asdict(self.spec.limits),
            "without": sorted(self.without),
            "filter": base64.b64encode(self.program).decode(),
            "module": modules[role],
        }
        here, there = message_pair()
        errors = tempfile.TemporaryFile()  # noqa: SIM115 (the zygote closes it)
        with there:
            starting = self._start_trusted if self.level == "trusted" else self._start_behind_bubblewrap
            process = starting(role, told, there, errors)
        return Zygote(role, self.level, process, here, errors)

    def _start_behind_bubblewrap(
        self, role: str, told: dict, control: socket.socket, errors: IO[bytes]
    ) -> subprocess.Popen:
        command = bubblewrap.Command()
        bubblewrap.system(command, self.spec.limits.tmp_bytes if self.level == "cold" else None, self.without)
        paths = self._packages(command, role)
        places = []
        for number, (name, content) in enumerate(self.spec.data):
            command.file(f"/course/data/{number}", content)
            places.append((name, f"/course/data/{number}"))
        if self.level == "cold":
            command.add("--die-with-parent")
            if self.program:
                command.add("--seccomp", command.hold(self.program))
        bubblewrap.finish(command, self.without)
        inner = [bubblewrap.interpreter(), *_FLAGS, "-c", _BOOT.format(paths=paths), str(control.fileno())]
        inner = bubblewrap.as_ordinary_user(inner, self.without)
        told = told | {"data": places}
        return _with_told(
            told,
            lambda stdin: command.start(
                inner, (control.fileno(),), stdin=stdin, stdout=errors, stderr=errors
            ),
        )

    def _packages(self, command: bubblewrap.Command, role: str) -> list[str]:
        """Bind what the role may import; the paths to look it up at."""
        sites = staging.site_folders()
        names = ["/course/site" + (str(number) if number else "") for number in range(len(sites))]
        if role == "judge" or "binds" in self.without:
            for site, name in zip(sites, names, strict=True):
                command.add("--ro-bind", site, name)
            command.folder("/course/rnncourse")
            command.add("--ro-bind", self.spec.package / "rnncourse", "/course/rnncourse/rnncourse")
        else:
            for name in names:
                command.folder(name)
            for entry in staging.learner_packages(self.spec.allowed):
                for site, name in zip(sites, names, strict=True):
                    if entry.parent == site:
                        command.add("--ro-bind", entry, f"{name}/{entry.name}")
            for path, content in staging.learner_course(self.spec.package, self.spec.allowed).items():
                command.file(f"/course/rnncourse/{path}", content)
        return ["/course/rnncourse", *names]

    def _start_trusted(
        self, role: str, told: dict, control: socket.socket, errors: IO[bytes]
    ) -> subprocess.Popen:
        places = []
        for number, (name, content) in enumerate(self.spec.data):
            place = self.folder / f"data-{number}"
            place.write_bytes(content)
            places.append((name, str(place)))
        paths = self._trusted_paths(role)
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        environment = bubblewrap.ENVIRONMENT_INSIDE | kept
        inner = [sys.executable, *_FLAGS, "-c", _BOOT.format(paths=paths), str(control.fileno())]
        return _with_told(
            told | {"data": places},
            lambda stdin: subprocess.Popen(
                inner,
                pass_fds=(control.fileno(),),
                stdin=stdin,
                stdout=errors,
                stderr=errors,
                env=environment,
                start_new_session=True,
            ),
        )

    def _trusted_paths(self, role: str) -> list[str]:
        """Where a trusted box looks its imports up: the same packages as behind bubblewrap, by links."""
        if role == "judge":
            return [str(self.spec.package), *map(str, staging.site_folders())]
        site, course = self.folder / "site", self.folder / "course"
        if not course.exists():
            site.mkdir()
            for entry in staging.learner_packages(self.spec.allowed):
                (site / entry.name).symlink_to(entry)
            for path, content in staging.learner_course(self.spec.package, self.spec.allowed).items():
                place = course / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
        return [str(course), str(site)]


def _with_told(told: dict, start: Callable) -> subprocess.Popen:
    """Start a process that reads ``told`` from its standard input."""
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(told).encode())
        file.seek(0)
        return start(file)
