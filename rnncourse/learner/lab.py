"""``rnncourse lab``: JupyterLab on the learner's own copies."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.learner.start import start

#: How long JupyterLab may take to stop after Ctrl+C before it is told again.
_SECONDS_TO_STOP = 5.0


def lab(root: Path, port: int, say: Callable[[str], None]) -> int:
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
