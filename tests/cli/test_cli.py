"""The command's exit codes and sentences: bad input never shows a traceback and leaves nothing half-written."""

from __future__ import annotations

import builtins
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny

from rnncourse import cli, doctor
from rnncourse.errors import CourseError
from rnncourse.grading.release import release
from rnncourse.learner.lab import lab, notebook
from rnncourse.learner.start import start

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The small course with its exercises, and one student's submission in ``class/``."""
    root = tiny.course(tmp_path_factory.mktemp("course"))
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    release(root, check=False, say=lambda line: None)
    released = json.loads((root / "exercises" / "tiny" / "tiny.ipynb").read_text())
    tiny.hand_in(root / "class", "ann", tiny.filled(released, **tiny.RIGHT))
    return root


@pytest.fixture
def run(course, monkeypatch, capsys):
    """Run a command in the small course: (exit code, standard output, standard error)."""
    monkeypatch.chdir(course)
    before = signal.getsignal(signal.SIGTERM)

    def running(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(arguments)
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    yield running
    signal.signal(signal.SIGTERM, before)


def test_grade_prints_the_table_and_exits_0(run, tmp_path):
    code, out, err = run(
        "grade", "tiny", "--submitted", "class", "--out", str(tmp_path / "g"), "--workers", "1"
    )
    assert code == 0
    assert out.splitlines()[2].split() == ["ann", "10/10", "graded", "4/4"]
    assert "1 submission of tiny: 1 graded. 1 graded now, 0 kept" in out
    assert "1/1 ann: graded, 10 of 10" in err


def test_grade_as_json_prints_one_object(run, tmp_path):
    code, out, err = run(
        *("grade", "tiny", "--submitted", "class", "--out", str(tmp_path / "g"), "--json", "--trusted")
    )
    found = json.loads(out)
    assert (code, found["results"][0]["score"], found["graded"]) == (0, 10, ["ann"])
    assert "sandbox" not in err


def test_dry_run_says_what_would_be_graded_and_writes_nothing(run, course):
    code, out, _ = run("grade", "tiny", "--submitted", "class", "--dry-run")
    assert (code, out.splitlines()[0]) == (0, "ann  to be graded")
    assert not (course / "grades").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["grade", "tinny", "--submitted", "class"], 2, "did you mean 'tiny'"),
        (["grade", "tiny", "--submitted", "nowhere"], 2, "does not exist"),
        (["grade", "tiny", "--submitted", "class/ann/tiny"], 2, "holds no submissions"),
        (["grade", "tiny", "--submitted", "class", "--only", "anne"], 2, "did you mean 'ann'"),
        (["grade", "tiny", "--submitted", "class", "--seed", "xyz"], 2, "hexadecimal"),
        (["grade", "tiny", "--submitted", "class", "--workers", "0"], 2, "a number of workers from 1"),
        (["grade", "tiny"], 2, "--submitted"),
        (["grade", "tiny", "--submitted", "class", "--gradebook", "foo"], 2, "such as sqlite:///grades.db"),
        (["grade", "tiny", "--submitted", "class", "--gradebook", "a://b"], 2, "such as sqlite:///grades.db"),
        (["grade", "tiny", "--submitted", "class", "--gradebook", "sqlite://"], 2, "names no file"),
        (["grade", "tiny", "--submitted", "class", "--gradebook", "sqlite:////no/g.db"], 2, "is no folder"),
        (["grade", "tiny", "--submitted", "class", "--gradebook", "sqlite:///class"], 2, "cannot be opened"),
        (["grade", "tiny", "--submitted", "class", "--out", "class"], 2, "would look like students"),
        (["grade", "tiny", "--submitted", "class", "--out", "class/grades"], 2, "would look like students"),
        (["grade", "tiny", "--submitted", "nbgrader_config.py"], 2, "is a file: name the folder"),
        (["grade", "tiny", "--submitted", "class", "--scheduler", "tcp://x:1"], 2, "leads off this machine"),
        (["grade", "tiny", "--submitted", "class", "--roster", "nobody.csv"], 2, "there is no such file"),
        (["regrade", "tinny", "--submitted", "class"], 2, "did you mean 'tiny'"),
        (["grade", "tiny", "--submitted", "class", "--out", "nbgrader_config.py"], 2, "cannot be made"),
        (["nonsense"], 2, "There is no command 'nonsense'. `rnncourse --help` lists all."),
        (["checks"], 2, "did you mean `rnncourse check`?"),
        ([], 2, "COMMAND"),
        (["lab", "--port", "0"], 2, "from 1 to 65535"),
    ],
)
def test_bad_input_is_one_sentence_with_the_contracts_code(run, course, arguments, code, sentence):
    got, out, err = run(*arguments)
    assert (got, out) == (code, "")
    assert sentence in err
    assert "sandbox" not in err
    assert "Traceback" not in err
    assert not (course / "grades" / "results.json").exists()


