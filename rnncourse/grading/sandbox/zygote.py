"""A zygote: loads what every box of its role needs, once, and forks for each box.

It speaks with its station over one socket of messages. First it reads, from standard input, a JSON ``Setting``;
when all is loaded it sends ``ready``, or ``failed`` and why. Then each message is one box to be made, with the box's
own status socket and the descriptors for its code; an end of the connection is the end of the zygote and, with it,
of every box.

A request is JSON: ``loaded``, this process's bytes of address space and of data; ``folder``, the box's own; and
``module``, null or another module to run than the role's. On its status socket a box says ``reaper`` and ``main`` (the
station reads their process ids from the credentials that the kernel attaches), and at last ``ended``, its CPU seconds
and ``exit 0``, ``signal 9`` or the like; or ``failed`` and why. No line of the box's code runs before the station has
answered ``main``.
"""

from __future__ import annotations

import array
import base64
import contextlib
import fcntl
import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
import threading

from rnncourse.grading.sandbox import isolation, kernel, limits

_FAILED = 71
#: The sandbox's own processes that the kernel counts with a box's.
_OWN_PROCESSES = {"nested": 2, "cold": 3, "trusted": 0}


class Setting:
    """What the station told this zygote. ``data``: pairs of a file's name and where its content lies."""

    def __init__(self, told: dict) -> None:
        self.role: str = told["role"]
        self.level: str = told["level"]
        self.allowed: list[str] = told["allowed"]
        self.cells: list[tuple[str, str]] = [tuple(pair) for pair in told["cells"]]
        self.data: list[tuple[str, str]] = [tuple(pair) for pair in told["data"]]
        self.limits = limits.Limits(**told["limits"])
        self.without = frozenset(told["without"])
        self.filter = base64.b64decode(told["filter"])
        self.module: str = told["module"]


def main() -> None:
    """Load, say so, and fork for every request until the station hangs up."""
    setting = Setting(json.loads(sys.stdin.buffer.read()))
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    _silence()
    try:
        role = _load(setting)
    except BaseException as error:
        _tell(control, f"failed {type(error).__name__}: {error}")
        os._exit(_FAILED)
    _tell(control, "ready")
    if setting.level != "nested":
        kernel.adopt_orphans()
    signal.signal(signal.SIGCHLD, _bury)
    while True:
        message, descriptors = _receive(control)
        if not message:
            os._exit(0)
        request = json.loads(message) | {"parent": os.getpid(), "user": os.getuid(), "group": os.getgid()}
        try:
            child = isolation.fork_apart(setting.without) if setting.level == "nested" else os.fork()
        except OSError as error:
            os.write(descriptors[0], f"failed {error}".encode())
        else:
            if child == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                control.close()
                _box(setting, role, request, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _bury(*_: object) -> None:
    """Wait for the boxes that have ended, so that what they used is counted with this process's children."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _load(setting: Setting):
    """The role's module, with everything loaded that its boxes will need; one thread, or an error."""
    role = importlib.import_module(setting.module)
    preload = getattr(role, "preload", None)
    if preload is not None:
        preload(tuple(setting.allowed), setting.cells)
    threads = _threads()
    if threads != 1:
        raise RuntimeError(f"{threads} threads run after loading; a box can only be forked from one")
    gc.collect()
    gc.freeze()
    return role


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return threading.active_count()


def _receive(control: socket.socket) -> tuple[bytes, list[int]]:
    message, ancillary, _, _ = control.recvmsg(65536, socket.CMSG_SPACE(16 * 4))
    descriptors = array.array("i")
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
    return message, list(descriptors)


def _box(setting: Setting, role, request: dict, descriptors: list[int]) -> None:
    """Become a box; never returns. ``descriptors``: the status socket, then those for the box's code."""
    status = socket.socket(fileno=descriptors[0])
    try:
        if request["module"]:
            role = importlib.import_module(request["module"])
        if "session" not in setting.without:
            os.setsid()  # a signal to its own process group must not reach the zygote
        if setting.level == "nested":
            _nested(setting, role, status, descriptors[1:], request)
        else:
            _plain(setting, role, status, descriptors[1:], request)
    except BaseException as error:
        _tell(status, f"failed {type(error).__name__}: {error}")
    os._exit(_FAILED)


def _nested(setting: Setting, role, status: socket.socket, descriptors: list[int], request: dict) -> None:
    isolation.die_with(request["parent"])
    isolation.settle(request["user"], request["group"], setting.without)
    _tell(status, "reaper")
    isolation.private_mounts(setting.limits, setting.without)
    isolation.put_data(setting.data, request["folder"])
    _confine(setting, request)
    _split(setting, role, status, descriptors)


def _plain(setting: Setting, role, status: socket.socket, descriptors: list[int], request: dict) -> None:
    """A box without namespaces of its own: in a bubblewrap that holds nothing else, or trusted."""
    signal.signal(signal.SIGTERM, lambda *_: (isolation.end_all_below(), os._exit(1)))
    isolation.die_with(request["parent"], signal.SIGTERM)
    _tell(status, "reaper")
    kernel.adopt_orphans()
    isolation.put_data(setting.data, request["folder"])
    _confine(setting, request)
    _split(setting, role, status, descriptors)


def _confine(setting: Setting, request: dict) -> None:
    without = setting.without
    if setting.level == "trusted":
        without |= {"limit:processes"}  # it would count all of the user's processes, not the box's
    limits.apply(setting.limits, request["loaded"], _OWN_PROCESSES[setting.level], without)
    isolation.give_up_privileges(setting.filter, without)


def _split(setting: Setting, role, status: socket.socket, descriptors: list[int]) -> None:
    """Fork the main process, and stay behind as the reaper."""
    main = os.fork()
    if main == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if "session" not in setting.without:
            os.setsid()
        _tell(status, "main")
        if not status.recv(16):  # whoever asked for this box is gone
            os._exit(_FAILED)
        _run(role, _keep_only(descriptors, "descriptors" in setting.without))
    kept = socket.socket(fileno=_keep_only([status.detach()])[0])
    ended = isolation.word_for(isolation.reap_until(main))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    _tell(kept, f"ended {used.ru_utime + used.ru_stime:.6f} {ended}")
    if "reaper" in setting.without:
        signal.pause()
    if setting.level == "trusted":  # elsewhere the end of a namespace does it
        isolation.end_all_below()
    os._exit(0)


def _run(role, numbers: list[int]) -> None:
    code = 1
    try:
        role.main(*numbers)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    finally:
        os._exit(code & 0xFF)  # no exit handler of a learner's runs


def _keep_only(descriptors: list[int], others_too: bool = False) -> list[int]:
    """Close everything but standard input, output and error and these, which get the numbers from 3 on."""
    parked = [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 32) for descriptor in descriptors]
    if others_too:
        return parked
    for descriptor in range(3, 3 + len(parked)):
        os.dup2(parked[descriptor - 3], descriptor, inheritable=False)
    os.closerange(3 + len(parked), 4096)
    return list(range(3, 3 + len(parked)))


def _silence() -> None:
    """Standard input, output and error lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    if nowhere > 2:
        os.close(nowhere)


def _tell(status: socket.socket, word: str) -> None:
    status.send(word.encode("utf-8", "replace")[:4000])
