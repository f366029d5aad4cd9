"""Whether the sandbox holds on this machine: boxes try what they must not be able to do.

``best_level`` is what grading calls before anything else; it fails closed, with what to install or set.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
from pathlib import Path

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading.sandbox import tree
from rnncourse.grading.sandbox.station import Spec, Station

_PROBE = "rnncourse.grading.sandbox.probe"
#: What a box may see, folder by folder.
_FOLDERS = {
    "/": [
        "bin",
        "course",
        "dev",
        "etc",
        "lib",
        "lib32",
        "lib64",
        "libx32",
        "proc",
        "sbin",
        "sys",
        "tmp",
        "usr",
    ],
    "/sys": ["kernel"],
    "/sys/kernel": ["mm"],
    "/sys/kernel/mm": ["transparent_hugepage"],
}
_ELSEWHERE = [
    "/",
    "/course",
    "/course/site",
    "/course/rnncourse",
    "/usr",
    "/usr/bin",
    "/etc",
    "/dev",
    "/proc",
    "/var/tmp",
]
#: Seconds in which a box has to answer, on a machine that has much else to do.
_SECONDS = 60.0

#: The levels that shut a submission in, the faster first.
_SAFE = ("nested", "cold")


def best_level() -> str:
    """The safest fast level that holds here: "nested", or else "cold"; only the one that ``RNNCOURSE_SANDBOX`` names.

    Raises CourseError (ENVIRONMENT), saying what to install or set, where neither does.
    """
    if sys.platform != "linux":
        raise CourseError(
            "The sandbox needs Linux: grade in a Linux container, or with --trusted what you would run yourself.",
            ENVIRONMENT,
        )
    reasons = []
    for level in _levels():
        spec = Spec(allowed=(), modules=(("learner", _PROBE), ("judge", _PROBE)))
        try:
            with Station(spec, level) as station:
                faults = self_test(station)
        except CourseError as error:
            reasons.append(f"{level}: {error}")
            if "install" in str(error):
                raise
        else:
            if not faults:
                return level
            reasons.append(f"{level}: a box can {', '.join(faults)}")
    raise CourseError(
        f"The sandbox does not hold on this machine ({'; '.join(reasons)}). {_advice()} "
        "Without a sandbox, --trusted grades what you would run yourself.",
        ENVIRONMENT,
    )


def _levels() -> tuple[str, ...]:
    named = os.environ.get("RNNCOURSE_SANDBOX")
    if named not in (None, *_SAFE):
        raise CourseError(f"RNNCOURSE_SANDBOX is {' or '.join(_SAFE)}, not {named!r}.")
    return (named,) if named else _SAFE


def self_test(station: Station) -> list[str]:
    """What a box of each role can do and must not; an empty list where the sandbox holds."""
    return sorted({fault for role in ("learner", "judge") for fault in _faults(station, role)})


def _faults(station: Station, role: str) -> list[str]:
    with (
        tempfile.NamedTemporaryFile(prefix="rnncourse-probe-") as file,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        os.chmod(file.name, 0o644)
        told = {
            "port": server.getsockname()[1],
            "file": file.name,
            "elsewhere": [*_ELSEWHERE, str(Path.home())],
            "folders": _FOLDERS,
        }
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with here, there:
            here.settimeout(_SECONDS)
            box = station.open(role, [there.fileno()], module=_PROBE)
            there.close()
            try:
                here.send(json.dumps(told).encode())
                answer = here.recv(65536)
                left = tree.members(box.pid)
            except OSError:
                answer, left = b"", []
            finally:
                box.kill()
        if not answer:
            return ["not be made to answer"]
        faults = json.loads(answer)
        if len(left) < 3 or any(tree.running(pid) for pid in left):
            faults.append("outlive its end")
        return faults


def _advice() -> str:
    """The setting of this machine that most likely stands in the way."""
    settings = {
        "/proc/sys/kernel/unprivileged_userns_clone": ("0", "sysctl kernel.unprivileged_userns_clone=1"),
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": (
            "1",
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0 (or an AppArmor profile for bwrap)",
        ),
        "/proc/sys/user/max_user_namespaces": ("0", "sysctl user.max_user_namespaces=10000"),
    }
    for path, (bad, cure) in settings.items():
        try:
            if Path(path).read_text().strip() == bad:
                return f"User namespaces are switched off; as root: {cure}."
        except OSError:
            continue
    return "In a container, allow user namespaces (docker run --security-opt seccomp=unconfined, or podman)."
