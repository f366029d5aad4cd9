"""What a box tries in the self-test: everything that it must not be able to do. Runs inside, on harmless targets."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import time

_TRACEME, _NEWUSER = 0, 0x10000000


def main(*descriptors: int) -> None:
    """Read what to try from the last descriptor, try it, leave a child behind, and answer with what succeeded."""
    wire = socket.socket(fileno=descriptors[-1])
    told = json.loads(wire.recv(65536))
    libc = ctypes.CDLL(None, use_errno=True)
    attempts = {
        "be root": lambda: _demand(os.getuid() == 0 or os.geteuid() == 0),
        "reach the network": lambda: socket.create_connection(("127.0.0.1", told["port"]), 1).close(),
        "read a file of the machine's": lambda: open(told["file"], "rb").close(),
        "write outside /tmp": lambda: _write_somewhere(told["elsewhere"]),
        "make namespaces (unshare)": lambda: _demand(libc.unshare(_NEWUSER) == 0),
        "trace processes (ptrace)": lambda: _demand(libc.ptrace(_TRACEME, 0, 0, 0) == 0),
        "keep memory in no process (memfd_create)": lambda: os.close(os.memfd_create("probe")),
        "see the machine's folders": lambda: _demand(_sees_more_than(told["folders"])),
        "have more than its descriptors": lambda: _demand(_open_descriptors() != {0, 1, 2, *descriptors}),
        "hold capabilities": lambda: _demand(any(libc.prctl(23, number) == 1 for number in range(41))),
    }
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
        os._exit(0)
    wire.send(json.dumps([name for name, attempt in attempts.items() if _succeeds(attempt)]).encode())
    wire.recv(1)


def preload(allowed: tuple[str, ...], cells: list) -> None:
    """Nothing is needed."""


def _succeeds(attempt) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _demand(fact: bool) -> None:
    if not fact:
        raise PermissionError


def _sees_more_than(folders: dict[str, list[str]]) -> bool:
    return any(
        not set(os.listdir(path)) <= set(names) for path, names in folders.items() if os.path.isdir(path)
    )


def _write_somewhere(folders: list[str]) -> None:
    for folder in folders:
        try:
            os.close(os.open(os.path.join(folder, "probe"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        except OSError:
            continue
        return
    raise PermissionError


def _open_descriptors() -> set[int]:
    found = set()
    for number in range(1024):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.add(number)
    return found
