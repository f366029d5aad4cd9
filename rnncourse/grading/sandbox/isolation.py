"""What a forked box gives up before it runs a line of a learner's code.

Two processes make a box. The *reaper* is forked by the zygote into new namespaces, as process 1 of one for processes:
the kernel ends every process of the box when it ends. Its child is the *main* process, where the learner's or the
judge's code runs. Every step below is taken before the main process exists, so that nothing of a learner's ever runs
with more.
"""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

from rnncourse.grading.sandbox import kernel, limits

#: What the boxes' small /proc keeps.
_KEPT_OF_PROC = ("cpuinfo", "meminfo", "stat")
_SEEN_AS = 1000
HOST_NAME = "course"

_NAMESPACES = {
    "pidns": kernel.NEWPID,
    "ipcns": kernel.NEWIPC,
    "utsns": kernel.NEWUTS,
    "netns": kernel.NEWNET,
}


def fork_apart(without: frozenset[str]) -> int:
    """Fork a reaper into namespaces of its own, where it has to ``settle``: 0 in it, in this process its process id."""
    flags = kernel.NEWUSER | kernel.NEWNS
    for name, flag in _NAMESPACES.items():
        if name not in without:
            flags |= flag
    return kernel.fork_apart(flags)


def settle(user: int, group: int, without: frozenset[str]) -> None:
    """In the new namespaces: give the ``user`` and ``group`` outside their number here, and the host its name."""
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_SEEN_AS} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{_SEEN_AS} {group} 1")
    if "utsns" not in without:
        socket.sethostname(HOST_NAME)


def private_mounts(allowed: limits.Limits, without: frozenset[str]) -> None:
    """Fresh, sized /tmp and /dev/shm; and a /proc that shows the machine but no process."""
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    if "private-tmp" not in without:
        for folder in ("/tmp", "/dev/shm"):
            size = "" if "tmp-size" in without else f"size={allowed.tmp_bytes},nr_inodes=10000,"
            kernel.mount("tmpfs", folder, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, f"{size}mode=1777")
    if "small-proc" not in without:
        kept = {name: Path("/proc", name).read_bytes() for name in _KEPT_OF_PROC}
        kernel.mount("tmpfs", "/proc", "tmpfs", 0, "size=1m,mode=0755")
        for name, content in kept.items():
            Path("/proc", name).write_bytes(content)
        locked = kernel.MS_REMOUNT | kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
        kernel.mount("tmpfs", "/proc", "tmpfs", locked, "size=1m,mode=0755")


def put_data(data: list[tuple[str, str]], folder: str) -> None:
    """Make the box's current folder, with a writable copy of each (name, file that holds it), and go there."""
    os.makedirs(folder, exist_ok=True)
    for name, source in data:
        place = Path(folder, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(Path(source).read_bytes())
    os.chdir(folder)


def give_up_privileges(program: bytes, without: frozenset[str]) -> None:
    """No capability, no way to a new one, and no system call that the filter refuses."""
    if "no-new-privs" not in without:
        kernel.no_new_privileges()
    if program:
        kernel.load_filter(program)
    if "capabilities" not in without:
        kernel.drop_capabilities()


def reap_until(main: int) -> int:
    """Wait for children, whoever they are, until the main process has ended; its wait status."""
    while True:
        child, status = os.wait()
        if child == main and not os.WIFSTOPPED(
            status
        ):  # one that asked to be traced is stopped at every signal
            return status


def word_for(status: int) -> str:
    """How a process ended: "exit 3" or "signal 9"."""
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code >= 0 else f"signal {-code}"


def die_with(parent: int, by: int = signal.SIGKILL) -> None:
    """Get this signal when the process ``parent``, which forked this one, ends; or end now if it has."""
    kernel.die_with_parent(by)
    if os.getppid() not in (parent, 0):  # 0: the parent is in a process namespace that this one does not see
        os._exit(1)


def end_all_below() -> None:
    """Kill every descendant, as well as one can without a namespace of one's own; orphans must come to this process."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while pids := children.read_text().split():
        for pid in pids:
            os.kill(int(pid), signal.SIGKILL)
            os.waitpid(int(pid), 0)
