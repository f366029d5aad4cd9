"""The arguments that put an interpreter behind bubblewrap: chosen folders at neutral paths, no network, no root.

Inside, the interpreter is /course/python (or /usr where the system's own Python runs), installed packages are
/course/site, /course/site1, …, and rnncourse is below /course/rnncourse. Nothing but /tmp and /dev/shm can be written.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading.sandbox.isolation import HOST_NAME

ENVIRONMENT_INSIDE = {
    "PATH": "/course/python/bin:/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "IPYTHONDIR": "/tmp/.ipython",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    "MPLBACKEND": "agg",
    "RNNCOURSE_QUIET": "1",
    # The C library's memory in large pages where the kernel has them: a fork copies one entry for 512 small ones.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
} | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")

#: Where the C library looks whether there are large pages.
_LARGE_PAGES = "/sys/kernel/mm/transparent_hugepage"
#: Devices that hold nothing. Not /dev/zero: a shared mapping of it is memory that no process is charged for.
_DEVICES = ("null", "random", "urandom")
_started = itertools.count()
_OLDEST, _OLDEST_WITH_SIZE = (0, 5), (0, 7)


@lru_cache(maxsize=1)
def program() -> tuple[str, tuple[int, ...]]:
    """Path and version of bubblewrap; raises CourseError (ENVIRONMENT) where it is missing or too old."""
    path = shutil.which("bwrap")
    if path is None:
        raise CourseError(
            "The sandbox needs bubblewrap: install it with tools/system-packages, or apt-get install bubblewrap.",
            ENVIRONMENT,
        )
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.split()
    numbers = said[-1].split(".") if said else []
    version = tuple(int(number) for number in numbers if number.isdigit())
    if version < _OLDEST:
        raise _too_old(_OLDEST, version)
    return path, version


def _too_old(wanted: tuple[int, ...], found: tuple[int, ...]) -> CourseError:
    oldest, there = (".".join(map(str, version)) for version in (wanted, found))
    return CourseError(
        f"The sandbox needs bubblewrap {oldest} or newer, and here is {there or 'one without a version'}: "
        "install a newer one.",
        ENVIRONMENT,
    )


def ordinary_uid() -> int:
    """A uid that hardly anybody has, another at every call: one box's processes must not count as another's.

    From the range that systemd keeps for passing users; it is also there in containers with their usual 65,536 uids.
    """
    return 61_184 + (61 * os.getpid() + next(_started)) % 4_336


def interpreter() -> str:
    """The interpreter's path inside."""
    base = Path(sys.base_prefix).resolve()
    executable = Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()
    if base == Path("/usr") or not executable.is_relative_to(base):
        return str(executable)
    return str(Path("/course/python", executable.relative_to(base)))


class Command:
    """A bubblewrap command under construction; ``descriptors`` must stay open until it has been started."""

    def __init__(self) -> None:
        self.options: list[str] = []
        self.descriptors: list[int] = []
        self._folders: set[str] = set()

    def add(self, *words: object) -> None:
        """Append options."""
        self.options += map(str, words)

    def hold(self, content: bytes) -> int:
        """A descriptor from which ``content`` can be read."""
        with tempfile.TemporaryFile(buffering=0) as file:
            file.write(content)
            file.seek(0)
            self.descriptors.append(os.dup(file.fileno()))
        return self.descriptors[-1]

    def folder(self, path: str) -> None:
        """A folder inside that everyone may enter, and those above it; bubblewrap's own are for its user alone."""
        for place in (*reversed(PurePosixPath(path).parents), path):
            if str(place) not in ("/", *self._folders):
                self._folders.add(str(place))
                self.add("--perms", "0755", "--dir", place)

    def file(self, path: str, content: bytes) -> None:
        """A file with this content inside, readable by everyone."""
        self.folder(str(PurePosixPath(path).parent))
        self.add("--perms", "0644", "--file", self.hold(content), path)

    def start(self, inner: list[str], pass_fds: tuple[int, ...], **more) -> subprocess.Popen:
        """Run ``inner`` behind bubblewrap; its own arguments are not to be seen in any list of processes."""
        arguments = self.hold(b"\0".join(option.encode() for option in self.options) + b"\0")
        passed = (*self.descriptors, *pass_fds)
        try:
            return subprocess.Popen(
                [program()[0], "--args", str(arguments), "--", *inner],
                pass_fds=passed,
                env={"PATH": "/usr/bin:/bin"},
                start_new_session=True,  # an interrupt from the keyboard is for the graders, who end this
                **more,
            )
        finally:
            for descriptor in self.descriptors:
                os.close(descriptor)
            self.descriptors.clear()


