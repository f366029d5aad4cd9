"""Progress: a bar on a terminal, few plain lines elsewhere, and no name that steers the terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rnncourse.grading import progress as module
from rnncourse.grading.progress import progress


def run(total, **more):
    said = []
    with progress(total, said.append, terminal=False, **more) as tick:
        for number in range(total):
            tick(f"s{number}")
    return said


def test_a_small_run_has_a_line_each():
    assert run(3) == ["1/3 s0", "2/3 s1", "3/3 s2"]


def test_a_large_run_has_a_hundred_lines_and_the_last():
    said = run(12_345)
    assert len(said) <= module.MOST_LINES
    assert said[-1] == "12345/12345 s12344"


def test_lines_say_how_long_it_will_take(monkeypatch):
    now = iter([0.0, 60.0, 120.0, 180.0, 240.0])
    monkeypatch.setattr(module.time, "monotonic", lambda: next(now))
    assert run(4)[:2] == ["1/4 s0 (about 3 min left)", "2/4 s1 (about 2 min left)"]


def test_terminal_gets_a_bar_with_the_time_left_and_no_lines(capsys):
    said = []
    with progress(2, said.append, terminal=True) as tick:
        for words in ("ann: \x1b[2J graded", "ben: graded"):
            time.sleep(0.15)
            tick(words)
    err = capsys.readouterr().err
    assert said == []
    assert "ann: �[2J graded" in err
    assert re.search(r"1/2 \[00:00<00:0\d", err)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize("size", [(0, 0), (24, 0), (24, 100)])
def test_a_real_terminal_gets_a_bar_also_where_it_does_not_know_its_size(size):
    import fcntl
    import pty
    import struct
    import termios

    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    code = "from rnncourse.grading.progress import progress\nwith progress(1, print) as tick: tick('ann')"
    where = {"PYTHONPATH": str(Path(__file__).parents[2]), "RNNCOURSE_QUIET": ""}
    said = subprocess.run([sys.executable, "-c", code], stderr=terminal, env=os.environ | where)
    os.close(terminal)
    drawn = os.read(master, 10_000).decode()
    os.close(master)
    assert said.returncode == 0
    assert "0/1 [" in drawn


def test_escapes_never_reach_a_log():
    said = []
    with progress(1, said.append, terminal=False) as tick:
        tick("\x1b]0;owned\x07")
    assert said == ["1/1 �]0;owned�"]


def test_an_error_inside_is_the_callers():
    with pytest.raises(KeyError), progress(2, print, terminal=False):
        raise KeyError
