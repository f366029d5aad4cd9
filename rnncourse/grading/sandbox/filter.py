"""The system calls that a box is refused, compiled by libseccomp into a program for the kernel.

Not a list of what is allowed: NumPy, PyTorch and IPython need most of the kernel's calls and more with every release.
Refused is what makes new namespaces, reaches into other processes, holds memory that no process is charged for, or
has been the way out of many a sandbox. What only the machine's own root may do (modules, swap, clocks, reboot) needs no
line here: no box has a capability over the machine, whatever it runs.
"""

from __future__ import annotations

import errno
import tempfile
from functools import lru_cache

from rnncourse.errors import ENVIRONMENT, CourseError

#: Refused with EPERM, whatever the arguments.
REFUSED = (
    # namespaces and mounts
    "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "fsopen", "fsconfig", "fsmount", "fspick",
    "move_mount", "open_tree", "mount_setattr", "name_to_handle_at", "open_by_handle_at", "quotactl", "quotactl_fd",
    # other processes
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp",
    # memory that belongs to no process
    "memfd_create", "memfd_secret", "shmget", "shmat", "shmctl", "semget", "msgget", "mq_open",
    "socketpair",
    # often broken out by
    "io_uring_setup", "io_uring_enter", "io_uring_register", "bpf", "perf_event_open", "userfaultfd",
    "keyctl", "add_key", "request_key", "fanotify_init",
)  # fmt: skip
#: Refused for some arguments only; the names that ``without`` takes for them.
PARTLY = ("clone", "clone3", "mmap", "socket")
CALLS = REFUSED + PARTLY

_NEW_NAMESPACES = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
_SHARED_ANONYMOUS = 0x21
_LOCAL_FAMILY = 1  # AF_UNIX
_LAST_PLAIN_FAMILY = 10  # AF_INET6; above it netlink, kernel crypto, the hypervisor's vsock, ...


@lru_cache(maxsize=4)
def program(without: frozenset[str] = frozenset()) -> bytes:
    """The filter as bytes. ``without``: names "seccomp:<call>" of calls to leave alone, or "seccomp" for all.

    Raises CourseError (ENVIRONMENT) where libseccomp or its binding is missing.
    """
    if "seccomp" in without:
        return b""
    try:
        import pyseccomp
    except (ImportError, RuntimeError, OSError) as error:
        raise CourseError(
            f"The sandbox needs libseccomp ({error}): install it with tools/system-packages, "
            "or apt-get install libseccomp2, and pip install -r requirements.txt.",
            ENVIRONMENT,
        ) from error
    made = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    refuse = pyseccomp.ERRNO(errno.EPERM)
    for call in REFUSED:
        if f"seccomp:{call}" not in without and _known(pyseccomp, call):
            made.add_rule(refuse, call)
    if "seccomp:clone" not in without:
        for flag in _NEW_NAMESPACES:
            made.add_rule(refuse, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    if (
        "seccomp:clone3" not in without
    ):  # its flags lie in memory, out of a filter's sight; libraries fall back
        made.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    if "seccomp:mmap" not in without:  # such pages outlive their mapping, and no process is charged for them
        made.add_rule(
            refuse, "mmap", pyseccomp.Arg(3, pyseccomp.MASKED_EQ, _SHARED_ANONYMOUS, _SHARED_ANONYMOUS)
        )
    if "seccomp:socket" not in without:  # what lies unread in a socket of this machine is charged to nobody
        made.add_rule(refuse, "socket", pyseccomp.Arg(0, pyseccomp.EQ, _LOCAL_FAMILY))
        made.add_rule(
            pyseccomp.ERRNO(errno.EAFNOSUPPORT), "socket", pyseccomp.Arg(0, pyseccomp.GT, _LAST_PLAIN_FAMILY)
        )
    with tempfile.TemporaryFile() as file:
        made.export_bpf(file)
        file.seek(0)
        return file.read()


def _known(pyseccomp, call: str) -> bool:
    """Whether this libseccomp and this architecture have the call; what the kernel lacks needs no refusal."""
    try:
        return pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, call) >= 0
    except (ValueError, OSError):
        return False
