"""A learner's day and an instructor's evening, from the page to start from to the page with the points.

A browser drives JupyterLab as ``rnncourse lab`` starts it. Everything is waited for by what is seen, never by the
clock; what takes long is the machine's affair, up to ``PATIENCE``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from rnncourse import cli
from rnncourse.errors import CourseError
from rnncourse.grading.sandbox.selftest import best_level
from rnncourse.learner import lab, welcome
from rnncourse.learner.start import start

ROOT = Path(__file__).resolve().parents[2]
#: Seconds until something that never comes is given up; nothing takes a tenth of it on a quiet machine.
PATIENCE = 180
NAME = "bidirectional"
WRONG = "def reverse(X, lengths):\n    return X[:, ::-1]"
RIGHT = """\
def reverse(X, lengths):
    turned = X.copy()
    for row, length in enumerate(lengths):
        turned[row, :length] = X[row, :length][::-1]
    return turned"""


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course of one chapter, with the copies in work/ that a learner has."""
    root = tmp_path_factory.mktemp("day")
    for name in ("exercises", "solutions", "book"):
        skipped = shutil.ignore_patterns("solutions.ipynb", ".ipynb_checkpoints")
        shutil.copytree(ROOT / name / NAME, root / name / NAME, ignore=skipped)
    shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    start(root, lambda line: None)
    welcome.write(root)
    return root


@pytest.fixture(scope="module")
def jupyterlab(course, tmp_path_factory):
    """The address of JupyterLab on work/, as ``rnncourse lab`` starts it, with nobody's own settings."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*lab.command(course, port), "--no-browser", "--IdentityProvider.token="]
    command += ["--allow-root"] * (hasattr(os, "geteuid") and os.geteuid() == 0)
    own = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    environment = lab.environment() | own | {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    with (
        open(home / "log", "w") as log,
        subprocess.Popen(command, cwd=course / "work", env=environment, stdout=log, stderr=log) as server,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            _until(lambda: _answers(opener, address) or server.poll() is not None)
            assert server.poll() is None, (home / "log").read_text()
            yield address
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.fixture(scope="module")
def page(browser, jupyterlab):
    """A browser on JupyterLab's first page; what it asks of other machines is refused and kept in ``page.outside``."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(PATIENCE * 1000)
    made = context.new_page()
    made.outside = []

    def refuse(route):
        made.outside.append(route.request.url)
        route.abort()

    context.route(re.compile(r"^https?://(?!127\.0\.0\.1[:/])"), refuse)
    made.goto(jupyterlab)
    yield made
    context.close()


def _answers(opener, address: str) -> bool:
    try:
        return opener.open(f"{address}/api", timeout=5).status == 200
    except OSError:
        return False


