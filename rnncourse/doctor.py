"""``rnncourse doctor``: what this machine lacks for reading, learning and grading, and what to do about it."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from rnncourse.errors import ENVIRONMENT

OLDEST_PYTHON = (3, 11)


def examine(say: Callable[[str], None], root: Path | None = None) -> int:
    """Say one line for each thing looked at; return 0, or 3 if reading, learning or grading cannot work."""
    root = root or Path(__file__).resolve().parents[1]
    lacking = 0
    for good, needed, words in [_python(), *_packages(root), *_programs()]:
        lacking += needed and not good
        mark = "ok  " if good else ("FAIL" if needed else "note")
        say(f"{mark}  {words}")
    say("Everything that reading, learning and grading need is here." if not lacking else "See FAIL above.")
    return ENVIRONMENT if lacking else 0


def _python() -> tuple[bool, bool, str]:
    there, wanted = platform.python_version(), ".".join(map(str, OLDEST_PYTHON))
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return True, True, f"Python {there}"
    return (
        False,
        True,
        f"Python {there} is too old: install {wanted} or newer, remove .venv, then `make setup`",
    )


def _packages(root: Path) -> Iterator[tuple[bool, bool, str]]:
    """One finding for each package of requirements.txt that is missing or at another version than its pin."""
    pins = _pins(root / "requirements.txt")
    wrong = 0
    for name, wanted in pins.items():
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            wrong += 1
            yield False, True, f"{name} is missing: `python -m pip install -r requirements.txt`"
            continue
        if there.partition("+")[0] != wanted:
            wrong += 1
            yield (
                False,
                False,
                f"{name} is {there}, tried with {wanted}: `python -m pip install {name}=={wanted}`",
            )
    if not wrong:
        yield True, True, f"{len(pins)} packages at the versions that were tried together"


def _programs() -> Iterator[tuple[bool, bool, str]]:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    found = browser or "no Chromium: only the tests of the pages need it; tools/system-packages installs it"
    yield bool(browser), False, f"browser {found}" if browser else found
    bubblewrap = shutil.which("bwrap")
    lack = "no bubblewrap: grading will need it to shut submissions in; tools/system-packages installs it"
    yield bool(bubblewrap), False, f"bubblewrap {bubblewrap}" if bubblewrap else lack


def _pins(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found = (re.match(r"([\w.-]+)==([\w.+-]+)", line) for line in path.read_text("utf-8").splitlines())
    return {match[1]: match[2] for match in found if match}
