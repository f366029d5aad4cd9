"""``rnncourse lab``: JupyterLab on the learner's own copies."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.learner import welcome
from rnncourse.learner.start import start
from rnncourse.place import shown

#: JupyterLab's settings for a learner: a Markdown page opens as a page, and no news are asked for on the network.
SETTINGS = Path(__file__).parent / "jupyter"
#: How long JupyterLab may take to stop after Ctrl+C before it is told again.
_SECONDS_TO_STOP = 5.0


def lab(root: Path, port: int, say: Callable[[str], None]) -> int:
    """Open JupyterLab on work/, the learner's own copies; return its exit code, 0 after Ctrl+C."""
    check_port(port, "rnncourse lab --port")
    start(root, say)
    first = welcome.write(root)
    arguments = command(root, port)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("You are root here, which JupyterLab refuses unless told otherwise: started with --allow-root.")
        arguments.append("--allow-root")
    say(
        f"JupyterLab opens {shown(first)} at http://localhost:{port}/lab (stop with Ctrl+C): "
        "what there is, and where to start."
    )
    with subprocess.Popen(arguments, cwd=root / "work", env=environment()) as process:
        return _until_stopped(process)


def command(root: Path, port: int) -> list[str]:
    """JupyterLab on work/, beginning at the first page; which tabs were open is kept there, not in the home folder."""
    settings = {
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "LabApp.default_url": f"/lab/tree/{welcome.NAME}",
        "LabApp.workspaces_dir": root / "work" / ".workspaces",
    }
    given = [f"--{name}={value}" for name, value in settings.items()]
    return [sys.executable, "-m", "jupyterlab", *given, "--log-level=WARN", "-y"]


def environment() -> dict[str, str]:
    """What JupyterLab gets: our settings behind the user's own, and this environment's commands in its terminals."""
    behind = os.environ.get("JUPYTER_CONFIG_PATH")
    settings = os.pathsep.join(filter(None, [behind, str(SETTINGS)]))
    commands = os.pathsep.join(filter(None, [str(Path(sys.executable).parent), os.environ.get("PATH")]))
    return {**os.environ, "JUPYTER_CONFIG_PATH": settings, "PATH": commands}


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
