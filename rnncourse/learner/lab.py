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
from rnncourse.learner.start import check_chapter, start
from rnncourse.place import shown, work

#: JupyterLab's settings for a learner: a Markdown page opens as a page, and no news are asked for on the network.
SETTINGS = Path(__file__).parent / "jupyter"
#: How long JupyterLab may take to stop after Ctrl+C before it is told again.
_SECONDS_TO_STOP = 5.0


def lab(root: Path, port: int, say: Callable[[str], None], name: str | None = None) -> int:
    """Open JupyterLab on work/, the learner's own copies; return its exit code, 0 after Ctrl+C.

    ``name`` says which notebook opens: ``rnn`` for a chapter's exercises, ``rnn/lab`` for its lab.

    Raises
    ------
    CourseError : (2) there is no such notebook, or this is a hub's JupyterLab; (3) the port is taken
    """
    if os.environ.get("JUPYTERHUB_SERVICE_PREFIX"):
        raise CourseError(
            "You are in a hub's JupyterLab already: `rnncourse start` puts exercises and labs into "
            f"{work(root)}; open them from the file browser on the left, beginning with {welcome.NAME}."
        )
    check_port(port, "rnncourse lab --port")
    named = notebook(root, name) if name else None
    start(root, say)
    first = welcome.write(root)
    arguments = command(root, port, named or welcome.NAME)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("You are root here, which JupyterLab refuses unless told otherwise: started with --allow-root.")
        arguments.append("--allow-root")
    if named:
        say(f"JupyterLab opens work/{named} at http://localhost:{port}/lab/tree/{named} (stop with Ctrl+C).")
    else:
        say(
            f"JupyterLab opens {shown(first)} at http://localhost:{port}/lab (stop with Ctrl+C): "
            "what there is, and where to start."
        )
    with subprocess.Popen(arguments, cwd=work(root), env=environment()) as process:
        return _until_stopped(process)


def notebook(root: Path, name: str) -> str:
    """The notebook of work/ that ``name`` means: ``rnn`` the exercises of that chapter, or an appendix's lab.

    ``rnn/lab`` means the lab; the path itself, also with work/ before it, is understood too.

    Raises
    ------
    CourseError : (2) the course has no such notebook
    """
    parts = name.replace(os.sep, "/").removesuffix(".ipynb").removeprefix("work/").strip("/").split("/")
    exercises = {path.parent.name: path.stem for path in (root / "exercises").glob("*/*.ipynb")}
    labs = {path.parent.name for path in (root / "book").glob("*/lab.ipynb")}
    check_chapter(parts[0], labs | set(exercises))
    there = [f"{parts[0]}/{parts[0]}"] * (parts[0] in exercises) + [f"{parts[0]}/lab"] * (parts[0] in labs)
    wanted = there[0] if len(parts) == 1 else "/".join(parts)
    if wanted not in there:
        raise CourseError(f"There is no notebook {name!r}; to choose from: {', '.join(there)}.")
    return f"{wanted}.ipynb"


def command(root: Path, port: int, page: str = welcome.NAME) -> list[str]:
    """JupyterLab on work/, beginning at ``page`` there; which tabs were open is kept there, not in the home folder."""
    settings = {
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "LabApp.default_url": f"/lab/tree/{page}",
        "LabApp.workspaces_dir": work(root) / ".workspaces",
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
