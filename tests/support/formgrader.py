"""nbgrader's formgrader in a real browser, on the grades of a class: look, comment, give points, look again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TOKEN = "only-for-this-test"
_SECONDS = 120


@dataclass(frozen=True)
class Seen:
    """What formgrader showed: each submission's score that it takes as graded; after a reload, what was entered."""

    submissions: dict[str, str]
    comment: str
    points: str


def visit(grades: Path, environment: Mapping[str, str], browser, comment: str, points: str) -> Seen:
    """Start JupyterLab in ``grades`` and do there what the page says, in a ``browser`` that runs; stop it again."""
    with _jupyter(grades, environment) as address:
        context = browser.new_context()
        tab = context.new_page()
        tab.set_default_timeout(_SECONDS * 1000)
        # The pages' formulas would come from elsewhere; whoever grades without a network does without, too.
        tab.route(lambda url: not url.startswith(address), lambda route: route.abort())
        tab.goto(f"{address}/api/status?token={_TOKEN}")
        tab.goto(f"{address}/formgrader/manage_submissions/sequences?token={_TOKEN}")
        tab.wait_for_selector("tbody td:text-is('hana')")
        rows = [row.locator("td").all_inner_texts() for row in tab.locator("tbody tr").all()]
        listed = f"{address}/formgrader/api/submitted_notebooks/sequences/sequences?token={_TOKEN}"
        (hana,) = (one["id"] for one in tab.request.get(listed).json() if one["student"] == "hana")
        page = f"{address}/formgrader/submissions/{hana}/?token={_TOKEN}"
        tab.goto(page)
        _enter(tab, "textarea#sequences-counts-comment", comment, "/api/comment/")
        _enter(tab, "input#sequences-counts-reach", points, "/api/grade/")
        tab.goto(page)
        tab.wait_for_function("document.querySelector('textarea#sequences-counts-comment').value !== ''")
        tab.wait_for_function("document.querySelector('input#sequences-counts-reach').value !== ''")
        entered = [tab.input_value(f"#sequences-counts-{name}") for name in ("comment", "reach")]
        context.close()
    return Seen({row[1]: row[4] for row in rows if row[3] == "graded" and row[2] != "None"}, *entered)


def _enter(tab, field: str, text: str, saved_at: str) -> None:
    """Write into a field, leave it, and wait until formgrader has saved it."""
    tab.wait_for_selector(field)
    # Its script fills the fields from the gradebook first; what is written before that is lost.
    tab.wait_for_load_state("load")
    tab.wait_for_function("() => !!document.querySelector('textarea.comment[data-autosize-on]')")
    with tab.expect_response(
        lambda answer: saved_at in answer.url and answer.request.method == "PUT"
    ) as saved:
        tab.fill(field, text)
        tab.press(field, "Tab")
    if not saved.value.ok:
        raise AssertionError(f"formgrader answered {saved.value.status} to {saved.value.url}")


@contextmanager
def _jupyter(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """JupyterLab in ``folder`` as the page starts it, but for the browser: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={_TOKEN}"]
    address = f"http://127.0.0.1:{port}"
    with (folder.parent / "jupyter.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(f"{address}/api?token={_TOKEN}", process)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _wait(address: str, process: subprocess.Popen) -> None:
    ends = time.monotonic() + _SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("JupyterLab did not answer; see jupyter.log beside the grades")
