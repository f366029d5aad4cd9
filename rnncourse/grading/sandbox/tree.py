"""Time, memory and number of the processes below one, read from /proc.

The lists of children are read thread by thread, so a look costs a few small files however many processes run on the
machine. A process may end while one looks; it is then left out.
"""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def members(root: int) -> list[int]:
    """The process ``root`` and all its descendants, as process ids; empty if it has ended."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        try:
            threads = os.listdir(f"/proc/{pid}/task")
        except OSError:
            continue
        found.append(pid)
        for thread in threads:
            waiting += _numbers(f"/proc/{pid}/task/{thread}/children")
    return found


def times(pid: int) -> tuple[int, float, float] | None:
    """When a process began (clock ticks since boot), its own CPU seconds, and those of children it has waited for."""
    fields = stat(pid)
    if fields is None:
        return None
    own, waited = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return int(fields[19]), own / _TICKS, waited / _TICKS


def stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the third, the state, on; None if the process has ended."""
    try:
        content = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    return content[content.rindex(")") + 2 :].split()


def running(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be buried."""
    fields = stat(pid)
    return fields is not None and fields[0] not in "ZX"


def parent(pid: int) -> int:
    """The process id of a process's parent; raises ProcessLookupError if the process has ended."""
    fields = stat(pid)
    if fields is None:
        raise ProcessLookupError(pid)
    return int(fields[1])


def at_most(pid: int) -> int:
    """Bytes of memory that a process holds, pages that it shares with others counted in full; cheap."""
    return _sum_of(f"/proc/{pid}/status", ("RssAnon:", "RssShmem:", "VmSwap:", "VmPTE:"))


def its_share(pid: int) -> int:
    """Bytes of memory that a process holds, each shared page divided by those who share it; some milliseconds."""
    return _sum_of(f"/proc/{pid}/smaps_rollup", ("Pss_Anon:", "Pss_Shmem:", "SwapPss:")) + _sum_of(
        f"/proc/{pid}/status", ("VmPTE:",)
    )


def loaded(pid: int) -> tuple[int, int]:
    """Bytes of a process's address space and of its private writable part."""
    pages, size = Path(f"/proc/{pid}/statm").read_text().split(), os.sysconf("SC_PAGE_SIZE")
    return int(pages[0]) * size, int(pages[5]) * size


def threads(pid: int) -> int:
    """How many threads a process has."""
    return len(os.listdir(f"/proc/{pid}/task"))


def _numbers(path: str) -> list[int]:
    try:
        return [int(word) for word in Path(path).read_text().split()]
    except OSError:
        return []


def _sum_of(path: str, names: tuple[str, ...]) -> int:
    try:
        lines = Path(path).read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(names))
