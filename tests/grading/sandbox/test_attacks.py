"""Each protection has an attack that succeeds when it alone is left out, and fails when all are in place.

Where two protections stand behind each other, the first is left out in both boxes (``behind``), so that the attack
shows what the second is worth by itself. Every attack says true where it succeeds.
"""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest
import sandboxed

from rnncourse.grading.sandbox import filter, tree
from rnncourse.grading.sandbox.limits import NAMES
from rnncourse.grading.sandbox.spec import PROTECTIONS
from rnncourse.grading.sandbox.station import Station

EPERM = 1

#: protection → (attack, protections behind which it stands)
ATTACKS = {
    "capabilities": ("import socket; socket.sethostname('mine'); say(True)", ()),
    "small-proc": ("import os; say(any(name.isdigit() for name in os.listdir('/proc')))", ()),
    "utsns": ("import socket; say(socket.gethostname() == told['host'])", ()),
    "devices": (
        "import mmap, os; pages = mmap.mmap(os.open('/dev/zero', os.O_RDWR), 1 << 20); pages[0] = 1; say(True)",
        (),
    ),
    "tmp-size": (
        "for i in range(12):\n    open(f'/tmp/{i}', 'wb').write(bytes(2 << 20))\nsay(True)",
        (),
    ),
    "limit:data": (
        "import mmap\nsize = told['memory'] + (128 << 20)\n"
        "held = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS); say(True)",
        (),
    ),
    "limit:address-space": (
        # pages that are only read are no data; their tables take memory all the same
        "import mmap; held = mmap.mmap(-1, 4 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ); say(True)",
        (),
    ),
    "limit:processes": (
        "import os, time\nfor _ in range(40):\n    if os.fork() == 0:\n        time.sleep(60)\nsay(True)",
        (),
    ),
    "limit:file-size": (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "open('large', 'wb').write(bytes(5 << 20)); say(True)",
        (),
    ),
    "limit:files": ("import os; held = [os.dup(0) for _ in range(100)]; say(True)", ()),
    "limit:core": (
        "import os, resource, signal\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)\n"
        "child = os.fork()\nif child == 0:\n    os.abort()\nsay(os.WCOREDUMP(os.waitpid(child, 0)[1]))",
        (),
    ),
    # As root alone the kernel counts no processes.
    "uid": (
        "import os, time\nfor _ in range(40):\n    if os.fork() == 0:\n        time.sleep(60)\nsay(True)",
        (),
    ),
    # An ordinary uid may not write there anyway where root has made the box.
    "read-only": ("open('/course/mine', 'w').close(); say(True)", ("uid",)),
    "descriptors": (
        "import os\ndef there(number):\n    try:\n        os.fstat(number)\n    except OSError:\n        return False\n"
        "    return True\nsay(sum(map(there, range(60))) > 4)",
        (),
    ),
}

