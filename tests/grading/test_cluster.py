"""A Dask cluster on this machine finds the same as local workers; what leads off it unprotected is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace

import fakes
import mishaps
import psutil
import pytest
import tiny

from rnncourse.errors import CourseError
from rnncourse.grading import cluster, identity
from rnncourse.grading.cluster import Cluster, check_url
from rnncourse.grading.run import Request, grade_class

pytest.importorskip("distributed", reason="dask and distributed are not installed")


@pytest.mark.parametrize(
    "url",
    [
        "tcp://127.0.0.1:8786",
        "127.0.0.1:8786",
        "localhost:8786",
        "tcp://[::1]:1",
        "tls://grader.example:8786",
    ],
)
def test_this_machine_and_tls_are_allowed(url):
    check_url(url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("tcp://10.0.0.5:8786", "leads off this machine unprotected"),
        ("grader.example:8786", "leads off this machine unprotected"),
        ("tcp://localhost.example:8786", "leads off this machine unprotected"),
        ("ws://127.0.0.1:8786", "an address such as"),
        ("http://127.0.0.1:8787", "an address such as"),
        ("127.0.0.1", "an address such as"),
        ("", "an address such as"),
    ],
)
def test_anything_else_is_refused_with_the_reason(url, words):
    with pytest.raises(CourseError, match=words) as caught:
        check_url(url)
    assert caught.value.exit_code == 2


@contextmanager
def dask(folder, workers=2, env=None):
    """A scheduler and workers as separate programs; gives the URL."""
    told = folder / "scheduler.json"
    command = [sys.executable, "-m", "dask"]
    scheduler = [*command, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*scheduler, "--scheduler-file", str(told)], cwd=folder, **quiet)]
    try:
        while not told.is_file() or not told.read_text():
            assert started[0].poll() is None
            time.sleep(0.05)
        url = json.loads(told.read_text())["address"]
        worker = [*command, "worker", url, "--nworkers", str(workers), "--nthreads", "1", "--no-dashboard"]
        started.append(subprocess.Popen(worker, cwd=folder, env=os.environ | (env or {}), **quiet))
        yield url
    finally:
        for process in reversed(started):
            family = [*psutil.Process(process.pid).children(recursive=True), process]
            for member in family:
                member.kill()
            process.wait()


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A cluster of two workers for the tests of this module."""
    with dask(tmp_path_factory.mktemp("dask")) as address:
        yield address


@pytest.fixture
def request_of_eight(tmp_path):
    """Eight students, one torn and one absent."""
    for number in range(6):
        tests = ["double-check", "double-hidden", "square-check"][: number % 4]
        tiny.hand_in(tmp_path / "in", f"student-{number}", fakes.answer(*tests, seconds=0.3))
    tiny.hand_in(tmp_path / "in", "torn", b"{")
    tiny.hand_in(tmp_path / "in", "absent", None)
    return Request("tiny", tmp_path / "in", tmp_path / "local", seed="5eed", workers=2, trusted=True)


def results(out):
    return [
        entry | {"seconds": 0, "cpu_seconds": 0} for entry in json.loads((out / "results.json").read_text())
    ]


def test_cluster_and_local_workers_find_the_same(course, workers, url, request_of_eight, tmp_path):
    grade_class(course, request_of_eight)
    there = replace(request_of_eight, out=tmp_path / "dask", scheduler=url)
    grade_class(course, there)
    assert results(there.out) == results(request_of_eight.out)
    assert (there.out / "grades.csv").read_bytes() == (request_of_eight.out / "grades.csv").read_bytes()


def test_worker_of_a_cluster_that_is_killed_midway_loses_nothing(
    course, workers, url, request_of_eight, tmp_path
):
    grade_class(course, request_of_eight)
    there = replace(request_of_eight, out=tmp_path / "dask", scheduler=url)
    killed = []

    def kill_one(line):
        if "student" in line and not killed:
            with cluster.Client(url, set_as_default=False) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    grade_class(course, there, kill_one)
    assert killed
    assert results(there.out) == results(request_of_eight.out)


def test_submission_that_hangs_in_a_cluster_ends_its_worker_and_is_given_to_another(url, tmp_path):
    with Cluster(mishaps.hang_once, url, seconds=2) as workers:
        (answer,) = workers.answers([str(tmp_path / "once")])
    assert (answer.value, answer.ended) == ("done", "answered")


def test_submission_that_kills_every_worker_of_a_cluster_is_told_apart(url):
    with Cluster(mishaps.die, url, seconds=20) as workers:
        answers = {answer.task: answer.ended for answer in workers.answers(["die", "live"])}
    assert answers == {"die": "died", "live": "answered"}


@pytest.fixture
def other_environment(monkeypatch):
    """Call it to have this process differ from all workers from now on."""
    cluster._environment.cache_clear()
    yield lambda: (
        cluster._environment.cache_clear(),
        monkeypatch.setattr(identity, "environment", lambda: "0" * 64),
    )
    cluster._environment.cache_clear()


def test_worker_with_another_environment_is_refused_before_anything_is_graded(url, other_environment):
    other_environment()
    with (
        pytest.raises(CourseError, match=r"The worker tcp://127\.0\.0\.1:\d+ has other packages") as caught,
        Cluster(mishaps.die, url, seconds=20),
    ):
        pass
    assert caught.value.exit_code == 3


def test_worker_that_joins_with_another_environment_refuses_its_task(url, other_environment):
    with Cluster(mishaps.die, url, seconds=20) as workers:
        other_environment()
        (answer,) = workers.answers(["live"])
    assert answer.refusal.exit_code == 3
    assert "has other packages" in str(answer.refusal)


def test_no_scheduler_and_no_worker_are_said(tmp_path):
    with (
        pytest.raises(CourseError, match="No scheduler answers") as caught,
        Cluster(mishaps.die, "tcp://127.0.0.1:1", seconds=1, patience=1.0),
    ):
        pass
    assert caught.value.exit_code == 3