def system(command: Command, tmp_bytes: int | None, without: frozenset[str]) -> None:
    """The bare system: its libraries, an interpreter, devices that hold nothing, /tmp, and no network.

    ``tmp_bytes`` is the size of /tmp where a learner's code will run behind this very bubblewrap; it then sees no
    process in /proc either. None where a zygote will, whose boxes get their own.
    """
    if tmp_bytes is not None and program()[1] < _OLDEST_WITH_SIZE:
        raise _too_old(_OLDEST_WITH_SIZE, program()[1])
    if os.getuid() != 0:
        command.add("--unshare-user")
    command.add("--unshare-pid", "--unshare-ipc")
    for name, option in (("utsns", "uts"), ("netns", "net")):
        if name not in without:
            command.add(f"--unshare-{option}")
    if "utsns" not in without:
        command.add("--hostname", HOST_NAME)
    command.add("--unshare-cgroup-try", "--new-session", "--clearenv")
    for name, value in ENVIRONMENT_INSIDE.items():
        command.add("--setenv", name, value)
    command.add("--ro-bind", "/usr", "/usr")
    for folder in ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"):
        _like_outside(command, folder)
    for file in (
        "/etc/ld.so.cache",
        "/etc/ld.so.conf",
        "/etc/ld.so.conf.d",
        "/etc/alternatives",
        "/etc/localtime",
    ):
        command.add("--ro-bind-try", file, file)
    command.folder(str(PurePosixPath(_LARGE_PAGES).parent))
    command.add("--ro-bind-try", _LARGE_PAGES, _LARGE_PAGES)
    base = Path(sys.base_prefix).resolve()
    command.folder("/course")
    if base != Path("/usr"):
        command.add("--ro-bind", base, "/course/python", "--setenv", "LD_LIBRARY_PATH", "/course/python/lib")
    for place in _other_packages(base):
        command.add("--perms", "0755", "--tmpfs", place, "--remount-ro", place)
    command.folder("/dev")
    for device in (*_DEVICES, "zero") if "devices" in without else _DEVICES:
        command.add("--dev-bind", f"/dev/{device}", f"/dev/{device}")
    for folder in ("/tmp", "/dev/shm"):
        if tmp_bytes is not None and "tmp-size" not in without:
            command.add("--size", tmp_bytes)
        command.add("--perms", "1777", "--tmpfs", folder)
    if tmp_bytes is not None:
        command.add("--perms", "0755", "--tmpfs", "/proc")
        for name in ("cpuinfo", "meminfo", "stat"):
            command.add("--ro-bind", f"/proc/{name}", f"/proc/{name}")
        command.add("--remount-ro", "/proc")
    else:
        command.add("--proc", "/proc")
    if "binds" in without:
        command.add("--ro-bind", "/", "/host")


def finish(command: Command, without: frozenset[str]) -> None:
    """Nothing more can be written, wherever the last option was."""
    if "read-only" not in without:
        command.add("--remount-ro", "/")


def as_ordinary_user(inner: list[str], without: frozenset[str]) -> list[str]:
    """The command, preceded where root runs it by what makes an ordinary user of it."""
    if os.getuid() != 0 or "uid" in without:
        return inner
    user = str(ordinary_uid())
    drop = ["--reuid", user, "--regid", user, "--clear-groups"]
    if "capabilities" not in without:
        drop += ["--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"]
    return ["/usr/bin/setpriv", *drop, "--", *inner]


def _other_packages(base: Path) -> list[str]:
    """Where, inside, packages lie that nobody chose: the interpreter's own and what is installed on the machine."""
    places = [place for place in ("/usr/local", "/usr/src") if Path(place).is_dir()]
    for folder in ("site-packages", "dist-packages"):
        places += map(str, sorted(Path("/usr/lib").glob(f"python3*/{folder}")))
        if base != Path("/usr"):
            found = sorted(base.glob(f"lib/python3*/{folder}"))
            places += [str(Path("/course/python", path.relative_to(base))) for path in found]
    return places


def _like_outside(command: Command, folder: str) -> None:
    """A folder of the system's root: the same link where it is one, as on merged systems, otherwise its content."""
    place = Path(folder)
    if place.is_symlink():
        command.add("--symlink", os.readlink(place), folder)
    elif place.is_dir():
        command.add("--ro-bind", folder, folder)