#: system call → (arguments as source, protections that refuse it too). Where it takes more, the attack is in LONGER.
CALLS = {
    "unshare": ("0x10000000", ()),
    "setns": ("0, 0", ()),
    "clone": ("0x10000000 | 17, 0, 0, 0, 0", ()),
    "clone3": ("0, 0", ()),
    "mount": ("0, 0, 0, 0, 0", ("capabilities",)),
    "umount2": ("0, 0", ("capabilities",)),
    "pivot_root": ("0, 0", ("capabilities",)),
    "chroot": ("0", ()),
    "fsopen": ("0, 0", ("capabilities",)),
    "fsconfig": ("0, 0, 0, 0, 0", ()),
    "fsmount": ("0, 0, 0", ("capabilities",)),
    "fspick": ("-100, 0, 0", ("capabilities",)),
    "move_mount": ("-1, 0, -1, 0, 0", ("capabilities",)),
    "open_tree": ("-100, 0, 0", ()),
    "mount_setattr": ("-1, 0, 0, 0, 0", ("capabilities",)),
    "quotactl": ("0, 0, 0, 0", ()),
    "quotactl_fd": ("-1, 0, 0, 0", ()),
    "name_to_handle_at": ("-100, 0, 0, 0, 0", ()),
    "open_by_handle_at": ("-100, 0, 0", ()),
    "ptrace": ("0, 0, 0, 0", ()),
    "process_vm_readv": ("1, 0, 0, 0, 0, 0", ()),
    "process_vm_writev": ("1, 0, 0, 0, 0, 0", ()),
    "process_madvise": ("-1, 0, 0, 0, 0", ()),
    "pidfd_getfd": ("-1, 0, 0", ()),
    "kcmp": ("2, 2, 0, 0, 0", ()),
    "memfd_create": ("told_text('mine'), 0", ()),
    "memfd_secret": ("0", ()),
    "mmap": ("0, 4096, 3, 0x21, -1, 0", ()),
    "shmget": ("0, 4096, 0o1600", ()),
    "shmat": ("-1, 0, 0", ()),
    "shmctl": ("-1, 0, 0", ()),
    "semget": ("0, 1, 0o1600", ()),
    "msgget": ("0, 0o1600", ()),
    "mq_open": ("told_text('mine'), 0o102, 0o600, 0", ()),
    "io_uring_setup": ("0, 0", ()),
    "io_uring_enter": ("-1, 0, 0, 0, 0, 0", ()),
    "io_uring_register": ("-1, 0, 0, 0", ()),
    "bpf": ("0, 0, 0", ()),
    "perf_event_open": ("0, 0, 0, 0, 0", ()),
    "userfaultfd": ("1", ()),
    "keyctl": ("0, -3, 1", ()),
    "add_key": ("told_text('user'), told_text('mine'), told_text('x'), 1, -3", ()),
    "request_key": ("told_text('user'), told_text('mine'), 0, -3", ()),
    "fanotify_init": ("0x200, 0", ()),
    "socket": ("16, 3, 0", ()),
    "socketpair": ("1, 1, 0, told_text('room for two')", ()),
}
#: Calls that do, with these arguments, what an attacker wants; the others get as far as a word on their arguments.
WORKING = {
    "unshare", "clone", "ptrace", "kcmp", "memfd_create", "mmap", "shmget", "semget", "msgget", "mq_open", "keyctl",
    "add_key", "socket", "socketpair",
}  # fmt: skip
_TEXT = "import ctypes\nkept = []\ndef told_text(text):\n    kept.append(ctypes.create_string_buffer(text.encode()))\n"
_TEXT += "    return ctypes.addressof(kept[-1])\n"


def told() -> dict:
    return {"host": socket.gethostname(), "memory": sandboxed.LIMITS.memory_bytes}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_succeeds_only_without_its_protection(station, name):
    attack, behind = ATTACKS[name]
    if name in ("uid", "read-only") and os.getuid() != 0:
        pytest.skip("there is no root to be: an ordinary user runs this test")
    assert sandboxed.said(station("nested", *behind), attack, **told()) is not True
    assert sandboxed.said(station("nested", name, *behind), attack, **told()) is True


@pytest.mark.parametrize("name", CALLS)
def test_a_system_call_reaches_the_kernel_only_without_its_line_in_the_filter(station, name):
    arguments, behind = CALLS[name]
    source = f"{_TEXT}say(call({name!r}, {arguments}))"
    refused = {"clone3": -38, "socket": -97}.get(name, -EPERM)
    assert sandboxed.said(station("nested", *behind), source) == refused
    answer = sandboxed.said(station("nested", f"seccomp:{name}", *behind), source)
    assert isinstance(answer, int)
    assert answer != refused, "the kernel refuses this by itself"
    assert answer >= 0 or name not in WORKING


def test_the_network_is_reached_only_without_its_namespace(station):
    attack = "import socket; socket.create_connection(('127.0.0.1', told['port']), 2); say(True)"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert sandboxed.said(station("nested"), attack, port=port) is not True
        assert sandboxed.said(station("nested", "netns"), attack, port=port) is True


def test_a_file_of_the_machine_is_read_only_without_the_chosen_binds(station):
    attack = "import os; say(any(os.access(top + told['file'], os.R_OK) for top in ('', '/host')))"
    assert sandboxed.said(station("nested"), attack, file="/etc/passwd") is not True
    assert sandboxed.said(station("nested", "binds"), attack, file="/etc/passwd") is True


