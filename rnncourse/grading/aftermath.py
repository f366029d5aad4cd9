"""What a run of grading leaves behind that it should not: processes, files, connections, changed folders.

Used by ``rnncourse attack-test``, whose attacks mark what they drop with ``MARK`` and call at ``PORTS`` and
``ADDRESS``, where this module listens while they run.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

import psutil

from rnncourse.errors import CourseError

#: Every name that an attack gives to something begins with this.
MARK = "rnncourse-attack"
PORTS, LEFT_PORT = (47651, 47652, 47653), 47660
ADDRESS = "\0rnncourse-attack-test"
#: The key of the System V objects that attacks leave.
SYSTEM_V_KEY = 0x524E4E

_PR_SET_CHILD_SUBREAPER = 36


class Watch:
    """Listens and remembers while a run goes on; ``left`` then says what became of it. A context manager.

    Parameters
    ----------
    private : a temporary folder that the run has for itself; it must be empty in the end
    unchanged : folders that the run only reads

    Raises
    ------
    CourseError : (2) on entering: the ports that the attacks call at are in use
    """

    def __init__(self, private: Path, unchanged: Iterable[Path]) -> None:
        self._private, self._unchanged = private, list(unchanged)
        self._callers: list[str] = []
        self._listening = contextlib.ExitStack()

    def __enter__(self) -> Watch:
        # What loses its parent becomes our child, so that nothing that outlives the run is overlooked.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._children = {child.pid for child in psutil.Process().children(recursive=True)}
        self._before = [_contents(folder) for folder in self._unchanged]
        self._marked = _marked()
        try:
            for port in PORTS:
                self._listen(socket.create_server(("127.0.0.1", port)), f"port {port}")
            server = socket.socket(socket.AF_UNIX)
            server.bind(ADDRESS)
            server.listen()
            self._listen(server, "an abstract socket")
        except OSError as error:
            self._listening.close()
            raise CourseError(
                f"The attacks call at the ports {PORTS[0]} to {PORTS[-1]} of this machine, and somebody listens there "
                f"({error.strerror}): is another attack-test running?"
            ) from error
        return self

    def __exit__(self, *exception: object) -> None:
        self._listening.close()
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)

    def left(self) -> list[str]:
        """What is left, a sentence each, now that the run has ended; processes are ended."""
        found = [f"a connection came to {caller}" for caller in self._callers]
        found += [f"a process is left: {name}" for name in self._processes()]
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", LEFT_PORT), 0.5):
            found.append(f"something listens on port {LEFT_PORT}")
        found += [f"a file is left: {path}" for path in sorted(_marked() - self._marked)]
        found += [f"a file is left: {path}" for path in sorted(self._private.iterdir())]
        for folder, before in zip(self._unchanged, self._before, strict=True):
            after = _contents(folder)
            changed = sorted(name for name in before.keys() | after if before.get(name) != after.get(name))
            found += [f"changed: {folder / os.fsdecode(name)}" for name in changed[:5]]
        return found

    def _listen(self, server: socket.socket, name: str) -> None:
        server.settimeout(0.2)
        over = threading.Event()

        def accept() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    server.accept()[0].close()
                    self._callers.append(name)

        listening = threading.Thread(target=accept, daemon=True)
        listening.start()
        # Closed last and by nobody else: while a thread waits in it, a socket that was closed still has its port.
        self._listening.callback(server.close)
        self._listening.callback(listening.join)
        self._listening.callback(over.set)

    def _processes(self) -> list[str]:
        ours = [
            child
            for child in psutil.Process().children(recursive=True)
            if child.pid not in self._children and child.status() != psutil.STATUS_ZOMBIE
        ]
        _, alive = psutil.wait_procs(ours, timeout=3)
        names = []
        for process in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                names.append(f"{process.pid} {' '.join(process.cmdline())[:80]}")
                process.kill()
        return names


def _contents(folder: Path) -> dict[bytes, tuple]:
    """Kind, size, time and target of everything in a folder, by path; caches of Python's left out."""
    found: dict[bytes, tuple] = {}
    for place, folders, files in os.walk(os.fsencode(folder)):
        folders[:] = [name for name in folders if name not in (b"__pycache__", b".git", b"_build", b".venv")]
        for name in [*folders, *files]:
            path = os.path.join(place, name)
            status = os.lstat(path)
            is_folder = name in folders and not os.path.islink(path)
            size_and_time = (0, 0) if is_folder else (status.st_size, status.st_mtime_ns)
            found[os.path.relpath(path, os.fsencode(folder))] = (status.st_mode, *size_and_time)
    return found


def _marked() -> set[str]:
    """What attacks have left in places that all programs share."""
    places = {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/run", str(Path.home()), os.getcwd()}
    found = set()
    for place in places:
        with contextlib.suppress(OSError):
            found |= {f"{place}/{name}" for name in os.listdir(place) if name.startswith(MARK)}
    for kind in ("shm", "msg", "sem"):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]
            found |= {f"System V {kind}" for line in lines if line.split()[0] == str(SYSTEM_V_KEY)}
    with contextlib.suppress(OSError):
        found |= {"a key in the kernel's keyring"} if MARK in Path("/proc/keys").read_text() else set()
    return found
