"""All attacks, graded once among an honest class by the command: none gains, stops, changes or leaves anything."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time

import pytest

from rnncourse.errors import CourseError
from rnncourse.grading import aftermath, attacks, pages
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]
NAMES = [attack.name for attack in attacks.load(ROOT)]


@pytest.fixture(scope="module")
def report():
    return attacks.attack_test(ROOT)


@pytest.mark.timeout(1200)
def test_the_run_ends_and_leaves_nothing_behind(report):
    assert report.faults == []


@pytest.mark.parametrize("name", NAMES)
def test_attack_gets_what_it_earned(report, name):
    (found,) = [one for one in report.attacks if one.name == name]
    assert found.faults == ()


def test_honest_class_gets_exactly_its_scores_with_and_without_the_attacks(report):
    assert len(report.honest) >= 40
    assert [(one.name, one.faults) for one in report.honest if one.faults] == []
    assert len({one.score for one in report.honest}) > 5


@pytest.fixture
def watch_of():
    """``Watch``, where no other run of the attacks has its ports."""
    try:
        with aftermath.Watch(ROOT, []):
            return aftermath.Watch
    except CourseError as error:
        pytest.skip(str(error))


def test_what_is_left_behind_is_noticed(watch_of, tmp_path):
    private, handed_in = tmp_path / "private", tmp_path / "handed-in"
    private.mkdir()
    handed_in.mkdir()
    with watch_of(private, [handed_in]) as watch:
        (private / "left").write_text("x")
        (handed_in / "new").write_text("x")
        found = watch.left()
    assert any("a file is left" in line and "left" in line for line in found)
    assert any("changed" in line and "new" in line for line in found)


def test_process_that_lost_its_parent_is_noticed_and_ended(watch_of, tmp_path):
    with watch_of(tmp_path, []) as watch:
        subprocess.run(["sh", "-c", "setsid sleep 60 >/dev/null 2>&1 &"], check=True)
        found = watch.left()
    assert any("a process is left" in line and "sleep 60" in line for line in found), found


def test_connection_is_noticed(watch_of, tmp_path):
    with watch_of(tmp_path, []) as watch:
        socket.create_connection(("127.0.0.1", aftermath.PORTS[0]), 1).close()
        time.sleep(0.5)
        assert any("a connection came" in line for line in watch.left())


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        "<p onclick='x'>",
        "<a href='javascript:alert(1)'>x</a>",
        "<img src='https://elsewhere.invalid/x.png'>",
        "<iframe></iframe>",
    ],
)
def test_page_that_would_run_or_load_something_is_noticed(tmp_path, html):
    page = tmp_path / "feedback" / "eve" / "rnn" / "rnn.html"
    page.parent.mkdir(parents=True)
    page.write_text("<h1>harmless</h1>")
    assert pages.faults(tmp_path, {}) == []
    page.write_text(html)
    assert len(pages.faults(tmp_path, {})) == 1