@pytest.mark.parametrize(
    ("name", "behind", "leave", "find"),
    [
        ("private-tmp", (), "open('/tmp/left', 'w').close()", "open('/tmp/left').close(); say(True)"),
        (
            "ipcns",
            ("seccomp:shmget",),
            "call('shmget', 4321, 4096, 0o1600)",
            "say(call('shmget', 4321, 4096, 0o600) >= 0)",
        ),
    ],
)
def test_a_box_finds_what_another_left_only_without_its_own(package, name, behind, leave, find):
    for without, found in ((behind, False), ((name, *behind), True)):
        with Station(sandboxed.spec(package), "nested", frozenset(without)) as one:
            assert sandboxed.said(one, f"{leave}; say(0)") == 0
            assert (sandboxed.said(one, find) is True) == found


def test_a_signal_to_its_own_group_reaches_the_zygote_only_without_a_session_of_its_own(package):
    for without, warm in ((), True), (("session",), False):
        with (
            Station(sandboxed.spec(package), "nested", frozenset(without)) as one,
            sandboxed.running(one, "import os; os.kill(0, 9)") as there,
        ):
            assert there.say() is None
            assert sandboxed.eventually(lambda: not one.warm_for("learner"), 0.5) != warm


DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.close(wire)
        time.sleep(300)
    os._exit(0)
os.wait()
say(0)
"""


def test_a_daemon_outlives_the_main_process_only_without_a_reaper_that_ends(station):
    for without, lives in ((), False), (("reaper",), True):
        with sandboxed.running(station("nested", *without), DAEMON) as there:
            assert there.say() == 0
            assert sandboxed.eventually(lambda: there.box.ended() is not None)
            gone = sandboxed.eventually(lambda: not tree.running(there.box.pid), 1.0)
            assert gone != lives


def test_a_daemon_outlives_the_kill_only_without_a_process_namespace(package):
    for without, lives in ((), False), (("pidns",), True):
        with (
            Station(sandboxed.spec(package), "nested", frozenset(without)) as one,
            sandboxed.running(one, DAEMON.replace("os.close(wire)", "pass")) as there,
        ):
            assert there.say() == 0
            there.box.kill()
            there.wire.settimeout(0.3)
            if lives:  # it holds its end of the wire
                with pytest.raises(TimeoutError):
                    there.wire.recv(1)
            else:
                assert there.wire.recv(1) == b""


def test_a_process_spins_on_only_without_its_limit_of_cpu(package):
    limits = replace(sandboxed.LIMITS, cpu_seconds=1)
    for without, ended in ((), True), (("limit:cpu",), False):
        with (
            Station(sandboxed.spec(package, limits=limits), "nested", frozenset(without)) as one,
            sandboxed.running(one, "while True: pass") as there,
        ):
            assert sandboxed.eventually(
                lambda: there.box.ended() is not None or there.box.cpu_seconds() > 1.5, 30
            )
            assert (there.box.ended() is not None) == ended


def test_programs_gain_no_privileges_at_any_level(station):
    """Bubblewrap asks the kernel for this too, so that leaving out ours shows where there is no bubblewrap."""
    asks = "import ctypes; say(ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 0)"
    assert sandboxed.said(station("nested"), asks) is False
    assert sandboxed.said(station("trusted"), asks) is False
    if "NoNewPrivs:\t1" in Path("/proc/self/status").read_text():
        pytest.skip("no program started from here may gain a privilege anyway")
    assert sandboxed.said(station("trusted", "no-new-privs"), asks) is True


def test_without_the_whole_filter_its_calls_reach_the_kernel(station):
    attack = "import os; os.memfd_create('mine'); say(True)"
    assert sandboxed.said(station("nested"), attack) is not True
    assert sandboxed.said(station("nested", "seccomp"), attack) is True


def test_an_unknown_protection_is_refused(package):
    with pytest.raises(ValueError, match="no such protection: walls"):
        Station(sandboxed.spec(package), "nested", frozenset({"walls"}))


def test_every_call_and_every_limit_and_every_protection_has_its_attack():
    assert set(CALLS) == set(filter.CALLS)
    elsewhere = {
        "no-new-privs",
        "netns",
        "pidns",
        "ipcns",
        "private-tmp",
        "binds",
        "seccomp",
        "session",
        "reaper",
        "limit:cpu",
    }
    assert {*PROTECTIONS, *(f"limit:{name}" for name in NAMES)} == set(ATTACKS) | elsewhere
