"""``rnncourse doctor``: what this machine lacks for reading, learning and grading, and what to do about it."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from rnncourse import place
from rnncourse.errors import ENVIRONMENT, CourseError

OLDEST_PYTHON = (3, 11)

#: The three uses, in the order of the README.
USES = ("reading", "learning", "grading")

#: Which uses need a package; one that is not named is needed by all.
_NEEDED_FOR = {
    "jupyter-book": ("reading",),
    "myst-nb": ("reading",),
    "pydata-sphinx-theme": ("reading",),
    "quickjs-ng": ("reading",),
    "scour": ("reading",),
    "sphinx": ("reading",),
    "sphinx-book-theme": ("reading",),
    "tinycss2": ("reading",),
    "jupyterlab": ("learning",),
    "nbgrader": ("learning", "grading"),
}

#: Free disk and memory below which a use is likely to stop half way, in GiB.
_DISK, _MEMORY_A_WORKER = 1.0, 1.5


class Finding(NamedTuple):
    """One thing looked at: "ok", "note" (worth knowing) or "FAIL" (these uses cannot work), and what to do."""

    mark: str
    uses: tuple[str, ...]
    words: str


def examine(say: Callable[[str], None], root: Path | None = None, use: str | None = None) -> int:
    """Say one line for each thing looked at, then one for each use.

    Parameters
    ----------
    use : look at this use alone, and count a sandbox that does not hold as a failure of grading; without it that
        is a note, since most machines only read and learn

    Returns
    -------
    0, or 3 if a use that was asked for cannot work
    """
    root = root or _course()
    uses = (use,) if use else USES
    findings = [*_python(), *_packages(root), *_folders(root), *_room(root)]
    if "grading" in uses:
        findings += _grading(root, required=use == "grading")
    if use is None:
        findings += _browser()
    findings = [finding for finding in findings if set(finding.uses) & set(uses)]
    for finding in findings:
        say(f"{finding.mark:<4}  {finding.words}")
    lacking = {name for finding in findings if finding.mark == "FAIL" for name in finding.uses} & set(uses)
    say("")
    for name in uses:
        notes = [finding for finding in findings if finding.mark == "note" and finding.uses == (name,)]
        state = "see FAIL above" if name in lacking else "ready, see note above" if notes else "ready"
        say(f"{name:<9} {state}")
    if not lacking:
        say(f"Everything that {_listed(uses)} need{'s' * (len(uses) == 1)} is here.")
    return ENVIRONMENT if lacking else 0


def _listed(uses: tuple[str, ...]) -> str:
    return uses[0] if len(uses) == 1 else f"{', '.join(uses[:-1])} and {uses[-1]}"


def _python() -> Iterator[Finding]:
    there, wanted = platform.python_version(), ".".join(map(str, OLDEST_PYTHON))
    if sys.version_info[:2] >= OLDEST_PYTHON:
        yield Finding("ok", USES, f"Python {there}")
    else:
        cure = f"install {wanted} or newer, remove .venv, then `make setup`"
        yield Finding("FAIL", USES, f"Python {there} is too old: {cure}")


def _packages(root: Path) -> Iterator[Finding]:
    """One finding for each package of requirements.txt that is missing or at another version than its pin."""
    pins = _pins(root / "requirements.txt")
    wrong = 0
    for name, wanted in pins.items():
        uses = _NEEDED_FOR.get(name.lower(), USES)
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            wrong += 1
            yield Finding("FAIL", uses, f"{name} is missing: `python -m pip install -r requirements.txt`")
            continue
        if there.partition("+")[0] != wanted:
            wrong += 1
            cure = f"`python -m pip install {name}=={wanted}`"
            yield Finding("note", USES, f"{name} is {there}, tried with {wanted}: {cure}")
    if not wrong and pins:
        yield Finding("ok", USES, f"{len(pins)} packages at the versions that were tried together")


def _course() -> Path:
    """The course that other commands would find from here, or else the folder that the package lies in."""
    try:
        return place.root()
    except CourseError:
        return Path(__file__).resolve().parents[1]


def _folders(root: Path) -> Iterator[Finding]:
    """The parts of the course that each use reads, and the folder that learning writes."""
    needed = {"book": ("reading",), "exercises": ("learning",)}
    for name, uses in needed.items():
        if not (root / name).is_dir():
            yield Finding("note", uses, f"{root / name} is not there: get the course's files afresh")
    mine = next(folder for folder in (place.work(root), root) if folder.is_dir())
    if not os.access(mine, os.W_OK):
        yield Finding(
            "FAIL", ("learning",), f"{mine} cannot be written to: copy the course to a folder of your own"
        )


def _room(root: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(root).free / 2**30
    if free < _DISK:
        yield Finding("note", USES, f"only {free:.1f} GiB of disk are free: make room for {_DISK:.0f} GiB")
    else:
        yield Finding("ok", USES, f"{free:.0f} GiB of disk free")


def _grading(root: Path, required: bool) -> Iterator[Finding]:
    uses = ("grading",)
    if not (root / "solutions").is_dir():
        yield Finding("note", uses, f"{root / 'solutions'} is not there: grade with the whole repository")
    cores, memory = os.cpu_count() or 1, _memory()
    if memory and memory < cores * _MEMORY_A_WORKER:
        fitting = max(1, int(memory / _MEMORY_A_WORKER))
        yield Finding(
            "note", uses, f"{memory:.0f} GiB of memory for {cores} cores: grade with --workers {fitting}"
        )
    yield _sandbox("FAIL" if required else "note")


def _sandbox(lacking: str) -> Finding:
    """Which level of protection holds here, tried and not only looked up."""
    uses = ("grading",)
    if importlib.util.find_spec("rnncourse.grading.sandbox") is None:
        return Finding(
            lacking, uses, "this version has no sandbox: grade only people whom you trust, with --trusted"
        )
    try:
        from rnncourse.grading.sandbox.selftest import best_level

        level = best_level()
    except ModuleNotFoundError as error:
        return Finding(lacking, uses, f"the sandbox cannot be tried without the package {error.name}")
    except CourseError as error:
        return Finding(lacking, uses, str(error))
    words = {
        "nested": "the sandbox holds; a fresh box a submission from a warm process (level nested)",
        "cold": "the sandbox holds, slower: this kernel refuses namespaces within bubblewrap (level cold)",
    }
    return Finding("ok", uses, words.get(level, f"the sandbox holds (level {level})"))


def _browser() -> Iterator[Finding]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    lack = "no Chromium: only the tests of the pages need it; tools/system-packages installs it"
    yield Finding("ok" if found else "note", USES, f"browser {found}" if found else lack)


def _memory() -> float | None:
    """This machine's memory in GiB, where the system tells."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return None


def _pins(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = path.read_text("utf-8").splitlines()
    here = [line for line in lines if sys.platform == "linux" or '== "linux"' not in line]
    found = (re.match(r"([\w.-]+)==([\w.+-]+)", line) for line in here)
    return {match[1]: match[2] for match in found if match}