def test_release_check_names_what_is_out_of_step_and_exits_2(run, course):
    path = course / "exercises" / "tiny" / "tiny.ipynb"
    before = path.read_bytes()
    assert run("release", "--check")[0] == 0
    path.write_bytes(b"{}")
    code, _, err = run("release", "--check")
    path.write_bytes(before)
    assert code == 2
    assert "exercises/tiny/tiny.ipynb is not what solutions/ generates" in err


def test_missing_package_is_named_with_the_cure(run, monkeypatch):
    imported = builtins.__import__

    def without_numpy(name, *rest, **more):
        if name.startswith("rnncourse.grading"):
            raise ModuleNotFoundError("No module named 'numpy.linalg'", name="numpy.linalg")
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_numpy)
    code, _, err = run("release")
    assert code == 3
    assert "The package 'numpy' is missing: run `make setup`" in err


def test_command_speaks_without_any_installed_package():
    code = "import sys; sys.path.insert(0, sys.argv[1]); from rnncourse.cli import main; main(['release'])"
    said = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code, str(ROOT)], capture_output=True, text=True, cwd=ROOT
    )
    assert "is missing: run `make setup`" in said.stderr
    assert "Traceback" not in said.stderr


def test_python_that_is_too_old_is_named(run, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    code, _, err = run("release")
    assert code == 3
    assert "Python 3.11 or newer is needed, this is 3.9.1" in err


def test_outside_a_course_the_package_finds_its_own(tmp_path, monkeypatch):
    from rnncourse import place

    monkeypatch.chdir(tmp_path)
    assert place.root() == ROOT


def test_copy_for_learners_without_solutions_is_a_course_too(tmp_path, monkeypatch):
    from rnncourse import place

    (tmp_path / "exercises").mkdir()
    (tmp_path / "nbgrader_config.py").write_text("")
    monkeypatch.chdir(tmp_path)
    assert place.root() == tmp_path


def test_shared_copy_is_found_by_the_environment_and_work_is_then_a_folder_of_ones_own(tmp_path, monkeypatch):
    from rnncourse import place

    shared, mine = tmp_path / "shared", tmp_path / "mine"
    for folder in (shared, mine / "own"):
        (folder / "exercises").mkdir(parents=True)
        (folder / "nbgrader_config.py").write_text("")
    monkeypatch.chdir(mine)
    monkeypatch.setenv("HOME", str(mine))
    monkeypatch.setenv(place.HOME_VARIABLE, str(shared))
    assert (place.root(), place.work(shared)) == (shared, shared / "work")
    monkeypatch.setenv(place.WORK_VARIABLE, "~")
    assert (place.root(), place.work(shared)) == (shared, mine)
    monkeypatch.chdir(mine / "own")
    assert (place.root(), place.work(mine / "own")) == (mine / "own", mine / "own" / "work")


def test_folder_that_is_found_nowhere_says_where_it_was_looked_for(tmp_path, monkeypatch):
    from rnncourse import place

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(place, "__file__", str(tmp_path / "site-packages" / "rnncourse" / "place.py"))
    monkeypatch.setenv(place.HOME_VARIABLE, str(tmp_path / "gone"))
    with pytest.raises(
        CourseError, match=r"RNNCOURSE_HOME is .*gone, which does not hold it.*whoever keeps the hub"
    ):
        place.root()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupt_exits_130_and_leaves_no_half_written_file(course, tmp_path):
    released = json.loads((course / "exercises" / "tiny" / "tiny.ipynb").read_text())
    endless = {"double": "def double(x):\n    while True:\n        pass"}
    for student in ("ann", "ben"):
        tiny.hand_in(tmp_path / "in", student, tiny.filled(released, **endless))
    arguments = ["grade", "tiny", "--submitted", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    command = [sys.executable, "-m", "rnncourse.cli", *arguments, "--workers", "1", "--trusted"]
    process = subprocess.Popen(
        command,
        cwd=course,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        # A shell's background job, which these tests may be, ignores SIGINT and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while not (tmp_path / "out" / "nbgrader_config.py").exists():
        assert process.poll() is None
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "Interrupted" in err, "Traceback" in err) == (130, True, False)
    assert json.loads((tmp_path / "out" / "results.json").read_text()) == []
    assert not [path for path in (tmp_path / "out").rglob(".*") if path.name not in (".course-key", ".lock")]


def test_start_copies_exercises_and_labs_and_never_overwrites(tmp_path):
    for name, text in {"exercises/tiny/tiny.ipynb": "exercise", "book/tiny/lab.ipynb": "lab"}.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    said, work = [], tmp_path / "work" / "tiny"
    assert start(tmp_path, said.append) == [work / "lab.ipynb", work / "tiny.ipynb"]
    (work / "tiny.ipynb").write_text("mine")
    assert start(tmp_path, said.append) == []
    assert [(work / name).read_text() for name in ("lab.ipynb", "tiny.ipynb")] == ["lab", "mine"]
    assert [line.rpartition(": ")[2] for line in said] == ["new"] * 2 + ["yours, left as it is"] * 2


def test_port_in_use_is_named_with_another(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CourseError, match=f"Port {port} is in use.*--port {port + 1}") as caught:
            lab(tmp_path, port, lambda line: None)
    assert caught.value.exit_code == 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("user", [0, 1000])
def test_lab_as_root_passes_what_jupyterlab_needs_and_ends_quietly(tmp_path, monkeypatch, user):
    started, said = [], []

    class Interrupted:
        def __init__(self, command, cwd, env):
            started.extend(command)
            self.waits = 0

        def __enter__(self):
            return self

        def __exit__(self, *exception):
            pass

        def wait(self, timeout=None):
            self.waits += 1
            if self.waits == 1:
                raise KeyboardInterrupt
            return 0

    monkeypatch.setattr("rnncourse.learner.lab.subprocess.Popen", Interrupted)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "work").mkdir()
    assert lab(tmp_path, port, said.append) == 0
    assert ("--allow-root" in started) == (user == 0) == any("You are root" in line for line in said)
    assert f"at http://localhost:{port}/lab" in said[-1]
    assert "--LabApp.default_url=/lab/tree/START.md" in started
    assert "# Where to start" in (tmp_path / "work" / "START.md").read_text("utf-8")
    (tmp_path / "book" / "rnn").mkdir(parents=True)
    (tmp_path / "book" / "rnn" / "lab.ipynb").write_text("{}")
    assert lab(tmp_path, port, said.append, "rnn/lab") == 0
    assert "--LabApp.default_url=/lab/tree/rnn/lab.ipynb" in started
    assert "/lab/tree/rnn/lab.ipynb" in said[-1]


@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("rnn", "rnn/rnn.ipynb"),
        ("rnn/lab", "rnn/lab.ipynb"),
        ("work/rnn/lab.ipynb", "rnn/lab.ipynb"),
        ("rnn/rnn", "rnn/rnn.ipynb"),
        ("data", "data/lab.ipynb"),
    ],
)
def test_lab_knows_a_notebook_by_its_chapter_or_its_path(name, opened):
    assert notebook(ROOT, name) == opened
    assert (ROOT / "exercises" / opened).is_file() or (ROOT / "book" / opened).is_file()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("rnm", "did you mean 'rnn'?"),
        ("rnn/exercises", "rnn/rnn, rnn/lab"),
        ("data/data", "choose from: data/lab"),
    ],
)
def test_lab_says_which_notebooks_there_are(name, words):
    with pytest.raises(CourseError, match=re.escape(words)) as caught:
        notebook(ROOT, name)
    assert caught.value.exit_code == 2