def _until(happened, between=lambda: time.sleep(0.1)) -> None:
    """Ask until it has happened, giving way to others ``between`` two questions; the browser's events, to its own."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        between()


class Cell:
    """A code cell of the notebook in front, found by a line of its source."""

    def __init__(self, page, line: str) -> None:
        self._page = page
        self._cell = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell", has_text=line).first

    def write(self, source: str) -> None:
        """Put ``source`` in the place of what stands there, as by the keyboard."""
        self._cell.locator(".cm-content").click()
        self._page.keyboard.press("Control+A")
        self._page.keyboard.insert_text(source)

    def run(self) -> str:
        """Run it by Shift+Enter; what stands below it when it is done."""
        prompt = self._cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self._cell.locator(".cm-content").click()
        self._page.keyboard.press("Shift+Enter")
        self._page.wait_for_function(
            "([prompt, before]) => prompt.innerText != before && /\\[\\d+\\]/.test(prompt.innerText)",
            arg=[prompt.element_handle(), before],
        )
        return self._cell.locator(".jp-OutputArea").inner_text()


@pytest.mark.skipif(os.name == "nt", reason="grading needs Linux")
def test_from_the_first_page_to_the_page_with_the_points(page, course, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(course)
    path = course / "work" / NAME / f"{NAME}.ipynb"

    page.wait_for_selector(".jp-MarkdownViewer >> text=Where to start")
    page.click(".jp-MarkdownViewer >> a:has-text('Bidirectional networks')")
    page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
    page.wait_for_selector("#jp-main-statusbar >> text=| Idle")
    setup, check = Cell(page, "Run this first"), Cell(page, "Check · three sequences, one of them full")
    exercise = Cell(page, "def reverse(X, lengths)")
    assert setup.run() == ""
    assert "There is no `reverse` yet. Run the cells above this one" in check.run().replace("\n", " ")

    exercise.write(WRONG)
    assert exercise.run() == ""
    hint = check.run()
    assert hint.startswith("Not yet.")
    assert "padding" in hint
    assert "chapter 4" in hint.replace("\n", " ")
    assert "Traceback" not in hint

    exercise.write(RIGHT)
    exercise.run()
    assert check.run() == ""
    page.keyboard.press("Control+s")
    _until(lambda: "turned[row, :length]" in path.read_text("utf-8"), lambda: page.wait_for_timeout(100))

    assert cli.main(["check", NAME]) == 0
    text = capsys.readouterr().out
    assert re.search(r"1 · Reverse within the length +1 of 1  complete\n", text)
    assert "Exercises: 1 of 6 complete, 5 not begun." in text
    assert cli.main(["submit", NAME]) == 0
    assert cli.main(["progress", "--json"]) == 0
    printed = capsys.readouterr().out
    (row,) = json.loads(printed[printed.index("{") :])["assignments"]
    assert (row["state"], row["points"], row["packed"]) == ("begun", 1, "yes")

    feedback = _graded(course, tmp_path)
    page.goto(feedback.as_uri())
    assert page.inner_text(".score") == "5 of 39 points"
    assert page.inner_text("#bidirectional-reverse h2").split() == [
        *["1", "·", "Reverse", "within", "the", "length"],
        *["5", "of", "5"],
    ]
    assert "has been reversed comes back" in page.inner_text("#bidirectional-reverse")
    assert _hidden_lines(course)
    assert [line for line in _hidden_lines(course) if line in page.content()] == []
    assert page.outside == []


def _graded(course: Path, tmp_path: Path) -> Path:
    """What the learner packed, collected and graded by the instructor's commands; the page to hand back."""
    handed_in = tmp_path / "handed-in" / "ada"
    handed_in.mkdir(parents=True)
    shutil.copyfile(course / "work" / f"{NAME}.zip", handed_in / f"{NAME}.zip")
    submitted, out = tmp_path / "submitted", tmp_path / "grades"
    assert cli.main(["collect", str(handed_in.parent), "--into", str(submitted)]) == 0
    try:
        best_level()
        trusted = []
    except CourseError:  # no sandbox here: what is graded is our own
        trusted = ["--trusted"]
    given = ["grade", NAME, "--submitted", str(submitted), "--out", str(out), "--workers", "1", *trusted]
    assert cli.main(given) == 0
    return out / "feedback" / "ada" / NAME / f"{NAME}.html"


def _hidden_lines(course: Path) -> list[str]:
    """The lines that only the hidden tests have."""
    master = json.loads((course / "solutions" / NAME / f"{NAME}.ipynb").read_text("utf-8"))
    released = (course / "exercises" / NAME / f"{NAME}.ipynb").read_text("utf-8")
    hidden = [line for cell in master["cells"] for line in _between(cell["source"])]
    return [line for line in hidden if len(line) > 20 and line not in released]


def _between(source: list[str]) -> list[str]:
    text = "".join(source)
    if "BEGIN HIDDEN TESTS" not in text:
        return []
    return [line.strip() for line in text.partition("BEGIN HIDDEN TESTS")[2].splitlines()]
