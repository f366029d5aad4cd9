"""What a box may use, and the kernel's limits a process that follow from it."""

from __future__ import annotations

import resource
from dataclasses import dataclass

MIB = 1 << 20
#: The names by which a single limit can be left out, in the order in which they are set.
NAMES = ("data", "address-space", "processes", "file-size", "files", "core", "cpu")


@dataclass(frozen=True)
class Limits:
    """Limits of one box. All sizes are in bytes.

    ``memory_bytes`` holds for the whole tree, beyond what the zygote had loaded: a watcher sums it, and each process
    alone is refused more by the kernel. ``processes`` counts threads too. ``files`` are open descriptors a process,
    ``file_bytes`` is the largest file, ``tmp_bytes`` the size of /tmp and, once more, of /dev/shm.
    ``cpu_seconds`` a process is the last backstop: the supervisor's own limits come long before it.
    """

    memory_bytes: int = 2048 * MIB
    processes: int = 32
    files: int = 64
    file_bytes: int = 32 * MIB
    tmp_bytes: int = 64 * MIB
    cpu_seconds: int = 600


def apply(limits: Limits, loaded: tuple[int, int], own: int, without: frozenset[str]) -> None:
    """Set this process's limits, for itself and all that it starts.

    ``loaded`` are the bytes of address space and of data that the interpreter took before a learner's first line;
    ``own`` is the number of the sandbox's own processes that the kernel counts with the box's.
    """
    space, data = loaded
    values = {
        "data": (resource.RLIMIT_DATA, data + limits.memory_bytes),
        "address-space": (resource.RLIMIT_AS, space + limits.memory_bytes + 512 * MIB),
        "processes": (resource.RLIMIT_NPROC, limits.processes + own),
        "file-size": (resource.RLIMIT_FSIZE, limits.file_bytes),
        "files": (resource.RLIMIT_NOFILE, limits.files),
        "core": (resource.RLIMIT_CORE, 0),
        "cpu": (resource.RLIMIT_CPU, limits.cpu_seconds),
    }
    for name in NAMES:
        if f"limit:{name}" not in without:
            kind, value = values[name]
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))