def test_doctor_names_missing_and_mispinned_packages(tmp_path):
    (tmp_path / "requirements.txt").write_text("numpy==0.0.1\nno-such-package==1.0\n")
    said = []
    assert doctor.examine(said.append, tmp_path) == 3
    text = "\n".join(said)
    assert "FAIL  no-such-package is missing" in text
    assert "tried with 0.0.1" in text


def test_doctor_is_content_with_the_pinned_environment(capsys):
    assert doctor.examine(print, ROOT) == 0
    assert "Everything that reading, learning and grading need is here." in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [("regrade", "tiny"), ("regrade", "--one", "x.ipynb"), ("regrade",)])
def test_regrade_without_a_class_says_what_is_asked_for(run, arguments):
    code, _, err = run(*arguments)
    assert (code, err.count("\n")) == (2, 1)
    assert "Which class? `rnncourse regrade ASSIGNMENT --submitted DIR`" in err


def test_regrade_offers_no_single_notebook(run):
    assert "--one" in run("grade", "--help")[1]
    assert "--one" not in run("regrade", "--help")[1]


TOLD_TWICE = """\
import atexit, os, signal, sys, time
from rnncourse import cli
from rnncourse.commands import making
signal.signal(signal.SIGINT, signal.default_int_handler)
making._sample = lambda given: os.kill(os.getpid(), signal.SIGINT) or time.sleep(60)
atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT) or time.sleep(60))
sys.exit(cli.main(["sample"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_second_interrupt_exits_130_at_once_without_a_traceback():
    ended = subprocess.run(
        [sys.executable, "-c", TOLD_TWICE],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=50,
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (130, 1), ended.stderr
    assert "Interrupted. What was complete is kept" in ended.stderr


def test_who_stops_reading_gets_no_complaint(course):
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "rnncourse.cli", "progress"],
        cwd=course,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (141, "")
