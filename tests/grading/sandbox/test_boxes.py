"""Boxes at every level: what they run, what their supervisor learns about them, and that nothing of them stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import sandboxed

from rnncourse.errors import ENVIRONMENT, CourseError
from rnncourse.grading.sandbox import tree
from rnncourse.grading.sandbox.limits import MIB
from rnncourse.grading.sandbox.station import LEVELS, Station

every_level = pytest.mark.parametrize("level", LEVELS)


@every_level
def test_a_box_has_its_data_its_descriptors_and_one_thread(package, level):
    source = """
import os
with open("series.csv", "a") as file:
    file.write("more")
say([os.listdir("."), open("series.csv").read(), wire, os.environ["OMP_NUM_THREADS"]])
"""
    spec = sandboxed.spec(package, data=(("series.csv", b"1,2\n"),))
    with Station(spec, level) as station:
        for role, number in (("learner", 3), ("judge", 4), ("learner", 3)):
            with sandboxed.running(station, source, role) as there:
                assert there.say() == [["series.csv"], "1,2\nmore", number, "1"]


@every_level
def test_an_ending_is_told_with_the_time_that_it_took(station, level):
    busy = "import time\nwhile time.process_time() < 0.2: pass\n"
    for last, word in (("os._exit(3)", "exit 3"), ("os.kill(os.getpid(), 9)", "signal 9"), ("", "exit 0")):
        with sandboxed.running(station(level), f"import os\n{busy}{last}") as there:
            assert there.say() is None
            assert sandboxed.eventually(lambda: not there.box.alive())
            assert there.box.ended() == word
            assert 0.2 <= there.box.cpu_seconds() < 1.0


@every_level
def test_a_box_that_runs_is_alive_and_its_time_counts(station, level):
    with sandboxed.running(station(level), "say(0)\nwhile True: pass") as there:
        assert there.say() == 0
        assert there.box.alive()
        assert there.box.ended() is None
        assert sandboxed.eventually(lambda: there.box.cpu_seconds() > 0.3)
    assert there.box.ended() == "signal 9"
    assert there.box.cpu_seconds() > 0.3


@every_level
def test_time_of_children_counts_whether_waited_for_or_not(station, level):
    source = """
import os, signal, time
if told["ignored"]:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
child = os.fork()
if child == 0:
    while time.process_time() < 0.3:
        pass
    os._exit(0)
try:
    os.waitpid(child, 0)
except ChildProcessError:
    pass
say(0)
time.sleep(60)
"""
    for ignored in (False, True):
        with sandboxed.running(station(level), source, ignored=ignored) as there:
            there.wire.settimeout(0.02)
            for _ in range(400):
                there.box.cpu_seconds()
                try:
                    if there.wire.recv(1):
                        break
                except TimeoutError:
                    continue
            assert there.box.cpu_seconds() > 0.15


@every_level
def test_memory_and_processes_are_those_of_the_whole_tree(station, level):
    source = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        held = bytearray(24 << 20)
        say(0)
        time.sleep(60)
time.sleep(60)
"""
    with sandboxed.running(station(level), source) as there:
        assert [there.say() for _ in range(3)] == [0, 0, 0]
        assert there.box.processes() == 3
        assert 70 * MIB < there.box.memory_bytes() < 150 * MIB


@every_level
def test_one_process_with_too_much_memory_gets_a_memory_error(station, level):
    source = "held = bytearray(told['bytes']); say('held')"
    assert sandboxed.said(station(level), source, bytes=320 * MIB).startswith("MemoryError")
    assert sandboxed.said(station(level), source, bytes=160 * MIB) == "held"


@every_level
def test_many_processes_with_too_much_memory_are_seen(station, level):
    """None of them alone is refused anything: only the sum over the tree tells."""
    source = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        held = bytearray(told["bytes"])
        say(0)
        time.sleep(60)
time.sleep(60)
"""
    with sandboxed.running(station(level), source, bytes=100 * MIB) as there:
        assert [there.say() for _ in range(3)] == [0, 0, 0]
        assert there.box.memory_bytes() > sandboxed.LIMITS.memory_bytes


@every_level
def test_what_forked_processes_share_is_counted_once(station, level):
    source = """
import os, time
held = bytearray(100 << 20)
for _ in range(4):
    if os.fork() == 0:
        time.sleep(60)
say(0)
time.sleep(60)
"""
    with sandboxed.running(station(level), source) as there:
        assert there.say() == 0
        assert there.box.processes() == 4
        assert 90 * MIB < there.box.memory_bytes() < 150 * MIB


@pytest.mark.parametrize("level", ["nested", "cold"])
def test_memory_that_would_belong_to_no_process_is_refused(station, level):
    source = """
import os, mmap
def refused(attempt):
    try:
        attempt()
    except OSError:
        return True
    return False
say([refused(lambda: mmap.mmap(-1, 1 << 20)), refused(lambda: os.memfd_create("mine")),
     refused(lambda: os.open("/dev/zero", os.O_RDWR))])
"""
    assert sandboxed.said(station(level), source) == [True, True, True]


@every_level
def test_no_line_runs_before_its_supervisor_watches(station, level, monkeypatch):
    def nothing(self, reaper):
        raise OSError("not yet")

    one = station(level)
    monkeypatch.setattr("rnncourse.grading.sandbox.warm.Zygote.born_with", nothing)
    here, there = socket.socketpair()
    with here, there:
        here.sendall(b'{"source": "say(1)", "numbers": {}}\n')
        with pytest.raises(CourseError, match="not yet"):
            one.open("learner", [there.fileno()])
        here.settimeout(0.2)
        with pytest.raises(TimeoutError):
            here.recv(1)


@pytest.mark.parametrize("level", ["nested", "cold"])
def test_a_fork_bomb_is_held_and_dies(station, level):
    source = """
