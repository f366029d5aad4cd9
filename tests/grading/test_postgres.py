"""The gradebook in PostgreSQL holds what it holds in SQLite; a real server, reached by a socket in a folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import fakes
import killing
import pytest
import tiny
from nbgrader.api import Gradebook

from rnncourse.errors import CourseError
from rnncourse.grading.gradebook import Writer
from rnncourse.grading.run import Request, grade_class

pytest.importorskip("psycopg2", reason="psycopg2 is not installed")


def program(name: str) -> str | None:
    """Where the newest server's program is; Debian keeps it off PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(found[-1]) if found else shutil.which(name)


@pytest.fixture(scope="module")
def server():
    """The URL of an empty database on a server of our own, which runs as an ordinary user."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("PostgreSQL is not installed: tools/system-packages installs it")
    before = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("PostgreSQL refuses to run as root, and there is no setpriv")
        before = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    user = pwd.getpwuid(65534 if before else os.geteuid()).pw_name
    with tempfile.TemporaryDirectory(prefix="rnn-pg-") as folder:
        if before:
            os.chown(folder, 65534, 65534)
        data, quiet = f"{folder}/data", {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL}
        subprocess.run(
            [*before, initdb, "-D", data, "-A", "trust", "-U", user, "--no-sync", "-E", "UTF8"], **quiet
        )
        options = f"-c listen_addresses='' -k {folder} -c fsync=off"
        subprocess.run(
            [*before, pg_ctl, "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start"], **quiet
        )
        try:
            yield f"postgresql+psycopg2://{user}@/postgres?host={folder}"
        finally:
            subprocess.run([*before, pg_ctl, "-D", data, "-m", "immediate", "stop"], **quiet)


def test_gradebook_in_postgresql_holds_what_one_in_sqlite_holds(course, swift, server, tmp_path):
    for number in range(4):
        tests = ["double-check", "double-hidden", "square-check"][:number]
        tiny.hand_in(tmp_path / "in", f"student-{number}", fakes.answer(*tests))
    tiny.hand_in(tmp_path / "in", "ünal", None)
    lite = Request("tiny", tmp_path / "in", tmp_path / "lite", seed="5eed", trusted=True)
    there = replace(lite, out=tmp_path / "pg", gradebook=server)
    urls = {f"sqlite:///{tmp_path / 'lite' / 'gradebook.db'}": lite, server: there}
    for request in urls.values():
        grade_class(course, request)
    for url in urls:
        with Gradebook(url) as book:
            grade = book.find_grade("tiny-square-check", "tiny", "tiny", "student-1")
            grade.manual_score, grade.extra_credit = 1.5, 0.5
            book.find_comment("tiny-square", "tiny", "tiny", "student-1").manual_comment = "nearly"
            book.db.commit()
    tiny.hand_in(tmp_path / "in", "student-1", fakes.answer("square-hidden"))
    (tmp_path / "in" / ".arrivals.csv").write_text("student,assignment,received\nstudent-2,tiny,2026-03-01\n")
    for request in urls.values():
        assert grade_class(course, request).graded == ["student-1"]
    one, other = (killing.gradebook(url) for url in urls)
    assert one == other
    assert ("student-1", "tiny", "tiny-square-check", 0.0, 1.5, 0.5, True) in one
    assert (tmp_path / "lite" / "grades.csv").read_bytes() == (tmp_path / "pg" / "grades.csv").read_bytes()


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg2"])
def test_server_that_is_not_there_is_said_in_a_sentence(scheme):
    with pytest.raises(CourseError, match=r"cannot be opened: .*OperationalError") as caught:
        Writer(f"{scheme}://nobody@127.0.0.1:1/postgres")
    assert caught.value.exit_code == 2
