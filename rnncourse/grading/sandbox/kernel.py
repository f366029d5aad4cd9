"""The system calls that Python has no words for, by way of the C library; each raises ``OSError`` where it fails."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 32, 0x4000, 0x40000

_PDEATHSIG, _CAPBSET_DROP, _SET_SECCOMP, _SUBREAPER, _NO_NEW_PRIVS, _AMBIENT = 1, 24, 22, 36, 38, 47
_CAPABILITY_VERSION = 0x20080522

#: The C library has no words for this call that suit a program which goes on where it is.
_CLONE = {"x86_64": 56, "aarch64": 220, "riscv64": 220, "ppc64le": 120}

_libc = ctypes.CDLL(None, use_errno=True)
#: The same, with Python's lock held during a call: around a fork nothing else may run.
_python = ctypes.PyDLL(None, use_errno=True)
_python.syscall.restype = ctypes.c_long


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _prctl(what: str, option: int, *values: int) -> None:
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    _check(_libc.prctl(option, *arguments), what)


def fork_apart(flags: int) -> int:
    """``os.fork``, but the child is in new namespaces of these kinds from its first moment, as process 1 of a new
    process namespace. Everything that Python does around a fork is done around this one, too.
    """
    number = _CLONE.get(platform.machine())
    if number is None:
        raise OSError(errno.ENOSYS, f"clone: its number on {platform.machine()} is not known")
    _python.PyOS_BeforeFork()
    pid = _python.syscall(number, ctypes.c_ulong(flags | signal.SIGCHLD), *[ctypes.c_ulong(0)] * 4)
    failure = ctypes.get_errno()
    if pid == 0:
        _python.PyOS_AfterFork_Child()
    else:
        _python.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(failure, f"clone: {os.strerror(failure)}")
    return pid


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mount ``source`` at ``target``."""
    words = [None if word is None else word.encode() for word in (source, target, kind, options)]
    _check(_libc.mount(words[0], words[1], words[2], ctypes.c_ulong(flags), words[3]), f"mount {target}")


def die_with_parent(by: int) -> None:
    """Get this signal when the parent ends."""
    _prctl("prctl(PR_SET_PDEATHSIG)", _PDEATHSIG, by)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    _prctl("prctl(PR_SET_CHILD_SUBREAPER)", _SUBREAPER, 1)


def no_new_privileges() -> None:
    """No program started from here on gains a privilege, whatever its mode bits say."""
    _prctl("prctl(PR_SET_NO_NEW_PRIVS)", _NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Give up every capability, and the right to ever get one back."""
    number = 0
    while (
        _libc.prctl(
            _CAPBSET_DROP, ctypes.c_ulong(number), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)
        )
        == 0
    ):
        number += 1  # until the kernel knows no such capability
    _prctl("prctl(PR_CAP_AMBIENT)", _AMBIENT, 4)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    _check(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def load_filter(program: bytes) -> None:
    """Refuse system calls as this program of the kernel's packet filter says; needs ``no_new_privileges``."""
    described = _Program(len(program) // 8, program)
    _check(
        _libc.prctl(
            _SET_SECCOMP, ctypes.c_ulong(2), ctypes.byref(described), ctypes.c_ulong(0), ctypes.c_ulong(0)
        ),
        "prctl(PR_SET_SECCOMP)",
    )