import os, time
say(0)
while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.05)
"""
    with sandboxed.running(station(level), source) as there:
        assert there.say() == 0
        assert sandboxed.eventually(lambda: there.box.processes() >= 10)
        assert there.box.processes() <= sandboxed.LIMITS.processes
        everyone = tree.members(there.box.pid)
    assert len(everyone) > 10
    assert not any(map(tree.running, everyone))


@every_level
def test_daemons_die_with_their_box(station, level):
    source = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(300)
        os._exit(0)
    os.wait()
say(0)
time.sleep(300)
"""
    with sandboxed.running(station(level), source) as there:
        assert there.say() == 0
        assert there.box.processes() == 3
        everyone = tree.members(there.box.pid)
    assert not any(map(tree.running, everyone))


@pytest.mark.parametrize("level", ["nested", "trusted"])
def test_a_hundred_boxes_leave_no_process_descriptor_mount_or_file(station, level):
    one = station(level)
    one.warm()
    sandboxed.said(one, "say(1)")

    def here() -> tuple:
        mounts = Path("/proc/self/mountinfo").read_text().count("\n")
        folder = one._folder
        return (
            len(os.listdir("/proc/self/fd")),
            mounts,
            sorted(pid for pid in tree.members(os.getpid()) if tree.running(pid)),
            sorted(os.listdir(folder.name)) if folder else [],
        )

    before = here()
    for _ in range(50):
        with sandboxed.running(one, "say(1)") as learner, sandboxed.running(one, "say(2)", "judge") as judge:
            assert (learner.say(), judge.say()) == (1, 2)
    assert sandboxed.eventually(lambda: here() == before), (before, here())


@every_level
def test_a_closed_station_leaves_nothing(package, level):
    before, others = set(os.listdir("/proc/self/fd")), set(tree.members(os.getpid()))
    station = Station(sandboxed.spec(package), level)
    with sandboxed.running(station, "say(0)\nimport time; time.sleep(60)") as there:
        assert there.say() == 0
        everyone = set(tree.members(os.getpid())) - others
        assert len(everyone) >= 3
        station.close()
        assert sandboxed.eventually(lambda: not any(map(tree.running, everyone)))
    assert set(os.listdir("/proc/self/fd")) == before


@every_level
def test_a_killed_worker_takes_its_boxes_along(package, level, tmp_path):
    worker = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        sys.path[:0] = {[str(sandboxed.ROOT), str(sandboxed.ROOT / "tests" / "support")]!r}
        import sandboxed
        from rnncourse.grading.sandbox.station import Station
        station = Station(sandboxed.spec(Path({str(package)!r})), {level!r})
        with sandboxed.running(station, "say(0)\\nwhile True: pass") as there:
            there.say()
            print(there.box.pid, flush=True)
            time.sleep(60)
    """)
    own = os.environ | {"TMPDIR": str(tmp_path)}  # killed, it cannot tidy up
    command = [sys.executable, "-c", worker]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=own) as process:
        reaper = int(process.stdout.readline())
        everyone = [*tree.members(reaper), *tree.members(process.pid)]
        assert len(everyone) >= 4
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert sandboxed.eventually(lambda: not any(map(tree.running, everyone)))


def test_a_zygote_that_ends_is_replaced(package):
    with Station(sandboxed.spec(package), "nested") as station:
        assert sandboxed.said(station, "say(1)") == 1
        os.kill(station._zygotes["learner"].process.pid, signal.SIGKILL)
        assert sandboxed.eventually(lambda: not station.warm_for("learner"))
        assert sandboxed.said(station, "say(2)") == 2


@pytest.mark.parametrize(
    ("preload", "said"),
    [
        ("raise ValueError('not today')", "not today"),
        (
            "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
            "threads",
        ),
        ("import os; os._exit(1)", "without a word"),
    ],
)
def test_a_side_that_cannot_start_is_an_error_with_its_reason(package, tmp_path, preload, said):
    changed = sandboxed.package(tmp_path)
    tmp_path.chmod(0o755)
    learner = changed / "rnncourse" / "grading" / "inside" / "learner.py"
    learner.write_text(f"{sandboxed.ROLE}\ndef preload(allowed, cells):\n    {preload}\n")
    with Station(sandboxed.spec(changed), "nested") as station:
        with pytest.raises(CourseError, match=said) as caught:
            station.open("learner", [0])
        assert caught.value.exit_code == ENVIRONMENT


def test_a_zygote_holds_no_descriptor_but_its_own(station):
    one = station("nested")
    one.warm()
    learner = one._zygotes["learner"].process.pid
    zygote = max(tree.members(learner))
    held = {os.readlink(f"/proc/{zygote}/fd/{number}") for number in os.listdir(f"/proc/{zygote}/fd")}
    assert {name.partition(":")[0] for name in held} <= {"/dev/null", "socket"}
    assert len(held) == 2


def test_no_level_but_the_three(package):
    with pytest.raises(CourseError, match="nested, cold, trusted"):
        Station(sandboxed.spec(package), "warm")
