"""``make course`` and the learner's commands: each stage said, timed, and stopped at the first real error."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.place import shown

Say = Callable[[str], None]

#: How long JupyterLab may take to stop after Ctrl+C before it is told again.
_SECONDS_TO_STOP = 5.0


def make(root: Path, say: Say) -> None:
    """Check the exercises, build the book, grade the sample class; end with the table and the places to open."""
    from rnncourse.grading import report, sample
    from rnncourse.grading.release import release
    from rnncourse.grading.run import Request, grade_class

    began = time.monotonic()
    stage = _Stages(say, 2 + len(sample.class_names(root)))
    with stage("exercises: are they what the solutions generate?"):
        release(root, check=True, say=say)
    with stage("book: execute the labs, build the pages"):
        from rnncourse.book.build import build

        index = build(root)
    sample.assemble_class(root)
    out, tables = root / sample.GRADES, []
    for name in sample.class_names(root):
        with stage(f"sample class: grade {name}"):
            request = Request(name, root / sample.CLASS, out=out, seed=sample.SEED, trusted=True)
            tables.append(report.table(grade_class(root, request, say)))
    print("\n" + "\n\n".join(tables))
    page = next(iter(sorted((out / "feedback").rglob("*.html"))), out)
    print(f"\nAll done in {time.monotonic() - began:.0f} s. Open:")
    print(f"  the book      {shown(index)}")
    print(f"  the feedback  {shown(page)}   (one page a student; grades in {shown(out / 'grades.csv')})")


class _Stages:
    """Numbers and times the stages of a run."""

    def __init__(self, say: Say, count: int) -> None:
        self._say, self._count, self._number = say, count, 0

    def __call__(self, words: str) -> _Stages:
        self._number += 1
        self._say(f"[{self._number}/{self._count}] {words}")
        return self

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._say(f"[{self._number}/{self._count}] done in {time.monotonic() - self._began:.1f} s")


def start(root: Path, say: Say) -> list[Path]:
    """Copy exercises and labs into work/<chapter>/; what is there already stays as it is. Return the new files."""
    sources = {
        **{path.relative_to(root / "exercises"): path for path in (root / "exercises").rglob("*")},
        **{path.relative_to(root / "book"): path for path in (root / "book").glob("*/lab.ipynb")},
    }
    new = []
    for name, source in sorted(sources.items()):
        if not source.is_file() or ".ipynb_checkpoints" in source.parts:
            continue
        target = root / "work" / name
        if target.exists():
            say(f"{shown(target)}: yours, left as it is")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        new.append(target)
        say(f"{shown(target)}: new")
    return new


def lab(root: Path, port: int, say: Say) -> int:
    """Open JupyterLab on work/, the learner's own copies; return its exit code, 0 after Ctrl+C."""
    check_port(port, "rnncourse lab --port")
    start(root, say)
    arguments = ["--ServerApp.port", str(port), "--ServerApp.port_retries", "0", "--log-level=WARN", "-y"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("You are root here, which JupyterLab refuses unless told otherwise: started with --allow-root.")
        arguments.append("--allow-root")
    say(
        f"JupyterLab opens on work/ at http://localhost:{port}/lab (stop with Ctrl+C): "
        "<chapter>/lab.ipynb is the lab, <chapter>/<chapter>.ipynb the exercises."
    )
    with subprocess.Popen([sys.executable, "-m", "jupyterlab", *arguments], cwd=root / "work") as process:
        return _until_stopped(process)


def _until_stopped(process: subprocess.Popen) -> int:
    """The exit code of ``process``, or 0 if it was interrupted, which a terminal tells it as it tells us."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        pass
    try:
        process.wait(_SECONDS_TO_STOP)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.terminate()
        process.wait()
    return 0


def check_port(port: int, option: str) -> None:
    """Raise a ``CourseError`` (3) if something on this machine listens on ``port`` already."""
    if not 0 < port < 65536:
        raise CourseError(f"A port is a number from 1 to 65535, not {port}.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CourseError(
                f"Port {port} is in use: stop what uses it, or choose another with `{option} {port + 1}`.",
                ENVIRONMENT,
            ) from None
